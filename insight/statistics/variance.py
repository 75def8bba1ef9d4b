"""Variance of shares and means under a complex design, by Taylor linearisation or from replicates.

Which of the two it is, is said by the units: strata are linearised, and replicates make every
estimate anew (:mod:`insight.statistics.replicates`). The sums that either needs are of the same
form, so that an estimator is written once.

The linearised variance is that of R's ``survey``: units are linearised, centred within their
stratum, and their squares summed with the finite population correction,

    V = sum_h f_h n_h / (n_h - 1) sum_{u in h} (z_u - mean z_h)²

where n_h counts the PSUs (or respondents) of stratum h in the whole file, whether or not any of
their respondents are in the domain. See Binder, "On the variances of asymptotically normal
estimators from complex surveys", International Statistical Review 51 (1983), 279-292, and Lumley,
"Complex Surveys" (2010), chapter 2.

Of raked weights the values are what their margins do not predict
(:mod:`insight.statistics.raked.raked_strata`).

Nothing here knows of surveys, codebooks or databases. Arrays have the axes unit U (a PSU where
there are PSUs, else a stratum; a cell of either and of margins; or the full sample and its
replicates), domain D and target E.
"""

from __future__ import annotations

import numpy as np

from insight.statistics.raked.raked_strata import RakedStrata, without_rounding
from insight.statistics.replicates import Replicates
from insight.statistics.sampled_units import SampledUnits
from insight.statistics.strata import Strata, along

SNAP = 1e-12


def variance(
    units: SampledUnits,
    total: np.ndarray,
    squares: np.ndarray | None = None,
    respondents: np.ndarray | None = None,
) -> np.ndarray:
    """Variance of estimators from their linearised values, or from their replicates.

    Parameters
    ----------
    units
        The sampled units of the whole file.
    total
        Sum of the linearised values of each unit's respondents, or the estimate of each replicate,
        measured from anywhere; shape (U, ...).
    squares
        Sum of the squares of the linearised values of each unit's respondents; shape (U, ...).
        Needed without PSUs, where respondents are the units, and for a second stage. Replicates
        need none.
    respondents
        Respondents of the domain in each unit, which the rules ``adjust`` and ``average`` for
        lonely PSUs ask about; shape (U, ...).

    Returns
    -------
    numpy.ndarray
        Shape (...).
    """
    if isinstance(units, Replicates):
        return units.variance(total)
    if isinstance(units, RakedStrata):
        left, products = units.left(total, squares)
        found = variance(units.design, left, products, np.ones_like(left))
        return without_rounding(found, total**2 if squares is None else squares)
    strata = units
    of_units = total**2 if strata.clustered else squares
    if of_units is None:
        raise ValueError("respondents as units need the squares of their values")
    sums, sampled = strata.sum_over_units(total), along(strata.sampled, total)
    present = strata.sum_over_units(np.abs(total if respondents is None else respondents)) > 0
    centre = _centre(strata, sums, present)
    centred = strata.sum_over_units(of_units) + centre * (sampled * centre - 2 * sums)
    first: np.ndarray = (along(strata.factor, sums) * np.maximum(centred, 0)).sum(axis=0)
    scale = _scale(strata, present)
    if strata.within_correction is None or squares is None:
        only: np.ndarray = first * scale
        return only
    within = np.maximum(squares - total**2 / along(strata.within_sampled, total), 0)
    second: np.ndarray = (along(strata.within_factor, total) * within).sum(axis=0)
    both: np.ndarray = first * scale + second
    return both


