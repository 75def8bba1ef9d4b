"""Quantiles of weighted values, as ``svyquantile`` of R's ``survey`` has them.

The rules are R's ``math``, the smallest value at or below which the share is at least p, and
``school``, which takes the mean of that value and the next where the share is p exactly. Both need
no more than the weight of each value. R's ``hf7`` interpolates between rows: where values are tied
or weights differ it depends on the order of the file, so that no sum of weights has it.

Intervals are Woodruff's, "Confidence intervals for medians and other position measures", JASA 47
(1952), 635-646: the share at or below the quantile has an interval, and the quantiles at its ends
are the limits.
"""

from __future__ import annotations

from typing import Literal, get_args

import numpy as np

Rule = Literal["math", "school"]
RULES: tuple[Rule, ...] = get_args(Rule)
# Sums of weights that differ by less are equal: R's own sums end at no more digits.
TIED = 1e-12


def quantile(
    values: np.ndarray, weights: np.ndarray, probability: float, rule: Rule = "math"
) -> float:
    """Return a quantile of values.

    Parameters
    ----------
    values, weights
        The values in order, each once, and the sum of the weights of each.
    probability
        The share of the weight that is at or below the quantile; outside 0 to 1 there is none.
    rule
        What is taken where the share at or below a value is the probability exactly.

    Examples
    --------
    >>> values, weights = np.array([1.0, 2.0, 3.0, 4.0]), np.ones(4)
    >>> quantile(values, weights, 0.5), quantile(values, weights, 0.5, "school")
    (2.0, 2.5)
    >>> quantile(values, weights, 0.6)
    3.0
    """
    weighty = weights != 0
    values, weights = values[weighty], weights[weighty]
    if not len(values) or not 0 <= probability <= 1:
        return float("nan")
    shares = np.cumsum(weights, dtype=np.longdouble)
    shares /= shares[-1]
    last = len(values) - 1
    above = min(int(np.searchsorted(shares, probability * (1 + TIED), side="right")), last)
    if above == 0 or shares[above - 1] < probability * (1 - TIED):
        return float(values[above])
    if rule == "math":
        return float(values[above - 1])
    return float((values[above - 1] + values[above]) / 2)
