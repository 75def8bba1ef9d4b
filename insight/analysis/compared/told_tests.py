"""Tests as they are told where figures are rounded.

A test of exact figures tells them again, and the more of them the finer it is told: two digits of
p are enough for whoever knows every weight to find how many are in a hidden group. So p is told as
the least of a few bounds that it is below, and t and F as those of which that bound is the p.
Findings stay what they are.
"""

from __future__ import annotations

import numpy as np

from insight.disclosure.told.rounded_columns import Reals
from insight.statistics.claims import size_of_t
from insight.statistics.joint_tests import JointTest, f_of_p

BOUNDS_OF_P = (0.001, 0.01, 0.05)
# A bound that is looked at as the upper tail of its F is to be below itself, as what it stands for.
_A_LITTLE_MORE = 1 + 1e-9


def told_p(p: Reals) -> Reals:
    """Return p values as they are told: the least bound that each is below; NaN stays.

    Examples
    --------
    >>> told_p(np.array([0.0002, 0.001, 0.03, 0.05, 0.7, np.nan])).tolist()
    [0.001, 0.01, 0.05, 1.0, 1.0, nan]
    """
    bounds = np.array([*BOUNDS_OF_P, 1.0])
    return np.where(np.isnan(p), np.nan, bounds[np.searchsorted(BOUNDS_OF_P, p, side="right")])


def told_t(value: Reals, p: Reals, df: Reals) -> Reals:
    """Return Student's t of p values and degrees of freedom as they are told.

    Parameters
    ----------
    value
        The differences, of which t has the sign.
    p, df
        As they are told.

    Examples
    --------
    >>> told_t(np.array([-0.2, 0.1]), np.array([0.05, 1.0]), np.array([100.0, 100.0])).round(3)
    array([-1.984,  0.   ])
    """
    t: Reals = np.sign(value) * size_of_t(p, df)
    return t


def told_joint_test(test: JointTest, ndf: float, ddf: float) -> JointTest:
    """Return a test of all groups at once, from whose F its p follows, as it is told.

    Examples
    --------
    >>> told = told_joint_test(JointTest(4.0, 2.0, 73.0), 2.0, 50.0)
    >>> round(told.statistic, 3), round(told.p, 6)
    (3.183, 0.05)
    """
    p = float(told_p(np.array(test.p)))
    if not p < 1:
        return JointTest(0.0 if p == 1 else test.statistic, ndf, ddf)
    return JointTest(f_of_p(p, ndf, ddf) * _A_LITTLE_MORE, ndf, ddf)
