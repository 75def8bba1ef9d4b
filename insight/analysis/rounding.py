"""Figures rounded where responses are not open, alike wherever they go."""

from __future__ import annotations

import math

from insight.analysis.estimates import Estimate, Statistic, with_figures
from insight.disclosure.precision import (
    DECIMALS,
    Precision,
    of_digits,
    step_above,
    upwards,
    whole_step_below,
)

# In a base of fewer times the least, one respondent changes two digits of a design effect.
MANY = 10


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
        Where fewer gave the answer, or did not, the design effect has one digit; so it has
        where the base is under ten times as many.
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
    few_gave = statistic == "share" and min(figure.n or 0, others) < min_base
    digits = 1 if few_gave or figure.base < MANY * min_base else 2
    tell = precision.told_share if statistic == "share" else precision.told
    boundary = "boundary" in figure.flags
    value = figure.value if boundary else tell(figure.value, step)
    off = 0.0 if boundary else precision.off_by_lot(step)
    low, upp = round_bounds(figure.value, value, (figure.low, figure.upp), step, off)
    return with_figures(
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


def round_bounds(
    exact: float | None,
    value: float | None,
    bounds: tuple[float | None, float | None],
    step: float,
    off: float = 0.0,
) -> tuple[float | None, float | None]:
    """Return bounds about a rounded figure, as far from it as those of the figure or a step more.

    Parameters
    ----------
    exact, value
        The figure, and what it was rounded to.
    bounds
        The bounds of the figure.
    step
        To which it was rounded.
    off
        How far a lot may have put it off besides.
    """
    low, upp = bounds
    if exact is None or low is None or upp is None or value is None:
        return bounds
    below, above = (upwards(math.hypot(far, off), step) for far in (exact - low, upp - exact))
    return round(value - (below or 0.0), DECIMALS), round(value + (above or 0.0), DECIMALS)
