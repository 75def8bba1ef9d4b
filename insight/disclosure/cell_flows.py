"""Flows through hidden cells: how many respondents a small cell could have, as far as totals tell.

Rows and columns of a table are the two sides of a graph whose edges are its hidden cells. Where
respondents are added to a cell, as many are taken from another of its row, added to one of the
column that this is in, and so on until one is taken from the cell's own column: then every total
stays the same. What can be added to a cell is thus the most that flows from its row to its column,
where no more can be taken from a cell than its respondents. By the theorem of Ford and Fulkerson
this is also the least that a set of hidden cells with the cell, whose sum the totals give away, has
beside it.
"""

from __future__ import annotations

import heapq

import numpy as np
from numpy.typing import NDArray

Counts = NDArray[np.int64]
Mask = NDArray[np.bool_]
Edge = tuple[int, int]
# A cell, and whether respondents are taken from it or added to it.
Step = tuple[Edge, bool]


def protect_cell(
    counts: Counts, hidden: Mask, cell: Edge, least: int, prices: Counts | None = None
) -> list[Edge]:
    """Find the cells to hide so that a hidden cell could have `least` respondents.

    Where it could not have more than it has, as in a row of so few, it is to be possible that it
    has one less.

    Parameters
    ----------
    counts : array of int, shape (R, C)
        Respondents in each cell. An empty cell may be known to be empty: that somebody is added to
        it is the last resort.
    hidden : array of bool, shape (R, C)
        Cells that are hidden already.
    cell
        The cell.
    least
        How many respondents it should be able to have.
    prices : array of int, shape (R, C), optional
        What it costs to hide a cell that has respondents: as many as these, unless told otherwise.

    Returns
    -------
    list of tuple of int
        The cells, of few respondents; none where enough are hidden, or where nothing helps.

    Examples
    --------
    >>> counts = np.array([[4, 60, 50], [70, 80, 20]])
    >>> sorted(protect_cell(counts, counts < 10, (0, 0), 10))
    [(0, 2), (1, 0), (1, 2)]
    """
    needed = least - int(counts[cell])
    if _flows_round(counts, hidden, cell, needed):
        return []
    left = counts.copy()
    if prices is None:
        prices = counts
    prices = np.where(counts == 0, counts.sum() + 1, np.where(hidden, 0, prices))
    opened: dict[Edge, None] = {}
    while needed > 0 and (path := _cheapest_path(left, prices, cell, gains=True)):
        amount = min(needed, *(int(left[edge]) for edge, taken in path if taken))
        for edge, taken in path:
            opened[edge] = None
            left[edge] += -amount if taken else amount
            prices[edge] = prices[edge] if counts[edge] == 0 else 0
        needed -= amount
    if not opened:
        opened = dict.fromkeys(
            edge for edge, _ in _cheapest_path(counts, prices, cell, gains=False)
        )
    return [edge for edge in opened if not hidden[edge]]


def _flows_round(counts: Counts, hidden: Mask, cell: Edge, enough: int) -> bool:
    """Whether enough could be added to a cell by way of one other row and column at a time."""
    row, column = cell
    there = hidden & (counts > 0)
    columns = [int(other) for other in np.flatnonzero(there[row]) if other != column]
    room = {int(other): int(counts[other, column]) for other in np.flatnonzero(there[:, column])}
    room.pop(row, None)
    for other_column in columns:
        left = int(counts[row, other_column])
        for other_row in room:
            if there[other_row, other_column]:
                amount = min(left, room[other_row])
                left, enough = left - amount, enough - amount
                room[other_row] -= amount
                if enough <= 0:
                    return True
                if not left:
                    break
    return False


def _cheapest_path(left: Counts, prices: Counts, cell: Edge, *, gains: bool) -> list[Step]:
    """Return the path from a cell's row to its column that hides the fewest; none: there is none.

    Where the cell `gains`, respondents are taken on the way from a row to a column and added on the
    way from a column to a row; where it loses, the other way round.
    """
    rows, columns = left.shape
    goal = rows + cell[1]
    best = {cell[0]: 0}
    came: dict[int, tuple[int, Step]] = {}
    queue = [(0, cell[0])]
    while queue:
        cost, node = heapq.heappop(queue)
        if node == goal:
            break
        if cost > best[node]:
            continue
        from_row = node < rows
        taken = from_row == gains
        for other in range(columns if from_row else rows):
            edge = (node, other) if from_row else (other, node - rows)
            if edge == cell or (taken and left[edge] <= 0):
                continue
            target = rows + other if from_row else other
            price = cost + int(prices[edge])
            if price < best.get(target, price + 1):
                best[target] = price
                came[target] = node, (edge, taken)
                heapq.heappush(queue, (price, target))
    path = []
    node = goal
    while node in came:
        node, step = came[node]
        path.append(step)
    return path
