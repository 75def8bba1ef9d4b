"""Tests as they are told where figures are rounded.

A test of exact figures tells them again, and the more of them the finer it is told. So t is told by
lot, in steps as large as those of the figures that are compared, and p is how often chance would
have it told as large. Both tests of a difference of shares are then one, for two lots would tell
more of what they have in common.
"""

from __future__ import annotations

import numpy as np

from insight.disclosure.precision import PART, Precision, of_digits, step_above
from insight.disclosure.told.rounded_columns import Reals, of_digits_each, told_each
from insight.statistics.claims import p_of_steps, sizes_of_t
from insight.statistics.joint_tests import JointTest


def told_tests(
    precision: Precision, value: Reals, p: Reals, df: Reals, steps: Reals, se: Reals
) -> tuple[Reals, Reals]:
    """Return Student's t and p of tests as they are told; NaN where there is none.

    Parameters
    ----------
    precision
        How exactly figures are told.
    value, df
        Differences and degrees of freedom as they are told.
    p, se
        Those of the tests.
    steps
        Of the figures that are compared.
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        ratios = np.where(se > 0, steps / se, 0.0)
    of_t = np.array([step_above(ratio) for ratio in ratios.tolist()])
    size = told_each(precision, sizes_of_t(p, df), of_t)
    return np.sign(value) * size, of_digits_each(p_of_steps(size, of_t, df), 2)


def told_joint_test(
    test: JointTest, precision: Precision, ddf: float, *, exact_ndf: bool = False
) -> JointTest:
    """Return a test of all groups at once, from which its p follows, as it is told.

    F is told half a step low: chance has one told as so large that falls short by up to a step.

    Parameters
    ----------
    test
        The test.
    precision
        How exactly figures are told.
    ddf
        Its degrees of freedom as they are told.
    exact_ndf
        Whether those of what is tested follow from the number of groups alone.
    """
    step = step_above(test.statistic * PART) if precision.lots else 0.0
    ndf = test.ndf if exact_ndf else precision.told_size(test.ndf) or 0.0
    if not step:
        return JointTest(of_digits(test.statistic, 2) or 0.0, ndf, ddf)
    return JointTest((precision.told(test.statistic, step) or 0.0) - step / 2, ndf, ddf)
