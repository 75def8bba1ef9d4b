"""Figures of groups that are composed alike, directly standardised, as they are asked for."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar, Literal, Self

from insight.analysis.combined.standardised_rows import StandardisedTable
from insight.analysis.combined.standardised_table import standardised_to, waves_alike
from insight.analysis.tidy import Kind, columns
from insight.api.asking.asked_analysis import Analysis, Json, ids_of, names_within
from insight.api.asking.asked_whom import (
    all_dividing,
    choice,
    level_of,
    no_groups,
    read_whom,
    refuse_many_conditions,
    refuse_many_divided,
    refuse_untested,
    variables_of,
    words,
)
from insight.api.asking.value_expressions import expand
from insight.api.calls import Call
from insight.api.codes import TOTAL, escape_id
from insight.api.cube import Cube, Dimension
from insight.api.problems import Problem
from insight.api.settings import MOST_STRATIFIED
from insight.language import numbers
from insight.language.catalogue import Language, say
from insight.language.errors import shorten
from insight.reporting.combined import standardised_words
from insight.survey.codebook import Variable
from insight.survey.filters import escape

Waves = Literal["", "alike"]


@dataclass(frozen=True)
class ComposedAlike(Analysis[StandardisedTable]):
    """Each group's figures as if all had one composition, or as if each wave counted alike.

    Attributes
    ----------
    divided
        The variables that make the groups.
    over
        Those of the composition; the wave where each counts alike.
    to, written
        The wave whose composition it is, or a population in numbers; that of all respondents
        where neither is named.
    waves
        Whether each wave counts alike.
    """

    name = "standardised"
    about = "Figures of groups that are composed alike; an extension of PxWebApi"
    parameters = (
        *("by", "over", "to", "numbers", "waves", "category", "someCodes", "base"),
        *("level", "rowsFormat"),
    )
    columns: ClassVar[Mapping[str, Kind]] = {
        **columns("words", "kind", "category", "category_label", "lacking", "flag", "basis"),
        **columns("number", "base", "df", "unstandardised", "n_eff"),
    }

    divided: tuple[Variable, ...]
    over: tuple[Variable, ...]
    to: str
    written: str
    waves: Waves

    @classmethod
    def read(cls, cube: Cube, call: Call) -> Self:
        """Read which groups, and how they are composed, and hold it against a cube."""
        refuse_untested(cube)
        by, over = all_dividing(cube, call, "by"), all_dividing(cube, call, "over")
        waves: Waves = choice("waves", call.parameter("waves"), words(("", "alike")), "")
        _refuse_beside_waves(call, waves)
        if not over and not waves:
            raise no_groups(cube, "over")
        to, written = _population(cube, call, over)
        over = over or _waves_of(cube)
        whom = read_whom(cube, call, [*by, *over])
        divided, strata = variables_of(by), variables_of(over)
        asked = cls(cube, *whom, level_of(call), divided, strata, to, written, waves)
        refuse_many_divided(by)
        segments = (each.id for each in (*by, *over) if each.kind == "segment")
        refuse_many_conditions(segments, MOST_STRATIFIED)
        refuse_many_conditions([*asked.by, *(each.id for each in whom.where.variables)])
        return asked

    @property
    def by(self) -> tuple[str, ...]:
        """The variables of the groups, then those of the composition."""
        return ids_of([*self.divided, *self.over])

    @property
    def how(self) -> tuple[object, ...]:
        """Whose composition it is."""
        return (len(self.divided), self.to, self.written, self.waves)

    @property
    def coded(self) -> Mapping[str, str]:
        """The variables of the composition."""
        return {"over": "*".join(map(escape_id, ids_of(self.over)))}

    @property
    def figure(self) -> str:
        """The standardised share or mean."""
        return self.cube.measure

    @property
    def rows(self) -> int:
        """How many figures the groups have."""
        item, groups = self.cube.item, (len(each.categories) for each in self.divided)
        answers = len(item.categories) + len(item.nets) if self.figure == "share" else 1
        return math.prod(groups) * answers

    def found(self) -> StandardisedTable:
        """Return the figures, those of the pages and of ``insight table --standardise``."""
        survey, item = self.cube.survey, self.cube.item.id
        asked = {
            "by": ids_of(self.divided),
            "where": self.where,
            "base": self.base,
            "nets": True,
            "statistic": self.cube.tested,
            "level": self.level,
        }
        if self.waves:
            return waves_alike(survey, item, **asked)
        return standardised_to(survey, item, ids_of(self.over), self.to, self.written, **asked)

    def keeps(self, row: Mapping[str, object]) -> bool:
        """Whether a row is of the answer that is meant."""
        answer = self.category
        if answer is None:
            return True
        return (row["kind"] == "net", row["category"]) == (answer.is_net, answer.key)

    def title(self, language: Language) -> str:
        """Say what is standardised over what."""
        item = self.label(language)
        if self.waves:
            return say(language, "api.waves_alike_title", item=item)
        names = names_within(self.over, language)
        return say(language, "api.standardised_title", item=item, names=names)

    def asked(self, found: StandardisedTable, language: Language) -> Json:
        """Return the groups, and whose composition they have."""
        return {
            "by": [*map(escape_id, ids_of(self.divided))],
            "over": [*map(escape_id, ids_of(found.population.strata))],
            "population": found.population.source,
        }

    def reading(self, found: StandardisedTable, language: Language) -> Sequence[str]:
        """Say whose composition it is, and which columns have which figures."""
        level = numbers.level(self.level, language)
        what = say(language, "standardised.waves")
        if not self.waves:
            what = standardised_words.what_it_is(found, self.to, language)
        return [
            what,
            say(language, "api.standardised_columns", level=level),
            say(language, "standardised.lacking"),
        ]

    def told(self, found: StandardisedTable, language: Language) -> Sequence[str]:
        """Say how large each group's figure is in both ways, of one answer or of means."""
        if self.category is None and self.figure == "share":
            return ()
        key = self.category.key if self.category else ""
        lines = standardised_words.lines(found, key, language)
        return [
            standardised_words.lacks(line, language)
            or standardised_words.in_words(line, found, language)
            for line in lines
        ]


