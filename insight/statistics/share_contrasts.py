"""Tests of differences and trends of shares that hold their level where answers are rare.

The t test of ``svyttest`` takes its standard error from the shares that it compares. A group in
which few happen to give a rare answer has a small share and, for that very reason, a small
standard error, so that the test makes too much of it. Here the uncertainty towards the other side
comes from an interval of each share, as Newcombe proposed for two shares (his method 10) and Zou,
Huang and Zhang for any contrast of several: the contrast differs from 0 where 0 lies outside

    L = value - sqrt(sum_ij r_ij e_i e_j),    e_i = c_i (p_i - limit_i),

with c the coefficients, r the correlations of the shares, and for each share the limit of its
interval on the side that makes the contrast smaller (larger for the upper end). p is found by
inversion: the confidence level at which the interval just reaches 0.

Where fewer than ten effective respondents gave the answer on both sides together, p is also at
least that of how they fall on the two: binomial, given their number, by its mid-p. Of a single
one nothing can be told, whichever group it is in.

Three things were chosen by simulation (``benchmarks/claims.py``). The intervals are Jeffreys's, for
with Newcombe's own, Wilson's, several groups of 30 beside one of 3,000 claim too much. They rest on
the effective number of respondents, which is p (1 - p) / V but at most Kish's number, W² / sum w²,
here divided by the finite population correction: where the one respondent who gave a rare answer
has a small weight, V is far too small. And Student's t has Welch and Satterthwaite's degrees of
freedom, so that a group of few effective respondents is not tested as if it were known well; as
Korn and Graubard do, the number of respondents is multiplied by (z / t)².

References
----------
Newcombe, "Interval estimation for the difference between independent proportions: comparison of
eleven methods", Statistics in Medicine 17 (1998), 873-890. Zou, Huang and Zhang, "A note on
confidence interval estimation for a linear function of binomial proportions", Computational
Statistics and Data Analysis 53 (2009), 1080-1085. Brown, Cai and DasGupta, "Interval estimation for
a binomial proportion", Statistical Science 16 (2001), 101-133. Kish, "Survey Sampling" (1965),
section 11.7. Welch, "The generalization of Student's problem when several different population
variances are involved", Biometrika 34 (1947), 28-35. Korn and Graubard, "Confidence intervals for
proportions with small expected number of positive counts estimated from survey data", Survey
Methodology 24 (1998), 193-201.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from scipy import optimize, special

from insight.statistics.answer_sums import Answers
from insight.statistics.claims import Claim
from insight.statistics.intervals import jeffreys_end
from insight.statistics.variance import covariance

SMALLEST_TAIL = 1e-14  # beyond it p is 0 for all that anybody can tell
NEAR = 1e-6
FEW = 10
DIGITS = 12
USUAL = 1.96


def contrast_shares(
    answers: Answers,
    sides: Sequence[Sequence[int]],
    coefficients: Sequence[float] | np.ndarray,
    level: float,
) -> Claim:
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
    Claim
        Its `se` is half of the usual interval towards 0, divided by the quantile of that. NaN for
        the interval and p where a side has nobody with a weight.

    Examples
    --------
    Newcombe's example of 56 of 70 against 48 of 80, by his method 0.0524 to 0.3339:

    >>> from insight.statistics.strata import Strata
    >>> both, yes = np.array([[70.0, 80.0]]), np.array([[56.0, 48.0]])
    >>> units = Strata.from_units(np.array([0]), np.array([150.0]), clustered=False)
    >>> sums = (both, both, yes, yes, both, yes, yes)
    >>> test = contrast_shares(Answers(units, *sums, np.zeros(2)), [[0], [1]], [1, -1], 0.95)
    >>> round(test.value, 4), round(test.low, 3), round(test.upp, 3), round(test.p, 3)
    (0.2, 0.052, 0.337, 0.009)
    """
    weights = answers.units.whole(answers.w)
    if not all(weights[list(side)].sum() > 0 for side in sides):
        nothing = float("nan")
        return Claim(nothing, nothing, nothing, nothing, 0.0, nothing)
    shares = _Shares.of(answers, sides, coefficients)
    df = shares.degrees_of_freedom()
    quantile = float(special.stdtrit(df, 1 - (1 - level) / 2))
    below, above = (shares.half_width(quantile, df, side) for side in (-1, 1))
    p = float(2 * special.stdtr(df, -shares.distance_from_zero(df)))
    if shares.given < FEW:
        p = max(p, shares.conditional_p()) if len(sides) == 2 else float("nan")
    low, upp = shares.value - below, shares.value + above
    return Claim(shares.value, low, upp, shares.standard_error(), df, min(p, 1))


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
        means = [answers.mean_of(side) for side in sides]
        # Shares that are the same differ in the last digit by how their sums were added.
        share = np.clip(np.round([mean.value for mean in means], DIGITS), 0.0, 1.0)
        kish = np.array([_kish(answers, side) for side in sides])
        se = np.array([mean.se for mean in means])
        spread = share * (1 - share)
        of_design = np.divide(spread, se**2, out=np.full(len(se), np.inf), where=se > 0)
        effective = np.where(spread > 0, np.fmin(of_design, kish), kish)
        at_most = answers.degrees_of_freedom([*itertools.chain(*sides)]) - 1
        each = np.fmin(kish - 1, [mean.df for mean in means])
        correlation = _correlation(answers, sides, share)
        chosen = np.asarray(coefficients, float)
        return cls(chosen, share, effective, correlation, np.maximum(each, 1), max(at_most, 1))

    @property
    def value(self) -> float:
        return round(float(self.coefficients @ self.share), DIGITS)

    def half_width(self, quantile: float, df: float, side: int) -> float:
        """How far the interval reaches below (-1) or above (1) the contrast."""
        away = self._away(quantile, df, side)
        return float(np.sqrt(max(away @ self.correlation @ away, 0.0)))

    @cached_property
    def _each(self) -> list[tuple[float, float, float]]:
        """Coefficient, share and effective respondents of each: of a few, numbers are quickest."""
        columns = (self.coefficients, self.share, self.effective)
        return list(zip(*(column.tolist() for column in columns), strict=True))

    def _away(self, quantile: float, df: float, side: int) -> np.ndarray:
        tail = float(special.stdtr(df, -quantile))
        narrowed = (special.ndtri(tail) / quantile) ** 2
        return np.array([_reach(*each, narrowed, 1 - 2 * tail, side) for each in self._each])

    def standard_error(self) -> float:
        """Half of the usual interval towards 0, or of the wider half, in its own quantile."""
        below, above = (self.half_width(USUAL, np.inf, side) for side in (-1, 1))
        towards = below if self.value > 0 else above
        return (towards if self.value else max(below, above)) / USUAL

    def distance_from_zero(self, df: float) -> float:
        """The quantile at which the interval just reaches 0."""
        if self.value == 0:
            return 0.0
        side = -1 if self.value > 0 else 1

        def beyond(quantile: float) -> float:
            return abs(self.value) - self.half_width(quantile, df, side)

        farthest = -float(special.stdtrit(df, SMALLEST_TAIL))
        if beyond(NEAR) <= 0:
            return 0.0
        return farthest if beyond(farthest) > 0 else float(optimize.brentq(beyond, NEAR, farthest))

    @property
    def given(self) -> float:
        """Effective respondents who gave the answer, or did not, whichever are fewer."""
        if not np.isfinite(self.effective).all():
            return float("inf")
        return float(min(self.effective @ self.share, self.effective @ (1 - self.share)))

    def conditional_p(self) -> float:
        """Mid-p of how those who gave a rare answer fall on two sides, given how many they are."""
        given = self.share * self.effective
        first, second = given if 2 * given.sum() < self.effective.sum() else self.effective - given
        part = float(self.effective[0] / self.effective.sum())
        sides = ((first, second, part), (second, first, 1 - part))
        return min(1.0, *(_at_least(*side) + _more_than(*side) for side in sides))

    def degrees_of_freedom(self) -> float:
        """Welch and Satterthwaite's, of the parts that reach towards 0."""
        parts = self._away(USUAL, np.inf, -1 if self.value > 0 else 1) ** 2
        if not parts.sum() > 0:
            return self.df_at_most
        welch = parts.sum() ** 2 / (parts**2 / self.df_of_each).sum()
        return float(min(welch, self.df_at_most))


