"""Predictive margins: each group's share or mean, were all others' covariates its own.

    theta_g = sum_i w_i mu(x_i, g) / sum_i w_i

over all respondents in the model. R's ``svypredmeans`` adds the variance of the coefficients to
that of the respondents' covariates as if they were independent; here each respondent's linearised
value has both parts, and so the covariance between them counts. See Graubard and Korn, "Predictive
margins with survey data", Biometrics 55 (1999), 652-659.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import linalg

from insight.statistics.claims import Contrast
from insight.statistics.joint_tests import SINGULAR, JointTest
from insight.statistics.models.fitted_model import Fitted, covariance_of, expect, slope_of
from insight.statistics.replicates import Replicates


@dataclass(frozen=True)
class Margins:
    """Predictive margins of groups, their covariances, and their degrees of freedom."""

    values: np.ndarray
    covariance: np.ndarray
    df: float

    def of(self, group: int) -> Contrast:
        """Return the margin of a group."""
        return self._contrast(np.eye(len(self.values))[group])

    def difference(self, first: int, second: int) -> Contrast:
        """Return the average marginal difference between two groups."""
        each = np.eye(len(self.values))
        return self._contrast(each[first] - each[second])

    def _contrast(self, weights: np.ndarray) -> Contrast:
        squared = float(weights @ self.covariance @ weights)
        return Contrast(float(weights @ self.values), max(squared, 0.0) ** 0.5, self.df)


def predictive_margins(fitted: Fitted, placed: np.ndarray) -> Margins:
    """Return the margins of groups.

    Parameters
    ----------
    fitted
        The model.
    placed
        The design matrix of all cells as it would be if everybody were in a group; shape (G, D, P).
    """
    answers, family = fitted.cells.answers, fitted.family
    units = answers.units
    weight = units.whole(answers.w)
    expected = expect(family, placed @ fitted.coefficients)
    values = expected @ weight / weight.sum()
    slopes = weight * slope_of(family, expected) / weight.sum()
    gradient = np.einsum("gd,gdp->gp", slopes, placed)
    gamma = fitted.cells.design @ fitted.bread @ gradient.T
    offset = fitted.expected - answers.centre
    delta = (expected.T - values) / weight.sum() - gamma * offset[:, None]
    anew = values[None]
    if isinstance(units, Replicates):
        pairs = zip(answers.w, fitted.anew, strict=True)
        with np.errstate(divide="ignore", invalid="ignore"):
            anew = np.array([expect(family, placed @ b) @ w / w.sum() for w, b in pairs])
    of_margins = covariance_of(answers, gamma, delta, anew)
    return Margins(values, of_margins, answers.degrees_of_freedom())


def wald_test(fitted: Fitted, columns: slice) -> JointTest:
    """Test that some coefficients are all 0: ``regTermTest(model, ~term, method = "Wald")``.

    NaN where there are too few degrees of freedom, or the covariances are nearly singular.

    Parameters
    ----------
    fitted
        The model.
    columns
        The columns of the design matrix whose coefficients are tested.
    """
    coefficients = fitted.coefficients[columns]
    between = fitted.covariance()[columns, columns]
    count, ddf = float(len(coefficients)), residual_df(fitted)
    scale = np.sqrt(np.maximum(np.diag(between), 0))
    known = ddf > 0 and (scale > 0).all()
    if not known or not np.linalg.cond(between / np.outer(scale, scale)) < SINGULAR:
        return JointTest(float("nan"), count, ddf)
    solved = linalg.solve(between, coefficients, assume_a="sym")
    return JointTest(float(coefficients @ solved) / count, count, ddf)


def residual_df(fitted: Fitted) -> float:
    """Return the degrees of freedom that the coefficients leave: R's ``df.residual``."""
    return fitted.cells.answers.degrees_of_freedom() + 1 - len(fitted.coefficients)
