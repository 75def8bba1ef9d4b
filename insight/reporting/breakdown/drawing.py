"""A breakdown drawn: rows, specification, table and description of each way of showing it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

import pandas as pd

from insight.analysis.estimates import LOWER, UPPER, Table
from insight.documents.published import PublishedFigure
from insight.language.catalogue import Language, say
from insight.reporting import labels, tables
from insight.reporting.alternatives import text_alternatives
from insight.reporting.breakdown.finding import MARKS
from insight.reporting.breakdown.request import Figures
from insight.reporting.breakdown.ways import MOST_COLUMNS, Charted, heat_width
from insight.reporting.charts import (
    group_specs,
    heat_rows,
    line_rows,
    panel_rows,
    trend_rows,
    trend_specs,
)
from insight.reporting.charts.elements import Spec
from insight.reporting.charts.palettes import Theme
from insight.reporting.charts.row_words import wrap
from insight.reporting.layout import Layout

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
    way
        Which chart it is; none where rows are drawn in its place.
    """

    rows: pd.DataFrame
    spec: Callable[[Theme], Spec]
    table: pd.DataFrame
    description: str
    keys: Sequence[str] = ()
    notes: Sequence[str] = ()
    way: Charted | None = None


# --- With tests, in a way that the reader has chosen ---------------------------------------------


def drawing(show: Charted, figures: Figures, layout: Layout, language: Language) -> Drawing:
    """Return the chart of a breakdown, in a way that suits it and with its tests."""
    draw = {"heat": _heat, "trend": _trend, "panels": _panels}[show]
    return draw(figures, layout, language)


def describe(figures: Figures, language: Language) -> str:
    """Return every group's figure in words, or of too many groups where to find it."""
    if len(figures.grouped.request.groups) > MOST_DESCRIBED:
        return say(language, "breakdown.see_table")
    return text_alternatives.describe_groups([figures.grouped], figures.key, language)


def keys_told(figures: Figures) -> list[str]:
    """Return what is told where one figure is followed: that one, and quartiles beside a median."""
    beside = [LOWER, UPPER] if figures.whole.statistic == "quartiles" else []
    return [figures.key, *beside]


def _by_group(
    figures: Figures, keys: Sequence[str], layout: Layout, language: Language
) -> pd.DataFrame:
    grouped, whole = figures.grouped, figures.whole
    return tables.by_group(grouped, whole, keys, figures.key, language, layout)


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
    notes = [*heat_rows.legend(grid, language)]
    notes += arrows(rows, language, over_time=breakdown.over_time)
    return Drawing(rows, spec, table, describe(figures, language), keys, notes, "heat")


def _heading(figures: Figures, layout: Layout, language: Language) -> str:
    """What stands above the words of tests, with the answer that they are about."""
    if not layout.heading:
        return ""
    label = wrap(labels.target_label(figures.whole, figures.key, language), 18, 2)
    return f"{label}\n{wrap(layout.heading, 18)}"


def _codes(figures: Figures, place: int) -> list[str]:
    """The codes of one of the variables, in the order that the reader wants."""
    return [group[0] for group in figures.breakdown.in_order(figures.alone[place])]


def _trend(figures: Figures, layout: Layout, language: Language) -> Drawing:
    breakdown, grouped, key = figures.breakdown, figures.grouped, figures.key
    if len(breakdown.by) == 1:
        rows = trend_rows.trend_rows([grouped], key, figures.published, language, [layout])
        spec = partial(trend_specs.trend_spec, language=language, mean=not key)
        notes = [say(language, "trust.marks")] if figures.published else []
    else:
        codes = grouped.request.levels[1 - breakdown.over]
        rows = line_rows.lines_rows(grouped, key, codes, layout, language)
        steps = len(codes) if breakdown.by[1 - breakdown.over].ordered else 0
        spec = partial(group_specs.lines_spec, language=language, mean=not key, steps=steps)
        notes = arrows(rows, language, over_time=breakdown.over_time)
    notes += _cautions([grouped], key, language)
    table = _by_group(figures, keys_told(figures), layout, language)
    told = describe(figures, language)
    return Drawing(rows, spec, table, told, keys_told(figures), notes, "trend")


def arrows(rows: pd.DataFrame, language: Language, *, over_time: bool) -> list[str]:
    """Say what an arrow beside a figure means, where there is one."""
    beside = [rows[name].dropna() for name in ("number", "words", "wide") if name in rows]
    ends = tuple(mark.strip() for mark in MARKS.values())
    if not any(words.str.endswith(ends).any() for words in beside):
        return []
    return [say(language, "breakdown.arrows_earlier" if over_time else "breakdown.arrows")]


def _cautions(shown: Sequence[Table], key: str, language: Language) -> list[str]:
    """Say why points are not there, and that some rest on few answers; each of it once."""
    told: list[str] = []
    for table in shown:
        rules, estimates = table.codebook.disclosure, [*table.of(key)]
        told += labels.hidden_reasons(estimates, rules, language)
        few = ["low_base" in estimate.flags for estimate in estimates if estimate.shown]
        if any(few):
            reason = say(language, "flag.low_base", limit=rules.low_base)
            which = "all" if all(few) else "some"
            told.append(say(language, f"breakdown.{which}_on_few", reason=reason))
    return [*dict.fromkeys(told)]


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
    cautions = _cautions([grouped], key, language)
    notes = (which, note, *arrows(rows, language, over_time=breakdown.over_time), *cautions)
    table = _by_group(figures, keys_told(figures), layout, language)
    told = describe(figures, language)
    return Drawing(rows, spec, table, told, keys_told(figures), notes, "panels")


# --- Without tests -------------------------------------------------------------------------------


def plain_trend(
    surveys: Sequence[Table],
    key: str,
    published: Sequence[PublishedFigure],
    language: Language,
    layouts: Sequence[Layout] = (),
) -> Drawing:
    """Return lines over time, one for each survey that asks the same; boxes say what tests found.

    Without `layouts`, one for each survey, there were no tests.
    """
    rows = trend_rows.trend_rows(surveys, key, published, language, layouts)
    spec = partial(trend_specs.trend_spec, language=language, mean=not key)
    table = tables.over_time(surveys, key, language)
    notes = _cautions(surveys, key, language)
    told = text_alternatives.describe_groups(surveys, key, language)
    return Drawing(rows, spec, table, told, [key], notes, "trend")
