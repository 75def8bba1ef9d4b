"""Columns of figures that are rounded at once, as :mod:`insight.disclosure.precision` rounds one.

NaN is a figure that is not told.
"""

from __future__ import annotations

import math
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from insight.disclosure.precision import (
    DECIMALS,
    DIGITS,
    HALF,
    MOST_STEPS,
    OFF_BY_LOT,
    STEPS_BELOW,
    Precision,
    of_digits,
)

# Numbers below this have 12 decimals, and powers of ten up to this one are exact.
FEW, EXACT_POWER = 1_000.0, 22
# A scaled number so near the middle of two is rounded by how it is written.
NEAR_HALF = 1e-6
Reals = NDArray[np.float64]


def told_each(precision: Precision, values: Reals, steps: Reals) -> Reals:
    """Return what :meth:`insight.disclosure.precision.Precision.told` returns of each figure."""
    if not precision.lots:
        return nearest_each(values, steps)
    sizes, drawn = np.abs(values), np.zeros(values.shape)
    rows = np.flatnonzero((steps > 0) & ~np.isnan(values))
    drawn[rows] = [_lot(precision, size) for size in sizes[rows].tolist()]
    with np.errstate(divide="ignore", invalid="ignore"):
        counts = np.floor(np.round(sizes / steps, DIGITS) + drawn)
    told = _steps_each(counts, steps)
    return np.where(steps > 0, np.where((values < 0) & (told > 0), -told, told), values)


def told_shares(precision: Precision, shares: Reals, steps: Reals) -> Reals:
    """Return what :meth:`insight.disclosure.precision.Precision.told_share` returns of each."""
    is_more = (shares > HALF) & (steps > 0)
    told = told_each(precision, np.where(is_more, 1 - shares, shares), steps)
    return np.where(is_more, decimals_each(1 - told), told)


def told_means(precision: Precision, values: Reals, steps: Reals) -> Reals:
    """Return what :meth:`insight.disclosure.precision.Precision.told_mean` returns of each."""
    if precision.scale is None:
        return told_each(precision, values, steps)
    each = zip(values.tolist(), steps.tolist(), strict=True)
    told = [
        math.nan if math.isnan(mean) else precision.told_mean(mean, step) for mean, step in each
    ]
    return np.array(told, float)


def mean_widths(precision: Precision, values: Reals, steps: Reals) -> Reals:
    """Return what :meth:`insight.disclosure.precision.Precision.mean_width` returns of each."""
    if precision.scale is None:
        return steps
    each = zip(values.tolist(), steps.tolist(), strict=True)
    return np.array([precision.mean_width(mean, step) for mean, step in each], float)


def off_by_lots(precision: Precision, *steps: Reals) -> Reals:
    """Return what :meth:`insight.disclosure.precision.Precision.off_by_lot` returns of each."""
    square: Reals = np.square(steps).sum(axis=0)
    return OFF_BY_LOT * np.sqrt(square) if precision.lots else 0.0 * square


@lru_cache(maxsize=MOST_STEPS)
def _lot(precision: Precision, size: float) -> float:
    """The lot of a figure: a share stands in a table, and in all tests of its group."""
    return precision.lot(size)


def nearest_each(values: Reals, steps: Reals) -> Reals:
    """Return what :func:`nearest` returns of each figure.

    Examples
    --------
    >>> nearest_each(np.array([0.314, 0.314, np.nan]), np.array([0.02, 0.0, 0.02])).tolist()
    [0.32, 0.314, nan]
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        counts = np.rint(values / steps)
    return np.where(steps > 0, _steps_each(counts, steps), values)


def upwards_each(values: Reals, steps: Reals) -> Reals:
    """Return what :func:`upwards` returns of each figure.

    Examples
    --------
    >>> upwards_each(np.array([0.301, 0.3, np.nan]), np.full(3, 0.02)).tolist()
    [0.32, 0.3, nan]
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        counts = np.ceil(np.round(values / steps, 6))
    return np.where(steps > 0, _steps_each(counts, steps), values)


def _steps_each(counts: Reals, steps: Reals) -> Reals:
    """So many steps each, as :func:`_steps` has them to the last digit."""
    with np.errstate(invalid="ignore"):
        return decimals_each(counts * steps)


def decimals_each(values: Reals) -> Reals:
    """Round each number to 12 decimals, as it is written; there is no -0.

    Examples
    --------
    >>> decimals_each(np.array([0.1 + 0.2, -1e-15, np.nan])).tolist()
    [0.3, 0.0, nan]
    """
    told = np.round(values, DECIMALS) + 0.0
    for at in np.flatnonzero(np.abs(values) >= FEW).tolist():
        told[at] = round(float(values[at]), DECIMALS)
    return told


def of_digits_each(values: Reals, digits: NDArray[np.int64] | int) -> Reals:
    """Return what :func:`of_digits` returns of each figure.

    Examples
    --------
    >>> of_digits_each(np.array([1234.5, 0.0378, 0.0, np.nan]), np.array([2, 1, 1, 2])).tolist()
    [1200.0, 0.04, 0.0, nan]
    """
    digits = np.broadcast_to(digits, values.shape)
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        power = np.floor(np.log10(np.abs(values))) - digits + 1
        up, down = 10.0 ** np.maximum(power, 0), 10.0 ** np.maximum(-power, 0)
        scaled = values / up * down
        told = np.rint(scaled) * up / down
        unclear = ~(np.abs(scaled - np.floor(scaled) - 0.5) > NEAR_HALF)
    unclear |= ~(np.abs(power) <= EXACT_POWER)
    for at in np.flatnonzero(unclear & np.isfinite(values)).tolist():
        told[at] = of_digits(float(values[at]), int(digits[at]))
    return np.where(np.isfinite(values), told, values)


def whole_steps_below(values: Reals) -> Reals:
    """Return what :func:`whole_step_below` returns of each figure.

    Examples
    --------
    >>> whole_steps_below(np.array([0.0, 37.0, 50.0, np.nan])).tolist()
    [0.0, 20.0, 50.0, nan]
    """
    steps = np.array(STEPS_BELOW, float)
    place = np.searchsorted(steps, values, side="right") - 1
    return np.where(values >= 1, steps[place], values)