def covariance(
    units: SampledUnits, total: np.ndarray, cross: np.ndarray | None = None
) -> np.ndarray:
    """Covariances of estimators from their linearised values, or from their replicates.

    Parameters
    ----------
    units
        The sampled units of the whole file.
    total
        Sum of the linearised values of each unit's respondents, or the estimate of each replicate,
        measured from anywhere; shape (U, E).
    cross
        Sum of the products of two estimators' linearised values over each unit's respondents;
        shape (U, E, E). Its diagonal is what :func:`variance` calls squares. Replicates need none.

    Returns
    -------
    numpy.ndarray
        Shape (E, E).
    """
    if isinstance(units, Replicates):
        return units.covariance(total)
    strata = units
    if cross is None:
        raise ValueError("strata need the products of linearised values")
    if isinstance(strata, RakedStrata):
        found = covariance(strata.design, *strata.left_of_each(total, cross))
        told = without_rounding(np.diag(found), np.diagonal(cross, axis1=1, axis2=2)) != 0
        return np.where(np.outer(told, told), found, 0.0)
    outer = total[:, :, None] * total[:, None, :]
    sums, sampled = strata.sum_over_units(total), strata.sampled[:, None]
    present = strata.sum_over_units(np.abs(total).sum(axis=1)) > 0
    centre = _centre(strata, sums, present[:, None])
    centred = strata.sum_over_units(outer if strata.clustered else cross)
    centred += (sampled * centre)[:, :, None] * centre[:, None, :]
    centred -= centre[:, :, None] * sums[:, None, :] + sums[:, :, None] * centre[:, None, :]
    first: np.ndarray = (along(strata.factor, centred) * centred).sum(axis=0)
    first *= _scale(strata, present)
    if strata.within_correction is None:
        return first
    within = cross - outer / along(strata.within_sampled, outer)
    both: np.ndarray = first + (along(strata.within_factor, within) * within).sum(axis=0)
    return both


