"""Sums over the answers of groups, and the mean, spread and effective base that follow from them.

A respondent with answer y in group g adds w (gamma_g y + delta_g) to a contrast, so that two
numbers per group tell one contrast apart from any other. Nothing here knows of surveys.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from insight.statistics.claims import Contrast
from insight.statistics.replicates import Replicates
from insight.statistics.sampled_units import SampledUnits, df_together
from insight.statistics.variance import covariance, variance

NO_SPREAD = 1e-12
Side = tuple[int, ...]


@dataclass(frozen=True)
class KnownSides:
    """What is known of sides, whose groups are taken together.

    `kish` is Kish's number of respondents.
    """

    means: dict[Side, Contrast] = field(default_factory=dict)
    effective: dict[Side, float] = field(default_factory=dict)
    kish: dict[Side, float] = field(default_factory=dict)


@dataclass(frozen=True)
class Answers:
    """Sums over the respondents of each sampling unit and group; shape (U, D).

    For shares y is 1 for the answer and 0 for others; for means it is the number, measured from
    `centre`, of shape (D,). `w`, `wy`, `wyy` sum the weights, w y and w y²; `ww`, `wwy`, `wwyy` the
    squared weights, times y and y². `positive` counts respondents with a weight above 0. Replicates
    have `w` and `wy` of their own, and 0 elsewhere; what their groups span is in their units.

    `known` is worked out once.
    """

    units: SampledUnits
    positive: np.ndarray
    w: np.ndarray
    wy: np.ndarray
    wyy: np.ndarray
    ww: np.ndarray
    wwy: np.ndarray
    wwyy: np.ndarray
    centre: np.ndarray
    known: KnownSides = field(default_factory=KnownSides, init=False, repr=False, compare=False)

    def mean_of(self, groups: Sequence[int]) -> Contrast:
        """Return the share or mean of several groups taken together, with its standard error.

        It is worked out once: each group stands in several contrasts, and in the gates.

        Parameters
        ----------
        groups
            Numbers of the groups.
        """
        side = tuple(groups)
        if side not in self.known.means:
            self.known.means[side] = _contrast_of_one_side(self, list(side))
        return self.known.means[side]

    def effective_base(self, groups: Sequence[int]) -> float:
        """Respondents in several groups taken together, divided by the design effect of their mean.

        Where all answers are alike there is none, and Kish's number, W² / sum w², takes its place.
        Without degrees of freedom nothing is known of the design effect, and the number is 0.

        Parameters
        ----------
        groups
            Numbers of the groups.
        """
        side = tuple(groups)
        if side not in self.known.effective:
            self.known.effective[side] = _effective_base(self, list(side))
        return self.known.effective[side]

    def equal_weights(self, groups: Sequence[int]) -> float:
        """Respondents of equal weight that several groups are worth at most.

        It is Kish's number, W² / sum w², divided by the finite population correction; infinite
        where the groups are all there is.

        Parameters
        ----------
        groups
            Numbers of the groups.
        """
        side = tuple(groups)
        if side not in self.known.kish:
            corrected = self.units.corrected(self.ww[:, list(side)].sum(axis=1))
            weight = self.units.whole(self.w)[list(side)].sum()
            kish = float(weight**2 / corrected) if corrected > 0 else float("inf")
            self.known.kish[side] = kish
        return self.known.kish[side]

    def correlations(self, sides: Sequence[Sequence[int]], share: np.ndarray) -> np.ndarray:
        """Return the correlations of shares, which strata and PSUs bring; shape (S, S).

        Parameters
        ----------
        sides
            Numbers of the groups that each share is of; no group is on two sides.
        share
            The shares; shape (S,).
        """
        return _correlations(self, sides, share)

    def degrees_of_freedom(self, groups: Sequence[int] | None = None) -> float:
        """Degrees of freedom of several groups taken together, or of all."""
        kept = range(self.w.shape[1]) if groups is None else groups
        return df_together(self.units, self.positive, kept)

    def divisor(self, groups: Sequence[int]) -> np.ndarray:
        """What contrasts are divided by: the weight of several groups; shape (1,) or (U,)."""
        return self.units.divisor(self.w[:, list(groups)].sum(axis=1))

    def among(self, groups: Sequence[int] | np.ndarray) -> Answers:
        """Return the sums of some of the groups only."""
        kept = [int(group) for group in groups]
        return Answers(
            self.units.of_domains(kept),
            self.positive[:, kept],
            self.w[:, kept],
            self.wy[:, kept],
            self.wyy[:, kept],
            self.ww[:, kept],
            self.wwy[:, kept],
            self.wwyy[:, kept],
            self.centre[kept],
        )


def _contrast_of_one_side(answers: Answers, side: list[int]) -> Contrast:
    divisor = answers.divisor(side)[:, None]
    gamma = np.zeros((len(divisor), answers.w.shape[1]))
    delta = gamma.copy()
    _, mean = weighted_mean(answers, side)
    with np.errstate(divide="ignore", invalid="ignore"):
        gamma[:, side] = 1 / divisor
        delta[:, side] = -(mean - answers.centre[side]) / divisor
    error = standard_error(answers, gamma, delta)
    return Contrast(float(mean), error, answers.degrees_of_freedom(side))


def _effective_base(answers: Answers, side: list[int]) -> float:
    mean, units = answers.mean_of(side), answers.units
    if mean.df <= 0:
        return 0.0
    if isinstance(units, Replicates) and units.are_lacking(answers.w[:, side].sum(axis=1)):
        return 0.0
    weight = answers.units.whole(answers.w)[side].sum()
    spread = standard_deviation(answers, side) ** 2 * weight
    if spread <= NO_SPREAD * answers.wyy[:, side].sum():
        return float(weight**2 / answers.ww[:, side].sum())
    base = answers.positive[:, side].sum()
    return float(base / (base - 1) * spread / weight / mean.se**2 if mean.se > 0 else base)


def _correlations(
    answers: Answers, sides: Sequence[Sequence[int]], share: np.ndarray
) -> np.ndarray:
    groups = [list(side) for side in sides]
    w, wy, ww, wwyy = (
        np.stack([values[:, side].sum(axis=1) for side in groups], axis=1)
        for values in (answers.w, answers.wy, answers.ww, answers.wwyy)
    )
    squares = wwyy - 2 * share * wwyy + share**2 * ww
    cross = squares[:, :, None] * np.eye(len(groups))
    scale = answers.units.whole(w)
    with np.errstate(divide="ignore", invalid="ignore"):
        total = (wy - share * w) / answers.units.divisor(w)
    together = covariance(answers.units, total, cross / np.outer(scale, scale))
    spread = np.sqrt(np.maximum(np.diag(together), 0))
    outer = np.outer(spread, spread)
    correlation = np.divide(together, outer, out=np.zeros_like(outer), where=outer > 0)
    np.fill_diagonal(correlation, 1.0)
    bounded: np.ndarray = np.clip(correlation, -1, 1)
    return bounded


def standard_deviation(answers: Answers, groups: Sequence[int]) -> float:
    """Return the weighted standard deviation of the answers of several groups taken together."""
    side = list(groups)
    weight, mean = weighted_mean(answers, side)
    away = answers.centre[side] - mean
    w, wy, wyy = (answers.units.whole(sums)[side] for sums in (answers.w, answers.wy, answers.wyy))
    parts = wyy + away * (2 * wy + away * w)
    return float(np.sqrt(max(parts.sum() / weight, 0.0)))


def weighted_mean(answers: Answers, groups: list[int]) -> tuple[float, float]:
    """Return the sum of weights, and the mean, of several groups taken together."""
    whole, reference = answers.units.whole, answers.centre[groups][0]
    weights = whole(answers.w)[groups]
    shifted = whole(answers.wy)[groups] + weights * (answers.centre[groups] - reference)
    with np.errstate(divide="ignore", invalid="ignore"):
        return weights.sum(), reference + shifted.sum() / weights.sum()


def points(answers: Answers) -> tuple[np.ndarray, np.ndarray]:
    """Return the sum of weights, and the mean, of each group."""
    points = [weighted_mean(answers, [group]) for group in range(answers.w.shape[1])]
    weight, mean = zip(*points, strict=True)
    return np.array(weight), np.array(mean)


def standard_error(answers: Answers, gamma: np.ndarray, delta: np.ndarray) -> float:
    """Return the standard error of a contrast, given its two numbers per group.

    These are the same for all units, or others for each replicate; shape (1, D) or (U, D).
    """
    used = ((gamma != 0) | (delta != 0)).any(axis=0)
    gamma, delta, answers = gamma[:, used], delta[:, used], answers.among(np.flatnonzero(used))
    with np.errstate(invalid="ignore"):
        total = (gamma * answers.wy + delta * answers.w).sum(axis=1)
        if isinstance(answers.units, Replicates):
            return float(np.sqrt(variance(answers.units, total)))
        squares = gamma**2 * answers.wwyy + 2 * gamma * delta * answers.wwy + delta**2 * answers.ww
    present = answers.positive.sum(axis=1)
    squared = variance(answers.units, total, np.maximum(squares, 0).sum(axis=1), present)
    return float(np.sqrt(squared))
