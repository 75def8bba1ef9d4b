"""Groups that can be derived: worked out by adding and subtracting what is shown.

Whoever knows which combinations of background there are, but not what those who have them answered,
faces a system of linear equations: one unknown for each combination, one equation for each sum that
is shown. A group can be derived if it is a sum of shown ones, each with any factor; that is, if no
answers exist which leave all that is shown as it is and change the group. Such answers are looked
for at random, among those that change nothing shown: a group on which they sum to 0 can be derived,
save by a coincidence of no probability (Schwartz 1980, *Journal of the ACM* 27: 701–717).
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Reals = NDArray[np.float64]

SEED = 20_261_129
# Of the largest direction, what a direction must have to count; twice is exact enough.
DIRECTION = 1e-11
# What sums to less than this sums to 0, in answers of which each is about 1.
NOTHING = 1e-6


class Span:
    """All groups that are sums of shown ones, each with any factor.

    Parameters
    ----------
    sums : array of float, shape (M, G)
        How much of each combination is in each sum.

    Attributes
    ----------
    basis : array of float, shape (M, R)
        Orthonormal groups of which all are made.
    """

    def __init__(self, sums: Reals) -> None:
        squares, directions = np.linalg.eigh(sums.T @ sums)
        kept = squares > DIRECTION * squares.max(initial=0)
        basis = sums @ (directions[:, kept] / np.sqrt(squares[kept]))
        self.basis = np.linalg.qr(basis)[0]

    def unseen_answers(self) -> Reals:
        """Return answers, drawn at random, that change no sum that is shown; shape (M,)."""
        answers = np.random.default_rng(SEED).standard_normal(len(self.basis))
        for _ in range(2):
            answers = answers - self.basis @ (self.basis.T @ answers)
        return answers

    def factors(self, group: Reals, sums: Reals) -> Reals:
        """Return the factors of sums that make a group of the span, as small as can be; shape (G,).

        Parameters
        ----------
        group : array of float, shape (M,)
            How much of each combination is in the group.
        sums : array of float, shape (M, G)
            The same for each sum; they span the same.
        """
        return np.asarray(np.linalg.lstsq(self.basis.T @ sums, self.basis.T @ group)[0], float)


def sets_of(count: int, most: int) -> NDArray[np.bool_]:
    """Return the sets of some of `count` codes; of more than `most`, those of one code or two.

    Examples
    --------
    >>> sets_of(2, 8).astype(int).tolist()
    [[1, 0], [0, 1], [1, 1]]
    """
    if count > most:
        single = np.eye(count, dtype=bool)
        first, second = np.triu_indices(count, 1)
        return np.vstack([single, single[first] | single[second]])
    numbers = np.arange(1, 1 << count)[:, None]
    return (numbers >> np.arange(count)) & 1 > 0


def derivable_groups(
    counts: Reals, unseen: Reals, least: int, most: int
) -> list[tuple[NDArray[np.bool_], ...]]:
    """Find the small groups of a table that can be derived.

    Parameters
    ----------
    counts : array of float, one dimension for each variable
        The respondents in each cell.
    unseen : array of float, of the same shape
        What unseen answers sum to in each cell.
    least
        The fewest respondents that may be shown.
    most
        Of how many codes with small cells every set is looked at; of more, one code or two.

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
    sets = [sets_of(len(there), most) for there in codes]
    sizes = _sums_over(counts[np.ix_(*codes)], sets)
    sums = _sums_over(unseen[np.ix_(*codes)], sets)
    told = (sizes > 0) & (sizes < least) & (np.abs(sums) < NOTHING)
    groups = []
    for place in zip(*np.nonzero(told), strict=True):
        members = [np.zeros(size, dtype=bool) for size in counts.shape]
        for axis, at in enumerate(place):
            members[axis][codes[axis][sets[axis][at]]] = True
        groups.append(tuple(members))
    return groups


def _sums_over(table: NDArray[np.number], sets: Sequence[NDArray[np.bool_]]) -> Reals:
    """Sums of a table over every combination of sets of its codes."""
    sums = table.astype(float)
    for members in sets:  # each step sums over the first axis and puts the sets last
        sums = np.tensordot(sums, members.astype(float), axes=(0, 1))
    return sums
