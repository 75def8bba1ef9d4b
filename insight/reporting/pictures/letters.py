"""Typesetting: how much room words take in the font of pictures, and the lines that they make."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import islice
from pathlib import Path
from unicodedata import east_asian_width

from PIL import ImageFont

from insight.language.catalogue import one_line

FONTS = Path(__file__).resolve().parents[2] / "web" / "static" / "fonts"
FILES = {400: "Regular", 600: "Semibold", 700: "Bold"}
SPARE = 1.1  # a reader of an SVG without the font sees one that is up to a tenth wider
MORE = "\N{HORIZONTAL ELLIPSIS}"
_MEASURED_AT = 100
_EVEN_STEPS = 6


@dataclass(frozen=True)
class Letters:
    """How words are set: size and distance of lines in pixels, colour, and weight of the font."""

    size: float
    leading: float
    colour: str
    weight: int = 400


def width(words: str, letters: Letters) -> float:
    """Return the pixels that a line takes, a tenth more than in the font of pictures."""
    return SPARE * letters.size * _advance(words, letters.weight) / _MEASURED_AT


@cache
def _font(weight: int) -> ImageFont.FreeTypeFont:
    path = str(FONTS / f"SourceSansPro-{FILES[weight]}.ttf")
    return ImageFont.truetype(path, _MEASURED_AT, layout_engine=ImageFont.Layout.BASIC)


@lru_cache(maxsize=4096)
def _advance(words: str, weight: int) -> float:
    plain = one_line(words)
    own = "".join(letter for letter in plain if east_asian_width(letter) not in "WF")
    squares = len(plain) - len(own)  # as letters of Chinese and emoji are, in another font
    return _font(weight).getlength(own) + squares * _MEASURED_AT


def cut(words: str, letters: Letters, room: float) -> str:
    """Return as much of a line as there is room for, with an ellipsis where that is not all.

    Examples
    --------
    >>> plain = Letters(10, 14, "#000000")
    >>> cut("Norge", plain, 100), cut("Norge", plain, 25)
    ('Norge', 'No…')
    """
    plain = one_line(words)
    if width(plain, letters) <= room:
        return plain
    fits = _longest(plain, lambda part: width(part.rstrip() + MORE, letters) <= room)
    return plain[:fits].rstrip() + MORE


def fold(
    words: str, letters: Letters, room: float, most: int | None = None, *, narrowest: float = 0.5
) -> list[str]:
    """Return words in as few lines as there is room for, of about the same length.

    Parameters
    ----------
    words
        A paragraph; control characters in it are written as escapes.
    letters
        How it is set.
    room
        Width of a line in pixels. A word that is wider is broken.
    most
        How many lines there are at most; the last one then ends with an ellipsis.
    narrowest
        How much of the room lines take at least so that no word stands alone in the last one.

    Examples
    --------
    >>> plain = Letters(10, 14, "#000000")
    >>> fold("one two three four", plain, 64)
    ['one two', 'three four']
    >>> fold("one two three four", plain, 40, most=2)
    ['one two', 'three…']
    """
    plain = one_line(words)
    lines = [*islice(_greedy(plain, letters, room), None if most is None else most + 1)]
    if most is not None and len(lines) > most:
        kept = lines[: most - 1]
        rest = " ".join(lines[most - 1 :])
        return [*kept, cut(rest, letters, room)]
    narrow, wide = narrowest * room, room
    for _ in range(_EVEN_STEPS if len(lines) > 1 else 0):
        middle = (narrow + wide) / 2
        tried = [*islice(_greedy(plain, letters, middle), len(lines) + 1)]
        if len(tried) == len(lines):
            lines, wide = tried, middle
        else:
            narrow = middle
    return lines


def fits_in(lines: int, words: str, letters: Letters, room: float) -> bool:
    """Tell whether words have room in so many lines."""
    needed = islice(_greedy(one_line(words), letters, room), lines + 1)
    return sum(1 for _ in needed) <= lines


def _greedy(words: str, letters: Letters, room: float) -> Iterator[str]:
    """Lines that are as full as they can be; no-break spaces hold words together."""
    line = ""
    for word in _parts(words, letters, room):
        longer = f"{line} {word}" if line else word
        if line and width(longer, letters) > room:
            yield line
            line = word
        else:
            line = longer
    if line:
        yield line


def _parts(words: str, letters: Letters, room: float) -> Iterator[str]:
    """The words of a paragraph, those in pieces that are wider than a line."""
    for word in words.split(" "):
        rest = word
        while rest:
            fits = max(1, _longest(rest, lambda part: width(part, letters) <= room))
            yield rest[:fits]
            rest = rest[fits:]


def _longest(words: str, fits: Callable[[str], bool]) -> int:
    """How many of the first letters fit."""
    low, upp = 0, 1
    while upp < len(words) and fits(words[:upp]):
        low, upp = upp, 2 * upp
    upp = min(upp, len(words))
    while low < upp:
        middle = (low + upp + 1) // 2
        low, upp = (middle, upp) if fits(words[:middle]) else (low, middle - 1)
    return low
