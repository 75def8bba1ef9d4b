"""Rows of a trend: one point for each survey and wave, with its words.

The specification in :mod:`insight.reporting.charts.specs` only draws these rows, as with
:mod:`insight.reporting.charts.bar_rows`.
"""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from insight.analysis.estimates import Table
from insight.documents.published import PublishedFigure
from insight.language.catalogue import Language
from insight.reporting import labels


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
        (one.survey, str(one.wave)): one.value
        for one in published
        if one.is_level and not one.where
    }
    waves = sorted({code for table in tables for code in table.request.by[0].by_key}, key=_number)
    shown = [(number, table, one) for number, table in enumerate(tables) for one in table.of(key)]
    orders = [waves.index(one.group[0]) for _, _, one in shown]
    rows: list[dict[str, object]] = [
        {
            "series": number,
            "order": order,
            "name": labels.short_title(table.codebook)[language],
            "wave": labels.group_label(table, estimate.group, language),
            "value": estimate.value,
            "low": estimate.low,
            "upp": estimate.upp,
            "published": points.get((table.codebook.id, estimate.group[0])),
            "assumed": table.codebook.simulated
            and (table.codebook.id, estimate.group[0]) not in points,
            "words": labels.value_of(estimate, table, language),
            "hover": labels.level_sentence(table, key, estimate.group, language),
            "breaks": any(one.wave == estimate.group[0] for one in table.item.breaks),
            "segment": stretch(table, estimate.group[0]),
        }
        for order, (number, table, estimate) in zip(orders, shown, strict=True)
    ]
    return _placed(rows, orders, [one.value for _, _, one in shown])


def stretch(table: Table, wave: str) -> int:
    """Return the number of the stretch between breaks that a wave is in.

    No line is drawn from one stretch to the next.
    """
    waves = list(table.codebook.wave.by_key) if table.codebook.wave else [wave]
    starts = {one.wave for one in table.item.breaks if one.wave in waves}
    return sum(1 for one in waves[: waves.index(wave) + 1] if one in starts)


def _number(code: str) -> tuple[float, str]:
    """Sort numbers by size, and words after them."""
    return (float(code) if code.isdecimal() else float("inf"), code)


def _placed(
    rows: list[dict[str, object]], orders: Sequence[int], values: Sequence[float | None]
) -> pd.DataFrame:
    """Say on which side of its point each number stands, so that two series do not collide."""
    for order in set(orders):
        beside = [at for at, one in enumerate(orders) if one == order]
        known = {at: value for at in beside if (value := values[at]) is not None}
        ranked = sorted(known, key=lambda at: -known[at])  # of equals the first stays first
        gap = known[ranked[0]] - known[ranked[-1]] if known else 0.0
        near = len(beside) > 1 and gap < 0.07
        for at in beside:
            ends = at in known and order == max(orders)
            rows[at] |= {
                "above": ranked[:1] == [at],
                "first_of_wave": at == beside[0],
                "end_name": rows[at]["name"] if ends else "",
                "end_dy": 8 * (2 * ranked.index(at) - 1) if near and at in known else 0,
            }
    return pd.DataFrame(rows)
