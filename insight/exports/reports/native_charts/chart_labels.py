"""Labels of native charts: figures where they have room, as the page writes them."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal

from insight.exports.reports.native_charts.chart_elements import (
    DIAMOND,
    FIRM,
    FIRM_SIZE,
    LABEL_AWAY,
    NAME,
    SIZE,
    Element,
    Room,
    letters_of,
    no_look,
    tag,
)
from insight.exports.reports.native_charts.native_chart import NativeChart, Point, Series
from insight.exports.workbook import SIGNS, percent_format
from insight.language import numbers
from insight.language.catalogue import Language, say
from insight.language.printable_words import printable_line
from insight.reporting.charts.palettes import PALETTES
from insight.reporting.charts.scales import space_out
from insight.reporting.pictures.letters import width

_LIGHT = PALETTES["light"]


# --- Labels --------------------------------------------------------------------------------------


def labels_in_bars(chart: NativeChart, series: Series, room: Room, language: Language) -> Element:
    """Return the shares in the pieces that have room for them."""
    low, upp = chart.axis
    hidden = []
    for place, point in enumerate(series.points):
        written = "" if point.value is None else written_by_office(point.value, chart, language)
        needed = width(written, NAME) + 2
        if point.value is None or point.value / (upp - low) * room.plot_width < needed:
            hidden.append(tag("dLbl", tag("idx", val=place), tag("delete", val=1)))
    words = letters_of("txPr", SIZE, series.ink, language)
    return _labels(*hidden, *_label_look(number_format(chart, language), words, "ctr"))


def labels_beside_bars(
    chart: NativeChart, series: Series, room: Room, language: Language
) -> Element:
    """Return figures to the right of their intervals."""
    low, upp = chart.axis
    labels = []
    words = letters_of("txPr", FIRM_SIZE, _LIGHT.ink, language, firm=True)
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
    return _labels(*labels, *_label_look(number_format(chart, language), words, "outEnd"))


def labels_of_line(chart: NativeChart, series: Series, room: Room, language: Language) -> Element:
    """Return figures beside points, the last with the name of its line where it has room."""
    if series.printed:
        return _labels(*_label_look("General", None, "", value=False))
    shown = [place for place, point in enumerate(series.points) if point.value is not None]
    ends = ends_of_lines(chart)
    labels = []
    words = letters_of("txPr", FIRM_SIZE, series.colour, language, firm=True)
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
    return _labels(*labels, *_label_look(number_format(chart, language), words, "r"))


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


def _labels(*inside: Element) -> Element:
    """Labels of a series, without the lines that lead to those that are moved."""
    space = "http://schemas.microsoft.com/office/drawing/2012/chart"
    look = {"uri": "{CE6537A1-D6FC-4f65-9D91-7224C49458BB}", "xmlns:c15": space}
    without = tag("ext", tag("c15:showLeaderLines", val=0), **look)
    return tag("dLbls", *inside, tag("extLst", without))


def _label_look(
    form: str, words: Element | None, position: str, *, named: bool = False, value: bool = True
) -> Iterator[Element]:
    yield tag("numFmt", formatCode=form, sourceLinked=0)
    if words is not None:
        yield no_look()
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


def number_format(chart: NativeChart, language: Language) -> str:
    """Return how an office program is told to write the figures of a chart."""
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
        return number_format(chart, language)
    return (f"0{SIGNS[language]}" if chart.share else number_format(chart, language)) + end


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
