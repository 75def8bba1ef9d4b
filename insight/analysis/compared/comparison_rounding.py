"""Comparisons rounded where responses are not open, as the figures that are compared.

A difference is that of the two figures as they are told, so that it tells nothing more of either.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from insight.analysis.compared.compared_sides import HeldSides
from insight.analysis.compared.comparison_result import Comparison
from insight.analysis.compared.tested_sides import TestedSides
from insight.analysis.rounding import round_bounds, round_bounds_each
from insight.disclosure.precision import (
    Precision,
    of_digits,
    step_above,
    upwards,
    whole_step_below,
)
from insight.disclosure.told.rounded_columns import (
    Reals,
    decimals_each,
    of_digits_each,
    off_by_lots,
    told_each,
    told_shares,
    upwards_each,
    whole_steps_below,
)
from insight.statistics.claims import Claim, Contrast
from insight.statistics.joint_tests import JointTest


def round_comparison(comparison: Comparison, precision: Precision) -> Comparison:
    """Round what a comparison says of all groups at once; see :func:`round_tested`."""
    if not precision:
        return comparison
    return replace(
        comparison,
        association=_round_test(comparison.association),
        trend=_round_trend(comparison.trend, comparison, precision),
        trend_claim=_round_trend_claim(comparison.trend_claim, comparison, precision),
        rounded=True,
        equality=_round_test(comparison.equality),
    )


def round_tested(tested: TestedSides, precision_of_each: Sequence[Precision]) -> TestedSides:
    """Round tests, as :func:`insight.analysis.rounding.round_figures` rounds estimates.

    Parameters
    ----------
    tested
        The tests.
    precision_of_each
        How exactly those of each request are told: all rounded, or none.
    """
    if not all(precision_of_each):
        return tested
    figures, precision = tested.figures, precision_of_each[0]
    se = np.nan_to_num(figures["se"])
    parts = zip(tested.held, tested.rows, precision_of_each, strict=True)
    of_each = [
        _steps(held, se[rows], tested.tested[rows], of_request) for held, rows, of_request in parts
    ]
    steps = np.concatenate(of_each, axis=1)
    tell = told_shares if tested.held[0].keys[0] else told_each
    sides = figures["value_first"], figures["value_second"]
    first, second = (
        _unless_whole(side, tell(precision, side, of_side), certain=tested.boundary)
        for side, of_side in zip(sides, steps, strict=True)
    )
    # The difference of two figures as they are told tells no more; it never turns round.
    value = decimals_each(first - second)
    value = np.where(value * figures["value"] > 0, value, figures["value"] * 0.0 + 0.0)
    off, step = off_by_lots(precision, *steps), steps.max(axis=0)
    bounds = (figures["low"], figures["upp"])
    low, upp = round_bounds_each(figures["value"], value, bounds, step, off)
    digits = ("statistic", "p", "p_adjusted", "deviation", "p_claim_adjusted")
    rounded = {
        **figures,
        "value_first": first,
        "value_second": second,
        "value": value,
        "low": low,
        "upp": upp,
        **{name: upwards_each(figures[name], step) for name in ("se", "detectable")},
        **{name: of_digits_each(figures[name], 2) for name in digits},
        "df": _round_each_df(figures["df"]),
    }
    return replace(tested, figures=rounded, claim=_round_claims(tested.exact, value, step, off))


def _steps(held: HeldSides, se: Reals, tested: np.ndarray, precision: Precision) -> Reals:
    """The steps of the first and of the second side of each test of a request."""
    steps, kept = np.zeros((2, len(tested))), se[tested].tolist()
    for of_side, base in zip(steps, held.figures.of_pairs(held.figures.base), strict=True):
        bases = base.T.ravel()[tested].tolist()
        shares = map(precision.share, bases)
        of_each = shares if held.keys[0] else map(precision.mean, bases, kept)
        of_side[tested] = np.fromiter(of_each, float, len(bases))
    return steps


def _unless_whole(values: Reals, told: Reals, *, certain: np.ndarray) -> Reals:
    return np.where(certain & ((values == 0) | (values == 1)), values, told)


def _round_each_df(df: Reals) -> Reals:
    return whole_steps_below(np.floor(np.where(np.isfinite(df), df, np.nan)))


def _round_claims(
    claim: Mapping[str, np.ndarray], value: Reals, step: Reals, off: Reals
) -> dict[str, np.ndarray]:
    bounds = (claim["low"], claim["upp"])
    low, upp = round_bounds_each(claim["value"], value, bounds, step, off)
    return {
        "value": value,
        "low": low,
        "upp": upp,
        "se": upwards_each(claim["se"], step),
        "df": np.nan_to_num(_round_each_df(claim["df"])),
        "p": of_digits_each(claim["p"], 2),
    }


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
