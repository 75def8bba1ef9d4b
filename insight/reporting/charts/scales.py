"""Ranges of scales that data decide and what is to be said of them; names near their values."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

from insight.analysis.estimates import Estimate, Table
from insight.language import numbers
from insight.language.catalogue import Language, say
from insight.survey.codebook import Variable

NARROWEST = 0.4
NOTHING = 1e-9  # a mean nearer to 0 is 0 for all that anybody can tell


def bounds(estimates: Iterable[Estimate]) -> list[float]:
    """Return everything that has to have room on a scale."""
    return [
        bound
        for estimate in estimates
        for bound in (estimate.value, estimate.low, estimate.upp)
        if bound is not None
    ]


def window(values: Sequence[float], *, share: bool) -> tuple[float, float]:
    """Return the range of a scale for some values: not so narrow that chance looks large.

    Examples
    --------
    >>> window([0.62, 0.68], share=True), window([0.02, 0.91], share=True)
    ((0.4, 0.8), (0.0, 1.0))
    >>> window([], share=True), window([3.0, 3.0], share=False)
    ((0.0, 1.0), (2.4, 3.6))
    >>> window([7.18, 7.69], share=False), window([0.0, 40.0], share=False)
    ((7.1, 7.8), (0.0, 50.0))
    """
    if not values:
        return (0.0, 1.0)
    low, upp = min(values), max(values)
    if not share:
        return _in_round_numbers(low, upp)
    low, upp = math.floor(round(low * 10, 9)) / 10, math.ceil(round(upp * 10, 9)) / 10
    while upp - low < NARROWEST - 1e-9:
        if low > 0:
            low = round(low - 0.1, 1)
        if upp < 1 and upp - low < NARROWEST - 1e-9:
            upp = round(upp + 0.1, 1)
    return (low, upp)


def _in_round_numbers(low: float, upp: float) -> tuple[float, float]:
    """A range with some room at both ends; what has one sign keeps it."""
    low, upp = (0.0 if abs(end) < NOTHING else end for end in (low, upp))
    spread = upp - low
    spare = spread * 0.1 if spread > 1e-6 * max(abs(low), abs(upp)) else 0.5
    step = 10.0 ** math.floor(math.log10(upp - low + 2 * spare))
    step = next(part for part in (step, step / 2, step / 5) if upp - low + 2 * spare >= 4 * part)
    ends = math.floor(round((low - spare) / step, 9)), math.ceil(round((upp + spare) / step, 9))
    first, last = (round(end * step, 9) for end in ends)
    return (0.0 if low >= 0 > first else first, 0.0 if upp <= 0 < last else last)


def words_of_axis(table: Table, low: float, upp: float, language: Language) -> str | None:
    """Say that an axis starts elsewhere than at zero, or than a scale of answers does.

    Nothing where it does not.
    """
    if table.statistic == "share":
        words = numbers.whole_percent(low, language)
        return say(language, "chart.axis_from", low=words) if low > 0 else None
    first, last = _scale(table.item)
    ends = {"low": low, "upp": upp, "first": first, "last": last}
    told = {name: numbers.amount(end, language) for name, end in ends.items() if end is not None}
    if first is None or last is None:
        return say(language, "chart.axis_from", low=told["low"]) if low else None
    return say(language, "chart.axis_part", **told) if low > first or upp < last else None


def _scale(item: Variable) -> tuple[float | None, float | None]:
    """The ends of the scale of an item's answers; nothing of numbers without categories."""
    codes = [each.code for each in item.categories if not each.missing]
    numbered = [float(code) for code in codes if isinstance(code, int)]
    return (min(numbered), max(numbered)) if numbered else (None, None)


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