def covariances_of_pairs(
    strata: Strata,
    total: tuple[np.ndarray, np.ndarray],
    squares: tuple[np.ndarray, np.ndarray],
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Variances and covariance of many pairs of estimators, of which no respondent is in both.

    They are those of :func:`covariance`, for each pair by itself.

    Parameters
    ----------
    strata
        The sampled units of the whole file.
    total, squares
        As :func:`variance`, of the one and of the other; shape (U, ...).

    Returns
    -------
    tuple of numpy.ndarray
        The variance of the one, that of the other, and their covariance; shape (...).
    """
    products = squares[0], squares[1], np.zeros_like(squares[0])
    if isinstance(strata, RakedStrata):
        total, products = strata.left_of_pairs(total, squares)
        strata = strata.design
    sums = [strata.sum_over_units(values) for values in total]
    sampled = along(strata.sampled, sums[0])
    present = strata.sum_over_units(np.abs(total[0]) + np.abs(total[1])) > 0
    centre = [_centre(strata, values, present) for values in sums]
    scale, found = _scale(strata, present), []
    for (one, other), cross in zip(((0, 0), (1, 1), (0, 1)), products, strict=True):
        outer = total[one] * total[other]
        centred = strata.sum_over_units(outer if strata.clustered else cross)
        centred += sampled * centre[one] * centre[other]
        centred -= centre[one] * sums[other] + sums[one] * centre[other]
        part = (along(strata.factor, centred) * centred).sum(axis=0) * scale
        if strata.within_correction is not None:
            within = cross - outer / along(strata.within_sampled, outer)
            part = part + (along(strata.within_factor, within) * within).sum(axis=0)
        found.append(part)
    return found[0], found[1], found[2]


def linear_covariance(
    units: SampledUnits,
    weight: np.ndarray,
    weight_squared: np.ndarray,
    influence: np.ndarray,
    base: np.ndarray,
) -> np.ndarray:
    """Covariances of estimators that are linear in cells, but for the weight they are divided by.

    Respondent i in cell c adds w_i a_ce / W_e to estimator e. Shares, nets and cell proportions of
    a table differ only in the influence a.

    Parameters
    ----------
    units
        The sampled units of the whole file.
    weight, weight_squared
        Sums over the respondents of each unit and cell; shape (U, C).
    influence
        The influence a; shape (C, E).
    base
        Sums of the weights in the base of each estimator; shape (U, E).

    Returns
    -------
    numpy.ndarray
        Shape (E, E).
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        total = weight @ influence / units.divisor(base)
        if isinstance(units, Replicates):
            return covariance(units, total)
        scale = units.whole(base)
        cross = influence.T @ (weight_squared[:, :, None] * influence) / np.outer(scale, scale)
    empty = scale == 0
    total[:, empty], cross[:, empty], cross[:, :, empty] = 0, 0, 0
    return covariance(units, total, cross)


def _centre(strata: Strata, sums: np.ndarray, present: np.ndarray) -> np.ndarray:
    """Mean of each stratum's units; for a lonely one, that of all units in the domain's strata."""
    sampled = along(strata.sampled, sums)
    of_all = sums.sum(axis=0) / np.maximum((sampled * present).sum(axis=0), 1)
    centre: np.ndarray = np.where(present & along(strata.lonely, sums), of_all, sums / sampled)
    return centre


def _scale(strata: Strata, present: np.ndarray) -> np.ndarray | float:
    """How much the rule ``average`` makes of the strata that are not lonely."""
    if strata.rule != "average":
        return 1.0
    lonely = (present & along(strata.lonely, present)).sum(axis=0)
    count = present.sum(axis=0)
    scale: np.ndarray = count / np.maximum(count - lonely, 1)
    return scale


def share_variance(
    units: SampledUnits,
    share: np.ndarray,
    chosen: tuple[np.ndarray, np.ndarray],
    base: tuple[np.ndarray, np.ndarray],
    respondents: np.ndarray | None = None,
) -> np.ndarray:
    """Variance of weighted shares, as ``vcov(svymean(~I(y == k), subset(design, domain)))``.

    The linearised value of respondent i is w_i (y_i - p) / W. Without replicates all terms are sums
    of positive numbers, so that shares near 0 and 1 lose no digits.

    Parameters
    ----------
    units
        The sampled units of the whole file.
    share
        The shares p; shape (D, E).
    chosen, base
        Sums of weights and of squared weights, of those who gave the answer and of everyone in
        its base; each of shape (U, D, E).
    respondents
        Respondents in the base; shape (U, D, E).

    Examples
    --------
    Ten respondents of whom four say yes: p (1 - p) / (n - 1).

    >>> units = Strata.from_units(np.array([0]), np.array([10.0]), clustered=False)
    >>> share = np.array([[0.4]])
    >>> yes, all_ = np.array([[[4.0]]]), np.array([[[10.0]]])
    >>> share_variance(units, share, (yes, yes), (all_, all_)).round(6).tolist()
    [[0.026667]]
    """
    base_weight = units.whole(base[0])
    with np.errstate(divide="ignore", invalid="ignore"):
        other = base[0] - chosen[0]
        if isinstance(units, Strata):
            other = np.maximum(other, 0)  # weights of replicates may be below 0
        total = ((1 - share) * chosen[0] - share * other) / units.divisor(base[0])
        rest = np.maximum(base[1] - chosen[1], 0)
        squares = ((1 - share) ** 2 * chosen[1] + share**2 * rest) / base_weight**2
        sampled = variance(units, total, squares, respondents)
        kish = base_weight**2 / base[1].sum(axis=0)
        noise = SNAP * share * (1 - share) / kish
    return np.where(sampled <= np.abs(noise), 0.0, sampled)


def mean_variance(
    units: SampledUnits,
    offset: np.ndarray,
    base: tuple[np.ndarray, np.ndarray],
    values: tuple[np.ndarray, np.ndarray, np.ndarray],
    respondents: np.ndarray | None = None,
) -> np.ndarray:
    """Variance of weighted means, as ``vcov(svymean(~y, subset(design, domain)))``.

    Parameters
    ----------
    units
        The sampled units of the whole file.
    offset
        Mean of y, measured like y from a centre near the mean; shape (D, E).
    base
        Sums of weights and of squared weights; shape (U, D, E).
    values
        Sums of w y, w² y and w² y²; shape (U, D, E).
    respondents
        Respondents in the base; shape (U, D, E).
    """
    wy, wwy, wwyy = values
    base_weight = units.whole(base[0])
    with np.errstate(divide="ignore", invalid="ignore"):
        total = (wy - offset * base[0]) / units.divisor(base[0])
        squares = (wwyy - 2 * offset * wwy + offset**2 * base[1]) / base_weight**2
        return variance(units, total, np.maximum(squares, 0), respondents)
