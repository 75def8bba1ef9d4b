"""Words as every file format can hold them: without the characters that one of them refuses."""

from __future__ import annotations

import re

# Ends of lines as any system or program writes them; a line of a text is one paragraph of a file.
_LINE_ENDS = re.compile("\r\n|[\n\r\v\f\x85\u2028\u2029]")
_SPACES = re.compile(r"[^\S\N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}\N{FIGURE SPACE}]+")
# Control characters, halves of pairs, what Unicode sets aside for programs, and marks that turn
# the order of the letters around them. XML cannot write most of these, not even escaped.
_PLANES = range(0, 0x110000, 0x10000)  # the last two places of each are no characters
_NO_CHARACTERS = "".join(chr(plane + last) for plane in _PLANES for last in (0xFFFE, 0xFFFF))
_UNPRINTABLE = re.compile(
    f"[\x00-\x08\x0e-\x1f\x7f-\x9f\u202a-\u202e\ud800-\udfff\ufdd0-\ufdef{_NO_CHARACTERS}]"
)


def printable(text: str) -> str:
    r"""Return a text without what cannot be written, its lines ended as in Python.

    Parameters
    ----------
    text
        Words of anybody: of an author, a codebook, an address.

    Returns
    -------
    str
        The same words; a text that can be written is returned as it is, but for its line ends.

    Examples
    --------
    >>> printable("Tillit\x1b[31m\x00 til\ufffe legen\r\nog sykehuset")
    'Tillit[31m til legen\nog sykehuset'
    """
    lines = _LINE_ENDS.sub("\n", text).replace("\t", " ")
    return _UNPRINTABLE.sub("", lines)


def printable_line(text: str) -> str:
    r"""Return a text as :func:`printable` does, in one line: for titles, headings and names.

    Any space but one that holds words together is a plain one.

    Examples
    --------
    >>> printable_line(" Tillit\n\n til  legen ")
    'Tillit til legen'
    """
    return _SPACES.sub(" ", printable(text)).strip(" ")
