"""Which groups of respondents a survey hides: the small ones, and those that would give them away.

A group is what conditions on variables make of the respondents of a wave. Whether it is hidden
depends on its conditions alone and not on how it was asked for, whether by a filter or as a row of
a table, so that no two answers differ by a small group:

* a group with one condition is hidden as in the table of its variable, one with two as in the table
  of both (:mod:`insight.suppression`); where there are more, every two of them are looked at in
  turn within the others;
* what a group leaves out of any group that it is cut from is never small;
* codes that are hidden to protect each other are shown together or not at all;
* several waves together are hidden where any of them is.

Respondents who have no answer on a variable are in no group of it. They are left out of its tables,
and a filter that leaves out just a few of them is hidden.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from insight.cells import Request
from insight.codebook import Variable
from insight.filters import Condition, Filter, quoted
from insight.nesting import InBase, lie_just_within
from insight.store import Store, Value, path_of
from insight.suppression import Counts, Mask, one_way, two_way
from insight.survey import Survey

MOST_AT_ONCE = 12
Chosen = tuple[frozenset[int], ...]
Context = tuple[tuple[int, ...], Chosen]


@dataclass(frozen=True)
class Profiles:
    """How many respondents have which codes of some variables, in one wave.

    Attributes
    ----------
    codes : array of int, shape (M, K)
        The codes by number; the last number of a variable means none of its codes.
    sizes : tuple of int
        How many codes each variable has, with that last one.
    counts : array of int, shape (M,)
        Respondents with these codes.
    least : int
        The fewest respondents that may be shown.
    """

    codes: NDArray[np.int64]
    sizes: tuple[int, ...]
    counts: Counts
    least: int
    _masks: dict[Context, Mask] = field(default_factory=dict, compare=False, repr=False)

    def hides(self, chosen: Chosen) -> bool:
        """Tell whether the group with one of the chosen codes on each variable is hidden.

        Examples
        --------
        >>> ages = Profiles(np.array([[0], [1], [2]]), (4,), np.array([50, 4, 30]), 10)
        >>> [ages.hides((frozenset(one),)) for one in ([0], [2], [1, 2], [0, 1])]
        [False, True, False, True]
        """
        axes = [axis for axis, codes in enumerate(chosen) if self._narrows(axis, codes)]
        inside = self._inside(axes, chosen)
        total, size = int(self.counts.sum()), int(self.counts[inside.all(axis=1)].sum())
        if 0 < size < self.least or 0 < total < self.least:
            return True
        if len(axes) > MOST_AT_ONCE or self._leaves_few(inside, size):
            return True
        if len(axes) == 1:
            return self._splits(self._mask((axes[0],), chosen), chosen[axes[0]])
        return any(self._cuts(pair, axes, chosen) for pair in itertools.combinations(axes, 2))

    def _narrows(self, axis: int, codes: frozenset[int]) -> bool:
        """Whether anybody has none of these codes."""
        return bool(set(np.flatnonzero(self._margin[axis])) - codes)

    @cached_property
    def _margin(self) -> list[Counts]:
        everyone = np.ones(len(self.counts), dtype=bool)
        return [self._table((axis,), everyone) for axis in range(self._k)]

    @property
    def _k(self) -> int:
        return len(self.sizes)

    def _inside(self, axes: Sequence[int], chosen: Chosen) -> Mask:
        """Which profiles meet which of the conditions; shape (M, number of axes)."""
        met = np.ones((len(self.counts), len(axes)), dtype=bool)
        for number, axis in enumerate(axes):
            met[:, number] = np.isin(self.codes[:, axis], list(chosen[axis]))
        return met

    def _leaves_few(self, inside: Mask, size: int) -> bool:
        """Whether dropping conditions adds some respondents, but fewer than may be shown."""
        conditions = inside.shape[1]
        kept = inside @ (1 << np.arange(conditions, dtype=np.int64))
        met = np.zeros(1 << conditions, dtype=np.int64)
        np.add.at(met, kept, self.counts)
        for bit in range(conditions):  # from profiles that meet just these to all that meet them
            shaped = met.reshape(-1, 2, 1 << bit)
            shaped[:, 0] += shaped[:, 1]
        added = met - size
        return bool(((added > 0) & (added < self.least)).any())

    def _mask(self, axes: tuple[int, ...], chosen: Chosen) -> Mask:
        """What the table of one or two variables hides, within the conditions on the others."""
        others = tuple(axis for axis in range(self._k) if axis not in axes)
        context = (axes, tuple(chosen[axis] for axis in others))
        if context not in self._masks:
            within = np.asarray(self._inside(others, chosen).all(axis=1))
            hidden_in = one_way if len(axes) == 1 else two_way
            its = self._table(axes, within)[tuple(slice(-1) for _ in axes)]
            self._masks[context] = hidden_in(its, self.least)
        return self._masks[context]

    def _table(self, axes: tuple[int, ...], within: Mask) -> Counts:
        shape = tuple(self.sizes[axis] for axis in axes)
        table = np.zeros(shape, dtype=np.int64)
        np.add.at(table, tuple(self.codes[within, axis] for axis in axes), self.counts[within])
        return table

    @staticmethod
    def _splits(hidden: Mask, codes: frozenset[int]) -> bool:
        """Whether some, but not all, of the hidden codes are chosen."""
        block = set(np.flatnonzero(hidden))
        return not (block <= codes or block.isdisjoint(codes))

    def _cuts(self, pair: tuple[int, int], axes: Sequence[int], chosen: Chosen) -> bool:
        """Whether hidden cells of two variables lie in the group, or their context is small."""
        first, second = (sorted(chosen[axis]) for axis in pair)
        hidden = self._mask(pair, chosen)
        return bool(hidden[np.ix_(first, second)].any())


def hidden_groups(store: Store, survey: Survey, request: Request) -> list[bool]:
    """Tell which groups of a request are hidden.

    Parameters
    ----------
    store
        The database.
    survey
        A survey that has been checked.
    request
        Whose answers to what.

    Returns
    -------
    list of bool
        One per group of the request, in their order.
    """
    by = [one.id for one in request.by]
    rest = request.where.without(*by)
    groups = [
        (
            *rest.conditions,
            *(Condition(one, (code,)) for one, code in zip(request.by, group, strict=True)),
        )
        for group in request.groups
    ]
    return hidden_domains(store, survey, request, groups)


def hidden_domains(
    store: Store, survey: Survey, request: Request, domains: Sequence[Sequence[Condition]]
) -> list[bool]:
    """Tell which groups, each made by conditions on the same variables, are hidden.

    Parameters
    ----------
    store, survey, request
        As :func:`hidden_groups`; of the request only the item and its base matter.
    domains
        The conditions of each group.
    """
    least = survey.codebook.disclosure.min_base
    if least < 2 or not domains:
        return [False] * len(domains)
    wave = survey.codebook.wave
    wave_id = wave.id if wave else None
    variables = tuple(one.variable for one in domains[0] if one.variable.id != wave_id)
    by_wave = _profiles(store, survey, request, variables, Filter(tuple(domains[0])))
    base = _base(store, survey, request)
    hidden = [_is_hidden(by_wave, variables, wave, conditions) for conditions in domains]
    left = [number for number, one in enumerate(hidden) if not one]
    nested = lie_just_within(store, survey, base, [domains[number] for number in left])
    for number, one in zip(left, nested, strict=True):
        hidden[number] = one
    return hidden


def _is_hidden(
    by_wave: dict[str, Profiles],
    variables: Sequence[Variable],
    wave: Variable | None,
    conditions: Iterable[Condition],
) -> bool:
    codes = {one.variable.id: one for one in conditions}
    chosen = tuple(_numbers(one, codes[one.id]) for one in variables)
    asked = codes[wave.id].codes if wave and wave.id in codes else by_wave
    return any(by_wave[one].hides(chosen) for one in asked if one in by_wave)


def _numbers(variable: Variable, condition: Condition) -> frozenset[int]:
    """The numbers of a condition's codes; a condition on several answers is met (0) or not."""
    if variable.kind == "multiple":
        return frozenset([0])
    order = list(variable.by_key)
    return frozenset(order.index(code) for code in condition.codes)


