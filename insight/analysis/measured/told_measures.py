"""Ratios, correlations and alpha as they are told where responses are not open.

A correlation of 1 in a group says of each respondent's answer what it is, once the other is known,
and an alpha of 1 that all items have one answer. Both are told to hundredths, and not at all where
they are 1 to that, by lot or not. A ratio tells a sum among those who answered both questions, and
a mean that of those who answered one: without weights too it is rounded, as means of weighted
answers are.
"""

from __future__ import annotations

from dataclasses import replace

from insight.analysis.measured.measures import Measure, MeasureKind
from insight.analysis.rounding import round_bounds
from insight.disclosure.precision import (
    Precision,
    nearest,
    of_digits,
    upwards,
    whole_step_below,
)

HUNDREDTHS = 0.01
# So many respondents a step is at least: no sum tells of one who is not in another.
BLURRED = 1.5


def tell_measure(measure: Measure, statistic: MeasureKind, precision: Precision) -> Measure:
    """Return a measure as exactly as it is told.

    Parameters
    ----------
    measure
        What is known.
    statistic
        What it is.
    precision
        How exactly weighted figures of its group are told.
    """
    if measure.base is None:
        return measure
    blurred = replace(precision, respondents=max(precision.respondents, BLURRED))
    step = blurred.mean(measure.base, measure.se)
    if statistic != "ratio":
        step = max(step, HUNDREDTHS)
    value = blurred.told(measure.value, step)
    sizes = [size or 0.0 for size in (value, nearest(measure.value, step))]
    size = max(sizes if statistic == "alpha" else map(abs, sizes))
    if statistic != "ratio" and size >= 1 - HUNDREDTHS / 2:
        return replace(
            measure, value=None, se=None, low=None, upp=None, deff=None, flags=("suppressed",)
        )
    off = blurred.off_by_lot(step)
    low, upp = round_bounds(measure.value, value, (measure.low, measure.upp), step, off)
    if statistic in ("pearson", "spearman"):
        low = None if low is None else max(low, -1.0)
        upp = None if upp is None else min(upp, 1.0)
    return replace(
        measure,
        base_weighted=None if precision else measure.base_weighted,
        value=value,
        se=upwards(measure.se, step),
        low=low,
        upp=upp,
        deff=of_digits(measure.deff, 2) if step else measure.deff,
        df=whole_step_below(measure.df) if precision else measure.df,
    )
