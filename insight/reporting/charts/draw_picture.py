"""Draws one picture: a program of its own, which :mod:`insight.reporting.charts.picture` runs.

A chart's specification is JavaScript's to read. Inside the server its engine would make every
reader wait for each picture, and keep a hundred megabytes afterwards; here both end with the
picture. The request comes as JSON on standard input, the picture leaves on standard output.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Mapping
from pathlib import Path

import vl_convert

FONTS = Path(__file__).resolve().parents[2] / "web" / "static" / "fonts"
SIZE = re.compile(r'<svg [^>]*?width="([\d.]+)" height="([\d.]+)"[^>]*>')


def framed(chart: str, frame: Mapping[str, object]) -> str:
    """Return a chart's SVG inside its frame: words above it and below it, on white.

    Parameters
    ----------
    chart
        What was drawn from the specification.
    frame
        `open`, the attributes of the whole and its title; `above` and `below`, more SVG; and in
        pixels `width`, `margin`, and how `high` and `deep` the two are.
    """
    size = SIZE.match(chart)
    if size is None:
        raise ValueError("no chart was drawn")
    inner = chart[size.end() :].removesuffix("</svg>")
    width, margin, high = frame["width"], frame["margin"], float(str(frame["high"]))
    end = high + float(size[2])
    height = end + float(str(frame["deep"]))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height:g}" '
        f'viewBox="0 0 {width} {height:g}" {frame["open"]}'
        f'<rect width="100%" height="100%" fill="#ffffff"/>{frame["above"]}'
        f'<g transform="translate({margin},{high:g})">{inner}</g>'
        f'<g transform="translate(0,{end:g})">{frame["below"]}</g></svg>'
    )


def draw(request: Mapping[str, object]) -> bytes:
    """Return the picture that a request asks for, as PNG or SVG."""
    vl_convert.register_font_directory(str(FONTS))
    chart = vl_convert.vegalite_to_svg(request["spec"], allowed_base_urls=[])  # type: ignore[arg-type]
    whole = framed(chart, request["frame"])  # type: ignore[arg-type]
    if request["format"] == "svg":
        return f'<?xml version="1.0" encoding="UTF-8"?>\n{whole}\n'.encode()
    return vl_convert.svg_to_png(whole, scale=2)


if __name__ == "__main__":
    sys.stdout.buffer.write(draw(json.load(sys.stdin)))
