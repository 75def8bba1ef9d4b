"""Rows of lines over time: a line per group, named at its end."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import pandas as pd

from insight.analysis.estimates import Estimate, Table
from insight.analysis.significance import Group
from insight.language.catalogue import Language, say
from insight.reporting import boxes, labels
from insight.reporting.charts.elements import rows_of_chart
from insight.reporting.charts.row_words import wrap
from insight.reporting.charts.scales import bounds, space_out, window, words_of_axis
from insight.reporting.charts.trend_rows import stretch
from insight.reporting.layout import Layout
from insight.reporting.time_axis import fractions, moments_of, time_axis

HEIGHT = 360
MOST_LINES = 6
TEXT_LINE = 17
Row = dict[str, object]


@dataclass(frozen=True)
class Run:
    """The figures of one group over time: its name, and its estimate in each wave."""

    name: str
    estimates: Sequence[Estimate]


@dataclass(frozen=True)
class Point:
    """A figure that is shown: which wave by number, and whether it stands alone between breaks.

    `along` is how far it is from the first wave to the last, from 0 to 1.
    """

    group: Group
    order: int
    along: float
    segment: int
    alone: bool
    value: float
    low: float
    upp: float
    assumed: bool

    @property
    def row(self) -> Row:
        """The point as a row of a chart."""
        return {name: value for name, value in vars(self).items() if name != "group"}


def runs(table: Table, key: str, order: Sequence[str], language: Language) -> list[Run]:
    """Return a run for each group of the variable that is not the wave.

    Parameters
    ----------
    table
        The item broken down by the wave, and perhaps by one variable more.
    key
        The answer that is followed; empty for a mean.
    order
        Codes of the other variable, in order; nothing where there is none.
    language
        Language of the names.
    """
    over = place_of_wave(table)
    estimates = {estimate.group: estimate for estimate in table.of(key)}
    waves = table.request.levels[over]
    if len(table.request.by) == 1:
        return [Run(say(language, "chart.everyone"), [estimates[code,] for code in waves])]
    other = table.request.by[1 - over]
    return [
        Run(
            other.category(code).label[language],
            [estimates[(wave, code) if over == 0 else (code, wave)] for wave in waves],
        )
        for code in order
    ]


def place_of_wave(table: Table) -> int:
    """Return the place of the wave among the variables of a table."""
    return next(
        place for place, variable in enumerate(table.request.by) if variable == table.codebook.wave
    )


def points(table: Table, run: Run) -> Iterator[Point]:
    """Return the figures of a run that are shown, in the order of time."""
    over = place_of_wave(table)
    stretches = {estimate.group: stretch(table, estimate.group[over]) for estimate in run.estimates}
    along = fractions(moments_of(table))
    times = Counter(stretches[estimate.group] for estimate in run.estimates if estimate.shown)
    for place, estimate in enumerate(run.estimates):
        if estimate.value is None:
            continue
        yield Point(
            group=estimate.group,
            order=place,
            along=along[place],
            segment=stretches[estimate.group],
            alone=times[stretches[estimate.group]] == 1,
            value=estimate.value,
            low=estimate.value if estimate.low is None else estimate.low,
            upp=estimate.value if estimate.upp is None else estimate.upp,
            assumed=estimate.basis in ("bound", "assumed"),
        )


def in_words(table: Table, point: Point, layout: Layout, language: Language) -> str:
    """Return a figure with the mark of its test."""
    value = labels.value(point.value, table, language)
    return f"{value} {layout.verdict(point.group).mark}".strip()


def lines_rows(
    table: Table, key: str, order: Sequence[str], layout: Layout, language: Language
) -> pd.DataFrame:
    """Rows of a few lines over time, each named at its end.

    Parameters
    ----------
    table, key, order
        As of :func:`runs`.
    layout
        What tests found of each figure.
    language
        Language of the words in the chart.
    """
    low, upp = window(bounds(table.of(key)), share=table.statistic == "share")
    rows: list[Row] = [{"mark": "room", "value": bound} for bound in (low, upp)]
    rows[0]["axis"] = words_of_axis(table, low, upp, language)
    axis = time_axis([table], language, padding=0.12)
    starts = {wave_break.wave for wave_break in table.item.breaks}
    every = runs(table, key, order, language)
    for place, code in enumerate(table.request.levels[place_of_wave(table)]):
        wave = axis.tick(0, code).row
        said = boxes.of_wave(str(wave["wave"]), _entries(table, every, place, layout), language)
        marks: Row = {"mark": "wave", "order": place, "breaks": code in starts, "said": said}
        rows.append(marks | wave)
    ends: list[_End] = []
    for number, run in enumerate(every):
        shown = list(points(table, run))
        shared: Row = {"mark": "point", "series": number, "name": run.name}
        shown = [replace(point, along=axis.ticks[point.order].along) for point in shown]
        rows += [shared | point.row for point in shown]
        if shown:
            value = in_words(table, shown[-1], layout, language)
            wide, narrow = (f"{wrap(run.name, width, 2)} {value}" for width in (22, 13))
            ends.append(_End(number, shown[-1], wide, narrow))
    return rows_of_chart([*rows, *_place_names(ends, low, upp)])


def _entries(table: Table, every: Sequence[Run], place: int, layout: Layout) -> list[boxes.Entry]:
    """The figure of each run in a wave, for its box."""
    estimates = [(run.name, run.estimates[place]) for run in every]
    return [
        boxes.Entry(name, table, estimate, layout.lines(estimate.group))
        for name, estimate in estimates
    ]


@dataclass(frozen=True)
class _End:
    """The name of a line at its last point, for a wide and for a narrow screen."""

    series: int
    point: Point
    wide: str
    narrow: str

    @property
    def height(self) -> int:
        lines = 1 + max(self.wide.count("\n"), self.narrow.count("\n"))
        return TEXT_LINE * lines + 3


def _place_names(ends: Sequence[_End], low: float, upp: float) -> Iterator[Row]:
    """Give each name a height, near the value it belongs to but not upon another name."""
    ends = sorted(ends, key=lambda end: -end.point.value)
    wanted = [(upp - end.point.value) / (upp - low) * HEIGHT for end in ends]
    places = space_out(wanted, [end.height for end in ends], HEIGHT)
    for end, place in zip(ends, places, strict=True):
        words = {"wide": end.wide, "narrow": end.narrow, "place": place / HEIGHT}
        yield {"mark": "end", "series": end.series} | end.point.row | words
