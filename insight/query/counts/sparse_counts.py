"""Sparse counts of a query as rows and as arrays: the step from the database to cells.

A row stands for a unit, a domain and an answer that somebody has. With many units and many domains
nearly all other combinations are empty, so that arrays are made for a few domains at a time.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from insight.language.errors import Fault, RequestError
from insight.statistics.sampled_units import SampledUnits

# Sums of a domain are gone through in parts that fit a processor's cache.
PART = 100_000
MOST_AT_ONCE = 20_000_000
MOST_IN_ALL = 500_000_000
# Whole numbers in so wide a range are looked up in a list, others one by one.
MOST_LOOKED_UP = 1_000_000


@dataclass(frozen=True)
class SparseCounts:
    """Rows that a query counted: a row for each unit, domain and answer that somebody has.

    `unit`, `domain` and `answer` number the rows' places in an array of this `shape`, `sums` are
    the rows' figures by name. A figure that there is of each replicate too has a column for each
    unit; else, with replicates, it is of the full sample, the first unit.
    """

    units: SampledUnits
    shape: tuple[int, int, int]
    unit: np.ndarray
    domain: np.ndarray
    answer: np.ndarray
    sums: Mapping[str, np.ndarray]

    @property
    def nbytes(self) -> int:
        """How many bytes the rows take."""
        arrays = (self.unit, self.domain, self.answer, *self.sums.values())
        return sum(array.nbytes for array in arrays)

    def spread(self, field: str) -> np.ndarray:
        """One figure as an array of shape (U, D, A), 0 where there is nobody."""
        spread, sums = np.zeros(self.shape), self.sums[field]
        if sums.ndim > 1:
            spread[:, self.domain, self.answer] = sums.T
        else:
            spread[self.unit, self.domain, self.answer] = sums
        return spread

    def whole(self) -> SparseCounts:
        """All of it, if it can be held at once."""
        _refuse_more_than(MOST_AT_ONCE, self._cells(*self.shape[:2]))
        return self

    def parts(self) -> Iterator[SparseCounts]:
        """Consecutive domains, a few at a time, each part with the units that it has.

        Units without a respondent in a domain add nothing to any sum over it, but where there are
        many units and domains such cells would be nearly all. What remains differs by part; the
        numbers of sampled units are those of the whole file in each.
        """
        order = np.argsort(self.domain, kind="stable")
        starts = np.searchsorted(self.domain[order], np.arange(self.shape[1] + 1)).tolist()
        ends = list(self._ends(starts))
        sizes = (
            self._cells(starts[last] - starts[first], last - first)
            for first, last in itertools.pairwise(ends)
        )
        _refuse_more_than(MOST_IN_ALL, sum(sizes))
        for first, last in itertools.pairwise(ends):
            rows = order[starts[first] : starts[last]]
            units, unit = self.units.of_domains(range(first, last)).keep(self.unit[rows])
            yield SparseCounts(
                units,
                (units.units, last - first, self.shape[2]),
                unit,
                self.domain[rows] - first,
                self.answer[rows],
                {name: values[rows] for name, values in self.sums.items()},
            )

    def _ends(self, starts: Sequence[int]) -> Iterator[int]:
        """Where each part begins and the last one ends; `starts` numbers the domains' rows."""
        first = 0
        yield first
        for last in range(1, self.shape[1]):
            if self._cells(starts[last + 1] - starts[first], last + 1 - first) > PART:
                first = last
                yield first
        yield self.shape[1]

    def _cells(self, rows: int, domains: int) -> int:
        """At most so many cells have these rows."""
        return self.units.at_most(rows) * domains * self.shape[2]


def _refuse_more_than(most: int, cells: int) -> None:
    if cells > most:
        raise RequestError(Fault("fault.too_many_cells", {"count": cells, "most": most}))


def unique(values: np.ndarray) -> np.ndarray:
    """Each value once."""
    if values.dtype == object:  # text, which would take long to sort
        return np.array(list(dict.fromkeys(values.tolist())), dtype=object)
    return np.unique(values)


def places(levels: Sequence[int | str] | np.ndarray, values: np.ndarray) -> np.ndarray:
    """The place of each value among levels; -1 where it is none of them.

    Examples
    --------
    >>> places([20, 10], np.array([10, 20, 30])).tolist()
    [1, 0, -1]
    """
    level_values = np.asarray(levels)
    if level_values.dtype.kind in "iu" and values.dtype.kind in "iu" and len(level_values):
        low, high = int(level_values.min()), int(level_values.max())
        if high - low < MOST_LOOKED_UP:
            return _look_up(
                level_values.astype(np.int64) - low, high - low, values.astype(np.int64) - low
            )
    place_of = {level: place for place, level in enumerate(levels)}
    return np.array([place_of.get(value, -1) for value in values.tolist()], dtype=np.int64)


def _look_up(levels: np.ndarray, high: int, values: np.ndarray) -> np.ndarray:
    """The places of whole numbers, from a list with an entry for each number from 0 to `high`."""
    place_of = np.full(high + 2, -1)
    place_of[levels] = np.arange(len(levels))
    is_within = (values >= 0) & (values <= high)
    place: np.ndarray = place_of[np.where(is_within, values, high + 1)]
    return place


def numbers(
    levels: Sequence[Sequence[int | str] | np.ndarray], columns: Sequence[np.ndarray], rows: int
) -> np.ndarray:
    """The number of each row among all combinations of the levels of its columns, in order."""
    number = np.zeros(rows, dtype=np.int64)
    for level, column in zip(levels, columns, strict=True):
        place = places(level, column)
        if (place < 0).any():
            raise KeyError(column[int(np.argmin(place))])
        number = number * len(level) + place
    return number
