"""A breakdown drawn: rows, specification, table and description of each way of showing it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

import pandas as pd

from insight.analysis.estimates import Table
from insight.documents.published import PublishedFigure
from insight.language.catalogue import Language, say
from insight.reporting import labels, tables
from insight.reporting.breakdown.finding import MARKS
from insight.reporting.breakdown.request import Figures
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
from insight.reporting.layout import AS_IT_IS, Layout

MOST_DESCRIBED = 24
MOST_ACROSS = 8


@dataclass(frozen=True)
class Drawing:
    """A chart, with what stands for it where it cannot be seen.

    Attributes
    ----------
    rows, spec
        Its rows, and its specification by theme.
    table
        Its figures as a table of words.
    description
        Its figures in sentences.
    keys
        The categories and nets that its files hold; all where none are named.
    notes
        What its marks mean.
    """

    rows: pd.DataFrame
    spec: Callable[[Theme], Spec]
    table: pd.DataFrame
    description: str
    keys: Sequence[str] = ()
    notes: Sequence[str] = ()


# --- With tests, in a way that the reader has chosen ---------------------------------------------


def drawing(show: Show, figures: Figures, layout: Layout, language: Language) -> Drawing:
    """Return the chart of a breakdown, in a way that suits it and with its tests."""
    draw = {"bars": _bars, "dots": _dots, "heat": _heat, "trend": _trend, "panels": _panels}[show]
    return draw(figures, layout, language)


def _description(figures: Figures, language: Language) -> str:
    """Every group's figure, or of too many groups where to find it."""
    if len(figures.grouped.request.groups) > MOST_DESCRIBED:
        return say(language, "breakdown.see_table")
    return labels.describe_groups([figures.grouped], figures.key, language)


def _by_group(
    figures: Figures, keys: Sequence[str], layout: Layout, language: Language
) -> pd.DataFrame:
    grouped, whole = figures.grouped, figures.whole
    return tables.by_group(grouped, whole, keys, figures.key, language, layout)


def _bars(figures: Figures, layout: Layout, language: Language) -> Drawing:
    breakdown, tested = figures.breakdown, bool(layout.heading)
    item, codes = breakdown.item, breakdown.categories
    row_parts = (figures.grouped, figures.whole, figures.key, language, layout)
    if bar_rows.has_scale(item):
        rows = bar_rows.likert_rows(*row_parts)
        names = bar_rows.steps(item, language)
        spec = partial(specs.likert_spec, names=names, tested=tested)
    else:
        rows = bar_rows.share_rows(*row_parts)
        names = bar_rows.steps_of_answers(item, codes, language)
        ordered_scale = item.ordered and len(codes) > 5
        spec = partial(specs.share_spec, names=names, ordered=ordered_scale, tested=tested)
    table = _by_group(figures, breakdown.answers, layout, language)
    return Drawing(rows, spec, table, _description(figures, language), breakdown.answers)


def _dots(figures: Figures, layout: Layout, language: Language) -> Drawing:
    breakdown, whole, key = figures.breakdown, figures.whole, figures.key
    mean, tested = not key, bool(layout.heading)
    spec = partial(specs.dot_spec, language=language, mean=mean, tested=tested, fitted=True)
    if breakdown.by or mean:
        keys: Sequence[str] = [key]
        table = _by_group(figures, keys, layout, language)
    else:
        keys = answers_in_order(figures)
        table = tables.by_answer(whole, keys, language)
    rows = bar_rows.dot_rows(figures.grouped, whole, keys, language, layout)
    everyone = whole.at((), key).value if breakdown.by and layout.everyone else None
    fitted = pd.concat([rows, _scale_of(figures, keys, everyone)], ignore_index=True)
    notes = [say(language, "breakdown.dashed")] if everyone is not None else []
    return Drawing(fitted, spec, table, _description(figures, language), keys, notes)


def _scale_of(figures: Figures, keys: Sequence[str], everyone: float | None) -> pd.DataFrame:
    """Rows that say how long the scale of points is, and where all groups together are on it."""
    estimates = [estimate for key in keys for table in figures.shown for estimate in table.of(key)]
    ends = window(bounds(estimates), share=figures.whole.statistic == "share")
    rows: list[dict[str, object]] = [{"mark": "room", "value": end} for end in ends]
    if everyone is not None:
        rows.append({"mark": "all", "value": everyone})
    return pd.DataFrame(rows)


def answers_in_order(figures: Figures) -> list[str]:
    """Return the answers as the reader wants them; nets stand after the answers they are of."""
    breakdown = figures.breakdown
    if breakdown.order == "codebook":
        return list(breakdown.answers)
    shown = (estimate for estimate in figures.whole.estimates if estimate.value is not None)
    value = {estimate.key: estimate.value or 0.0 for estimate in shown}
    categories = breakdown.item.by_key
    return sorted(breakdown.answers, key=lambda key: (key not in categories, -value.get(key, -1.0)))


def _heat(figures: Figures, layout: Layout, language: Language) -> Drawing:
    breakdown, grouped, key = figures.breakdown, figures.grouped, figures.key
    beside = len(breakdown.by) == 1
    keys = breakdown.answers if beside else [key]
    if beside:
        grid = heat_rows.answers_by_group(grouped, figures.whole, keys, key, language, layout)
    else:
        grid = heat_rows.groups_by_group(grouped, key, language, layout, _codes(figures, 0))
    if heat_width(breakdown) > MOST_COLUMNS:
        grid, beside = grid.turned, False
    heading = _heading(figures, layout, language)
    rows = heat_rows.heat_rows(grid, language, heading)
    spec = partial(group_specs.heat_spec, beside=beside, tested=beside and bool(heading))
    many = len(keys) > MOST_ACROSS
    table = (
        heat_rows.heat_table(grid, language) if many else _by_group(figures, keys, layout, language)
    )
    notes = (*heat_rows.legend(grid, language), *_arrows(figures, rows, language))
    return Drawing(rows, spec, table, _description(figures, language), keys, notes)


