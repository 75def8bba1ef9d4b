"""XML of native charts, as the office formats have it (ECMA-376, DrawingML charts).

Figures are cached beside the references to the workbook, so that a program shows the chart without
opening it. Everything stands in the order that the schema wants.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from xml.etree import ElementTree

from insight.exports.reports.native_charts.chart_elements import (
    BAR_GAP,
    BELOW_LEGEND,
    CATEGORIES,
    NO_NAMES,
    SIZE,
    SPACES,
    VALUES,
    Element,
    Room,
    fill_of,
    ground_of,
    letters_of,
    line_of,
    marker_of,
    no_look,
    own_grounds,
    own_markers,
    said,
    tag,
)
from insight.exports.reports.native_charts.chart_labels import (
    labels_beside_bars,
    labels_in_bars,
    labels_of_line,
    number_format,
)
from insight.exports.reports.native_charts.chart_workbook import Columns, columns_of, reference
from insight.exports.reports.native_charts.native_chart import NativeChart, Series
from insight.exports.reports.report import TAGS
from insight.language.catalogue import Language
from insight.reporting.charts.palettes import PALETTES

_LIGHT = PALETTES["light"]


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
            tag("plotArea", _inner(room), plotted, *_axes(chart, room, language), no_look()),
            _legend(chart, room, language) if room.legend else None,
            tag("plotVisOnly", val=1),
            tag("dispBlanksAs", val="span" if chart.kind == "lines" else "gap"),
        ),
        no_look(),
        letters_of("txPr", SIZE, _LIGHT.secondary, language),
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
    labels = labels_in_bars if chart.kind == "stack" else labels_beside_bars
    return tag(
        "ser",
        *_named(series, number, columns, language),
        ground_of(series.colour, hatched=all(one.assumed for one in series.shown)),
        tag("invertIfNegative", val=0),
        *own_grounds(series),
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
    line = line_of(series.colour, 2.25) if not series.printed else tag("a:ln", tag("a:noFill"))
    return tag(
        "ser",
        *_named(series, number, columns, language),
        tag("spPr", line),
        marker_of(series.colour, hollow=False, printed=series.printed),
        *own_markers(series),
        labels_of_line(chart, series, room, language),
        _error_bars(series, columns, language, direction="y"),
        *_figures(chart, series, columns, language),
        tag("smooth", val=0),
    )


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
    yield tag("val", _numbers(values, columns.value, language, number_format(chart, language)))


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
        tag("spPr", line_of(colour, 1.25)),
    )


def _heading(chart: NativeChart, language: Language) -> Element:
    look = {"lang": TAGS[language], "sz": round(100 * SIZE), "b": 0}
    run = tag("a:r", tag("a:rPr", fill_of(_LIGHT.secondary), **look), said("a:t", chart.heading))
    properties = tag("a:pPr", tag("a:defRPr", **look))
    rich = tag("rich", tag("a:bodyPr"), tag("a:lstStyle"), tag("a:p", properties, run))
    return tag("title", tag("tx", rich), tag("overlay", val=1))


def _inner(room: Room) -> Element:
    """Where the plot stands, without what is around it."""
    size = (room.plot_width, room.plot_height)
    return _placed(room, (room.left, room.top), size, tag("layoutTarget", val="inner"))


def _placed(
    room: Room, at: tuple[float, float], size: tuple[float, float], *before: Element
) -> Element:
    """Where something stands, from the upper left corner of the chart."""
    whole = (room.width, room.height)
    parts = [one / of for one, of in zip((*at, *size), whole * 2, strict=True)]
    return tag(
        "layout",
        tag(
            "manualLayout",
            *before,
            tag("xMode", val="edge"),
            tag("yMode", val="edge"),
            *(tag(name, val=f"{part:.5f}") for name, part in zip("xywh", parts, strict=True)),
        ),
    )


def _legend(chart: NativeChart, room: Room, language: Language) -> Element:
    """The names of the series above the plot, from its left edge on, each once."""
    names = [series.name for series in chart.series]
    again = [place for place, name in enumerate(names) if name in names[:place]]
    return tag(
        "legend",
        tag("legendPos", val="t"),
        *(tag("legendEntry", tag("idx", val=one), tag("delete", val=1)) for one in again),
        _placed(room, (0.0, 0.0), (room.width, room.top - BELOW_LEGEND)),
        tag("overlay", val=0),
        letters_of("txPr", SIZE, _LIGHT.secondary, language),
    )


def _axes(chart: NativeChart, room: Room, language: Language) -> Iterator[Element]:
    lines = chart.kind == "lines"
    grid = line_of(_LIGHT.grid, 0.75)
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
        letters_of("txPr", SIZE, _LIGHT.ink, language),
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
        tag("numFmt", formatCode=number_format(chart, language), sourceLinked=0),
        tag("majorTickMark", val="none"),
        tag("minorTickMark", val="none"),
        tag("tickLblPos", val="nextTo" if lines else "high"),
        no_look(),
        letters_of("txPr", SIZE, _LIGHT.secondary, language),
        tag("crossAx", val=CATEGORIES),
        tag("crosses", val="autoZero"),
        tag("crossBetween", val="between"),
        tag("majorUnit", val=chart.step),
    )
