"""Measures of numbers, a row per group: quantiles, ratios, correlations and Cronbach's alpha."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, get_args

from insight.analysis.basis import Basis
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

MeasureKind = Literal["quantile", "ratio", "pearson", "spearman", "alpha"]
MEASURES: tuple[MeasureKind, ...] = get_args(MeasureKind)


@dataclass(frozen=True)
class Measure:
    """One measure of one group with its uncertainty; what may not be shown is None.

    Attributes
    ----------
    group
        Codes of the `by` variables.
    probability
        Of a quantile, the share at or below it; else None.
    base
        Respondents with a value of every item, unweighted.
    base_weighted
        Sum of their weights.
    value, se, low, upp
        The measure, its standard error and its interval. A limit that few lie beyond is None.
    deff
        Variance as a multiple of that of a simple random sample; None for quantiles.
    df
        Degrees of freedom of the domain's design.
    flags
        ``suppressed``, ``unreliable``, ``low_base``.
    basis
        What a simulated level rests on; see `Estimate`.
    """

    group: tuple[str, ...]
    probability: float | None
    base: int | None
    base_weighted: float | None
    value: float | None
    se: float | None
    low: float | None
    upp: float | None
    deff: float | None
    df: int | None
    flags: tuple[str, ...]
    basis: Basis = ""


@dataclass(frozen=True, repr=False)
class Measures(TidyResult):
    """The answer to one request for a measure of numbers.

    Attributes
    ----------
    statistic
        What is measured.
    rule
        Of quantiles, what is taken between two values; else empty.
    method
        Kind of interval.
    lonely
        Strata with a single PSU, about whose variance something had to be assumed.
    rounded
        Whether figures are told less exactly than they are known.
    """

    survey: OpenSurvey
    request: Request
    statistic: MeasureKind
    rule: str
    method: str
    level: float
    measures: tuple[Measure, ...]
    lonely: int = 0
    rounded: bool = False

    def at(self, group: Sequence[str] = (), probability: float | None = None) -> Measure:
        """Return the measure of one group, of quantiles that of one probability.

        Raises
        ------
        KeyError
            If there is no such row.
        """
        for measure in self.measures:
            if measure.group == tuple(group) and probability in (None, measure.probability):
                return measure
        raise KeyError((tuple(group), probability))

    def __iter__(self) -> Iterator[Measure]:
        return iter(self.measures)

    def __len__(self) -> int:
        return len(self.measures)

    def tidy(self, language: Language = "nb") -> TidyRows:
        """Return the measures row by row, with the tidy columns.

        Parameters
        ----------
        language
            Language of labels, question and filter.

        Returns
        -------
        TidyRows
            One row per group, and of quantiles per probability. ``others`` are the further items,
            ``rule`` and ``method`` say how quantiles and intervals were found.
        """
        kinds: dict[str, Kind] = {
            **columns("words", "survey", "item", "others", "statistic"),
            **columns("number", "probability"),
            **columns("words", "rule"),
            **group_columns(self.request.by),
            **columns("count", "base"),
            **columns("number", "base_weighted", "value", "value_se", "value_low", "value_upp"),
            **columns("number", "deff"),
            **columns("count", "df"),
            **columns("words", "flag", "question", "filter", "weighting", "method"),
            **columns("number", "level"),
            **columns("truth", "simulated"),
            **columns("words", "basis"),
        }
        shared = shared_columns(self, language) | {
            "others": " ".join(item.id for item in self.request.others),
            "statistic": self.statistic,
            "rule": self.rule,
            "method": self.method,
        }
        return tidy_rows(kinds, (shared | self._row(one, language) for one in self.measures))

    def _row(self, measure: Measure, language: Language) -> dict[str, object]:
        row: dict[str, object] = {
            "probability": measure.probability,
            "base": measure.base,
            "base_weighted": measure.base_weighted,
            "value": measure.value,
            "value_se": measure.se,
            "value_low": measure.low,
            "value_upp": measure.upp,
            "deff": measure.deff,
            "df": measure.df,
            "flag": " ".join(measure.flags),
            "basis": measure.basis,
        }
        return row | group_cells(self.request.by, measure.group, language)

    def _columns_shown(self) -> list[str]:
        labels = [f"{variable.id}_label" for variable in self.request.by]
        probability = ["probability"] if self.statistic == "quantile" else []
        return [*labels, *probability, "base", "value", "value_low", "value_upp"]


def number_or_none(value: float, *, visible: bool = True) -> float | None:
    """Return a number that is one, and None for one that is not or may not be seen.

    Examples
    --------
    >>> number_or_none(2.5), number_or_none(float("nan")), number_or_none(2.5, visible=False)
    (2.5, None, None)
    """
    return float(value) if visible and math.isfinite(value) else None
