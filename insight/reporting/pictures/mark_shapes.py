"""Shapes of the marks in a picture of rows: bars, points with intervals, lines through them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from xml.etree import ElementTree

from insight.reporting.breakdown.answer_rows import Row, Rows
from insight.reporting.breakdown.row_marks import Dot, Piece
from insight.reporting.charts.palettes import PALETTES
from insight.reporting.pictures.letters import Letters, width
from insight.reporting.pictures.row_columns import Column
from insight.reporting.pictures.svg_marks import box, element, mixed, text

LIGHT = PALETTES["light"]
BLUE, RUST, WHITE = LIGHT.series[0], LIGHT.series[1], LIGHT.background
BAR, BAND = 24, 8
INSET = 12  # from the ends of the intervals' column to the ends of its axis
TICK = Letters(13, 16, LIGHT.secondary)
IN_BAR = Letters(13.5, 16, LIGHT.ink)
HATCH = "hatch"
EDGE = mixed("#7d8993", 0.65, WHITE)
MIDDLE = mixed(LIGHT.secondary, 0.6, WHITE)


@dataclass(frozen=True)
class Shapes:
    """What draws the marks of rows.

    Attributes
    ----------
    rows
        The rows, which say where along a bar and along the axis a figure stands.
    bar, interval
        The columns in which the marks stand; no bar where the points have its room.
    thick
        How high a bar is.
    """

    rows: Rows
    bar: Column | None
    interval: Column
    thick: float = BAR

    def _on_axis(self, value: float) -> float:
        room = self.interval.wide - 2 * INSET
        return self.interval.left + INSET + self.rows.on_axis(value) / 100 * room

    def stack(self, parent: ElementTree.Element, row: Row, middle: float) -> None:
        """Draw the bar of a row, whose middle is at this height."""
        if self.bar is None:
            return
        fills, inks = LIGHT.of_pieces(self.rows.palette)
        for number, piece in enumerate(row.pieces):
            left, right = (
                self.bar.left + self.rows.in_bar(end) / 100 * self.bar.wide
                for end in (piece.left, piece.left + piece.width)
            )
            at = (left, middle - self.thick / 2, right - left, self.thick)
            box(parent, at, fill=fills[piece.step])
            if row.assumed:
                hatched(parent, at)
            outer = number in (0, len(row.pieces) - 1)
            weight = 600 if outer else IN_BAR.weight
            letters = Letters(IN_BAR.size, IN_BAR.leading, inks[piece.step], weight)
            ground = fills[piece.step] if row.assumed else ""
            _number(parent, piece, at, letters, ground)

    def point(self, parent: ElementTree.Element, row: Row, dot: Dot, middle: float) -> None:
        """Draw the figure that is followed, with its interval."""
        colour = RUST if row.kind == "beside" else BLUE
        low, x, upp = map(self._on_axis, (dot.low, dot.value, dot.upp))
        if dot.half:
            self._half(parent, dot.half, middle, colour)
        band = (low, middle - BAND / 2, upp - low, BAND)
        box(parent, band, rx=BAND / 2, fill=colour, fill_opacity="0.26")
        if row.assumed:
            box(parent, band, rx=BAND / 2, fill=f"url(#{HATCH})")
            look = {"fill": WHITE, "stroke": colour}
            element(parent, "circle", cx=x, cy=middle, r=4.8, stroke_width=2.5, **look)
        else:
            element(parent, "circle", cx=x, cy=middle, r=5.3, fill=colour)
        if dot.published:
            diamond(parent, (x, middle), 9.5, fill="none", stroke=colour, stroke_width=1.6)

    def _half(
        self, parent: ElementTree.Element, half: tuple[float, float], middle: float, colour: str
    ) -> None:
        """Draw a line from quartile to quartile, with an end at each."""
        left, right = map(self._on_axis, half)
        look: dict[str, str | float] = {"stroke": colour, "stroke_width": 1.6}
        element(parent, "line", x1=left, x2=right, y1=middle, y2=middle, **look)
        for end in (left, right):
            _down(parent, end, (middle - BAND, middle + BAND), **look)

    def rules(self, parent: ElementTree.Element, spans: Iterable[tuple[float, float]]) -> None:
        """Draw what goes down through rows: the grid, the middle of a scale, and dashed lines."""
        dashed = [
            (self._on_axis(row.dot.value), BLUE if row.kind == "all" else RUST)
            for row in self.rows.rows
            if row.dot and row.kind != "group"
        ]
        for span in spans:
            for value, _ in self.rows.ticks:
                _down(parent, self._on_axis(value), span, stroke=LIGHT.grid)
            if self.bar and self.rows.room[0] < 0:
                at = self.bar.left + self.rows.in_bar(0) / 100 * self.bar.wide
                _down(parent, at, span, stroke=MIDDLE)
            for at, colour in dashed:
                _down(parent, at, span, stroke=colour, stroke_width=1.6, stroke_dasharray="4 3")

    def ticks(self, parent: ElementTree.Element, top: float) -> None:
        """Write the numbers along the axis, as many as have room."""
        free = float("-inf")
        for value, label in self.rows.ticks:
            at, half = self._on_axis(value), width(label, TICK) / 2
            if at - half >= free:
                text(parent, label, (at, top + 12), TICK, "middle")
                free = at + half + 6


def _down(
    parent: ElementTree.Element, at: float, span: tuple[float, float], **look: str | float
) -> None:
    element(parent, "line", x1=at, x2=at, y1=span[0], y2=span[1], **look)


def _number(
    parent: ElementTree.Element,
    piece: Piece,
    at: tuple[float, float, float, float],
    letters: Letters,
    ground: str,
) -> None:
    """Write a share in its piece, where there is room; over hatching it has a ground."""
    left, top, room, high = at
    wide = width(piece.number, letters)
    if not piece.number or wide + 2 > room:
        return
    centre, middle = left + room / 2, top + high / 2
    if ground:
        box(parent, (centre - wide / 2 - 1, middle - 8, wide + 2, 16), fill=ground)
    text(parent, piece.number, (centre, middle), letters, "middle")


def hatching(parent: ElementTree.Element) -> None:
    """Add the hatching of what nobody has published: light strokes over the colour of a mark."""
    turned = {"patternUnits": "userSpaceOnUse", "patternTransform": "rotate(45)"}
    pattern = element(parent, "pattern", id=HATCH, width=7.5, height=7.5, **turned)
    box(pattern, (5, 0, 2.5, 7.5), fill=WHITE, fill_opacity="0.62")


def hatched(parent: ElementTree.Element, at: tuple[float, float, float, float]) -> None:
    """Hatch a box, and give it an edge."""
    box(parent, at, fill=f"url(#{HATCH})", stroke=EDGE)


def diamond(
    parent: ElementTree.Element, at: tuple[float, float], half: float, **look: str | float
) -> None:
    """Draw a diamond around a place."""
    x, y = at
    corners = [(x, y - half), (x + half, y), (x, y + half), (x - half, y)]
    points = " ".join(f"{one:.6g},{other:.6g}" for one, other in corners)
    element(parent, "polygon", points=points, **look)
