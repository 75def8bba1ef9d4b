"""Expressions: what a derived column is, as a tree of typed nodes over raw columns.

They hold no SQL. :mod:`insight.query.derived_columns` makes columns of them, and every name and
value in them reaches the database through its doors.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

Code = int | str
ColumnType = Literal["integer", "text", "number"]
# Larger trees than these come from no person: they would fill the database's planner.
MOST_NODES = 20_000
MOST_NODES_IN_ALL = 1_000_000
DEEPEST = 24
# From more codes on, a list is read faster than a query that names each.
MOST_CASES = 50


class Expression:
    """A value of each respondent; null where there is none."""

    @property
    def parts(self) -> tuple[Expression, ...]:
        """The expressions that this one is made of."""
        return ()

    @property
    def own_size(self) -> int:
        """How many values the node itself holds."""
        return 1

    @property
    def repeats(self) -> int:
        """How often each part is written out."""
        return 1

    @cached_property
    def size(self) -> int:
        """How many nodes and values are written out, one that stands twice counted twice."""
        return self.own_size + self.repeats * sum(part.size for part in self.parts)

    @cached_property
    def depth(self) -> int:
        """How many nodes the longest way down has."""
        return 1 + max((part.depth for part in self.parts), default=0)

    @cached_property
    def columns(self) -> frozenset[str]:
        """The raw columns that the tree reads."""
        return frozenset().union(*(part.columns for part in self.parts))


class Condition(Expression):
    """True, false, or null where it is not known."""


@dataclass(frozen=True)
class _OfOne(Expression):
    """An expression that is made of another."""

    of: Expression

    @property
    def parts(self) -> tuple[Expression, ...]:
        """What it is made of."""
        return (self.of,)


@dataclass(frozen=True)
class _OfSeveral(Expression):
    """An expression that is made of several of a kind."""

    of: tuple[Expression, ...]

    @property
    def parts(self) -> tuple[Expression, ...]:
        """What it is made of."""
        return self.of


@dataclass(frozen=True)
class Column(Expression):
    """A raw column, in the type in which its codes are compared."""

    name: str
    type: ColumnType

    @cached_property
    def columns(self) -> frozenset[str]:
        """The column itself."""
        return frozenset([self.name])


@dataclass(frozen=True)
class Recoded(_OfOne):
    """Codes that become others, or null for None; every code that the column has is named."""

    codes: Mapping[Code, Code | None]

    @property
    def looked_up(self) -> bool:
        """Whether there are so many new codes that they are looked up in a list."""
        return len({*self.codes.values()}) > MOST_CASES

    @property
    def repeats(self) -> int:
        """Once for each new code, unless these are looked up."""
        return 1 if self.looked_up else 1 + len({*self.codes.values()})

    @property
    def own_size(self) -> int:
        """Two values for each code."""
        return 1 + 2 * len(self.codes)


@dataclass(frozen=True)
class Cases(Expression):
    """The code of the first condition that holds, else `otherwise` where all are known not to."""

    cases: tuple[tuple[Condition, Code], ...]
    otherwise: Code | None = None

    @property
    def parts(self) -> tuple[Expression, ...]:
        """The conditions."""
        return tuple(condition for condition, _ in self.cases)

    @property
    def own_size(self) -> int:
        """A code for each condition."""
        return 2 + len(self.cases)

    @property
    def repeats(self) -> int:
        """Once more where others get a code, to tell those of whom nothing is known."""
        return 1 if self.otherwise is None else 2


@dataclass(frozen=True)
class Reflected(_OfOne):
    """A number on a scale turned round: the lowest plus the highest, less the number."""

    ends: float


@dataclass(frozen=True)
class Without(_OfOne):
    """A number that is null where it is one of some codes."""

    codes: tuple[float, ...]

    @property
    def repeats(self) -> int:
        """To see what it is, and to be it."""
        return 2


@dataclass(frozen=True)
class MeanOf(_OfSeveral):
    """The mean of the numbers that are there, null where there are fewer than `at_least`."""

    at_least: int

    @property
    def repeats(self) -> int:
        """In the sum and in the count."""
        return 2


@dataclass(frozen=True)
class AnyMark(_OfSeveral):
    """1 where any of several columns of 0 and 1 is, 0 where all that are known are 0."""


@dataclass(frozen=True)
class Mark(Expression):
    """1 where a code is among those that count, 0 where it is another answer, null for `unasked`.

    Where `asked_by` are given, a blank is 0 for whoever has a value in any of these.
    """

    of: Expression
    chosen: tuple[Code, ...]
    unasked: tuple[Code, ...] = ()
    asked_by: tuple[Expression, ...] = ()

    @property
    def parts(self) -> tuple[Expression, ...]:
        """The column, and those that tell who was asked."""
        return (self.of, *self.asked_by)

    @property
    def own_size(self) -> int:
        """A value for each code."""
        return 1 + len(self.chosen) + len(self.unasked)

    @property
    def repeats(self) -> int:
        """Among those chosen, those not asked, and those there."""
        return 3


@dataclass(frozen=True)
class Listed(_OfOne):
    """1 where a text is among those in a cell with separators, 0 where it is not, null if blank.

    `longer` are texts that hold this one between separators of their own; where these stand, it is
    not meant.
    """

    separator: str
    text: str
    longer: tuple[str, ...] = ()

    @property
    def own_size(self) -> int:
        """A text for each option that is looked for."""
        return 2 + len(self.longer)

    @property
    def repeats(self) -> int:
        """To see whether it is blank, and what it holds."""
        return 2


@dataclass(frozen=True)
class IsAmong(_OfOne, Condition):
    """Whether a value is one of some codes."""

    codes: tuple[Code, ...]

    @property
    def own_size(self) -> int:
        """A value for each code."""
        return 1 + len(self.codes)


@dataclass(frozen=True)
class IsWithin(_OfOne, Condition):
    """Whether a number is at least `low` and below `high`; either may be open."""

    low: float | None = None
    high: float | None = None


@dataclass(frozen=True)
class IsBlank(_OfOne, Condition):
    """Whether there is no value."""


@dataclass(frozen=True)
class IsAnswer(_OfOne, Condition):
    """Whether there is a value that is none of the codes for no answer."""

    missing: tuple[Code, ...] = ()

    @property
    def repeats(self) -> int:
        """To see whether it is there, and what it is."""
        return 2


@dataclass(frozen=True)
class AllHold(_OfSeveral, Condition):
    """Whether all of some conditions hold."""

    of: tuple[Condition, ...]


@dataclass(frozen=True)
class AnyHolds(_OfSeveral, Condition):
    """Whether any of some conditions holds."""

    of: tuple[Condition, ...]
