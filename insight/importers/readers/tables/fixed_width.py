"""Fixed width: lines without separators, in which every answer has its own places."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import zip_longest

from insight.importers.readers.tables.cell_evidence import cell_kind

FEWEST_LINES = 2
FEWEST_PLACES = 5  # shorter lines may be the numbers of a single column
ALIKE = 0.9
PLAIN = 0.4  # share of places that hold digits or blanks


def is_fixed_width(lines: Sequence[str]) -> bool:
    """Whether lines are answers in fixed places, the first one as well: nothing is a header.

    The same kinds of characters stand in the same places of nearly all lines, most of them digits.

    Examples
    --------
    >>> is_fixed_width(["000011", "000122", "000213"]), is_fixed_width(["alder1", "231231"])
    (True, False)
    >>> is_fixed_width(["1 23 Oslo  4", "2 31 Bergen3", "3 28 Moss  1"])
    True
    >>> is_fixed_width(["   1  23   4", "  12  31   5", " 123   8   1"])
    True
    >>> is_fixed_width(["2021-05-17", "2021-05-18"]), is_fixed_width(["Helt enig", "Litt enig"])
    (False, False)
    """
    written = [line for line in lines if line.strip()]
    length = max(map(len, written), default=0)
    if len(written) < FEWEST_LINES or length < FEWEST_PLACES:
        return False
    if sum(len(line) == length for line in written) < ALIKE * len(written):
        return False
    if all(_is_one_value(line) for line in written):
        return False
    places = [Counter(map(_character, place)) for place in zip_longest(*written, fillvalue=" ")]
    usual = [place.most_common(1)[0][0] for place in places]
    plain = sum(character in "0 " for character in usual)
    own = [_character(character) for character in written[0].ljust(length)]
    fitting = sum(character in (mark, " ") for character, mark in zip(own, usual, strict=True))
    return usual.count("0") > 1 and plain >= PLAIN * length and fitting >= ALIKE * length


def _is_one_value(line: str) -> bool:
    """Whether a line is a day, or a number with a decimal mark."""
    text = line.strip()
    is_number = cell_kind(text) == "number" and not text.isdigit() and len(text.split()) == 1
    return cell_kind(text) == "day" or is_number


def _character(character: str) -> str:
    """Return a character's kind: digit, blank or other."""
    return "0" if character.isdigit() else " " if character.isspace() else "a"
