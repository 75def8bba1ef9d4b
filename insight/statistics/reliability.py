"""Reliability of an index: Cronbach's alpha and the item–rest correlations, of covariances.

Equal to R's ``psych::alpha(na.omit(items))``: `alpha` is ``total$raw_alpha``, `item_rest`
``item.stats$r.drop`` and `without` ``alpha.drop$raw_alpha``. The formulas are Cronbach's,
“Coefficient alpha and the internal structure of tests”, *Psychometrika* 16 (1951).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Reliability:
    """How well the items of an index go together; NaN where an item has no variance.

    Attributes
    ----------
    alpha
        Cronbach's alpha, in the units of the items.
    item_rest
        Correlation of each item with the sum of the others; shape (k,).
    without
        Alpha of the index without each item; shape (k,), NaN where two items are all there are.
    """

    alpha: float
    item_rest: Floats
    without: Floats


def reliability(covariances: Floats) -> Reliability:
    """Return the reliability of an index.

    Parameters
    ----------
    covariances
        Covariances of the k items among those who have answered all, reversed items reversed;
        shape (k, k).

    Examples
    --------
    Two items that are the same, and a third that goes against them:

    >>> found = reliability(np.array([[1.0, 1, -1], [1, 1, -1], [-1, -1, 1]]))
    >>> round(found.alpha, 6), found.item_rest[:2], found.without[2]
    (-3.0, array([nan, nan]), np.float64(1.0))
    """
    variances = np.diag(covariances)
    with_all = covariances.sum(axis=1)
    total = covariances.sum()
    rest = total - 2 * with_all + variances
    with np.errstate(divide="ignore", invalid="ignore"):
        item_rest = (with_all - variances) / np.sqrt(variances * rest)
        without = _alpha(variances.sum() - variances, rest, len(variances) - 1)
        alpha = _alpha(variances.sum(), total, len(variances))
    item_rest[~np.isfinite(item_rest)] = np.nan
    return Reliability(float(alpha), item_rest, without)


def _alpha(variances: Floats | float, total: Floats | float, items: int) -> Floats:
    """Alpha of sums of variances and variances of sums."""
    if items < 2:
        return np.full(np.shape(total), np.nan)
    alpha = np.asarray(items / (items - 1) * (1 - np.asarray(variances) / np.asarray(total)))
    return np.where(np.isfinite(alpha), alpha, np.nan)
