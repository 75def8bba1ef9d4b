"""Tests between groups and over waves, as contrasts that are linear in cells.

A respondent with answer y in group g adds w (gamma_g y + delta_g) to a contrast, so that two
numbers per group tell one contrast apart from any other: groups may overlap, one group may stand
against all others, and a trend is one more contrast. Nothing here knows of surveys.

References
----------
Holm, "A simple sequentially rejective multiple test procedure", Scandinavian Journal of Statistics
6 (1979), 65-70. Benjamini and Hochberg, "Controlling the false discovery rate", JRSS B 57 (1995),
289-300. Lumley, "Complex Surveys" (2010), chapters 2 and 6.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal, get_args

import numpy as np
from scipy import special

from insight.statistics.strata import Strata, degrees_of_freedom
from insight.statistics.variance import variance

Adjustment = Literal["holm", "bh", "none"]
ADJUSTMENTS: tuple[Adjustment, ...] = get_args(Adjustment)
POWER = 0.8
NO_SPREAD = 1e-12


@dataclass(frozen=True)
class Answers:
    """Sums over the respondents of each sampling unit and group; shape (U, D).

    For shares y is 1 for the answer and 0 for others; for means it is the number, measured from
    `centre`, of shape (D,). `w`, `wy`, `wyy` sum the weights, w y and w y²; `ww`, `wwy`, `wwyy` the
    squared weights, times y and y². `positive` counts respondents with a weight above 0.
    """

    strata: Strata
    positive: np.ndarray
    w: np.ndarray
    wy: np.ndarray
    wyy: np.ndarray
    ww: np.ndarray
    wwy: np.ndarray
    wwyy: np.ndarray
    centre: np.ndarray

    def among(self, groups: Sequence[int] | np.ndarray) -> Answers:
        """Return the sums of some of the groups only."""
        kept = list(groups)
        return Answers(
            self.strata,
            self.positive[:, kept],
            self.w[:, kept],
            self.wy[:, kept],
            self.wyy[:, kept],
            self.ww[:, kept],
            self.wwy[:, kept],
            self.wwyy[:, kept],
            self.centre[kept],
        )


@dataclass(frozen=True)
class Contrast:
    """A difference, or a change per unit of time, with its t test."""

    value: float
    se: float
    df: float

    @property
    def statistic(self) -> float:
        """The difference in standard errors; NaN without one."""
        return self.value / self.se if self.se > 0 else float("nan")

    @property
    def p(self) -> float:
        """Two-sided p value of Student's t; NaN without a standard error."""
        return float(2 * special.stdtr(self.df, -abs(self.statistic)))

    def half_width(self, level: float) -> float:
        """Half the width of the interval at a confidence level."""
        return float(special.stdtrit(self.df, 1 - (1 - level) / 2)) * self.se

    def detectable(self, level: float) -> float:
        """The smallest true difference that a test at this level would find four times in five."""
        return self.half_width(level) + float(special.stdtrit(self.df, POWER)) * self.se

    def claim(self, level: float) -> Claim:
        """Return the contrast as its t test lets it be claimed."""
        half = self.half_width(level)
        return Claim(self.value, self.value - half, self.value + half, self.se, self.df, self.p)


