"""Tests between groups and over waves, as contrasts that are linear in cells.

Groups may overlap, one group may stand against all others, and a trend is one more contrast.
Nothing here knows of surveys.

References
----------
Holm, "A simple sequentially rejective multiple test procedure", Scandinavian Journal of Statistics
6 (1979), 65-70. Benjamini and Hochberg, "Controlling the false discovery rate", JRSS B 57 (1995),
289-300. Lumley, "Complex Surveys" (2010), chapters 2 and 6.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, get_args

import numpy as np

from insight.statistics.answer_sums import Answers, points, standard_error, weighted_mean
from insight.statistics.claims import Contrast

Adjustment = Literal["holm", "bh", "none"]
ADJUSTMENTS: tuple[Adjustment, ...] = get_args(Adjustment)


def difference(answers: Answers, first: Sequence[int], second: Sequence[int]) -> Contrast:
    """Compare the shares or means of two sets of groups, which may overlap.

    The standard error is that of ``svycontrast(svyby(..., covmat = TRUE), c(1, -1))``; the degrees
    of freedom are those of ``svyttest``, units less strata among those compared, less one.

    Parameters
    ----------
    answers
        The sums.
    first, second
        Numbers of the groups on either side.

    Examples
    --------
    Six of ten against three of ten, without weights:

    >>> from insight.statistics.strata import Strata
    >>> both = np.array([[10.0, 10.0]])
    >>> yes = np.array([[6.0, 3.0]])
    >>> units = Strata.from_units(np.array([0]), np.array([20.0]), clustered=False)
    >>> sums = (both, both, yes, yes, both, yes, yes)
    >>> gap = difference(Answers(units, *sums, np.zeros(2)), [0], [1])
    >>> round(gap.value, 4), round(gap.se, 4), gap.df
    (0.3, 0.2176, 18.0)
    """
    gamma = np.zeros((len(answers.divisor(first)), answers.w.shape[1]))
    delta, value = gamma.copy(), 0.0
    for sign, side in ((1.0, list(first)), (-1.0, list(second))):
        divisor, (_, mean) = answers.divisor(side)[:, None], weighted_mean(answers, side)
        value += sign * mean
        with np.errstate(divide="ignore", invalid="ignore"):
            gamma[:, side] += sign / divisor
            delta[:, side] -= sign * (mean - answers.centre[side]) / divisor
    df = answers.degrees_of_freedom(sorted({*first, *second})) - 1
    return Contrast(float(value), standard_error(answers, gamma, delta), df)


def trend(answers: Answers, times: Sequence[float]) -> Contrast:
    """Fit a straight line through the shares or means of groups that are points in time.

    Each point counts alike, as ``svycontrast`` with the weights (t - mean t) / sum (t - mean t)².

    Parameters
    ----------
    answers
        The sums, one group per wave.
    times
        When each wave was; the slope is per unit of these.
    """
    _, mean = points(answers)
    coefficients = trend_coefficients(times)
    with np.errstate(divide="ignore", invalid="ignore"):
        gamma = coefficients / answers.units.divisor(answers.w)
    error = standard_error(answers, gamma, -gamma * (mean - answers.centre))
    return Contrast(float(coefficients @ mean), error, answers.degrees_of_freedom())


def trend_coefficients(times: Sequence[float]) -> np.ndarray:
    """Return what each share is multiplied by in the slope of the line through all of them.

    Examples
    --------
    >>> trend_coefficients([2019, 2020, 2021]).tolist()
    [-0.5, 0.0, 0.5]
    """
    spread = np.asarray(times, float) - np.mean(times)
    coefficients: np.ndarray = spread / (spread**2).sum()
    return coefficients


def trend_parts(answers: Answers, times: Sequence[float]) -> tuple[tuple[float, int], ...]:
    """Return what each group's share or mean is multiplied by in the slope, and its respondents."""
    bases = answers.positive.sum(axis=0)
    pairs = zip(trend_coefficients(times), bases, strict=True)
    return tuple((float(factor), int(base)) for factor, base in pairs)


def slope(answers: Answers, times: Sequence[float]) -> Contrast:
    """Regress the answers on time: ``svyglm(y ~ time)``, where larger waves count for more.

    Parameters
    ----------
    answers
        The sums, one group per wave.
    times
        When each wave was; the slope is per unit of these.
    """
    weight, mean = points(answers)
    time = np.asarray(times, float)
    spread = time - (weight @ time) / weight.sum()
    value = float((weight * spread) @ mean / (weight * spread**2).sum())
    line = (weight @ mean) / weight.sum() + value * spread
    weights = answers.units.divisor(answers.w)
    centre = (weights @ time) / weights.sum(axis=1)
    away = time - centre[:, None]
    gamma = away / (weights * away**2).sum(axis=1, keepdims=True)
    error = standard_error(answers, gamma, -gamma * (line - answers.centre))
    return Contrast(value, error, answers.degrees_of_freedom() - 1)


def adjust_p_values(p_values: Sequence[float], adjustment: Adjustment) -> list[float]:
    """Adjust the p values of a family of tests, as ``p.adjust``; NaN stays and does not count.

    Parameters
    ----------
    p_values
        Of every test in the family.
    adjustment
        ``holm`` keeps the chance of any false finding, ``bh`` the share of false findings.

    Examples
    --------
    >>> [round(p, 3) for p in adjust_p_values([0.01, 0.04, 0.03], "holm")]
    [0.03, 0.06, 0.06]
    >>> [round(p, 3) for p in adjust_p_values([0.01, 0.04, 0.03], "bh")]
    [0.03, 0.04, 0.04]
    """
    p = np.asarray(p_values, float)
    tested = np.flatnonzero(~np.isnan(p))
    order = tested[np.argsort(p[tested], kind="stable")]
    rank = np.arange(1, len(order) + 1)
    adjusted = p.copy()
    if adjustment == "holm":
        adjusted[order] = np.minimum(np.maximum.accumulate((len(order) - rank + 1) * p[order]), 1)
    elif adjustment == "bh":
        scaled = (len(order) / rank * p[order])[::-1]
        adjusted[order] = np.minimum(np.minimum.accumulate(scaled), 1)[::-1]
    return [float(value) for value in adjusted]
