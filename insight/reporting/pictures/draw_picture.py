"""Draws one picture: a program of its own, which :mod:`insight.reporting.pictures.picture` runs.

A chart's specification is JavaScript's to read. Inside the server its engine would make every
reader wait for each picture, and keep a hundred megabytes afterwards; here both end with the
picture. The request comes as JSON on standard input, the picture leaves on standard output.
"""

from __future__ import annotations

import io
import json
import sys
from typing import Any
from xml.etree import ElementTree

SVG = "http://www.w3.org/2000/svg"
FINER, SCREEN = 2, 96  # a PNG has so many times the dots of a screen, which has so many an inch
ElementTree.register_namespace("", SVG)


def put_into_frame(drawn: str, request: dict[str, Any]) -> bytes:
    """Return what was drawn inside its frame.

    Parameters
    ----------
    drawn
        An SVG.
    request
        Its ``frame``, of which the last two groups wait for what was drawn and for their place
        below it; how high the words on each side are (``above``, ``below``); and the ``size``: the
        width that all of it is measured against, and the one that it has on a screen.
    """
    picture, inner = ElementTree.fromstring(request["frame"]), ElementTree.fromstring(drawn)
    *_, middle, foot = picture
    middle.extend(inner)
    end = request["above"] + float(inner.attrib["height"])
    high = end + request["below"]
    foot.set("transform", f"translate(0,{end:g})")
    wide, pixels = request["size"]
    picture.set("viewBox", f"0 0 {wide} {high:g}")
    picture.set("width", f"{pixels:g}")
    picture.set("height", f"{high * pixels / wide:g}")
    written: bytes = ElementTree.tostring(picture, encoding="utf-8", xml_declaration=True)
    return written + b"\n"


def draw(request: dict[str, Any]) -> bytes:
    """Return the picture that a request asks for, as PNG or SVG."""
    if "drawn" in request and request["format"] == "svg":
        return put_into_frame(request["drawn"], request)
    import vl_convert  # late: what is drawn already and stays SVG does without

    vl_convert.register_font_directory(request["fonts"])
    drawn = request.get("drawn")
    if drawn is None:
        drawn = vl_convert.vegalite_to_svg(request["spec"], allowed_base_urls=[])
    whole = put_into_frame(drawn, request)
    if request["format"] == "svg":
        return whole
    return as_png(vl_convert.svg_to_png(whole.decode(), scale=FINER), whole)


def as_png(drawn: bytes, whole: bytes) -> bytes:
    """Return a PNG a third as large, that says how large it is on paper and holds its words.

    Parameters
    ----------
    drawn
        The PNG.
    whole
        The SVG that it was drawn from, which has a title and a description.
    """
    from PIL import Image, PngImagePlugin

    told, root = PngImagePlugin.PngInfo(), ElementTree.fromstring(whole)
    for name, tag in (("Title", "title"), ("Description", "desc")):
        told.add_itxt(name, root.findtext(f"{{{SVG}}}{tag}") or "", root.get("lang", ""))
    written = io.BytesIO()
    with Image.open(io.BytesIO(drawn)) as image:
        resolution = (FINER * SCREEN, FINER * SCREEN)
        image.convert("RGB").save(written, "png", dpi=resolution, pnginfo=told)
    return written.getvalue()


if __name__ == "__main__":
    sys.stdout.buffer.write(draw(json.load(sys.stdin)))
