"""Who is counted: the base of an item, and its respondents by their codes, wave by wave.

Respondents are counted once for each item, by all background variables at a time. What is hidden
of any table or filter of the item follows from these counts without asking the database again.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from insight.disclosure.hidden_groups import Hiding
from insight.disclosure.respondent_counts import Profiles
from insight.query.cells import Request
from insight.query.memory import Shelf
from insight.query.opened import OpenSurvey
from insight.query.respondent_kinds import Source, source_of
from insight.query.sparse_counts import places
from insight.query.sql import Sql, is_among, parameters, quoted
from insight.survey.codebook import Variable
from insight.survey.filters import Condition


@dataclass(frozen=True)
class InBase:
    """Who is counted: a name, the condition that they meet, and the columns that it looks at."""

    name: str
    condition: Sql
    columns: tuple[str, ...] = ()


@dataclass(frozen=True)
class Axis:
    """A variable by whose codes respondents are counted, or the answers asked for of several."""

    variable: Variable
    answers: tuple[str, ...] = ()

    @property
    def size(self) -> int:
        """The number of codes, with the one that means none."""
        return 1 << len(self.answers) if self.answers else len(self.variable.by_key) + 1

    @property
    def sql(self) -> str:
        """What tells respondents apart: their code, or which of the answers they gave."""
        if not self.answers:
            return quoted(self.variable.id)
        columns = (self.variable.category(one).column or "" for one in self.answers)
        return " + ".join(
            f"CASE WHEN {quoted(column)} = 1 THEN {1 << bit} ELSE 0 END"
            for bit, column in enumerate(columns)
        )

    def places(self, found: np.ndarray) -> NDArray[np.int16]:
        """The number of each code found; the last means none of the codes."""
        if self.answers:
            return np.where(found == 0, self.size - 1, found - 1).astype(np.int16)
        order = self.variable.values_of(self.variable.by_key)
        absent = np.ma.getmaskarray(found)
        place = places(order, np.ma.filled(found, order[0]))
        return np.where(absent | (place < 0), len(order), place).astype(np.int16)

    def numbers(self, codes: Sequence[str]) -> frozenset[int]:
        """The numbers of codes; of answers any that has one of them."""
        if self.answers:
            return frozenset(range(self.size - 1))
        order = list(self.variable.by_key)
        return frozenset(order.index(code) for code in codes)


def everyone(survey: OpenSurvey) -> InBase:
    """Return the base of all respondents, with a weight above 0 where there are weights."""
    return _weighted(survey, InBase("", Sql("TRUE")))


def base_of(
    survey: OpenSurvey,
    item: Variable,
    *,
    valid_only: bool = False,
    target: frozenset[str] | None = None,
) -> InBase:
    """Return the base of an item.

    Parameters
    ----------
    survey, item
        Whose answers to what.
    valid_only
        Whether answers marked missing are left out.
    target
        Of several answers, the ones that are asked about, of which each may have a base of its own.
    """
    kept = [one for one in item.categories if not (valid_only and one.missing)]
    name = repr((item.id, valid_only, sorted(target or ())))
    if item.kind == "multiple":
        asked = [one.column or "" for one in kept if target is None or one.key in target]
        left_out = [one.column or "" for one in item.categories if one not in kept]
        sql = f"coalesce({', '.join(map(quoted, asked))}) IS NOT NULL" if asked else "FALSE"
        sql += "".join(f" AND coalesce({quoted(one)}, 0) = 0" for one in left_out)
        condition = Sql(sql)
    elif item.kind == "numeric":
        column = quoted(item.id)
        missing = parameters("base", [float(one.key) for one in item.categories])
        sql = f"{column} IS NOT NULL"
        sql += f" AND {column} NOT IN ({missing.text})" if missing.text else ""
        condition = Sql(sql, missing.values)
    else:
        codes = survey.typed(item, item.values_of(one.key for one in kept))
        condition = is_among(quoted(item.id), "base", codes)
    return _weighted(survey, InBase(name, condition, item.columns))


def _weighted(survey: OpenSurvey, base: InBase) -> InBase:
    weight = survey.codebook.design.weight
    if weight is None:
        return base
    condition = Sql(f"{base.condition.text} AND {quoted(weight)} > 0", base.condition.values)
    return InBase(base.name, condition, (*base.columns, weight))


def bases(
    survey: OpenSurvey, request: Request, targets: Sequence[frozenset[str] | None]
) -> Iterator[tuple[InBase, list[int]]]:
    """Return the bases of targets, each with the numbers of the targets that it is the base of."""
    item = request.item
    if item.kind != "multiple" or _asked_together(survey, item):
        whole = base_of(survey, item, valid_only=request.valid_only)
        yield whole, list(range(len(targets)))
        return
    for number, one in enumerate(targets):
        yield base_of(survey, item, valid_only=request.valid_only, target=one), [number]


def _asked_together(survey: OpenSurvey, item: Variable) -> bool:
    """Whether whoever was asked about one answer was asked about all."""

    def ask() -> bool:
        some = f"coalesce({', '.join(map(quoted, item.columns))}) IS NOT NULL"
        every = " AND ".join(f"{quoted(one)} IS NOT NULL" for one in item.columns)
        uneven = f"count(*) FILTER (WHERE {some} AND NOT ({every}))"
        responses = survey.select(item.columns)
        sql = f"SELECT {uneven} AS n FROM ({responses.text})"
        return int(survey.query(sql, responses)["n"][0]) == 0

    return survey.recall(("asked together", item.id), ask)


def axis_of(condition: Condition) -> Axis:
    """Return the axis that a condition is about."""
    several = condition.variable.kind == "multiple"
    return Axis(condition.variable, tuple(sorted(condition.codes)) if several else ())


def axes_of(survey: OpenSurvey, others: Sequence[Axis]) -> list[Axis]:
    """Return all background variables as axes, and after them what others there are."""
    segments = [Axis(one) for one in survey.codebook.segments]
    rest = {one for one in others if one not in segments}
    return [*segments, *sorted(rest, key=lambda one: (one.variable.id, one.answers))]


def hidings(survey: OpenSurvey, base: InBase, axes: Sequence[Axis]) -> dict[str, Hiding]:
    """Return what is hidden of the respondents in a base, by wave; without waves there is one."""
    names = tuple((axis.variable.id, axis.answers) for axis in axes)
    shelf = survey.shelf.part("hidings", base.name, names)
    return shelf.recall("by wave", lambda: _hidings(survey, base, axes, shelf))


def _hidings(
    survey: OpenSurvey, base: InBase, axes: Sequence[Axis], shelf: Shelf
) -> dict[str, Hiding]:
    whole = everyone(survey)
    wider = {} if base == whole else hidings(survey, whole, axes)
    least = survey.codebook.disclosure.min_base
    return {
        wave: Hiding(profiles, least, wider.get(wave), shelf.part(wave))
        for wave, profiles in _by_wave(survey, base, axes, shelf).items()
    }


def count_profiles(survey: OpenSurvey, base: InBase, axes: Sequence[Axis]) -> Profiles:
    """Count the respondents in a base by the codes of some axes, of all waves together."""
    columns = [f"{one.sql} AS k{number}" for number, one in enumerate(axes)]
    needed = [*(column for one in axes for column in one.variable.columns), *base.columns]
    # All respondents are counted once: the file is read, and no kinds are made for it to keep.
    source = source_of(survey, needed) if base.name else Source(survey.select(needed))
    found = survey.query(
        f"SELECT {''.join(f'{one}, ' for one in columns)}{source.count()} AS n "
        f"FROM ({source.sql.text}) WHERE {base.condition.text} GROUP BY ALL",
        source.sql,
        base.condition,
    )
    counts = found["n"].astype(np.int64)
    codes = np.zeros((len(counts), len(axes)), dtype=np.int16)
    for number, one in enumerate(axes):
        codes[:, number] = one.places(found[f"k{number}"])
    several = frozenset(number for number, one in enumerate(axes) if one.answers)
    return Profiles(codes, tuple(one.size for one in axes), counts, several)


def _by_wave(
    survey: OpenSurvey, base: InBase, axes: Sequence[Axis], shelf: Shelf
) -> dict[str, Profiles]:
    wave = survey.codebook.wave
    if wave is None:
        whole = count_profiles(survey, base, axes)
        return {"": replace(whole, shelf=shelf.part("", "of"))} if whole.respondents else {}
    whole = count_profiles(survey, base, [*axes, Axis(wave)])
    sizes, several, of_wave = whole.sizes[:-1], whole.several, whole.codes[:, -1]
    return {
        code: Profiles(
            whole.codes[rows, :-1], sizes, whole.counts[rows], several, shelf.part(code, "of")
        )
        for number, code in enumerate(wave.by_key)
        if (rows := of_wave == number).any()
    }
