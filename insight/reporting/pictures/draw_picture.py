"""Draws pictures: a program, run by :mod:`insight.reporting.pictures.drawing_process`.

A chart's specification is JavaScript's to read. Inside the server its engine would make every
reader wait for each picture, and keep a hundred megabytes afterwards. Here it draws one picture
after another, and its memory is given back when nobody has asked for a while.

A request is a line of JSON on standard input. A reply is a line with ``drawn`` or ``fault`` and a
number, and so many bytes.
"""

from __future__ import annotations

import io
import json
import os
import select
import sys
from itertools import repeat
from typing import Any, BinaryIO
from xml.etree import ElementTree

SVG = "http://www.w3.org/2000/svg"
FINER, SCREEN = 2, 96  # a PNG has so many times the dots of a screen, which has so many an inch


def draw(request: dict[str, Any]) -> bytes:
    """Return a ``spec`` as SVG, or an ``svg`` as PNG, so many times as fine as the screen."""
    import vl_convert  # late: a reply that there was no sense in the request does without

    if "spec" in request:
        drawn: str = vl_convert.vegalite_to_svg(request["spec"], allowed_base_urls=[])
        return drawn.encode()
    finer = request.get("finer", FINER)
    return as_png(vl_convert.svg_to_png(request["svg"], scale=finer), request["svg"], finer)


def as_png(drawn: bytes, whole: str, finer: float) -> bytes:
    """Return a PNG a third as large, that says how large it is on paper and holds its words.

    Parameters
    ----------
    drawn
        The PNG.
    whole
        The SVG that it was drawn from, which has a title and a description.
    finer
        How many times the dots of a screen it has.
    """
    from PIL import Image, PngImagePlugin

    told, root = PngImagePlugin.PngInfo(), ElementTree.fromstring(whole)
    for name, tag in (("Title", "title"), ("Description", "desc")):
        told.add_itxt(name, root.findtext(f"{{{SVG}}}{tag}") or "", root.get("lang", ""))
    written = io.BytesIO()
    with Image.open(io.BytesIO(drawn)) as image:
        resolution = (finer * SCREEN, finer * SCREEN)
        image.convert("RGB").save(written, "png", dpi=resolution, pnginfo=told)
    return written.getvalue()


def answer(asked: BinaryIO, told: BinaryIO, idle: float, most: int) -> None:
    """Answer requests until they end, none has come for so many seconds, or they are so many."""
    for _ in repeat(None, most):
        ready, _, _ = select.select([asked], [], [], idle)
        line = asked.readline() if ready else b""
        if not line:
            return
        try:
            kind, reply = b"drawn", draw(json.loads(line))
        except Exception as problem:  # whatever it is, the next request may be sound
            kind, reply = b"fault", f"{type(problem).__name__}: {problem}".encode()
        told.write(b"%s %d\n" % (kind, len(reply)))
        told.write(reply)
        told.flush()


def main(fonts: str, idle: str, most: str) -> None:
    """Answer with the fonts of a folder; what others print does not get among the replies."""
    told = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    import vl_convert

    vl_convert.register_font_directory(fonts)
    answer(sys.stdin.buffer, told, float(idle), int(most))


if __name__ == "__main__":
    main(*sys.argv[1:])
