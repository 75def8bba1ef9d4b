"""Room of native charts on slides: rows, names and legends measured before they are drawn."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from insight.exports.reports.native_charts.chart_elements import FIRM, NAME, Room
from insight.exports.reports.native_charts.chart_labels import ends_of_lines
from insight.exports.reports.native_charts.native_chart import NativeChart
from insight.exports.reports.slide_parts.slide_template import Box
from insight.language.printable_words import printable_line
from insight.reporting.pictures.letters import MORE, cut, fits_in, fold, width
from insight.reporting.pictures.row_names import ends_apart

MOST_NAMES = 3  # lines of a name
ROW, TALLEST_ROW = 24.0, 50.0  # points of a row of a chart
HEADING = 26.0  # above a plot without a legend
WIDEST_NAMES = {False: (0.2, 0.28, 0.36), True: (0.18, 0.24, 0.3)}  # parts of the width
LONGEST_END = 0.18  # part of the width that a name at the end of a line may take
TICKS = 24.0  # below a plot, for the numbers of its axis
MEASURE = 0.3  # part of the width for the figures beside bars
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
    short
        Each name as it has room.
    """

    names: float
    above: float
    row: float
    most: int
    short: Mapping[str, str]


def _short(names: Sequence[str], room: float) -> dict[str, str]:
    """Names as they have room; those that would be cut to the same end in what differs."""
    plain = {name: printable_line(name) for name in names}
    short = {name: _cut(words, room, MOST_NAMES) for name, words in plain.items()}
    times = Counter(short.values())
    alike = {plain[name] for name in plain if times[short[name]] > 1}
    if len(alike) > 1:
        ends = dict(ends_apart(sorted(alike)))
        for name, words in plain.items():
            if words in ends:
                begins = fold(words, NAME, room, 1)[0].removesuffix(MORE)
                rest = _cut(f"{MORE} {ends[words]}", room, MOST_NAMES - 1)
                short[name] = f"{begins} {rest}"
    return short


def _cut(words: str, room: float, most: int) -> str:
    """Words, cut where they need more lines than there are."""
    return words if fits_in(most, words, NAME, room) else " ".join(fold(words, NAME, room, most))


def room_of_rows(charts: Sequence[NativeChart], free: Box) -> RowsRoom:
    """Return how rows have room: their names in so many lines that they need the fewest slides."""
    names = [printable_line(name) for name in charts[0].categories]
    above = HEADING
    if charts[0].kind == "stack":
        wide = free.width * (1 - MEASURE) - 12
        taken = sum(width(series.name, NAME) + 30 for series in charts[0].series)
        above = math.ceil(taken / wide) * 19 + 10
    plot = free.height - above - TICKS
    widest = max(max(width(name, NAME) for name in names) + 14, 40.0)
    tried = []
    for part in WIDEST_NAMES[len(charts) > 1]:
        room = min(widest, part * free.width)
        lines = max(len(fold(name, NAME, room - 10, MOST_NAMES)) for name in names)
        row = max(ROW, lines * NAME.leading + 1)
        most = max(1, int(plot / row))
        slides = len([*parts_of_rows(len(names), charts[0].references, most)])
        tried.append((slides, room, row, most))
    slides, room, row, most = min(tried)
    longest = max(map(len, parts_of_rows(len(names), charts[0].references, most)))
    high = max(row, min(plot / longest, TALLEST_ROW))
    return RowsRoom(room, above, high, most, _short(charts[0].categories, room - 10))


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
    taken = sum(width(name, NAME) + 40 for name in names)
    above = math.ceil(taken / free.width) * 19 + 12
    room = Room(free.width, free.height, left, above, 56.0, below, legend=True)
    short = [replace(one, name=cut(one.name, NAME, free.width / 2)) for one in chart.series]
    return replace(chart, series=short), room