def _reach(
    coefficient: float, share: float, effective: float, narrowed: float, level: float, side: int
) -> float:
    """How far the interval of a share takes the contrast below (-1) or above (1) its value."""
    if not math.isfinite(effective):
        return 0.0
    upper = coefficient * side >= 0
    end = jeffreys_end(share, effective * narrowed, level, upper=upper)
    return coefficient * (share - (max(end, share) if upper else min(end, share)))


def _at_least(first: float, second: float, part: float) -> float:
    """Probability that of first + second as many as `first` or more fall on one side."""
    return float(special.betainc(first, second + 1, part)) if first > 0 else 1.0


def _more_than(first: float, second: float, part: float) -> float:
    return float(special.betainc(first + 1, second, part)) if second > 0 else 0.0


def _kish(answers: Answers, side: Sequence[int]) -> float:
    """Respondents of equal weight that a side is worth at most; infinite if it is all there is."""
    squares = answers.ww[:, list(side)].sum(axis=1)
    corrected = answers.units.corrected(squares)
    weight = answers.units.whole(answers.w)[list(side)].sum()
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
    scale = answers.units.whole(w)
    with np.errstate(divide="ignore", invalid="ignore"):
        total = total / answers.units.divisor(w)
    together = covariance(answers.units, total, cross / np.outer(scale, scale))
    spread = np.sqrt(np.maximum(np.diag(together), 0))
    outer = np.outer(spread, spread)
    correlation = np.divide(together, outer, out=np.zeros_like(outer), where=outer > 0)
    np.fill_diagonal(correlation, 1.0)
    bounded: np.ndarray = np.clip(correlation, -1, 1)
    return bounded
