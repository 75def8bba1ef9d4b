"""A picture that stays honest when it is copied: PNG, or SVG whose words can be read.

The finding, the question, the tags of what is simulated and assumed, and the source are inside it.
It is wide and light whatever the reader's screen is, and set in the font of the page.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Literal, get_args
from xml.etree import ElementTree

import pandas as pd

from insight.language.catalogue import Language
from insight.reporting.breakdown.answer_rows import Rows
from insight.reporting.charts.elements import Spec
from insight.reporting.pictures.drawing_process import shared_process
from insight.reporting.pictures.frame import ROOM, WIDTH, Words, frame
from insight.reporting.pictures.row_picture import draw_rows

Format = Literal["png", "svg"]
PICTURES: tuple[Format, ...] = get_args(Format)
PIXELS = 1200  # how wide a picture is on a screen; what is in it is measured against WIDTH
_DECLARATION = "<?xml version='1.0' encoding='utf-8'?>\n"
ElementTree.register_namespace("", "http://www.w3.org/2000/svg")


@dataclass(frozen=True)
class Chart:
    """A chart: its specification in the light theme, and its rows, those of the page."""

    spec: Spec
    rows: pd.DataFrame


@dataclass(frozen=True)
class Picture:
    """What a picture shows, rows of answers or a chart, and the words around it."""

    shown: Rows | Chart
    words: Words


def draw_picture(
    picture: Picture, file_format: Format, language: Language, pixels: float = PIXELS
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
        How wide it is on a screen.

    Raises
    ------
    RuntimeError
        When the program that draws it fails.
    """
    drawn = drawing(picture, language, pixels)
    if file_format == "svg":
        return f"{_DECLARATION}{drawn}\n".encode()
    return shared_process().draw({"svg": drawn})


def drawing(picture: Picture, language: Language, pixels: float = PIXELS) -> str:
    """Return a picture as an SVG element.

    Raises
    ------
    RuntimeError
        When the program that draws its chart fails.
    """
    made, above, below = frame(picture.words, language)
    around, inner = _in_one_namespace(made), _inside(picture.shown, language)
    *_, middle, foot = around
    middle.extend(inner)
    end = above + float(inner.attrib["height"])
    high = end + below
    foot.set("transform", f"translate(0,{end:g})")
    around.set("viewBox", f"0 0 {WIDTH} {high:g}")
    around.set("width", f"{pixels:g}")
    around.set("height", f"{high * pixels / WIDTH:g}")
    return ElementTree.tostring(around, encoding="unicode")


def _inside(shown: Rows | Chart, language: Language) -> ElementTree.Element:
    """What the frame is put around."""
    if isinstance(shown, Rows):
        return _in_one_namespace(draw_rows(shown, language, ROOM))
    return ElementTree.fromstring(shared_process().draw({"spec": _fit(shown)}))


def _in_one_namespace(drawn: ElementTree.Element) -> ElementTree.Element:
    """A drawing whose elements have SVG's full names, as those of a chart have."""
    return ElementTree.fromstring(ElementTree.tostring(drawn))


def _fit(chart: Chart) -> Spec:
    """Give a specification its rows and the width that a screen would have given it."""
    seen = chart.rows.drop(columns="said", errors="ignore")  # nobody points at a picture
    records = json.loads(seen.to_json(orient="records", double_precision=15))
    return chart.spec | {
        "width": ROOM,
        "autosize": {"type": "fit-x", "contains": "padding"},
        "data": {"values": records},
    }
