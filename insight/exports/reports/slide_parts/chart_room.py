"""Room of native charts on slides: rows, names and legends measured before they are drawn."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from insight.exports.reports.native_charts.chart_elements import BELOW_LEGEND, FIRM, NAME, Room
from insight.exports.reports.native_charts.chart_labels import ends_of_lines
from insight.exports.reports.native_charts.native_chart import NativeChart
from insight.exports.reports.slide_parts.slide_template import Box
from insight.language.printable_words import printable_line
from insight.reporting.pictures.letters import MORE, cut, fits_in, fold, width
from insight.reporting.pictures.row_names import ends_apart

MOST_NAMES = 3  # lines of a name
FEW_SLIDES = 4  # from more than so many on, names have fewer lines
ROW, TALLEST_ROW = 24.0, 50.0  # points of a row of a chart
HEADING = 26.0  # above a plot without a legend
LEGEND_LINE, LEGEND_KEY = 19.0, 30.0  # points of a line of a legend, and of a key with its gaps
LEGEND_PART = 0.4  # part of the height that a legend may take
WIDEST_NAMES = {False: (0.2, 0.28, 0.36), True: (0.18, 0.24, 0.3)}  # parts of the width
LONGEST_END = 0.18  # part of the width that a name at the end of a line may take
ENDS = 56.0  # points beside a plot, for figures at the ends of its lines
TICKS = 24.0  # below a plot, for the numbers of its axis
MEASURE = 0.3  # part of the width for the figures beside bars
APART = 12.0  # points between charts that stand side by side
LABEL = 66.0  # points for a figure behind its interval


@dataclass(frozen=True)
class RowsRoom:
    """How the rows of charts have room.

    Attributes
    ----------
    names
        Width of their names.
    above
        Height of legend or heading.
    row
        Height of a row.
    most
        How many there are on a slide.
    short, legend
        Each name as it has room, and each name of a series in its legend.
    """

    names: float
    above: float
    row: float
    most: int
    short: Mapping[str, str]
    legend: Mapping[str, str]


@dataclass(frozen=True)
class LegendRoom:
    """How the names of series have room above a plot: in columns alike, as programs set them.

    Attributes
    ----------
    height
        Of all its lines.
    short
        Each name as it has room.
    """

    height: float
    short: Mapping[str, str]


def room_of_legend(names: Sequence[str], wide: float, high: float) -> LegendRoom:
    """Return how names have room in a legend: cut only where it would be too high.

    Parameters
    ----------
    names
        Of the series.
    wide, high
        Its width, and the height of which it may take a part.
    """
    lines = max(1, int(LEGEND_PART * high / LEGEND_LINE))
    fewest = math.ceil(len(names) / lines)  # columns
    longest = max(width(printable_line(name), NAME) for name in names) + LEGEND_KEY
    columns = min(max(fewest, int(wide / longest)), len(names))
    short = _short(names, wide / columns - LEGEND_KEY, 1)
    return LegendRoom(math.ceil(len(names) / columns) * LEGEND_LINE, short)


def _short(names: Sequence[str], room: float, most: int) -> dict[str, str]:
    """Names as they have room; those that would be cut to the same end in what differs."""
    plain = {name: printable_line(name) for name in names}
    short = {name: _cut(words, room, most) for name, words in plain.items()}
    times = Counter(short.values())
    alike = {plain[name] for name in plain if times[short[name]] > 1}
    if len(alike) > 1:
        ends = dict(ends_apart(sorted(alike)))
        for name, words in plain.items():
            if words in ends:
                short[name] = _told_apart(words, ends[words], room, most)
    return short


def _told_apart(words: str, end: str, room: float, most: int) -> str:
    """A name with how it begins and with what it differs in, in half a line each if it has one."""
    if most == 1:
        rest = _cut(f"{MORE} {end}", room / 2, 1)
        return f"{cut(words, NAME, room / 2).removesuffix(MORE)} {rest}"
    begins = fold(words, NAME, room, 1)[0].removesuffix(MORE)
    return f"{begins} {_cut(f'{MORE} {end}', room, most - 1)}"


def _cut(words: str, room: float, most: int) -> str:
    """Words, cut where they need more lines than there are."""
    return words if fits_in(most, words, NAME, room) else " ".join(fold(words, NAME, room, most))


def room_of_rows(charts: Sequence[NativeChart], free: Box) -> RowsRoom:
    """Return how rows have room: their names in so many lines that they need few slides."""
    names = [printable_line(name) for name in charts[0].categories]
    above, legend = HEADING, LegendRoom(0.0, {})
    if charts[0].kind == "stack":
        wide = free.width * (1 - MEASURE) - APART
        legend = room_of_legend([series.name for series in charts[0].series], wide, free.height)
        above = legend.height + BELOW_LEGEND
    plot = free.height - above - TICKS
    widest = max(max(width(name, NAME) for name in names) + 14, 40.0)
    for most_lines in range(MOST_NAMES, 0, -1):
        tried = []
        for part in WIDEST_NAMES[len(charts) > 1]:
            room = min(widest, part * free.width)
            lines = max(len(fold(name, NAME, room - 10, most_lines)) for name in names)
            row = max(ROW, lines * NAME.leading + 1)
            most = max(1, int(plot / row))
            slides = len([*parts_of_rows(len(names), charts[0].references, most)])
            cut = sum(not fits_in(most_lines, name, NAME, room - 10) for name in names)
            tried.append((slides, cut, room, row, most))
        slides, _, room, row, most = min(tried)
        if slides <= FEW_SLIDES:
            break
    longest = max(map(len, parts_of_rows(len(names), charts[0].references, most)))
    high = max(row, min(plot / longest, TALLEST_ROW))
    short = _short(charts[0].categories, room - 10, most_lines)
    return RowsRoom(room, above, high, most, short, legend.short)


def parts_of_rows(count: int, references: int, most: int) -> Iterator[list[int]]:
    """Return which rows stand on each slide: the references on all, about as many others."""
    if count <= most or most <= references:
        for first in range(0, count, most):
            yield [*range(first, min(first + most, count))]
        return
    groups = count - references
    slides = math.ceil(groups / (most - references))
    each = math.ceil(groups / slides)
    for first in range(references, count, each):
        yield [*range(references), *range(first, min(first + each, count))]


def room_of_lines(chart: NativeChart, free: Box) -> tuple[NativeChart, Room]:
    """Return the room of lines: names stand at their ends where they fit, else in a legend."""
    left, below = 52.0, TICKS
    plot = free.height - 10 - below
    names = [*ends_of_lines(chart)]
    widest = max((width(name, FIRM) for name in [*names, "100 %"]), default=0.0) + 20
    if len(names) * 2 * FIRM.leading <= plot and widest <= LONGEST_END * free.width:
        return chart, Room(free.width, free.height, left, 10.0, widest, below)
    names = [*dict.fromkeys(series.name for series in chart.series)]
    legend = room_of_legend(names, free.width, free.height)
    room = Room(
        free.width, free.height, left, legend.height + BELOW_LEGEND, ENDS, below, legend=True
    )
    return chart.called(legend.short), room
