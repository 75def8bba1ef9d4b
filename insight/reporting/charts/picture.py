"""A chart as a picture that stays honest when it is copied: PNG, or SVG whose words can be read.

The finding, whom it is about, the source and the mark of simulated responses are inside the
picture. It is wide and light whatever the reader's screen is, and set in the font of the page.
"""

from __future__ import annotations

import json
import subprocess
import sys
import textwrap
import threading
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, get_args
from xml.etree import ElementTree

import pandas as pd

from insight.language.catalogue import Language, one_line
from insight.reporting.charts.elements import Spec
from insight.reporting.charts.palettes import FONT, PALETTES

Format = Literal["png", "svg"]
PICTURES: tuple[Format, ...] = get_args(Format)
WIDTH, MARGIN = 960, 28
PROGRAM = Path(__file__).resolve().with_name("draw_picture.py")
SECONDS = 60
# A picture takes one processor for most of a second; several at a time would slow down the pages.
_ONE_AT_A_TIME = threading.Lock()
_LIGHT = PALETTES["light"]


@dataclass(frozen=True)
class Picture:
    """What a saved chart shows.

    Attributes
    ----------
    spec
        Specification of the chart in the light theme.
    rows
        Its rows, those of the page.
    title
        The finding.
    lines
        What is shown and for whom, in grey under the title.
    notes
        What the marks mean, under the chart.
    alternative
        The chart in words, for those who cannot see it.
    """

    spec: Spec
    rows: pd.DataFrame
    title: str
    lines: Sequence[str] = ()
    notes: Sequence[str] = ()
    alternative: str = ""


@dataclass(frozen=True)
class _Style:
    """How a paragraph is set; `columns` letters fit in a line, also in a somewhat wider font."""

    size: float
    leading: float
    columns: int
    colour: str
    weight: int = 400


_TITLE = _Style(22, 28, 80, _LIGHT.ink, 600)
_LINE = _Style(14, 20, 136, _LIGHT.secondary)
_NOTE = _Style(13, 18, 144, _LIGHT.secondary)
_MARK = _Style(14, 20, 140, _LIGHT.ink, 600)


def draw_picture(
    picture: Picture,
    file_format: Format,
    language: Language,
    *,
    foot: Sequence[str] = (),
    mark: str = "",
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
    foot
        Source and date, below the chart.
    mark
        The band at the bottom that says that responses are simulated; empty where they are not.
    """
    frame, above, below = _frame(picture, language, foot, mark)
    request = {
        "spec": _fit(picture.spec, picture.rows),
        "frame": ElementTree.tostring(frame, encoding="unicode"),
        "above": above,
        "below": below,
        "format": file_format,
    }
    command = [sys.executable, "-I", str(PROGRAM)]
    with _ONE_AT_A_TIME:
        done = subprocess.run(
            command, input=json.dumps(request).encode(), capture_output=True, timeout=SECONDS
        )
    if done.returncode:
        raise RuntimeError(f"the picture was not drawn: {done.stderr.decode()[-2000:]}")
    return done.stdout


def _fit(spec: Spec, rows: pd.DataFrame) -> Spec:
    """Give a specification its rows and the width that a screen would have given it."""
    records = json.loads(rows.to_json(orient="records", double_precision=15))
    return spec | {
        "width": WIDTH - 2 * MARGIN,
        "autosize": {"type": "fit-x", "contains": "padding"},
        "data": {"values": records},
    }


def _frame(
    picture: Picture, language: Language, foot: Sequence[str], mark: str
) -> tuple[ElementTree.Element, float, float]:
    """The words around a chart as SVG, and how high those above and those below it are."""
    whole = ElementTree.Element(
        "svg",
        {
            "xmlns": "http://www.w3.org/2000/svg",
            "width": f"{WIDTH}",
            "role": "img",
            "lang": language,
            "xml:lang": language,
            "aria-labelledby": "title description",
            "font-family": FONT,
        },
    )
    _add(whole, "title", one_line(picture.title), id="title")
    _add(whole, "desc", one_line(picture.alternative), id="description")
    _add(whole, "rect", width="100%", height="100%", fill="#ffffff")
    above = 12 + _set(whole, [(_TITLE, [picture.title]), (_LINE, picture.lines)], MARGIN - 6)
    _add(whole, "g", transform=f"translate({MARGIN},{above:g})")
    under = _add(whole, "g")
    below = _set(under, [(_NOTE, picture.notes), (_NOTE, foot)], 2)
    if mark:
        top = below + 12
        band = _add(under, "rect", y=f"{top:g}", width=f"{WIDTH}", fill="#fff4dd")
        _add(under, "rect", y=f"{top:g}", width=f"{WIDTH}", height="3", fill="#b4531a")
        below = _set(under, [(_MARK, [mark])], top + 8)
        band.set("height", f"{below + 10 - top:g}")
    return whole, above, below + 10


def _set(
    parent: ElementTree.Element, paragraphs: Iterable[tuple[_Style, Sequence[str]]], top: float
) -> float:
    """Set paragraphs below each other; return where they end."""
    for style, words in paragraphs:
        place = {"x": f"{MARGIN}", "font-size": f"{style.size:g}"}
        look = {"font-weight": f"{style.weight}", "fill": style.colour}
        for line in _wrap(words, style.columns):
            top += style.leading
            _add(parent, "text", line, y=f"{top - 0.28 * style.leading:g}", **place, **look)
    return top


def _add(
    parent: ElementTree.Element, tag: str, words: str = "", **attributes: str
) -> ElementTree.Element:
    element = ElementTree.SubElement(parent, tag, attributes)
    element.text = words or None
    return element


def _wrap(words: Sequence[str], columns: int) -> Iterator[str]:
    """Break paragraphs into lines of about the same length, so that no word stands alone."""
    for paragraph in words:
        plain = one_line(paragraph)
        lines = textwrap.wrap(plain, columns, break_on_hyphens=False)
        even = int(1.1 * len(plain) / max(len(lines), 1))
        balanced = textwrap.wrap(plain, max(even, 1), break_on_hyphens=False)
        yield from balanced if len(balanced) == len(lines) else lines
