r"""Cell suppression: groups of a table that are hidden so that no small one can be worked out.

A group is *small* when it has respondents, but fewer than `least`. Hiding only the small ones does
not protect them: the total less the others gives them away. So others are hidden with them.

One variable
    The hidden groups are at least two, and together at least `least` respondents; so too within
    every group of a coarser classification whose totals are shown, as counties within regions.

Two variables
    The totals of each variable are taken to be known, so the cells must protect the small ones
    against all of these sums at once. Rows and columns are the two sides of a graph whose edges
    are the hidden cells. Around a cycle of such edges, one respondent can be moved from cell to
    cell, in turn added and taken away, and every sum stays the same. A small cell is safe when it
    lies on such a cycle: then at least two tables agree with all that is shown. A cell that is 0
    may lie on the cycle where one is added to it, and is then hidden too. Cells are chosen so that
    few respondents are hidden, and what is hidden in a row or column is at least `least` together,
    so that no difference between two shown groups is small.

The cycle criterion is that of cell suppression in two-way tables (Cox 1980, *Journal of the
American Statistical Association* 75: 377–385; Gusfield 1988, *SIAM Journal on Computing* 17:
552–571).
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from insight.disclosure.cell_cycles import Counts, Edge, Mask, cheapest_cycle, edges_on_cycles


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
    classifications: Sequence[Counts] = (),
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
    classifications : sequence of array of int, shape (R,)
        Coarser classifications, each as the number of the class that a group lies in; a negative
        number means none.

    Returns
    -------
    array of bool, shape (R,)

    Examples
    --------
    >>> suppress_one_way(np.array([50, 4, 30, 0]), 10).tolist()
    [False, True, True, False]
    >>> county, region = np.array([4, 50, 60, 20]), np.array([0, 0, 1, 1])
    >>> suppress_one_way(county, 10, classifications=[region]).tolist()
    [True, True, False, False]
    """
    hidden = is_small(counts, least)
    if hidden_before is not None:
        hidden |= hidden_before & (counts > 0)
    undivided = np.zeros(len(counts), dtype=np.int64)
    classes = [
        class_of == number
        for class_of in (*classifications, undivided)
        for number in np.unique(class_of[class_of >= 0])
    ]
    while any(_fill_class(hidden, members, counts, least) for members in classes):
        pass
    return hidden


def _fill_class(hidden: Mask, members: Mask, counts: Counts, least: int) -> bool:
    """Hide more of a class in which just one group or few respondents are; tell if any was."""
    changed = False
    while (hidden & members).any():
        enough = (hidden & members).sum() > 1 and counts[hidden & members].sum() >= least
        left = np.flatnonzero(members & ~hidden & (counts > 0))
        if enough or not len(left):
            break
        hidden[left[np.argmin(counts[left])]] = changed = True
    return changed


def suppress_two_way(counts: Counts, least: int, *, hidden_before: Mask | None = None) -> Mask:
    """Tell which cells of two variables are hidden, where all their totals are known.

    Parameters
    ----------
    counts : array of int, shape (R, C)
        Respondents in each cell; every respondent of the total is in one.
    least : int
        The fewest respondents that may be shown.
    hidden_before : array of bool, shape (R, C), optional
        Cells that are hidden for other reasons.

    Returns
    -------
    array of bool, shape (R, C)

    Examples
    --------
    >>> suppress_two_way(np.array([[50, 4, 30], [40, 60, 70]]), 10).astype(int).tolist()
    [[0, 1, 1], [0, 1, 1]]
    """
    if counts.sum() < least:
        return counts > 0
    table = _Table(counts, least, hidden_before)
    while table.fill_lines() or table.close_cycles() or table.protect_more():
        pass
    return table.hidden


class _Table:
    """A table of two variables, and what of it is hidden."""

    def __init__(self, counts: Counts, least: int, hidden_before: Mask | None) -> None:
        self._values = counts
        self._least = least
        self._protected = is_small(counts, least)
        self.hidden: Mask = self._protected | (
            np.False_ if hidden_before is None else hidden_before
        )
        self._given_up: set[Edge] = set()

    def fill_lines(self) -> bool:
        """Hide more of a row or column whose hidden cells would be few; tell if any was."""
        changed = False
        for hidden, values in ((self.hidden, self._values), (self.hidden.T, self._values.T)):
            sums = np.where(hidden, values, 0).sum(axis=1)
            for line in np.flatnonzero(is_small(sums, self._least)):
                left = np.flatnonzero(~hidden[line] & (values[line] > 0))
                if len(left):
                    hidden[line, left[np.argmin(values[line, left])]] = changed = True
        return changed

    def close_cycles(self) -> bool:
        """Hide what lays a cycle through the first cell that needs one; tell if any was."""
        unsafe = self._protected & ~edges_on_cycles(self.hidden & (self._values > 0))
        for row, column in zip(*np.nonzero(unsafe), strict=True):
            edge = (int(row), int(column))
            if edge in self._given_up:
                continue
            path = cheapest_cycle(self._values, self.hidden, edge)
            if path is None:
                self._given_up.add(edge)
            elif not all(self.hidden[cell] for cell in path):
                for cell in path:
                    self.hidden[cell] = True
                return True
        return False

    def protect_more(self) -> bool:
        """Protect partners that the totals give away, where few are left of a line without them."""
        on_cycles = self.hidden & edges_on_cycles(self.hidden & (self._values > 0))
        off_cycles = self.hidden & ~on_cycles & (self._values > 0) & ~self._protected
        changed = False
        for protected, values, safe, exposed in (
            (self._protected, self._values, on_cycles, off_cycles),
            (self._protected.T, self._values.T, on_cycles.T, off_cycles.T),
        ):
            sums = np.where(safe, values, 0).sum(axis=1)
            for line in np.flatnonzero(is_small(sums, self._least) & exposed.any(axis=1)):
                protected[line] |= exposed[line]
                changed = True
        return changed
