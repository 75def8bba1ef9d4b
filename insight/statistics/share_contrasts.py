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
from typing import NamedTuple

import numpy as np
from scipy import special

from insight.statistics.answer_sums import Answers
from insight.statistics.claims import Claim, ClaimColumns
from insight.statistics.intervals import jeffreys_ends
from insight.statistics.root_finding import find_roots

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
    if any(math.isnan(answers.mean_of(side).value) for side in sides):
        nothing = float("nan")  # without weight a share is not a number
        return Claim(nothing, nothing, nothing, nothing, 0.0, nothing)
    return _Shares.of(answers, sides, coefficients).claims(level)[0]


class SideColumns(NamedTuple):
    """Shares of the sides of T contrasts, with errors, degrees of freedom and Kish's numbers."""

    share: np.ndarray
    se: np.ndarray
    df: np.ndarray
    kish: np.ndarray


def contrast_pairs(
    sides: SideColumns, correlation: np.ndarray, df_at_most: np.ndarray, level: float
) -> ClaimColumns:
    """Test differences of two shares, as :func:`contrast_shares` one share less another.

    Parameters
    ----------
    sides
        The shares; arrays of shape (T, 2).
    correlation, df_at_most
        How the two correlate, and degrees of freedom of both together, less one; shape (T,).
    level
        Confidence level of the intervals.

    Returns
    -------
    tuple of array of float, shape (T,)
    """
    columns = np.full((6, len(correlation)), np.nan)
    columns[4] = 0.0
    known = np.flatnonzero(~np.isnan(sides.share).any(axis=1))
    if len(known):
        share, *others = (values[known] for values in sides)
        together = np.ones((len(known), 2, 2))
        together[:, 0, 1] = together[:, 1, 0] = correlation[known]
        among, signs = SideColumns(as_share(share), *others), np.tile([1.0, -1.0], (len(known), 1))
        shares = _Shares.of_figures(signs, among, together, df_at_most[known])
        columns[:, known] = shares.claim_columns(level)
    return tuple(columns)


def as_share(values: np.ndarray) -> np.ndarray:
    """Return values as shares: those that are the same differ in the last digit by how they came.

    Examples
    --------
    >>> as_share(np.array([0.1 + 0.2, 1 + 1e-15])).tolist()
    [0.3, 1.0]
    """
    return np.clip(np.round(values, DIGITS), 0.0, 1.0)


def contrast_independent(
    first: tuple[Answers, Sequence[int]], second: tuple[Answers, Sequence[int]], level: float
) -> Claim:
    """Test the difference of shares of some groups of two independent samples."""
    sides = zip((first, second), (1, -1), strict=True)
    one, other = (_Shares.of(answers, [side], [c]) for (answers, side), c in sides)
    return one.beside(other).claims(level)[0]