def _heading(figures: Figures, layout: Layout, language: Language) -> str:
    """What stands above the words of tests, with the answer that they are about."""
    if not layout.heading:
        return ""
    label = bar_rows.wrap(labels.target_label(figures.whole, figures.key, language), 18, 2)
    return f"{label}\n{bar_rows.wrap(layout.heading, 18)}"


def _codes(figures: Figures, place: int) -> list[str]:
    """The codes of one of the variables, in the order that the reader wants."""
    return [group[0] for group in figures.breakdown.in_order(figures.alone[place])]


def _trend(figures: Figures, layout: Layout, language: Language) -> Drawing:
    breakdown, grouped, key = figures.breakdown, figures.grouped, figures.key
    if len(breakdown.by) == 1:
        rows = trend_rows.trend_rows([grouped], key, figures.published, language)
        spec = partial(specs.trend_spec, language=language, mean=not key)
        notes = [say(language, "trust.marks")] if figures.published else []
    else:
        codes = grouped.request.levels[1 - breakdown.over]
        rows = line_rows.lines_rows(grouped, key, codes, layout, language)
        spec = partial(group_specs.lines_spec, language=language, mean=not key)
        notes = _arrows(figures, rows, language)
    table = _by_group(figures, [key], layout, language)
    return Drawing(rows, spec, table, _description(figures, language), [key], notes)


def _arrows(figures: Figures, rows: pd.DataFrame, language: Language) -> list[str]:
    """Say what an arrow beside a figure means, where there is one."""
    beside = [rows[name].dropna() for name in ("number", "words", "wide") if name in rows]
    arrows = tuple(mark.strip() for mark in MARKS.values())
    if not any(words.str.endswith(arrows).any() for words in beside):
        return []
    over_time = figures.breakdown.over_time
    return [say(language, "breakdown.arrows_earlier" if over_time else "breakdown.arrows")]


def _panels(figures: Figures, layout: Layout, language: Language) -> Drawing:
    breakdown, grouped, key = figures.breakdown, figures.grouped, figures.key
    if breakdown.over_time:
        codes, behind = _codes(figures, 1 - breakdown.over), figures.alone[breakdown.over]
        rows = panel_rows.panels_of_lines(grouped, behind, key, codes, layout, language)
        panels = breakdown.by[1 - breakdown.over].label
        note = say(language, "breakdown.grey_line")
        which = say(language, "breakdown.panel_lines", panels=panels)
    else:
        reference = {estimate.group[0]: estimate for estimate in figures.alone[1].of(key)}
        codes = _codes(figures, 0)
        rows = panel_rows.panels_of_points(grouped, key, codes, reference, layout, language)
        note = say(language, "breakdown.grey_rule")
        first, second = (variable.label for variable in breakdown.by)
        which = say(language, "breakdown.panel_rows", panels=second, rows=first)
    spec = partial(group_specs.panels_spec, lines=breakdown.over_time)
    why = labels.hidden_reasons(grouped.of(key), grouped.codebook.disclosure, language)
    notes = (which, note, *_arrows(figures, rows, language), *why)
    table = _by_group(figures, [key], layout, language)
    return Drawing(rows, spec, table, _description(figures, language), [key], notes)


# --- Without tests, on pages that choose the way -------------------------------------------------


def plain(figures: Figures, language: Language) -> Drawing:
    """Return the bars of a scale; other answers as :func:`plain_dots`."""
    if not bar_rows.has_scale(figures.breakdown.item):
        return plain_dots(figures, language)
    bars = _bars(figures, AS_IT_IS, language)
    description = labels.describe_groups([figures.grouped], figures.key, language)
    return Drawing(bars.rows, bars.spec, bars.table, description)


def plain_dots(figures: Figures, language: Language, ranked: Sequence[str] = ()) -> Drawing:
    """Return points on a scale of all shares: a row per group, or per answer where there are none.

    Answers that are `ranked` stand in that order, and have a row each in the table too.
    """
    grouped, whole, key = figures.grouped, figures.whole, figures.key
    answers = figures.breakdown.answers if key else [key]
    by_group = bool(figures.breakdown.by) or not key
    keys = ranked or ([key] if by_group else answers)
    rows = bar_rows.dot_rows(grouped, whole, keys, language)
    spec = partial(specs.dot_spec, language=language, mean=not key)
    table = (
        tables.by_answer(whole, ranked, language)
        if ranked
        else _by_group(figures, answers, AS_IT_IS, language)
    )
    description = (
        labels.describe_groups([grouped], key, language)
        if by_group
        else labels.describe_answers(whole, keys, language)
    )
    return Drawing(rows, spec, table, description)


def plain_trend(
    surveys: Sequence[Table], key: str, published: Sequence[PublishedFigure], language: Language
) -> Drawing:
    """Return lines over time, one for each survey that asks the same."""
    rows = trend_rows.trend_rows(surveys, key, published, language)
    spec = partial(specs.trend_spec, language=language, mean=not key)
    table = tables.over_time(surveys, key, language)
    return Drawing(rows, spec, table, labels.describe_groups(surveys, key, language), [key])
