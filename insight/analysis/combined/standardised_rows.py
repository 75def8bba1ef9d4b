"""Standardised figures row by row, beside those that are not standardised."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from insight.analysis.combined.standard_population import Population
from insight.analysis.estimates import Estimate, Statistic, Table, label_of
from insight.analysis.tidy import (
    Kind,
    TidyResult,
    TidyRows,
    columns,
    group_cells,
    group_columns,
    shared_columns,
    tidy_rows,
)
from insight.language.catalogue import Language
from insight.query.cell_request import Request
from insight.query.opened import OpenSurvey
from insight.statistics.intervals import Method


@dataclass(frozen=True, repr=False)
class StandardisedTable(TidyResult):
    """The answer to one request for standardised figures.

    Attributes
    ----------
    population
        The strata, and what part of the population each is.
    estimates
        By group and category, in the order of the unstandardised.
    lacking
        For each estimate the numbers of the strata in which it has too few respondents, or none.
    crude
        The same figures without standardisation.
    rounded
        Whether figures are told less exactly than they are known.
    """

    survey: OpenSurvey
    request: Request
    level: float
    population: Population
    statistic: Statistic
    method: Method
    estimates: tuple[Estimate, ...]
    lacking: tuple[tuple[int, ...], ...]
    crude: Table
    rounded: bool = False

    def at(self, group: Sequence[str], key: str) -> Estimate:
        """The estimate of one category, net or mean in one group.

        Raises
        ------
        KeyError
            If the table has no such row.
        """
        for estimate in self.estimates:
            if (estimate.group, estimate.key) == (tuple(group), key):
                return estimate
        raise KeyError((tuple(group), key))

    def __iter__(self) -> Iterator[Estimate]:
        return iter(self.estimates)

    def __len__(self) -> int:
        return len(self.estimates)

    def tidy(self, language: Language = "nb") -> TidyRows:
        """Return the figures row by row, with the tidy columns.

        Parameters
        ----------
        language
            Language of labels, question and filter.

        Returns
        -------
        TidyRows
            ``share`` or ``mean`` is the standardised figure, ``unstandardised`` the other.
            ``over`` and ``population`` say to what it is standardised, ``lacking`` in which strata
            a group without a figure has too few respondents, or none.
        """
        measure = self.statistic
        kinds: Mapping[str, Kind] = {
            **columns("words", "survey", "item", "kind", "category", "category_label"),
            **group_columns(self.request.by),
            **columns("count", "base"),
            **columns("number", measure, *(f"{measure}_{part}" for part in ("se", "low", "upp"))),
            **columns("number", "unstandardised", "n_eff"),
            **columns("count", "df"),
            **columns("words", "over", "population", "lacking"),
            **columns("words", "flag", "question", "filter", "weighting", "method"),
            **columns("number", "level"),
            **columns("truth", "simulated"),
            **columns("words", "basis"),
        }
        shared = shared_columns(self, language) | {
            "over": "*".join(variable.id for variable in self.population.strata),
            "population": self.population.source,
            "method": self.method if measure == "share" else "wald",
        }
        pairs = zip(self.estimates, self.lacking, strict=True)
        return tidy_rows(kinds, (shared | self._row(*pair, language) for pair in pairs))

    def _row(
        self, estimate: Estimate, lacking: tuple[int, ...], language: Language
    ) -> dict[str, object]:
        strata = self.strata
        row: dict[str, object] = {
            "kind": estimate.kind,
            "category": estimate.key,
            "category_label": label_of(self.request.item, estimate, language),
            "base": estimate.base,
            self.statistic: estimate.value,
            f"{self.statistic}_se": estimate.se,
            f"{self.statistic}_low": estimate.low,
            f"{self.statistic}_upp": estimate.upp,
            "unstandardised": self.crude.at(estimate.group, estimate.key).value,
            "n_eff": estimate.n_eff,
            "df": estimate.df,
            "lacking": "; ".join(self.population.named(strata[number]) for number in lacking),
            "flag": " ".join(estimate.flags),
            "basis": estimate.basis,
        }
        return row | group_cells(self.request.by, estimate.group, language)

    @property
    def strata(self) -> tuple[tuple[str, ...], ...]:
        """The strata that the filter leaves, in order."""
        return Request(self.request.item, self.population.strata, self.request.where).groups

    def _columns_shown(self) -> list[str]:
        labels = [f"{variable.id}_label" for variable in self.request.by]
        bounds = [f"{self.statistic}_{part}" for part in ("low", "upp")]
        return [*labels, "category_label", "base", self.statistic, *bounds, "unstandardised"]
