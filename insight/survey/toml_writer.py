"""Values as TOML, laid out as a person writes a codebook: what the drafts and the editor write.

Written by hand rather than by a library, because what matters is how it reads: a text in two
languages stands on one line, and each table of a list on a line of its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date

_BARE = re.compile(r"[A-Za-z0-9_-]+")
_ESCAPES = {'"': '\\"', "\\": "\\\\"}


def header(place: Sequence[str]) -> str:
    """Return the line that begins a table.

    Examples
    --------
    >>> header(["variables", "comp.imp"])
    '[variables."comp.imp"]'
    """
    return f"[{'.'.join(key(name) for name in place)}]"


def assignments(values: Mapping[str, object]) -> Iterator[str]:
    """Yield the lines of a table.

    Examples
    --------
    >>> for line in assignments({"ordered": True, "categories": [{"code": 1}, {"code": 9}]}):
    ...     print(line)
    ordered = true
    categories = [
        { code = 1 },
        { code = 9 },
    ]
    """
    for name, value in values.items():
        yield from f"{key(name)} = {value_text(value)}".split("\n")


def value_text(value: object) -> str:
    """Return a value as TOML; only a list of tables has more than one line.

    Examples
    --------
    >>> value_text({"nb": "Alder", "en": "Age"}), value_text([1, 2.5, "c"])
    ('{ nb = "Alder", en = "Age" }', '[1, 2.5, "c"]')
    """
    match value:
        case str():
            return quote_string(value)
        case bool():
            return "true" if value else "false"
        case date():
            return value.isoformat()
        case Mapping():
            parts = (f"{key(name)} = {value_text(part)}" for name, part in value.items())
            return f"{{ {', '.join(parts)} }}"
        case list() if value and all(isinstance(part, Mapping) for part in value):
            return "\n".join(["[", *(f"    {value_text(part)}," for part in value), "]"])
        case list():
            return f"[{', '.join(value_text(part) for part in value)}]"
        case _:
            return str(value)


def key(name: str) -> str:
    """Return a key, quoted where it must be.

    Examples
    --------
    >>> key("q1"), key("comp.imp")
    ('q1', '"comp.imp"')
    """
    return name if _BARE.fullmatch(name) else quote_string(name)


def quote_string(words: str) -> str:
    r"""Return a TOML string; what is no plain letter is written as an escape.

    Examples
    --------
    >>> print(quote_string('si "æ"'), quote_string("a\x07\n\udcff"))
    "si \"æ\"" "a\u0007\u000A\uFFFD"
    """
    return '"' + "".join(_letter(mark) for mark in words) + '"'


def _letter(mark: str) -> str:
    if mark in _ESCAPES:
        return _ESCAPES[mark]
    if "\ud800" <= mark <= "\udfff":
        return "\\uFFFD"
    if mark.isprintable():
        return mark
    return f"\\u{ord(mark):04X}" if ord(mark) < 0x10000 else f"\\U{ord(mark):08X}"
