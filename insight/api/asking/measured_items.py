"""Measures of several questions by group: correlations, ratios and alpha, as they are asked for."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar, Literal, Self, get_args

from insight.analysis.measured.associations import alpha, correlation, ratio
from insight.analysis.measured.measures import Measure, Measures
from insight.analysis.tidy import Kind, columns, hidden_word
from insight.api.asking.asked_analysis import Analysis, Json, Seen, ids_of, meanings
from insight.api.asking.asked_whom import (
    all_dividing,
    choice,
    level_of,
    read_whom,
    refuse_many_conditions,
    refuse_many_divided,
    variables_of,
    words,
)
from insight.api.calls import Call
from insight.api.codes import escape_code, escape_id
from insight.api.cube import Cube
from insight.api.problems import Problem
from insight.language import numbers
from insight.language.catalogue import Language, say
from insight.language.errors import near_miss, shorten
from insight.reporting.lists import name_some
from insight.survey.codebook import Variable

Statistic = Literal["pearson", "spearman", "ratio", "alpha"]
STATISTICS: tuple[Statistic, ...] = get_args(Statistic)


@dataclass(frozen=True)
class MeasuredItems(Analysis[Measures]):
    """How two numbers go together, their ratio, or how well several make one index.

    Attributes
    ----------
    statistic
        What is measured.
    others
        The further questions; none where the table is of an index that knows its own.
    turned
        Those that are reversed, of alpha.
    divided
        The variables that make the groups.
    """

    name = "measure"
    about = "Correlations, ratios and Cronbach's alpha of questions; an extension of PxWebApi"
    parameters = ("statistic", "others", "turned", "by", "someCodes", "level", "rowsFormat")
    columns: ClassVar[Mapping[str, Kind]] = {
        **columns("words", "statistic", "flag", "basis"),
        **columns("number", "base", "base_weighted", "value", "value_se", "value_low"),
        **columns("number", "value_upp", "deff", "df"),
    }
    words: ClassVar[Mapping[str, Mapping[str, str]]] = {
        "statistic": meanings("statistic", STATISTICS)
    }

    statistic: Statistic
    others: tuple[Variable, ...]
    turned: tuple[Variable, ...]
    divided: tuple[Variable, ...]

    @classmethod
    def read(cls, cube: Cube, call: Call) -> Self:
        """Read which questions are measured, and by which groups, and hold it against a cube."""
        if cube.measure != "mean":
            raise Problem("not_means", table=cube.id)
        statistic: Statistic = choice("statistic", call.parameter("statistic"), words(STATISTICS))
        others, turned = _items(cube, call, "others"), _items(cube, call, "turned")
        if statistic != "alpha" and len(others) != 1:
            written = shorten(call.parameter("others"))
            raise Problem("one_other", value=written, statistic=statistic)
        if statistic != "alpha" and turned:
            raise Problem("bad_parameter", value=turned[0].id, name="turned", hint="")
        by = all_dividing(cube, call, "by")
        whom = read_whom(cube, call, by)
        refuse_many_divided(by)
        divided = variables_of(by)
        refuse_many_conditions([*ids_of(divided), *(each.id for each in whom.where.variables)])
        return cls(cube, *whom, level_of(call), statistic, others, turned, divided)

    @property
    def by(self) -> tuple[str, ...]:
        """The variables of the groups."""
        return ids_of(self.divided)

    @property
    def how(self) -> tuple[object, ...]:
        """What is measured of which questions."""
        return (self.statistic, ids_of(self.others), ids_of(self.turned))

    @property
    def seen(self) -> Sequence[Seen]:
        """All questions, of one survey."""
        return [Seen(self.cube.survey, ids_of([self.cube.item, *self.others]), self.where)]

    @property
    def figure(self) -> str:
        """The measure."""
        return "value"

    @property
    def rows(self) -> int:
        """How many groups there are."""
        return math.prod(len(variable.categories) for variable in self.divided)

    def found(self) -> Measures:
        """Return the measures, those of ``insight table --statistic``."""
        survey, item, others = self.cube.survey, self.cube.item.id, ids_of(self.others)
        if self.statistic == "alpha":
            return alpha(
                survey,
                [item, *others],
                turned=ids_of(self.turned),
                by=self.by,
                where=self.where,
                level=self.level,
            )
        (other,) = others
        if self.statistic == "ratio":
            return ratio(survey, item, other, by=self.by, where=self.where, level=self.level)
        return correlation(
            survey,
            item,
            other,
            by=self.by,
            where=self.where,
            kind=self.statistic,
            level=self.level,
        )

    def title(self, language: Language) -> str:
        """Say what is measured of which questions."""
        labels = [item.label[language] for item in (self.cube.item, *self.others)]
        statistic = say(language, f"api.statistic_{self.statistic}")
        items = name_some(labels, language)
        return say(language, "api.measure_title", items=items, statistic=statistic)

    def asked(self, found: Measures, language: Language) -> Json:
        """Return which questions, by which groups, and the kind of interval."""
        return {
            "statistic": self.statistic,
            "others": [*map(escape_code, ids_of(self.others))],
            "turned": [*map(escape_code, ids_of(self.turned))],
            "by": [*map(escape_id, self.by)],
            "method": found.method,
        }

    def reading(self, found: Measures, language: Language) -> Sequence[str]:
        """Say which columns have the figure, and who counts."""
        level = numbers.level(self.level, language)
        return [say(language, "api.measure_columns", level=level)]

    def told(self, found: Measures, language: Language) -> Sequence[str]:
        """Say how large the measure is in each group."""
        return [
            say(
                language,
                "api.measure_told",
                group=_group(measure, found, language),
                figure=_figure(measure, language),
            )
            for measure in found
        ]


def _items(cube: Cube, call: Call, parameter: str) -> tuple[Variable, ...]:
    """The questions that a parameter names, by their codes in the ids of tables."""
    known = {escape_code(item.id): item for item in cube.codebook.items}
    folded = {code.casefold(): item for code, item in known.items()}
    found = []
    for name in call.list_of(parameter):
        item = known.get(name) or folded.get(name.casefold())
        if item is None:
            hint = near_miss(name, known)
            raise Problem("bad_parameter", value=shorten(name), name=parameter, hint=hint)
        found.append(item)
    return tuple(found)


def _group(measure: Measure, found: Measures, language: Language) -> str:
    pairs = zip(found.request.by, measure.group, strict=True)
    labels = [variable.category(code).label[language] for variable, code in pairs]
    return ", ".join(labels) or say(language, "chart.everyone")


def _figure(measure: Measure, language: Language) -> str:
    if measure.value is None:
        return hidden_word(" ".join(measure.flags), language) or "–"
    value = numbers.decimal(measure.value, language)
    if measure.low is None or measure.upp is None:
        return value
    low, upp = (numbers.decimal(end, language) for end in (measure.low, measure.upp))
    return f"{value} ({say(language, 'sentence.from_to', low=low, upp=upp)})"
