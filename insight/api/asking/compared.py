"""Comparisons as they are asked for by address: whose groups, of which answer, among whom."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, TypeVar, get_args

from insight.analysis.differences import AGAINST, Against
from insight.analysis.estimates import Base
from insight.api.asking.selection import Wanted, asked_of, wanted_in_parameters
from insight.api.asking.value_expressions import expand
from insight.api.calls import Call
from insight.api.codes import TOTAL
from insight.api.cube import Cube, Dimension, Value
from insight.api.problems import Problem
from insight.api.settings import MOST_DIFFERENCES
from insight.disclosure.hidden_groups import MOST_CONDITIONS
from insight.language.errors import near_miss, shorten
from insight.language.numbers import list_names
from insight.survey.codebook import Variable
from insight.survey.filters import Condition, Filter

Adjustment = Literal["holm", "bh", "none"]
ADJUSTMENTS: tuple[Adjustment, ...] = get_args(Adjustment)
BASES: tuple[Base, ...] = ("all", "valid")
ORDER: Literal["order"] = "order"
HELD_AGAINST: tuple[Against | Literal["order"], ...] = (*AGAINST, ORDER)
# No other, for each would tell the standard error more exactly than it is rounded to.
LEVELS: Mapping[str, float] = {"0.95": 0.95}
Choice = TypeVar("Choice")
_DIVIDING = ("segment", "wave")


@dataclass(frozen=True)
class Compared:
    """What is compared of a cube; `category` is None where means are.

    Groups are compared in pairs, each with all others, or by their trend in their order.
    """

    cube: Cube
    between: Variable
    category: Value | None
    where: Filter
    base: Base
    against: Against | Literal["order"]
    adjustment: Adjustment
    level: float

    @property
    def differences(self) -> int:
        """How many differences there are."""
        if self.against == ORDER:
            return 0
        groups = sum(not category.missing for category in self.between.categories)
        return groups if self.against == "rest" and groups > 2 else math.comb(groups, 2)

    @property
    def key(self) -> tuple[object, ...]:
        """What tells it from others of the same survey."""
        answer = self.category.code if self.category else ""
        how = (self.base, self.against, self.adjustment, self.level)
        return (self.cube.id, self.between.id, answer, self.where.written, *how)


def read_compared(cube: Cube, call: Call) -> Compared:
    """Read what is to be compared, and hold it against a cube.

    Raises
    ------
    Problem
        If it names what the cube does not have, or asks for too much.
    """
    if cube.tested is None:
        raise Problem("untested", table=cube.id)
    divided = _between(cube, call.parameter("between"))
    wanted = wanted_in_parameters(call.parameters)
    if written := call.parameter("category"):
        wanted.add("category", [written], "")
    chosen = _chosen(cube, wanted, divided)
    by_kind = {dimension.kind: value for dimension, value in chosen.items()}
    category = by_kind.get("category")
    if cube.measure == "share" and category is None:
        raise Problem("missing_selection", variable="category", table=cube.id)
    base = call.parameter("base") or (by_kind["base"].key if "base" in by_kind else "")
    asked = Compared(
        cube,
        _variable(divided),
        category,
        Filter(tuple(_conditions(chosen))),
        _choice("base", base, {name: name for name in BASES}, "all"),
        _choice(
            "against", call.parameter("against"), {name: name for name in HELD_AGAINST}, "pairs"
        ),
        _choice(
            "adjustment", call.parameter("adjustment"), {name: name for name in ADJUSTMENTS}, "holm"
        ),
        _choice("level", call.parameter("level"), LEVELS, 0.95),
    )
    _refuse_left_out(asked)
    _refuse_too_much(asked)
    return asked


def _between(cube: Cube, name: str) -> Dimension:
    groups = [dimension.id for dimension in cube.dimensions if dimension.kind in _DIVIDING]
    divided = cube.dimension(name) if name else None
    if divided is None or divided.kind not in _DIVIDING:
        names = list_names(groups, "en")
        raise Problem("no_groups", parameter="between", names=names, table=cube.id)
    return divided


def _chosen(cube: Cube, wanted: Wanted, divided: Dimension) -> dict[Dimension, Value]:
    """The one value that is asked for of each dimension; those compared are whole."""
    asked = asked_of(cube, wanted.expressions)
    chosen = {}
    for dimension in cube.dimensions:
        if dimension.kind == "contents" or dimension not in asked:
            continue
        newest_first = dimension.kind == "wave" and cube.newest_first
        values = expand(asked[dimension], dimension, dimension.values, newest_first=newest_first)
        if dimension is divided:
            _refuse_part(dimension, values)
        elif len(values) > 1:
            raise Problem("not_one_value", variable=dimension.id)
        else:
            chosen[dimension] = values[0]
    return chosen


def _refuse_part(dimension: Dimension, values: Sequence[Value]) -> None:
    """Refuse some of the groups that are compared; all of them, or the total, may be named."""
    groups = {value.code for value in dimension.values} - {TOTAL}
    if {value.code for value in values} - {TOTAL} not in (set(), groups):
        raise Problem("compared_whole", variable=dimension.id)


def _conditions(chosen: Mapping[Dimension, Value]) -> Iterator[Condition]:
    for dimension, value in chosen.items():
        if dimension.kind in _DIVIDING and value.code != TOTAL:
            yield Condition(_variable(dimension), (value.key,))


def _variable(dimension: Dimension) -> Variable:
    """The variable of a segment or of the wave, which always have one."""
    if dimension.variable is None:
        raise TypeError(dimension.id)
    return dimension.variable


def _choice(name: str, written: str, choices: Mapping[str, Choice], usual: Choice) -> Choice:
    written = written.strip()
    if not written:
        return usual
    if written.lower() not in choices:
        hint = near_miss(written, choices)
        raise Problem("bad_parameter", value=shorten(written), name=name, hint=hint)
    return choices[written.lower()]


def _refuse_left_out(asked: Compared) -> None:
    """Refuse an answer that the base leaves out."""
    answer = asked.category
    if asked.base == "all" or answer is None or answer.is_net:
        return
    if asked.cube.item.by_key[answer.key].missing:
        raise Problem("bad_parameter", value=answer.code, name="category, base=valid", hint="")


def _refuse_too_much(asked: Compared) -> None:
    names = [asked.between.id, *(variable.id for variable in asked.where.variables)]
    if len(names) > MOST_CONDITIONS:
        told = list_names(names, "en")
        raise Problem("too_many_conditions", most=MOST_CONDITIONS, names=told)
    if asked.differences > MOST_DIFFERENCES:
        raise Problem("too_many_differences", most=MOST_DIFFERENCES)
