"""Groups compared when other variables are alike, as it is asked for by address."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar, Self

from insight.analysis.adjusted.adjusted_comparison import adjust
from insight.analysis.adjusted.adjusted_result import COLUMNS, Adjusted
from insight.api.asking.asked_analysis import (
    Analysis,
    Json,
    adjustment_in_words,
    ids_of,
    meanings,
    names_within,
)
from insight.api.asking.asked_whom import (
    all_dividing,
    dividing,
    level_of,
    read_whom,
    refuse_many_conditions,
    refuse_no_answer,
    refuse_untested,
    variable_of,
    variables_of,
)
from insight.api.asking.compared import (
    Adjustment,
    adjustment_of,
    differences,
    refuse_many_differences,
)
from insight.api.calls import Call
from insight.api.codes import escape_id
from insight.api.cube import Cube
from insight.language import numbers
from insight.language.capitals import within_sentence
from insight.language.catalogue import Language, say
from insight.reporting.adjusted.adjusted_sentences import stays
from insight.survey.codebook import Variable


@dataclass(frozen=True)
class ComparedAlike(Analysis[Adjusted]):
    """Each group, and each difference, as it is and when other variables are alike."""

    name = "adjusted"
    about = "Groups as they are and when other variables are alike; an extension of PxWebApi"
    parameters = (
        *("between", "given", "category", "someCodes", "base"),
        *("adjustment", "level", "rowsFormat"),
    )
    columns = COLUMNS
    words: ClassVar[Mapping[str, Mapping[str, str]]] = {
        "figure": meanings("figure", ("group", "difference", "all groups")),
        "finding": meanings("finding", ("lower", "higher", "alike", "untested", "break")),
    }
    groups = ("group", "other")

    between: Variable
    given: tuple[Variable, ...]
    adjustment: Adjustment

    @classmethod
    def read(cls, cube: Cube, call: Call) -> Self:
        """Read which groups, and what is to be alike in them, and hold it against a cube."""
        refuse_untested(cube)
        divided = dividing(cube, call.parameter("between"), "between")
        alike = all_dividing(cube, call, "given")
        whom = read_whom(cube, call, [divided, *alike])
        refuse_no_answer(cube, whom)
        given = variables_of(alike)
        asked = cls(cube, *whom, level_of(call), variable_of(divided), given, adjustment_of(call))
        refuse_many_conditions([*asked.by, *(each.id for each in whom.where.variables)])
        refuse_many_differences(differences(asked.between))
        return asked

    @property
    def by(self) -> tuple[str, ...]:
        """The variable whose groups are compared, then those that are alike."""
        return ids_of([self.between, *self.given])

    @property
    def how(self) -> tuple[str, ...]:
        """How p values are adjusted."""
        return (self.adjustment,)

    @property
    def coded(self) -> Mapping[str, str]:
        """The variable whose groups are compared, and those that are alike."""
        given = ",".join(map(escape_id, ids_of(self.given)))
        return {"between": escape_id(self.between.id), "given": given}

    @property
    def figure(self) -> str:
        """The figure when the others are alike."""
        return "adjusted"

    @property
    def rows(self) -> int:
        """How many groups and differences there are."""
        return len(self.between.categories) + differences(self.between)

    def found(self) -> Adjusted:
        """Return the figures, those of the pages and of ``insight adjust``."""
        return adjust(
            self.cube.survey,
            self.cube.item.id,
            self.category.key if self.category else "",
            self.between.id,
            self.by[1:],
            where=self.where,
            base=self.base,
            adjustment=self.adjustment,
            level=self.level,
            statistic=self.cube.tested,
        )

    def is_of_all(self, row: Mapping[str, object]) -> bool:
        """Whether a row is a test of all groups together."""
        return row["figure"] == "all groups"

    def title(self, language: Language) -> str:
        """Say what is compared between whom, and what is alike."""
        return say(
            language,
            "api.adjusted_title",
            item=self.label(language),
            groups=within_sentence(self.between.label[language]),
            names=names_within(self.given, language),
        )

    def asked(self, found: Adjusted, language: Language) -> Json:
        """Return which groups, what is alike in them, and by which model."""
        return {
            "between": escape_id(self.between.id),
            "between_label": self.between.label[language],
            "given": [*map(escape_id, ids_of(self.given))],
            "given_label": [variable.label[language] for variable in self.given],
            "adjustment": self.adjustment,
            "model": found.model,
        }

    def reading(self, found: Adjusted, language: Language) -> Sequence[str]:
        """Say which columns have which figures."""
        level = numbers.level(self.level, language)
        return [
            say(language, "api.adjusted_columns", level=level),
            adjustment_in_words(self.adjustment, language),
        ]

    def told(self, found: Adjusted, language: Language) -> Sequence[str]:
        """Say what stays of each difference, and what that does not tell."""
        return stays(found, language)
