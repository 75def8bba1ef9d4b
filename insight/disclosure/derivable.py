"""Groups that can be derived: worked out by adding and subtracting what is shown.

Whoever knows which combinations of background there are, but not what those who have them answered,
faces a system of linear equations: one unknown for each combination, one equation for each sum that
is shown. A group can be derived if it is a sum of shown ones, each with any factor; that is, if no
answers exist which leave all that is shown as it is and change the group. Such answers are looked
for at random, among those that change nothing shown: a group on which they sum to 0 can be derived,
save by a coincidence of no probability (Schwartz 1980, *Journal of the ACM* 27: 701–717).
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator, Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from insight.disclosure.respondent_counts import RespondentCounts
from insight.disclosure.suppression import is_small

Numbers = NDArray[np.int64]
Reals = NDArray[np.float64]
Members = NDArray[np.bool_]
# Of how many codes with small cells any set is looked at, by how many variables make the table.
LOOKED_AT = {1: 8, 2: 8, 3: 4}
# What sums to less than this sums to 0, in answers of which each is about 1.
NOTHING = 1e-6
# How many numbers are looked at together.
AT_ONCE = 1 << 20
# Of how many codes at most sets are remembered: of 360 they take 23 MB.
FEW_CODES = 60


def has_small_cells(respondents: RespondentCounts, least: int, variables: int) -> bool:
    """Tell whether any table of at most so many variables has a small cell.

    Where none has, no group that tables tell of is small, and there is nothing to derive.
    """
    axes = range(len(respondents.sizes))
    return any(
        is_small(respondents.count_cells(table), least).any()
        for count in range(1, variables + 1)
        for table in itertools.combinations(axes, count)
    )


def derivable_groups(
    respondents: RespondentCounts,
    sample: Numbers,
    unseen: Reals,
    least: int,
    variables: int,
    answers: frozenset[int] = frozenset(),
) -> list[Members]:
    """Find the small groups of the tables of so many variables that can be derived.

    Those without a value on a variable are one of its groups.

    Parameters
    ----------
    respondents, sample
        As :func:`shown_sums`.
    unseen
        Answers that change no sum that is shown, by combination.
    least
        The fewest respondents that may be shown.
    variables
        How many variables make the tables, at most 3.
    answers
        Variables that are questions: those without an answer are no group, and groups of which
        nobody answered all of them are not protected.

    Returns
    -------
    list of array of bool
        Which combinations are in each group.
    """
    codes, sizes = respondents.codes, respondents.sizes
    drawn, seen = np.zeros(len(codes)), np.zeros(len(codes))
    drawn[sample], seen[sample] = unseen, 1
    last = np.array(sizes) - 1
    answered = (codes != last)[:, sorted(answers)].all(axis=1).astype(float)
    columns = np.ascontiguousarray(codes.T, dtype=np.intp)
    groups: list[Members] = []
    for table in itertools.combinations(range(len(sizes)), variables):
        counts = respondents.count_cells(table).astype(float)
        if not is_small(counts, least).any():
            continue
        shape = counts.shape
        cells, total = np.ravel_multi_index(columns[list(table)], shape), math.prod(shape)
        whole = np.bincount(cells, minlength=total) == np.bincount(cells, seen, total)
        told = whole & (np.bincount(cells, answered, total) > 0)
        counts = counts * told.reshape(shape)
        sums = (np.bincount(cells, drawn, total) * whole).reshape(shape)
        for at, axis in enumerate(table):
            if axis in answers:
                np.moveaxis(counts, at, 0)[-1] = 0
        for sets in derivable_sets(counts, sums, least, LOOKED_AT[variables]):
            group = np.ones(len(sample), dtype=bool)
            for axis, members in zip(table, sets, strict=True):
                group &= members[codes[sample, axis]]
            groups.append(group)
    return groups


def sets_of(count: int, most: int) -> Members:
    """Return the sets of some of `count` codes; of more than `most`, those of one code or two.

    Examples
    --------
    >>> sets_of(2, 8).astype(int).tolist()
    [[1, 0], [0, 1], [1, 1]]
    """
    return _sets_of(count, most) if count <= FEW_CODES else _sets_of.__wrapped__(count, most)


@lru_cache(maxsize=200)
def _sets_of(count: int, most: int) -> Members:
    if count > most:
        single = np.eye(count, dtype=bool)
        first, second = np.triu_indices(count, 1)
        sets = np.vstack([single, single[first] | single[second]])
    else:
        numbers = np.arange(1, 1 << count)[:, None]
        sets = (numbers >> np.arange(count)) & 1 > 0
    sets.flags.writeable = False  # it is remembered, and not the asker's own
    return sets


def derivable_sets(
    counts: Reals, unseen: Reals, least: int, most: int
) -> list[tuple[NDArray[np.bool_], ...]]:
    """Find the small groups of a table that can be derived.

    Parameters
    ----------
    counts : array of float, one dimension for each variable
        The respondents in each cell; the last on each variable are without a value.
    unseen : array of float, of the same shape
        What unseen answers sum to in each cell.
    least
        The fewest respondents that may be shown.
    most
        Of how many codes with small cells every set is looked at, also with those without a value;
        of more, one code or two.

    Returns
    -------
    list of tuple of array of bool
        For each group, the codes on each variable that make it.
    """
    small = (counts > 0) & (counts < least)
    if not small.any():
        return []
    dimensions = range(counts.ndim)
    codes = [
        np.flatnonzero(small.any(axis=tuple(other for other in dimensions if other != axis)))
        for axis in dimensions
    ]
    sets = [
        sets_of(len(there), most + int(there[-1] == size - 1))
        for there, size in zip(codes, counts.shape, strict=True)
    ]
    longest = max(dimensions, key=lambda axis: len(sets[axis]))
    others = [members for axis, members in enumerate(sets) if axis != longest]
    counted, drawn = (
        _sums_over(np.moveaxis(table[np.ix_(*codes)], longest, -1), others)
        for table in (counts, unseen)
    )
    groups = []
    for place in sorted(_told_of(counted, drawn, sets[longest], least, longest)):
        members = [np.zeros(size, dtype=bool) for size in counts.shape]
        for axis, at in enumerate(place):
            members[axis][codes[axis][sets[axis][at]]] = True
        groups.append(tuple(members))
    return groups


def _told_of(
    counted: Reals, drawn: Reals, sets: Members, least: int, axis: int
) -> Iterator[tuple[int, ...]]:
    """The numbers of the sets whose group is small and can be derived, by dimension.

    The first dimension of sums is of codes, of which there may be tens of thousands of sets; they
    are looked at some at a time, and are put where their axis is.
    """
    shape, cells = counted.shape[1:], math.prod(counted.shape[1:])
    counted, drawn = counted.reshape(-1, cells), drawn.reshape(-1, cells)
    step = max(AT_ONCE // max(len(counted), cells), 1)
    for start in range(0, len(sets), step):
        members = sets[start : start + step].astype(float)
        sizes = members @ counted
        told = (sizes > 0) & (sizes < least)
        if not told.any():
            continue
        told &= np.abs(members @ drawn) < NOTHING
        for number, cell in zip(*np.nonzero(told), strict=True):
            place = [int(at) for at in np.unravel_index(cell, shape)] if shape else []
            place.insert(axis, start + int(number))
            yield tuple(place)


def _sums_over(table: NDArray[np.number], sets: Sequence[Members]) -> Reals:
    """Sums of a table over every combination of sets of the codes of its first axes."""
    sums = table.astype(float)
    for members in sets:  # each step sums over the first axis and puts the sets last
        over = members.astype(float) @ sums.reshape(len(sums), -1)
        sums = over.T.reshape(*sums.shape[1:], len(members))
    return sums
