"""Codes as they stand in an address, where neither a client nor a server takes them for more.

Some clients join codes with commas, read stars in them, or put ids into addresses as they are. So
only ASCII letters, digits and ``_ . + -`` stand for themselves.
"""

from __future__ import annotations

import string

TOTAL = "_T"
NET = "net."
CONTENTS = "ContentsCode"
_PLAIN = frozenset(f"{string.ascii_letters}{string.digits}_.+-".encode())
# Columns of a file beside those of the dimensions.
COLUMNS = ("value", "status", "simulated", "basis")


def escape_code(code: str) -> str:
    """Return a code with every other byte than the plain ones as ``~`` and two hex digits.

    Examples
    --------
    >>> escape_code("yes, often"), escape_code("Ål"), escape_code("a~b")
    ('yes~2C~20often', '~C3~85l', 'a~7Eb')
    >>> escape_code("_T"), escape_code("net.high")
    ('~5FT', '~6Eet.high')
    """
    plain = _escape(code)
    own = plain.casefold()
    return _first_escaped(plain) if own == TOTAL.casefold() or own.startswith(NET) else plain


def escape_id(name: str) -> str:
    """Return the id of a variable as the id of a dimension, which is none of the API's own.

    Examples
    --------
    >>> escape_id("age group"), escape_id("value"), escape_id("ContentsCode2")
    ('age~20group', '~76alue', '~43ontentsCode2')
    """
    plain = _escape(name).replace(CONTENTS, f"~43{CONTENTS[1:]}")
    return _first_escaped(plain) if plain.casefold() in COLUMNS else plain


def _escape(words: str) -> str:
    marks = words.encode("utf-8", "surrogatepass")
    return "".join(chr(byte) if byte in _PLAIN else f"~{byte:02X}" for byte in marks) or "~"


def _first_escaped(plain: str) -> str:
    return f"~{ord(plain[0]):02X}{plain[1:]}"
