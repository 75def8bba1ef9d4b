"""Rows of a CSV file as typed records: read strictly, so that a fault is found where it stands.

A record is a frozen dataclass. Its fields are the file's columns, in their order:

=====================  ==================================================
type of the field      what the column may hold
=====================  ==================================================
``str``                some text
``str | None``         some text, or nothing
``AnyText``            some text, or nothing, which is ``""``
``int``, ``float``     a number (``| None``: or nothing)
``bool``               ``true`` or ``false``
``Literal[...]``       one of the words
``Text``               text in both languages, in ``<name>_nb`` and ``<name>_en``
``Text | None``        text in both languages, or in neither
=====================  ==================================================

A field with a default is no column; it is filled in later.
"""

from __future__ import annotations

import csv
import dataclasses
import math
import re
import types
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Literal, NewType, TypeVar, Union, get_args, get_origin, get_type_hints

from insight.language.catalogue import Text

T = TypeVar("T")
AnyText = NewType("AnyText", str)
ID = re.compile(r"[a-z][a-z0-9_]*")
_EXPECTED = {str: "some text", int: "a whole number", float: "a number", bool: "true or false"}


def read(
    path: Path,
    record: type[T],
    contradictions: Callable[[T], Iterator[tuple[str, str]]] = lambda _: iter(()),
) -> tuple[T, ...]:
    """Read every row of a file as a record.

    Parameters
    ----------
    path : Path
        A CSV file in UTF-8 whose first row names the record's columns.
    record : type
        A dataclass as the module describes.
    contradictions : callable, optional
        Yields each column that does not fit the rest of its record, and what is wrong with it.

    Returns
    -------
    tuple of record
        In the order of the file.

    Raises
    ------
    ValueError
        If a row is not such a record; file, row and column are named.
    """
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file, strict=True)
        fields, expected = _fields(record), columns(record)
        if (header := list(reader.fieldnames or [])) != list(expected):
            wrong = f"{', '.join(expected)}, not {', '.join(header) or 'nothing'}"
            raise ValueError(f"{path.name}: expected the columns {wrong}")
        rows = list(reader)
    records = []
    for number, cells in enumerate(rows, start=2):
        place = f"{path.name}, row {number}"
        records.append(record(**dict(_values(place, cells, fields))))
        for column, fault in contradictions(records[-1]):
            raise ValueError(f"{place}, column {column}: {fault}")
    return tuple(records)


def columns(record: type[Any]) -> tuple[str, ...]:
    """Return the names of a record's columns, in order.

    Examples
    --------
    >>> @dataclasses.dataclass
    ... class Word:
    ...     id: str
    ...     label: Text
    ...     shown: bool = False
    >>> columns(Word)
    ('id', 'label_nb', 'label_en')
    """
    return tuple(column for _, _, its_columns in _fields(record) for column in its_columns)


def unique(records: Sequence[Any], name: str = "id") -> None:
    """Make sure that no two records of a file have the same value in a field.

    Raises
    ------
    ValueError
        If two have; the value and the rows are named.
    """
    rows: dict[object, int] = {}
    for row, record in enumerate(records, start=2):
        value = getattr(record, name)
        if (first := rows.setdefault(value, row)) != row:
            place = f"stands twice, in rows {first} and {row}"
            raise ValueError(f"{type(record).__name__}: {name} {value!r} {place}")


def _fields(record: type[Any]) -> Sequence[tuple[str, Any, tuple[str, ...]]]:
    """Each field that stands in the file: its name, its type and its columns."""
    hints = get_type_hints(record)
    return [
        (field.name, hints[field.name], _columns_of(field.name, hints[field.name]))
        for field in dataclasses.fields(record)
        if field.default is dataclasses.MISSING
    ]


def _columns_of(name: str, kind: Any) -> tuple[str, ...]:
    return (f"{name}_nb", f"{name}_en") if _inner(kind) is Text else (name,)


def _inner(kind: Any) -> Any:
    """The type without its ``| None``."""
    if get_origin(kind) in (Union, types.UnionType):
        return next(part for part in get_args(kind) if part is not type(None))
    return kind


def _values(
    place: str, cells: Mapping[str, str], fields: Sequence[tuple[str, Any, tuple[str, ...]]]
) -> Iterator[tuple[str, object]]:
    if None in cells or None in cells.values():
        raise ValueError(f"{place}: wrong number of cells")
    for name, kind, its_columns in fields:
        texts = [cells[column] for column in its_columns]
        try:
            yield name, _value(texts, kind)
        except ValueError as error:
            shown = " / ".join(texts)
            raise ValueError(f"{place}, column {name}: expected {error}, not {shown!r}") from None


def _value(texts: Sequence[str], kind: Any) -> object:
    """Turn the text of a field's columns into its value, or say what was expected."""
    inner = _inner(kind)
    if not any(texts) and inner is not kind:
        return None
    if inner is AnyText:
        return texts[0]
    if get_origin(inner) is Literal:
        words = get_args(inner)
        if texts[0] not in words:
            nothing = ", or nothing" if "" in words else ""
            raise ValueError(f"one of {', '.join(filter(None, words))}{nothing}")
        return texts[0]
    if not all(texts):
        raise ValueError("text in both languages" if inner is Text else _EXPECTED[inner])
    return Text(*texts) if inner is Text else _plain(texts[0], inner)


def _plain(text: str, kind: type) -> object:
    try:
        if kind is bool:
            return {"true": True, "false": False}[text]
        value = kind(text)
    except (KeyError, ValueError):
        raise ValueError(_EXPECTED[kind]) from None
    if kind is float and not math.isfinite(value):
        raise ValueError(_EXPECTED[kind])
    return value
