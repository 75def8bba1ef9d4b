"""Comparisons: differences with their tests, then tests of all groups, a row for each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal, get_args

from insight.analysis.basis import Basis
from insight.analysis.tidy import (
    Kind,
    TidyResult,
    TidyRows,
    columns,
    shared_columns,
    tidy_rows,
)
from insight.language.catalogue import Language, say
from insight.query.cells import Request
from insight.query.opened import OpenSurvey
from insight.statistics.contrasts import Adjustment, Contrast, JointTest

Against = Literal["pairs", "rest"]
AGAINST: tuple[Against, ...] = get_args(Against)
REST = ""
COLUMNS: Mapping[str, Kind] = {
    **columns("words", "survey", "item", "category", "category_label", "test", "between"),
    **columns("words", "group", "group_label", "other", "other_label"),
    **columns("count", "base", "base_other"),
    **columns("number", "value", "value_other", "difference", "difference_se"),
    **columns("number", "difference_low", "difference_upp", "statistic", "ndf", "df"),
    **columns("number", "p", "p_adjusted"),
    **columns("words", "adjustment"),
    **columns("number", "detectable"),
    **columns("words", "flag", "question", "filter", "weighting"),
    **columns("number", "level"),
    **columns("truth", "simulated"),
    **columns("words", "basis"),
}


@dataclass(frozen=True)
class Difference:
    """One side's share or mean less the other's, with its test; None where it may not be shown.

    Attributes
    ----------
    first, second
        Codes of the groups compared; ``""`` stands for all other groups.
    value_first, value_second
        The two shares or means.
    base_first, base_second
        Respondents in the base on either side.
    value, se, low, upp
        The first less the second, its standard error and interval.
    statistic, df, p, p_adjusted
        Student's t, its degrees of freedom, and p before and after adjustment.
    detectable
        The smallest true difference that this test would find four times in five.
    flags
        ``suppressed``, ``unreliable``, ``low_base`` of either side, ``break``, or ``boundary``
        where a side's share is 0 or 1: its standard error is 0, so p takes it for certain.
    overstated
        Whether that makes too much of few answers: the other side's share lies within the exact
        interval of the side where all or none gave the answer.
    basis
        What the simulated levels rest on, the weaker of the two sides; see `Estimate`.
    """

    first: str
    second: str
    value_first: float | None = None
    value_second: float | None = None
    base_first: int | None = None
    base_second: int | None = None
    value: float | None = None
    se: float | None = None
    low: float | None = None
    upp: float | None = None
    statistic: float | None = None
    df: float | None = None
    p: float | None = None
    p_adjusted: float | None = None
    detectable: float | None = None
    flags: tuple[str, ...] = ()
    overstated: bool = False
    basis: Basis = ""

    def significant(self, level: float) -> bool:
        """Whether the difference is more than chance, at one less the confidence level."""
        tested = self.p_adjusted is not None and self.p_adjusted < 1 - level
        return tested and not self.overstated


@dataclass(frozen=True, repr=False)
class Comparison(TidyResult):
    """The answer to one request for comparisons.

    Attributes
    ----------
    key
        The category or net compared; empty for means.
    differences
        In the order of the groups.
    association
        Whether answers depend on the group at all, over all answers in the base; None for means.
    trend
        Change per unit of time, where the groups are waves without a break between them.
    equality
        Whether all waves are alike, where the groups are waves without a break between them.
    basis
        What the simulated levels of all groups rest on, the weakest of them; see `Estimate`.
    """

    survey: OpenSurvey
    request: Request
    key: str
    against: Against
    adjustment: Adjustment
    level: float
    differences: tuple[Difference, ...]
    association: JointTest | None
    trend: Contrast | None
    equality: JointTest | None
    basis: Basis = ""

    @property
    def statistic(self) -> Literal["share", "mean"]:
        """What is compared."""
        return "share" if self.key else "mean"

    def __iter__(self) -> Iterator[Difference]:
        return iter(self.differences)

    def __len__(self) -> int:
        return len(self.differences)

    def tidy(self, language: Language = "nb") -> TidyRows:
        """Return differences and joint tests row by row, with the tidy columns.

        Parameters
        ----------
        language
            Language of labels, question and filter.

        Returns
        -------
        TidyRows
            ``test`` is ``difference``, or of all groups ``association`` (Rao and Scott's F),
            ``trend`` (per unit of time) and ``equality`` (of all waves). ``other`` is empty where a
            group stands against all others. What may not be shown is empty. ``basis`` is the
            weakest of the levels compared.
        """
        shared = shared_columns(self, language) | {
            "category": self.key,
            "category_label": _label(self, language),
            "between": self.request.by[0].id,
            "adjustment": self.adjustment,
            **dict.fromkeys(("group", "group_label", "other", "other_label", "flag"), ""),
        }
        return tidy_rows(COLUMNS, (shared | row for row in _rows(self, language)))

    def _columns_shown(self) -> list[str]:
        return [
            *("test", "group_label", "other_label", "value", "value_other"),
            *("difference", "difference_low", "difference_upp", "p", "p_adjusted"),
        ]


def _label(comparison: Comparison, language: Language) -> str:
    """The label of the category or net that was compared."""
    if not comparison.key:
        return ""
    item = comparison.request.item
    return (item.net(comparison.key) or item.category(comparison.key)).label[language]


def _rows(comparison: Comparison, language: Language) -> Iterator[dict[str, object]]:
    for difference in comparison:
        yield _difference(comparison, difference, language)
    of_all: dict[str, object] = {"basis": comparison.basis}
    if comparison.association:
        # It is of every answer, and never are all of them published.
        basis = "assumed" if comparison.survey.codebook.simulated else ""
        yield _joint("association", comparison.association) | {"basis": basis}
    if comparison.trend:
        yield of_all | _trend(comparison.trend, comparison.level)
    if comparison.equality:
        yield of_all | _joint("equality", comparison.equality)


def _difference(
    comparison: Comparison, difference: Difference, language: Language
) -> dict[str, object]:
    variable = comparison.request.by[0]
    others = say(language, "comparison.all_others")
    return {
        "test": "difference",
        "group": difference.first,
        "group_label": variable.category(difference.first).label[language],
        "other": difference.second,
        "other_label": others
        if difference.second == REST
        else variable.category(difference.second).label[language],
        "base": difference.base_first,
        "base_other": difference.base_second,
        "value": difference.value_first,
        "value_other": difference.value_second,
        "difference": difference.value,
        "difference_se": difference.se,
        "difference_low": difference.low,
        "difference_upp": difference.upp,
        "statistic": difference.statistic,
        "df": difference.df,
        "p": difference.p,
        "p_adjusted": difference.p_adjusted,
        "detectable": difference.detectable,
        "flag": " ".join(difference.flags),
        "basis": difference.basis,
    }


def _joint(name: str, test: JointTest) -> dict[str, object]:
    return {
        "test": name,
        "statistic": test.statistic,
        "ndf": test.ndf,
        "df": test.ddf,
        "p": test.p,
    }


def _trend(slope: Contrast, level: float) -> dict[str, object]:
    half = slope.half_width(level)
    return {
        "test": "trend",
        "difference": slope.value,
        "difference_se": slope.se,
        "difference_low": slope.value - half,
        "difference_upp": slope.value + half,
        "statistic": slope.statistic,
        "df": slope.df,
        "p": slope.p,
        "detectable": slope.detectable(level),
    }
