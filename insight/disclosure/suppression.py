r"""Which groups of a table are hidden so that the small ones cannot be worked out.

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

from insight.disclosure.cell_cycles import Counts, Edge, Mask, cheapest_cycle, on_cycles


def small(counts: Counts, least: int) -> Mask:
    """Tell which counts are neither 0 nor at least `least`.

    Examples
    --------
    >>> small(np.array([0, 4, 10]), 10).tolist()
    [False, True, False]
    """
    return (counts > 0) & (counts < least)


def one_way(
    counts: Counts, least: int, *, known: Mask | None = None, lines: Sequence[Counts] = ()
) -> Mask:
    """Tell which groups of one variable are hidden, where their total is shown.

    Parameters
    ----------
    counts : array of int, shape (R,)
        Respondents in each group; every respondent of the total is in one.
    least : int
        The fewest respondents that may be shown.
    known : array of bool, shape (R,), optional
        Groups that are hidden for other reasons.
    lines : sequence of array of int, shape (R,)
        Coarser classifications, each as the number of the class that a group lies in; a negative
        number means none.

    Returns
    -------
    array of bool, shape (R,)

    Examples
    --------
    >>> one_way(np.array([50, 4, 30, 0]), 10).tolist()
    [False, True, True, False]
    >>> county, region = np.array([4, 50, 60, 20]), np.array([0, 0, 1, 1])
    >>> one_way(county, 10, lines=[region]).tolist()
    [True, True, False, False]
    """
    hidden = small(counts, least)
    if known is not None:
        hidden |= known & (counts > 0)
    everyone = np.zeros(len(counts), dtype=np.int64)
    classes = [line == one for line in (*lines, everyone) for one in np.unique(line[line >= 0])]
    while any(_filled(hidden, one, counts, least) for one in classes):
        pass
    return hidden


def _filled(hidden: Mask, its: Mask, counts: Counts, least: int) -> bool:
    """Hide more of a class in which just one group or few respondents are; tell if any was."""
    changed = False
    while (hidden & its).any():
        enough = (hidden & its).sum() > 1 and counts[hidden & its].sum() >= least
        left = np.flatnonzero(its & ~hidden & (counts > 0))
        if enough or not len(left):
            break
        hidden[left[np.argmin(counts[left])]] = changed = True
    return changed


def two_way(counts: Counts, least: int, *, known: Mask | None = None) -> Mask:
    """Tell which cells of two variables are hidden, where all their totals are known.

    Parameters
    ----------
    counts : array of int, shape (R, C)
        Respondents in each cell; every respondent of the total is in one.
    least : int
        The fewest respondents that may be shown.
    known : array of bool, shape (R, C), optional
        Cells that are hidden for other reasons.

    Returns
    -------
    array of bool, shape (R, C)

    Examples
    --------
    >>> two_way(np.array([[50, 4, 30], [40, 60, 70]]), 10).astype(int).tolist()
    [[0, 1, 1], [0, 1, 1]]
    """
    if counts.sum() < least:
        return counts > 0
    table = _Table(counts, least, known)
    while table.fill_lines() or table.close_cycles() or table.protect_more():
        pass
    return table.hidden


class _Table:
    """A table of two variables, and what of it is hidden."""

    def __init__(self, counts: Counts, least: int, known: Mask | None) -> None:
        self._values = counts
        self._least = least
        self._protected = small(counts, least)
        self.hidden: Mask = self._protected | (np.False_ if known is None else known)
        self._given_up: set[Edge] = set()

    def fill_lines(self) -> bool:
        """Hide more of a row or column whose hidden cells would be few; tell if any was."""
        changed = False
        for hidden, values in ((self.hidden, self._values), (self.hidden.T, self._values.T)):
            sums = np.where(hidden, values, 0).sum(axis=1)
            for line in np.flatnonzero(small(sums, self._least)):
                left = np.flatnonzero(~hidden[line] & (values[line] > 0))
                if len(left):
                    hidden[line, left[np.argmin(values[line, left])]] = changed = True
        return changed

    def close_cycles(self) -> bool:
        """Hide what lays a cycle through the first cell that needs one; tell if any was."""
        unsafe = self._protected & ~on_cycles(self.hidden & (self._values > 0))
        for row, column in zip(*np.nonzero(unsafe), strict=True):
            edge = (int(row), int(column))
            if edge in self._given_up:
                continue
            path = cheapest_cycle(self._values, self.hidden, edge)
            if path is None:
                self._given_up.add(edge)
            elif not all(self.hidden[one] for one in path):
                for one in path:
                    self.hidden[one] = True
                return True
        return False

    def protect_more(self) -> bool:
        """Protect partners that the totals give away, where few are left of a line without them."""
        open_ = self.hidden & on_cycles(self.hidden & (self._values > 0))
        given_away = self.hidden & ~open_ & (self._values > 0) & ~self._protected
        changed = False
        for protected, values, its, told in (
            (self._protected, self._values, open_, given_away),
            (self._protected.T, self._values.T, open_.T, given_away.T),
        ):
            sums = np.where(its, values, 0).sum(axis=1)
            for line in np.flatnonzero(small(sums, self._least) & told.any(axis=1)):
                protected[line] |= told[line]
                changed = True
        return changed
