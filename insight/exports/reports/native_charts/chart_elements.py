"""Elements of native charts: tags, colours, lines, grounds, markers and letters."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from xml.etree import ElementTree

from insight.exports.reports.native_charts.native_chart import Series
from insight.exports.reports.report import TAGS
from insight.language.catalogue import Language
from insight.language.printable_words import printable_line
from insight.reporting.charts.palettes import PALETTES
from insight.reporting.pictures.letters import Letters
from insight.reporting.pictures.svg_marks import mixed

Element = ElementTree.Element

SPACES = {
    "xmlns:c": "http://schemas.openxmlformats.org/drawingml/2006/chart",
    "xmlns:a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "xmlns:r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
}
_LIGHT = PALETTES["light"]
SIZE, FIRM_SIZE = 13.0, 14.0  # points of names and numbers
NAME = Letters(SIZE, 16, _LIGHT.secondary)
FIRM = Letters(FIRM_SIZE, 17, _LIGHT.ink, 600)
EMU = 12_700  # in a point
CATEGORIES, VALUES = "1001", "1002"  # ids of the axes
BAR_GAP = {"stack": 45, "measure": 60}  # between bars, in per cent of a bar
NO_NAMES = 8.0  # what is narrower has no names of categories
BELOW_LEGEND = 10.0  # points between a legend and the plot
LABEL_AWAY = 8.0  # points from the end of an interval to its figure
DIAMOND = "\N{WHITE DIAMOND}"


@dataclass(frozen=True)
class Room:
    """How much room a chart has, in points.

    Attributes
    ----------
    width, height
        Of all of it.
    left, top, right, bottom
        Around its plot: names, legend or heading, names of lines, numbers of the axis.
    legend
        Whether its series are named in a legend.
    """

    width: float
    height: float
    left: float
    top: float
    right: float
    bottom: float
    legend: bool = False

    @property
    def plot_width(self) -> float:
        """Width of the plot."""
        return self.width - self.left - self.right

    @property
    def plot_height(self) -> float:
        """Height of the plot."""
        return self.height - self.top - self.bottom


def tag(name: str, *inside: Element | None, **attributes: object) -> Element:
    """Return an element with what is inside it; a name without a prefix is one of charts."""
    made = Element(
        name if ":" in name else f"c:{name}", {key: str(value) for key, value in attributes.items()}
    )
    made.extend(one for one in inside if one is not None)
    return made


def said(name: str, words: str) -> Element:
    """Return an element with words."""
    made = tag(name)
    made.text = printable_line(words)
    return made


# --- Looks ---------------------------------------------------------------------------------------


def _colour(colour: str) -> Element:
    """A colour; those of words and of the ground are the presentation's, whatever its theme."""
    match colour:
        case _LIGHT.ink:
            return tag("a:schemeClr", val="tx1")
        case _LIGHT.secondary:
            return tag("a:schemeClr", val="tx2")
        case _LIGHT.background:
            return tag("a:schemeClr", val="bg1")
    return tag("a:srgbClr", val=colour.lstrip("#").upper())


def fill_of(colour: str) -> Element:
    """Return a plain ground."""
    return tag("a:solidFill", _colour(colour))


def no_look() -> Element:
    """Return the look of what has neither ground nor edge."""
    return tag("spPr", tag("a:noFill"), tag("a:ln", tag("a:noFill")))


def line_of(colour: str, points: float) -> Element:
    """Return a line so many points wide."""
    return tag("a:ln", fill_of(colour), tag("a:round"), w=round(points * EMU), cap="rnd")


def ground_of(colour: str, *, hatched: bool) -> Element:
    """Return the ground of a bar; hatched where nobody has published its level."""
    edge = tag("a:ln", fill_of(_LIGHT.background), w=round(0.5 * EMU))
    if not hatched:
        return tag("spPr", fill_of(colour), edge)
    ends = (("a:fgClr", _LIGHT.background), ("a:bgClr", colour))
    strokes = (tag(end, _colour(own)) for end, own in ends)
    return tag("spPr", tag("a:pattFill", *strokes, prst="ltUpDiag"), edge)


def own_grounds(series: Series) -> Iterator[Element]:
    """Return the bars that look otherwise than their series."""
    every = all(point.assumed for point in series.shown)
    for place, point in enumerate(series.points):
        if point.value is not None and (point.colour or point.assumed != every):
            ground = ground_of(point.colour or series.colour, hatched=point.assumed)
            plain = tag("invertIfNegative", val=0)
            yield tag("dPt", tag("idx", val=place), plain, tag("bubble3D", val=0), ground)


def marker_of(colour: str, *, hollow: bool, printed: bool) -> Element:
    """Return the mark of a point: open where its level is assumed, a diamond where printed."""
    pale = mixed(colour, 0.3, _LIGHT.background) if printed else colour
    inside = tag("a:solidFill", tag("a:srgbClr", val="FFFFFF")) if hollow else fill_of(pale)
    # An open point is larger: LibreOffice passes over a point's own look where its size is usual.
    shape, size = ("diamond", 15) if printed else ("circle", 9 if hollow else 8)
    look = tag("spPr", inside, line_of(colour, 1.5))
    return tag("marker", tag("symbol", val=shape), tag("size", val=size), look)


def own_markers(series: Series) -> Iterator[Element]:
    """Return the points whose level nobody has published, open."""
    for place, point in enumerate(series.points):
        if point.value is not None and point.assumed:
            marker = marker_of(series.colour, hollow=True, printed=False)
            line = tag("spPr", line_of(series.colour, 2.25))
            yield tag("dPt", tag("idx", val=place), marker, tag("bubble3D", val=0), line)


def letters_of(
    name: str, size: float, colour: str, language: Language, *, firm: bool = False
) -> Element:
    """Return how words are set, as an element with this name."""
    look = {"lang": TAGS[language], "sz": round(100 * size), "b": int(firm)}
    plain = tag("a:defRPr", fill_of(colour), **look)
    paragraph = tag("a:p", tag("a:pPr", plain), tag("a:endParaRPr", lang=TAGS[language]))
    return tag(name, tag("a:bodyPr"), tag("a:lstStyle"), paragraph)
