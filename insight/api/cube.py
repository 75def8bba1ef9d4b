"""Cubes: an item of a survey with all that its answers can be broken down by.

A cube is what a client calls a table. Its dimensions are each segment, the base where some answers
are marked missing, the answers, the contents (share, bounds, counts) and the wave, in this order.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from insight.analysis.estimates import LOWER, STATISTICS, UPPER, Statistic
from insight.api.codes import COLUMNS, CONTENTS, NET, TOTAL, escape_code, escape_id
from insight.api.problems import Problem
from insight.language.catalogue import Text, both
from insight.language.distinct import distinct_texts
from insight.language.errors import near_miss, shorten
from insight.query.opened import OpenSurvey
from insight.survey.codebook import Codebook, Variable

Kind = Literal["segment", "base", "category", "contents", "wave"]
MEASURES = ("", "_low", "_upp", "_se")
QUANTILES = {"median": "", "q25": LOWER, "q75": UPPER}  # contents of quartiles, and their keys
COUNTS = ("n", "base", "n_eff")


@dataclass(frozen=True)
class Value:
    """A value of a dimension: its code in addresses, what it is called, and its key in a table."""

    code: str
    label: Text
    key: str = ""

    @property
    def is_net(self) -> bool:
        """Whether it is a net of answers."""
        return self.code.startswith(NET)


@dataclass(frozen=True, eq=False)
class Dimension:
    """One of the dimensions of a cube; `variable` is None where the codebook has none for it."""

    kind: Kind
    id: str
    label: Text
    values: tuple[Value, ...]
    variable: Variable | None = None

    @property
    def may_be_left_out(self) -> bool:
        """Whether a selection need not name it."""
        return self.kind in ("segment", "base", "wave")

    @property
    def left_out_code(self) -> str | None:
        """The code of the value that it has where it is left out; the wave has none."""
        return {"segment": TOTAL, "base": "all"}.get(self.kind)

    @cached_property
    def by_code(self) -> dict[str, Value]:
        """Values by code, and by code in small letters where that is no other's."""
        folded = {value.code.casefold(): value for value in reversed(self.values)}
        return folded | {value.code: value for value in self.values}

    def value(self, code: str) -> Value:
        """Return the value with this code.

        Raises
        ------
        Problem
            If there is none.
        """
        found = self.by_code.get(code) or self.by_code.get(code.casefold())
        if found is None:
            hint = near_miss(code, [value.code for value in self.values])
            raise Problem("unknown_value", code=shorten(code), variable=self.id, hint=hint)
        return found


