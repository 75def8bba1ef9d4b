"""Values of a TOML file changed in place; comments, order and everything else stay.

A codebook of hundreds of variables is a megabyte, which takes tomlkit ten seconds: only the tables
that change are given to it. What comes out is read again and must say just what was asked for.
"""

from __future__ import annotations

import copy
import re
import tomllib
from collections.abc import Mapping
from typing import Any

import tomlkit
from tomlkit.exceptions import TOMLKitError

from insight.language.errors import Fault, RequestError
from insight.survey.folders import CODEBOOK

Place = tuple[str | int, ...]
Edits = Mapping[Place, Any]  # a value for each place; None takes away what is there
_TABLES = re.compile(r"^(?=\[)", re.MULTILINE)


def edited(text: str, edits: Edits) -> str:
    r"""Return a TOML file with other values at some places.

    Parameters
    ----------
    text
        The file.
    edits
        The values by place. A table without a header of its own cannot be changed.

    Raises
    ------
    RequestError
        If the file could not be edited without changing something else.

    Examples
    --------
    >>> print(edited('[design]\n# weight = "w"  # a guess\n', {("design", "weight"): "w"}))
    [design]
    weight = "w"
    # weight = "w"  # a guess
    <BLANKLINE>
    """
    try:
        expected = tomllib.loads(text)
        for place, value in edits.items():
            _put(expected, place, copy.deepcopy(value))
        blocks = _TABLES.split(text)
        headers = [_header(block) for block in blocks]
        for at, header in enumerate(headers):
            own = {place[len(header) :]: value for place, value in edits.items()
                   if _home(place, headers) == header}  # fmt: skip
            if own:
                blocks[at] = _edited_table(blocks[at], header, own)
        written = "".join(blocks)
        same = tomllib.loads(written) == expected
    except (TOMLKitError, tomllib.TOMLDecodeError, LookupError, TypeError) as error:
        raise RequestError(Fault("fault.not_corrected", {"file": CODEBOOK})) from error
    if not same:
        raise RequestError(Fault("fault.not_corrected", {"file": CODEBOOK}))
    return written


def _put(table: Any, place: Place, value: Any) -> None:
    """Change a value, or take it away; what is not there need not be taken away."""
    for part in place[:-1]:
        table = table[part]
    if value is not None:
        table[place[-1]] = value
    elif place[-1] in table:
        del table[place[-1]]


def _header(block: str) -> Place:
    """The name of a table as its parts; nothing for what stands before the first table."""
    if not block.startswith("["):
        return ()
    found: Any = tomllib.loads(block.partition("\n")[0])
    parts: list[str] = []
    while isinstance(found, dict) and found:
        [(name, found)] = found.items()
        parts.append(name)
    return tuple(parts)


def _home(place: Place, headers: list[Place]) -> Place:
    """The table that a place stands in."""
    return max(
        (one for one in headers if place[: len(one)] == one and len(one) < len(place)), key=len
    )


def _edited_table(block: str, header: Place, edits: Edits) -> str:
    document: Any = tomlkit.parse(block)
    table = document
    for part in header:
        table = table[part]
    new = [place for place, value in edits.items()
           if value is not None and len(place) == 1 and place[0] not in table]  # fmt: skip
    for place, value in edits.items():
        if place not in new:
            _put(table, place, _item(value))
    lines = "".join(f"{tomlkit.key(str(key)).as_string()} = {_item(edits[key,]).as_string()}\n"
                    for (key,) in new)  # fmt: skip
    written: str = tomlkit.dumps(document)
    if not header:
        return lines + written if not lines or not written else written.rstrip("\n") + "\n" + lines
    first, end, rest = written.partition("\n")
    return f"{first}{end or chr(10)}{lines}{rest}"


def _item(value: Any) -> Any:
    """A value as TOML: a list of tables has one on each line, a text in two languages is one."""
    if isinstance(value, dict):
        table = tomlkit.inline_table()
        for name, one in value.items():
            table[name] = one
        return table
    if isinstance(value, list):
        several = tomlkit.array()
        for one in value:
            several.append(_item(one))
        return several.multiline(True) if any(isinstance(one, dict) for one in value) else several
    return None if value is None else tomlkit.item(value)