def _profiles(
    store: Store,
    survey: Survey,
    request: Request,
    variables: tuple[Variable, ...],
    where: Filter,
) -> dict[str, Profiles]:
    """Count the respondents of an item's base by their codes, wave by wave; remembered."""
    marks = [one.written for one in where.conditions if one.variable.kind == "multiple"]
    name = repr((request.item.id, request.valid_only, [one.id for one in variables], marks))
    return store.remembered(
        survey,
        f"profiles {name}",
        lambda: _counted(store, survey, request, variables, where),
    )


def _counted(
    store: Store,
    survey: Survey,
    request: Request,
    variables: tuple[Variable, ...],
    where: Filter,
) -> dict[str, Profiles]:
    book = survey.codebook
    base = _base(store, survey, request)
    keys = [*variables, *([book.wave] if book.wave else [])]
    columns = [f"{_key(one, where)} AS k{number}" for number, one in enumerate(keys)]
    needed = [*(column for one in keys for column in one.columns), *base.columns]
    sql = (
        f"SELECT {''.join(f'{one}, ' for one in columns)}count(*) AS n "
        f"FROM ({store.responses(survey, needed)}) WHERE {base.sql} GROUP BY ALL"
    )
    found = store.query(sql, [path_of(survey), *base.parameters])
    codes = [_places(one, found[f"k{number}"]) for number, one in enumerate(keys)]
    counts = found["n"].astype(np.int64)
    sizes = tuple(3 if one.kind == "multiple" else len(one.by_key) + 1 for one in variables)
    table = np.zeros((len(counts), len(variables)), dtype=np.int64)
    for number in range(len(variables)):
        table[:, number] = codes[number]
    if book.wave is None:
        return {"": Profiles(table, sizes, counts, book.disclosure.min_base)}
    return {
        code: Profiles(table[its], sizes, counts[its], book.disclosure.min_base)
        for number, code in enumerate(book.wave.by_key)
        if (its := codes[-1] == number).any()
    }


