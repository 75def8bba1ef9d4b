"""Replicates: the variance of an estimate, made anew with the weights of each replicate.

    V = scale * sum_r rscale_r (theta_r - centre)²

The centre is the estimate with the full weight, or the mean of the replicates' estimates. That is
``svrepdesign`` of R's ``survey``: see Lumley, "Complex Surveys" (2010), section 2.3, and Wolter,
"Introduction to Variance Estimation" (2007), chapters 3 to 5.

Arrays have the axis U of :class:`insight.statistics.strata.Strata`. Here the first unit is the full
sample, and each of the others a replicate, so that what is said of a unit's sums makes an estimate
anew where there are replicates, and a part of one linearised value where there are strata.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np

# A column counts if so much of its squared length is upright on the others: R's 1e-5, squared.
UPRIGHT = 1e-10
# So large a part of the replicates may have nobody in a domain, as R leaves them out.
MOST_EMPTY = 0.05


@dataclass(frozen=True)
class Spans:
    """What the replicate weights of the respondents of each domain span: their degrees of freedom.

    `rows` has, for each base and then for each domain, rows with the same span as its respondents'
    weights in all replicates, or None for a domain that spans as much as the whole file does, which
    is `most`. Where the targets have one base, there is one.
    """

    rows: tuple[tuple[np.ndarray | None, ...], ...]
    most: int
    _ranks: dict[tuple[int, ...], int] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    @property
    def nbytes(self) -> int:
        """How many bytes the rows take."""
        return sum(rows.nbytes for base in self.rows for rows in base if rows is not None)

    def among(self, domains: Sequence[int]) -> Spans:
        """Return the spans of some of the domains."""
        return Spans(
            tuple(tuple(base[domain] for domain in domains) for base in self.rows), self.most
        )

    def of_base(self, base: int) -> Spans:
        """Return the spans in one of the bases."""
        return Spans((self.rows[min(base, len(self.rows) - 1)],), self.most)

    def rank(self, domains: Sequence[int]) -> int:
        """Count the independent replicates among the respondents of several domains together."""
        together = tuple(domains)
        if together not in self._ranks:
            chosen = [self.rows[0][domain] for domain in together]
            known = [rows for rows in chosen if rows is not None]
            spans_less = len(known) == len(chosen)
            self._ranks[together] = _rank_together(known) if spans_less else self.most
        return self._ranks[together]


def _rank_together(rows: Sequence[np.ndarray]) -> int:
    return rank_of(np.vstack(rows)) if rows else 0


def rank_of(rows: np.ndarray) -> int:
    """Count the columns that are no sum of multiples of others, as ``qr(rows, tol = 1e-5)$rank``.

    Parameters
    ----------
    rows
        Weights; shape (respondents, replicates).

    Examples
    --------
    >>> rank_of(np.array([[1.0, 2.0, 0.0], [2.0, 4.0, 0.0], [0.0, 0.0, 1.0]]))
    2
    """
    from scipy.linalg import lapack  # where it is needed only: a survey opens without it

    if not rows.size:
        return 0
    products = rows.T @ rows
    length = np.sqrt(np.diag(products))
    filled = length > 0
    if not filled.any():
        return 0
    scaled = products[np.ix_(filled, filled)] / np.outer(length[filled], length[filled])
    return int(lapack.dpstrf(scaled, tol=UPRIGHT, lower=1)[2])


@dataclass(frozen=True)
class Replicates:
    """The replicates of the whole file.

    Attributes
    ----------
    scale
        What the sum of squares is multiplied by.
    rscales
        What the square of each replicate is multiplied by; shape (R,).
    around_estimate
        Whether squares are around the estimate with the full weight, R's ``mse``.
    df
        Degrees of freedom that hold in every domain, where somebody has set them.
    spans
        What the domains at hand span, from which degrees of freedom are counted else.
    """

    scale: float
    rscales: np.ndarray
    around_estimate: bool = False
    df: float | None = None
    spans: Spans | None = None

    @property
    def units(self) -> int:
        """The full sample and its replicates."""
        return len(self.rscales) + 1

    def whole(self, values: np.ndarray) -> np.ndarray:
        """Sums over the whole sample, of sums of each unit; shape (U, ...) to (...)."""
        whole: np.ndarray = values[0]
        return whole

    def divisor(self, values: np.ndarray) -> np.ndarray:
        """What each unit's sums are divided by: its own weight; shape (U, ...)."""
        return values

    def keep(self, unit: np.ndarray) -> tuple[Replicates, np.ndarray]:
        """Return the replicates again: every domain has all of them."""
        return self, unit

    def at_most(self, _rows: int) -> int:
        """So many units do any rows have."""
        return self.units

    def of_domains(self, domains: Sequence[int]) -> Replicates:
        """Return the same replicates of some of the domains."""
        return self if self.spans is None else replace(self, spans=self.spans.among(domains))

    def of_base(self, base: int) -> Replicates:
        """Return the same replicates in one of the bases."""
        return self if self.spans is None else replace(self, spans=self.spans.of_base(base))

    def corrected(self, values: np.ndarray) -> float:
        """Sum over the sample, with the finite population that is in the weights already."""
        return float(values.sum())

    def are_lacking(self, weights: np.ndarray) -> np.ndarray:
        """Whether so many replicates have nobody in a base that its variance is too small.

        Parameters
        ----------
        weights
            Sums of the weights in the base; shape (U, ...).
        """
        counted = weights[1:][self.rscales > 0]
        lacking: np.ndarray = (counted == 0).mean(axis=0) > MOST_EMPTY
        return lacking

    def variance(self, estimates: np.ndarray) -> np.ndarray:
        """Variance of estimates of shape (U, ...); a replicate that has none is left out.

        Examples
        --------
        >>> jackknife = Replicates(2 / 3, np.ones(3))
        >>> float(jackknife.variance(np.array([2.0, 1.5, 2.0, 2.5])))
        0.3333333333333333
        """
        away = self._away(estimates)
        weights = self.rscales.reshape(-1, *([1] * (away.ndim - 1)))
        variance: np.ndarray = self.scale * np.nansum(weights * away**2, axis=0)
        known: np.ndarray = np.where(np.isfinite(away).any(axis=0), variance, np.nan)
        return known

    def covariance(self, estimates: np.ndarray) -> np.ndarray:
        """Covariances of estimates of shape (U, E), of the replicates that have all of them."""
        complete = np.isfinite(estimates[1:]).all(axis=1)
        kept = replace(self, rscales=self.rscales[complete])
        away = kept._away(estimates[np.concatenate([[True], complete])])
        products: np.ndarray = self.scale * (away.T * kept.rscales) @ away
        return products

    def _away(self, estimates: np.ndarray) -> np.ndarray:
        """How far each replicate's estimate is from the centre; NaN where it has none."""
        of_replicates = np.where(np.isfinite(estimates[1:]), estimates[1:], np.nan)
        centre = estimates[0]
        if not self.around_estimate:
            counted = of_replicates[self.rscales > 0]
            known = np.isfinite(counted).sum(axis=0)
            centre = np.nansum(counted, axis=0) / np.maximum(known, 1)
        away: np.ndarray = of_replicates - centre
        return away

    def degrees_of_freedom(self, groups: Sequence[int]) -> float:
        """Independent replicates less one, among the respondents of domains taken together."""
        if self.df is not None:
            return self.df
        if self.spans is None:
            raise ValueError("degrees of freedom need what the domains span")
        return max(self.spans.rank(groups) - 1, 0)
