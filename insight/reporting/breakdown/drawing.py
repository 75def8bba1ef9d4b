"""A breakdown drawn: rows, specification and table of each way of showing it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

import pandas as pd

from insight.language.catalogue import Language, say
from insight.reporting import labels, tables
from insight.reporting.breakdown.finding import MARKS
from insight.reporting.breakdown.request import Breakdown, Figures, ordered
from insight.reporting.breakdown.ways import MOST_COLUMNS, Show, heat_width
from insight.reporting.charts import (
    bar_rows,
    group_specs,
    heat_rows,
    line_rows,
    panel_rows,
    specs,
    trend_rows,
)
from insight.reporting.charts.elements import Spec
from insight.reporting.charts.line_rows import bounds
from insight.reporting.charts.palettes import Theme
from insight.reporting.charts.scales import window
from insight.reporting.layout import Layout

MOST_DESCRIBED = 24
MOST_ACROSS = 8


@dataclass(frozen=True)
class Drawing:
    """A chart: its rows, its specification by theme, its table, and which answers it shows.

    `notes` say what marks mean.
    """

    rows: pd.DataFrame
    spec: Callable[[Theme], Spec]
    table: pd.DataFrame
    keys: Sequence[str]
    notes: tuple[str, ...] = ()


def drawing(
    show: Show, asked: Breakdown, figures: Figures, layout: Layout, language: Language
) -> Drawing:
    """Return the chart that shows what is asked for in one of the ways that suit it.

    Parameters
    ----------
    show
        One of :func:`insight.reporting.breakdown.request.suitable`.
    asked
        What the reader asks.
    figures
        The estimates.
    layout
        Which groups, in which order, with which words of tests.
    language
        Language of the words.
    """
    draw = {"bars": _bars, "dots": _dots, "heat": _heat, "trend": _trend, "panels": _panels}[show]
    return draw(asked, figures, layout, language)


def alternative(finding: str, figures: Figures, language: Language) -> str:
    """Describe the chart for those who cannot see it: the finding, then every group's figure."""
    if len(figures.grouped.request.groups) > MOST_DESCRIBED:
        return f"{finding} {say(language, 'breakdown.see_table')}"
    return f"{finding} {labels.described([figures.grouped], figures.key, language)}"


def _bars(asked: Breakdown, figures: Figures, layout: Layout, language: Language) -> Drawing:
    grouped, whole, tested = figures.grouped, figures.whole, bool(layout.heading)
    item, codes = asked.item, asked.categories
    table = tables.by_group(grouped, whole, asked.answers, asked.target, language, layout)
    if bar_rows.has_scale(item):
        rows = bar_rows.likert_rows(grouped, whole, asked.target, language, layout)
        names = bar_rows.steps(item, language)
        spec = partial(specs.likert_spec, names=names, tested=tested)
    else:
        rows = bar_rows.stacked_rows(grouped, whole, asked.target, language, layout)
        names = bar_rows.stacked_steps(item, codes, language)
        ordered_scale = item.ordered and len(codes) > 5
        spec = partial(specs.stacked_spec, names=names, ordered=ordered_scale, tested=tested)
    return Drawing(rows, spec, table, asked.answers)


def _dots(asked: Breakdown, figures: Figures, layout: Layout, language: Language) -> Drawing:
    grouped, whole = figures.grouped, figures.whole
    mean, tested = not asked.target, bool(layout.heading)
    spec = partial(specs.dot_spec, language=language, mean=mean, tested=tested, fitted=True)
    if asked.by or mean:
        keys: Sequence[str] = [asked.target]
        table = tables.by_group(grouped, whole, keys, asked.target, language, layout)
    else:
        keys = answers_in_order(asked, figures)
        table = tables.by_answer(whole, keys, language)
    rows = bar_rows.dot_rows(grouped, whole, keys, language, layout)
    own = whole.at((), asked.target).value if asked.by and layout.everyone else None
    fitted = pd.concat([rows, _scale_of(figures, keys, own)], ignore_index=True)
    notes = [say(language, "breakdown.dashed")] if own is not None else []
    return Drawing(fitted, spec, table, keys, tuple(notes))


def _scale_of(figures: Figures, keys: Sequence[str], everyone: float | None) -> pd.DataFrame:
    """Rows that say how long the scale of points is, and where all groups together are on it."""
    every = [one for key in keys for table in figures.shown for one in table.of(key)]
    ends = window(bounds(every), share=figures.whole.statistic == "share")
    rows: list[dict[str, object]] = [{"mark": "room", "value": one} for one in ends]
    if everyone is not None:
        rows.append({"mark": "all", "value": everyone})
    return pd.DataFrame(rows)


