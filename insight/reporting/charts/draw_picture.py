"""Draws one picture: a program of its own, which :mod:`insight.reporting.charts.picture` runs.

A chart's specification is JavaScript's to read. Inside the server its engine would make every
reader wait for each picture, and keep a hundred megabytes afterwards; here both end with the
picture. The request comes as JSON on standard input, the picture leaves on standard output.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import vl_convert

FONTS = Path(__file__).resolve().parents[2] / "web" / "static" / "fonts"
ElementTree.register_namespace("", "http://www.w3.org/2000/svg")


def put_into_frame(chart: str, frame: str, above: float, below: float) -> bytes:
    """Return a chart's SVG inside its frame.

    Parameters
    ----------
    chart
        What was drawn from the specification.
    frame
        The words around it; its last two groups wait for the chart and for their place below it.
    above, below
        How high the words on each side are, in pixels.
    """
    picture, inner = ElementTree.fromstring(frame), ElementTree.fromstring(chart)
    *_, middle, foot = picture
    middle.extend(inner)
    end = above + float(inner.attrib["height"])
    foot.set("transform", f"translate(0,{end:g})")
    picture.set("height", f"{end + below:g}")
    picture.set("viewBox", f"0 0 {picture.get('width')} {end + below:g}")
    written: bytes = ElementTree.tostring(picture, encoding="utf-8", xml_declaration=True)
    return written + b"\n"


def draw(request: dict[str, Any]) -> bytes:
    """Return the picture that a request asks for, as PNG or SVG."""
    vl_convert.register_font_directory(str(FONTS))
    chart = vl_convert.vegalite_to_svg(request["spec"], allowed_base_urls=[])
    whole = put_into_frame(chart, request["frame"], request["above"], request["below"])
    return whole if request["format"] == "svg" else vl_convert.svg_to_png(whole.decode(), scale=2)


if __name__ == "__main__":
    sys.stdout.buffer.write(draw(json.load(sys.stdin)))