def _refuse_beside_waves(call: Call, waves: Waves) -> None:
    """Refuse what says how groups are composed where each wave counts alike."""
    for name in ("over", "to", "numbers"):
        written = call.parameter(name).strip()
        if waves and written:
            raise Problem(
                "bad_parameter", value=shorten(written), name=f"{name}, beside waves", hint=""
            )


def _waves_of(cube: Cube) -> list[Dimension]:
    return [dimension for dimension in cube.dimensions if dimension.kind == "wave"]


def _population(cube: Cube, call: Call, over: Sequence[Dimension]) -> tuple[str, str]:
    """The wave whose composition it is, and the numbers that stand in place of one."""
    to, numbers_of = call.parameter("to").strip(), call.parameter("numbers").strip()
    if to and numbers_of:
        raise Problem("bad_parameter", value=shorten(to), name="to, beside numbers", hint="")
    if to:
        return _wave(cube, to), ""
    if not numbers_of:
        return "", ""
    if len(over) > 1:
        raise Problem("not_one_value", variable="over, beside numbers")
    name = escape(variables_of(over)[0].id, "=")
    return "", f"{name}={','.join(_numbers(over[0], numbers_of))}"


def _wave(cube: Cube, written: str) -> str:
    """The code of the wave that an expression selects; of a survey without waves it is refused."""
    for dimension in _waves_of(cube):
        first = cube.newest_first
        values = expand([written], dimension, dimension.values, newest_first=first)
        if len(values) > 1:
            raise Problem("not_one_value", variable="to")
        return values[0].key
    return written


def _numbers(dimension: Dimension, written: str) -> list[str]:
    """Numbers by the codes of an address, as they are written with those of the codebook."""
    told = []
    for pair in written.split(","):
        code, _, number = pair.strip().rpartition(":")
        value = dimension.value(code.strip())
        if value.code == TOTAL:
            raise Problem("unknown_value", code=TOTAL, variable=dimension.id, hint="")
        told.append(escape(f"{value.key}:{number.strip()}", ","))
    return told
