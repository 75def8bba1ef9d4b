"""SQL in parts: names are quoted, and values are bound to parameters named for their part.

No two parts of a query have the same name, so that they can be put together in any order.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import duckdb

Value = int | float | str | list[str] | list[int | str] | list[float] | duckdb.Value


def quote(identifier: str) -> str:
    """Return `identifier` quoted for SQL: the only way in which names reach a query.

    Examples
    --------
    >>> quote('strange" name')
    '"strange"" name"'
    """
    return '"' + identifier.replace('"', '""') + '"'


@dataclass(frozen=True)
class Sql:
    """A part of a query, and the values of its parameters by name."""

    text: str
    values: Mapping[str, Value] = field(default_factory=dict)


def parameters(part: str, values: Sequence[Value]) -> Sql:
    """Return parameters in a row, named for the part of the query that they are of.

    Examples
    --------
    >>> parameters("answer", [1, 2])
    Sql(text='$answer_0, $answer_1', values={'answer_0': 1, 'answer_1': 2})
    """
    named = {f"{part}_{number}": value for number, value in enumerate(values)}
    return Sql(", ".join(f"${name}" for name in named), named)


def is_among(column: str, part: str, values: Sequence[Value]) -> Sql:
    """Return the condition that a column has one of some values; nobody meets it without any.

    Examples
    --------
    >>> is_among('"age"', "age", [3]).text, is_among('"age"', "age", []).text
    ('"age" IN ($age_0)', 'FALSE')
    """
    listed = parameters(part, values)
    return Sql(f"{column} IN ({listed.text})", listed.values) if values else Sql("FALSE")


def bindings(*parts: Sql) -> dict[str, Value]:
    """Return the values of all parts of a query.

    Raises
    ------
    ValueError
        If two parts have the same name.

    Examples
    --------
    >>> bindings(parameters("answer", [1, 2]), parameters("wave", [2021]))
    {'answer_0': 1, 'answer_1': 2, 'wave_0': 2021}
    """
    values = {name: value for part in parts for name, value in part.values.items()}
    if len(values) < sum(len(part.values) for part in parts):
        raise ValueError("Two parts of a query have parameters of the same name.")
    return values
