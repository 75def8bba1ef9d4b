"""The sampled units of the whole file: strata, PSUs, finite populations, and lonely PSUs.

They are counted once, without any filter, because a filter is a domain: a PSU in which nobody meets
it was sampled all the same.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Literal, get_args

import numpy as np

LonelyRule = Literal["adjust", "average", "certainty", "remove", "fail"]
LONELY_RULES: tuple[LonelyRule, ...] = get_args(LonelyRule)
CERTAINTY = 1e-7


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
    rule
        What a stratum of a single unit contributes, as R's ``survey.lonely.psu``: its square around
        the mean of all units in the domain's strata (``adjust``), nothing (``certainty``,
        ``remove``), or as much as the other strata do on average (``average``). Whoever sets
        ``fail`` never gets here.
    """

    sampled: np.ndarray
    correction: np.ndarray
    stratum_of: np.ndarray
    clustered: bool = False
    within_sampled: np.ndarray | None = None
    within_correction: np.ndarray | None = None
    rule: LonelyRule = "adjust"

    @classmethod
    def from_units(
        cls,
        stratum_of: np.ndarray,
        respondents: np.ndarray,
        *,
        clustered: bool,
        populations: Sequence[np.ndarray] = (),
        rule: LonelyRule = "adjust",
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
        rule
            What to do with strata of a single unit.

        Examples
        --------
        Two strata with two and three PSUs, of ten each in the population:

        >>> strata = Strata.from_units(
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
            rule,
        )

    @cached_property
    def lonely(self) -> np.ndarray:
        """Strata of one unit that is not the whole population; shape (H,)."""
        lonely: np.ndarray = (self.sampled == 1) & (self.correction >= CERTAINTY)
        return lonely

    @property
    def lonely_within(self) -> np.ndarray:
        """PSUs of one respondent that is not all there is in them, in two stages; shape (U,).

        R's rule ``average`` has no variance for such a PSU, nor then for anything.
        """
        if self.within_correction is None or self.within_sampled is None:
            return np.zeros(len(self.stratum_of), dtype=bool)
        lonely: np.ndarray = (self.within_sampled == 1) & (self.within_correction >= CERTAINTY)
        return lonely

    @cached_property
    def factor(self) -> np.ndarray:
        """f_h n_h / (n_h - 1); f_h or 0 for a lonely stratum, 0 for one observed completely."""
        with np.errstate(divide="ignore", invalid="ignore"):
            usual = self.correction * self.sampled / (self.sampled - 1)
        alone = self.correction if self.rule == "adjust" else 0.0
        usual = np.where(self.sampled > 1, usual, alone)
        factor: np.ndarray = np.where(self.correction < CERTAINTY, 0.0, usual)
        return factor

    @cached_property
    def within_factor(self) -> np.ndarray:
        """The second stage's factor (n_h / N_h) (1 - m_u / M_u) m_u / (m_u - 1); shape (U,)."""
        if self.within_correction is None or self.within_sampled is None:
            return np.zeros(len(self.stratum_of))
        sampled = self.within_sampled
        factor: np.ndarray = np.where(
            sampled > 1, self.within_correction * sampled / np.maximum(sampled - 1, 1), 0.0
        )
        return factor

    @property
    def units(self) -> int:
        """How many units there are: PSUs, or strata where there are none."""
        return len(self.stratum_of)

    def whole(self, values: np.ndarray) -> np.ndarray:
        """Sums over the whole sample, of sums of each unit; shape (U, ...) to (...)."""
        whole: np.ndarray = values.sum(axis=0)
        return whole

    def divisor(self, values: np.ndarray) -> np.ndarray:
        """What each unit's sums are divided by: the weight of the whole sample; shape (1, ...)."""
        return self.whole(values)[None]

    def keep(self, unit: np.ndarray) -> tuple[Strata, np.ndarray]:
        """Return the same strata with only these units, and where each unit is among them.

        The numbers of sampled units are those of the whole file.
        """
        units, place = np.unique(unit, return_inverse=True)
        sampled, correction = self.within_sampled, self.within_correction
        kept = replace(
            self,
            stratum_of=self.stratum_of[units],
            within_sampled=None if sampled is None else sampled[units],
            within_correction=None if correction is None else correction[units],
        )
        return kept, place

    def of_domains(self, _domains: Sequence[int]) -> Strata:
        """Return the same strata: whatever the domains, they are those of the whole file."""
        return self

    def of_base(self, _base: int) -> Strata:
        """Return the same strata, whatever the base."""
        return self

    def at_most(self, rows: int) -> int:
        """At most so many units do these rows have; strata count, without which sums go."""
        return min(rows, self.units) + len(self.sampled)

    def of_design(self, values: np.ndarray) -> np.ndarray:
        """Sums of each sampling unit, which are those of its cells where weights are raked."""
        return values

    def corrected(self, values: np.ndarray) -> float:
        """Sum over the sample of values of shape (U,), each times its stratum's correction."""
        return float((self.correction[self.stratum_of] * values).sum())

    def sum_over_units(self, values: np.ndarray) -> np.ndarray:
        """Sum values of shape (U, ...) within strata, to shape (H, ...)."""
        sums = np.zeros((len(self.sampled), *values.shape[1:]))
        np.add.at(sums, self.stratum_of, values)
        return sums


def along(values: np.ndarray | None, like: np.ndarray) -> np.ndarray:
    """Shape values of strata or units, (H,) or (U,), so that they multiply an array like `like`."""
    return np.asarray(values).reshape(-1, *([1] * (like.ndim - 1)))


def is_determined(strata: Strata, positive: np.ndarray) -> np.ndarray:
    """Whether the domain tells anything of its variance, or was observed completely.

    With one unit in each stratum there is nothing to compare it with: the variance is 0 or made
    up, however many respondents the units have and whatever the rule for lonely PSUs is.

    Parameters
    ----------
    strata
        The sampled units of the whole file.
    positive
        Respondents with positive weight; shape (U, ...).

    Examples
    --------
    >>> strata = Strata.from_units(np.array([0, 0]), np.full(2, 50.0), clustered=True)
    >>> bool(is_determined(strata, np.array([50.0, 0.0])))
    False
    """
    uncertain = (strata.factor > 0) | strata.lonely
    sampled = (strata.sum_over_units(positive) > 0) & along(uncertain, positive)
    is_known: np.ndarray = (degrees_of_freedom(strata, positive) > 0) | ~sampled.any(axis=0)
    return is_known


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
    >>> strata = Strata.from_units(np.array([0, 0, 1]), np.full(3, 5.0), clustered=True)
    >>> int(degrees_of_freedom(strata, np.array([5.0, 4.0, 0.0])))
    1
    """
    present = (strata.sum_over_units(positive) > 0).sum(axis=0)
    units = (strata.of_design(positive) > 0 if strata.clustered else positive).sum(axis=0)
    df: np.ndarray = np.maximum(units - present, 0)
    return df
