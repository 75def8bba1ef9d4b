"""Figures rounded where responses are not open, alike wherever they go."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

import numpy as np

from insight.analysis.estimates import Estimate, Statistic, with_figures
from insight.disclosure.precision import DECIMALS, Precision, step_above, upwards
from insight.disclosure.told.rounded_columns import (
    Reals,
    decimals_each,
    mean_widths,
    of_digits_each,
    off_by_lots,
    told_each,
    told_means,
    told_shares,
    upwards_each,
    whole_steps_below,
)

# What is rounded of an estimate, and what it is rounded by.
ROUNDED = ("base_weighted", "value", "se", "low", "upp", "deff", "n_eff", "df")
Figures = Mapping[str, Reals]
_TELL = {"share": told_shares, "mean": told_means, "total": told_each}
# In a base of fewer times the least, one respondent changes two digits of a design effect.
MANY = 10


def round_estimates(
    figures: Sequence[Estimate], statistic: Statistic, precision: Precision, min_base: int
) -> Sequence[Estimate]:
    """Round estimates, so that they do not tell the weights of few respondents.

    Parameters
    ----------
    figures, statistic, precision, min_base
        As :func:`round_figures`.
    """
    if not precision:
        return figures
    columns = {
        name: np.array([getattr(figure, name) for figure in figures], float)
        for name in ("n", "base", *ROUNDED)
    }
    boundary = np.array(["boundary" in figure.flags for figure in figures])
    rounded = round_figures(columns, boundary, statistic, precision, min_base)
    told = {name: numbers_or_none(rounded[name], whole=name == "df") for name in ROUNDED}
    rows = zip(*told.values(), strict=True)
    return [
        figure if figure.base is None else with_figures(figure, **dict(zip(told, row, strict=True)))
        for figure, row in zip(figures, rows, strict=True)
    ]


def round_figures(
    figures: Figures,
    boundary: np.ndarray,
    statistic: Statistic,
    precision: Precision,
    min_base: int,
) -> Figures:
    """Round the figures of estimates, a column each; NaN is what is not told.

    Parameters
    ----------
    figures
        By name of :class:`insight.Estimate`, with `n` and `base`.
    boundary
        Which are shares of 0 or 1.
    statistic
        Whether they are shares, means or totals.
    precision
        How exactly the survey's figures are told.
    min_base
        Where fewer gave the answer, or did not, the design effect has one digit; so it has
        where the base is under ten times as many.
    """
    if not precision:
        return figures
    base, n = figures["base"], np.nan_to_num(figures["n"])
    steps = _steps(statistic, precision, base, np.nan_to_num(figures["se"]))
    are_shares, exact = statistic == "share", figures["value"]
    few_gave = (np.minimum(n, base - n) < min_base) & are_shares
    digits = np.where(few_gave | (base < MANY * min_base), 1, 2)
    value = np.where(boundary, exact, _TELL[statistic](precision, exact, steps))
    widths = mean_widths(precision, exact, steps) if statistic == "mean" else steps
    off = np.where(boundary, 0.0, off_by_lots(precision, widths))
    low, upp = round_bounds_each(exact, value, (figures["low"], figures["upp"]), steps, off)
    return {
        **figures,
        "base_weighted": np.full(base.shape, np.nan),
        "value": value,
        "se": upwards_each(figures["se"], steps),
        "low": low if statistic == "mean" else np.maximum(low, 0.0),
        "upp": np.minimum(upp, 1.0) if statistic == "share" else upp,
        "deff": of_digits_each(figures["deff"], digits),
        "n_eff": of_digits_each(figures["n_eff"], digits),
        "df": whole_steps_below(figures["df"]),
    }


def _steps(statistic: Statistic, precision: Precision, base: Reals, se: Reals) -> Reals:
    """The step of each figure; of one that is hidden, any."""
    bases = np.nan_to_num(base).tolist()
    match statistic:
        case "share":
            steps = map(precision.share, bases)
        case "mean":
            steps = map(precision.mean, bases, se.tolist())
        case "total":
            steps = map(step_above, se.tolist())
    return np.fromiter(steps, float, len(bases))


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


def round_bounds_each(
    exact: Reals, value: Reals, bounds: tuple[Reals, Reals], steps: Reals, off: Reals
) -> tuple[Reals, Reals]:
    """Return what :func:`round_bounds` returns of each figure; NaN is one that is not told."""
    low, upp = bounds
    untold = np.isnan(exact) | np.isnan(low) | np.isnan(upp) | np.isnan(value)
    below, above = (
        upwards_each(np.sqrt(far**2 + off**2), steps) for far in (exact - low, upp - exact)
    )
    told = decimals_each(value - below), decimals_each(value + above)
    return np.where(untold, low, told[0]), np.where(untold, upp, told[1])


def numbers_or_none(values: Reals, *, whole: bool = False) -> list[float | None]:
    """Return numbers as they are told; None is what is not a number.

    Examples
    --------
    >>> numbers_or_none(np.array([0.5, np.nan])), numbers_or_none(np.array([3.0]), whole=True)
    ([0.5, None], [3])
    """
    is_known = np.isfinite(values)
    told = np.full(values.shape, None, dtype=object)
    told[is_known] = values[is_known].astype(np.int64) if whole else values[is_known]
    numbers: list[float | None] = told.tolist()
    return numbers