@dataclass(frozen=True)
class _Shares:
    """The shares of T contrasts; arrays of shape (T, S), `correlation` of shape (T, S, S)."""

    coefficients: np.ndarray
    share: np.ndarray
    effective: np.ndarray
    correlation: np.ndarray
    df_of_each: np.ndarray
    df_at_most: np.ndarray

    @classmethod
    def of(
        cls,
        answers: Answers,
        sides: Sequence[Sequence[int]],
        coefficients: Sequence[float] | np.ndarray,
    ) -> _Shares:
        means = [answers.mean_of(side) for side in sides]
        value, se, df = np.array([(mean.value, mean.se, mean.df) for mean in means], float).T
        kish, share = np.array([answers.equal_weights(side) for side in sides]), as_share(value)
        return cls.of_figures(
            np.array([coefficients], float),
            SideColumns(*(column[None] for column in (share, se, df, kish))),
            answers.correlations(sides, share)[None],
            np.array([answers.degrees_of_freedom([*itertools.chain(*sides)]) - 1]),
        )

    @classmethod
    def of_figures(
        cls,
        coefficients: np.ndarray,
        sides: SideColumns,
        correlation: np.ndarray,
        df_at_most: np.ndarray,
    ) -> _Shares:
        share, se, df, kish = sides
        spread = share * (1 - share)
        of_design = np.divide(spread, se**2, out=np.full(se.shape, np.inf), where=se > 0)
        effective = np.where(spread > 0, np.fmin(of_design, kish), kish)
        of_each = np.maximum(np.fmin(kish - 1, df), 1)
        return cls(coefficients, share, effective, correlation, of_each, np.maximum(df_at_most, 1))

    def beside(self, other: _Shares) -> _Shares:
        """Return the shares of independent samples, one of each, as contrasts of two."""
        columns = ("coefficients", "share", "effective", "df_of_each")
        joined = {
            name: np.concatenate([getattr(self, name), getattr(other, name)], axis=1)
            for name in columns
        }
        apart = np.broadcast_to(np.eye(2), (len(self.share), 2, 2))
        at_most = self.df_at_most + other.df_at_most
        return _Shares(**joined, correlation=apart, df_at_most=at_most)

    def among(self, tests: np.ndarray) -> _Shares:
        """Return some of the contrasts only."""
        return _Shares(
            self.coefficients[tests],
            self.share[tests],
            self.effective[tests],
            self.correlation[tests],
            self.df_of_each[tests],
            self.df_at_most[tests],
        )

    def claims(self, level: float) -> list[Claim]:
        """Return each contrast as its test lets it be claimed."""
        rows = zip(*(column.tolist() for column in self.claim_columns(level)), strict=True)
        return [Claim(*row) for row in rows]

    def claim_columns(self, level: float) -> ClaimColumns:
        """Return the same, a column for each field."""
        df = self.degrees_of_freedom()
        quantile = special.stdtrit(df, 1 - (1 - level) / 2)
        below, above = (self.half_width(quantile, df, self._all(side)) for side in (-1, 1))
        p = 2 * special.stdtr(df, -self.distance_from_zero(df))
        rare = np.flatnonzero(self.given < FEW)
        p[rare] = np.maximum(p[rare], self.conditional_p(rare))
        ends = (self.value, self.value - below, self.value + above)
        return (*ends, self.standard_error(), df, np.minimum(p, 1))

    def _all(self, number: float) -> np.ndarray:
        return np.full(len(self.share), number)

    @cached_property
    def value(self) -> np.ndarray:
        values = _dot(self.coefficients, self.share).tolist()
        return np.array([round(value, DIGITS) for value in values])

    def half_width(self, quantile: np.ndarray, df: np.ndarray, side: np.ndarray) -> np.ndarray:
        """How far each interval reaches below (-1) or above (1) the contrast."""
        away = self._away(quantile, df, side)
        squared = _dot((away[:, None, :] @ self.correlation)[:, 0, :], away)
        half: np.ndarray = np.sqrt(np.maximum(squared, 0.0))
        return half

    def _away(self, quantile: np.ndarray, df: np.ndarray, side: np.ndarray) -> np.ndarray:
        """How far the interval of each share takes the contrast below or above its value."""
        tail = special.stdtr(df, -quantile)
        narrowed = (special.ndtri(tail) / quantile) ** 2
        upper = self.coefficients * side[:, None] >= 0
        is_finite = np.isfinite(self.effective)
        n = np.where(is_finite, self.effective, 1.0) * narrowed[:, None]
        ends = jeffreys_ends(self.share, n, 1 - 2 * tail[:, None], upper)
        outer, inner = np.maximum(ends, self.share), np.minimum(ends, self.share)
        reach = self.coefficients * (self.share - np.where(upper, outer, inner))
        return np.where(is_finite, reach, 0.0)

    def standard_error(self) -> np.ndarray:
        """Half of the usual interval towards 0, or of the wider half, in its own quantile."""
        usual, many = self._all(USUAL), self._all(np.inf)
        below, above = (self.half_width(usual, many, self._all(side)) for side in (-1, 1))
        towards = np.where(self.value > 0, below, above)
        error: np.ndarray = np.where(self.value == 0, np.maximum(below, above), towards) / USUAL
        return error

    def distance_from_zero(self, df: np.ndarray) -> np.ndarray:
        """The quantile at which each interval just reaches 0."""
        side = np.where(self.value > 0, -1, 1)

        def beyond(quantile: np.ndarray, tests: np.ndarray) -> np.ndarray:
            half = self.among(tests).half_width(quantile, df[tests], side[tests])
            return np.asarray(np.abs(self.value[tests]) - half)

        every, nearest = np.arange(len(df)), self._all(NEAR)
        farthest = -special.stdtrit(df, SMALLEST_TAIL)
        is_away = (self.value != 0) & (beyond(nearest, every) > 0)
        inside = np.flatnonzero(is_away & (beyond(farthest, every) <= 0))
        distance: np.ndarray = np.where(is_away, farthest, 0.0)
        distance[inside] = find_roots(
            lambda quantile, at: beyond(quantile, inside[at]), nearest[inside], farthest[inside]
        )
        return distance

    @property
    def given(self) -> np.ndarray:
        """Effective respondents who gave the answer, or did not, whichever are fewer."""
        is_finite = np.isfinite(self.effective)
        effective = np.where(is_finite, self.effective, 0.0)
        fewer = np.minimum(_dot(effective, self.share), _dot(effective, 1 - self.share))
        return np.where(is_finite.all(axis=1), fewer, np.inf)

    def conditional_p(self, tests: np.ndarray) -> np.ndarray:
        """Mid-p of how those who gave rare answers fall on two sides, given how many they are.

        Of more than two sides it is not known.
        """
        share, effective = self.share[tests], self.effective[tests]
        if share.shape[1] != 2:
            return np.full(len(tests), np.nan)
        given, whole = share * effective, effective.sum(axis=1)
        is_rare = 2 * given.sum(axis=1) < whole
        first, second = np.where(is_rare[:, None], given, effective - given).T
        part = effective[:, 0] / whole
        sides = ((first, second, part), (second, first, 1 - part))
        one, other = (_at_least(*side) + _more_than(*side) for side in sides)
        mid_p: np.ndarray = np.minimum(np.minimum(one, other), 1.0)
        return mid_p

    def degrees_of_freedom(self) -> np.ndarray:
        """Welch and Satterthwaite's, of the parts that reach towards 0."""
        side = np.where(self.value > 0, -1, 1)
        parts = self._away(self._all(USUAL), self._all(np.inf), side) ** 2
        with np.errstate(invalid="ignore", divide="ignore"):
            welch = parts.sum(axis=1) ** 2 / (parts**2 / self.df_of_each).sum(axis=1)
        is_known = parts.sum(axis=1) > 0
        return np.where(is_known, np.minimum(welch, self.df_at_most), self.df_at_most)


def _dot(first: np.ndarray, second: np.ndarray) -> np.ndarray:
    """The product of each pair of rows."""
    products: np.ndarray = (first[:, None, :] @ second[:, :, None])[:, 0, 0]
    return products


def _at_least(first: np.ndarray, second: np.ndarray, part: np.ndarray) -> np.ndarray:
    """Probability that of first + second as many as `first` or more fall on one side."""
    tail: np.ndarray = np.where(first > 0, special.betainc(first, second + 1, part), 1.0)
    return tail


def _more_than(first: np.ndarray, second: np.ndarray, part: np.ndarray) -> np.ndarray:
    tail: np.ndarray = np.where(second > 0, special.betainc(first + 1, second, part), 0.0)
    return tail
