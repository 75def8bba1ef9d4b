"""Ranges of scales that data decide, and names that stand near their values but not on another."""

from __future__ import annotations

import math
from collections.abc import Sequence

NARROWEST = 0.4


def window(values: Sequence[float], *, share: bool) -> tuple[float, float]:
    """Return the range of a scale for some values: not so narrow that chance looks large.

    Examples
    --------
    >>> window([0.62, 0.68], share=True), window([0.02, 0.91], share=True)
    ((0.4, 0.8), (0.0, 1.0))
    >>> window([], share=True), window([3.0, 3.0], share=False)
    ((0.0, 1.0), (2.5, 3.5))
    """
    if not values:
        return (0.0, 1.0)
    low, upp = min(values), max(values)
    if not share:
        spare = (upp - low) * 0.1 or 0.5
        return (low - spare, upp + spare)
    low, upp = math.floor(round(low * 10, 9)) / 10, math.ceil(round(upp * 10, 9)) / 10
    while upp - low < NARROWEST - 1e-9:
        if low > 0:
            low = round(low - 0.1, 1)
        if upp < 1 and upp - low < NARROWEST - 1e-9:
            upp = round(upp + 0.1, 1)
    return (low, upp)


def space_out(wanted: Sequence[float], heights: Sequence[float], room: float) -> list[float]:
    """Return places as near to those wanted as may be, each with room for its height.

    Parameters
    ----------
    wanted
        Where the middle of each is wanted, from the top down.
    heights
        How high each is.
    room
        How much room there is; they stand below its end where it is too little.

    Examples
    --------
    >>> space_out([10, 12, 90], [20, 20, 20], 100)
    [10.0, 30.0, 90.0]
    >>> space_out([95, 96], [20, 20], 100)
    [70.0, 90.0]
    """
    blocks: list[tuple[list[int], float]] = []  # which stand together, and where their middle is
    for number, middle in enumerate(wanted):
        blocks.append(([number], _within(middle, heights[number], room)))
        while len(blocks) > 1 and _touch(blocks[-2], blocks[-1], heights):
            (upper, _), (lower, _) = blocks[-2:]
            both = [*upper, *lower]
            high = sum(heights[number] for number in both)
            blocks[-2:] = [(both, _within(_middle(both, wanted, heights), high, room))]
    placed: list[float] = []
    for members, middle in blocks:
        edge = middle - sum(heights[number] for number in members) / 2
        for number in members:
            placed.append(edge + heights[number] / 2)
            edge += heights[number]
    return placed


def _touch(
    upper: tuple[list[int], float], lower: tuple[list[int], float], heights: Sequence[float]
) -> bool:
    half = sum(heights[number] for number in (*upper[0], *lower[0])) / 2
    return lower[1] - upper[1] < half - 1e-9


def _middle(members: Sequence[int], wanted: Sequence[float], heights: Sequence[float]) -> float:
    """Where several that stand together are nearest to what they want."""
    total, edge, middles = sum(heights[number] for number in members), 0.0, []
    for number in members:
        middles.append(wanted[number] - (edge + heights[number] / 2 - total / 2))
        edge += heights[number]
    return sum(middles) / len(middles)


def _within(middle: float, height: float, room: float) -> float:
    """The nearest middle that keeps something of this height inside."""
    return max(min(middle, room - height / 2), height / 2)
