"""Templates of slides: our own, and an agency's, looked through before anything of it is used.

An agency's file is hostile until it is known better: it is read in memory alone, its size is known
before it is unpacked, and what would fetch something from elsewhere or run is refused.
"""

from __future__ import annotations

import io
import logging
import os
import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import pptx
from pptx.enum.shapes import PP_PLACEHOLDER
from pptx.opc.constants import RELATIONSHIP_TYPE as RELATION
from pptx.util import Pt

from insight.language.errors import Fault, RequestError, shorten
from insight.reporting.charts.palettes import PALETTES

if TYPE_CHECKING:
    from pptx.presentation import Presentation
    from pptx.slide import SlideLayout

SETTING = "INSIGHT_SLIDE_TEMPLATE"
NAME = "E-helseinnsikt"  # of the layout that is taken where a template has it
LARGEST, UNPACKED, MOST_PARTS = 30_000_000, 200_000_000, 4_000
LARGEST_XML = 20_000_000
MAIN = "application/vnd.openxmlformats-officedocument.presentationml.{}.main+xml"
MARGIN, WIDTH, HEIGHT = 48.0, 960.0, 540.0  # points of our own slides
NEVER = re.compile("vbaproject|activex|macroenabled", re.I)
LEAVES = ("http://", "https://", "mailto:")  # what a link of a template may begin with
_LOG = logging.getLogger(__name__)


@dataclass(frozen=True)
class Box:
    """A place on a slide, in points."""

    left: float
    top: float
    width: float
    height: float

    @property
    def right(self) -> float:
        """Its right edge."""
        return self.left + self.width

    @property
    def bottom(self) -> float:
        """Its lower edge."""
        return self.top + self.height


@dataclass(frozen=True)
class Template:
    """A presentation without slides, and where on its layout things stand.

    Attributes
    ----------
    content
        The file.
    layout, opening
        Places of the layout of views, and of that of the first slide, among all of them.
    title, area
        Where the title stands, and what is free below it.
    title_size
        Letters of the title, in points.
    subtitle
        Number of the placeholder for the question; None where there is none.
    own
        Whether it is ours.
    """

    content: bytes
    layout: int
    opening: int
    title: Box
    area: Box
    title_size: float
    subtitle: int | None = None
    own: bool = False

    def open(self) -> tuple[Presentation, SlideLayout, SlideLayout]:
        """Return the presentation, the layout of views and the one of the first slide."""
        opened = pptx.Presentation(io.BytesIO(self.content))
        every = layouts_of(opened)
        return opened, every[self.layout], every[self.opening]


def layouts_of(opened: Presentation) -> list[SlideLayout]:
    """Return the layouts of all masters, in order."""
    return [layout for master in opened.slide_masters for layout in master.slide_layouts]


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
        _take_out_slides(opened)
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


def _take_out_slides(opened: Presentation) -> None:
    """Take out the slides, what names them, and what tells of who made them and on what."""
    whole = opened.element
    for entry in [*(whole.sldIdLst if whole.sldIdLst is not None else ())]:
        opened.part.drop_rel(entry.rId)
        whole.sldIdLst.remove(entry)
    for name in ("p:custShowLst", "p:extLst", "p:custDataLst"):
        for found in whole.findall(name, whole.nsmap):
            whole.remove(found)
    gone = ("/printerSettings", "/commentAuthors", "/authors", "/thumbnail", "/tags",
            "/extended-properties", "/custom-properties")  # fmt: skip
    package = opened.part.package
    for owner in (opened.part, package):
        relations = cast("Any", owner)._rels
        for key in [key for key, one in relations.items() if one.reltype.endswith(gone)]:
            relations.pop(key)


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
FOOTERS = (PP_PLACEHOLDER.FOOTER, PP_PLACEHOLDER.DATE, PP_PLACEHOLDER.SLIDE_NUMBER)
TITLES = (PP_PLACEHOLDER.TITLE, PP_PLACEHOLDER.CENTER_TITLE)
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
        return not named, not alone, len(_placeholders(layout))

    titled = [place for place, one in enumerate(every) if one.element.get("type") == "title"]
    for place in sorted(range(len(every)), key=rank):
        measured = _measured(every[place], slide)
        if measured is not None:
            return (place, titled[0] if titled else place, *measured)
    return None


def _placeholders(slide: Any) -> list[Any]:
    """The placeholders of a layout or a master."""
    return [*slide.placeholders]


def _points(length: int | None) -> float:
    return (length or 0) / Pt(1)


def _box(shape: Any) -> Box:
    return Box(*map(_points, (shape.left, shape.top, shape.width, shape.height)))


