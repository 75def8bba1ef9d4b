"""A chart as a picture that stays honest when it is copied: PNG, or SVG whose words can be read.

The finding, whom it is about, the source and the mark of simulated responses are inside the
picture. It is wide and light whatever the reader's screen is, and set in the font of the page.
"""

from __future__ import annotations

import html
import json
import subprocess
import sys
import textwrap
import threading
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, get_args

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


def drawn(
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
    request = {
        "spec": _sized(picture.spec, picture.rows),
        "frame": _frame(picture, language, foot, mark),
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


def _sized(spec: Spec, rows: pd.DataFrame) -> Spec:
    """Give a specification its rows and the width that a screen would have given it."""
    records = json.loads(rows.to_json(orient="records", double_precision=15))
    return spec | {
        "width": WIDTH - 2 * MARGIN,
        "autosize": {"type": "fit-x", "contains": "padding"},
        "data": {"values": records},
    }


def _frame(
    picture: Picture, language: Language, foot: Sequence[str], mark: str
) -> dict[str, object]:
    """The words around a chart as SVG, and the room that they need."""
    above, high = _set([(_TITLE, [picture.title]), (_LINE, picture.lines)], MARGIN - 6)
    below, deep = _set([(_NOTE, picture.notes), (_NOTE, foot)], 2)
    if mark:
        words, end = _set([(_MARK, [mark])], deep + 20)
        top = deep + 12
        below += (
            f'<rect y="{top:g}" width="{WIDTH}" height="{end - top + 10:g}" fill="#fff4dd"/>'
            f'<rect y="{top:g}" width="{WIDTH}" height="3" fill="#b4531a"/>{words}'
        )
        deep = end
    title, alternative = _escaped(picture.title), _escaped(picture.alternative)
    opening = (
        f'role="img" lang="{language}" xml:lang="{language}" aria-labelledby="title description" '
        f"font-family='{FONT}'><title id=\"title\">{title}</title>"
        f'<desc id="description">{alternative}</desc>'
    )
    rest = {"above": above, "below": below, "high": high + 12, "deep": deep + 10}
    return {"open": opening, "width": WIDTH, "margin": MARGIN, **rest}


def _set(paragraphs: Iterable[tuple[_Style, Sequence[str]]], top: float) -> tuple[str, float]:
    """Set paragraphs below each other; return the SVG and where they end."""
    parts: list[str] = []
    for style, words in paragraphs:
        for line in _wrapped(words, style.columns):
            top += style.leading
            parts.append(
                f'<text x="{MARGIN}" y="{top - 0.28 * style.leading:g}" font-size="{style.size:g}" '
                f'font-weight="{style.weight}" fill="{style.colour}">{_escaped(line)}</text>'
            )
    return "".join(parts), top


def _wrapped(words: Sequence[str], columns: int) -> Iterator[str]:
    """Break paragraphs into lines of about the same length, so that no word stands alone."""
    for paragraph in words:
        plain = one_line(paragraph)
        lines = textwrap.wrap(plain, columns, break_on_hyphens=False)
        even = int(1.1 * len(plain) / max(len(lines), 1))
        balanced = textwrap.wrap(plain, max(even, 1), break_on_hyphens=False)
        yield from balanced if len(balanced) == len(lines) else lines


def _escaped(words: str) -> str:
    return html.escape(one_line(words))
