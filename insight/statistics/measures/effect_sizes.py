"""Sizes of effects: Cohen's h of two shares, and Cohen's d of two means.

See Cohen, "Statistical Power Analysis for the Behavioral Sciences" (1988), chapters 2 and 6.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Literal

import numpy as np

from insight.statistics.answer_sums import (
    Answers,
    standard_deviation,
    standard_error,
    weighted_mean,
)
from insight.statistics.claims import Contrast
from insight.statistics.contrasts import difference
from insight.statistics.replicates import Replicates
from insight.statistics.variance import variance

Pooling = Literal["variances", "weights", "respondents"]


def cohens_h(answers: Answers, first: Sequence[int], second: Sequence[int]) -> Contrast:
    """Return 2 asin sqrt p1 - 2 asin sqrt p2; without a standard error where a share is 0 or 1.

    Equals ``svycontrast(svyby(...), quote(2*asin(sqrt(a)) - 2*asin(sqrt(b))))``, with the degrees
    of freedom of the groups together.

    Parameters
    ----------
    answers
        The sums, of shares.
    first, second
        Numbers of the groups on either side.

    Examples
    --------
    >>> from insight.statistics.strata import Strata
    >>> both, yes = np.array([[10.0, 10.0]]), np.array([[6.0, 3.0]])
    >>> units = Strata.from_units(np.array([0]), np.array([20.0]), clustered=False)
    >>> gap = cohens_h(Answers(units, both, both, yes, yes, both, yes, yes, np.zeros(2)), [0], [1])
    >>> round(gap.value, 4)
    0.6129
    """
    sides = [(1.0, list(first)), (-1.0, list(second))]
    shares = [float(weighted_mean(answers, side)[1]) for _, side in sides]
    value, df = h_of(*shares), answers.degrees_of_freedom([*first, *second])
    if not all(0 < share < 1 for share in shares):
        return Contrast(value, float("nan"), df)
    if isinstance(answers.units, Replicates):
        return Contrast(value, _from_replicates(answers, first, second), df)
    gamma, delta = np.zeros((1, answers.w.shape[1])), np.zeros((1, answers.w.shape[1]))
    for (sign, side), share in zip(sides, shares, strict=True):
        scale = sign / (answers.divisor(side) * np.sqrt(share * (1 - share)))
        gamma[:, side] += scale
        delta[:, side] -= share * scale
    return Contrast(value, standard_error(answers, gamma, delta), df)


def _from_replicates(answers: Answers, first: Sequence[int], second: Sequence[int]) -> float:
    with np.errstate(divide="ignore", invalid="ignore"):
        angles = [
            2
            * np.arcsin(np.sqrt(answers.wy[:, list(side)].sum(1) / answers.w[:, list(side)].sum(1)))
            for side in (first, second)
        ]
    return float(np.sqrt(variance(answers.units, angles[0] - angles[1])))


def cohens_d(
    answers: Answers, first: Sequence[int], second: Sequence[int], pooling: Pooling = "variances"
) -> Contrast:
    """Return the difference of two means in standard deviations, which are taken as fixed.

    Parameters
    ----------
    answers
        The sums, of means.
    first, second
        Numbers of the groups on either side.
    pooling
        Whose standard deviation it is: the root of the mean of both variances, or of their mean by
        the weight of each side, or by its respondents less one.
    """
    sides = list(first), list(second)
    pooled = pooled_deviation(answers, *sides, pooling)
    gap, df = difference(answers, *sides), answers.degrees_of_freedom([*first, *second])
    if not pooled > 0:
        return Contrast(float("nan"), float("nan"), df)
    return replace(gap, value=gap.value / pooled, se=gap.se / pooled, df=df)


def pooled_deviation(
    answers: Answers, first: Sequence[int], second: Sequence[int], pooling: Pooling = "variances"
) -> float:
    """Return the standard deviation within two sets of groups; NaN where one has one respondent.

    Parameters
    ----------
    answers, first, second, pooling
        As :func:`cohens_d`.
    """
    sides = list(first), list(second)
    counts = [answers.positive[:, side].sum() for side in sides]
    variances = [
        standard_deviation(answers, side) ** 2 * n / (n - 1) if n > 1 else np.nan
        for side, n in zip(sides, counts, strict=True)
    ]
    by = {
        "variances": [1.0, 1.0],
        "weights": [weighted_mean(answers, side)[0] for side in sides],
        "respondents": [n - 1 for n in counts],
    }[pooling]
    return float(np.sqrt(np.average(variances, weights=by))) if sum(by) > 0 else float("nan")


def h_of(first: float, second: float) -> float:
    """Return Cohen's h of two shares.

    Examples
    --------
    >>> round(h_of(0.6, 0.3), 4), h_of(1, 1)
    (0.6129, 0.0)
    """
    angles = 2 * np.arcsin(np.sqrt(np.clip([first, second], 0, 1)))
    return float(angles[0] - angles[1])
