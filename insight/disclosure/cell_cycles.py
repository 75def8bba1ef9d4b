"""Cycles of hidden cells, around which respondents could be moved without changing any total.

Rows and columns of a table are the two sides of a graph whose edges are cells. Around a cycle, one
is in turn added to a cell and taken from the next.
"""

from __future__ import annotations

import heapq

import numpy as np
from numpy.typing import NDArray

Counts = NDArray[np.int64]
Mask = NDArray[np.bool_]
Edge = tuple[int, int]


def cheapest_cycle(values: Counts, hidden: Mask, edge: Edge) -> list[Edge] | None:
    """Return the cycle through a cell for which the fewest respondents need be hidden.

    Parameters
    ----------
    values : array of int, shape (R, C)
        Respondents in each cell. One cannot be taken from a cell of 0; that one is added to it
        is the last resort, for it may be known to be empty.
    hidden : array of bool, shape (R, C)
        Cells that cost nothing.
    edge : tuple of int
        The cell.

    Returns
    -------
    list of tuple of int, or None
        The cells of the cycle; None where there is none.

    Examples
    --------
    >>> values = np.array([[4, 60, 50], [70, 80, 20]])
    >>> sorted(cheapest_cycle(values, values < 10, (0, 0)))
    [(0, 0), (0, 2), (1, 0), (1, 2)]
    """
    empty = int(values.sum()) + 1
    prices = np.where(values == 0, empty, np.where(hidden, 0, values))
    cycles = [_cheapest_path(values, prices, edge, gains=gains) for gains in (True, False)]
    return min((cycle for cycle in cycles if cycle is not None), default=(0, None))[1]


def _cheapest_path(
    values: Counts, prices: Counts, edge: Edge, *, gains: bool
) -> tuple[int, list[Edge]] | None:
    """Find the cheapest path from the edge's row to its column that does not use the edge.

    Those from a row to a column are taken from where the edge itself gains, the others added to.
    """
    rows, columns = values.shape
    goal = rows + edge[1]
    best = {edge[0]: 0}
    came: dict[int, int] = {}
    queue = [(0, edge[0])]
    while queue:
        cost, node = heapq.heappop(queue)
        if node == goal:
            return cost, _path_edges(edge, goal, came, rows)
        if cost > best[node]:
            continue
        from_row = node < rows
        for other in range(columns if from_row else rows):
            step = (node, other) if from_row else (other, node - rows)
            if step == edge or (values[step] == 0 and from_row == gains):
                continue
            target = rows + other if from_row else other
            price = cost + int(prices[step])
            if price < best.get(target, price + 1):
                best[target] = price
                came[target] = node
                heapq.heappush(queue, (price, target))
    return None


def _path_edges(edge: Edge, goal: int, came: dict[int, int], rows: int) -> list[Edge]:
    path, node = [edge], goal
    while node in came:
        before = came[node]
        path.append((before, node - rows) if before < rows else (node, before - rows))
        node = before
    return path


def edges_on_cycles(edges: Mask) -> Mask:
    """Tell which edges from rows to columns lie on a cycle of them.

    Edges that do not are those that a walk from node to node cannot come back over another way.

    Examples
    --------
    >>> edges_on_cycles(np.array([[1, 1, 0], [1, 1, 1]], dtype=bool)).astype(int).tolist()
    [[1, 1, 0], [1, 1, 0]]
    """
    rows = len(edges)
    near = [rows + np.flatnonzero(row) for row in edges] + [
        np.flatnonzero(column) for column in edges.T
    ]
    reached, lowest = np.full(len(near), -1), np.zeros(len(near), dtype=int)
    on_cycle = edges.copy()
    time = 0
    for start in range(rows):
        if reached[start] >= 0:
            continue
        reached[start] = lowest[start] = time
        walk = [(start, -1, iter(near[start]))]
        while walk:
            node, before, others = walk[-1]
            other = next(others, None)
            if other is None:
                walk.pop()
                if before >= 0:
                    lowest[before] = min(lowest[before], lowest[node])
                    if lowest[node] > reached[before]:
                        on_cycle[min(node, before), max(node, before) - rows] = False
            elif reached[other] < 0:
                time += 1
                reached[other] = lowest[other] = time
                walk.append((int(other), node, iter(near[other])))
            elif other != before:
                lowest[node] = min(lowest[node], reached[other])
    return on_cycle
