"""Sheets that pictures are drawn on: as wide as a page and as high as needed, 16:9, or square.

A picture of a fixed shape is drawn on the smallest sheet that has room for it. On a larger one
everything is smaller in the picture, and on the largest its smallest letters are those that can
just be read.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

Shape = Literal["page", "wide", "square", "document"]
SHAPES: tuple[Shape, ...] = ("page", "wide", "square")  # those that a reader chooses among


@dataclass(frozen=True)
class Sheet:
    """A sheet: everything in a picture is measured against it.

    Attributes
    ----------
    wide, high
        Its size; without a height it is as high as what is drawn on it.
    margin
        What stays empty on each side.
    pixels
        How wide it is on a screen.
    """

    wide: float
    high: float | None
    margin: float
    pixels: float

    @property
    def room(self) -> float:
        """How wide what is drawn can be."""
        return self.wide - 2 * self.margin


PAGE = Sheet(960, None, 28, 1200)
# A PNG has twice the dots of a screen: 1920 by 1080 and 1080 by 1080.
SHEETS: Mapping[Shape, Sequence[Sheet]] = {
    "page": (PAGE,),
    "wide": tuple(Sheet(wide, wide * 9 / 16, 40, 960) for wide in (960, 1120, 1280, 1440)),
    "document": (Sheet(PAGE.room + 16, None, 8, 1200),),  # a document has margins and words itself
    "square": tuple(Sheet(wide, wide, 32, 540) for wide in (720, 800, 900)),
}
