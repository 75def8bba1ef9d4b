"""Ways of showing a breakdown, and which suit it: what can be drawn so that it can be read."""

from __future__ import annotations

from typing import Literal

from insight.reporting.breakdown.request import Breakdown
from insight.reporting.charts.answer_steps import can_stack, has_scale
from insight.reporting.charts.line_rows import MOST_LINES

Charted = Literal["heat", "trend", "panels"]  # the others are rows
Show = Literal["bars", "dots"] | Charted
MOST_ROWS = 100
MOST_BARS = 40
MOST_COLUMNS = 12
MOST_HEAT_ROWS = 60
MOST_PANELS = 24
MOST_IN_PANELS = 400
MOST_GROUPS = 2000


def suitable(breakdown: Breakdown) -> tuple[Show, ...]:
    """Return the ways of showing that suit what is breakdown, the best first; none for too much."""
    if breakdown.groups > MOST_GROUPS:
        return ()
    fits: dict[Show, bool] = {
        "trend": breakdown.in_order_of_time
        and _lines(breakdown) <= MOST_LINES
        and max(breakdown.sizes) > 1,
        "panels": len(breakdown.by) == 2 and _panels_fit(breakdown),
        "bars": bool(breakdown.target) and _stacks(breakdown) and breakdown.groups <= MOST_BARS,
        "dots": breakdown.groups <= MOST_ROWS,
        "heat": _heat_fits(breakdown),
    }
    best: tuple[Show, ...] = ("trend", "panels", "bars", "dots", "heat")
    if not breakdown.by and not has_scale(breakdown.item):
        best = ("dots", "bars")
    return tuple(way for way in best if fits[way])


def offered(breakdown: Breakdown) -> tuple[Show, ...]:
    """Return the ways that suit, and the development where its waves need only be added."""
    ways = suitable(breakdown)
    if "trend" in ways or not ways or not _could_be_over_time(breakdown):
        return ways
    place = ways.index("heat") if "heat" in ways else len(ways)
    return (*ways[:place], "trend", *ways[place:])


def _could_be_over_time(breakdown: Breakdown) -> bool:
    wave = breakdown.wave
    if wave is None or breakdown.over_time or not wave.wave_order.known:
        return False
    few = len(breakdown.by) < 2 and breakdown.groups <= MOST_LINES
    return few and len(wave.wave_order.keys) > 1


def _stacks(breakdown: Breakdown) -> bool:
    return has_scale(breakdown.item) or can_stack(breakdown.item, breakdown.categories)


def _lines(breakdown: Breakdown) -> int:
    """How many lines a trend has."""
    return breakdown.groups // max(breakdown.sizes[breakdown.over], 1)


def _panels_fit(breakdown: Breakdown) -> bool:
    if breakdown.over_time and not breakdown.in_order_of_time:
        return False
    panels = _lines(breakdown) if breakdown.over_time else breakdown.sizes[1]
    return 1 < panels <= MOST_PANELS and breakdown.groups <= MOST_IN_PANELS


def _heat_fits(breakdown: Breakdown) -> bool:
    if not breakdown.by or (len(breakdown.by) == 1 and not breakdown.target):
        return False
    rows, columns = sorted((breakdown.sizes[0], heat_width(breakdown)), reverse=True)
    return 0 < columns <= MOST_COLUMNS and rows <= MOST_HEAT_ROWS


def heat_width(breakdown: Breakdown) -> int:
    """Return how many columns a heat table has beside its first variable."""
    return breakdown.sizes[1] if len(breakdown.by) == 2 else len(breakdown.answers)
