"""The rules of a survey: how its respondents were sampled, and when its figures are hidden."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

from insight.statistics.strata import LonelyRule
from insight.survey.raked.raked_design import RakedMargin
from insight.survey.replication.replicate_design import Replication

Microdata = Literal["open", "k_anonymous", "closed"]
MICRODATA: tuple[Microdata, ...] = get_args(Microdata)


@dataclass(frozen=True, slots=True)
class Design:
    """How the respondents were sampled: columns of the data, each absent where there is none.

    `fpc` names the column with the number of PSUs (or respondents) in the stratum's population,
    or two columns for two stages. `psu_kept` says that waves share their PSUs, `lonely_psu` what a
    stratum with a single PSU contributes to the variance. Where there are `replicates`, they stand
    for strata, PSUs and finite populations, none of which is then known. `raked` are the margins
    of the population that the weight meets, in the order in which it was raked to them.
    """

    wave: str | None = None
    weight: str | None = None
    strata: str | None = None
    psu: str | None = None
    fpc: tuple[str, ...] = ()
    psu_kept: bool = False
    lonely_psu: LonelyRule = "adjust"
    probability: bool = True
    replicates: Replication | None = None
    raked: tuple[RakedMargin, ...] = ()

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns of the data that the design needs."""
        named = (*self.columns_of_units, *self.margin_variables, *self.replicate_columns)
        return tuple(dict.fromkeys(named))

    @property
    def columns_of_units(self) -> tuple[str, ...]:
        """Those of them that are neither replicate weights nor of margins."""
        named = (self.wave, self.weight, self.strata, self.psu, *self.fpc)
        return tuple(column for column in named if column)

    @property
    def replicate_columns(self) -> tuple[str, ...]:
        """The columns of replicate weights, none where there are no such."""
        return self.replicates.columns if self.replicates else ()

    @property
    def margin_variables(self) -> tuple[str, ...]:
        """The variables of the margins that the weight meets, each of which is a column."""
        return tuple(dict.fromkeys(name for margin in self.raked for name in margin.variables))

    @property
    def stratum_columns(self) -> tuple[str, ...]:
        """The columns that together name a stratum.

        Waves are independent samples, so the wave is one of them unless PSUs are kept. Replicate
        weights leave nothing to tell apart.
        """
        if self.replicates:
            return ()
        wave = None if self.psu_kept else self.wave
        return tuple(column for column in (wave, self.strata) if column)

    @property
    def sampled_columns(self) -> tuple[str, ...]:
        """The columns that together name a sampling unit: stratum, then PSU where there is one."""
        return (*self.stratum_columns, self.psu) if self.psu else self.stratum_columns

    @property
    def unit_columns(self) -> tuple[str, ...]:
        """The columns by which sums are counted apart: those of a sampling unit come first.

        Of raked weights these are the weight and the margins too.
        """
        if not self.raked:
            return self.sampled_columns
        named = (*self.sampled_columns, self.wave, *self.margin_variables, self.weight)
        return tuple(dict.fromkeys(column for column in named if column))


# Released responses hold at least so many respondents of each background: the k of k-anonymity.
K_ANONYMITY = 5


@dataclass(frozen=True, slots=True)
class DisclosureRules:
    """When a figure is hidden or flagged, and whether responses may be downloaded.

    `min_base` counts respondents, `min_effective_base` respondents divided by the design effect;
    0 switches a gate off. `rows_withheld` says that the reader may not have the responses, whatever
    `microdata` says.
    """

    min_base: int = 10
    min_effective_base: int = 30
    low_base: int = 100
    microdata: Microdata = "closed"
    rows_withheld: bool = False

    def limit(self, flag: str) -> int:
        """Return the number under which a figure gets a flag; 0 for a flag that has none.

        Examples
        --------
        >>> DisclosureRules().limit("low_base"), DisclosureRules().limit("boundary")
        (100, 0)
        """
        limits = {
            "suppressed": self.min_base,
            "unreliable": self.min_effective_base,
            "low_base": self.low_base,
        }
        return limits.get(flag, 0)
