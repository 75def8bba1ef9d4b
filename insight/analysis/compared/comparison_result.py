"""Comparisons: differences with their tests, then tests of all groups, a row for each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from insight.analysis.basis import Basis
from insight.analysis.differences import REST, Against, Difference
from insight.analysis.tidy import (
    Kind,
    TidyResult,
    TidyRows,
    answer_label,
    columns,
    shared_columns,
    tidy_rows,
)
from insight.language.catalogue import Language, say
from insight.query.cell_request import Request
from insight.query.opened import OpenSurvey
from insight.statistics.claims import Claim, Contrast
from insight.statistics.contrasts import Adjustment
from insight.statistics.joint_tests import JointTest

COLUMNS: Mapping[str, Kind] = {
    **columns("words", "survey", "item", "category", "category_label", "test", "between"),
    **columns("words", "group", "group_label", "other", "other_label"),
    **columns("count", "base", "base_other"),
    **columns("number", "value", "value_other", "difference", "difference_se"),
    **columns("number", "difference_low", "difference_upp", "statistic", "ndf", "df"),
    **columns("number", "p", "p_adjusted", "claim_low", "claim_upp", "p_claim"),
    **columns("number", "p_claim_adjusted"),
    **columns("words", "finding", "adjustment"),
    **columns("number", "detectable", "effect", "effect_low", "effect_upp"),
    **columns("words", "effect_size"),
    **columns("words", "flag", "question", "filter", "weighting"),
    **columns("number", "level"),
    **columns("truth", "simulated"),
    **columns("words", "basis"),
}


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
    trend_claim
        The test of the trend on which findings rest.
    trend_of
        What each group in the trend is multiplied by, and its base: how finely it is told.
    left_out
        Codes of groups with too few respondents to be shown, or none: they are in no joint test.
    lonely
        Strata with a single PSU, about whose variance something had to be assumed.
    rounded
        Whether figures are told less exactly than they are known.
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
    association: JointTest | None = None
    trend: Contrast | None = None
    equality: JointTest | None = None
    trend_claim: Claim | None = None
    trend_of: tuple[tuple[float, int], ...] = ()
    left_out: tuple[str, ...] = ()
    lonely: int = 0
    rounded: bool = False
    basis: Basis = ""

    @property
    def tests(self) -> int:
        """How many differences are tested: the family that is corrected together."""
        return sum(difference.claim is not None for difference in self.differences)

    @property
    def statistic(self) -> Literal["share", "mean"]:
        """What is compared."""
        return "share" if self.key else "mean"

    @property
    def magnitude(self) -> float:
        """The largest share or mean, however it is signed, by whose size decimals are chosen."""
        values = ((gap.value_first or 0, gap.value_second or 0) for gap in self.differences)
        return max((abs(value) for pair in values for value in pair), default=0.0)

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
            group stands against all others. ``finding`` is what a sentence may say of the group:
            lower, higher, alike (none detected), few (answers), break, untested. ``effect`` is
            Cohen's h of shares, d of means (their difference by the root of the mean of both
            variances, taken as fixed), with its interval. A joint test
            without groups that have too few respondents is flagged ``partial``. What may not be
            shown is empty. ``basis`` is the weakest of
            the levels compared.
        """
        shared = shared_columns(self, language) | {
            "category": self.key,
            "category_label": answer_label(self.request.item, self.key, language),
            "between": self.request.by[0].id,
            "adjustment": self.adjustment,
            **dict.fromkeys(
                ("group", "group_label", "other", "other_label", "flag", "finding", "effect_size"),
                "",
            ),
        }
        return tidy_rows(COLUMNS, (shared | row for row in _rows(self, language)))

    def _columns_shown(self) -> list[str]:
        return [
            *("test", "group_label", "other_label", "value", "value_other"),
            *("difference", "difference_low", "difference_upp", "p", "p_adjusted"),
        ]


def _rows(comparison: Comparison, language: Language) -> Iterator[dict[str, object]]:
    for difference in comparison:
        yield _difference(comparison, difference, language)
    partial = {"flag": "partial"} if comparison.left_out else {}
    of_all: dict[str, object] = {"basis": comparison.basis, **partial}
    if comparison.association:
        # It is of every answer, and never are all of them published.
        basis = "assumed" if comparison.survey.codebook.simulated else ""
        yield _joint("association", comparison.association) | partial | {"basis": basis}
    if comparison.trend:
        yield _trend(comparison, comparison.trend) | of_all
    if comparison.equality:
        yield _joint("equality", comparison.equality) | of_all


def _difference(
    comparison: Comparison, difference: Difference, language: Language
) -> dict[str, object]:
    variable, ends = comparison.request.by[0], difference.effect_interval
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
        **_claim(difference.claim),
        "p_claim_adjusted": difference.p_claim_adjusted,
        "finding": difference.finding(comparison.level, comparison.tests),
        "detectable": difference.detectable,
        "effect": difference.effect,
        "effect_low": ends[0] if ends else None,
        "effect_upp": ends[1] if ends else None,
        "effect_size": "h" if comparison.key else "d",
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


def _trend(comparison: Comparison, slope: Contrast) -> dict[str, object]:
    half = slope.half_width(comparison.level)
    return {
        "test": "trend",
        "difference": slope.value,
        "difference_se": slope.se,
        "difference_low": slope.value - half,
        "difference_upp": slope.value + half,
        "statistic": slope.statistic,
        "df": slope.df,
        "p": slope.p,
        **_claim(comparison.trend_claim),
        "detectable": slope.detectable(comparison.level),
    }


def _claim(claim: Claim | None) -> dict[str, object]:
    if claim is None:
        return {}
    return {"claim_low": claim.low, "claim_upp": claim.upp, "p_claim": claim.p}
