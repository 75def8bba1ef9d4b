"""A picture that stays honest when it is copied: PNG, or SVG whose words can be read.

The finding, the question, the tags of what is simulated and assumed, and the source are inside it.
It is light and as wide as a page whatever the reader's screen is, or has the shape of a slide or a
square, and is set in the font of the page.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from math import inf
from typing import Literal, get_args
from xml.etree import ElementTree

import pandas as pd

from insight.language.catalogue import Language, both, one_line
from insight.language.errors import Fault, RequestError
from insight.reporting.breakdown.answer_rows import Rows
from insight.reporting.charts.elements import Spec
from insight.reporting.pictures.drawing_process import shared_process
from insight.reporting.pictures.frame import TITLE, Words, frame
from insight.reporting.pictures.picture_shapes import SHEETS, Shape, Sheet
from insight.reporting.pictures.row_columns import NARROWEST_BESIDE, columns_of
from insight.reporting.pictures.row_picture import draw_rows
from insight.reporting.pictures.svg_names import own_names

Format = Literal["png", "svg"]
PICTURES: tuple[Format, ...] = get_args(Format)
BELOW = replace(TITLE, size=18, leading=23)  # letters of the title of what stands below
MOST_HEIGHTS = 1000
_HEIGHTS: dict[bytes, float] = {}
_DECLARATION = "<?xml version='1.0' encoding='utf-8'?>\n"
_SVG = "{http://www.w3.org/2000/svg}"
_OF_WHOLE = ("title", "desc", "rect")  # what a frame begins with
ElementTree.register_namespace("", _SVG[1:-1])


@dataclass(frozen=True)
class Chart:
    """A chart: its specification in the light theme, and its rows, those of the page."""

    spec: Spec
    rows: pd.DataFrame


@dataclass(frozen=True)
class Picture:
    """What a picture shows, and the words around it.

    Attributes
    ----------
    shown
        Rows of answers or a chart; None where there are words alone.
    words
        The words.
    below
        What stands below it, with words of its own.
    """

    shown: Rows | Chart | None
    words: Words
    below: Sequence[Picture] = ()


def draw_picture(
    picture: Picture,
    file_format: Format,
    language: Language,
    pixels: float | None = None,
    shape: Shape = "page",
) -> bytes:
    """Return a picture as the bytes of a file.

    Parameters
    ----------
    picture
        What it shows.
    file_format
        ``png``, twice as fine as the screen, or ``svg``.
    language
        Language of its words.
    pixels
        How wide it is on a screen; without it as wide as its shape is.
    shape
        ``page``, as high as it needs to be, ``wide``, which is 16:9, or ``square``.

    Raises
    ------
    RequestError
        When it holds more than a picture of its shape has room for.
    RuntimeError
        When the program that draws it fails.
    """
    drawn = drawing(picture, language, pixels, shape)
    if file_format == "svg":
        return f"{_DECLARATION}{drawn}\n".encode()
    return shared_process().draw({"svg": drawn})


def drawing(
    picture: Picture, language: Language, pixels: float | None = None, shape: Shape = "page"
) -> str:
    """Return a picture as an SVG element.

    Raises
    ------
    RequestError
        When it holds more than a picture of its shape has room for.
    RuntimeError
        When the program that draws its chart fails.
    """
    words = replace(picture.words, foot=()) if picture.below else picture.words
    for sheet in SHEETS[shape]:
        if picture.below and sheet.high:
            continue
        made, above, below = frame(words, language, sheet)
        inner = _inside(picture.shown, language, sheet, above + below)
        if inner is None:
            continue
        around = _in_one_namespace(made)
        *_, middle, foot = around
        middle.extend(inner)
        high, wide = sheet.high or above + _high(inner) + below, pixels or sheet.pixels
        foot.set("transform", f"translate(0,{high - below:g})")
        for part, tall in _parts_below(picture, language, sheet):
            part.set("transform", f"translate(0,{high:g})")
            around.append(part)
            high += tall
        around.set("viewBox", f"0 0 {sheet.wide:g} {high:g}")
        around.set("width", f"{wide:g}")
        around.set("height", f"{high * wide / sheet.wide:g}")
        return ElementTree.tostring(around, encoding="unicode")
    raise _no_room(shape)


def _parts_below(
    picture: Picture, language: Language, sheet: Sheet
) -> Iterator[tuple[ElementTree.Element, float]]:
    """What stands below a picture, each part with its height; the foot is below the last."""
    for number, part in enumerate(picture.below, 1):
        is_last = number == len(picture.below)
        words = replace(part.words, foot=picture.words.foot if is_last else ())
        made, above, below = frame(words, language, sheet, BELOW)
        inner = _inside(part.shown, language, sheet, above + below)
        if inner is None:  # on a sheet of a fixed height only
            continue
        group = ElementTree.Element(f"{_SVG}g")
        *drawn, middle, foot = [*_in_one_namespace(made)][len(_OF_WHOLE) :]
        middle.extend(inner)
        foot.set("transform", f"translate(0,{above + _high(inner):g})")
        group.extend([*drawn, middle, foot])
        own_names(group, f"part-{number}-")
        yield group, above + _high(inner) + below


def why_no_room(picture: Picture, language: Language, shape: Shape) -> str:
    """Say before a picture is made why it cannot be drawn in a shape; empty where it can.

    How high a chart is shows only when it is drawn, which is remembered. Where the program that
    draws it fails, whoever asks for the picture is told.
    """
    for sheet in reversed(SHEETS[shape]):  # one with room is most often the largest
        if sheet.high is None:
            return ""
        if picture.below:
            break
        _, above, below = frame(picture.words, language, sheet)
        try:
            if _has_room(picture.shown, language, sheet, above + below):
                return ""
        except RuntimeError:
            return ""
    return _no_room(shape).text(language)


def _has_room(
    shown: Rows | Chart | None, language: Language, sheet: Sheet, words_high: float
) -> bool:
    """Whether a sheet has room for what is shown, as :func:`_inside` finds it."""
    if isinstance(shown, Rows):
        return _rows(shown, language, sheet, words_high) is not None
    if shown is None:
        return True
    spec, room = _fit(shown, sheet), (sheet.high or inf) - words_high
    own = spec["height"]
    if isinstance(own, int | float) and own > room:
        return False
    return _height_drawn(spec) <= room


def _height_drawn(spec: Spec) -> float:
    """How high a chart is; only that is remembered of it, not what it shows."""
    key = hashlib.sha256(json.dumps(spec).encode()).digest()
    if key not in _HEIGHTS:
        if len(_HEIGHTS) >= MOST_HEIGHTS:
            _HEIGHTS.clear()
        _HEIGHTS[key] = _high(ElementTree.fromstring(shared_process().draw({"spec": spec})))
    return _HEIGHTS[key]


def _no_room(shape: Shape) -> RequestError:
    return RequestError(Fault("picture.no_room", {"shape": both(f"picture.{shape}")}))


def _inside(
    shown: Rows | Chart | None, language: Language, sheet: Sheet, words_high: float
) -> ElementTree.Element | None:
    """What the frame is put around; None where a sheet whose words are so high has no room."""
    if shown is None:
        return ElementTree.Element(f"{_SVG}g", height="0")
    if isinstance(shown, Rows):
        return _rows(shown, language, sheet, words_high)
    return _chart(_fit(shown, sheet), sheet.high and sheet.high - words_high)


def _rows(
    rows: Rows, language: Language, sheet: Sheet, words_high: float
) -> ElementTree.Element | None:
    if sheet.high is None:
        return _in_one_namespace(draw_rows(rows, language, sheet.room))
    room = sheet.high - words_high
    drawn = draw_rows(rows, language, sheet.room, room)
    columns = columns_of(rows, language, sheet.room, marks_first=True)
    marks = columns["bar" if rows.bars else "interval"]
    has_room = _high(drawn) <= room and marks.wide >= NARROWEST_BESIDE
    return _in_one_namespace(drawn) if has_room else None


def _chart(spec: Spec, room: float | None) -> ElementTree.Element | None:
    """A chart, as high as there is room for; None where that is too little.

    One of rows keeps its height, for they would not be easier to read farther apart.
    """

    def drawn(spec: Spec) -> ElementTree.Element:
        return ElementTree.fromstring(shared_process().draw({"spec": spec}))

    if room is None:
        return drawn(spec)
    own = spec["height"]
    can_grow = isinstance(own, int | float)
    if can_grow and own > room:
        return None
    chart = drawn(spec)
    left = room - _high(chart)
    if left >= 1 and can_grow:
        return drawn(spec | {"height": own + left})
    return chart if left >= 0 else None


def _high(drawn: ElementTree.Element) -> float:
    return float(drawn.attrib["height"])


def _in_one_namespace(drawn: ElementTree.Element) -> ElementTree.Element:
    """A drawing whose elements have SVG's full names, as those of a chart have."""
    return ElementTree.fromstring(ElementTree.tostring(drawn))


def _fit(chart: Chart, sheet: Sheet) -> Spec:
    """Give a specification its rows and the width that a screen would have given it.

    A letter that no XML can hold would leave the picture without its words: it is written as an
    escape, as it is around the chart.
    """
    seen = chart.rows.drop(columns="said", errors="ignore")  # nobody points at a picture
    records = json.loads(seen.to_json(orient="records", double_precision=15))
    return chart.spec | {
        "width": sheet.room,
        "autosize": {"type": "fit-x", "contains": "padding"},
        "data": {"values": [{name: _plain(cell) for name, cell in row.items()} for row in records]},
    }


def _plain(cell: object) -> object:
    """What stands in a row; words in lines, as the chart breaks them."""
    if not isinstance(cell, str) or cell.isprintable():
        return cell
    return "\n".join(one_line(line) for line in cell.split("\n"))
