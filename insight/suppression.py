r"""Which groups of a table are hidden so that the small ones cannot be worked out.

A group is *small* when it has respondents, but fewer than `least`. Hiding only the small ones does
not protect them: the total less the others gives them away. So others are hidden with them.

One variable
    The hidden groups are at least two, and together at least `least` respondents.

Two variables
    The totals of each variable are shown as its own table shows them, so the cells must protect
    the small ones against all of these sums at once. Rows and columns are the two sides of a graph
    whose edges are the hidden cells, and hidden totals are edges to one more row and column. Around
    a cycle of such edges, one respondent can be moved from cell to cell, in turn added and taken
    away, and every sum that is shown stays the same. A small cell is safe when it lies on such a
    cycle: then at least two tables agree with all that is shown. A cell that is 0 may lie on the
    cycle where one is added to it, and is then hidden too. Cells are chosen so that few
    respondents are hidden, and what is hidden in a row or column, where its total is shown, is at
    least `least` together, so that no difference between two shown groups is small.

The cycle criterion is that of cell suppression in two-way tables (Cox 1980, *Journal of the
American Statistical Association* 75: 377–385; Gusfield 1988, *SIAM Journal on Computing* 17:
552–571).
"""

from __future__ import annotations

import heapq
from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

Counts = NDArray[np.int64]
Mask = NDArray[np.bool_]
Edge = tuple[int, int]


def small(counts: Counts, least: int) -> Mask:
    """Tell which counts are neither 0 nor at least `least`.

    Examples
    --------
    >>> small(np.array([0, 4, 10]), 10).tolist()
    [False, True, False]
    """
    return (counts > 0) & (counts < least)


def one_way(counts: Counts, least: int) -> Mask:
    """Tell which groups of one variable are hidden, where their total is shown.

    Parameters
    ----------
    counts : array of int, shape (R,)
        Respondents in each group; every respondent of the total is in one.
    least : int
        The fewest respondents that may be shown.

    Returns
    -------
    array of bool, shape (R,)

    Examples
    --------
    >>> one_way(np.array([50, 4, 30, 0]), 10).tolist()
    [False, True, True, False]
    """
    hidden = small(counts, least)
    for number in np.argsort(counts, kind="stable"):
        if not hidden.any() or (hidden.sum() > 1 and counts[hidden].sum() >= least):
            break
        hidden[number] |= counts[number] > 0
    return hidden


def two_way(counts: Counts, least: int) -> Mask:
    """Tell which cells of two variables are hidden, where each variable's own table is shown.

    Parameters
    ----------
    counts : array of int, shape (R, C)
        Respondents in each cell; every respondent of the total is in one.
    least : int
        The fewest respondents that may be shown.

    Returns
    -------
    array of bool, shape (R, C)

    Examples
    --------
    >>> two_way(np.array([[50, 4, 30], [40, 60, 70]]), 10).astype(int).tolist()
    [[0, 1, 1], [0, 1, 1]]
    """
    table = _Extended(counts, least)
    if counts.sum() < least:
        return counts > 0
    while table.fill_lines() or table.close_cycles():
        pass
    return table.hidden[:-1, :-1]


class _Extended:
    """A table with its totals as one more row and column, and what of it is hidden."""

    def __init__(self, counts: Counts, least: int) -> None:
        rows, columns = counts.sum(axis=1), counts.sum(axis=0)
        self._least = least
        self._shape = counts.shape
        self._values = np.block([[counts, rows[:, None]], [columns[None, :], counts.sum()]])
        self.hidden = np.zeros_like(self._values, dtype=bool)
        self.hidden[:-1, :-1] = small(counts, least)
        self.hidden[:-1, -1] = one_way(rows, least)
        self.hidden[-1, :-1] = one_way(columns, least)
        self._protected = self.hidden & small(self._values, least)
        self._given_up: set[Edge] = set()

    def fill_lines(self) -> bool:
        """Hide more of a row or column whose hidden cells would be few, its total being shown."""
        changed = False
        for axis in (0, 1):
            hidden = self.hidden if axis == 0 else self.hidden.T
            values = self._values if axis == 0 else self._values.T
            for line in range(self._shape[axis]):
                cells, its = hidden[line, :-1], values[line, :-1]
                if hidden[line, -1]:
                    continue
                while 0 < its[cells].sum() < self._least and (~cells & (its > 0)).any():
                    left = np.where(~cells & (its > 0), its, np.iinfo(np.int64).max)
                    cells[int(np.argmin(left))] = True
                    changed = True
        return changed

    def close_cycles(self) -> bool:
        """Hide what lays a cycle through the first small cell that has none; tell if any was."""
        for row, column in zip(*np.nonzero(self._protected), strict=True):
            edge = (int(row), int(column))
            if edge in self._given_up:
                continue
            path = min(self._paths(edge), default=None)
            if path is None:
                self._given_up.add(edge)
            elif not all(self.hidden[one] for one in path[1]):
                for one in path[1]:
                    self.hidden[one] = True
                return True
        return False

    def _paths(self, edge: Edge) -> Iterator[tuple[int, list[Edge]]]:
        """The cheapest cycle through an edge in which it gains one, and in which it loses one."""
        for gains in (True, False):
            found = self._cheapest(edge, gains=gains)
            if found is not None:
                yield found

    def _cheapest(self, edge: Edge, *, gains: bool) -> tuple[int, list[Edge]] | None:
        """Find the cheapest path from the edge's row to its column that does not use the edge.

        Edges are added to and taken from in turn; those from a row to a column are taken from
        where the edge itself gains. Costs are the respondents that would have to be hidden.
        """
        rows, columns = self.hidden.shape
        goal = rows + edge[1]
        best = {edge[0]: 0}
        came: dict[int, int] = {}
        queue = [(0, edge[0])]
        while queue:
            cost, node = heapq.heappop(queue)
            if node == goal:
                return cost, self._edges(edge, goal, came)
            if cost > best[node]:
                continue
            from_row = node < rows
            for other in range(columns if from_row else rows):
                step = (node, other) if from_row else (other, node - rows)
                target = rows + other if from_row else other
                price = None if step == edge else self._price(step, added=from_row != gains)
                if price is not None and cost + price < best.get(target, cost + price + 1):
                    best[target] = cost + price
                    came[target] = node
                    heapq.heappush(queue, (cost + price, target))
        return None

    def _price(self, step: Edge, *, added: bool) -> int | None:
        """What it costs to use an edge: nothing if hidden; None if it may not be used."""
        value = int(self._values[step])
        is_total = step[0] == self._shape[0] or step[1] == self._shape[1]
        if value == 0 and not (added and not is_total):
            return None
        if self.hidden[step]:
            return 0
        # An empty cell may be known to be empty for other reasons, so it is the last resort.
        return None if is_total else value or int(self._values[-1, -1]) + 1

    def _edges(self, edge: Edge, goal: int, came: dict[int, int]) -> list[Edge]:
        rows = self.hidden.shape[0]
        path, node = [edge], goal
        while node in came:
            before = came[node]
            path.append((before, node - rows) if before < rows else (node, before - rows))
            node = before
        return path
