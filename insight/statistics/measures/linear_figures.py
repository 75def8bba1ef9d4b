"""Ratios, correlations and Cronbach's alpha under a complex design.

Each is a function of sums of a few features of the respondents, such as the product of two numbers
measured from their means. With strata its variance is that of its linearised values, which are sums
of the features too; replicates make it anew (:mod:`insight.statistics.variance`).

Arrays have the axes unit U, domain D and feature F. The estimates equal ``svyratio``,
``svycontrast(svyvar(~x + y), quote(`x:y` / sqrt(`x:x` * `y:y`)))`` and ``svycralpha``; the last has
no standard error in R.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np

from insight.statistics.replicates import Replicates
from insight.statistics.sampled_units import SampledUnits
from insight.statistics.variance import variance

Correlation = Literal["pearson", "spearman"]
CORRELATIONS: tuple[Correlation, ...] = get_args(Correlation)
# A spread that is so small a part of what was summed is none.
NO_SPREAD = 1e-12


@dataclass(frozen=True)
class FeatureSums:
    """Sums over the respondents of each sampling unit and domain.

    Attributes
    ----------
    units
        The sampled units of the whole file.
    respondents, positive
        Respondents, and those with a weight above 0; shape (U, D).
    weight
        Sums of the weights; shape (U, D).
    first
        Sums of the weight times each feature; shape (U, D, F).
    second, squared
        Sums of the weight, and of its square, times the product of two of the first features;
        shape (D, L, L) and (U, D, L, L). Replicates have no squared weights.
    centre
        What each number was measured from, or what was taken from it, in each domain; shape (D, C).
    """

    units: SampledUnits
    respondents: np.ndarray
    positive: np.ndarray
    weight: np.ndarray
    first: np.ndarray
    second: np.ndarray
    squared: np.ndarray
    centre: np.ndarray


@dataclass(frozen=True)
class LinearFigure:
    """A figure of each domain with its standard error and design effect; shape (D,)."""

    value: np.ndarray
    se: np.ndarray
    deff: np.ndarray


def ratio(sums: FeatureSums) -> LinearFigure:
    """Return the ratio of the sums of two numbers, as ``svyratio``.

    Parameters
    ----------
    sums
        The features are a - R b and b, where the centre is the ratio R.
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        away = sums.first[..., 0] / sums.units.divisor(sums.first[..., 1])
        total = sums.units.whole(sums.first[..., 1])
        gradient = 1 / total[:, None]
    return _figure(sums, sums.centre[:, 0] + sums.units.whole(away), away, gradient)


def correlation(sums: FeatureSums) -> LinearFigure:
    """Return the weighted correlation of two numbers.

    Parameters
    ----------
    sums
        The features are x y, x², y², x and y, measured from the means of each domain.
    """
    whole, weight = sums.units.whole, sums.weight
    with np.errstate(divide="ignore", invalid="ignore"):
        product, first, second, x, y = np.moveaxis(sums.first, 2, 0) / weight
        made_anew = (product - x * y) / np.sqrt((first - x**2) * (second - y**2))
        total = whole(weight)
        both, of_x, of_y = np.moveaxis(whole(sums.first), 1, 0)[:3] / total
        spread = np.sqrt(of_x * of_y)
        value = np.where(spread > 0, both / spread, np.nan)
        gradient = np.stack([1 / spread, -value / (2 * of_x), -value / (2 * of_y)], axis=1)
        gradient /= total[:, None]
    return _figure(sums, value, made_anew, gradient)


def cronbach(sums: FeatureSums, items: int) -> LinearFigure:
    """Return Cronbach's alpha of some items, as ``svycralpha``, with a standard error.

    Parameters
    ----------
    sums
        The features are the sum of the squares of the items, the square of their sum, and each
        item, measured from the means of each domain.
    items
        How many items there are.
    """
    whole, weight = sums.units.whole, sums.weight
    factor = items / (items - 1)
    with np.errstate(divide="ignore", invalid="ignore"):
        means = sums.first[..., 2:] / weight[..., None]
        squares = sums.first[..., 0] / weight - (means**2).sum(axis=2)
        of_sum = sums.first[..., 1] / weight - means.sum(axis=2) ** 2
        made_anew = factor * (1 - squares / of_sum)
        total = whole(weight)
        each, together = whole(sums.first)[:, 0] / total, whole(sums.first)[:, 1] / total
        together = np.where(together > NO_SPREAD * each, together, np.nan)
        share = each / together
        gradient = -factor * np.stack([1 / together, -share / together], axis=1) / total[:, None]
    return _figure(sums, factor * (1 - share), made_anew, gradient)


def _figure(
    sums: FeatureSums, value: np.ndarray, made_anew: np.ndarray, gradient: np.ndarray
) -> LinearFigure:
    """Dress a figure with its standard error, from its replicates or its linearised values."""
    linear = gradient.shape[1]
    with np.errstate(divide="ignore", invalid="ignore"):
        if isinstance(sums.units, Replicates):
            squared = sums.units.variance(made_anew)
        else:
            total = np.einsum("udf,df->ud", sums.first[..., :linear], gradient)
            squares = np.einsum("udfg,df,dg->ud", sums.squared, gradient, gradient)
            present = sums.respondents
            squared = variance(sums.units, total, np.maximum(squares, 0), present)
        weight, n = sums.units.whole(sums.weight), sums.positive.sum(axis=0)
        simple = np.einsum("dfg,df,dg->d", sums.second, gradient, gradient) * weight / (n - 1)
        deff = np.where(simple > 0, squared / simple, np.nan)
    known = np.isfinite(value)
    return LinearFigure(value, np.where(known, np.sqrt(squared), np.nan), deff)


def fisher(value: np.ndarray, half: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Interval of a correlation by Fisher's transformation: tanh(atanh r ± half / (1 - r²)).

    Parameters
    ----------
    value
        The correlations; one without a standard error is its own interval.
    half
        Half the width of their intervals on Student's t.

    Examples
    --------
    >>> low, upp = fisher(np.array(0.5), np.array(0.2))
    >>> round(float(low), 4), round(float(upp), 4)
    (0.2753, 0.6729)
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        centre, away = np.arctanh(value), half / (1 - value**2)
        low, upp = np.tanh(centre - away), np.tanh(centre + away)
    return np.where(half == 0, value, low), np.where(half == 0, value, upp)
