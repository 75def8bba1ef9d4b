"""The editor of TOML files: some values change; comments, order and everything else stay.

A codebook of hundreds of variables is a megabyte, which takes tomlkit ten seconds: only the tables
that change are given to it. What comes out is read again and must say just what was meant.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any

import tomlkit
from tomlkit.exceptions import TOMLKitError
from tomlkit.items import Array

from insight.language.errors import Fault, RequestError
from insight.survey.folders import CODEBOOK
from insight.survey.toml_tables import cut_tables
from insight.survey.toml_writer import assignments, header, value_text

Place = tuple[str | int, ...]
Edits = Mapping[Place, Any]  # a value for each place; None takes away what is there
Comments = Mapping[Place, Sequence[str]]  # lines to stand below the header of a table


def edit(text: str, edits: Edits, comments: Comments | None = None) -> str:
    r"""Return a TOML file with other values at some places.

    Parameters
    ----------
    text
        The file.
    edits
        The values by place. In a list, the place after the last value is for one more. A table that
        has no place in the lines of another gets a header of its own at the end; so does a table
        of the top that is not there.
    comments
        Lines to stand below the headers of tables; a table without a header gets none.

    Raises
    ------
    RequestError
        If the file could not be edited without changing something else.

    Examples
    --------
    >>> print(edit('[design]\n# weight = "w"  # a guess\n', {("design", "weight"): "w"}))
    [design]
    weight = "w"
    # weight = "w"  # a guess
    <BLANKLINE>
    """
    try:
        meant = tomllib.loads(text)
        for place, value in edits.items():
            if len(place) > 1 and value is not None:
                meant.setdefault(str(place[0]), {})
            _put(meant, place, _as_read(value))
        written = _write(text, edits, comments or {})
        same = tomllib.loads(written) == meant
    except (TOMLKitError, LookupError, TypeError, ValueError) as error:
        raise RequestError(Fault("fault.not_corrected", {"file": CODEBOOK})) from error
    if not same:
        raise RequestError(Fault("fault.not_corrected", {"file": CODEBOOK}))
    return written


def _as_read(value: Any) -> Any:
    """A value as it is read back: a letter that TOML cannot hold has become another."""
    return None if value is None else tomllib.loads(f"value = {value_text(value)}")["value"]


def _put(table: Any, place: Place, value: Any) -> None:
    """Change a value, or take it away; what is not there need not be taken away."""
    for part in place[:-1]:
        table = table[part]
    name: Any = place[-1]
    if value is None:
        if isinstance(table, list) or name in table:
            del table[name]
    elif isinstance(table, list) and name == len(table):
        _append(table, value)
    else:
        table[name] = value


def _append(values: list[Any], value: Any) -> None:
    """Add a value to a list; in a file, on a line of its own where the others have one."""
    if not isinstance(values, Array):
        values.append(value)
        return
    lines = "\n" in values.as_string()
    values.add_line(value, indent=4 * " " if lines else " ", newline=lines, add_comma=lines)


def _write(text: str, edits: Edits, comments: Comments) -> str:
    """The text with the edits, each made where its table has its lines."""
    tables = [_Table(lines) for lines in cut_tables(text)]
    by_place = {table.place: table for table in tables}
    new_tables: dict[Place, dict[str, Any]] = {}
    for place, value in _each_value(edits, by_place):
        above = (place[:length] for length in reversed(range(len(place))))
        home = next(by_place[outer] for outer in above if outer in by_place)
        inner = place[len(home.place) :]
        if len(inner) == 1 or inner[0] in home.values:
            home.edits[inner] = value
        elif isinstance(value, dict):
            new_tables.setdefault(place, {}).update(value)
        else:
            new_tables.setdefault(place[:-1], {})[str(place[-1])] = value
    newline = "\r\n" if "\r\n" in text else "\n"
    written = "".join(table.text(comments.get(table.place, ()), newline) for table in tables)
    for place, values in new_tables.items():
        lines = ["", header([str(name) for name in place]), *assignments(values), ""]
        written += ("" if written.endswith("\n") else newline) + newline.join(lines)
    return written


def _each_value(edits: Edits, tables: Mapping[Place, _Table]) -> Iterator[tuple[Place, Any]]:
    """The edits, but each value of a table that has a header by itself."""
    for place, value in edits.items():
        if place in tables and isinstance(value, dict):
            values = dict.fromkeys(tables[place].values) | value
            yield from _each_value({(*place, name): part for name, part in values.items()}, tables)
        else:
            yield place, value


class _Table:
    """The lines of a table and its place; the first has no header and is the top."""

    def __init__(self, lines: str) -> None:
        self.lines = lines
        self.edits: dict[Place, Any] = {}
        self.place: Place = ()
        first = lines.partition("\n")[0].strip()
        table: Any = tomllib.loads(first) if first.startswith("[") else {}
        while isinstance(table, dict) and table:
            [(name, table)] = table.items()
            self.place = (*self.place, name)

    @cached_property
    def values(self) -> Any:
        """What the lines say."""
        values: Any = tomllib.loads(self.lines)
        for name in self.place:
            values = values[name]
        return values

    def text(self, comments: Sequence[str], newline: str) -> str:
        """The lines with the edits; what is new stands below the header, at the top it is last."""
        added = [f"# {comment}" for comment in comments if self.place]
        if not self.edits and not added:
            return self.lines
        document: Any = tomlkit.parse(self.lines)
        table = document
        for part in self.place:
            table = table[part]
        for place, value in self.edits.items():
            if value is not None and len(place) == 1 and place[0] not in table:
                added += assignments({str(place[0]): value})
            else:
                _put(table, place, None if value is None else tomlkit.value(value_text(value)))
        lines = tomlkit.dumps(document)
        if added:
            above = lines.partition("\n")[0] if self.place else lines.removesuffix(_end(document))
            above = above.removesuffix("\n")
            rest = lines.removeprefix(above).removeprefix("\n")
            lines = "\n".join([*([above] if above else []), *added, rest])
        return re.sub(r"(?<!\r)\n", newline, lines)


def _end(document: tomlkit.TOMLDocument) -> str:
    """The comments and blank lines below the last value."""
    values = [number for number, (name, _) in enumerate(document.body, 1) if name is not None]
    return "".join(item.as_string() for _, item in document.body[max(values, default=0) :])
