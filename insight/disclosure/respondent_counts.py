"""Respondents counted by profile: all there is to know about the groups of a survey.

A profile is a combination of codes, one for each variable. Its variables are axes, and the codes
of a variable are numbers, of which the last means that the respondent has none of them.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from insight.query.memory import Shelf

Counts = NDArray[np.int64]
Codes = frozenset[int]
Choices = Mapping[int, Sequence[Codes]]

MOST_AT_ONCE = 1 << 40
MOST_PROFILES = 1 << 62
MOST_CELLS = 100_000
# Tables of so many variables are summed up from one of more, where profiles are so many times as
# many as its cells; it is of blocks of variables, each with at most so many combinations.
FEW_AXES, TIMES_ITS_CELLS, MOST_OF_A_BLOCK = 3, 4, 32


@dataclass(frozen=True)
class RespondentCounts:
    """How many respondents have which codes, in one wave.

    Attributes
    ----------
    codes : array of int, shape (M, K)
        The codes of each profile.
    sizes : tuple of int
        How many codes each axis has, with the last that means none.
    counts : array of int, shape (M,)
        Respondents with the profile.
    several : frozenset of int
        Axes that are conditions on a question with several answers. Their codes are sets of the
        answers asked for, as binary numbers less one; the last means none of them.
    shelf : Shelf
        Where the profiles of some of the variables are remembered.
    """

    codes: NDArray[np.int16]
    sizes: tuple[int, ...]
    counts: Counts
    several: frozenset[int] = frozenset()
    shelf: Shelf = field(default_factory=Shelf, compare=False, repr=False)

    @property
    def nbytes(self) -> int:
        """How many bytes the profiles take."""
        return self.codes.nbytes + self.counts.nbytes

    @cached_property
    def total(self) -> int:
        """All of them."""
        return int(self.counts.sum())

    def in_order(self) -> RespondentCounts:
        """Return the profiles in the order of their codes, so that it does not hang on the query's.

        Examples
        --------
        >>> mixed = RespondentCounts(np.array([[1, 0], [0, 1]]), (3, 3), np.array([5, 6]))
        >>> mixed.in_order().codes.tolist()
        [[0, 1], [1, 0]]
        """
        numbers = self._numbers
        order = np.lexsort(self.codes.T[::-1]) if numbers is None else np.argsort(numbers)
        # Tables read a column at a time, so that columns lie together.
        by_column = np.asfortranarray(self.codes[order])
        return replace(self, codes=by_column, counts=self.counts[order])

    def without(self, absent: RespondentCounts, shelf: Shelf) -> RespondentCounts | None:
        """Return the respondents but for some of them; None where there are too many profiles.

        Profiles are in the order of their codes, and remain so. They are remembered on a shelf of
        their own, for the names are those of the whole.

        Examples
        --------
        >>> everyone = RespondentCounts(np.array([[0], [1]]), (3,), np.array([5, 6]))
        >>> some = RespondentCounts(np.array([[1]]), (3,), np.array([2]))
        >>> left = everyone.without(some, Shelf())
        >>> left.codes.ravel().tolist(), left.counts.tolist(), left.table([0]).tolist()
        ([0, 1], [5, 4], [5, 4, 0])
        """
        if math.prod(self.sizes) >= MOST_PROFILES:
            return None
        return RemainingCounts(self, absent, shelf)

    @cached_property
    def _numbers(self) -> Counts | None:
        """The number of each profile among all there could be; None where these are too many."""
        if math.prod(self.sizes) >= MOST_PROFILES:
            return None
        if not self.sizes:  # without background all are alike
            return np.zeros(len(self.counts), dtype=np.int64)
        return np.asarray(np.ravel_multi_index(list(self.codes.T), self.sizes), dtype=np.int64)

    def marginal(self, axes: Sequence[int]) -> RespondentCounts:
        """Return the profiles of some of the variables, which are its axes in this order.

        Examples
        --------
        >>> both = RespondentCounts(np.array([[0, 0], [0, 1], [1, 0]]), (3, 3), np.array([5, 6, 7]))
        >>> first = both.marginal([0])
        >>> first.codes.ravel().tolist(), first.counts.tolist()
        ([0, 1], [11, 7])
        """
        kept = tuple(axes)
        return self.shelf.recall(kept, lambda: self._marginal(kept))

    @property
    def _most_cells(self) -> int:
        """Profiles of some variables are read off a table of at most so many cells."""
        return min(MOST_CELLS, len(self.counts))

    def _marginal(self, axes: tuple[int, ...]) -> RespondentCounts:
        if axes and math.prod(self.sizes[axis] for axis in axes) <= self._most_cells:
            table = self.table(axes)
            there = np.nonzero(table)
            return RespondentCounts(
                np.column_stack(there).astype(np.int16),
                table.shape,
                table[there],
                frozenset(at for at, axis in enumerate(axes) if axis in self.several),
                self.shelf.part(axes),
            )
        profile_numbers = np.zeros(len(self.counts), dtype=np.int64)
        most = 1
        for axis in axes:
            profile_numbers = profile_numbers * self.sizes[axis] + self.codes[:, axis]
            most *= self.sizes[axis]
            if most > MOST_AT_ONCE:
                profile_numbers = np.unique(profile_numbers, return_inverse=True)[1]
                most = len(profile_numbers)
        _, first, place = np.unique(profile_numbers, return_index=True, return_inverse=True)
        return RespondentCounts(
            self.codes[first][:, axes],
            tuple(self.sizes[axis] for axis in axes),
            np.bincount(place, self.counts, len(first)).astype(np.int64),
            frozenset(at for at, axis in enumerate(axes) if axis in self.several),
            self.shelf.part(axes),
        )

    def table(self, axes: Sequence[int]) -> Counts:
        """Return how many respondents have each combination of codes of some axes."""
        kept = tuple(axes)
        return self.shelf.recall(("table", kept), lambda: self._table(kept))

    def count_cells(self, axes: Sequence[int]) -> Counts:
        """Return what :meth:`table` returns; of some of a wider group it is not remembered."""
        return self.table(axes)

    def _table(self, axes: tuple[int, ...]) -> Counts:
        table = self._counted(axes)
        table.flags.writeable = False  # it is remembered, and not the asker's own
        return table

    def _counted(self, axes: tuple[int, ...]) -> Counts:
        together = self._together(axes)
        if len(together) > len(axes):
            others = tuple(at for at, axis in enumerate(together) if axis not in axes)
            order = np.argsort(np.argsort(axes)).tolist()
            return np.asarray(self.table(together).sum(axis=others).transpose(order))
        shape = tuple(self.sizes[axis] for axis in axes)
        places = np.zeros(len(self.counts), dtype=np.int64)
        for axis in axes:
            places *= self.sizes[axis]
            places += self.codes[:, axis]
        counted = np.bincount(places, self._weights, math.prod(shape))
        return counted.astype(np.int64).reshape(shape)

    def _together(self, axes: tuple[int, ...]) -> tuple[int, ...]:
        """The variables of whose table that of a few is summed up, theirs among them.

        Many tables of two and three are asked for together, and a table for each is a look at every
        profile. Any three variables are in three blocks.
        """
        if not 0 < len(axes) <= FEW_AXES:
            return axes
        blocks = {self._blocks[axis] for axis in axes}
        together = tuple(axis for axis, block in enumerate(self._blocks) if block in blocks)
        cells = math.prod(self.sizes[axis] for axis in together)
        return together if cells * TIMES_ITS_CELLS <= len(self.counts) else axes

    @cached_property
    def _blocks(self) -> list[int]:
        """The number of each variable's block: small ones fill up those of large ones."""
        cells: list[int] = []
        block_of = [0] * len(self.sizes)
        for axis in sorted(range(len(self.sizes)), key=lambda axis: -self.sizes[axis]):
            size = self.sizes[axis]
            room = (at for at, of in enumerate(cells) if of * size <= MOST_OF_A_BLOCK)
            block_of[axis] = next(room, len(cells))
            if block_of[axis] == len(cells):
                cells.append(1)
            cells[block_of[axis]] *= size
        return block_of

    @cached_property
    def _weights(self) -> NDArray[np.float64]:
        """The counts as sums by place take them."""
        return self.counts.astype(float)

    def meets(self, choices: Choices) -> NDArray[np.bool_]:
        """Tell which profiles have, on every axis asked for, the first of the choices."""
        met = np.ones(len(self.counts), dtype=bool)
        for axis, (codes, *_) in choices.items():
            chosen = np.zeros(self.sizes[axis], dtype=bool)
            chosen[list(codes)] = True
            met &= chosen[self.codes[:, axis]]
        return met

    def choice_numbers(self, axis: int, choices: Sequence[Codes]) -> NDArray[np.int64]:
        """Return the number of the choice that each profile meets; the last number means none.

        Of choices that overlap, the first counts.
        """
        place = np.full(self.sizes[axis], len(choices))
        for number, codes in reversed(list(enumerate(choices))):
            place[list(codes)] = number
        return place[self.codes[:, axis]]

    def count_groups(self, choices: Choices) -> Counts:
        """Return how many respondents meet each combination of choices.

        Returns
        -------
        array of int
            One dimension for each axis asked for, one longer than its choices: the last number
            means those who meet none of them.
        """
        profiles = self.marginal(tuple(choices))
        shape = tuple(len(sets) + 1 for sets in choices.values())
        table = np.zeros(shape, dtype=np.int64)
        places = [profiles.choice_numbers(at, sets) for at, sets in enumerate(choices.values())]
        np.add.at(table, tuple(places), profiles.counts)
        return table

    def coarser_axes(self, axis: int) -> dict[int, NDArray[np.int64]]:
        """Find the axes on which every code of an axis lies within one code.

        Returns
        -------
        dict of int to array of int
            By axis, that of most codes first: the code that each code of the first axis lies in; -1
            where nobody has it.

        Examples
        --------
        >>> regions = np.array([[0, 0], [1, 0], [2, 1], [3, 1]])
        >>> counties = RespondentCounts(regions, (5, 3), np.array([40, 4, 50, 30]))
        >>> {other: codes.tolist() for other, codes in counties.coarser_axes(0).items()}
        {1: [0, 0, 1, 1]}
        >>> counties.coarser_axes(1)
        {}
        """
        coarser: dict[int, tuple[int, NDArray[np.int64]]] = {}
        for other in {*range(len(self.sizes))} - self.several - {axis}:
            table = self.table(sorted((axis, other)))
            table = (table if axis < other else table.T)[:-1]
            there = table.any(axis=1)
            lies_within = ((table > 0).sum(axis=1) == 1) & (table[:, -1] == 0)
            codes = np.where(there, table.argmax(axis=1), -1)
            classes = len(np.unique(codes[there]))
            if lies_within[there].all() and 1 < classes < there.sum():
                coarser[other] = classes, codes
        in_order = sorted(coarser, key=lambda other: (-coarser[other][0], other))
        return {} if axis in self.several else {other: coarser[other][1] for other in in_order}


