r"""Cell suppression: groups of a table that are hidden so that no small one can be worked out.

A group is *small* when it has respondents, but fewer than `least`. Hiding only the small ones does
not protect them: the total less the others gives them away. So others are hidden with them.

One variable
    The hidden groups are at least two, and together at least `least` respondents; so too within
    every group of a coarser classification whose totals are shown, as counties within regions.
    Those without a value on the variable are in no group that can be asked for, but the total less
    all groups tells of them: where they are few, they are one of the hidden groups.

Two variables
    The totals of each variable are taken to be known, so the cells must protect the small ones
    against all of these sums at once. Every small cell could have `least` respondents or more, as
    far as totals and shown cells tell (:mod:`insight.disclosure.cell_flows`): in official
    statistics, its upper protection level is `least` less its respondents. No sum of hidden cells
    with a small one among them that the totals give away is then small either. Cells are chosen so
    that few respondents are hidden. Those without a value on either variable are cells like others,
    which are never shown, and hide the fewest.

That flows in a network protect tables of two variables is from Cox 1980, *Journal of the American
Statistical Association* 75: 377–385; protection levels are those of Fischetti and Salazar 2000,
*Journal of the American Statistical Association* 95: 916–928.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from insight.disclosure.cell_flows import Counts, Edge, Mask, protect_cell

Pair = tuple[int, int]


@dataclass(frozen=True)
class Closed:
    """What the tables of one and two variables hide.

    Attributes
    ----------
    codes : tuple of array of bool, shape (R,)
        The codes of each variable that its own table hides; of the last, which means none of them,
        that the table may not tell it.
    cells : dict of array of bool, shape (R, C)
        The cells of each two variables, the first the one with the lower number.
    """

    codes: tuple[Mask, ...]
    cells: Mapping[Pair, Mask]

    @cached_property
    def nothing(self) -> bool:
        """Whether they hide nothing."""
        return not any(mask.any() for mask in (*self.codes, *self.cells.values()))

    @property
    def nbytes(self) -> int:
        """How many bytes the tables take."""
        return sum(mask.nbytes for mask in (*self.codes, *self.cells.values()))


def is_small(counts: Counts, least: int) -> Mask:
    """Tell which counts are neither 0 nor at least `least`.

    Examples
    --------
    >>> is_small(np.array([0, 4, 10]), 10).tolist()
    [False, True, False]
    """
    return (counts > 0) & (counts < least)


def suppress_one_way(
    counts: Counts,
    least: int,
    *,
    hidden_before: Mask | None = None,
    within: Sequence[Counts] = (),
    absent: bool = False,
) -> Mask:
    """Tell which groups of one variable are hidden, where their total is shown.

    Parameters
    ----------
    counts : array of int, shape (R,)
        Respondents in each group; every respondent of the total is in one.
    least : int
        The fewest respondents that may be shown.
    hidden_before : array of bool, shape (R,), optional
        Groups that are hidden for other reasons.
    within : sequence of array of int, shape (R,)
        Respondents of each group in the classes of coarser classifications, one class at a time.
    absent : bool
        Whether the last group is of those without a value. It is never shown; that it is hidden
        means that the total less the other groups may not tell it either.

    Returns
    -------
    array of bool, shape (R,)

    Examples
    --------
    >>> suppress_one_way(np.array([50, 4, 30, 0]), 10).tolist()
    [False, True, True, False]
    >>> county, north, south = np.array([4, 50, 60, 20]), [4, 50, 0, 0], [0, 0, 60, 20]
    >>> suppress_one_way(county, 10, within=[np.array(north), np.array(south)]).tolist()
    [True, True, False, False]
    >>> suppress_one_way(np.array([50, 30, 4]), 10, absent=True).tolist()
    [False, True, True]
    """
    classes = [*within, counts]
    hidden = np.any([is_small(inside, least) for inside in classes], axis=0)
    if hidden_before is not None:
        hidden |= hidden_before & (counts > 0)
    while any(_fill_class(hidden, inside, least, absent=absent) for inside in classes):
        pass
    return np.asarray(hidden)


def _fill_class(hidden: Mask, inside: Counts, least: int, *, absent: bool) -> bool:
    """Hide more of a class in which just one group or few respondents are; tell if any was."""
    changed = False
    there = inside > 0
    candidates = there.copy()
    if absent:
        candidates[-1] = False
        if inside[-1] >= least and not (hidden & candidates).any():
            return False  # what may be told of those without a value protects nobody
    while (hidden & there).any():
        enough = (hidden & there).sum() > 1 and inside[hidden].sum() >= least
        left = np.flatnonzero(candidates & ~hidden)
        if enough or not len(left):
            break
        hidden[left[np.argmin(inside[left])]] = changed = True
    return changed


def suppress_two_way(
    counts: Counts,
    least: int,
    *,
    hidden_before: Mask | None = None,
    protected: Edge | None = None,
    absent: Mask | None = None,
) -> Mask:
    """Tell which cells of two variables are hidden, where all their totals are known.

    Parameters
    ----------
    counts : array of int, shape (R, C)
        Respondents in each cell; every respondent of the total is in one.
    least : int
        The fewest respondents that may be shown.
    hidden_before : array of bool, shape (R, C), optional
        Cells that are hidden for other reasons.
    protected : tuple of int, optional
        A cell, small or not, that totals must not give away.
    absent : array of bool, shape (R, C), optional
        Cells of those without a value on either variable. They are never shown, so they protect
        others before cells do that could be; that they are hidden means that totals may not tell
        them either.

    Returns
    -------
    array of bool, shape (R, C)

    Examples
    --------
    >>> suppress_two_way(np.array([[50, 4, 30], [40, 60, 70]]), 10).astype(int).tolist()
    [[1, 1, 0], [1, 1, 0]]
    """
    if counts.sum() < least:
        return counts > 0
    prices = counts if absent is None else np.where(absent, np.minimum(counts, 1), counts)
    small = is_small(counts, least)
    hidden = small if hidden_before is None else small | (hidden_before & (counts > 0))
    for row, column in zip(*np.nonzero(small), strict=True):
        for cell in protect_cell(counts, hidden, (int(row), int(column)), least, prices):
            hidden[cell] = True
    if protected:
        hidden[protected] = True
        for cell in protect_cell(counts, hidden, protected, int(counts[protected]) + 1, prices):
            hidden[cell] = True
    while _fill_lines(counts, hidden, least, prices) or _fill_lines(
        counts.T, hidden.T, least, prices.T
    ):
        pass
    return hidden


def _fill_lines(counts: Counts, hidden: Mask, least: int, prices: Counts) -> bool:
    """Hide one more of each row of which too few are hidden; tell if any was."""
    changed = False
    sums = np.where(hidden, counts, 0).sum(axis=1)
    for row in np.flatnonzero(is_small(sums, least)):
        left = np.flatnonzero(~hidden[row] & (counts[row] > 0))
        if len(left):
            hidden[row, left[np.argmin(prices[row, left])]] = changed = True
    return changed
