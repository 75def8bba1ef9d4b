"""Comparisons rounded where responses are not open, as the figures that are compared.

A difference is that of the two figures as they are told, so that it tells nothing more of either.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace

from insight.analysis.compared.comparison_result import Comparison
from insight.analysis.differences import Difference
from insight.analysis.estimates import with_figures
from insight.analysis.rounding import round_bounds
from insight.disclosure.precision import (
    DECIMALS,
    Precision,
    of_digits,
    step_above,
    upwards,
    whole_step_below,
)
from insight.statistics.claims import Claim, Contrast
from insight.statistics.joint_tests import JointTest


def round_comparison(comparison: Comparison, precision: Precision) -> Comparison:
    """Round a comparison, as :func:`insight.analysis.rounding.round_estimate` rounds estimates."""
    if not precision:
        return comparison
    gaps = tuple(
        _round_difference(gap, precision, means=not comparison.key)
        for gap in comparison.differences
    )
    return replace(
        comparison,
        differences=gaps,
        association=_round_test(comparison.association),
        trend=_round_trend(comparison.trend, comparison, precision),
        trend_claim=_round_trend_claim(comparison.trend_claim, comparison, precision),
        rounded=True,
        equality=_round_test(comparison.equality),
    )


def _round_difference(gap: Difference, precision: Precision, *, means: bool) -> Difference:
    if gap.base_first is None or gap.base_second is None or gap.value is None:
        return gap
    if means:
        first, second = (precision.mean(base, gap.se) for base in (gap.base_first, gap.base_second))
    else:
        first, second = (precision.share(base) for base in (gap.base_first, gap.base_second))
    step = max(first, second)
    certain = "boundary" in gap.flags
    tell = precision.told if means else precision.told_share
    sides = (
        _unless_whole(gap.value_first, first, tell, certain=certain),
        _unless_whole(gap.value_second, second, tell, certain=certain),
    )
    value = _difference_of(gap.value, sides)
    off = precision.off_by_lot(first, second)
    low, upp = round_bounds(gap.value, value, (gap.low, gap.upp), step, off)
    return with_figures(
        gap,
        value_first=sides[0],
        value_second=sides[1],
        value=value,
        se=upwards(gap.se, step),
        low=low,
        upp=upp,
        statistic=of_digits(gap.statistic, 2),
        df=_round_df(gap.df),
        p=of_digits(gap.p, 2),
        p_adjusted=of_digits(gap.p_adjusted, 2),
        detectable=upwards(gap.detectable, step),
        deviation=of_digits(gap.deviation, 2),
        effect_ends=None,  # it would tell how the two answer together, which no table does
        claim=_round_claim(gap.claim, value, step, off),
        p_claim_adjusted=of_digits(gap.p_claim_adjusted, 2),
    )


def _difference_of(exact: float, sides: tuple[float | None, float | None]) -> float:
    """The difference of two figures as they are told, which tells no more; it never turns round."""
    first, second = sides
    told = round((first or 0.0) - (second or 0.0), DECIMALS)
    return told if told * exact > 0 else 0.0


def _unless_whole(
    value: float | None,
    step: float,
    tell: Callable[[float | None, float], float | None],
    *,
    certain: bool,
) -> float | None:
    return value if certain and value in (0, 1) else tell(value, step)


def _round_df(df: float | None) -> float | None:
    return None if df is None or not math.isfinite(df) else whole_step_below(int(df))


def _round_test(test: JointTest | None) -> JointTest | None:
    if test is None:
        return None
    statistic, ndf = (of_digits(value, 2) or 0.0 for value in (test.statistic, test.ndf))
    return JointTest(statistic, ndf, _round_df(test.ddf) or 0.0)


def _round_trend(
    slope: Contrast | None, comparison: Comparison, precision: Precision
) -> Contrast | None:
    if slope is None or not slope.se:
        return slope
    step = _trend_step(slope.se, comparison, precision)
    value, se = precision.told(slope.value, step), upwards(slope.se, step)
    return Contrast(value or 0.0, se or 0.0, _round_df(slope.df) or 0.0)


def _round_trend_claim(
    claim: Claim | None, comparison: Comparison, precision: Precision
) -> Claim | None:
    if claim is None or not claim.se:
        return claim
    step = _trend_step(claim.se, comparison, precision)
    value = precision.told(claim.value, step) or 0.0
    return _round_claim(claim, value, step, precision.off_by_lot(step))


def _trend_step(se: float, comparison: Comparison, precision: Precision) -> float:
    """The step of a trend: no respondent moves it by more than those of the figures allow.

    A slope over three groups is half the difference of two, and would tell it more finely.
    """
    parts = [(abs(times), base) for times, base in comparison.trend_of if times]
    if comparison.key:
        steps = [times * precision.share(base) for times, base in parts]
    else:  # the error of the slope is no less than that of any of its terms
        steps = [precision.mean(base, se) for _, base in parts]
    return step_above(max([se / 10, *steps]))


def _round_claim(claim: Claim | None, value: float, step: float, off: float) -> Claim | None:
    if claim is None:
        return None
    low, upp = round_bounds(claim.value, value, (claim.low, claim.upp), step, off)
    return Claim(
        value,
        low or 0.0,
        upp or 0.0,
        upwards(claim.se, step) or 0.0,
        _round_df(claim.df) or 0.0,
        of_digits(claim.p, 2) or 0.0,
    )
