"""Checks of an agency's template: looked through before anything of it is used.

Its file is hostile until it is known better: it is read in memory alone, its size is known before
it is unpacked, and what would fetch something from elsewhere or run is refused.
"""

from __future__ import annotations

import io
import logging
import os
import re
import zipfile
import zlib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pptx
from pptx.enum.shapes import PP_PLACEHOLDER
from pptx.opc.constants import RELATIONSHIP_TYPE as RELATION
from pptx.util import Pt

from insight.exports.reports.slide_parts.slide_template import (
    FOOTERS,
    MARGIN,
    NAME,
    TITLES,
    Box,
    Template,
    layouts_of,
    own_template,
    placeholders_of,
    take_out_slides,
)
from insight.language.errors import Fault, RequestError, shorten

if TYPE_CHECKING:
    from pptx.presentation import Presentation
    from pptx.slide import SlideLayout

SETTING = "INSIGHT_SLIDE_TEMPLATE"
LARGEST, UNPACKED, MOST_PARTS = 30_000_000, 200_000_000, 4_000
LARGEST_XML = 20_000_000
MAIN = "application/vnd.openxmlformats-officedocument.presentationml.{}.main+xml"
NEVER = re.compile("vbaproject|activex|macroenabled", re.I)
LEAVES = ("http://", "https://", "mailto:")  # what a link of a template may begin with
_LOG = logging.getLogger(__name__)


def used_template() -> Template:
    """Return the operator's template, or our own where none is set or it cannot be used."""
    path = os.environ.get(SETTING, "")
    if not path:
        return own_template()
    try:
        return _read_once(path, Path(path).stat().st_mtime_ns)
    except (OSError, RequestError) as error:
        _LOG.warning("%s: %s", SETTING, error)
        return own_template()


@cache
def _read_once(path: str, changed: int) -> Template:
    """The template of a path, as it was when it was changed last."""
    with Path(path).open("rb") as file:
        return checked_template(file.read(LARGEST + 1))


# --- An agency's ---------------------------------------------------------------------------------


def checked_template(content: bytes) -> Template:
    """Return an agency's template, its slides taken out.

    Parameters
    ----------
    content
        A ``.pptx`` or ``.potx`` file.

    Raises
    ------
    RequestError
        If it is no such file, is too large, runs programs, fetches something from elsewhere, or has
        no layout with a title and room below it.
    """
    plain = _looked_through(content)
    try:
        opened = pptx.Presentation(io.BytesIO(plain))
        take_out_slides(opened)
        _refuse_what_fetches(opened)
        found = _layout_of(opened)
        written = io.BytesIO()
        opened.save(written)
    except RequestError:
        raise
    except Exception as error:  # whatever a damaged file does to the library that reads it
        raise RequestError(Fault("slide.not_pptx")) from error
    if found is None:
        raise RequestError(Fault("slide.no_layout", {"name": NAME}))
    layout, opening, title, area, size, subtitle = found
    return Template(written.getvalue(), layout, opening, title, area, size, subtitle)


