"""Comparisons as they are asked for by address: whose groups, and against whom."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar, Literal, Self, get_args

from insight.analysis.combined.ordered_trend import ordered_trend
from insight.analysis.compared.comparison_result import COLUMNS, Comparison
from insight.analysis.comparison import compare
from insight.analysis.differences import AGAINST, Against
from insight.api.asking.asked_analysis import Analysis, Json, adjustment_in_words, meanings
from insight.api.asking.asked_whom import (
    choice,
    dividing,
    level_of,
    read_whom,
    refuse_many_conditions,
    refuse_no_answer,
    refuse_untested,
    variable_of,
    words,
)
from insight.api.calls import Call
from insight.api.codes import escape_id
from insight.api.cube import Cube
from insight.api.problems import Problem
from insight.api.settings import MOST_DIFFERENCES
from insight.language import numbers
from insight.language.catalogue import Language, say
from insight.reporting.breakdown.slope_words import slope_sentence
from insight.survey.codebook import Variable

Adjustment = Literal["holm", "bh", "none"]
ADJUSTMENTS: tuple[Adjustment, ...] = get_args(Adjustment)
ORDER: Literal["order"] = "order"
HELD_AGAINST: tuple[Against | Literal["order"], ...] = (*AGAINST, ORDER)
FINDINGS = ("lower", "higher", "alike", "few", "untested", "break")


@dataclass(frozen=True)
class Compared(Analysis[Comparison]):
    """Groups compared in pairs, each with all others, or by their trend in their order."""

    name = "comparison"
    about = "Differences between groups or waves, tested; an extension of PxWebApi"
    parameters = (
        *("between", "category", "oneCode", "base"),
        *("against", "adjustment", "level", "rowsFormat"),
    )
    columns = COLUMNS
    words: ClassVar[Mapping[str, Mapping[str, str]]] = {
        "finding": meanings("finding", FINDINGS),
        "test": meanings("test", ("difference", "association", "trend", "equality")),
    }
    groups = ("group", "other")

    between: Variable
    against: Against | Literal["order"]
    adjustment: Adjustment

    @classmethod
    def read(cls, cube: Cube, call: Call) -> Self:
        """Read what is to be compared, and hold it against a cube."""
        refuse_untested(cube)
        divided = dividing(cube, call.parameter("between"), "between")
        whom = read_whom(cube, call, [divided], whole=True)
        refuse_no_answer(cube, whom)
        between = variable_of(divided)
        against = choice("against", call.parameter("against"), words(HELD_AGAINST), "pairs")
        adjustment = adjustment_of(call)
        asked = cls(cube, *whom, level_of(call), between, against, adjustment)
        refuse_many_conditions([between.id, *(each.id for each in whom.where.variables)])
        refuse_many_differences(asked.rows)
        return asked

    @property
    def by(self) -> tuple[str, ...]:
        """The variable whose groups are compared."""
        return (self.between.id,)

    @property
    def how(self) -> tuple[str, ...]:
        """Against whom, and how p values are adjusted."""
        return (self.against, self.adjustment)

    @property
    def coded(self) -> Mapping[str, str]:
        """The variable whose groups are compared."""
        return {"between": escape_id(self.between.id)}

    @property
    def figure(self) -> str:
        """The difference."""
        return "difference"

    @property
    def rows(self) -> int:
        """How many differences there are."""
        if self.against == ORDER:
            return 0
        return differences(self.between, in_pairs=self.against == "pairs")

    def found(self) -> Comparison:
        """Return the tests, those of the pages and of ``insight compare``."""
        of = (self.cube.survey, self.cube.item.id, self.category.key if self.category else "")
        if self.against == "order":
            return ordered_trend(
                *of,
                self.between.id,
                where=self.where,
                base=self.base,
                level=self.level,
                statistic=self.cube.tested,
            )
        return compare(
            *of,
            self.between.id,
            where=self.where,
            base=self.base,
            against=self.against,
            adjustment=self.adjustment,
            level=self.level,
            statistic=self.cube.tested,
        )

    def is_of_all(self, row: Mapping[str, object]) -> bool:
        """Whether a row is a test of all groups together."""
        return row["test"] != "difference"

    def title(self, language: Language) -> str:
        """Say what is compared between whom."""
        groups = self.between.label[language]
        return say(language, "api.comparison_title", item=self.label(language), groups=groups)

    def asked(self, found: Comparison, language: Language) -> Json:
        """Return whose groups, against whom, and how p values are adjusted for how many tests."""
        return {
            "between": escape_id(self.between.id),
            "between_label": self.between.label[language],
            "against": self.against,
            "adjustment": self.adjustment,
            "tests": found.tests,
        }

    def reading(self, found: Comparison, language: Language) -> list[str]:
        """Say which columns have which test."""
        level = numbers.level(self.level, language)
        return [
            say(language, "api.comparison_interval", level=level),
            adjustment_in_words(self.adjustment, language),
            say(language, "api.comparison_detectable"),
            say(language, "api.comparison_partial"),
        ]

    def told(self, found: Comparison, language: Language) -> list[str]:
        """Say how figures rise or fall over waves, or over groups in an order."""
        sentence = slope_sentence(found, language)
        return [sentence] if sentence else []


def adjustment_of(call: Call) -> Adjustment:
    """Return how p values are adjusted."""
    return choice("adjustment", call.parameter("adjustment"), words(ADJUSTMENTS), "holm")


def differences(variable: Variable, *, in_pairs: bool = True) -> int:
    """Return how many differences there are between the groups of a variable."""
    groups = sum(not category.missing for category in variable.categories)
    return math.comb(groups, 2) if in_pairs or groups < 3 else groups


def refuse_many_differences(count: int) -> None:
    """Refuse more differences than are given at once.

    Raises
    ------
    Problem
        If there are.
    """
    if count > MOST_DIFFERENCES:
        raise Problem("too_many_differences", most=MOST_DIFFERENCES)
