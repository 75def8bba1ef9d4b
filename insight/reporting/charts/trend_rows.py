"""Rows of a trend: one point for each survey and wave, with its words.

The specification in :mod:`insight.reporting.charts.specs` only draws these rows, as with
:mod:`insight.reporting.charts.bar_rows`.
"""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from insight.analysis.estimates import Table
from insight.documents.published import PublishedFigure, levels
from insight.language.catalogue import Language
from insight.reporting import basis_words, labels
from insight.reporting.time_axis import time_axis


def trend_rows(
    tables: Sequence[Table], key: str, published: Sequence[PublishedFigure], language: Language
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
    """
    points = {
        (figure.survey, str(figure.wave)): figure.value
        for figure in levels(published)
        if not figure.where
    }
    axis = time_axis(tables, language)
    shown = [
        (number, table, estimate)
        for number, table in enumerate(tables)
        for estimate in table.of(key)
    ]
    orders = [axis.ranks[number][estimate.group[0]] for number, _, estimate in shown]
    rows: list[dict[str, object]] = [
        {
            "series": number,
            "order": order,
            **axis.ticks[order].row,
            "name": labels.short_title(table.codebook)[language],
            "value": estimate.value,
            "low": estimate.low,
            "upp": estimate.upp,
            "published": points.get((table.codebook.id, estimate.group[0])),
            "assumed": estimate.basis in ("bound", "assumed"),
            "words": labels.value_of(estimate, table, language),
            "hover": basis_words.hover(table, key, estimate.group, language),
            "breaks": any(wave_break.wave == estimate.group[0] for wave_break in table.item.breaks),
            "segment": stretch(table, estimate.group[0]),
        }
        for order, (number, table, estimate) in zip(orders, shown, strict=True)
    ]
    return _place_numbers(rows, orders, [estimate.value for _, _, estimate in shown])


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
    return pd.DataFrame(rows)
