"""Differences of two groups: their sizes, intervals and tests."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, get_args

from insight.analysis.basis import Basis
from insight.analysis.estimates import with_figures
from insight.statistics.claims import Claim
from insight.statistics.contrasts import Adjustment, adjust_p_values
from insight.statistics.measures.effect_sizes import h_of

Against = Literal["pairs", "rest"]
Direction = Literal["lower", "higher"]
Found = Literal["lower", "higher", "alike", "few", "untested", "break"]
AGAINST: tuple[Against, ...] = get_args(Against)
REST = ""
# A test that would miss even this four times in five has too few answers to say that nothing is
# there: 20 percentage points, or half a standard deviation.
LARGE_SHARE, LARGE_MEAN = 0.2, 0.5


@dataclass(frozen=True)
class Difference:
    """One side's share or mean less the other's, with its test; None where it may not be shown.

    Attributes
    ----------
    first, second
        Codes of the groups compared; ``""`` stands for all other groups.
    value_first, value_second
        The two shares or means.
    base_first, base_second
        Respondents in the base on either side.
    value, se, low, upp
        The first less the second, its standard error and interval.
    statistic, df, p, p_adjusted
        Student's t, its degrees of freedom, and p before and after adjustment, as ``svyttest``.
    detectable
        The smallest true difference that this test would find four times in five.
    claim, p_claim_adjusted
        The test on which findings rest, with its interval, and its p after adjustment: of shares
        that of :mod:`insight.statistics.share_contrasts`, of means Student's. None without a test.
    exact
        The same, never rounded and never told: whether answers are too few must not hang on it.
    large
        From which size a difference is large: 0.2 for shares, half a standard deviation for means.
    deviation
        The standard deviation of means within the two sides; None for shares.
    effect_ends
        The interval of Cohen's h of shares; None for means, without a test, and where figures are
        told rounded.
    flags
        ``suppressed``, ``unreliable``, ``low_base`` of either side, ``break``, or ``boundary``
        where a side's share is 0 or 1: its standard error is 0, so `p` takes it for certain.
    basis
        What the simulated levels rest on, the weaker of the two sides; see `Estimate`.
    """

    first: str
    second: str
    value_first: float | None = None
    value_second: float | None = None
    base_first: int | None = None
    base_second: int | None = None
    value: float | None = None
    se: float | None = None
    low: float | None = None
    upp: float | None = None
    statistic: float | None = None
    df: float | None = None
    p: float | None = None
    p_adjusted: float | None = None
    detectable: float | None = None
    claim: Claim | None = None
    p_claim_adjusted: float | None = None
    exact: Claim | None = None
    large: float | None = None
    deviation: float | None = None
    effect_ends: tuple[float, float] | None = None
    flags: tuple[str, ...] = ()
    basis: Basis = ""

    @property
    def effect(self) -> float | None:
        """The size of the effect: Cohen's d of means, Cohen's h of shares."""
        if self.value is None or self.value_first is None or self.value_second is None:
            return None
        if self.deviation is None:
            return h_of(self.value_first, self.value_second)
        return self.value / self.deviation if self.deviation > 0 else None

    @property
    def effect_interval(self) -> tuple[float, float] | None:
        """The interval of the effect: of d that of the difference, by the same deviation."""
        if self.effect is None or self.deviation is None:
            return self.effect_ends
        if self.low is None or self.upp is None:
            return None
        return self.low / self.deviation, self.upp / self.deviation

    def detectable_at(self, level: float) -> float | None:
        """The smallest true difference that such a test would find at a level four times in five.

        None where nothing could be tested.
        """
        return self.claim.detectable(level) if self.claim and self.claim.se else None

    def significant(self, level: float) -> bool:
        """Whether the difference is more than chance, at one less the confidence level."""
        return self.p_claim_adjusted is not None and self.p_claim_adjusted < 1 - level

    def direction(self, level: float) -> Direction | None:
        """Return which way the difference is found to go; one that is rounded to 0 goes no way."""
        if not self.value or "break" in self.flags or not self.significant(level):
            return None
        return "higher" if self.value > 0 else "lower"

    def finding(self, level: float, tests: int = 1) -> Found:
        """Return what the test found of the first of the two sides.

        Answers are too few only where the test, taken as strictly as the first of so many is, would
        miss a large difference more often than once in five.
        """
        if "suppressed" in self.flags and self.value is None:
            return "untested"
        if "break" in self.flags:
            return "break"
        if self.value is None:
            return "few"
        if direction := self.direction(level):
            return direction
        if self.claim is None:
            return "untested"
        if not (self.exact and self.large) or (self.value == 0 and "boundary" in self.flags):
            return "alike"
        strict = 1 - (1 - level) / max(tests, 1)
        return "few" if self.exact.detectable(strict) > self.large else "alike"


def adjusted(compared: Sequence[Difference], adjustment: Adjustment) -> tuple[Difference, ...]:
    """Adjust both p values of all differences, each over its own tests."""
    by_t = [math.nan if gap.p is None else gap.p for gap in compared]
    claims = [gap.claim.p if gap.claim else math.nan for gap in compared]
    adjusted = (adjust_p_values(p_values, adjustment) for p_values in (by_t, claims))
    return tuple(
        with_figures(
            gap,
            p_adjusted=None if gap.p is None else p,
            p_claim_adjusted=p_claim if gap.claim else None,
        )
        if gap.claim or gap.p is not None
        else gap
        for gap, p, p_claim in zip(compared, *adjusted, strict=True)
    )
