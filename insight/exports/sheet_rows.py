"""Rows of sheets: how high they are where their words wrap, and where pages of them begin."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache

from xlsxwriter.worksheet import Worksheet

from insight.reporting.pictures.letters import Letters, fold

ROW = 15.0  # points of a row of one line
HIGHEST = 409.0  # points, by the format
LEADING = 15 / 11  # points from line to line, for each of the letters' size
A4 = 9
ACROSS, DOWN = 277 / 25.4 * 72, 174 / 25.4 * 72  # points of A4 on its side within its margins
MARGINS = {"left": 0.4, "right": 0.4, "top": 0.7, "bottom": 0.7}  # inches
NARROWER = 0.94  # of the words' usual font than of the one that they are measured in
SPARE = 0.94  # of a page: how wide columns are differs from program to program
SHORTEST = 55  # per cent: what would be printed smaller than so is on several pages


def points(width: float) -> float:
    """Return how wide a column of so many letters is, as Excel has them in its usual font.

    Examples
    --------
    >>> points(10)
    56.25
    """
    return (7 * width + 5) * 0.75


@lru_cache(maxsize=10_000)
def row_height(words: str, width: float, size: float = 11, weight: int = 400) -> float:
    """Return the height of a row in which words wrap, for a program that does not work it out.

    Parameters
    ----------
    words
        What stands in the cell.
    width
        Of the column, in letters.
    size, weight
        Of the font, in points.

    Examples
    --------
    >>> row_height("short", 20), row_height("words that do not stand in one line", 20)
    (15.0, 30.0)
    """
    letters = Letters(size, LEADING * size, "", weight)
    room = (points(width) - 5) / NARROWER
    lines = sum(max(1, len(fold(one, letters, room))) for one in words.split("\n"))
    return min(max(ROW, float(math.ceil(lines * letters.leading))), HIGHEST)


def set_to_print(sheet: Worksheet, *, pages: int = 1, landscape: bool = True) -> None:
    """Set a sheet to be printed on A4, on so many pages side by side, with their numbers."""
    sheet.set_paper(A4)
    sheet.set_margins(**MARGINS)
    if landscape:
        sheet.set_landscape()
    sheet.fit_to_pages(pages, 0)
    sheet.set_footer("&R&8&P / &N")


def scale_of(widths: Iterable[float]) -> int:
    """Return in how many per cent columns stand beside each other on a page; 0 if it is too few.

    Examples
    --------
    >>> scale_of([20, 20]), scale_of([20] * 8), scale_of([20] * 20)
    (100, 84, 0)
    """
    scale = math.floor(100 * SPARE * ACROSS / sum(map(points, widths)))
    return min(scale, 100) if scale >= SHORTEST else 0


@dataclass
class Pages:
    """Where pages begin, so that no rows that belong together are parted.

    Attributes
    ----------
    room
        Points of a page.
    repeated
        Points of what stands above the rows of every page but the first.
    breaks
        The rows before which a page begins.
    """

    room: float
    repeated: float = 0.0
    breaks: list[int] = field(default_factory=list)
    _used: float = 0.0

    def add(self, height: float) -> None:
        """Take note of a row."""
        self._used += height

    def keep(self, row: int, height: float) -> None:
        """Begin a page before a row where what begins with it has no room on this one.

        Examples
        --------
        >>> pages = Pages(100, repeated=20)
        >>> for row in range(5):
        ...     pages.keep(row, 30)
        ...     pages.add(30)
        >>> pages.breaks
        [3]
        """
        if self._used + height > self.room and self._used > self.repeated:
            self.breaks.append(row)
            self._used = self.repeated
