"""Selections: which values of which dimensions are asked for, held against a cube.

What is asked comes as parameters, ``valueCodes[gender]=1,2``, or as the body of a POST.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from insight.api.asking.value_expressions import expand, split_expressions
from insight.api.codes import TOTAL
from insight.api.cube import Cube, Dimension, Value
from insight.api.problems import Problem
from insight.api.settings import MOST_SEGMENTS, Settings
from insight.disclosure.hidden_groups import MOST_CONDITIONS
from insight.language.numbers import list_names

DEFAULT_WAVES = "top(13)"
_NAMED = re.compile(r"(valuecodes|codelist|outputvalues)\[(.*)\]", re.IGNORECASE | re.DOTALL)


@dataclass
class Wanted:
    """What a client asks for, as it is written."""

    expressions: dict[str, list[str]] = field(default_factory=dict)
    codelists: dict[str, str] = field(default_factory=dict)
    stub: list[str] = field(default_factory=list)
    heading: list[str] = field(default_factory=list)

    def add(self, name: str, written: Iterable[str], codelist: str) -> None:
        """Add what is asked of one variable."""
        parts = [part for each in written for part in split_expressions(each)]
        if parts:
            self.expressions.setdefault(name, []).extend(parts)
        if codelist:
            self.codelists[name] = codelist


def wanted_in_parameters(parameters: Iterable[tuple[str, str]]) -> Wanted:
    """Read what parameters ask for; those that mean something else are passed over."""
    wanted = Wanted()
    for name, value in parameters:
        if named := _NAMED.fullmatch(name):
            kind = named[1].lower()
            if kind == "valuecodes":
                wanted.add(named[2], [value], "")
            elif kind == "codelist":
                wanted.add(named[2], [], value)
        elif name.lower() in ("stub", "heading"):
            placed = wanted.stub if name.lower() == "stub" else wanted.heading
            placed += split_expressions(value)
    return wanted


def wanted_in_body(document: Mapping[str, Any]) -> Wanted:
    """Read what a body asks for.

    Raises
    ------
    Problem
        If it is not of the form that it must have.
    """
    wanted, body = Wanted(), _folded(document)
    for entry in _list(body.get("selection")):
        one = _folded(entry)
        name, codelist = one.get("variablecode"), one.get("codelist") or ""
        codes = _list(one.get("valuecodes"))
        if not (isinstance(name, str) and isinstance(codelist, str) and _are_words(codes)):
            raise Problem("bad_body")
        wanted.add(name, codes, codelist)
    placement = _folded(body.get("placement") or {})
    for place, names in (("stub", wanted.stub), ("heading", wanted.heading)):
        placed = _list(placement.get(place))
        if not _are_words(placed):
            raise Problem("bad_body")
        names += placed
    return wanted


def _folded(entry: object) -> dict[str, Any]:
    """The members of an object by their names in small letters."""
    if not isinstance(entry, dict):
        raise Problem("bad_body")
    return {name.lower(): value for name, value in entry.items()}


def _list(value: object) -> list[Any]:
    if value is not None and not isinstance(value, list):
        raise Problem("bad_body")
    return value or []


def _are_words(values: Sequence[object]) -> bool:
    return all(isinstance(value, str) for value in values)


@dataclass(frozen=True)
class Selected:
    """A dimension and the values that are asked for, in its order."""

    dimension: Dimension
    values: tuple[Value, ...]
    codelist: str = ""

    @property
    def codes(self) -> tuple[str, ...]:
        """The codes of the values."""
        return tuple(value.code for value in self.values)

    @property
    def is_broken_down(self) -> bool:
        """Whether groups are asked for, of a wave or a segment."""
        return self.dimension.kind in ("segment", "wave") and len(self.values) > 1

    @property
    def is_condition(self) -> bool:
        """Whether it narrows or divides the respondents."""
        return self.dimension.kind in ("segment", "wave") and self.codes != (TOTAL,)


@dataclass(frozen=True)
class Selection:
    """What is asked of a cube: its dimensions that are not left out, and where they are placed."""

    cube: Cube
    selected: tuple[Selected, ...]
    stub: tuple[str, ...]
    heading: tuple[str, ...]

    @cached_property
    def sizes(self) -> tuple[int, ...]:
        """How many values there are of each dimension."""
        return tuple(len(each.values) for each in self.selected)

    @property
    def size(self) -> int:
        """How many cells there are."""
        return math.prod(self.sizes)

    @cached_property
    def key(self) -> tuple[object, ...]:
        """What tells it from others of the same survey."""
        chosen = tuple((each.dimension.id, each.codes) for each in self.selected)
        return (self.cube.id, chosen, self.stub, self.heading)


def select(cube: Cube, wanted: Wanted, settings: Settings) -> Selection:
    """Hold what is asked against a cube; where nothing is, the usual is selected.

    Raises
    ------
    Problem
        If it names what the cube does not have, leaves out what it must have, or asks for too much.
    """
    asked = asked_of(cube, wanted.expressions)
    lists = {cube.dimension(name): given for name, given in wanted.codelists.items()}
    for dimension, codelist in lists.items():
        cube.values_of(dimension, codelist)
    if not asked:
        asked = {each: parts for each in cube.dimensions if (parts := _usual(each, cube))}
    missing = [each for each in cube.dimensions if not each.may_be_left_out and each not in asked]
    if missing:
        raise Problem("missing_selection", variable=missing[0].id, table=cube.id)
    selected = tuple(
        _select_in(cube, each, asked[each], lists.get(each, ""))
        for each in cube.dimensions
        if each in asked
    )
    _refuse_too_much(selected, settings)
    return Selection(cube, selected, *_placed(cube, selected, wanted))


def asked_of(cube: Cube, expressions: Mapping[str, list[str]]) -> dict[Dimension, list[str]]:
    """What is asked of each dimension, under whatever names."""
    asked: dict[Dimension, list[str]] = {}
    for name, parts in expressions.items():
        asked.setdefault(cube.dimension(name), []).extend(parts)
    return asked


def _usual(dimension: Dimension, cube: Cube) -> list[str]:
    match dimension.kind:
        case "category":
            return ["*"]
        case "contents":
            return [cube.measure]
        case "wave":
            return [DEFAULT_WAVES if cube.newest_first else "*"]
    return []


def _select_in(
    cube: Cube, dimension: Dimension, expressions: Sequence[str], codelist: str
) -> Selected:
    among = cube.values_of(dimension, codelist)
    newest_first = dimension.kind == "wave" and cube.newest_first
    return Selected(
        dimension, expand(expressions, dimension, among, newest_first=newest_first), codelist
    )


def _refuse_too_much(selected: Sequence[Selected], settings: Settings) -> None:
    divided = [
        each.dimension.id
        for each in selected
        if each.is_broken_down and each.dimension.kind == "segment"
    ]
    if len(divided) > MOST_SEGMENTS:
        raise Problem("too_many_variables", names=list_names(divided, "en"))
    conditions = [each.dimension.id for each in selected if each.is_condition]
    if len(conditions) > MOST_CONDITIONS:
        names = list_names(conditions, "en")
        raise Problem("too_many_conditions", most=MOST_CONDITIONS, names=names)
    cells = math.prod(len(each.values) for each in selected)
    if cells > settings.most_cells:
        raise Problem("too_many_cells", count=cells, most=settings.most_cells)


def _placed(
    cube: Cube, selected: Sequence[Selected], wanted: Wanted
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The dimensions at the side and at the top, in their usual place where nobody places them."""
    heading = [cube.dimension(name).id for name in dict.fromkeys(wanted.heading)]
    stub = [cube.dimension(name).id for name in dict.fromkeys(wanted.stub)]
    present = {each.dimension.id: each.dimension for each in selected}
    for name, dimension in present.items():
        if name not in (*stub, *heading):
            usual = heading if dimension.kind in ("contents", "wave") else stub
            usual.append(name)
    at_top = [name for name in dict.fromkeys(heading) if name in present and name not in stub]
    return tuple(name for name in dict.fromkeys(stub) if name in present), tuple(at_top)
