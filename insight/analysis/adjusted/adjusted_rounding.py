"""Adjusted figures rounded where responses are not open, whether they are weighted or not.

A model's figures are sums over cells of many variables at once, which no table shows. They are
hence told to no less than the step of one respondent of the group, on top of what weights ask for.
Where they are told by lot, a difference is that of two groups as they are told.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from insight.analysis.adjusted.adjusted_request import AdjustedRequest
from insight.analysis.adjusted.adjusted_result import (
    Adjusted,
    AdjustedDifference,
    AdjustedGroup,
    Told,
)
from insight.analysis.compared.told_tests import told_joint_test, told_p, told_t
from insight.analysis.rounding import round_bounds
from insight.disclosure.precision import (
    DECIMALS,
    Precision,
    nearest,
    precision_of,
    upwards,
    whole_step_below,
)
from insight.query.opened import OpenSurvey

ONE_RESPONDENT = 1.0


def precision_of_model(survey: OpenSurvey, request: AdjustedRequest, *, means: bool) -> Precision:
    """Return how exactly a model's figures are told: no step is less than one respondent."""
    rules = survey.codebook.disclosure
    if rules.microdata == "open" or rules.min_base < 2:
        return Precision()
    weighted = precision_of(survey, request.cells, means=means)
    return replace(weighted, respondents=max(weighted.respondents, ONE_RESPONDENT))


def round_adjusted(result: Adjusted, precision: Precision) -> Adjusted:
    """Round what the model says; unadjusted figures are rounded already, as anywhere else."""
    if not precision:
        return result
    means = result.statistic == "mean"
    steps = {
        group.code: _step(precision, group.base, group.adjusted.se, means=means)
        for group in result.groups
    }
    widths = {
        group.code: precision.mean_width(group.adjusted.value, steps[group.code])
        for group in result.groups
    }
    groups = {
        group.code: _round_group(
            group, steps[group.code], widths[group.code], precision, means=means
        )
        for group in result.groups
    }
    return replace(
        result,
        groups=tuple(groups.values()),
        differences=tuple(
            _round_gap(gap, groups, steps, widths, precision, means=means)
            for gap in result.differences
        ),
        together=told_joint_test(result.together, result.together.ndf, _below(result.together.ddf)),
        rounded=True,
    )


def _round_group(
    group: AdjustedGroup, step: float, width: float, precision: Precision, *, means: bool
) -> AdjustedGroup:
    exact = group.adjusted
    value = (precision.told_mean if means else precision.told_share)(exact.value, step)
    told = _round(exact, value, step, precision.off_by_lot(width))
    if not means and told.low is not None and told.upp is not None:
        told = replace(told, low=max(told.low, 0.0), upp=min(told.upp, 1.0))
    return replace(group, adjusted=told, df=_below(group.df))


def _round_gap(
    gap: AdjustedDifference,
    groups: Mapping[str, AdjustedGroup],
    steps: Mapping[str, float],
    widths: Mapping[str, float],
    precision: Precision,
    *,
    means: bool,
) -> AdjustedDifference:
    exact, sides = gap.adjusted, (gap.first, gap.second)
    of_sides, bases = [steps[code] for code in sides], (gap.base_first, gap.base_second)
    of_both = (_step(precision, base, exact.se, means=means) for base in bases)
    step = max(*of_sides, *of_both)
    value = nearest(exact.value, step)
    if precision.lots and exact.value is not None:
        first, second = (groups[code].adjusted.value or 0.0 for code in sides)
        apart = round(first - second, DECIMALS)
        value = apart if apart * exact.value > 0 else 0.0
    off = precision.off_by_lot(*(widths[code] for code in sides))
    told = replace(gap, adjusted=_round(exact, value, step, off))
    if gap.p is None or gap.p_adjusted is None or gap.df is None:
        return told
    df, (p, p_adjusted) = _below(gap.df), told_p(np.array([gap.p, gap.p_adjusted]))
    t = told_t(np.array(value), p, np.array(df))
    return replace(told, statistic=float(t), df=df, p=float(p), p_adjusted=float(p_adjusted))


def _step(precision: Precision, base: int, se: float | None, *, means: bool) -> float:
    return precision.mean(base, se) if means else precision.share(base)


def _round(exact: Told, value: float | None, step: float, off: float) -> Told:
    low, upp = round_bounds(exact.value, value, (exact.low, exact.upp), step, off)
    return Told(value, upwards(exact.se, step), low, upp)


def _below(df: float) -> float:
    return float(whole_step_below(int(df)) or 0)
