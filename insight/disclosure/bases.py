"""Bases: the respondents that an item is about, counted by their codes, wave by wave.

Respondents are counted once for each item, by all background variables at a time. What is hidden
of any table or filter of the item follows from these counts without asking the database again.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from insight.disclosure.hidden_groups import HiddenGroups
from insight.disclosure.respondent_counts import RespondentCounts
from insight.query.cell_request import Request
from insight.query.counts.coded_columns import known_codes, profile_numbers, weights_of
from insight.query.counts.column_counts import has_one_base
from insight.query.counts.item_values import has_number
from insight.query.counts.sparse_counts import places
from insight.query.cubes.sources import source_of
from insight.query.memory import Shelf
from insight.query.opened import OpenSurvey
from insight.query.sql import Sql, bindings, is_among, parameters, quote
from insight.survey.codebook import Variable
from insight.survey.filters import Condition


@dataclass(frozen=True)
class Base:
    """A base: its name, the condition that its respondents meet, and the columns it reads.

    Of its respondents those count who have a weight above 0. `answers` are the codes of a
    single-response item by which that condition is met.
    """

    name: str
    condition: Sql
    columns: tuple[str, ...] = ()
    answers: tuple[Variable, tuple[str, ...]] | None = None


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
            return quote(self.variable.id)
        columns = (self.variable.category(code).column or "" for code in self.answers)
        return " + ".join(
            f"CASE WHEN {quote(column)} = 1 THEN {1 << bit} ELSE 0 END"
            for bit, column in enumerate(columns)
        )

    def encode(self, values: np.ndarray) -> NDArray[np.int16]:
        """The number of each code in a column; the last means none of the codes."""
        if self.answers:
            return np.where(values == 0, self.size - 1, values - 1).astype(np.int16)
        order = self.variable.values_of(self.variable.by_key)
        absent = np.ma.getmaskarray(values)
        place = places(order, np.ma.filled(values, order[0]))
        return np.where(absent | (place < 0), len(order), place).astype(np.int16)

    def numbers(self, codes: Sequence[str]) -> frozenset[int]:
        """The numbers of codes; of answers any that has one of them."""
        if self.answers:
            return frozenset(range(self.size - 1))
        order = list(self.variable.by_key)
        return frozenset(order.index(code) for code in codes)


def whole_base() -> Base:
    """Return the base of all respondents."""
    return Base("", Sql("TRUE"))


def base_of(
    survey: OpenSurvey,
    item: Variable,
    *,
    valid_only: bool = False,
    target: frozenset[str] | None = None,
) -> Base:
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
    kept = [category for category in item.categories if not (valid_only and category.missing)]
    name = repr((item.id, valid_only, sorted(target or ())))
    answers = None
    if item.kind == "multiple":
        columns = [
            category.column or "" for category in kept if target is None or category.key in target
        ]
        left_out = [category.column or "" for category in item.categories if category not in kept]
        sql = f"coalesce({', '.join(map(quote, columns))}) IS NOT NULL" if columns else "FALSE"
        sql += "".join(f" AND coalesce({quote(column)}, 0) = 0" for column in left_out)
        condition = Sql(sql)
    elif item.kind == "numeric":
        column = quote(item.id)
        missing = parameters("base", [float(category.key) for category in item.categories])
        sql = f"{column} IS NOT NULL"
        sql += f" AND {column} NOT IN ({missing.text})" if missing.text else ""
        condition = Sql(sql, missing.values)
    else:
        answers = item, tuple(category.key for category in kept)
        codes = survey.typed(item, item.values_of(answers[1]))
        condition = is_among(quote(item.id), "base", codes)
    return Base(name, condition, item.columns, answers)


def _joint_base(survey: OpenSurvey, items: Sequence[Variable]) -> Base:
    """The base of those who have answered all of several items with a number."""
    conditions = [has_number(item, f"joint{number}_") for number, item in enumerate(items)]
    text = " AND ".join(condition.text for condition in conditions)
    names = repr(("joint", *sorted(item.id for item in items)))
    columns = tuple(column for item in items for column in item.columns)
    return Base(names, Sql(text, bindings(*conditions)), columns)


def bases(
    survey: OpenSurvey, request: Request, targets: Sequence[frozenset[str] | None]
) -> Iterator[tuple[Base, list[int]]]:
    """Return the bases of targets, each with the numbers of the targets that it is the base of."""
    item = request.item
    if request.others:
        items = (item, *request.others)
        numbers = list(range(len(targets)))
        yield from ((base_of(survey, one, valid_only=True), numbers) for one in items)
        yield _joint_base(survey, items), numbers
        return
    if item.kind != "multiple" or has_one_base(survey, item):
        whole = base_of(survey, item, valid_only=request.valid_only)
        yield whole, list(range(len(targets)))
        return
    for number, target in enumerate(targets):
        yield base_of(survey, item, valid_only=request.valid_only, target=target), [number]


def axis_of(condition: Condition) -> Axis:
    """Return the axis that a condition is about."""
    several = condition.variable.kind == "multiple"
    return Axis(condition.variable, tuple(sorted(condition.codes)) if several else ())


def axes_of(survey: OpenSurvey, others: Sequence[Axis]) -> list[Axis]:
    """Return all background variables as axes, and after them what others there are.

    With a question are those that a recipe has made of it, or it of them.
    """
    segments = [Axis(variable) for variable in survey.codebook.segments]
    rest = {axis for axis in others if axis not in segments}
    if survey.recoding is not None:
        kin = {name for axis in rest for name in survey.recoding.kin(axis.variable.id)}
        known = survey.codebook.variables
        rest |= {Axis(known[name]) for name in kin if name in known}
    return [*segments, *sorted(rest, key=lambda axis: (axis.variable.id, axis.answers))]


def hidden_groups(survey: OpenSurvey, base: Base, axes: Sequence[Axis]) -> dict[str, HiddenGroups]:
    """Return what is hidden of the respondents in a base, by wave; without waves there is one."""
    names = tuple((axis.variable.id, axis.answers) for axis in axes)
    shelf = survey.shelf.part("hidden_groups", base.name, names)
    return shelf.recall("by wave", lambda: _find_hidden_groups(survey, base, axes, shelf))


def _find_hidden_groups(
    survey: OpenSurvey, base: Base, axes: Sequence[Axis], shelf: Shelf
) -> dict[str, HiddenGroups]:
    whole = whole_base()
    segments = axes_of(survey, [])
    wider = {} if base == whole else hidden_groups(survey, whole, axes)
    background = {} if list(axes) == segments else hidden_groups(survey, base, segments)
    least = survey.codebook.disclosure.min_base
    found: dict[str, HiddenGroups] = {}
    for wave, respondents in _count_by_wave(survey, base, axes, shelf, wider).items():
        own = shelf.part(wave)
        of_all = wider.get(wave)
        found[wave] = HiddenGroups(respondents, least, of_all, background.get(wave), own)
        if of_all and respondents is of_all.respondents:
            found[wave] = of_all  # everybody answered, so that nothing more can be told of them
    return found


def count_respondents(
    survey: OpenSurvey, base: Base, axes: Sequence[Axis], *, absent: bool = False
) -> RespondentCounts:
    """Count the respondents in a base by the codes of some axes, of all waves together.

    With `absent` it is those who are not in it, though their weight is above 0.
    """
    if absent and (counted := _count_in_memory(survey, base, axes)):
        return counted
    met = base.condition
    if absent:
        met = Sql(f"({met.text}) IS NOT TRUE", met.values)
    columns = [f"{axis.sql} AS k{number}" for number, axis in enumerate(axes)]
    needed = (column for axis in axes for column in axis.variable.columns)
    source = source_of(survey, needed, base.columns, apart=False)
    listed = "".join(f"{column}, " for column in columns)
    chosen = f"SELECT {listed}{source.figures} FROM ({source.sql.text}) WHERE {met.text}"
    keys = "".join(f"k{number}, " for number in range(len(axes)))
    rows = source.query(
        survey,
        f"SELECT {keys}CAST(sum(positive) AS BIGINT) AS n FROM ({chosen}) "
        "GROUP BY ALL HAVING sum(positive) > 0",
        source.sql,
        met,
    )
    counts = rows["n"].astype(np.int64)
    codes = np.zeros((len(counts), len(axes)), dtype=np.int16)
    for number, axis in enumerate(axes):
        codes[:, number] = axis.encode(rows[f"k{number}"])
    several = frozenset(number for number, axis in enumerate(axes) if axis.answers)
    return RespondentCounts(codes, tuple(axis.size for axis in axes), counts, several).in_order()


def _count_in_memory(
    survey: OpenSurvey, base: Base, axes: Sequence[Axis]
) -> RespondentCounts | None:
    """Count who is not in a base, where a book has its question and the background in memory."""
    if base.answers is None or any(axis.answers for axis in axes):
        return None
    item, kept = base.answers
    given = known_codes(survey, item)
    if given is None or (weights := weights_of(survey)) is None:
        return None
    numbers = profile_numbers(survey, [axis.variable for axis in axes])
    if numbers is None:
        return None
    is_absent = given == len(item.by_key)
    for number, code in enumerate(item.by_key):
        if code not in kept:
            is_absent |= given == number
    rows = np.flatnonzero(is_absent & weights.positive)
    profiles, counts = np.unique(numbers[rows], return_counts=True)
    sizes = tuple(axis.size for axis in axes)
    codes = np.zeros((len(profiles), len(axes)), dtype=np.int16, order="F")
    for at, column in enumerate(np.unravel_index(profiles, sizes)):
        codes[:, at] = column
    return RespondentCounts(codes, sizes, counts.astype(np.int64))


def _count_by_wave(
    survey: OpenSurvey,
    base: Base,
    axes: Sequence[Axis],
    shelf: Shelf,
    wider: Mapping[str, HiddenGroups],
) -> dict[str, RespondentCounts]:
    """Count the respondents in a base; where a wider group is known, by who of it is not in it."""
    if not wider:
        return _split_by_wave(survey, base, axes, shelf)
    absent = _split_by_wave(survey, base, axes, shelf.part("absent"), absent=True)
    found: dict[str, RespondentCounts] = {}
    for wave, groups in wider.items():
        everyone = groups.respondents
        own = shelf.part(wave, "marginals")
        left = everyone.without(absent[wave], own) if wave in absent else everyone
        if left is None:
            return _split_by_wave(survey, base, axes, shelf)
        if left.total:
            found[wave] = left
    return found


def _split_by_wave(
    survey: OpenSurvey, base: Base, axes: Sequence[Axis], shelf: Shelf, *, absent: bool = False
) -> dict[str, RespondentCounts]:
    wave = survey.codebook.wave
    if wave is None:
        whole = count_respondents(survey, base, axes, absent=absent)
        return {"": replace(whole, shelf=shelf.part("", "marginals"))} if whole.total else {}
    whole = count_respondents(survey, base, [*axes, Axis(wave)], absent=absent)
    sizes, several, of_wave = whole.sizes[:-1], whole.several, whole.codes[:, -1]
    return {
        code: RespondentCounts(
            whole.codes[rows, :-1],
            sizes,
            whole.counts[rows],
            several,
            shelf.part(code, "marginals"),
        )
        for number, code in enumerate(wave.by_key)
        if (rows := of_wave == number).any()
    }
