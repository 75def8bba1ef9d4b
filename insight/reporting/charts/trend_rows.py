"""Rows of a trend: one point for each survey and wave, with its words.

They hold every position and every word. The specification in
:mod:`insight.reporting.charts.trend_specs` only draws them, so that a filter moves the marks
instead of drawing the chart anew.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from insight.analysis.estimates import Estimate, Table
from insight.documents.published import PublishedFigure, levels
from insight.language import numbers
from insight.language.catalogue import Language
from insight.reporting import boxes, labels
from insight.reporting.charts.elements import rows_of_chart
from insight.reporting.charts.palettes import hue_of
from insight.reporting.charts.scales import bounds, window, words_of_axis
from insight.reporting.layout import AS_IT_IS, Layout
from insight.reporting.time_axis import time_axis


def trend_rows(
    tables: Sequence[Table],
    key: str,
    published: Sequence[PublishedFigure],
    language: Language,
    layouts: Sequence[Layout] = (),
) -> pd.DataFrame:
    """Rows of a trend: one per survey and wave, with its interval and published figure.

    Parameters
    ----------
    tables
        One table per survey, broken down by its wave.
    key
        The category or net that is followed.
    published
        Figures published about it, drawn as diamonds; bounds and rounded phrases are left out.
    language
        Language of the words in the chart.
    layouts
        What tests found in each table, where they were made.
    """
    points = _points(published)
    axis = time_axis(tables, language)
    low, upp = _axis(tables, key, points)
    hues = hue_of([table.codebook.id for table in tables])
    shown = [
        (number, table, estimate)
        for number, table in enumerate(tables)
        for estimate in table.of(key)
    ]
    orders = [axis.ranks[number][estimate.group[0]] for number, _, estimate in shown]
    rows: list[dict[str, object]] = [
        {
            "series": number,
            "hue": hues[number],
            "order": order,
            **axis.ticks[order].row,
            "name": labels.short_title(table.codebook)[language],
            "value": estimate.value,
            "low": estimate.low,
            "upp": estimate.upp,
            "published": points.get((table.codebook.id, estimate.group[0])),
            "assumed": estimate.basis in ("bound", "assumed"),
            "words": labels.value_of(estimate, table, language),
            "axis_low": low,
            "axis_upp": upp,
            "breaks": any(wave_break.wave == estimate.group[0] for wave_break in table.item.breaks),
            "segment": stretch(table, estimate.group[0]),
        }
        for order, (number, table, estimate) in zip(orders, shown, strict=True)
    ]
    rows[0]["axis"] = words_of_axis(tables[0], low, upp, language)
    entries = _entries(shown, key, points, language, layouts)
    for order in {*orders}:
        first, *_ = at_wave = [at for at, each in enumerate(orders) if each == order]
        here = [entries[at] for at in at_wave]
        rows[first]["said"] = boxes.of_wave(axis.ticks[order].name, here, language)
    return _place_numbers(rows, orders, [estimate.value for _, _, estimate in shown])


def _points(published: Sequence[PublishedFigure]) -> dict[tuple[str, str], float]:
    """Return the published levels of everyone, by survey and wave."""
    return {
        (figure.survey, str(figure.wave)): figure.value
        for figure in levels(published)
        if not figure.where
    }


def _entries(
    shown: Sequence[tuple[int, Table, Estimate]],
    key: str,
    published: Mapping[tuple[str, str], float],
    language: Language,
    layouts: Sequence[Layout],
) -> list[boxes.Entry]:
    """Return what the box of a wave tells of each point: by survey where there are several."""
    told = dict(enumerate(layouts))
    several = len({number for number, _, _ in shown}) > 1
    return [
        boxes.Entry(
            labels.short_title(table.codebook)[language]
            if several
            else labels.target_label(table, key, language),
            table,
            estimate,
            told.get(number, AS_IT_IS).lines(estimate.group),
            _printed(published.get((table.codebook.id, estimate.group[0])), language),
        )
        for number, table, estimate in shown
    ]


def _axis(
    tables: Sequence[Table], key: str, published: Mapping[tuple[str, str], float]
) -> tuple[float, float]:
    """The ends of the axis; what was published of these surveys has room too."""
    surveys = {table.codebook.id for table in tables}
    told = [value for (survey, _), value in published.items() if survey in surveys]
    every = [bound for table in tables for bound in bounds(table.of(key))]
    return window([*every, *told], share=tables[0].statistic == "share")


def _printed(share: float | None, language: Language) -> str:
    return "" if share is None else numbers.percent(share, language)


def stretch(table: Table, wave: str) -> int:
    """Return the number of the stretch between breaks that a wave is in.

    No line is drawn from one stretch to the next. Waves of which no order is known are stretches
    each by itself.
    """
    waves = list(table.codebook.wave.by_key) if table.codebook.wave else [wave]
    if not table.codebook.waves_ordered:
        return waves.index(wave)
    starts = {wave_break.wave for wave_break in table.item.breaks if wave_break.wave in waves}
    return sum(1 for code in waves[: waves.index(wave) + 1] if code in starts)


def _place_numbers(
    rows: list[dict[str, object]], orders: Sequence[int], values: Sequence[float | None]
) -> pd.DataFrame:
    """Say on which side of its point each number stands, so that two series do not collide."""
    for order in set(orders):
        beside = [at for at, each in enumerate(orders) if each == order]
        told = {at: value for at in beside if (value := values[at]) is not None}
        ranked = sorted(told, key=lambda at: -told[at])  # of equals the first stays first
        gap = told[ranked[0]] - told[ranked[-1]] if told else 0.0
        near = len(beside) > 1 and gap < 0.07
        for at in beside:
            ends = at in told and order == max(orders)
            rows[at] |= {
                "above": ranked[:1] == [at],
                "first_of_wave": at == beside[0],
                "end_name": rows[at]["name"] if ends else "",
                "end_dy": 8 * (2 * ranked.index(at) - 1) if near and at in told else 0,
            }
    return rows_of_chart(rows)