def _looked_through(content: bytes) -> bytes:
    """The same file, a template's type changed into a presentation's; nothing unpacked to disk."""
    if len(content) > LARGEST:
        raise RequestError(Fault("slide.too_large", {"limit": LARGEST // 1_000_000}))
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            parts = package.infolist()
            _refuse_large(parts)
            names = [part.filename for part in parts]
            types = package.read("[Content_Types].xml").decode("utf-8-sig")
            if any(map(NEVER.search, [*names, types])):
                raise RequestError(Fault("slide.programs"))
            presentation, template = MAIN.format("presentation"), MAIN.format("template")
            known = presentation in types or template in types
            if not known or len({*names}) < len(names) or not all(_is_plain(package, parts)):
                raise RequestError(Fault("slide.not_pptx"))
            if template not in types:
                return content
            return _with_types(package, types.replace(template, presentation))
    except (zipfile.BadZipFile, KeyError, ValueError, NotImplementedError, OSError, EOFError,
            RuntimeError, zlib.error) as error:  # fmt: skip
        raise RequestError(Fault("slide.not_pptx")) from error


def _refuse_large(parts: list[zipfile.ZipInfo]) -> None:
    """Refuse what unpacks to too much: :mod:`zipfile` reads no more than a part says it has."""
    unpacked = sum(part.file_size for part in parts)
    largest = max((part.file_size for part in parts if _is_xml(part.filename)), default=0)
    if unpacked > UNPACKED or len(parts) > MOST_PARTS or largest > LARGEST_XML:
        raise RequestError(Fault("slide.unpacks", {"limit": UNPACKED // 1_000_000}))


def _is_xml(name: str) -> bool:
    return name.lower().endswith((".xml", ".rels"))


def _is_plain(package: zipfile.ZipFile, parts: list[zipfile.ZipInfo]) -> Iterator[bool]:
    """Whether each part of XML is without a document type, in which entities would stand."""
    for part in parts:
        if _is_xml(part.filename):
            read = package.read(part)
            wide = read[:2] in (b"\xff\xfe", b"\xfe\xff")
            words = read.decode("utf-16" if wide else "utf-8-sig")
            told = re.match(r"""\s*<\?xml[^>]*encoding\s*=\s*["']([^"']+)""", words)
            usual = told is None or told[1].lower() in ("utf-8", "utf-16", "us-ascii")
            yield usual and "<!DOCTYPE" not in words and "<!ENTITY" not in words


def _with_types(package: zipfile.ZipFile, types: str) -> bytes:
    changed = io.BytesIO()
    with zipfile.ZipFile(changed, "w", zipfile.ZIP_DEFLATED) as written:
        for part in package.infolist():
            is_types = part.filename == "[Content_Types].xml"
            written.writestr(part.filename, types if is_types else package.read(part))
    return changed.getvalue()


def _refuse_what_fetches(opened: Presentation) -> None:
    """Refuse pictures, films and data that lie elsewhere; links that a reader follows may stay."""
    for relation in opened.part.package.iter_rels():
        if not relation.is_external:
            continue
        target = relation.target_ref
        followed = relation.reltype == RELATION.HYPERLINK and target.lower().startswith(LEAVES)
        if not followed:
            raise RequestError(Fault("slide.fetches", {"target": shorten(target)}))


# --- Its layout ----------------------------------------------------------------------------------

Found = tuple[int, int, Box, Box, float, int | None]
FOR_WORDS = (PP_PLACEHOLDER.BODY, PP_PLACEHOLDER.SUBTITLE, PP_PLACEHOLDER.OBJECT)
QUESTION = re.compile("undertittel|subtitle|ingress|spørsmål|question", re.I)


def _layout_of(opened: Presentation) -> Found | None:
    """The layout called as we are, else one with a title only, else any that has room."""
    every = layouts_of(opened)
    slide = Box(0, 0, _points(opened.slide_width), _points(opened.slide_height))

    def rank(place: int) -> tuple[bool, bool, int]:
        layout = every[place]
        named = layout.name.strip().casefold() == NAME.casefold()
        alone = layout.element.get("type") == "titleOnly"
        return not named, not alone, len(placeholders_of(layout))

    titled = [place for place, one in enumerate(every) if one.element.get("type") == "title"]
    for place in sorted(range(len(every)), key=rank):
        measured = _measured(every[place], slide)
        if measured is not None:
            return (place, titled[0] if titled else place, *measured)
    return None


def _points(length: int | None) -> float:
    return (length or 0) / Pt(1)


def _box(shape: Any) -> Box:
    return Box(*map(_points, (shape.left, shape.top, shape.width, shape.height)))


def _measured(layout: SlideLayout, slide: Box) -> tuple[Box, Box, float, int | None] | None:
    """Where a layout has its title, the room below it, and the question; None without room."""
    kinds = {shape.placeholder_format.type: shape for shape in placeholders_of(layout)}
    title = next((shape for kind, shape in kinds.items() if kind in TITLES), None)
    if title is None:
        return None
    at = _box(title)
    inside = at.left >= 0 and at.top >= 0 and at.right <= slide.width + 1 and at.height >= 24
    feet = [_box(shape).top for shape in placeholders_of(layout)
            if shape.placeholder_format.type in FOOTERS]  # fmt: skip
    low = [top for top in feet if top > 0.75 * slide.height]
    bottom = min([*low, slide.height - MARGIN / 2])
    subtitle, top = None, at.bottom
    for shape in placeholders_of(layout):
        words = shape.placeholder_format.type in FOR_WORDS and QUESTION.search(shape.name)
        if words and at.bottom - 1 <= _box(shape).top < 0.4 * slide.height:
            subtitle, top = shape.placeholder_format.idx, _box(shape).bottom
    area = Box(at.left, top + 6, at.width, bottom - top - 12)
    roomy = area.width >= 500 and area.height >= 240 and at.bottom <= 0.5 * slide.height
    return (at, area, _title_size(layout, title), subtitle) if inside and roomy else None


def _title_size(layout: SlideLayout, title: Any) -> float:
    """The letters of a title: of the layout, of its master's title, or of the master's titles."""
    spaces = {"a": "http://schemas.openxmlformats.org/drawingml/2006/main",
              "p": "http://schemas.openxmlformats.org/presentationml/2006/main"}  # fmt: skip
    masters = [one for one in placeholders_of(layout.slide_master)
               if one.placeholder_format.type in TITLES]  # fmt: skip
    ways = [(shape.element, ".//a:lvl1pPr/a:defRPr") for shape in (title, *masters)]
    ways.append((layout.slide_master.element, ".//p:titleStyle/a:lvl1pPr/a:defRPr"))
    for element, way in ways:
        for found in element.findall(way, spaces):
            if (size := found.get("sz", "")).isdecimal():
                return int(size) / 100
    return 44.0
