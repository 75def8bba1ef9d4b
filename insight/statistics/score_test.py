"""Score tests of differences and trends of shares, which hold their level where answers are rare.

The t test of ``svyttest`` takes its standard error from the shares that it compares. A group in
which few happen to give a rare answer has a small share and, for that very reason, a small
standard error, so that the test makes too much of it. Here the uncertainty towards the other side
comes from Wilson's interval of each share, as Newcombe proposed for two shares (his method 10) and
Zou, Huang and Zhang for any contrast of several: the contrast differs from 0 where 0 lies outside

    L = value - sqrt(sum_ij r_ij e_i e_j),    e_i = c_i (p_i - limit_i),

with c the coefficients, r the correlations of the shares, and for each share the limit of its
interval on the side that makes the contrast smaller (larger for the upper end). p is found by
inversion: the confidence level at which the interval just reaches 0.

Two things are ours, chosen by simulation (``benchmarks/claims.py``). Wilson's interval rests on the
effective number of respondents, which is p (1 - p) / V but at most Kish's number, W² / sum w², here
divided by the finite population correction: where the one respondent who gave a rare answer has a
small weight, V is far too small. And Student's t has Welch and Satterthwaite's degrees of freedom,
so that a group of few effective respondents is not tested as if it were known well.

References
----------
Newcombe, "Interval estimation for the difference between independent proportions: comparison of
eleven methods", Statistics in Medicine 17 (1998), 873-890. Zou, Huang and Zhang, "A note on
confidence interval estimation for a linear function of binomial proportions", Computational
Statistics and Data Analysis 53 (2009), 1080-1085. Kish, "Survey Sampling" (1965), section 11.7.
Welch, "The generalization of Student's problem when several different population variances are
involved", Biometrika 34 (1947), 28-35.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy import optimize, special

from insight.statistics.contrasts import POWER, Answers, mean_of
from insight.statistics.intervals import wilson
from insight.statistics.strata import degrees_of_freedom
from insight.statistics.variance import covariance

FARTHEST = 60.0  # standard errors; beyond it p is 0 for all that anybody can tell
USUAL = 1.96


@dataclass(frozen=True)
class ScoreTest:
    """A contrast of shares with its interval and p value.

    `se` is the half-width of the interval towards 0 in units of Student's t.
    """

    value: float
    low: float
    upp: float
    se: float
    df: float
    p: float


def score_test(
    answers: Answers,
    sides: Sequence[Sequence[int]],
    coefficients: Sequence[float] | np.ndarray,
    level: float,
) -> ScoreTest:
    """Test a contrast of shares.

    Parameters
    ----------
    answers
        The sums, of shares.
    sides
        Numbers of the groups that each share is of; no group is on two sides.
    coefficients
        What each share is multiplied by: 1 and -1 for a difference.
    level
        Confidence level of the interval.

    Returns
    -------
    ScoreTest
        NaN for the interval and p where a side has nobody with a weight.

    Examples
    --------
    Newcombe's example of 56 of 70 against 48 of 80, by z instead of t 0.0524 to 0.3339:

    >>> from insight.statistics.strata import Strata
    >>> both, yes = np.array([[70.0, 80.0]]), np.array([[56.0, 48.0]])
    >>> units = Strata.from_units(np.array([0]), np.array([150.0]), clustered=False)
    >>> sums = (both, both, yes, yes, both, yes, yes)
    >>> test = score_test(Answers(units, *sums, np.zeros(2)), [[0], [1]], [1, -1], 0.95)
    >>> round(test.value, 4), round(test.low, 3), round(test.upp, 3), round(test.p, 3)
    (0.2, 0.051, 0.335, 0.009)
    """
    if not all(answers.w[:, list(side)].sum() > 0 for side in sides):
        nothing = float("nan")
        return ScoreTest(nothing, nothing, nothing, nothing, 0.0, nothing)
    shares = _Shares.of(answers, sides, coefficients)
    df = shares.degrees_of_freedom()
    quantile = float(special.stdtrit(df, 1 - (1 - level) / 2))
    below, above = (shares.half_width(quantile, side) for side in (-1, 1))
    towards = below if shares.value > 0 else above
    p = float(2 * special.stdtr(df, -shares.distance_from_zero()))
    return ScoreTest(
        shares.value, shares.value - below, shares.value + above, towards / quantile, df, min(p, 1)
    )


def detectable(se: float, df: float, level: float) -> float:
    """Return the smallest true difference that a test at a level finds four times in five."""
    return float(se * (special.stdtrit(df, 1 - (1 - level) / 2) + special.stdtrit(df, POWER)))


@dataclass(frozen=True)
class _Shares:
    """The shares of a contrast; arrays of shape (S,), `correlation` of shape (S, S)."""

    coefficients: np.ndarray
    share: np.ndarray
    effective: np.ndarray
    correlation: np.ndarray
    df_of_each: np.ndarray
    df_at_most: float

    @classmethod
    def of(
        cls,
        answers: Answers,
        sides: Sequence[Sequence[int]],
        coefficients: Sequence[float] | np.ndarray,
    ) -> _Shares:
        means = [mean_of(answers, side) for side in sides]
        share = np.clip([mean.value for mean in means], 0.0, 1.0)
        kish = np.array([_kish(answers, side) for side in sides])
        se = np.array([mean.se for mean in means])
        spread = share * (1 - share)
        of_design = np.divide(spread, se**2, out=np.full(len(se), np.inf), where=se > 0)
        effective = np.where(spread > 0, np.fmin(of_design, kish), kish)
        respondents = answers.positive[:, [*itertools.chain(*sides)]].sum(axis=1)
        at_most = float(degrees_of_freedom(answers.strata, respondents)) - 1
        each = np.fmin(kish - 1, [mean.df for mean in means])
        correlation = _correlation(answers, sides, share)
        chosen = np.asarray(coefficients, float)
        return cls(chosen, share, effective, correlation, np.maximum(each, 1), max(at_most, 1))

    @property
    def value(self) -> float:
        return float(self.coefficients @ self.share)

    def half_width(self, quantile: float, side: int) -> float:
        """How far the interval reaches below (-1) or above (1) the contrast."""
        away = self._away(quantile, side)
        return float(np.sqrt(max(away @ self.correlation @ away, 0.0)))

    def _away(self, quantile: float, side: int) -> np.ndarray:
        limits = np.array(wilson(self.share, self.effective, np.asarray(quantile)))
        downwards = self.coefficients * side < 0
        away: np.ndarray = self.coefficients * (self.share - np.where(downwards, *limits))
        return np.where(np.isinf(self.effective), 0.0, away)

    def distance_from_zero(self) -> float:
        """The quantile at which the interval just reaches 0."""
        if self.value == 0:
            return 0.0
        side = -1 if self.value > 0 else 1

        def beyond(quantile: float) -> float:
            return abs(self.value) - self.half_width(quantile, side)

        return FARTHEST if beyond(FARTHEST) > 0 else float(optimize.brentq(beyond, 0, FARTHEST))

    def degrees_of_freedom(self) -> float:
        """Welch and Satterthwaite's, of the parts that reach towards 0."""
        parts = self._away(USUAL, -1 if self.value > 0 else 1) ** 2
        if not parts.sum() > 0:
            return self.df_at_most
        welch = parts.sum() ** 2 / (parts**2 / self.df_of_each).sum()
        return float(min(welch, self.df_at_most))


