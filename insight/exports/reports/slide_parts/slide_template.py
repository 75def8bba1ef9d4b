"""Templates of slides: a presentation without slides, and where on its layout things stand."""

from __future__ import annotations

import io
import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, cast

import pptx
from pptx.enum.shapes import PP_PLACEHOLDER
from pptx.opc.constants import RELATIONSHIP_TYPE as RELATION
from pptx.util import Pt

from insight.reporting.charts.palettes import PALETTES

if TYPE_CHECKING:
    from pptx.presentation import Presentation
    from pptx.slide import SlideLayout

FOOTERS = (PP_PLACEHOLDER.FOOTER, PP_PLACEHOLDER.DATE, PP_PLACEHOLDER.SLIDE_NUMBER)
TITLES = (PP_PLACEHOLDER.TITLE, PP_PLACEHOLDER.CENTER_TITLE)
NAME = "E-helseinnsikt"  # of the layout that is taken where a template has it
MARGIN, WIDTH, HEIGHT = 48.0, 960.0, 540.0  # points of our own slides


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


def take_out_slides(opened: Presentation) -> None:
    """Take out slides, what names them, and what tells of who made them and on what."""
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


def placeholders_of(slide: Any) -> list[Any]:
    """Return the placeholders of a layout or a master."""
    return [*slide.placeholders]


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
    take_out_slides(opened)
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
        for shape in placeholders_of(slide):
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
        for shape in placeholders_of(slide):
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
