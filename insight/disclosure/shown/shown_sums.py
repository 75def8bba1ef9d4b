"""Sums that are shown of a survey's background, and the groups that they span.

Every combination of codes is in few sums, one of each table, so that they are added up one table
after the other.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from insight.disclosure.respondent_counts import RespondentCounts
from insight.disclosure.suppression import is_small

Numbers = NDArray[np.int64]
Reals = NDArray[np.float64]
# Variables, and of each a class of its codes.
Name = tuple[tuple[int, ...], tuple[int, ...]]

SEED = 20_261_129
# Of the largest direction, what a direction must have to count.
DIRECTION = 1e-11
# What is solved for is exact enough the third time.
TIMES = 3
# Answers are looked for among so many combinations, and all that are in small cells.
COMBINATIONS = 3_000
# Where half as many sums may be shown, among so many times as many as these.
TIMES_AS_MANY, MOST_COMBINATIONS = 6, 25_000
# Of more sums it is solved step by step, in at most so many steps, until so little is left.
MOST_SOLVED, MOST_STEPS, LEFT = 3_000, 3_000, 1e-11
FEW_GROUPS = 50
# The sums that may be shown, for what can be derived from them to be looked for: of some of the
# combinations, and of many.
MOST_SUMS, MOST_SUMS_OF_MANY = 3_000, 8_000
NOTHING_HIDDEN = np.zeros((1, 1), dtype=bool)


class Span:
    """All groups that are sums of shown ones, each with any factor.

    Parameters
    ----------
    columns : array of int, shape (T, M)
        For each table, the number of the sum that each combination is in; `count` where in none.
    count
        How many sums there are, G.
    """

    def __init__(self, columns: Numbers, count: int) -> None:
        self._columns, self._count = columns, count

    def unseen_answers(self) -> Reals:
        """Return answers, drawn at random, that change no sum that is shown; shape (M,)."""
        answers: Reals = np.random.default_rng(SEED).standard_normal((self._columns.shape[1],))
        if self._count > MOST_SOLVED and (found := self._found_in_steps(answers, root=True)):
            return found[1]
        for _ in range(TIMES):
            answers = answers - self._made_of(self._solve(self._sums_of(answers)))
        return answers

    def factors(self, groups: Sequence[Reals | NDArray[np.bool_]]) -> Reals:
        """Return the factors of sums that make each group of the span, as small as can be.

        Parameters
        ----------
        groups : sequence of array of float, shape (M,)
            How much of each combination is in each group.

        Returns
        -------
        array of float, shape (N, G)
            For each group.
        """
        if self._count > MOST_SOLVED and len(groups) <= FEW_GROUPS:
            found = [self._found_in_steps(group.astype(float)) for group in groups]
            if all(found):
                return np.array([each[0] for each in found if each])
        wanted = np.column_stack(groups).astype(float)
        factors = self._solve(self._sums_of(wanted))
        for _ in range(TIMES - 1):
            factors += self._solve(self._sums_of(wanted - self._made_of(factors)))
        return np.asarray(factors.T, float)

    @cached_property
    def _directions(self) -> tuple[Reals, Reals]:
        """Of what the sums have in common: the directions that count, and their squares."""
        squares, directions = np.linalg.eigh(self._products())
        kept = squares > DIRECTION * squares.max(initial=0)
        return directions[:, kept], squares[kept]

    def _products(self) -> Reals:
        """How many combinations are in both of two sums; shape (G, G).

        The sums of a table have numbers near each other, so that each two tables are a small block.
        """
        products = np.zeros((self._count, self._count))
        blocks = []
        for column in self._columns:
            there = column[column < self._count]
            if len(there):
                first, last = int(there.min()), int(there.max())
                inside = np.where(column < self._count, column - first, last - first + 1)
                blocks.append((slice(first, last + 1), inside, last - first + 2))
        for number, (rows, row, height) in enumerate(blocks):
            for columns, column, width in blocks[number:]:
                counted = np.bincount(row * width + column, minlength=height * width)
                block = counted.reshape(height, width)[:-1, :-1]
                products[rows, columns] += block
                if column is not row:
                    products[columns, rows] += block.T
        return products

    def _solve(self, sums: Reals) -> Reals:
        directions, squares = self._directions
        along = directions.T @ sums
        return np.asarray(directions @ (along.T / squares).T, float)

    def _found_in_steps(self, wanted: Reals, *, root: bool = False) -> tuple[Reals, Reals] | None:
        """The smallest factors that come nearest to what is wanted, and what is left of it."""
        factors, left = np.zeros(self._count), wanted
        for _ in range(TIMES - 1):
            found = self._solve_in_steps(left, root=root)
            if found is None:
                return None
            factors = factors + found
            left = left - self._made_of(found)
        return factors, left

    def _solve_in_steps(self, answers: Reals, *, root: bool) -> Reals | None:
        """The factors that come nearest to answers, by conjugate gradients; None if not found.

        With `root` each sum is measured by the root of its combinations, which takes fewer steps;
        then others than the smallest factors may be found. See Hestenes and Stiefel 1952, *Journal
        of Research of the National Bureau of Standards* 49: 409–436.
        """
        sizes = self._sums_of(np.ones_like(answers))
        scale = 1 / np.sqrt(np.maximum(sizes, 1)) if root else np.ones(self._count)
        factors, left = np.zeros(self._count), answers
        towards = step = scale * self._sums_of(left)
        square = float(towards @ towards)
        little = LEFT**2 * max(square, 1.0)
        for _ in range(MOST_STEPS):
            if square <= little:
                return np.asarray(scale * factors)
            made = self._made_of(scale * step)
            length = square / float(made @ made)
            factors = factors + length * step
            left = left - length * made
            towards = scale * self._sums_of(left)
            before, square = square, float(towards @ towards)
            step = towards + square / before * step
        return None

    def _sums_of(self, answers: Reals) -> Reals:
        """What answers sum to in each sum; shape (M, ...) to (G, ...)."""
        sums = np.zeros((self._count + 1, *answers.shape[1:]))
        for column in self._columns:
            if answers.ndim == 1:
                sums += np.bincount(column, answers, self._count + 1)
            else:
                np.add.at(sums, column, answers)
        return sums[:-1]

    def _made_of(self, factors: Reals) -> Reals:
        """How much of each combination is in all sums, each with its factor."""
        padded = np.concatenate([factors, np.zeros((1, *factors.shape[1:]))])
        made = np.zeros((self._columns.shape[1], *factors.shape[1:]))
        for column in self._columns:
            made += padded[column]
        return made


@dataclass(frozen=True)
class ShownSums:
    """Sums that are shown.

    Attributes
    ----------
    names
        What each is about.
    columns : array of int, shape (T, M)
        For each table, the number of the sum that each combination is in; G where in none.
    independent : array of bool, shape (G,)
        Those of which the others are made.
    """

    names: list[Name]
    columns: Numbers
    independent: NDArray[np.bool_]

    @property
    def span(self) -> Span:
        """What the sums span."""
        return Span(self.columns, len(self.names))

    @property
    def span_of_independent(self) -> Span:
        """The same, made of the independent ones."""
        count = int(self.independent.sum())
        place = np.append(np.where(self.independent, np.cumsum(self.independent) - 1, count), count)
        return Span(place[self.columns], count)


def combinations_wanted(respondents: RespondentCounts) -> int:
    """Tell among how many combinations answers should be looked for.

    They are several times as many as the sums that there may be. Of hardly more than these, few
    answers would leave every sum as it is, and groups would seem to follow that do not.
    """
    sizes = respondents.sizes
    used = [int((respondents.table([axis]) > 0).sum()) - 1 for axis in range(len(sizes))]
    sums = sum(used) + sum(map(math.prod, itertools.combinations(used, 2)))
    more = min(TIMES_AS_MANY * sums, MOST_COMBINATIONS)
    return more if 2 * sums > COMBINATIONS else COMBINATIONS


def choose_combinations(respondents: RespondentCounts, least: int, most: int) -> Numbers:
    """Choose combinations among which answers are looked for: those of small cells first.

    They are at most so many, but for those of small cells, which are all there.
    """
    codes = respondents.codes
    in_small = np.zeros(len(codes), dtype=bool)
    for pair in itertools.combinations(range(codes.shape[1]), 2):
        small = is_small(respondents.table(pair), least)
        in_small |= small[codes[:, pair[0]], codes[:, pair[1]]]
    others = np.flatnonzero(~in_small)
    room = max(most - int(in_small.sum()), 1)
    return np.sort(
        np.concatenate([np.flatnonzero(in_small), others[:: -(-len(others) // room) or 1]])
    )


def shown_sums(
    respondents: RespondentCounts,
    sample: Numbers,
    classes_of: Sequence[Numbers],
    hidden_cells: Mapping[tuple[int, int], NDArray[np.bool_]],
    variables: int,
) -> ShownSums:
    """Return the sums that are shown: all respondents, classes of codes, and cells.

    Parameters
    ----------
    respondents
        The respondents.
    sample : array of int
        Which of their combinations are looked at.
    classes_of
        The class of each code, by variable.
    hidden_cells
        The cells of each two variables that are hidden.
    variables
        Of tables of how many variables, 1 or 2.
    """
    codes = respondents.codes[sample]
    sizes = respondents.sizes
    classes = [classes_of[axis][codes[:, axis]] for axis in range(len(sizes))]
    names: list[Name] = [((), ())]
    columns, independent = [np.zeros(len(codes), dtype=np.int64)], [True]
    axes = range(len(sizes))
    tables = [itertools.combinations(axes, count) for count in range(1, variables + 1)]
    for table in itertools.chain.from_iterable(tables):
        shape = [sizes[axis] for axis in table]
        places = np.ravel_multi_index([classes[axis] for axis in table], shape)
        there, which = np.unique(places, return_inverse=True)
        cells = np.column_stack(np.unravel_index(there, shape))
        hidden = hidden_cells.get((table[0], table[-1]), NOTHING_HIDDEN)
        first = cells.min(axis=0) if not hidden.any() else -1
        number = np.full(len(there), -1)
        for at, place in enumerate(cells):
            if len(table) == 1 or not hidden[tuple(place)]:
                number[at] = len(names)
                names.append((table, tuple(place.tolist())))
                independent.append(bool((place != first).all()))
        columns.append(number[which])
    numbers = np.array(columns)
    return ShownSums(names, np.where(numbers < 0, len(names), numbers), np.array(independent))


class Samples:
    """Combinations among which answers are looked for: many, or where that is too much some.

    Parameters
    ----------
    respondents
        Those who have them.
    least
        The fewest that may be shown.
    """

    def __init__(self, respondents: RespondentCounts, least: int) -> None:
        self._respondents = respondents
        numbers = {combinations_wanted(respondents): MOST_SUMS_OF_MANY, COMBINATIONS: MOST_SUMS}
        self._samples = [
            (choose_combinations(respondents, least, most), sums) for most, sums in numbers.items()
        ]

    def shown_sums(
        self,
        classes: Sequence[Numbers],
        hidden_cells: Mapping[tuple[int, int], NDArray[np.bool_]],
        variables: int,
    ) -> tuple[Numbers, ShownSums] | None:
        """Return combinations, and the sums of them that are shown; None where these are too many.

        Of some combinations there are fewer sums than of many, and more groups follow from them.
        """
        for sample, most in self._samples:
            sums = shown_sums(self._respondents, sample, classes, hidden_cells, variables)
            if len(sums.names) <= most:
                return sample, sums
        return None
