"""Adjusted results: each group and each difference, unadjusted and adjusted, row by row."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from insight.analysis.basis import Basis
from insight.analysis.tidy import (
    Kind,
    TidyResult,
    TidyRows,
    answer_label,
    columns,
    shared_columns,
    tidy_rows,
)
from insight.language.catalogue import Language
from insight.query.cell_request import Request
from insight.query.opened import OpenSurvey
from insight.statistics.contrasts import Adjustment
from insight.statistics.joint_tests import JointTest
from insight.statistics.models.fitted_model import Family
from insight.survey.codebook import Variable

Stays = Literal["lower", "higher", "alike", "untested", "break"]
COLUMNS: Mapping[str, Kind] = {
    **columns("words", "survey", "item", "category", "category_label", "figure", "between"),
    **columns("words", "given", "group", "group_label", "other", "other_label"),
    **columns("count", "base", "base_other"),
    **columns("number", "unadjusted", "unadjusted_se", "unadjusted_low", "unadjusted_upp"),
    **columns("number", "unadjusted_p"),
    **columns("number", "adjusted", "adjusted_se", "adjusted_low", "adjusted_upp"),
    **columns("number", "statistic", "ndf", "df", "p", "p_adjusted"),
    **columns("words", "finding", "adjustment", "model", "flag", "question", "filter"),
    **columns("words", "weighting"),
    **columns("number", "level"),
    **columns("truth", "simulated"),
    **columns("words", "basis"),
}


@dataclass(frozen=True)
class Told:
    """A figure with its standard error and interval; None where it may not be told."""

    value: float | None = None
    se: float | None = None
    low: float | None = None
    upp: float | None = None


@dataclass(frozen=True)
class AdjustedGroup:
    """A group's share or mean, and what it would be if others' covariates were its own.

    Attributes
    ----------
    code
        Of the group.
    base
        Respondents of the group in the model.
    unadjusted, adjusted
        The figure as :func:`insight.table` has it, and its predictive margin.
    df
        The margin's degrees of freedom.
    flags
        Those of the unadjusted figure.
    basis
        What the simulated level rests on: a margin is always an assumption.
    """

    code: str
    base: int
    unadjusted: Told
    adjusted: Told
    df: float
    flags: tuple[str, ...] = ()
    basis: Basis = ""


@dataclass(frozen=True)
class AdjustedDifference:
    """One group less another, unadjusted and adjusted.

    Attributes
    ----------
    first, second
        Codes of the groups.
    base_first, base_second
        Their respondents in the model.
    unadjusted, adjusted
        The difference as :func:`insight.compare` has it, and that of the two margins.
    unadjusted_p
        The unadjusted difference's p after adjustment, on which its finding rests.
    statistic, df, p, p_adjusted
        Student's t of the adjusted difference, its degrees of freedom, and p before and after
        adjustment for the number of differences.
    flags
        ``break`` where the two may not be compared, else those of the unadjusted figures.
    basis
        As of the groups.
    """

    first: str
    second: str
    base_first: int
    base_second: int
    unadjusted: Told
    adjusted: Told
    unadjusted_p: float | None = None
    statistic: float | None = None
    df: float | None = None
    p: float | None = None
    p_adjusted: float | None = None
    flags: tuple[str, ...] = ()
    basis: Basis = ""

    def finding(self, level: float) -> Stays:
        """Return what the test found of the first group, when the covariates are alike."""
        if "break" in self.flags:
            return "break"
        if self.p_adjusted is None or self.adjusted.value is None:
            return "untested"
        if self.p_adjusted >= 1 - level or not self.adjusted.value:
            return "alike"
        return "higher" if self.adjusted.value > 0 else "lower"


@dataclass(frozen=True, repr=False)
class Adjusted(TidyResult):
    """The answer to one request for groups compared when other variables are alike.

    Attributes
    ----------
    given
        The covariates.
    key
        The category or net whose share it is; empty for means.
    model
        ``logistic`` for shares, ``linear`` for means.
    groups, differences
        In the order of the groups.
    together
        The test that no group differs from any when the covariates are alike.
    rounded
        Whether figures are told less exactly than they are known.
    """

    survey: OpenSurvey
    request: Request
    given: tuple[Variable, ...]
    key: str
    adjustment: Adjustment
    level: float
    model: Family
    groups: tuple[AdjustedGroup, ...]
    differences: tuple[AdjustedDifference, ...]
    together: JointTest
    lonely: int = 0
    rounded: bool = False

    @property
    def statistic(self) -> Literal["share", "mean"]:
        """What is compared."""
        return "share" if self.key else "mean"

    @property
    def magnitude(self) -> float:
        """The largest share or mean, however it is signed, by whose size decimals are chosen."""
        told = (figure for group in self.groups for figure in (group.unadjusted, group.adjusted))
        return max((abs(figure.value or 0) for figure in told), default=0.0)

    def __len__(self) -> int:
        return len(self.groups) + len(self.differences)

    def tidy(self, language: Language = "nb") -> TidyRows:
        """Return groups, differences and the test of all groups row by row.

        Parameters
        ----------
        language
            Language of labels, question and filter.

        Returns
        -------
        TidyRows
            ``figure`` is ``group``, ``difference`` or ``all groups``. ``finding`` is what may be
            said of the group when the covariates are alike: lower, higher, alike (none detected),
            break, untested.
        """
        shared = shared_columns(self, language) | {
            "category": self.key,
            "category_label": answer_label(self.request.item, self.key, language),
            "between": self.request.by[0].id,
            "given": ",".join(variable.id for variable in self.given),
            "adjustment": self.adjustment,
            "model": self.model,
            **dict.fromkeys(
                ("group", "group_label", "other", "other_label", "flag", "finding"), ""
            ),
        }
        return tidy_rows(COLUMNS, (shared | row for row in self._rows(language)))

    def _rows(self, language: Language) -> Iterator[dict[str, object]]:
        variable = self.request.by[0]
        for group in self.groups:
            yield {
                "figure": "group",
                "group": group.code,
                "group_label": variable.category(group.code).label[language],
                "base": group.base,
                **_told("unadjusted", group.unadjusted),
                **_told("adjusted", group.adjusted),
                "df": group.df,
                "flag": " ".join(group.flags),
                "basis": group.basis,
            }
        for gap in self.differences:
            yield {
                "figure": "difference",
                "group": gap.first,
                "group_label": variable.category(gap.first).label[language],
                "other": gap.second,
                "other_label": variable.category(gap.second).label[language],
                "base": gap.base_first,
                "base_other": gap.base_second,
                **_told("unadjusted", gap.unadjusted),
                "unadjusted_p": gap.unadjusted_p,
                **_told("adjusted", gap.adjusted),
                **{name: getattr(gap, name) for name in ("statistic", "df", "p", "p_adjusted")},
                "finding": gap.finding(self.level),
                "flag": " ".join(gap.flags),
                "basis": gap.basis,
            }
        yield {
            "figure": "all groups",
            **{name: getattr(self.together, name) for name in ("statistic", "ndf", "p")},
            "df": self.together.ddf,
            "basis": self.groups[0].basis,
        }

    def _columns_shown(self) -> list[str]:
        return [
            *("figure", "group_label", "other_label", "unadjusted", "adjusted"),
            *("adjusted_low", "adjusted_upp", "p", "p_adjusted"),
        ]


def _told(name: str, told: Told) -> dict[str, object]:
    return {
        name: told.value,
        f"{name}_se": told.se,
        f"{name}_low": told.low,
        f"{name}_upp": told.upp,
    }
