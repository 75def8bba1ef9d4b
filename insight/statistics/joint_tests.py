"""Tests of several groups at once: whether waves are alike, whether answers depend on the group.

References
----------
Rao and Scott, "On chi-squared tests for multiway contingency tables with cell proportions estimated
from survey data", Annals of Statistics 12 (1984), 46-60. Lumley, "Complex Surveys" (2010),
chapters 2 and 6.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from scipy import linalg, special

from insight.statistics.answer_sums import Answers, points
from insight.statistics.sampled_units import SampledUnits
from insight.statistics.variance import covariance, linear_covariance

SINGULAR = 1e12
MOST_CELLS, MOST_PRODUCTS = 500, 3e7  # half a second, a quarter of a gigabyte


@dataclass(frozen=True)
class JointTest:
    """A test of several differences at once, by F."""

    statistic: float
    ndf: float
    ddf: float

    @property
    def p(self) -> float:
        """Upper tail of F; NaN where the test could not be made."""
        return float(special.fdtrc(self.ndf, self.ddf, self.statistic))


def f_of_p(p: float, ndf: float, ddf: float) -> float:
    """Return F of which `p` is the upper tail.

    Examples
    --------
    >>> round(f_of_p(0.05, 2, 50), 3)
    3.183
    """
    return float(special.fdtri(ndf, ddf, 1 - p))


def equal_means(answers: Answers) -> JointTest:
    """Test that all groups have the same share or mean: ``regTermTest`` after ``svyglm``.

    NaN where a group has no spread, or the covariances are so nearly singular that their inverse
    has no correct digits.

    Parameters
    ----------
    answers
        The sums; groups do not overlap.
    """
    weight, mean = points(answers)
    offset = mean - answers.centre
    with np.errstate(divide="ignore", invalid="ignore"):
        total = (answers.wy - offset * answers.w) / answers.units.divisor(answers.w)
    squares = (answers.wwyy - 2 * offset * answers.wwy + offset**2 * answers.ww) / weight**2
    cross = squares[:, :, None] * np.eye(len(weight))
    of_means = covariance(answers.units, total, cross)
    against_first = np.hstack([-np.ones((len(weight) - 1, 1)), np.eye(len(weight) - 1)])
    differences = against_first @ mean
    between = against_first @ of_means @ against_first.T
    count = len(weight) - 1
    df = answers.degrees_of_freedom()
    scale = np.sqrt(np.maximum(np.diag(between), 0))
    known = df > count and (scale > 0).all()
    if not known or not np.linalg.cond(between / np.outer(scale, scale)) < SINGULAR:
        return JointTest(float("nan"), float(count), float(df - count))
    statistic = float(differences @ linalg.solve(between, differences, assume_a="sym")) / count
    return JointTest(statistic, float(count), float(df - count))


def rao_scott(
    units: SampledUnits,
    weight: np.ndarray,
    weight_squared: np.ndarray,
    df: float,
    respondents: float,
) -> JointTest:
    """Test that answers do not depend on the group: ``svychisq(~r + c, statistic = "F")``.

    NaN where the table is too large to hold, or has too many empty cells.

    Parameters
    ----------
    units
        The sampled units of the whole file.
    weight, weight_squared
        Sums over the respondents of each unit and cell of the table; shape (U, R, C).
    df
        Degrees of freedom of the design among those in the table.
    respondents
        Rows in the table, those of weight 0 included.
    """
    totals = units.whole(weight)
    rows, columns = totals.sum(axis=1) > 0, totals.sum(axis=0) > 0
    count = (int(rows.sum()), int(columns.sum()))
    size = math.prod(count)
    if min(count) < 2 or size > MOST_CELLS or len(weight) * size**2 > MOST_PRODUCTS:
        return JointTest(float("nan"), 0.0, 0.0)
    flat = (len(weight), count[0] * count[1])
    cells, squared = (
        sums[:, rows][:, :, columns].reshape(flat) for sums in (weight, weight_squared)
    )
    share = units.whole(cells) / units.whole(cells).sum()
    influence = np.eye(len(share)) - share
    base = np.broadcast_to(cells.sum(axis=1, keepdims=True), flat)
    of_shares = linear_covariance(units, cells, squared, influence, base)
    table = share.reshape(count)
    expected = np.outer(table.sum(axis=1), table.sum(axis=0))
    pearson = respondents * ((table - expected) ** 2 / expected).sum()
    effects = np.kron(linalg.helmert(count[0]).T, linalg.helmert(count[1]).T)
    inverse = np.divide(1.0, share, out=np.zeros_like(share), where=share > 0)[:, None]
    simple = effects.T @ (inverse * effects) / respondents
    actual = (inverse * effects).T @ of_shares @ (inverse * effects)
    # So many cells are empty that an effect rests on none.
    if not np.linalg.cond(simple) < SINGULAR:
        return JointTest(float("nan"), 0.0, 0.0)
    design_effects = linalg.solve(simple, actual)
    trace = float(np.trace(design_effects))
    if not trace > 0:
        return JointTest(float("nan"), 0.0, 0.0)
    ndf = trace**2 / float(np.trace(design_effects @ design_effects))
    return JointTest(pearson / trace, ndf, ndf * df)
