"""Sums that are shown of a survey's background, and the groups that they span.

Every combination of codes is in few sums, one of each table, so that they are added up one table
after the other.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from insight.disclosure.respondent_counts import RespondentCounts
from insight.disclosure.shown.spans import Span
from insight.disclosure.suppression import is_small

Numbers = NDArray[np.int64]
# Variables, and of each a class of its codes.
Name = tuple[tuple[int, ...], tuple[int, ...]]

# Answers are looked for among so many combinations, and all that are in small cells.
COMBINATIONS = 3_000
# Where half as many sums may be shown, among so many times as many as these.
TIMES_AS_MANY, MOST_COMBINATIONS = 6, 25_000
# The sums that may be shown, for what can be derived from them to be looked for: of some of the
# combinations, and of many.
MOST_SUMS, MOST_SUMS_OF_MANY = 3_000, 8_000
NOTHING_HIDDEN = np.zeros((1, 1), dtype=bool)


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
