"""Taylor linearisation: the variance of shares and means under a complex design.

The variance is that of R's ``survey``: units are linearised, centred within their stratum, and
their squares summed with the finite population correction,

    V = sum_h f_h n_h / (n_h - 1) sum_{u in h} (z_u - mean z_h)²

where n_h counts the PSUs (or respondents) of stratum h in the whole file, whether or not any of
their respondents are in the domain. See Binder, "On the variances of asymptotically normal
estimators from complex surveys", International Statistical Review 51 (1983), 279-292, and Lumley,
"Complex Surveys" (2010), chapter 2.

Nothing here knows of surveys, codebooks or databases. Arrays have the axes unit U (a PSU where
there are PSUs, else a stratum), domain D and target E.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

CERTAINTY = 1e-7
SNAP = 1e-12


@dataclass(frozen=True)
class Strata:
    """The sampled units of the whole file.

    Attributes
    ----------
    sampled
        n_h: PSUs per stratum, or respondents where there are no PSUs; shape (H,).
    correction
        f_h = 1 - n_h / N_h, 1 without a finite population; shape (H,).
    stratum_of
        Number of the stratum of each unit; shape (U,). Without PSUs units are strata.
    clustered
        Whether units are PSUs.
    within_sampled, within_correction
        For two stages, m_u respondents per PSU and (n_h / N_h) (1 - m_u / M_u); shape (U,).
    """

    sampled: np.ndarray
    correction: np.ndarray
    stratum_of: np.ndarray
    clustered: bool = False
    within_sampled: np.ndarray | None = None
    within_correction: np.ndarray | None = None

    @classmethod
    def counted(
        cls,
        stratum_of: np.ndarray,
        respondents: np.ndarray,
        *,
        clustered: bool,
        populations: Sequence[np.ndarray] = (),
    ) -> Strata:
        """Count strata from their units.

        Parameters
        ----------
        stratum_of
            Number of each unit's stratum; shape (U,).
        respondents
            Respondents of each unit in the whole file; shape (U,).
        clustered
            Whether units are PSUs; else each unit is a stratum.
        populations
            Per stage, the population that each unit's sample was drawn from; shape (U,) each.

        Examples
        --------
        Two strata with two and three PSUs, of ten each in the population:

        >>> strata = Strata.counted(
        ...     np.array([0, 0, 1, 1, 1]), np.full(5, 20.0), clustered=True,
        ...     populations=[np.full(5, 10.0)])
        >>> strata.sampled.tolist(), strata.correction.tolist()
        ([2.0, 3.0], [0.8, 0.7])
        """
        count = int(stratum_of.max()) + 1 if len(stratum_of) else 0
        units = np.bincount(stratum_of, minlength=count).astype(float)
        sampled = units if clustered else np.bincount(stratum_of, respondents, minlength=count)
        correction = np.ones(count)
        if populations:
            population = np.zeros(count)
            population[stratum_of] = populations[0]
            correction = 1 - sampled / population
        within = None
        if len(populations) > 1:
            within = (1 - correction)[stratum_of] * (1 - respondents / populations[1])
        return cls(
            sampled,
            correction,
            stratum_of,
            clustered,
            respondents if within is not None else None,
            within,
        )

    @property
    def lonely(self) -> np.ndarray:
        """Strata of one unit that is not the whole population; shape (H,)."""
        lonely: np.ndarray = (self.sampled == 1) & (self.correction >= CERTAINTY)
        return lonely

    @property
    def factor(self) -> np.ndarray:
        """f_h n_h / (n_h - 1); f_h for a lonely stratum, 0 for one observed completely."""
        with np.errstate(divide="ignore", invalid="ignore"):
            usual = self.correction * self.sampled / (self.sampled - 1)
        usual = np.where(self.sampled > 1, usual, self.correction)
        factor: np.ndarray = np.where(self.correction < CERTAINTY, 0.0, usual)
        return factor

    def sum_over_units(self, values: np.ndarray) -> np.ndarray:
        """Sum values of shape (U, ...) within strata, to shape (H, ...)."""
        sums = np.zeros((len(self.sampled), *values.shape[1:]))
        np.add.at(sums, self.stratum_of, values)
        return sums


def variance(strata: Strata, total: np.ndarray, squares: np.ndarray | None = None) -> np.ndarray:
    """Variance of an estimator from its linearised values.

    A stratum of a single unit contributes the square of its value, centred at 0, which is R's
    ``survey.lonely.psu = "adjust"``.

    Parameters
    ----------
    strata
        The sampled units of the whole file.
    total
        Sum of the linearised values of each unit's respondents; shape (U, ...).
    squares
        Sum of the squares of the linearised values of each unit's respondents; shape (U, ...).
        Needed without PSUs, where respondents are the units, and for a second stage.

    Returns
    -------
    numpy.ndarray
        Shape (...).
    """
    stage_squares = total**2 if strata.clustered else squares
    if stage_squares is None:
        raise ValueError("respondents as units need the squares of their values")
    sums = strata.sum_over_units(total)
    sampled = _along(strata.sampled, sums)
    centred = strata.sum_over_units(stage_squares) - np.where(
        _along(strata.lonely, sums), 0.0, sums**2 / sampled
    )
    first: np.ndarray = (_along(strata.factor, sums) * np.maximum(centred, 0)).sum(axis=0)
    return first + _second_stage(strata, total, squares)


def _second_stage(
    strata: Strata, total: np.ndarray, squares: np.ndarray | None
) -> np.ndarray | float:
    if strata.within_correction is None or strata.within_sampled is None or squares is None:
        return 0.0
    sampled = _along(strata.within_sampled, total)
    factor = np.where(sampled > 1, sampled / np.maximum(sampled - 1, 1), 0.0)
    centred = np.maximum(squares - total**2 / sampled, 0)
    second: np.ndarray = (_along(strata.within_correction, total) * factor * centred).sum(axis=0)
    return second


def _along(values: np.ndarray, like: np.ndarray) -> np.ndarray:
    return values.reshape(-1, *([1] * (like.ndim - 1)))


def share_variance(
    strata: Strata,
    share: np.ndarray,
    chosen: tuple[np.ndarray, np.ndarray],
    base: tuple[np.ndarray, np.ndarray],
) -> np.ndarray:
    """Variance of weighted shares, as ``vcov(svymean(~I(y == k), subset(design, domain)))``.

    The linearised value of respondent i is w_i (y_i - p) / W. All terms are sums of positive
    numbers, so that shares near 0 and 1 lose no digits.

    Parameters
    ----------
    strata
        The sampled units of the whole file.
    share
        The shares p; shape (D, E).
    chosen, base
        Sums of weights and of squared weights, of those who gave the answer and of everyone in
        its base; each of shape (U, D, E).

    Examples
    --------
    Ten respondents of whom four say yes: p (1 - p) / (n - 1).

    >>> one = Strata.counted(np.array([0]), np.array([10.0]), clustered=False)
    >>> share = np.array([[0.4]])
    >>> yes, all_ = np.array([[[4.0]]]), np.array([[[10.0]]])
    >>> share_variance(one, share, (yes, yes), (all_, all_)).round(6).tolist()
    [[0.026667]]
    """
    base_weight = base[0].sum(axis=0)
    with np.errstate(divide="ignore", invalid="ignore"):
        other = np.maximum(base[0] - chosen[0], 0)
        total = ((1 - share) * chosen[0] - share * other) / base_weight
        rest = np.maximum(base[1] - chosen[1], 0)
        squares = ((1 - share) ** 2 * chosen[1] + share**2 * rest) / base_weight**2
        found = variance(strata, total, squares)
        kish = base_weight**2 / base[1].sum(axis=0)
        noise = SNAP * share * (1 - share) / kish
    return np.where(found <= np.abs(noise), 0.0, found)


def mean_variance(
    strata: Strata,
    offset: np.ndarray,
    base: tuple[np.ndarray, np.ndarray],
    values: tuple[np.ndarray, np.ndarray, np.ndarray],
) -> np.ndarray:
    """Variance of weighted means, as ``vcov(svymean(~y, subset(design, domain)))``.

    Parameters
    ----------
    strata
        The sampled units of the whole file.
    offset
        Mean of y, measured like y from a centre near the mean; shape (D, E).
    base
        Sums of weights and of squared weights; shape (U, D, E).
    values
        Sums of w y, w² y and w² y²; shape (U, D, E).
    """
    wy, wwy, wwyy = values
    base_weight = base[0].sum(axis=0)
    with np.errstate(divide="ignore", invalid="ignore"):
        total = (wy - offset * base[0]) / base_weight
        squares = (wwyy - 2 * offset * wwy + offset**2 * base[1]) / base_weight**2
        return variance(strata, total, np.maximum(squares, 0))


def determined(strata: Strata, positive: np.ndarray) -> np.ndarray:
    """Whether the domain tells anything of its variance, or was observed completely.

    With one unit in each stratum there is nothing to compare it with: the variance is 0 or made
    up, however many respondents the units have.

    Parameters
    ----------
    strata
        The sampled units of the whole file.
    positive
        Respondents with positive weight; shape (U, ...).

    Examples
    --------
    >>> strata = Strata.counted(np.array([0, 0]), np.full(2, 50.0), clustered=True)
    >>> bool(determined(strata, np.array([50.0, 0.0])))
    False
    """
    sampled = (strata.sum_over_units(positive) > 0) & (_along(strata.factor, positive) > 0)
    known: np.ndarray = (degrees_of_freedom(strata, positive) > 0) | ~sampled.any(axis=0)
    return known


def degrees_of_freedom(strata: Strata, positive: np.ndarray) -> np.ndarray:
    """Units less strata, among those with a respondent of positive weight in the domain.

    This is ``degf(subset(design, domain))``.

    Parameters
    ----------
    strata
        The sampled units of the whole file.
    positive
        Respondents with positive weight; shape (U, ...).

    Examples
    --------
    >>> strata = Strata.counted(np.array([0, 0, 1]), np.full(3, 5.0), clustered=True)
    >>> int(degrees_of_freedom(strata, np.array([5.0, 4.0, 0.0])))
    1
    """
    present = (strata.sum_over_units(positive) > 0).sum(axis=0)
    units = (positive > 0).sum(axis=0) if strata.clustered else positive.sum(axis=0)
    df: np.ndarray = np.maximum(units - present, 0)
    return df
