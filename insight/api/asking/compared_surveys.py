"""The difference from another survey that asks the same, as it is asked for by address."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar, Self

from insight.analysis.combined.across_surveys import compare_surveys
from insight.analysis.combined.survey_pair import item_alike
from insight.analysis.combined.tidy_pair import COLUMNS, SurveyComparison
from insight.api.asking.asked_analysis import Analysis, Json, Seen, meanings
from insight.api.asking.asked_whom import (
    level_of,
    read_other_where,
    read_whom,
    refuse_many_conditions,
    refuse_no_answer,
    refuse_untested,
)
from insight.api.asking.compared import FINDINGS
from insight.api.calls import Call
from insight.api.codes import escape_code
from insight.api.cube import Cube
from insight.api.problems import Problem
from insight.language import numbers
from insight.language.catalogue import Language, say
from insight.language.errors import near_miss, shorten
from insight.query.opened import OpenSurvey
from insight.reporting.combined import survey_pair_words
from insight.reporting.labels import short_title
from insight.survey.filters import Filter

OTHER_CODES = re.compile(r"othercodes\[", re.IGNORECASE)
ALIKE_IN = ("same_wording", "same_answers", "same_asked", "same_wave")


@dataclass(frozen=True)
class ComparedSurveys(Analysis[SurveyComparison]):
    """A survey's figure less that of another survey.

    Attributes
    ----------
    other
        The same question of the other survey.
    where_other
        Of whom there; None where it is the same filter.
    """

    name = "beside"
    about = "The difference from another survey that asks the same; an extension of PxWebApi"
    parameters = (
        *("survey", "category", "oneCode", "otherCodes", "base"),
        *("level", "rowsFormat"),
    )
    columns = COLUMNS
    words: ClassVar[Mapping[str, Mapping[str, str]]] = {
        "finding": meanings("finding", FINDINGS),
        **dict.fromkeys(ALIKE_IN, meanings("survey", ("same", "other", "unknown"))),
    }

    other: Cube
    where_other: Filter | None

    @classmethod
    def read(cls, cube: Cube, call: Call) -> Self:
        """Read with which survey, and of whom there, and hold it against a cube."""
        refuse_untested(cube)
        whom = read_whom(cube, call, ())
        refuse_no_answer(cube, whom)
        refuse_many_conditions(each.id for each in whom.where.variables)
        survey = _survey(call, call.parameter("survey").strip())
        key = whom.category.key if whom.category else ""
        other = Cube(survey, item_alike(cube.survey, survey, cube.item, key), cube.statistic)
        written = [
            (OTHER_CODES.sub("valueCodes[", name, 1), value)
            for name, value in call.parameters
            if OTHER_CODES.match(name)
        ]
        where_other = read_other_where(other, written) if written else None
        return cls(cube, *whom, level_of(call), other, where_other)

    @property
    def by(self) -> tuple[str, ...]:
        """Nothing: all are compared whom the filters keep."""
        return ()

    @property
    def how(self) -> tuple[object, ...]:
        """With which survey, and whom there."""
        return (self.other.id, self.where_other and self.where_other.written)

    @property
    def cubes(self) -> tuple[Cube, ...]:
        """The table, and the same of the other survey."""
        return (self.cube, self.other)

    @property
    def seen(self) -> Sequence[Seen]:
        """What it shows of both surveys."""
        kept, _ = self.where.carried_to(self.other.codebook)
        where = kept if self.where_other is None else self.where_other
        return (*super().seen, Seen(self.other.survey, (self.other.item.id,), where))

    @property
    def figure(self) -> str:
        """The difference."""
        return "difference"

    @property
    def rows(self) -> int:
        """One difference."""
        return 1

    def found(self) -> SurveyComparison:
        """Return the difference, that of the pages and of ``insight compare --beside``."""
        return compare_surveys(
            self.cube.survey,
            self.other.survey,
            self.cube.item.id,
            self.category.key if self.category else "",
            where=self.where,
            where_other=self.where_other,
            base=self.base,
            level=self.level,
            statistic=self.cube.tested,
        )

    def title(self, language: Language) -> str:
        """Say what is compared between which surveys."""
        first, second = self._names(language)
        item = self.label(language)
        return say(language, "api.beside_title", item=item, first=first, second=second)

    def asked(self, found: SurveyComparison, language: Language) -> Json:
        """Return with which survey, and whom there."""
        return {
            "other": self.other.id,
            "other_label": self.other.codebook.title[language],
            "filter_other": found.other_request.where.sentence(language),
        }

    def reading(self, found: SurveyComparison, language: Language) -> Sequence[str]:
        """Say which columns have which test."""
        level = numbers.level(self.level, language)
        return [
            say(language, "api.beside_interval", level=level),
            say(language, "api.comparison_detectable"),
        ]

    def told(self, found: SurveyComparison, language: Language) -> Sequence[str]:
        """Say how large the difference is, and what makes the two comparable or not."""
        first, second = self._names(language)
        size, interval, verdict = survey_pair_words.verdict(found, language)
        if size:
            values = {"first": first, "second": second, "size": size, "interval": interval}
            verdict = f"{say(language, 'api.beside_told', **values)} {verdict}"
        return [verdict, found.sentence(language)]

    def _names(self, language: Language) -> list[str]:
        return [short_title(cube.codebook)[language] for cube in self.cubes]


def _survey(call: Call, name: str) -> OpenSurvey:
    """The survey of this id, of those that there are for who asks."""
    known = {escape_code(survey.id): survey for survey in call.listing.surveys}
    folded = {code.casefold(): survey for code, survey in known.items()}
    found = known.get(name) or folded.get(name.casefold())
    if found is None:
        raise Problem("unknown_survey", name=shorten(name), hint=near_miss(name, known))
    return found