def _key(variable: Variable, where: Filter) -> str:
    """SQL for what tells respondents apart: a code, or whether they meet the condition."""
    if variable.kind != "multiple":
        return quoted(variable.id)
    condition = next(one for one in where.conditions if one.variable.id == variable.id)
    return f"CASE WHEN {condition.sql} THEN 0 ELSE 1 END"


def _places(variable: Variable, found: np.ndarray) -> NDArray[np.int64]:
    """The number of each code found; none of the codes is the last number."""
    if variable.kind == "multiple":
        return found.astype(np.int64)
    as_type = int if variable.integer_codes else str
    order = pd.Index([as_type(code) for code in variable.by_key])
    absent = np.ma.getmaskarray(found)
    places = order.get_indexer(pd.Index(np.ma.filled(found, order[0])))
    return np.where(absent, len(order), places).astype(np.int64)


def _base(store: Store, survey: Survey, request: Request) -> InBase:
    """Who is in the item's base, with a weight above 0 where there are weights."""
    item, weight = request.item, survey.codebook.design.weight
    known: list[Value] = []
    if item.kind == "single":
        as_type = int if item.integer_codes else str
        known = store.typed(survey, item, [as_type(code) for code in request.categories])
        sql = f"{quoted(item.id)} IN ({', '.join('?' * len(known))})" if known else "FALSE"
    elif item.kind == "numeric":
        sql = f"{quoted(item.id)} IS NOT NULL"
    else:
        sql = f"coalesce({', '.join(quoted(one) for one in item.columns)}) IS NOT NULL"
    if weight is None:
        return InBase(sql, tuple(known), tuple(item.columns))
    return InBase(f"{sql} AND {quoted(weight)} > 0", tuple(known), (*item.columns, weight))
