"""Rows of lines over time: a line per group, named at its end."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import pandas as pd

from insight.analysis.estimates import Estimate, Table
from insight.analysis.significance import Group
from insight.language.catalogue import Language, say
from insight.reporting import labels
from insight.reporting.charts.bar_rows import wrapped
from insight.reporting.charts.scales import spaced, window
from insight.reporting.charts.trend_rows import stretch
from insight.reporting.layout import Layout

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
    """A figure that is shown: which wave by number, and whether it stands alone between breaks."""

    group: Group
    order: int
    segment: int
    alone: bool
    value: float
    low: float
    upp: float
    hover: str

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
    found = {one.group: one for one in table.of(key)}
    waves = table.request.levels[over]
    if len(table.request.by) == 1:
        return [Run(say(language, "chart.everyone"), [found[code,] for code in waves])]
    other = table.request.by[1 - over]
    return [
        Run(
            other.category(code).label[language],
            [found[(wave, code) if over == 0 else (code, wave)] for wave in waves],
        )
        for code in order
    ]


def place_of_wave(table: Table) -> int:
    """Return the place of the wave among the variables of a table."""
    return next(place for place, one in enumerate(table.request.by) if one == table.codebook.wave)


def points(table: Table, run: Run, language: Language) -> Iterator[Point]:
    """Return the figures of a run that are shown, in the order of time."""
    over = place_of_wave(table)
    stretches = {one.group: stretch(table, one.group[over]) for one in run.estimates}
    times = Counter(stretches[one.group] for one in run.estimates if one.shown)
    for place, one in enumerate(run.estimates):
        if one.value is None:
            continue
        wave = labels.wave_label(table, one, language)
        yield Point(
            group=one.group,
            order=place,
            segment=stretches[one.group],
            alone=times[stretches[one.group]] == 1,
            value=one.value,
            low=one.value if one.low is None else one.low,
            upp=one.value if one.upp is None else one.upp,
            hover=f"{wave}: {labels.level_sentence(table, one.key, one.group, language)}",
        )


def bounds(estimates: Iterable[Estimate]) -> list[float]:
    """Return everything that has to have room on a scale."""
    return [
        bound for one in estimates for bound in (one.value, one.low, one.upp) if bound is not None
    ]


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
    rows: list[Row] = [{"mark": "room", "value": one} for one in (low, upp)]
    wave = table.request.by[place_of_wave(table)]
    starts = {one.wave for one in table.item.breaks}
    for place, code in enumerate(table.request.levels[place_of_wave(table)]):
        name = wave.category(code).label[language]
        rows.append({"mark": "wave", "order": place, "wave": name, "breaks": code in starts})
    ends: list[_End] = []
    for number, run in enumerate(runs(table, key, order, language)):
        shown = list(points(table, run, language))
        its: Row = {"mark": "point", "series": number, "name": run.name}
        rows += [its | one.row for one in shown]
        if shown:
            value = in_words(table, shown[-1], layout, language)
            wide, narrow = (f"{wrapped(run.name, width, 2)} {value}" for width in (22, 13))
            ends.append(_End(number, shown[-1], wide, narrow))
    return pd.DataFrame([*rows, *_placed(ends, low, upp)])


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


def _placed(ends: Sequence[_End], low: float, upp: float) -> Iterator[Row]:
    """Give each name a height, near the value it belongs to but not upon another name."""
    ends = sorted(ends, key=lambda one: -one.point.value)
    wanted = [(upp - one.point.value) / (upp - low) * HEIGHT for one in ends]
    places = spaced(wanted, [one.height for one in ends], HEIGHT)
    for one, place in zip(ends, places, strict=True):
        words = {"wide": one.wide, "narrow": one.narrow, "place": place / HEIGHT}
        yield {"mark": "end", "series": one.series} | one.point.row | words
