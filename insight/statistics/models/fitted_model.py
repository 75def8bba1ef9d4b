"""Fitted models of shares and means: the coefficients that the sums of cells alone determine.

A linear model, and a logistic one, see the answers only through the sums of w and w y in each
cell of the covariates, so that no respondent is needed: these are ``svyglm`` of R's ``survey`` with
``gaussian`` and ``quasibinomial``. See Binder, "On the variances of asymptotically normal
estimators from complex surveys", International Statistical Review 51 (1983), 279-292.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from scipy import linalg, special

from insight.statistics.answer_sums import Answers
from insight.statistics.replicates import Replicates
from insight.statistics.variance import covariance

Family = Literal["linear", "logistic"]
MOST_STEPS, STEP = 60, 1e-12
# A share that a model puts so near 0 or 1 has log-odds that no answers hold back.
CERTAIN = 1e-7
UPRIGHT = 1e-7


class SeparatedError(ValueError):
    """Some cells have answers so alike that no finite coefficients fit them best."""


@dataclass(frozen=True)
class Cells:
    """The cells that somebody is in, with the row of the design matrix that each has.

    Attributes
    ----------
    answers
        The sums of the cells' answers; shape (U, D).
    design
        The covariates of each cell, an intercept among them; shape (D, P).
    """

    answers: Answers
    design: np.ndarray

    @property
    def outcome(self) -> np.ndarray:
        """Sums of w y, measured from 0; shape (U, D)."""
        outcome: np.ndarray = self.answers.wy + self.answers.centre * self.answers.w
        return outcome


@dataclass(frozen=True)
class Fitted:
    """A fitted model.

    Attributes
    ----------
    cells, family
        What it was fitted to, and whether it is linear or of log-odds.
    coefficients
        Shape (P,).
    bread
        The inverse of X' W diag(v) X, by which scores become influences; shape (P, P).
    anew
        The coefficients of the full sample and of each replicate, NaN where a replicate has none;
        shape (R + 1, P), and (1, P) where there are strata.
    """

    cells: Cells
    family: Family
    coefficients: np.ndarray
    bread: np.ndarray
    anew: np.ndarray

    @property
    def expected(self) -> np.ndarray:
        """The share or mean that the model expects in each cell; shape (D,)."""
        return expect(self.family, self.cells.design @ self.coefficients)

    def covariance(self) -> np.ndarray:
        """Covariances of the coefficients, from their influences or their replicates."""
        scores = self.cells.design @ self.bread
        offset = self.expected - self.cells.answers.centre
        return covariance_of(self.cells.answers, scores, -scores * offset[:, None], self.anew)


def expect(family: Family, linear: np.ndarray) -> np.ndarray:
    """Return what a model expects, from its linear predictor."""
    expected: np.ndarray = special.expit(linear) if family == "logistic" else linear
    return expected


def slope_of(family: Family, expected: np.ndarray) -> np.ndarray:
    """Return how much what is expected grows with the linear predictor."""
    slope: np.ndarray = (
        expected * (1 - expected) if family == "logistic" else np.ones_like(expected)
    )
    return slope


def fit(cells: Cells, family: Family) -> Fitted:
    """Fit a model to the full sample, and to each replicate where there are replicates.

    Parameters
    ----------
    cells
        Cells of full rank (:func:`adds_rank`).
    family
        ``linear`` for means, ``logistic`` for shares.

    Raises
    ------
    SeparatedError
        If no finite coefficients fit best.

    Examples
    --------
    >>> from insight.statistics.strata import Strata
    >>> units = Strata.from_units(np.array([0]), np.array([20.0]), clustered=False)
    >>> all_, yes = np.array([[10.0, 10.0]]), np.array([[2.0, 5.0]])
    >>> answers = Answers(units, all_, all_, yes, yes, all_, yes, yes, np.zeros(2))
    >>> cells = Cells(answers, np.array([[1.0, 0.0], [1.0, 1.0]]))
    >>> fit(cells, "linear").coefficients.round(9).tolist()
    [0.2, 0.3]
    >>> fit(cells, "logistic").expected.round(9).tolist()
    [0.2, 0.5]
    """
    units, outcome = cells.answers.units, cells.outcome
    w, wy = units.whole(cells.answers.w), units.whole(outcome)
    start = np.zeros(cells.design.shape[1])
    coefficients = _solve(cells.design, w, wy, family, start)
    expected = expect(family, cells.design @ coefficients)
    certain = (np.minimum(expected, 1 - expected) < CERTAIN) & (w > 0)
    if not np.isfinite(coefficients).all() or (family == "logistic" and certain.any()):
        raise SeparatedError
    bread = linalg.inv(_information(cells.design, w * slope_of(family, expected)))
    anew = coefficients[None]
    if isinstance(units, Replicates):
        each = zip(cells.answers.w[1:], outcome[1:], strict=True)
        again = [_solve(cells.design, *sums, family, coefficients) for sums in each]
        anew = np.vstack([coefficients, *again])
    return Fitted(cells, family, coefficients, bread, anew)


def adds_rank(design: np.ndarray, columns: np.ndarray) -> bool:
    """Tell whether columns are all independent of each other and of those of a design.

    Examples
    --------
    >>> ones = np.ones((2, 1))
    >>> adds_rank(ones, np.array([[0.0], [1.0]])), adds_rank(ones, ones)
    (True, False)
    """
    both = np.hstack([design, columns])
    length = np.linalg.norm(both, axis=0)
    if not (length > 0).all():
        return False
    return bool(np.linalg.matrix_rank(both / length, UPRIGHT) == both.shape[1])


def covariance_of(
    answers: Answers, gamma: np.ndarray, delta: np.ndarray, anew: np.ndarray
) -> np.ndarray:
    """Return covariances of estimators to which respondent i of cell d adds w (gamma y + delta).

    Parameters
    ----------
    answers
        The sums of the cells' answers.
    gamma, delta
        The two numbers of each cell and estimator, y measured from the cell's centre; shape (D, E).
    anew
        With replicates, the estimators anew; shape (R + 1, E).
    """
    if isinstance(answers.units, Replicates):
        return covariance(answers.units, anew)
    total = answers.wy @ gamma + answers.w @ delta
    pair = gamma[:, :, None] * gamma[:, None, :]
    mixed = gamma[:, :, None] * delta[:, None, :]
    mixed = mixed + mixed.transpose(0, 2, 1)
    rest = delta[:, :, None] * delta[:, None, :]
    sums = ((answers.wwyy, pair), (answers.wwy, mixed), (answers.ww, rest))
    cross = sum(np.tensordot(squares, products, 1) for squares, products in sums)
    return covariance(answers.units, total, np.asarray(cross))


def _information(design: np.ndarray, weights: np.ndarray) -> np.ndarray:
    information: np.ndarray = design.T @ (weights[:, None] * design)
    return information


def _solve(
    design: np.ndarray, w: np.ndarray, wy: np.ndarray, family: Family, start: np.ndarray
) -> np.ndarray:
    """Coefficients by Newton's method, which a linear model ends at once; NaN where there are none.

    For the log-odds that is iteratively reweighted least squares.
    """
    nothing = np.full(len(start), np.nan)
    coefficients: np.ndarray = start
    for _ in range(MOST_STEPS):
        expected = expect(family, design @ coefficients)
        scores = design.T @ (wy - w * expected)
        step = _newton(_information(design, w * slope_of(family, expected)), scores)
        if step is None:
            return nothing
        coefficients = coefficients + step
        if np.abs(step).max() <= STEP * max(1.0, np.abs(coefficients).max()):
            return coefficients
    return nothing


def _newton(information: np.ndarray, scores: np.ndarray) -> np.ndarray | None:
    """A step, with columns of one length; None where the scores do not determine it."""
    length: np.ndarray = np.sqrt(np.abs(np.diag(information)))
    if not (np.isfinite(length).all() and (length > 0).all()):
        return None
    scaled: np.ndarray = information / np.outer(length, length)
    if not np.linalg.cond(scaled) < 1 / np.finfo(float).eps:
        return None
    solved: np.ndarray = linalg.solve(scaled, scores / length, assume_a="sym")
    step: np.ndarray = solved / length
    return step
