"""A picture that stays honest when it is copied: PNG, or SVG whose words can be read.

The finding, the question, the tags of what is simulated and assumed, and the source are inside it.
It is wide and light whatever the reader's screen is, and set in the font of the page.
"""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, get_args
from xml.etree import ElementTree

import pandas as pd

from insight.language.catalogue import Language
from insight.reporting.breakdown.answer_rows import Rows
from insight.reporting.charts.elements import Spec
from insight.reporting.pictures.frame import ROOM, WIDTH, Words, frame
from insight.reporting.pictures.letters import FONTS
from insight.reporting.pictures.row_picture import draw_rows

Format = Literal["png", "svg"]
PICTURES: tuple[Format, ...] = get_args(Format)
PIXELS = 1200  # how wide a picture is on a screen; what is in it is measured against WIDTH
PROGRAM = Path(__file__).resolve().with_name("draw_picture.py")
SECONDS = 60
# A picture takes one processor for most of a second; several at a time would slow down the pages.
_ONE_AT_A_TIME = threading.Lock()


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
    around, above, below = frame(picture.words, language)
    request = {
        **_inside(picture.shown, language),
        "frame": ElementTree.tostring(around, encoding="unicode"),
        "above": above,
        "below": below,
        "size": [WIDTH, pixels],
        "format": file_format,
        "fonts": str(FONTS),
    }
    command = [sys.executable, "-I", str(PROGRAM)]
    with _ONE_AT_A_TIME:
        done = subprocess.run(
            command, input=json.dumps(request).encode(), capture_output=True, timeout=SECONDS
        )
    if done.returncode:
        raise RuntimeError(f"the picture was not drawn: {done.stderr.decode()[-2000:]}")
    return done.stdout


def _inside(shown: Rows | Chart, language: Language) -> dict[str, Any]:
    """What the frame is put around: a drawing, or a specification of one."""
    if isinstance(shown, Rows):
        drawn = draw_rows(shown, language, ROOM)
        return {"drawn": ElementTree.tostring(drawn, encoding="unicode")}
    return {"spec": _fit(shown)}


def _fit(chart: Chart) -> Spec:
    """Give a specification its rows and the width that a screen would have given it."""
    seen = chart.rows.drop(columns="said", errors="ignore")  # nobody points at a picture
    records = json.loads(seen.to_json(orient="records", double_precision=15))
    return chart.spec | {
        "width": ROOM,
        "autosize": {"type": "fit-x", "contains": "padding"},
        "data": {"values": records},
    }