def _kish(answers: Answers, side: Sequence[int]) -> float:
    """Respondents of equal weight that a side is worth at most; infinite if it is all there is."""
    squares = answers.ww[:, list(side)].sum(axis=1)
    corrected = (answers.strata.correction[answers.strata.stratum_of] * squares).sum()
    weight = answers.w[:, list(side)].sum()
    return float(weight**2 / corrected) if corrected > 0 else float("inf")


def _correlation(answers: Answers, sides: Sequence[Sequence[int]], share: np.ndarray) -> np.ndarray:
    """Correlations of the sides' shares, which strata and PSUs bring; shape (S, S)."""
    groups = [list(side) for side in sides]
    w, wy, ww, wwyy = (
        np.stack([values[:, side].sum(axis=1) for side in groups], axis=1)
        for values in (answers.w, answers.wy, answers.ww, answers.wwyy)
    )
    total = wy - share * w
    squares = wwyy - 2 * share * wwyy + share**2 * ww
    cross = squares[:, :, None] * np.eye(len(groups))
    scale = w.sum(axis=0)
    together = covariance(answers.strata, total / scale, cross / np.outer(scale, scale))
    spread = np.sqrt(np.maximum(np.diag(together), 0))
    outer = np.outer(spread, spread)
    correlation = np.divide(together, outer, out=np.zeros_like(outer), where=outer > 0)
    np.fill_diagonal(correlation, 1.0)
    bounded: np.ndarray = np.clip(correlation, -1, 1)
    return bounded
