"""Contrasts with their t test, and as a sentence may claim them."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from scipy import special

POWER = 0.8


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

    def at(self, level: float, known: float) -> Claim:
        """Return the claim with its interval at another level than the `known` one that it has.

        Each side grows as the quantile of Student's t does, and stops at 0 where p says that it
        does: no interval agrees less with a verdict than its test.

        Examples
        --------
        >>> claim = Contrast(0.43, 0.18, 100).claim(0.95)
        >>> wider = claim.at(0.99, 0.95)
        >>> round(claim.low, 2), round(wider.low, 2), round(wider.upp, 2)
        (0.07, -0.04, 0.9)
        """
        if not self.df > 0:
            return self
        tails = ((1 + chosen) / 2 for chosen in (level, known))
        quantile, usual = (float(special.stdtrit(self.df, tail)) for tail in tails)
        low = self.value - (self.value - self.low) * quantile / usual
        upp = self.value + (self.upp - self.value) * quantile / usual
        if (low <= 0 <= upp) == (self.p < 1 - level):
            low, upp = (0.0, upp) if self.value > 0 else (low, 0.0)
        return replace(self, low=low, upp=upp)

    def detectable(self, level: float) -> float:
        """The smallest true contrast that a test at this level would find four times in five."""
        return Contrast(self.value, self.se, self.df).detectable(level)


def size_of_t(p: np.ndarray, df: np.ndarray) -> np.ndarray:
    """Return how far from 0 Student's t is, of which `p` is two-sided.

    Examples
    --------
    >>> size_of_t(np.array([0.05, 1.0]), np.array([100.0, 100.0])).round(3).tolist()
    [1.984, 0.0]
    """
    sizes: np.ndarray = np.where(p < 1, -special.stdtrit(df, p / 2), p * 0.0)
    return sizes


# The fields of many claims, an array each.
ClaimColumns = tuple[np.ndarray, ...]


def claims_by_t(value: np.ndarray, se: np.ndarray, df: np.ndarray, level: float) -> ClaimColumns:
    """Return the fields of what :meth:`Contrast.claim` returns of each contrast, all at once.

    Examples
    --------
    >>> columns = claims_by_t(np.array([0.43]), np.array([0.18]), np.array([100.0]), 0.95)
    >>> Claim(*(float(column[0]) for column in columns)) == Contrast(0.43, 0.18, 100.0).claim(0.95)
    True
    """
    half = special.stdtrit(df, 1 - (1 - level) / 2) * se
    p = 2 * special.stdtr(df, -np.abs(value / se))
    return value, value - half, value + half, se, df, p


def detectable_each(se: np.ndarray, df: np.ndarray, level: float) -> np.ndarray:
    """Return what :meth:`Claim.detectable` returns of each, all at once.

    Examples
    --------
    >>> claim = Contrast(0.43, 0.18, 100).claim(0.95)
    >>> detectable_each(np.array([0.18]), np.array([100]), 0.95)[0] == claim.detectable(0.95)
    np.True_
    """
    with np.errstate(invalid="ignore"):
        half = special.stdtrit(df, 1 - (1 - level) / 2) * se
        sizes: np.ndarray = half + special.stdtrit(df, POWER) * se
    return sizes
