"""What stands where in a picture: its words with the room that they take, and its marks."""

import xml.etree.ElementTree as ET
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from PIL import ImageFont

from insight.reporting.pictures.letters import FILES, FONTS

SVG = "{http://www.w3.org/2000/svg}"


@dataclass(frozen=True)
class Written:
    """Words and the box around them."""

    words: str
    left: float
    top: float
    right: float
    bottom: float

    @property
    def middle(self) -> float:
        return (self.top + self.bottom) / 2

    def overlaps(self, other: "Written") -> bool:
        beside = self.right <= other.left or other.right <= self.left
        return not (beside or self.bottom <= other.top or other.bottom <= self.top)


@cache
def font(weight: int, size: float) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(FONTS / f"SourceSansPro-{FILES[weight]}.ttf", size)


def written(root: ET.Element) -> list[Written]:
    """The words of a picture, each where it stands: as high as letters without accents are."""
    return [*_written(root, 0.0, 0.0)]


def _written(parent: ET.Element, dx: float, dy: float) -> Iterator[Written]:
    for one in parent:
        if one.tag == f"{SVG}text":
            yield _box(one, dx, dy)
            continue
        moved = one.get("transform", "")
        x, y = (
            map(float, moved.removeprefix("translate(").removesuffix(")").split(","))
            if moved.startswith("translate(")
            else (0.0, 0.0)
        )
        yield from _written(one, dx + x, dy + y)


def _box(one: ET.Element, dx: float, dy: float) -> Written:
    size, words = float(one.get("font-size")), "".join(one.itertext())
    wide = font(int(one.get("font-weight")), size).getlength(one.text or "")
    wide += sum(font(int(part.get("font-weight")), size).getlength(part.text) for part in one)
    shift = {"start": 0.0, "middle": 0.5, "end": 1.0}[one.get("text-anchor", "start")]
    left, base = float(one.get("x")) + dx - shift * wide, float(one.get("y")) + dy
    return Written(words, left, base - 0.7 * size, left + wide, base + 0.1 * size)


def boxes(root: ET.Element, fill: str) -> list[tuple[float, float, float, float]]:
    """Left, top, width and height of the rectangles of a colour, or hatched with a pattern."""
    return [
        tuple(float(one.get(name)) for name in ("x", "y", "width", "height"))
        for one in root.iter(f"{SVG}rect")
        if one.get("fill") == fill and one.get("x")
    ]