class RemainingCounts(RespondentCounts):
    """Respondents but for some of them, whose profiles are listed when somebody asks for them.

    Their tables follow from those of the wider group without such a list. Profiles are in the order
    of their codes, as those of both groups are.
    """

    def __init__(self, wider: RespondentCounts, absent: RespondentCounts, shelf: Shelf) -> None:
        parts = {"sizes": wider.sizes, "several": wider.several, "shelf": shelf}
        for name, value in {**parts, "wider": wider, "absent": absent}.items():
            object.__setattr__(self, name, value)

    wider: RespondentCounts
    absent: RespondentCounts

    @property
    def nbytes(self) -> int:
        """How many bytes the profiles take where they are listed, with those who are left out."""
        return self.wider.nbytes + self.absent.nbytes

    @cached_property
    def total(self) -> int:
        """All of them."""
        return self.wider.total - self.absent.total

    @cached_property
    def codes(self) -> NDArray[np.int16]:
        """The codes of each profile."""
        return np.asarray(self.wider.codes[self._left > 0])

    @cached_property
    def counts(self) -> Counts:
        """Respondents with the profile."""
        return np.asarray(self._left[self._left > 0])

    @cached_property
    def _left(self) -> Counts:
        """Respondents of each of the wider group's profiles."""
        own, gone = self.wider._numbers, self.absent._numbers
        if own is None or gone is None:
            raise ValueError("There are too many profiles to be numbered.")
        left = self.wider.counts.copy()
        np.subtract.at(left, np.searchsorted(own, gone), self.absent.counts)
        return left

    def count_cells(self, axes: Sequence[int]) -> Counts:
        """Return what :meth:`table` returns, remembered of the wider group only."""
        return self._table(tuple(axes))

    def _counted(self, axes: tuple[int, ...]) -> Counts:
        return np.asarray(self.wider.table(axes) - self.absent._counted(axes))

    @property
    def _most_cells(self) -> int:
        return MOST_CELLS
