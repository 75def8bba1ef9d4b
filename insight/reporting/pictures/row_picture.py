"""Rows of answers as a picture: what the page of answers draws, at the same places, in SVG."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from xml.etree import ElementTree

from insight.language.catalogue import Language
from insight.reporting.breakdown.answer_rows import Row, Rows
from insight.reporting.breakdown.tested import Told
from insight.reporting.pictures.letters import Letters, cut, fold, width
from insight.reporting.pictures.mark_shapes import (
    BAR,
    BLUE,
    LIGHT,
    RUST,
    WHITE,
    Shapes,
    diamond,
    hatched,
    hatching,
)
from insight.reporting.pictures.row_columns import (
    HEAD,
    HEAD_FIRM,
    MOST_LINES,
    NAME,
    PLAIN,
    SMALL,
    VALUE,
    Column,
    columns_of,
    in_one_line,
    told_lines,
)
from insight.reporting.pictures.row_names import letters_of_name, names_in_lines
from insight.reporting.pictures.svg_marks import box, column_of_text, element, mixed, text

GROUND = mixed(BLUE, 0.06, WHITE)
ROW = 34
FEW = 12  # what the words for few answers add to a row
AFTER_REFERENCE = 8
OUTSIDE = 6  # by which the ground of a row is wider than its words
BEFORE_HIDDEN = 22  # from a name to the words for why its figures are hidden
DIMMED = "0.45"
ROUNDED = 0.5  # what places in a picture are not exact by
ONE_LEGEND = 19  # from line to line of a legend
BELOW_ROWS = 24  # the numbers along the axis
MOST_MORE = 22  # by which a row is higher where there is room


@dataclass(frozen=True)
class _Place:
    """A row in its place: from where to where it reaches, and its name in lines."""

    row: Row
    top: float
    high: float
    name: Sequence[str]

    @property
    def middle(self) -> float:
        """The middle of what stands above the words for few answers."""
        return self.top + (self.high - (FEW if _few(self.row) else 0)) / 2

    @property
    def bottom(self) -> float:
        return self.top + self.high


def draw_rows(
    rows: Rows, language: Language, room: float, high: float | None = None
) -> ElementTree.Element:
    """Return rows as an SVG, so wide and as high as they need.

    Parameters
    ----------
    rows
        The rows, those that the page draws.
    language
        Language of the heads.
    room
        Width in pixels.
    high
        Height that they may take: with what is left over, rows are higher. Where there is such a
        height, columns that the marks have no room beside are left out.
    """
    drawn = ElementTree.Element("svg", {"xmlns": "http://www.w3.org/2000/svg"})
    hatching(drawn)
    columns = columns_of(rows, language, room, marks_first=high is not None)
    top = _legend(drawn, rows, columns["bar"].left, room) if rows.legend else 0.0
    top = _heads(drawn, columns, top)
    places = _places(rows, columns, top)
    left_over = 0.0 if high is None else high - places[-1].bottom - BELOW_ROWS
    more = max(0.0, min(left_over / len(places), MOST_MORE))
    places = _places(rows, columns, top, more)
    for place in places:
        if place.row.kind != "group":
            box(drawn, (-OUTSIDE, place.top, room + 2 * OUTSIDE, place.high), fill=GROUND)
    shapes = Shapes(rows, columns.get("bar"), columns["interval"], BAR + more / 2)
    shapes.rules(drawn, _shown_spans(places))
    marked = any(row.marked for row in rows.rows)
    for place in places:
        dims = marked and place.row.kind == "group" and not place.row.marked
        _row(drawn, shapes, columns, place, dims=dims)
    bottom = places[-1].bottom
    shapes.ticks(drawn, bottom)
    drawn.set("width", f"{room:g}")
    drawn.set("height", f"{bottom + BELOW_ROWS:g}")
    return drawn


def _few(row: Row) -> bool:
    return bool(row.few) and not row.hidden


def _legend(drawn: ElementTree.Element, rows: Rows, left: float, room: float) -> float:
    """Draw the answers that colours stand for, from where the bars begin; return where it ends."""
    fills, _ = LIGHT.of_pieces(rows.palette)
    long = sum(width(label, HEAD) + 40 for _, label in rows.legend) > room - left
    start = 0.0 if long else left
    at, middle = start, 9.0
    for step, label in rows.legend:
        words = cut(label, HEAD, room - start - 20)
        wide = 18 + width(words, HEAD)
        if at > start and at + wide > room:
            at, middle = start, middle + ONE_LEGEND
        key = (at, middle - 6, 12, 12)
        box(drawn, key, fill=fills[step])
        if rows.assumed:
            hatched(drawn, key)
        text(drawn, words, (at + 18, middle), HEAD)
        at += wide + 20
    return middle + 16


def _heads(drawn: ElementTree.Element, columns: dict[str, Column], top: float) -> float:
    """Draw the heads of columns, all on the same last line; return where they end."""
    most = max(len(column.head) for column in columns.values())
    for name, column in columns.items():
        letters = HEAD_FIRM if name == "value" else HEAD
        first = top + (most - len(column.head) + 0.5) * HEAD.leading
        for place, line in enumerate(column.head):
            high = first + place * HEAD.leading
            if name == "interval":
                text(drawn, line, (column.middle, high), letters, "middle")
            else:
                text(drawn, line, (column.right, high), letters, "end")
    return top + most * HEAD.leading + 5


def _places(rows: Rows, columns: dict[str, Column], top: float, more: float = 0) -> list[_Place]:
    """Put rows below each other, each higher by `more` than it needs to be."""
    places: list[_Place] = []
    names = names_in_lines(rows.rows, columns["name"].wide)
    for row, name in zip(rows.rows, names, strict=True):
        if places and places[-1].row.kind != "group" and row.kind == "group":
            top += AFTER_REFERENCE
        places.append(_Place(row, top, _height(row, columns, len(name)) + more, name))
        top = places[-1].bottom
    return places


def _height(row: Row, columns: dict[str, Column], lines: int) -> float:
    """As high as its name, its figure and its differences need, and a line for few answers."""
    needed = [ROW, lines * NAME.leading + 6]
    if not row.hidden:
        told = [len(_difference(columns, "change", row.change))]
        told += [len(_difference(columns, "against", row.against))]
        needed.append(max(told) * PLAIN.leading + 6)
        if row.against.apart and "bar" in columns:
            needed.append(VALUE.leading + SMALL.leading + 6)
    return max(needed) + (FEW if _few(row) else 0)


def _shown_spans(places: Sequence[_Place]) -> list[tuple[float, float]]:
    """From where to where rows that are not hidden follow each other."""
    spans: list[tuple[float, float]] = []
    joined = False
    for place in places:
        if not place.row.hidden:
            start = spans.pop()[0] if joined else place.top
            spans.append((start, place.bottom))
        joined = not place.row.hidden
    return spans


def _row(
    drawn: ElementTree.Element,
    shapes: Shapes,
    columns: dict[str, Column],
    place: _Place,
    *,
    dims: bool,
) -> None:
    row, right, letters = place.row, columns["name"].right, letters_of_name(place.row)
    column_of_text(drawn, place.name, (right, place.middle), letters, "end")
    if row.marked:
        box(drawn, (-OUTSIDE, place.top + 3, 3, place.high - 6), fill=BLUE)
    if row.kind == "beside":
        longest = max(width(line, letters) for line in place.name)
        diamond(drawn, (right - longest - 7, place.middle), 4.5, fill=RUST)
    if row.hidden:
        text(drawn, row.hidden, (right + BEFORE_HIDDEN, place.middle), PLAIN)
        return
    marks = element(drawn, "g", **({"opacity": DIMMED} if dims else {}))
    shapes.stack(marks, row, place.middle)
    if row.dot:
        shapes.point(marks, row, row.dot, place.middle)
    _words(drawn, columns, place)


def _words(drawn: ElementTree.Element, columns: dict[str, Column], place: _Place) -> None:
    """Write the columns that hold words."""
    row, middle, right = place.row, place.middle, columns["value"].right
    colour = RUST if row.kind == "beside" else VALUE.colour
    letters = Letters(VALUE.size, VALUE.leading, colour, VALUE.weight)
    if "bar" in columns and row.against.apart:
        text(drawn, row.value, (right, middle - SMALL.leading / 2), letters, "end")
        text(drawn, row.against.found, (right, middle + VALUE.leading / 2), SMALL, "end")
    else:
        text(drawn, row.value, (right, middle), letters, "end")
    for name, told in (("against", row.against), ("change", row.change)):
        lines = _difference(columns, name, told)
        first = middle - (len(lines) - 1) * PLAIN.leading / 2
        for number, line in enumerate(lines):
            _parts(drawn, line, (columns[name].right, first + number * PLAIN.leading))
    if "unknown" in columns:
        text(drawn, row.unknown, (columns["unknown"].right, middle), PLAIN, "end")
    text(drawn, row.n, (columns["n"].right, middle), PLAIN, "end")
    if row.few:
        few = Letters(SMALL.size, SMALL.leading, RUST)
        lowest = place.bottom - SMALL.leading / 2 - 2
        text(drawn, row.few, (columns["n"].right, lowest), few, "end")


Line = list[tuple[str, Letters]]


def _difference(columns: dict[str, Column], name: str, told: Told) -> list[Line]:
    """The lines of a difference: one, where size and interval have room beside each other.

    None where there is no such column. What its test found stands below how a group differs, as it
    does not below a change.
    """
    parts = told_lines(told)
    if name not in columns or not parts:
        return []
    if in_one_line(told) <= columns[name].wide + ROUNDED:
        lines = [parts]
    else:
        lines = [
            [(line, letters)]
            for words, letters in parts
            for line in fold(words, letters, columns[name].wide, MOST_LINES - 1)
        ]
    below = name == "against" and told.apart
    return [*lines, [(told.found, PLAIN)]] if below else lines


def _parts(drawn: ElementTree.Element, line: Line, at: tuple[float, float]) -> None:
    """Write a line whose parts are set differently."""
    (words, letters), *rest = line
    written = text(drawn, words, at, letters, "end")
    for more, look in rest:
        written.text = f"{written.text} "
        element(written, "tspan", more, font_weight=str(look.weight), fill=look.colour)