def _measured(layout: SlideLayout, slide: Box) -> tuple[Box, Box, float, int | None] | None:
    """Where a layout has its title, the room below it, and the question; None without room."""
    kinds = {shape.placeholder_format.type: shape for shape in _placeholders(layout)}
    title = next((shape for kind, shape in kinds.items() if kind in TITLES), None)
    if title is None:
        return None
    at = _box(title)
    inside = at.left >= 0 and at.top >= 0 and at.right <= slide.width + 1 and at.height >= 24
    feet = [_box(shape).top for shape in _placeholders(layout)
            if shape.placeholder_format.type in FOOTERS]  # fmt: skip
    low = [top for top in feet if top > 0.75 * slide.height]
    bottom = min([*low, slide.height - MARGIN / 2])
    subtitle, top = None, at.bottom
    for shape in _placeholders(layout):
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
    masters = [one for one in _placeholders(layout.slide_master)
               if one.placeholder_format.type in TITLES]  # fmt: skip
    ways = [(shape.element, ".//a:lvl1pPr/a:defRPr") for shape in (title, *masters)]
    ways.append((layout.slide_master.element, ".//p:titleStyle/a:lvl1pPr/a:defRPr"))
    for element, way in ways:
        for found in element.findall(way, spaces):
            if (size := found.get("sz", "")).isdecimal():
                return int(size) / 100
    return 44.0


# --- Our own -------------------------------------------------------------------------------------

_LIGHT = PALETTES["light"]
TITLE_SIZE = 27.0  # 36 pixels of a slide that is 1280 wide
THEME = {
    "dk1": _LIGHT.ink,
    "lt1": _LIGHT.background,
    "dk2": _LIGHT.secondary,
    "lt2": "#f3f6f8",
    **{f"accent{place}": colour for place, colour in enumerate(_LIGHT.groups, start=1)},
    "hlink": _LIGHT.series[0],
    "folHlink": _LIGHT.series[2],
}


@cache
def own_template() -> Template:
    """Return our own template: 16:9, white, the title at the top left."""
    opened = pptx.Presentation()
    opened.slide_width, opened.slide_height = Pt(WIDTH), Pt(HEIGHT)
    _take_out_slides(opened)
    [master] = opened.slide_masters
    kept = {"title": "E-helseinnsikt forside", "titleOnly": NAME}
    for layout in [*master.slide_layouts]:
        if layout.element.get("type") in kept:
            layout.element.cSld.set("name", kept[layout.element.get("type")])
        else:
            master.slide_layouts.remove(layout)
    _colour(master.part.part_related_by(RELATION.THEME))
    title = Box(MARGIN, 28.0, WIDTH - 2 * MARGIN, 68.0)
    places = {PP_PLACEHOLDER.TITLE: title, PP_PLACEHOLDER.BODY: Box(MARGIN, 110, 864, 380)}
    opening = {PP_PLACEHOLDER.CENTER_TITLE: Box(MARGIN, 150.0, 864, 110),
               PP_PLACEHOLDER.SUBTITLE: Box(MARGIN, 270.0, 864, 200)}  # fmt: skip
    for slide in (master, *master.slide_layouts):
        for shape in _placeholders(slide):
            kind = shape.placeholder_format.type
            if kind in FOOTERS:
                shape.element.getparent().remove(shape.element)
            elif place := (opening | places).get(kind):
                shape.left, shape.top, shape.width, shape.height = map(
                    Pt, (place.left, place.top, place.width, place.height)
                )
    _set_titles(master)
    written = io.BytesIO()
    opened.save(written)
    every = [layout.element.get("type") for layout in layouts_of(opened)]
    area = Box(MARGIN, title.bottom, title.width, HEIGHT - title.bottom - 22)
    at = (every.index("titleOnly"), every.index("title"))
    return Template(written.getvalue(), *at, title, area, TITLE_SIZE, own=True)


def _colour(theme: Any) -> None:
    """Give a theme our colours."""
    words = theme.blob.decode("utf-8")
    for name, colour in THEME.items():
        own = f'<a:{name}><a:srgbClr val="{colour.lstrip("#").upper()}"/></a:{name}>'
        words = re.sub(f"<a:{name}>.*?</a:{name}>", own, words, flags=re.S)
    theme.blob = words.encode("utf-8")


def _set_titles(master: Any) -> None:
    """Set titles at the left and top of their place, firm, in the size of ours."""
    spaces = master.element.nsmap
    for style in master.element.findall(".//p:titleStyle/a:lvl1pPr", spaces):
        style.set("algn", "l")
        for look in style.findall("a:defRPr", spaces):
            look.set("sz", str(round(100 * TITLE_SIZE)))
            look.set("b", "1")
    for slide in (master, *master.slide_layouts):
        for shape in _placeholders(slide):
            if shape.placeholder_format.type in (*TITLES, PP_PLACEHOLDER.SUBTITLE):
                body = shape.text_frame._txBody.bodyPr
                for side in ("lIns", "tIns", "rIns", "bIns"):
                    body.set(side, "0")
                centred = shape.placeholder_format.type == PP_PLACEHOLDER.CENTER_TITLE
                body.set("anchor", "b" if centred else "t")
                for style in shape.element.findall(".//a:lvl1pPr", spaces):
                    style.set("algn", "l")
                for fit in [*body]:
                    body.remove(fit)
