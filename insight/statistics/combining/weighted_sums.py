"""Sums of the shares or means of several groups, each times a coefficient, of one sample.

A directly standardised share is such a sum over the strata of a population, the plain mean of waves
is one, and so is a linear contrast over ordered groups. All groups stand in one variance, so that
PSUs that are in several of them bring their covariance.

References
----------
Korn and Graubard, "Analysis of Health Surveys" (1999), section 2.3. Lumley, "Complex Surveys"
(2010), section 2.4, and ``svystandardize`` of his package ``survey``.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from insight.statistics.answer_sums import Answers, points, standard_deviation, standard_error
from insight.statistics.claims import Contrast

NO_SPREAD = 1e-12


def weighted_sum(
    answers: Answers,
    groups: Sequence[int],
    coefficients: Sequence[float] | np.ndarray,
    df: float | None = None,
) -> Contrast:
    """Add the shares or means of groups, each times a coefficient.

    Parameters
    ----------
    answers
        The sums.
    groups
        Numbers of the groups, none of them twice; each must have respondents.
    coefficients
        What the share or mean of each is multiplied by.
    df
        The degrees of freedom; those of the groups together where none are given.

    Examples
    --------
    Six of ten among the young and three of ten among the old, of whom the population has as many:

    >>> from insight.statistics.strata import Strata
    >>> both, yes = np.array([[10.0, 10.0]]), np.array([[6.0, 3.0]])
    >>> units = Strata.from_units(np.array([0]), np.array([20.0]), clustered=False)
    >>> sums = (both, both, yes, yes, both, yes, yes)
    >>> found = weighted_sum(Answers(units, *sums, np.zeros(2)), [0, 1], [0.5, 0.5])
    >>> round(found.value, 4), round(found.se, 4), found.df
    (0.45, 0.1088, 19.0)
    """
    some = answers.among(groups)
    of_each = np.asarray(coefficients, float)
    _, mean = points(some)
    with np.errstate(divide="ignore", invalid="ignore"):
        gamma = of_each / some.units.divisor(some.w)
        error = standard_error(some, gamma, -gamma * (mean - some.centre))
    known = answers.degrees_of_freedom(groups) if df is None else df
    return Contrast(float(of_each @ mean), error, known)


def effective_respondents(
    answers: Answers, groups: Sequence[int], coefficients: Sequence[float] | np.ndarray, se: float
) -> float:
    """Respondents of a simple random sample that would know a weighted sum as well.

    Where all answers are alike it is Kish's number, of respondents weighted as the sum weighs them.

    Parameters
    ----------
    answers, groups, coefficients
        As :func:`weighted_sum`; the coefficients sum to 1.
    se
        The sum's standard error.
    """
    side = list(groups)
    of_each = np.asarray(coefficients, float)
    weight = answers.units.whole(answers.w)[side]
    spread = np.array([standard_deviation(answers, [group]) ** 2 for group in side])
    _, mean = points(answers.among(side))
    whole = float(of_each @ (spread + (mean - of_each @ mean) ** 2))
    if whole <= NO_SPREAD * max(1.0, float(np.abs(mean).max()) ** 2) or se <= 0:
        squares = answers.ww[:, side].sum(axis=0)
        return float(1 / ((of_each / weight) ** 2 * squares).sum())
    return whole / se**2
