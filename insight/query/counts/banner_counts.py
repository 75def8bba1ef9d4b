"""Counts of many tables of an item by a few variables each, made in memory.

Variables are counted a few at a time together, and each table is summed up from the counts of its
variables. Sums of weights are the nearest numbers to the true ones, whatever the order of rows.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from insight.query.cell_request import Request
from insight.query.counts.coded_columns import (
    MOST_RESPONDENTS,
    Weights,
    coded,
    coded_units,
    rows_met,
    weights_of,
)
from insight.query.counts.remembered_counts import name_of
from insight.query.opened import OpenSurvey
from insight.query.sampling_units import units_of
from insight.statistics.arrays.numbered_sums import sums_by_number
from insight.survey.codebook import Variable

# So many combinations of a banner's codes are counted together, and at most so many of one table.
MOST_TOGETHER = 2_000
MOST_OF_A_TABLE = 1 << 20
# The parts of weights that are added up, in order, after the respondent.
PARTS = ("weight", "weight low", "weight_squared", "weight_squared low")
Numbers = NDArray[np.intp]


@dataclass(frozen=True)
class CountedCells:
    """Sums of each unit, combination of codes and answer that somebody has.

    Attributes
    ----------
    unit, answer
        The number of each cell's unit, and of its answer in the codebook.
    codes
        The numbers of its codes in the codebook, by variable.
    sums
        Its respondents, those with a weight above 0, and the sums of weights and their squares.
    """

    unit: Numbers
    codes: tuple[Numbers, ...]
    answer: Numbers
    sums: Mapping[str, np.ndarray]


@dataclass(frozen=True)
class _Together:
    """Variables that are counted together: each respondent's number among their combinations."""

    variables: tuple[Variable, ...]
    shape: tuple[int, ...]
    numbers: NDArray[np.int32]


@dataclass(frozen=True)
class _Rows:
    """The respondents of a filter, by the variables of a banner, ready to be counted by answers."""

    rows: Numbers | None
    together: tuple[_Together, ...]
    weights: Weights

    @property
    def nbytes(self) -> int:
        """How many bytes they take that nothing else holds."""
        numbers = sum(some.numbers.nbytes for some in self.together)
        return numbers if self.rows is None else numbers + self.rows.nbytes + self.weights.nbytes


def count_in_memory(survey: OpenSurvey, requests: Sequence[Request]) -> list[CountedCells] | None:
    """Count the answers of requests that differ in their groups only.

    It is None where that takes a query: of several answers, of numbers, of replicate weights, and
    where there are very many units, groups or respondents.
    """
    item = requests[0].item
    if survey.codebook.design.replicates or survey.respondents > MOST_RESPONDENTS:
        return None
    answers = coded(survey, item)
    units = units_of(survey).sampled.units
    cells = (math.prod(len(one.by_key) + 1 for one in request.by) for request in requests)
    if answers is None or max(cells) * units * (len(item.by_key) + 1) > MOST_OF_A_TABLE:
        return None
    name = (
        "banner rows",
        *(name_of("", Request(item, one.by, one.where))[2:4] for one in requests),
    )
    rows = survey.recall(name, lambda: _rows_of(survey, requests))
    return None if rows is None else list(_cells_of(rows, requests, answers))


def _rows_of(survey: OpenSurvey, requests: Sequence[Request]) -> _Rows | None:
    weights, units = weights_of(survey), coded_units(survey)
    columns = {one: coded(survey, one) for request in requests for one in request.by}
    if weights is None or units is None or any(column is None for column in columns.values()):
        return None
    rows = rows_met(survey, requests[0].where)
    kept = slice(None) if rows is None else rows
    codes = {one: column[kept] for one, column in columns.items() if column is not None}
    sizes = {one: int(column.max(initial=0)) + 1 for one, column in codes.items()}
    count = units_of(survey).sampled.units
    together = []
    for variables in _gather((request.by for request in requests), sizes, MOST_TOGETHER // count):
        numbers = units[kept].astype(np.int32)
        for one in variables:
            numbers *= sizes[one]
            numbers += codes[one]
        shape = (count, *(sizes[one] for one in variables))
        together.append(_Together(variables, shape, numbers))
    if rows is not None:
        weights = Weights(weights.parts[rows], weights.positive[rows])
    return _Rows(rows, tuple(together), weights)


def _gather(
    tables: Iterable[Sequence[Variable]], sizes: Mapping[Variable, int], most: int
) -> list[tuple[Variable, ...]]:
    """Put the variables of tables together, so that few counts of them have all tables."""
    gathered: list[dict[Variable, None]] = []
    for table in dict.fromkeys(map(tuple, tables)):
        for some in gathered:
            if math.prod(sizes[one] for one in {**some, **dict.fromkeys(table)}) <= most:
                some |= dict.fromkeys(table)
                break
        else:
            gathered.append(dict.fromkeys(table))
    return [tuple(some) for some in gathered]


def _cells_of(
    rows: _Rows, requests: Sequence[Request], answers: NDArray[np.uint16]
) -> Iterator[CountedCells]:
    given = answers if rows.rows is None else answers[rows.rows]
    size = len(requests[0].item.by_key) + 1
    counted = [_count(rows.weights, some, given, size) for some in rows.together]
    for request in requests:
        place = next(
            at for at, some in enumerate(rows.together) if {*request.by} <= {*some.variables}
        )
        yield _of_table(counted[place], rows.together[place].variables, request.by)


def _count(
    weights: Weights, some: _Together, answers: NDArray[np.uint16], size: int
) -> dict[str, np.ndarray]:
    """Sums by unit, codes and answer; those of weights in two parts."""
    shape = (math.prod(some.shape), size)
    summed = sums_by_number(some.numbers, answers, weights.parts, shape)
    respondents = summed[..., 0].astype(np.int64)
    sums = {"respondents": respondents, "positive": respondents}
    if not weights.positive.all():
        kept = weights.positive
        numbers = some.numbers[kept] * np.int32(size) + answers[kept]
        sums["positive"] = np.bincount(numbers, minlength=math.prod(shape))
    sums |= dict(zip(PARTS, np.moveaxis(summed, -1, 0)[1:], strict=False))
    return {name: array.reshape(*some.shape, size) for name, array in sums.items()}


def _of_table(
    counted: Mapping[str, np.ndarray], variables: Sequence[Variable], by: Sequence[Variable]
) -> CountedCells:
    """Sum up what is counted to the table of some of the variables."""
    others = tuple(at for at, one in enumerate(variables, 1) if one not in by)
    kept = [one for one in variables if one in by]
    order = (0, *(1 + kept.index(one) for one in by), 1 + len(kept))
    tables = {name: array.sum(axis=others).transpose(order) for name, array in counted.items()}
    there = np.nonzero(tables["respondents"])
    cells = {name: table[there] for name, table in tables.items()}
    if "weight" in cells:
        for name in ("weight", "weight_squared"):
            cells[name] = cells[name] + cells.pop(f"{name} low")
    else:
        cells |= dict.fromkeys(("weight", "weight_squared"), cells["respondents"])
    unit, *codes, answer = there
    return CountedCells(unit, tuple(codes), answer, cells)
