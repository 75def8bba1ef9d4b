"""Strata of a sample whose weights are raked: variance of what the margins leave.

A raked estimate cannot differ from the population in its margins, so that only residuals vary: of
the linearised value w a of each respondent remains w (a - c), where c is the prediction of a from
the margins, over all respondents of the file. R's ``rake`` takes for it, margin after margin, the
plain mean of what is left of a in each cell, ten times round (``svyrecvar``), and so does this.
See Deville and Särndal, "Calibration estimators in survey sampling", JASA 87 (1992), section 3, and
Lumley, "Complex Surveys" (2010), section 7.2.

Sums are counted by sampling unit, weight and combination of margins. All respondents of such a cell
have one weight and one c, so that everything follows from the sums of w a and of their products
that other designs need too.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from insight.statistics.strata import Strata, along

if TYPE_CHECKING:
    from scipy.sparse import csr_array

ROUNDS = 10  # as in R
# So small a part of the squares that went in is what rounding leaves of nothing.
NOTHING = 1e-13


@dataclass(frozen=True)
class Residuals:
    """Linearised values of estimators, and what the margins predict of them.

    Attributes
    ----------
    total
        Sum over the respondents of each cell; shape (U, C).
    predicted
        The prediction c of each cell's respondents; shape (U, C).
    left
        Sum of w (a - c) over the respondents of each sampling unit; shape (S, C).
    """

    total: np.ndarray
    predicted: np.ndarray
    left: np.ndarray


@dataclass(frozen=True, kw_only=True)
class RakedStrata(Strata):
    """Strata whose units are cells: a sampling unit, a weight and a combination of margins.

    Attributes
    ----------
    design
        The sampled units without the margins; S of them.
    unit_of
        The sampling unit of each cell; shape (U,).
    weight
        The weight of each of its respondents, above 0; shape (U,).
    respondents
        How many respondents it has in the whole file; shape (U,).
    margins
        For each margin, the number of its cell, counted through all margins; -1 where the
        respondents are in none; shape (U,) each.
    """

    design: Strata
    unit_of: np.ndarray
    weight: np.ndarray
    respondents: np.ndarray
    margins: tuple[np.ndarray, ...]

    @classmethod
    def of(
        cls,
        design: Strata,
        unit_of: np.ndarray,
        weight: np.ndarray,
        respondents: np.ndarray,
        margins: tuple[np.ndarray, ...],
    ) -> RakedStrata:
        """Return the raked strata of a design; parameters as the attributes."""
        return cls(
            design.sampled,
            design.correction,
            design.stratum_of[unit_of],
            design.clustered,
            rule=design.rule,
            design=design,
            unit_of=unit_of,
            weight=weight,
            respondents=respondents,
            margins=margins,
        )

    def keep(self, unit: np.ndarray) -> tuple[Strata, np.ndarray]:
        """Return the same strata: what the margins predict concerns respondents in every cell."""
        return self, unit

    def at_most(self, _rows: int) -> int:
        """So many cells do any rows have."""
        return self.units

    def of_design(self, values: np.ndarray) -> np.ndarray:
        """Sum values of cells within sampling units; shape (U, ...) to (S, ...)."""
        flat = self._units @ values.reshape(len(values), -1)
        sums: np.ndarray = np.asarray(flat).reshape(self.design.units, *values.shape[1:])
        return sums

    def residuals(self, total: np.ndarray) -> Residuals:
        """Predict linearised values from the margins.

        Parameters
        ----------
        total
            Sums of w a over the respondents of each cell; shape (U, C).

        Examples
        --------
        Weights are raked to one margin of two cells, of which nothing that it tells is left:

        >>> design = Strata.from_units(np.array([0]), np.array([20.0]), clustered=False)
        >>> two, weight = np.array([0, 1]), np.array([0.5, 1.5])
        >>> raked = RakedStrata.of(
        ...     design, np.array([0, 0]), weight, np.array([10.0, 10.0]), (two,))
        >>> found = raked.residuals(np.array([[5.0], [0.0]]))
        >>> found.predicted.tolist(), found.left.tolist()
        ([[1.0], [0.0]], [[0.0]])
        """
        with np.errstate(invalid="ignore"):
            in_margins = self._indicators.T @ (total / self.weight[:, None])
            predicted = self._indicators @ (self._sweeps @ in_margins)
            left = self._units @ (total - (self.weight * self.respondents)[:, None] * predicted)
        return Residuals(total, np.asarray(predicted), np.asarray(left))

    def left(
        self, total: np.ndarray, squares: np.ndarray | None
    ) -> tuple[np.ndarray, np.ndarray | None]:
        """Return what the margins leave, summed over sampling units, and the sums of its squares.

        Parameters
        ----------
        total, squares
            Sums of linearised values, and of their squares, over each cell; shape (U, ...).

        Returns
        -------
        tuple of numpy.ndarray
            Shape (S, ...); the squares None where the design needs none.
        """
        shape = (-1, *total.shape[1:])
        residuals = self.residuals(total.reshape(len(total), -1))
        left = residuals.left.reshape(shape)
        if squares is None or not self._needs_products:
            return left, None
        products = self._products(residuals, residuals, squares.reshape(residuals.total.shape))
        return left, products.reshape(shape)

    def left_of_each(self, total: np.ndarray, cross: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return what the margins leave of estimators, and the sums of its products.

        Parameters
        ----------
        total, cross
            Sums over each cell; shape (U, E) and (U, E, E).
        """
        residuals = self.residuals(total)
        if not self._needs_products:
            return residuals.left, np.zeros((self.design.units, 1, 1))
        first, second = (
            Residuals(*(np.expand_dims(part, axis) for part in vars(residuals).values()))
            for axis in (2, 1)
        )
        return residuals.left, self._products(first, second, cross)

    def left_of_pairs(
        self, total: tuple[np.ndarray, np.ndarray], squares: tuple[np.ndarray, np.ndarray]
    ) -> tuple[tuple[np.ndarray, np.ndarray], tuple[np.ndarray, np.ndarray, np.ndarray]]:
        """Return what the margins leave of pairs that share no respondent.

        Parameters
        ----------
        total, squares
            Sums over each cell, of the one and of the other; shape (U, ...).

        Returns
        -------
        tuple
            What is left of each; sums of the squares of each, and of the products of the two.
        """
        shape = (-1, *total[0].shape[1:])
        one, other = (self.residuals(values.reshape(len(values), -1)) for values in total)
        sums = [values.reshape(one.total.shape) for values in squares]
        products = (
            self._products(one, one, sums[0]).reshape(shape),
            self._products(other, other, sums[1]).reshape(shape),
            self._products(one, other, np.zeros_like(sums[0])).reshape(shape),
        )
        return (one.left.reshape(shape), other.left.reshape(shape)), products

    @property
    def _needs_products(self) -> bool:
        """Whether respondents are units of a stage; sums of PSUs are enough where none are."""
        return not self.clustered or self.design.within_correction is not None

    def _products(self, first: Residuals, second: Residuals, products: np.ndarray) -> np.ndarray:
        """Sum w² (a - c) (b - d) over sampling units, of w² a b summed over cells."""
        weight, of_cell = (
            along(values, products) for values in (self.weight, self.weight**2 * self.respondents)
        )
        mixed = first.total * second.predicted + first.predicted * second.total
        return self.of_design(
            products - weight * mixed + of_cell * first.predicted * second.predicted
        )

    @cached_property
    def _units(self) -> csr_array:
        """The cells of each sampling unit; shape (S, U)."""
        return _membership(self.unit_of, self.design.units).T.tocsr()

    @cached_property
    def _indicators(self) -> csr_array:
        """Which cells of margins the respondents of a cell are in; shape (U, K)."""
        count = 1 + max((int(margin.max(initial=-1)) for margin in self.margins), default=-1)
        whole = _membership(self.margins[0], count)
        for margin in self.margins[1:]:
            whole = whole + _membership(margin, count)
        return whole.tocsr()

    @cached_property
    def _sweeps(self) -> np.ndarray:
        """From sums over the cells of margins to what the sweeps take away there; shape (K, K)."""
        held = self._indicators
        both = (held.T @ (held * self.respondents[:, None])).tocsr()
        count = both.shape[0]
        swept, each = np.zeros((count, count)), np.eye(count)
        of_margins = [np.unique(margin[margin >= 0]) for margin in self.margins]
        respondents = both.diagonal()
        for _ in range(ROUNDS):
            for rows in of_margins:
                left = each[rows] - both[rows] @ swept
                swept[rows] += left / respondents[rows, None]
        return swept


def _membership(numbers: np.ndarray, count: int) -> csr_array:
    """1 where a row has a number; none where that is -1; shape (rows, count)."""
    from scipy.sparse import csr_array  # where it is needed only: a survey opens without it

    rows = np.flatnonzero(numbers >= 0)
    ones = np.ones(len(rows))
    return csr_array((ones, (rows, numbers[rows])), shape=(len(numbers), count))


def without_rounding(variance: np.ndarray, squares: np.ndarray) -> np.ndarray:
    """Return variances, 0 where rounding alone is left: the margins tell all of such an estimate.

    Parameters
    ----------
    variance
        The variances; shape (...).
    squares
        Sums of the squares of the linearised values that went in; shape (U, ...).
    """
    nothing = np.abs(variance) <= NOTHING * squares.sum(axis=0)
    cleaned: np.ndarray = np.where(nothing, 0.0, variance)
    return cleaned