def answers_in_order(asked: Breakdown, figures: Figures) -> list[str]:
    """Return the answers as the reader wants them; nets stand after the answers they are of."""
    if asked.order == "codebook":
        return list(asked.answers)
    value = {one.key: one.value for one in figures.whole.estimates if one.value is not None}
    return sorted(
        asked.answers, key=lambda one: (one not in asked.item.by_key, -value.get(one, -1.0))
    )


def _heat(asked: Breakdown, figures: Figures, layout: Layout, language: Language) -> Drawing:
    grouped, whole = figures.grouped, figures.whole
    if len(asked.by) == 1:
        keys: Sequence[str] = asked.answers
        grid = heat_rows.answers_by_group(grouped, whole, keys, asked.target, language, layout)
    else:
        keys = [asked.target]
        rows = _codes(asked, figures, 0)
        grid = heat_rows.groups_by_group(grouped, asked.target, language, layout, rows)
    beside = len(asked.by) == 1
    if heat_width(asked) > MOST_COLUMNS:
        grid, beside = grid.turned, False
    heading = _heading(asked, figures, layout, language)
    drawn = heat_rows.heat_rows(grid, language, heading)
    return Drawing(
        drawn,
        partial(group_specs.heat_spec, beside=beside, tested=beside and bool(heading)),
        heat_rows.heat_table(grid, language)
        if len(keys) > MOST_ACROSS
        else tables.by_group(grouped, whole, keys, asked.target, language, layout),
        keys,
        (*heat_rows.legend(grid, language), *_arrows(asked, drawn, language)),
    )


def _heading(asked: Breakdown, figures: Figures, layout: Layout, language: Language) -> str:
    """What stands above the words of tests, with the answer that they are about."""
    if not layout.heading:
        return ""
    label = bar_rows.wrapped(labels.target_label(figures.whole, asked.target, language), 18, 2)
    return f"{label}\n{bar_rows.wrapped(layout.heading, 18)}"


def _codes(asked: Breakdown, figures: Figures, place: int) -> list[str]:
    """The codes of one of the variables, in the order that the reader wants."""
    alone = figures.alone[place]
    return [group[0] for group in ordered(alone, asked, alone.request.groups)]


def _trend(asked: Breakdown, figures: Figures, layout: Layout, language: Language) -> Drawing:
    grouped, keys = figures.grouped, [asked.target]
    table = tables.by_group(grouped, figures.whole, keys, asked.target, language, layout)
    mean = not asked.target
    if len(asked.by) == 1:
        rows = trend_rows.trend_rows([grouped], asked.target, figures.published, language)
        spec = partial(specs.trend_spec, language=language, mean=mean)
        notes = [say(language, "trust.marks")] if figures.published else []
    else:
        codes = grouped.request.levels[1 - asked.over]
        rows = line_rows.lines_rows(grouped, asked.target, codes, layout, language)
        spec = partial(group_specs.lines_spec, language=language, mean=mean)
        notes = _arrows(asked, rows, language)
    return Drawing(rows, spec, table, keys, tuple(notes))


def _arrows(asked: Breakdown, rows: pd.DataFrame, language: Language) -> list[str]:
    """Say what an arrow beside a figure means, where there is one."""
    beside = [rows[name].dropna() for name in ("number", "words", "wide") if name in rows]
    arrows = tuple(mark.strip() for mark in MARKS.values())
    if not any(words.str.endswith(arrows).any() for words in beside):
        return []
    return [say(language, "breakdown.arrows_earlier" if asked.over_time else "breakdown.arrows")]


def _panels(asked: Breakdown, figures: Figures, layout: Layout, language: Language) -> Drawing:
    grouped, key = figures.grouped, asked.target
    table = tables.by_group(grouped, figures.whole, [key], key, language, layout)
    if asked.over_time:
        other = 1 - asked.over
        codes, behind = _codes(asked, figures, other), figures.alone[asked.over]
        rows = panel_rows.panels_of_lines(grouped, behind, key, codes, layout, language)
        note = say(language, "breakdown.grey_line")
    else:
        reference = {one.group[0]: one for one in figures.alone[1].of(key)}
        codes = _codes(asked, figures, 0)
        rows = panel_rows.panels_of_points(grouped, key, codes, reference, layout, language)
        note = say(language, "breakdown.grey_rule")
    spec = partial(group_specs.panels_spec, lines=asked.over_time)
    why = labels.hidden_reasons(grouped.of(key), grouped.codebook.disclosure, language)
    return Drawing(rows, spec, table, [key], (note, *_arrows(asked, rows, language), *why))
