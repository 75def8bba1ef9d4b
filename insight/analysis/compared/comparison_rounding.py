"""Comparisons rounded where responses are not open, as the figures that are compared."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from insight.analysis.compared.comparison_result import Comparison
from insight.analysis.compared.tested_sides import TestedSides
from insight.analysis.rounding import round_bounds, round_bounds_each
from insight.disclosure.precision import (
    Precision,
    Reals,
    nearest,
    nearest_each,
    of_digits,
    of_digits_each,
    step_above,
    upwards,
    upwards_each,
    whole_step_below,
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


def round_tested(tested: TestedSides, precision: Precision) -> TestedSides:
    """Round tests, as :func:`insight.analysis.rounding.round_figures` rounds estimates."""
    if not precision:
        return tested
    figures, held = tested.figures, tested.held
    means, rows = not held.keys[0], tested.tested
    se = np.nan_to_num(figures["se"][rows]).tolist()
    steps = np.zeros((2, len(rows)))
    for of_side, base in zip(steps, held.figures.of_pairs(held.figures.base), strict=True):
        bases = base.T.ravel()[rows].tolist()
        of_each = map(precision.mean, bases, se) if means else map(precision.share, bases)
        of_side[rows] = np.fromiter(of_each, float, len(bases))
    step = steps.max(axis=0)
    value = nearest_each(figures["value"], step)
    bounds = (figures["low"], figures["upp"])
    low, upp = round_bounds_each(figures["value"], value, bounds, step)
    of_two = {
        name: _unless_whole(figures[name], of_side, certain=tested.boundary)
        for name, of_side in zip(("value_first", "value_second"), steps, strict=True)
    }
    digits = ("statistic", "p", "p_adjusted", "deviation", "p_claim_adjusted")
    rounded = {
        **figures,
        **of_two,
        "value": value,
        "low": low,
        "upp": upp,
        **{name: upwards_each(figures[name], step) for name in ("se", "detectable")},
        **{name: of_digits_each(figures[name], 2) for name in digits},
        "df": _round_each_df(figures["df"]),
    }
    return replace(tested, figures=rounded, claim=_round_claims(tested.exact, step))


def _unless_whole(values: Reals, steps: Reals, *, certain: np.ndarray) -> Reals:
    is_whole = certain & ((values == 0) | (values == 1))
    return np.where(is_whole, values, nearest_each(values, steps))


def _round_each_df(df: Reals) -> Reals:
    return whole_steps_below(np.floor(np.where(np.isfinite(df), df, np.nan)))


def _round_claims(claim: Mapping[str, np.ndarray], step: Reals) -> dict[str, np.ndarray]:
    value = nearest_each(claim["value"], step)
    low, upp = round_bounds_each(claim["value"], value, (claim["low"], claim["upp"]), step)
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
    value, se = nearest(slope.value, step), upwards(slope.se, step)
    return Contrast(value or 0.0, se or 0.0, _round_df(slope.df) or 0.0)


def _round_trend_claim(
    claim: Claim | None, comparison: Comparison, precision: Precision
) -> Claim | None:
    if claim is None or not claim.se:
        return claim
    return _round_claim(claim, _trend_step(claim.se, comparison, precision))


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


def _round_claim(claim: Claim | None, step: float) -> Claim | None:
    if claim is None:
        return None
    value = nearest(claim.value, step) or 0.0
    low, upp = round_bounds(claim.value, value, (claim.low, claim.upp), step)
    return Claim(
        value,
        low or 0.0,
        upp or 0.0,
        upwards(claim.se, step) or 0.0,
        _round_df(claim.df) or 0.0,
        of_digits(claim.p, 2) or 0.0,
    )
