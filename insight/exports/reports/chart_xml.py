"""XML of native charts, as the office formats have it (ECMA-376, DrawingML charts).

Figures are cached beside the references to the workbook, so that a program shows the chart without
opening it. Everything stands in the order that the schema wants.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from xml.etree import ElementTree

from insight.exports.reports.chart_workbook import Columns, columns_of, reference
from insight.exports.reports.native_chart import NativeChart, Point, Series
from insight.exports.reports.printable_words import printable_line
from insight.exports.workbook import SIGNS, percent_format
from insight.language import numbers
from insight.language.catalogue import Language, say
from insight.reporting.charts.palettes import PALETTES
from insight.reporting.charts.scales import space_out
from insight.reporting.pictures.letters import Letters, width
from insight.reporting.pictures.svg_marks import mixed

Element = ElementTree.Element

SPACES = {
    "xmlns:c": "http://schemas.openxmlformats.org/drawingml/2006/chart",
    "xmlns:a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "xmlns:r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
}
TAGS: dict[Language, str] = {"nb": "nb-NO", "en": "en-GB"}  # of the languages, for the spelling
_LIGHT = PALETTES["light"]
SIZE, FIRM_SIZE = 13.0, 14.0  # points of names and numbers
NAME = Letters(SIZE, 16, _LIGHT.secondary)
FIRM = Letters(FIRM_SIZE, 17, _LIGHT.ink, 600)
EMU = 12_700  # in a point
CATEGORIES, VALUES = "1001", "1002"  # ids of the axes
BAR_GAP = {"stack": 45, "measure": 60}  # between bars, in per cent of a bar
NO_NAMES = 8.0  # what is narrower has no names of categories
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


def chart_xml(chart: NativeChart, room: Room, language: Language) -> bytes:
    """Return the XML of a chart.

    Parameters
    ----------
    chart
        The chart.
    room
        How much room it has.
    language
        Of its words.
    """
    plotted = _bars(chart, room, language) if chart.kind != "lines" else None
    plotted = plotted if plotted is not None else _lines(chart, room, language)
    heading = _heading(chart, language) if chart.heading else None
    whole = tag(
        "chartSpace",
        tag("date1904", val=0),
        tag("lang", val=TAGS[language]),
        tag("roundedCorners", val=0),
        tag(
            "chart",
            heading,
            tag("autoTitleDeleted", val=0 if chart.heading else 1),
            tag("plotArea", _inner(room), plotted, *_axes(chart, room, language), _nothing()),
            _legend(chart, language) if room.legend else None,
            tag("plotVisOnly", val=1),
            tag("dispBlanksAs", val="span" if chart.kind == "lines" else "gap"),
        ),
        _nothing(),
        _letters("txPr", SIZE, _LIGHT.secondary, language),
    )
    for name, space in SPACES.items():
        whole.set(name, space)
    written: bytes = ElementTree.tostring(whole, encoding="UTF-8", xml_declaration=True)
    return written


# --- Plots ---------------------------------------------------------------------------------------


def _bars(chart: NativeChart, room: Room, language: Language) -> Element:
    stacked = chart.kind == "stack"
    return tag(
        "barChart",
        tag("barDir", val="bar"),
        tag("grouping", val="stacked" if stacked else "clustered"),
        tag("varyColors", val=0),
        *(
            _bar_series(chart, number, columns, room, language)
            for number, columns in enumerate(columns_of(chart))
        ),
        tag("gapWidth", val=BAR_GAP[chart.kind]),
        tag("overlap", val=100) if stacked else None,
        tag("axId", val=CATEGORIES),
        tag("axId", val=VALUES),
    )


def _bar_series(
    chart: NativeChart, number: int, columns: Columns, room: Room, language: Language
) -> Element:
    series = chart.series[number]
    labels = _labels_in_bars if chart.kind == "stack" else _labels_beside_bars
    return tag(
        "ser",
        *_named(series, number, columns, language),
        _ground(series.colour, hatched=all(one.assumed for one in _shown(series))),
        tag("invertIfNegative", val=0),
        *_own_grounds(series),
        labels(chart, series, room, language),
        _error_bars(series, columns, language, direction=None),
        *_figures(chart, series, columns, language),
    )


def _lines(chart: NativeChart, room: Room, language: Language) -> Element:
    return tag(
        "lineChart",
        tag("grouping", val="standard"),
        tag("varyColors", val=0),
        *(
            _line_series(chart, number, columns, room, language)
            for number, columns in enumerate(columns_of(chart))
        ),
        tag("marker", val=1),
        tag("axId", val=CATEGORIES),
        tag("axId", val=VALUES),
    )


def _line_series(
    chart: NativeChart, number: int, columns: Columns, room: Room, language: Language
) -> Element:
    series = chart.series[number]
    line = _line(series.colour, 2.25) if not series.printed else tag("a:ln", tag("a:noFill"))
    return tag(
        "ser",
        *_named(series, number, columns, language),
        tag("spPr", line),
        _marker(series.colour, hollow=False, printed=series.printed),
        *_own_markers(series),
        _labels_of_line(chart, series, room, language),
        _error_bars(series, columns, language, direction="y"),
        *_figures(chart, series, columns, language),
        tag("smooth", val=0),
    )


def _shown(series: Series) -> list[Point]:
    return [point for point in series.points if point.value is not None]


def _named(series: Series, number: int, columns: Columns, language: Language) -> Iterator[Element]:
    yield tag("idx", val=number)
    yield tag("order", val=number)
    cell = reference(language, columns.value, 0)
    cache = tag("strCache", tag("ptCount", val=1), tag("pt", said("v", series.name), idx=0))
    yield tag("tx", tag("strRef", said("f", cell), cache))


def _figures(
    chart: NativeChart, series: Series, columns: Columns, language: Language
) -> Iterator[Element]:
    """The categories and the figures, each with where in the workbook they stand."""
    count = len(chart.categories)
    names = (
        tag("pt", said("v", name or " "), idx=place) for place, name in enumerate(chart.categories)
    )
    cache = tag("strCache", tag("ptCount", val=count), *names)
    yield tag("cat", tag("strRef", said("f", reference(language, 0, 1, count)), cache))
    values = [point.value for point in series.points]
    yield tag("val", _numbers(values, columns.value, language, _format(chart, language)))


def _numbers(
    values: Sequence[float | None], column: int, language: Language, form: str = "General"
) -> Element:
    told = (
        tag("pt", said("v", repr(float(value))), idx=place)
        for place, value in enumerate(values)
        if value is not None
    )
    cache = tag("numCache", said("formatCode", form), tag("ptCount", val=len(values)), *told)
    return tag("numRef", said("f", reference(language, column, 1, len(values))), cache)


def _error_bars(
    series: Series, columns: Columns, language: Language, direction: str | None
) -> Element | None:
    """Intervals, as far from their figures as the workbook says."""
    if not columns.interval:
        return None
    minus, plus = [], []
    for point in series.points:
        known = point.value is not None and point.low is not None and point.upp is not None
        minus.append((point.value or 0.0) - (point.low or 0.0) if known else None)
        plus.append((point.upp or 0.0) - (point.value or 0.0) if known else None)
    colour = series.colour if direction else _LIGHT.ink
    return tag(
        "errBars",
        tag("errDir", val=direction) if direction else None,
        tag("errBarType", val="both"),
        tag("errValType", val="cust"),
        tag("noEndCap", val=0),
        tag("plus", _numbers(plus, columns.plus, language)),
        tag("minus", _numbers(minus, columns.minus, language)),
        tag("spPr", _line(colour, 1.25)),
    )


# --- Labels --------------------------------------------------------------------------------------


def _labels_in_bars(chart: NativeChart, series: Series, room: Room, language: Language) -> Element:
    """Shares in the pieces that have room for them."""
    low, upp = chart.axis
    hidden = []
    for place, point in enumerate(series.points):
        written = "" if point.value is None else written_by_office(point.value, chart, language)
        needed = width(written, NAME) + 2
        if point.value is None or point.value / (upp - low) * room.plot_width < needed:
            hidden.append(tag("dLbl", tag("idx", val=place), tag("delete", val=1)))
    words = _letters("txPr", SIZE, series.ink, language)
    return tag("dLbls", *hidden, *_label_look(_format(chart, language), words, "ctr"))


def _labels_beside_bars(
    chart: NativeChart, series: Series, room: Room, language: Language
) -> Element:
    """Figures to the right of their intervals."""
    low, upp = chart.axis
    labels = []
    words = _letters("txPr", FIRM_SIZE, _LIGHT.ink, language, firm=True)
    for place, point in enumerate(series.points):
        if point.value is None:
            continue
        beyond = (point.upp or point.value) - max(point.value, low)
        away = beyond / (upp - low) * room.plot_width + LABEL_AWAY
        labels.append(
            tag(
                "dLbl",
                tag("idx", val=place),
                _moved(away / room.width, 0.0),
                *_label_look(_own_format(point, chart, language), words, "outEnd"),
            )
        )
    return tag("dLbls", *labels, *_label_look(_format(chart, language), words, "outEnd"))


def _labels_of_line(chart: NativeChart, series: Series, room: Room, language: Language) -> Element:
    """Figures beside their points, the last one with the name of its line where it has room."""
    if series.printed:
        return tag("dLbls", *_label_look("General", None, "", value=False))
    shown = [place for place, point in enumerate(series.points) if point.value is not None]
    ends = ends_of_lines(chart)
    labels = []
    words = _letters("txPr", FIRM_SIZE, series.colour, language, firm=True)
    for place in shown:
        is_last = ends[series.name] == (series.part, place)
        if not (is_last or len(ends) <= 2):
            labels.append(tag("dLbl", tag("idx", val=place), tag("delete", val=1)))
            continue
        down = _down(chart, series, place, room) if is_last else _aside(chart, series, place)
        form = _own_format(series.points[place], chart, language)
        look = _label_look(form, words, "r", named=is_last and not room.legend)
        moved = _moved(LABEL_AWAY / 2 / room.width, down / room.height)
        labels.append(tag("dLbl", tag("idx", val=place), moved, *look))
    return tag("dLbls", *labels, *_label_look(_format(chart, language), words, "r"))


def ends_of_lines(chart: NativeChart) -> dict[str, tuple[int, int]]:
    """Return where each line ends: in which of its parts, and at which time, by its name."""
    return {
        series.name: (series.part, place)
        for series in chart.series
        for place, point in enumerate(series.points)
        if point.value is not None and not series.printed
    }


def end_height(room: Room) -> float:
    """Return how high what stands at the end of a line is: name and figure, or the figure alone."""
    return FIRM.leading * (1 if room.legend else 2)


def _down(chart: NativeChart, series: Series, place: int, room: Room) -> float:
    """How far below its point the end of a line is written, so that no two ends touch."""
    low, upp = chart.axis
    values = {
        one.name: one.points[at].value or 0.0
        for one in chart.series
        for part, at in [ends_of_lines(chart).get(one.name, (-1, 0))]
        if not one.printed and one.part == part
    }
    names = sorted(values, key=lambda name: -values[name])
    wanted = [(upp - values[name]) / (upp - low) * room.plot_height for name in names]
    placed = space_out(wanted, [end_height(room)] * len(names), room.plot_height)
    at = names.index(series.name)
    return placed[at] - wanted[at]


def _aside(chart: NativeChart, series: Series, place: int) -> float:
    """How far below its point a figure stands: above it where another line is below."""
    own = series.points[place].value or 0.0
    others = [
        one.points[place].value
        for one in chart.series
        if one.name != series.name and not one.printed
    ]
    below = any(other is not None and other < own for other in others)
    above = any(other is not None and other >= own for other in others)
    later = next((one.value for one in series.points[place + 1 :] if one.value is not None), own)
    rises = later > own and not below
    return FIRM.leading * (0.8 if above or rises else -0.8)


def _label_look(
    form: str, words: Element | None, position: str, *, named: bool = False, value: bool = True
) -> Iterator[Element]:
    yield tag("numFmt", formatCode=form, sourceLinked=0)
    if words is not None:
        yield _nothing()
        yield words
    if position:
        yield tag("dLblPos", val=position)
    yield tag("showLegendKey", val=0)
    yield tag("showVal", val=int(value))
    yield tag("showCatName", val=0)
    yield tag("showSerName", val=int(named))
    yield tag("showPercent", val=0)
    yield tag("showBubbleSize", val=0)
    if named:
        yield said_as_is("separator", "\n")


def said_as_is(name: str, words: str) -> Element:
    """Return an element with words whose spaces stay."""
    made = tag(name)
    made.text = words
    return made


def _moved(right: float, down: float) -> Element:
    """How far a label is from its usual place, in parts of the chart."""
    return tag(
        "layout",
        tag("manualLayout", tag("x", val=f"{right:.5f}"), tag("y", val=f"{down:.5f}")),
    )


# --- Numbers -------------------------------------------------------------------------------------


def _format(chart: NativeChart, language: Language) -> str:
    if chart.share:
        return percent_format(language)
    return "0." + "0" * chart.places if chart.places else "0"


def _own_format(point: Point, chart: NativeChart, language: Language) -> str:
    """The format of a figure: as the page writes it, with a diamond where its level is published.

    It stays a number wherever the usual format writes what the page does.
    """
    end = f'" {DIAMOND}"' if point.published else ""
    value = point.value or 0.0
    if chart.share and point.words not in ("", written_by_office(value, chart, language)):
        return _quoted(point.words) + end
    if not end:
        return _format(chart, language)
    return (f"0{SIGNS[language]}" if chart.share else _format(chart, language)) + end


def _quoted(words: str) -> str:
    plain = printable_line(words).replace('"', "")
    return f'"{plain}"'


def written_by_office(value: float, chart: NativeChart, language: Language) -> str:
    """Return how an office program writes a figure in the usual format: halves away from nought."""
    if not chart.share:
        return numbers.decimal(value, language, chart.places)
    if 0 < value < 0.005:
        return say(language, "number.under", limit=numbers.whole_percent(0.01, language))
    whole = (100 * Decimal(repr(value))).quantize(Decimal(1), ROUND_HALF_UP)
    return numbers.with_percent(str(whole), language)


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


def _fill(colour: str) -> Element:
    return tag("a:solidFill", _colour(colour))


def _nothing() -> Element:
    return tag("spPr", tag("a:noFill"), tag("a:ln", tag("a:noFill")))


def _line(colour: str, points: float) -> Element:
    return tag("a:ln", _fill(colour), tag("a:round"), w=round(points * EMU), cap="rnd")


def _ground(colour: str, *, hatched: bool) -> Element:
    """The ground of a bar; hatched where nobody has published its level."""
    edge = tag("a:ln", _fill(_LIGHT.background), w=round(0.5 * EMU))
    if not hatched:
        return tag("spPr", _fill(colour), edge)
    ends = (("a:fgClr", _LIGHT.background), ("a:bgClr", colour))
    strokes = (tag(end, _colour(own)) for end, own in ends)
    return tag("spPr", tag("a:pattFill", *strokes, prst="ltUpDiag"), edge)


def _own_grounds(series: Series) -> Iterator[Element]:
    """The bars that look otherwise than their series."""
    every = all(point.assumed for point in _shown(series))
    for place, point in enumerate(series.points):
        if point.value is not None and (point.colour or point.assumed != every):
            ground = _ground(point.colour or series.colour, hatched=point.assumed)
            plain = tag("invertIfNegative", val=0)
            yield tag("dPt", tag("idx", val=place), plain, tag("bubble3D", val=0), ground)


def _marker(colour: str, *, hollow: bool, printed: bool) -> Element:
    pale = mixed(colour, 0.3, _LIGHT.background) if printed else colour
    inside = tag("a:solidFill", tag("a:srgbClr", val="FFFFFF")) if hollow else _fill(pale)
    # An open point is larger: LibreOffice passes over a point's own look where its size is usual.
    shape, size = ("diamond", 15) if printed else ("circle", 9 if hollow else 8)
    look = tag("spPr", inside, _line(colour, 1.5))
    return tag("marker", tag("symbol", val=shape), tag("size", val=size), look)


def _own_markers(series: Series) -> Iterator[Element]:
    """The points whose level nobody has published, open."""
    for place, point in enumerate(series.points):
        if point.value is not None and point.assumed:
            marker = _marker(series.colour, hollow=True, printed=False)
            line = tag("spPr", _line(series.colour, 2.25))
            yield tag("dPt", tag("idx", val=place), marker, tag("bubble3D", val=0), line)


def _letters(
    name: str, size: float, colour: str, language: Language, *, firm: bool = False
) -> Element:
    look = {"lang": TAGS[language], "sz": round(100 * size), "b": int(firm)}
    plain = tag("a:defRPr", _fill(colour), **look)
    paragraph = tag("a:p", tag("a:pPr", plain), tag("a:endParaRPr", lang=TAGS[language]))
    return tag(name, tag("a:bodyPr"), tag("a:lstStyle"), paragraph)


def _heading(chart: NativeChart, language: Language) -> Element:
    look = {"lang": TAGS[language], "sz": round(100 * SIZE), "b": 0}
    run = tag("a:r", tag("a:rPr", _fill(_LIGHT.secondary), **look), said("a:t", chart.heading))
    properties = tag("a:pPr", tag("a:defRPr", **look))
    rich = tag("rich", tag("a:bodyPr"), tag("a:lstStyle"), tag("a:p", properties, run))
    return tag("title", tag("tx", rich), tag("overlay", val=1))


def _inner(room: Room) -> Element:
    """Where the plot stands, without what is around it."""
    places = {
        "x": room.left / room.width,
        "y": room.top / room.height,
        "w": room.plot_width / room.width,
        "h": room.plot_height / room.height,
    }
    return tag(
        "layout",
        tag(
            "manualLayout",
            tag("layoutTarget", val="inner"),
            tag("xMode", val="edge"),
            tag("yMode", val="edge"),
            *(tag(name, val=f"{part:.5f}") for name, part in places.items()),
        ),
    )


def _legend(chart: NativeChart, language: Language) -> Element:
    """The names of the series above the plot, each once."""
    names = [series.name for series in chart.series]
    again = [place for place, name in enumerate(names) if name in names[:place]]
    return tag(
        "legend",
        tag("legendPos", val="t"),
        *(tag("legendEntry", tag("idx", val=one), tag("delete", val=1)) for one in again),
        tag("overlay", val=0),
        _letters("txPr", SIZE, _LIGHT.secondary, language),
    )


def _axes(chart: NativeChart, room: Room, language: Language) -> Iterator[Element]:
    lines = chart.kind == "lines"
    grid = _line(_LIGHT.grid, 0.75)
    yield tag(
        "catAx",
        tag("axId", val=CATEGORIES),
        tag("scaling", tag("orientation", val="minMax" if lines else "maxMin")),
        tag("delete", val=0),
        tag("axPos", val="b" if lines else "l"),
        tag("numFmt", formatCode="General", sourceLinked=0),
        tag("majorTickMark", val="none"),
        tag("minorTickMark", val="none"),
        tag("tickLblPos", val="low" if room.left > NO_NAMES else "none"),
        tag("spPr", grid),
        _letters("txPr", SIZE, _LIGHT.ink, language),
        tag("crossAx", val=VALUES),
        tag("crosses", val="autoZero"),
        tag("auto", val=0),
        tag("lblAlgn", val="ctr"),
        tag("lblOffset", val=100),
        tag("noMultiLvlLbl", val=1),
    )
    yield tag(
        "valAx",
        tag("axId", val=VALUES),
        tag(
            "scaling",
            tag("orientation", val="minMax"),
            tag("max", val=chart.axis[1]),
            tag("min", val=chart.axis[0]),
        ),
        tag("delete", val=int(chart.kind == "stack")),
        tag("axPos", val="l" if lines else "b"),
        tag("majorGridlines", tag("spPr", grid)) if chart.kind != "stack" else None,
        tag("numFmt", formatCode=_format(chart, language), sourceLinked=0),
        tag("majorTickMark", val="none"),
        tag("minorTickMark", val="none"),
        tag("tickLblPos", val="nextTo" if lines else "high"),
        _nothing(),
        _letters("txPr", SIZE, _LIGHT.secondary, language),
        tag("crossAx", val=CATEGORIES),
        tag("crosses", val="autoZero"),
        tag("crossBetween", val="between"),
        tag("majorUnit", val=chart.step),
    )
