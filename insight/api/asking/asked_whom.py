"""Whose answers an analysis is of, of which answer and on which base, as parameters say it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import NamedTuple, TypeVar, get_args

from insight.analysis.estimates import Base
from insight.api.asking.selection import Wanted, asked_of, wanted_in_parameters
from insight.api.asking.value_expressions import expand
from insight.api.calls import Call
from insight.api.codes import TOTAL
from insight.api.cube import Cube, Dimension, Value
from insight.api.problems import Problem
from insight.api.settings import MOST_SEGMENTS
from insight.disclosure.hidden_groups import MOST_CONDITIONS
from insight.language.errors import near_miss, shorten
from insight.language.numbers import list_names
from insight.survey.codebook import Variable
from insight.survey.filters import Condition, Filter

BASES: tuple[Base, ...] = get_args(Base)
# No other, for each would tell the standard error more exactly than it is rounded to.
LEVELS: Mapping[str, float] = {"0.95": 0.95}
Choice = TypeVar("Choice")
_DIVIDING = ("segment", "wave")


class Whom(NamedTuple):
    """Of which answer, whose answers, and on which base; no answer where means are."""

    category: Value | None
    where: Filter
    base: Base


def read_whom(
    cube: Cube, call: Call, divided: Collection[Dimension], *, whole: bool = False
) -> Whom:
    """Read of which answer, of whom and on which base an analysis is.

    Parameters
    ----------
    cube, call
        Of what, and what is asked.
    divided
        The dimensions that divide the respondents: of these several values may be named.
    whole
        Whether all groups of these are meant, or none.

    Raises
    ------
    Problem
        If it names what the cube does not have, or several values where one is meant.
    """
    wanted = wanted_in_parameters(call.parameters)
    if written := call.parameter("category"):
        wanted.add("category", [written], "")
    by_kind, where = _read(cube, wanted, divided, whole=whole)
    base = call.parameter("base") or (by_kind["base"].key if "base" in by_kind else "")
    on_base: Base = choice("base", base, words(BASES), "all")
    whom = Whom(by_kind.get("category"), where, on_base)
    _refuse_left_out(cube, whom)
    return whom


def read_other_where(cube: Cube, parameters: Iterable[tuple[str, str]]) -> Filter:
    """Read the filter on another survey, from parameters such as ``valueCodes[gender]=1``.

    Raises
    ------
    Problem
        As :func:`read_whom`; also if they name what is no group of respondents.
    """
    by_kind, where = _read(cube, wanted_in_parameters(parameters), ())
    if by_kind:
        raise no_groups(cube, "otherCodes")
    refuse_many_conditions(variable.id for variable in where.variables)
    return where


def _read(
    cube: Cube, wanted: Wanted, divided: Collection[Dimension], *, whole: bool = True
) -> tuple[dict[str, Value], Filter]:
    """The one value that is asked for of answers and base, by kind, and the filter."""
    asked = asked_of(cube, wanted.expressions)
    by_kind: dict[str, Value] = {}
    conditions = []
    for dimension in cube.dimensions:
        if dimension.kind == "contents" or dimension not in asked:
            continue
        newest_first = dimension.kind == "wave" and cube.newest_first
        values = expand(asked[dimension], dimension, dimension.values, newest_first=newest_first)
        if dimension.kind not in _DIVIDING:
            by_kind[dimension.kind] = _only(dimension, values)
        elif codes := _codes(dimension, values, several=dimension in divided, whole=whole):
            conditions.append(Condition(variable_of(dimension), codes))
    return by_kind, Filter(tuple(conditions))


def _codes(
    dimension: Dimension, values: Sequence[Value], *, several: bool, whole: bool
) -> tuple[str, ...]:
    """The codes that a dimension is narrowed to; none where all its groups are meant."""
    if not several:
        values = [_only(dimension, values)]
    chosen = tuple(value.key for value in values if value.code != TOTAL)
    groups = sum(value.code != TOTAL for value in dimension.values)
    if several and len(chosen) == groups:
        return ()
    if several and whole and chosen:
        raise Problem("compared_whole", variable=dimension.id)
    return chosen


def _only(dimension: Dimension, values: Sequence[Value]) -> Value:
    if len(values) > 1:
        raise Problem("not_one_value", variable=dimension.id)
    return values[0]


def _refuse_left_out(cube: Cube, whom: Whom) -> None:
    """Refuse an answer that the base leaves out."""
    answer = whom.category
    if whom.base == "all" or answer is None or answer.is_net:
        return
    if cube.item.by_key[answer.key].missing:
        raise Problem("bad_parameter", value=answer.code, name="category, base=valid", hint="")


def refuse_many_conditions(names: Iterable[str], most: int = MOST_CONDITIONS) -> None:
    """Refuse more variables than may narrow or divide the respondents at once.

    Raises
    ------
    Problem
        If there are.
    """
    all_of_them = [*dict.fromkeys(names)]
    if len(all_of_them) > most:
        told = list_names(all_of_them, "en")
        raise Problem("too_many_conditions", most=most, names=told)


def dividing(cube: Cube, name: str, parameter: str) -> Dimension:
    """Return the background variable, or the wave, that a parameter names.

    Raises
    ------
    Problem
        If it names none.
    """
    divided = cube.dimension(name) if name else None
    if divided is None or divided.kind not in _DIVIDING:
        raise no_groups(cube, parameter)
    return divided


def no_groups(cube: Cube, parameter: str) -> Problem:
    """Return what is wrong where a parameter names no variable that divides the respondents."""
    groups = [dimension.id for dimension in cube.dimensions if dimension.kind in _DIVIDING]
    names = list_names(groups, "en")
    return Problem("no_groups", parameter=parameter, names=names, table=cube.id)


def all_dividing(cube: Cube, call: Call, parameter: str) -> list[Dimension]:
    """Return the background variables, and the wave, that a parameter names, each once."""
    named = (dividing(cube, name, parameter) for name in call.list_of(parameter))
    return [*dict.fromkeys(named)]


def variable_of(dimension: Dimension) -> Variable:
    """Return the variable of a segment or of the wave, which always have one."""
    if dimension.variable is None:
        raise TypeError(dimension.id)
    return dimension.variable


def variables_of(dimensions: Iterable[Dimension]) -> tuple[Variable, ...]:
    """Return the variables of segments and the wave."""
    return tuple(map(variable_of, dimensions))


def choice(
    name: str, written: str, choices: Mapping[str, Choice], usual: Choice | None = None
) -> Choice:
    """Return what is chosen of some words, in whatever case.

    Raises
    ------
    Problem
        If it is none of them, or nothing where nothing is usual.
    """
    written = written.strip()
    if not written and usual is not None:
        return usual
    if written.lower() not in choices:
        hint = near_miss(written, choices)
        raise Problem("bad_parameter", value=shorten(written), name=name, hint=hint)
    return choices[written.lower()]


def level_of(call: Call) -> float:
    """Return the confidence level, of which there is one."""
    return choice("level", call.parameter("level"), LEVELS, 0.95)


def words(names: Iterable[Choice]) -> dict[str, Choice]:
    """Return words as choices of themselves."""
    return {str(name): name for name in names}


def refuse_no_answer(cube: Cube, whom: Whom) -> None:
    """Refuse a table of shares of which no answer is named.

    Raises
    ------
    Problem
        If none is.
    """
    if cube.measure == "share" and whom.category is None:
        raise Problem("missing_selection", variable="category", table=cube.id)


def refuse_untested(cube: Cube) -> None:
    """Refuse medians and quartiles, which are neither tested nor standardised.

    Raises
    ------
    Problem
        If a cube is of these.
    """
    if cube.tested is None:
        raise Problem("untested", table=cube.id)


def refuse_many_divided(dimensions: Iterable[Dimension]) -> None:
    """Refuse more background variables than may be broken down at once.

    Raises
    ------
    Problem
        If there are.
    """
    divided = [each.id for each in dimensions if each.kind == "segment"]
    if len(divided) > MOST_SEGMENTS:
        raise Problem("too_many_variables", names=list_names(divided, "en"))