@dataclass(frozen=True)
class Claim:
    """A contrast as a sentence may claim it: with an interval, and a p that agrees with it."""

    value: float
    low: float
    upp: float
    se: float
    df: float
    p: float

    @property
    def turned(self) -> Claim:
        """The same contrast with its sides exchanged."""
        return replace(self, value=-self.value, low=-self.upp, upp=-self.low)

    def detectable(self, level: float) -> float:
        """The smallest true contrast that a test at this level would find four times in five."""
        return Contrast(self.value, self.se, self.df).detectable(level)


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

    >>> both = np.array([[10.0, 10.0]])
    >>> yes = np.array([[6.0, 3.0]])
    >>> units = Strata.from_units(np.array([0]), np.array([20.0]), clustered=False)
    >>> sums = (both, both, yes, yes, both, yes, yes)
    >>> gap = difference(Answers(units, *sums, np.zeros(2)), [0], [1])
    >>> round(gap.value, 4), round(gap.se, 4), gap.df
    (0.3, 0.2176, 18.0)
    """
    gamma, delta, value = np.zeros(answers.w.shape[1]), np.zeros(answers.w.shape[1]), 0.0
    for sign, side in ((1.0, list(first)), (-1.0, list(second))):
        weight, mean = _mean(answers, side)
        value += sign * mean
        gamma[side] += sign / weight
        delta[side] -= sign * (mean - answers.centre[side]) / weight
    compared = sorted({*first, *second})
    df = degrees_of_freedom(answers.strata, answers.positive[:, compared].sum(axis=1)) - 1
    return Contrast(float(value), _standard_error(answers, gamma, delta), float(df))


def mean_of(answers: Answers, groups: Sequence[int]) -> Contrast:
    """Return the share or mean of several groups taken together, with its standard error.

    Parameters
    ----------
    answers
        The sums.
    groups
        Numbers of the groups.
    """
    side = list(groups)
    gamma, delta = np.zeros(answers.w.shape[1]), np.zeros(answers.w.shape[1])
    weight, mean = _mean(answers, side)
    gamma[side] = 1 / weight
    delta[side] = -(mean - answers.centre[side]) / weight
    df = degrees_of_freedom(answers.strata, answers.positive[:, side].sum(axis=1))
    return Contrast(float(mean), _standard_error(answers, gamma, delta), float(df))


def effective_base(answers: Answers, groups: Sequence[int]) -> float:
    """Respondents in several groups taken together, divided by the design effect of their mean.

    Where all answers are alike there is none, and Kish's number, W² / sum w², takes its place.
    Without degrees of freedom nothing is known of the design effect, and the number is 0.

    Parameters
    ----------
    answers
        The sums.
    groups
        Numbers of the groups.
    """
    side, mean = list(groups), mean_of(answers, groups)
    if mean.df <= 0:
        return 0.0
    weight = answers.w[:, side].sum()
    spread = standard_deviation(answers, side) ** 2 * weight
    if spread <= NO_SPREAD * answers.wyy[:, side].sum():
        return float(weight**2 / answers.ww[:, side].sum())
    base = answers.positive[:, side].sum()
    return float(base / (base - 1) * spread / weight / mean.se**2 if mean.se > 0 else base)


def standard_deviation(answers: Answers, groups: Sequence[int]) -> float:
    """Return the weighted standard deviation of the answers of several groups taken together."""
    side = list(groups)
    weight, mean = _mean(answers, side)
    away = answers.centre[side] - mean
    parts = answers.wyy[:, side] + away * (2 * answers.wy[:, side] + away * answers.w[:, side])
    return float(np.sqrt(max(parts.sum() / weight, 0.0)))


def _mean(answers: Answers, groups: list[int]) -> tuple[float, float]:
    """The sum of weights, and the mean, of several groups taken together."""
    weights, reference = answers.w[:, groups].sum(axis=0), answers.centre[groups][0]
    shifted = answers.wy[:, groups].sum(axis=0) + weights * (answers.centre[groups] - reference)
    with np.errstate(divide="ignore", invalid="ignore"):
        return weights.sum(), reference + shifted.sum() / weights.sum()


def points(answers: Answers) -> tuple[np.ndarray, np.ndarray]:
    """Return the sum of weights, and the mean, of each group."""
    points = [_mean(answers, [group]) for group in range(answers.w.shape[1])]
    weight, mean = zip(*points, strict=True)
    return np.array(weight), np.array(mean)


def _standard_error(answers: Answers, gamma: np.ndarray, delta: np.ndarray) -> float:
    used = (gamma != 0) | (delta != 0)
    gamma, delta, answers = gamma[used], delta[used], answers.among(np.flatnonzero(used))
    total = (gamma * answers.wy + delta * answers.w).sum(axis=1)
    squares = gamma**2 * answers.wwyy + 2 * gamma * delta * answers.wwy + delta**2 * answers.ww
    present = answers.positive.sum(axis=1)
    squared = variance(answers.strata, total, np.maximum(squares, 0).sum(axis=1), present)
    return float(np.sqrt(squared))


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
    weight, mean = points(answers)
    coefficients = trend_coefficients(times)
    gamma = coefficients / weight
    error = _standard_error(answers, gamma, -gamma * (mean - answers.centre))
    df = degrees_of_freedom(answers.strata, answers.positive.sum(axis=1))
    return Contrast(float(coefficients @ mean), error, float(df))


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
    about = (weight * spread**2).sum()
    value = float((weight * spread) @ mean / about)
    line = (weight @ mean) / weight.sum() + value * spread
    gamma = spread / about
    error = _standard_error(answers, gamma, -gamma * (line - answers.centre))
    df = degrees_of_freedom(answers.strata, answers.positive.sum(axis=1)) - 1
    return Contrast(value, error, float(df))


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