@dataclass(frozen=True, eq=False)
class Cube:
    """An item of a survey as clients see it; `statistic` None is the one that suits the item."""

    survey: OpenSurvey
    item: Variable
    statistic: Statistic | Literal["quartiles"] | None = None

    @property
    def codebook(self) -> Codebook:
        """The codebook of the survey."""
        return self.survey.codebook

    @cached_property
    def id(self) -> str:
        """The id of the table."""
        parts = [escape_code(self.codebook.id), escape_code(self.item.id)]
        return ".".join([*parts, *([self.statistic] if self.statistic else [])])

    @property
    def measure(self) -> str:
        """What is usually wanted of its contents."""
        if self.statistic == "quartiles":
            return "median"
        return self.statistic or ("mean" if self.item.kind == "numeric" else "share")

    @property
    def tested(self) -> Statistic | None:
        """What differences are tested of; None of quantiles."""
        return next((one for one in STATISTICS if one == self.measure), None)

    @property
    def label(self) -> Text:
        """What was asked, told apart from the shares where it is a mean or the quartiles."""
        if self.statistic is None:
            return self.item.label
        return both(f"api.of_{self.statistic}", item=self.item.label)

    @cached_property
    def dimensions(self) -> tuple[Dimension, ...]:
        """The dimensions in their order, with labels that no client mixes up."""
        drawn = [*self._dimensions()]
        taken = [Text(name, name) for name in COLUMNS]
        labels = distinct_texts(
            [*taken, *(dimension.label for dimension in drawn)],
            [*COLUMNS, *(dimension.id for dimension in drawn)],
        )[len(taken) :]
        return tuple(
            Dimension(each.kind, each.id, label, each.values, each.variable)
            for each, label in zip(drawn, labels, strict=True)
        )

    def _dimensions(self) -> Iterator[Dimension]:
        for segment in self.codebook.segments:
            yield self._of_variable("segment", segment, [Value(TOTAL, both("api.total"))])
        if self.measure == "share":
            if any(category.missing for category in self.item.categories):
                yield Dimension("base", "base", both("api.base"), _bases())
            yield Dimension("category", "category", both("api.category"), self._answers())
        measures = QUANTILES if self.statistic == "quartiles" else (self.measure,)
        told = {f"{name}{part}": f"api.{name}{part}" for name in measures for part in MEASURES}
        told |= {"n": "api.n" if self.measure == "share" else "api.n_mean"}
        told |= {"base": "api.base_count"}
        told |= {"n_eff": "api.n_eff"} if self.tested else {}
        values = [Value(code, both(key), code) for code, key in told.items()]
        yield Dimension("contents", CONTENTS, both("api.contents"), tuple(values))
        if wave := self.codebook.wave:
            yield self._of_variable("wave", wave, [], self.codebook.waves)

    def _of_variable(
        self, kind: Kind, variable: Variable, first: list[Value], keys: Sequence[str] = ()
    ) -> Dimension:
        keys = keys or [each.key for each in variable.categories if not each.missing]
        own = [Value(escape_code(key), variable.by_key[key].label, key) for key in keys]
        return Dimension(
            kind, escape_id(variable.id), variable.label, _distinct([*first, *own]), variable
        )

    def _answers(self) -> tuple[Value, ...]:
        answers = [
            Value(escape_code(each.key), each.label, each.key) for each in self.item.categories
        ]
        nets = [Value(f"{NET}{escape_code(net.id)}", net.label, net.id) for net in self.item.nets]
        return _distinct([*answers, *nets])

    @cached_property
    def by_id(self) -> dict[str, Dimension]:
        """Dimensions by id, and by id in small letters; the wave by the names of time as well."""
        folded = {each.id.casefold(): each for each in reversed(self.dimensions)}
        wave = {name: each for each in self.dimensions if each.kind == "wave" for name in _TIME}
        return wave | folded | {each.id: each for each in self.dimensions}

    def dimension(self, name: str) -> Dimension:
        """Return the dimension with this id.

        Raises
        ------
        Problem
            If there is none.
        """
        found = self.by_id.get(name) or self.by_id.get(name.casefold())
        if found is None:
            hint = near_miss(name, [each.id for each in self.dimensions])
            raise Problem("unknown_variable", name=shorten(name), table=self.id, hint=hint)
        return found

    @cached_property
    def codelists(self) -> Mapping[str, tuple[Value, ...]]:
        """The code lists by id: where there are nets, the answers alone and the nets alone."""
        values = [
            value for each in self.dimensions if each.kind == "category" for value in each.values
        ]
        nets = tuple(value for value in values if value.is_net)
        answers = tuple(value for value in values if not value.is_net)
        return {f"vs_{self.id}.answers": answers, f"agg_{self.id}.nets": nets} if nets else {}

    def values_of(self, dimension: Dimension, codelist: str) -> tuple[Value, ...]:
        """Return the values of a dimension, those of a code list where one is named.

        Raises
        ------
        Problem
            If the dimension has no such code list.
        """
        if not codelist:
            return dimension.values
        lists = {name.casefold(): values for name, values in self.codelists.items()}
        if dimension.kind != "category" or codelist.casefold() not in lists:
            raise Problem("unknown_codelist", name=shorten(codelist))
        return lists[codelist.casefold()]

    @property
    def newest_first(self) -> bool:
        """Whether the first values of the wave, as ``top`` counts them, are the newest."""
        return self.codebook.waves_ordered


_TIME = ("tid", "time")


def _bases() -> tuple[Value, ...]:
    return tuple(Value(code, both(f"api.base_{code}"), code) for code in ("all", "valid"))


def _distinct(values: Sequence[Value]) -> tuple[Value, ...]:
    labels = distinct_texts([value.label for value in values], [value.code for value in values])
    return tuple(
        Value(value.code, label, value.key) for value, label in zip(values, labels, strict=True)
    )
