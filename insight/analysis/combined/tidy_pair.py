"""The difference between two surveys as a row, with what makes them comparable."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from insight.analysis.combined.survey_pair import Likeness, Side
from insight.analysis.differences import Difference
from insight.analysis.tidy import (
    Kind,
    TidyResult,
    TidyRows,
    answer_label,
    columns,
    filter_in_words,
    question_of,
    shared_columns,
    tidy_rows,
)
from insight.language.catalogue import Language
from insight.query.cell_request import Request
from insight.query.opened import OpenSurvey

COLUMNS: Mapping[str, Kind] = {
    **columns("words", "survey", "item", "other_survey", "other_item"),
    **columns("words", "category", "category_label"),
    **columns("count", "base", "base_other"),
    **columns("number", "value", "value_other", "difference", "difference_se"),
    **columns("number", "difference_low", "difference_upp", "statistic", "df", "p"),
    **columns("number", "claim_low", "claim_upp", "p_claim"),
    **columns("words", "finding"),
    **columns("number", "detectable"),
    **columns("words", "same_wording", "same_answers", "same_asked", "same_wave", "comparable"),
    **columns("words", "flag", "question", "question_other", "filter", "filter_other"),
    **columns("words", "weighting", "weighting_other"),
    **columns("number", "level"),
    **columns("truth", "simulated"),
    **columns("words", "basis"),
}


@dataclass(frozen=True, repr=False)
class SurveyComparison(TidyResult):
    """The answer to one request for a comparison of two surveys.

    Attributes
    ----------
    sides
        The two surveys, their items and whose answers are compared.
    other_request
        What is asked of the second survey.
    key
        The category or net compared; empty for means.
    difference
        The first survey's figure less the second's, with its test.
    likeness
        How far the two are alike, by their codebooks.
    rounded
        Whether either figure is told less exactly than it is known.
    """

    survey: OpenSurvey
    request: Request
    level: float
    sides: tuple[Side, Side]
    other_request: Request
    key: str
    difference: Difference
    likeness: Likeness
    rounded: bool = False

    @property
    def statistic(self) -> Literal["share", "mean"]:
        """What is compared."""
        return "share" if self.key else "mean"

    @property
    def magnitude(self) -> float:
        """The larger share or mean, however it is signed, by whose size decimals are chosen."""
        return max(abs(self.difference.value_first or 0), abs(self.difference.value_second or 0))

    def sentence(self, language: Language = "nb") -> str:
        """Return what makes the two surveys comparable, and what does not.

        Parameters
        ----------
        language
            Language of the sentence.
        """
        return self.likeness.sentence(*self.sides, language)

    def tidy(self, language: Language = "nb") -> TidyRows:
        """Return the difference as a row, with the tidy columns.

        Parameters
        ----------
        language
            Language of labels, questions, filters and the sentence.

        Returns
        -------
        TidyRows
            ``same_wording`` and the like are ``same``, ``other`` or ``unknown``, as the codebooks
            say; ``comparable`` says it in a sentence. ``basis`` is the weaker of the two.
        """
        gap, other = self.difference, self.sides[1].survey.codebook
        shared = shared_columns(self, language)
        claim = gap.claim
        row = shared | {
            "other_survey": other.id,
            "other_item": self.other_request.item.id,
            "category": self.key,
            "category_label": answer_label(self.request.item, self.key, language),
            "base": gap.base_first,
            "base_other": gap.base_second,
            "value": gap.value_first,
            "value_other": gap.value_second,
            "difference": gap.value,
            "difference_se": gap.se,
            "difference_low": gap.low,
            "difference_upp": gap.upp,
            "statistic": gap.statistic,
            "df": gap.df,
            "p": gap.p,
            "claim_low": claim.low if claim else None,
            "claim_upp": claim.upp if claim else None,
            "p_claim": claim.p if claim else None,
            "finding": gap.finding(self.level),
            "detectable": gap.detectable,
            "same_wording": self.likeness.wording,
            "same_answers": self.likeness.answers,
            "same_asked": self.likeness.asked,
            "same_wave": self.likeness.waves,
            "comparable": self.sentence(language),
            "flag": " ".join(gap.flags),
            "question_other": question_of(self.other_request.item, language),
            "filter_other": filter_in_words(self.other_request, language),
            "weighting_other": "weighted" if other.design.weight else "unweighted",
            "simulated": shared["simulated"] or other.simulated,
            "basis": gap.basis,
        }
        return tidy_rows(COLUMNS, [row])

    def _columns_shown(self) -> list[str]:
        sides = ["survey", "other_survey", "category_label", "value", "value_other"]
        return [*sides, "difference", "difference_low", "difference_upp", "p", "finding"]

    def __len__(self) -> int:
        return 1
