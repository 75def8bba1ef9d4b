"""Figures rounded where responses are not open, alike wherever they go."""

from __future__ import annotations

from dataclasses import replace

from insight.analysis.differences import Comparison, Difference
from insight.analysis.estimates import Estimate, Statistic
from insight.disclosure.precision import (
    Precision,
    nearest,
    of_digits,
    step_above,
    upwards,
    whole_step_below,
)
from insight.statistics.contrasts import Claim, Contrast
from insight.statistics.joint_tests import JointTest


def round_estimate(
    figure: Estimate, statistic: Statistic, precision: Precision, min_base: int
) -> Estimate:
    """Round an estimate, so that it does not tell the weights of few respondents.

    Parameters
    ----------
    figure
        The estimate.
    statistic
        Whether it is a share, a mean or a total.
    precision
        How exactly the survey's figures are told.
    min_base
        Where fewer gave the answer, or did not, the design effect is told to one digit.
    """
    if not precision or figure.base is None:
        return figure
    match statistic:
        case "share":
            step = precision.share(figure.base)
        case "mean":
            step = precision.mean(figure.base, figure.se)
        case "total":
            step = step_above(figure.se or 0)
    others = figure.base - (figure.n or 0)
    digits = 1 if statistic == "share" and min(figure.n or 0, others) < min_base else 2
    value = figure.value if "boundary" in figure.flags else nearest(figure.value, step)
    low, upp = _bounds(figure.value, value, (figure.low, figure.upp), step)
    return replace(
        figure,
        base_weighted=None,
        value=value,
        se=upwards(figure.se, step),
        low=low if low is None or statistic == "mean" else max(low, 0.0),
        upp=upp if upp is None or statistic != "share" else min(upp, 1.0),
        deff=of_digits(figure.deff, digits),
        n_eff=of_digits(figure.n_eff, digits),
        df=whole_step_below(figure.df),
    )


def _bounds(
    exact: float | None,
    value: float | None,
    bounds: tuple[float | None, float | None],
    step: float,
) -> tuple[float | None, float | None]:
    """The bounds about a rounded figure, as far from it as those of the figure or a step more."""
    low, upp = bounds
    if exact is None or low is None or upp is None or value is None:
        return bounds
    below, above = upwards(exact - low, step), upwards(upp - exact, step)
    return nearest(value - (below or 0.0), step), nearest(value + (above or 0.0), step)


def round_comparison(comparison: Comparison, precision: Precision) -> Comparison:
    """Round a comparison, as :func:`round_estimate` rounds estimates."""
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
        trend=_round_trend(comparison.trend),
        trend_claim=_round_trend_claim(comparison.trend_claim),
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
    value = nearest(gap.value, step)
    low, upp = _bounds(gap.value, value, (gap.low, gap.upp), step)
    certain = "boundary" in gap.flags
    return replace(
        gap,
        value_first=_unless_whole(gap.value_first, first, certain=certain),
        value_second=_unless_whole(gap.value_second, second, certain=certain),
        value=value,
        se=upwards(gap.se, step),
        low=low,
        upp=upp,
        statistic=of_digits(gap.statistic, 2),
        df=_round_df(gap.df),
        p=of_digits(gap.p, 2),
        p_adjusted=of_digits(gap.p_adjusted, 2),
        detectable=upwards(gap.detectable, step),
        claim=_round_claim(gap.claim, step),
        p_claim_adjusted=of_digits(gap.p_claim_adjusted, 2),
    )


def _unless_whole(value: float | None, step: float, *, certain: bool) -> float | None:
    return value if certain and value in (0, 1) else nearest(value, step)


def _round_df(df: float | None) -> float | None:
    return None if df is None else whole_step_below(int(df))


def _round_test(test: JointTest | None) -> JointTest | None:
    if test is None:
        return None
    statistic, ndf, ddf = (
        of_digits(value, 2) or 0.0 for value in (test.statistic, test.ndf, test.ddf)
    )
    return JointTest(statistic, ndf, ddf)


def _round_trend(slope: Contrast | None) -> Contrast | None:
    if slope is None or not slope.se:
        return slope
    step = step_above(slope.se / 10)
    value, se = nearest(slope.value, step), upwards(slope.se, step)
    return Contrast(value or 0.0, se or 0.0, of_digits(slope.df, 2) or 0.0)


def _round_trend_claim(claim: Claim | None) -> Claim | None:
    return _round_claim(claim, step_above(claim.se / 10)) if claim and claim.se else claim


def _round_claim(claim: Claim | None, step: float) -> Claim | None:
    if claim is None:
        return None
    value = nearest(claim.value, step) or 0.0
    low, upp = _bounds(claim.value, value, (claim.low, claim.upp), step)
    return Claim(
        value,
        low or 0.0,
        upp or 0.0,
        upwards(claim.se, step) or 0.0,
        _round_df(claim.df) or 0.0,
        of_digits(claim.p, 2) or 0.0,
    )
