"""Charts of an answer: its figures, to the last digit, as a program draws them of its own.

What a page hides is empty here, and the reason stands in the name of its category.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Literal

import pandas as pd

from insight.analysis import decimals
from insight.analysis.estimates import Estimate, Table
from insight.exports.reports.native_charts.native_chart import NOTHING, NativeChart, Point, Series
from insight.language.capitals import within_sentence
from insight.language.catalogue import Language, say
from insight.reporting import labels
from insight.reporting.breakdown.answer import Answer
from insight.reporting.breakdown.answer_rows import Row, Rows, round_step
from insight.reporting.charts.line_rows import place_of_wave, runs
from insight.reporting.charts.palettes import PALETTES, hue_of, in_steps
from insight.reporting.charts.scales import bounds, window, words_of_axis
from insight.reporting.charts.trend_rows import stretch
from insight.reporting.time_axis import time_axis

_LIGHT = PALETTES["light"]
UNKNOWN = (_LIGHT.answers[-1], _LIGHT.on_answers[-1])  # ground and ink of answers that are none
MOST_TICKS = 7
EVEN = 1.15  # times as long as the shortest step: so much may months of the year differ


def native_charts(answer: Answer, language: Language) -> list[NativeChart]:
    """Return the charts that show an answer side by side; none where no program has such a chart.

    Of bars these are the pieces and, in a chart of its own, the figure with its interval.
    """
    if answer.rows is not None:
        if not answer.rows.rows:
            return []
        measure = _measure(answer.rows, language)
        return [_stack(answer.rows, language), measure] if answer.rows.bars else [measure]
    if answer.chart.way == "trend":
        return [_lines(answer, language)]
    return []


# --- Rows ----------------------------------------------------------------------------------------


def _stack(rows: Rows, language: Language) -> NativeChart:
    """The answers as pieces of bars, those that are none as the last of them."""
    fills, inks = _LIGHT.of_pieces(rows.palette)
    first = rows.rows[0].whose
    table = first.table if first else None
    valid = [(label, (fills[step], inks[step])) for step, label in rows.legend]
    if table and rows.palette == "scale":
        valid += [(label, UNKNOWN) for label in _missing(table, language)]
    columns = [[*_pieces(row)] for row in rows.rows]
    series = [
        Series(name, [column[place] if column else NOTHING for column in columns], *colours)
        for place, (name, colours) in enumerate(valid)
    ]
    return NativeChart(
        kind="stack",
        categories=_names(rows),
        series=series,
        axis=(0.0, 1.0),
        step=0.25,
        references=_references(rows),
    )


def _missing(table: Table, language: Language) -> list[str]:
    return [
        category.label[language]
        for category in table.item.categories
        if category.missing and category.key in table.request.categories
    ]


def _pieces(row: Row) -> Iterator[Point]:
    """The shares of the answers of a row; none of them where one is hidden."""
    if row.whose is None:
        return
    table, group = row.whose.table, row.whose.group
    counted = [one for one in table.item.categories if one.key in table.request.categories]
    valid = [category for category in counted if not category.missing]
    # As the pieces on the page: those of a scale first, of other answers in their order.
    in_order = [*valid, *(one for one in counted if one.missing)] if row.pieces else []
    estimates = [table.at(group, category.key) for category in in_order]
    if all(estimate.shown for estimate in estimates):
        yield from (Point(estimate.value, assumed=row.assumed) for estimate in estimates)


def _measure(rows: Rows, language: Language) -> NativeChart:
    """The figure of each row with its interval."""
    blue, rust, *_ = _LIGHT.series
    points = [
        Point(
            value=row.dot.value,
            low=_bound(row, "low"),
            upp=_bound(row, "upp"),
            words=row.value,
            assumed=row.assumed,
            published=row.dot.published,
            colour=rust if row.kind == "beside" else "",
        )
        if row.dot
        else NOTHING
        for row in rows.rows
    ]
    axis, share = _axis_of_bars(rows), _is_share(rows)
    tables = [row.whose.table for row in rows.rows if row.whose]
    return NativeChart(
        kind="measure",
        categories=_names(rows),
        series=[Series(rows.measure, points, blue, _LIGHT.background)],
        axis=axis,
        step=round_step(axis[1] - axis[0], MOST_TICKS),
        share=share,
        heading=", ".join(filter(None, (rows.measure, rows.level))),
        references=_references(rows),
        level=next((labels.level(table, language) for table in tables), ""),
        places=max((decimals.places(table.magnitude) for table in tables), default=2),
    )


def _bound(row: Row, end: Literal["low", "upp"]) -> float | None:
    if row.whose is None:
        return None
    found: float | None = getattr(row.whose.table.at(row.whose.group, row.whose.key), end)
    return found


def _names(rows: Rows) -> list[str]:
    """The name of each row, with the reason why it is hidden or uncertain."""
    told = []
    for row in rows.rows:
        reason = row.hidden or row.few
        told.append(f"{row.name} ({within_sentence(reason)})" if reason else row.name)
    return told


def _references(rows: Rows) -> int:
    kinds = [row.kind for row in rows.rows]
    return len(kinds) - kinds.count("group")


def _is_share(rows: Rows) -> bool:
    return all(row.whose is None or row.whose.table.statistic == "share" for row in rows.rows)


def _axis_of_bars(rows: Rows) -> tuple[float, float]:
    """From nought, or from the lowest step of a scale, for the length of a bar is its figure."""
    low, upp = rows.axis
    if _is_share(rows):
        return 0.0, upp
    ends = [_scale(row.whose.table) for row in rows.rows if row.whose]
    known = [scale for scale in ends if scale]
    if known and len(known) == len(ends):
        return min(first for first, _ in known), max(last for _, last in known)
    return min(low, 0.0), max(upp, 0.0)


def _scale(table: Table) -> tuple[float, float] | None:
    """The ends of the scale whose mean is told; None of numbers without categories."""
    codes = [one.code for one in table.item.categories if not one.missing]
    numbered = [float(code) for code in codes if isinstance(code, int)]
    return (min(numbered), max(numbered)) if numbered and table.item.kind == "single" else None


# --- Lines ---------------------------------------------------------------------------------------


def _lines(answer: Answer, language: Language) -> NativeChart:
    """Lines over time: of each survey, or of each group."""
    [key, *_] = answer.chart.keys
    tables = answer.tables
    axis = time_axis(tables, language)
    printed = _printed(answer)
    series: list[Series] = []
    times = [tick.name for tick in axis.ticks]
    for number, name, colour, table, estimates in _followed(tables, key, language):
        if told := printed.get(number):
            # First, so that points and lines are drawn upon the diamonds.
            said = say(language, "tag.published")
            shown = [Point(told.get(place), published=True) for place in range(len(times))]
            series.append(Series(f"{name}: {said}", shown, colour, colour, printed=True))
        places = [axis.ranks[number][one.group[place_of_wave(table)]] for one in estimates]
        parts = [stretch(table, one.group[place_of_wave(table)]) for one in estimates]
        for part in dict.fromkeys(parts):
            points = [NOTHING] * len(times)
            for place, within, estimate in zip(places, parts, estimates, strict=True):
                if within == part:
                    points[place] = _point(estimate, table, language)
            series.append(Series(name, points, colour, colour, part=part))
    told_of = [value for points in printed.values() for value in points.values()]
    every = [*(bound for table in tables for bound in bounds(table.of(key))), *told_of]
    share = tables[0].statistic == "share"
    low, upp = window(every, share=share)
    return NativeChart(
        kind="lines",
        categories=times,
        series=[one for one in series if any(point.value is not None for point in one.points)],
        axis=(low, upp),
        step=round_step(upp - low, MOST_TICKS),
        share=share,
        note=words_of_axis(tables[0], low, upp, language) or "",
        uneven=_is_uneven([tick.along for tick in axis.ticks]),
        level=labels.level(tables[0], language),
        places=decimals.places(tables[0].magnitude),
    )


def _is_uneven(places: Sequence[float]) -> bool:
    """Whether waves lie farther apart here and there, which the names of a native axis do not."""
    steps = [later - earlier for earlier, later in pairwise(places)]
    return bool(steps) and max(steps) > EVEN * min(steps)


def _followed(
    tables: Sequence[Table], key: str, language: Language
) -> Iterator[tuple[int, str, str, Table, Sequence[Estimate]]]:
    """What becomes a line: the number of its table, its name, its colour and its figures."""
    if len(tables[0].request.by) == 1:
        hues = hue_of([table.codebook.id for table in tables])
        for number, table in enumerate(tables):
            name = labels.short_title(table.codebook)[language]
            yield number, name, _LIGHT.series[hues[number]], table, [*table.of(key)]
        return
    [table, *_] = tables
    place = 1 - place_of_wave(table)
    codes, other = table.request.levels[place], table.request.by[place]
    colours = in_steps("light", len(codes)) if other.ordered else _LIGHT.groups
    for run, colour in zip(runs(table, key, codes, language), colours, strict=False):
        yield 0, run.name, colour, table, run.estimates


def _point(estimate: Estimate, table: Table, language: Language) -> Point:
    return Point(
        value=estimate.value,
        low=estimate.low,
        upp=estimate.upp,
        words=labels.value_of(estimate, table, language),
        assumed=estimate.basis in ("bound", "assumed"),
    )


def _printed(answer: Answer) -> dict[int, dict[int, float]]:
    """The published levels that are drawn, by the number of the table and of the time."""
    rows = answer.chart.rows
    if "published" not in rows:
        return {}
    found: dict[int, dict[int, float]] = {}
    for number, place, value in zip(rows["series"], rows["order"], rows["published"], strict=True):
        if not pd.isna(value):
            found.setdefault(int(number), {})[int(place)] = float(value)
    return found
