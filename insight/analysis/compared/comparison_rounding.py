"""Comparisons rounded where responses are not open, as the figures that are compared.

A difference is that of the two figures as they are told, so that it tells nothing more of either
than which is the larger. Its tests are told as :mod:`insight.analysis.compared.told_tests` has it.
A mean has the step that it has in a table, whatever it is compared with.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from insight.analysis.compared.comparison_result import Comparison
from insight.analysis.compared.tested_sides import TestedSides
from insight.analysis.compared.told_tests import told_joint_test, told_p, told_t
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
    mean_widths,
    of_digits_each,
    off_by_lots,
    told_means,
    told_shares,
    upwards_each,
    whole_steps_below,
)
from insight.statistics.claims import Claim, Contrast
from insight.statistics.joint_tests import JointTest
from insight.statistics.share_contrasts import USUAL


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
    are_shares = bool(tested.held[0].keys[0])
    steps = _steps(tested, precision_of_each, are_shares=are_shares)
    step = steps.max(axis=0)
    if not are_shares:  # what is told of both together is no finer than their error makes it
        of_both = _steps(tested, precision_of_each, are_shares=False, of_both=True)
        step = np.maximum(step, of_both.max(axis=0))
    tell = told_shares if are_shares else told_means
    sides = figures["value_first"], figures["value_second"]
    first, second = (
        _unless_whole(side, tell(precision, side, of_side), certain=tested.boundary)
        for side, of_side in zip(sides, steps, strict=True)
    )
    # A difference never turns round: which way it goes, its test tells.
    value = decimals_each(first - second)
    value = np.where(value * figures["value"] > 0, value, figures["value"] * 0.0 + 0.0)
    widths = [*steps]
    if not are_shares:
        widths = [mean_widths(precision, *each) for each in zip(sides, steps, strict=True)]
    off, bounds = off_by_lots(precision, *widths), (figures["low"], figures["upp"])
    low, upp = round_bounds_each(figures["value"], value, bounds, step, off)
    p, df = told_p(figures["p"]), _round_each_df(figures["df"])
    rounded = {
        **figures,
        "value_first": first,
        "value_second": second,
        "value": value,
        "low": low,
        "upp": upp,
        **{name: upwards_each(figures[name], step) for name in ("se", "detectable")},
        **{name: told_p(figures[name]) for name in ("p_adjusted", "p_claim_adjusted")},
        "deviation": of_digits_each(figures["deviation"], 2),
        "statistic": told_t(value, p, df),
        "p": p,
        "df": df,
    }
    return replace(tested, figures=rounded, claim=_round_claims(tested.exact, value, step, off))


def _steps(
    tested: TestedSides,
    precision_of_each: Sequence[Precision],
    *,
    are_shares: bool,
    of_both: bool = False,
) -> Reals:
    """The steps of the two sides of each test, of means by their own errors or that of both."""
    steps = np.zeros((2, len(tested.tested)))
    for held, rows, precision in zip(tested.held, tested.rows, precision_of_each, strict=True):
        figures, kept = held.figures, tested.tested[rows]
        bases, errors = figures.of_pairs(figures.base), figures.of_pairs(figures.se)
        for side, of_side in enumerate(steps[:, rows]):
            base = bases[side].T.ravel()[kept].tolist()
            if are_shares:
                each = map(precision.share, base)
            else:
                se = figures.gap_se if of_both else errors[side]
                each = map(precision.mean, base, np.nan_to_num(se.T.ravel()[kept]).tolist())
            of_side[kept] = np.fromiter(each, float, len(base))
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
        "p": told_p(claim["p"]),
    }


def _round_df(df: float | None) -> float | None:
    return None if df is None or not math.isfinite(df) else whole_step_below(int(df))


def _round_test(test: JointTest | None) -> JointTest | None:
    if test is None:
        return None
    return told_joint_test(test, of_digits(test.ndf, 2) or 0.0, _round_df(test.ddf) or 0.0)


def _round_trend(
    slope: Contrast | None, comparison: Comparison, precision: Precision
) -> Contrast | None:
    if slope is None or not slope.se:
        return slope
    step = _trend_step(slope.se, comparison, precision)
    value = precision.told(slope.value, step)
    se = upwards(math.hypot(slope.se, precision.off_by_lot(step) / USUAL), step)
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
        float(told_p(np.array(claim.p))),
    )
