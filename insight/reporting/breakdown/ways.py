"""Which ways of showing a breakdown suit it: what can be drawn so that it can be read."""

from __future__ import annotations

from typing import Literal

from insight.reporting.breakdown.request import Breakdown
from insight.reporting.charts.bar_rows import can_stack, has_scale
from insight.reporting.charts.line_rows import MOST_LINES

Show = Literal["bars", "dots", "heat", "trend", "panels"]
MOST_ROWS = 100
MOST_BARS = 40
MOST_COLUMNS = 12
MOST_HEAT_ROWS = 60
MOST_PANELS = 24
MOST_IN_PANELS = 400
MOST_GROUPS = 2000


def suitable(asked: Breakdown) -> tuple[Show, ...]:
    """Return the ways of showing that suit what is asked, the best first; none for too much."""
    if asked.groups > MOST_GROUPS:
        return ()
    fits: dict[Show, bool] = {
        "trend": asked.over_time and _lines(asked) <= MOST_LINES and max(asked.sizes) > 1,
        "panels": len(asked.by) == 2 and _panels_fit(asked),
        "bars": bool(asked.target) and _stacks(asked) and asked.groups <= MOST_BARS,
        "dots": asked.groups <= MOST_ROWS,
        "heat": _heat_fits(asked),
    }
    best: tuple[Show, ...] = ("trend", "panels", "bars", "dots", "heat")
    if not asked.by and not has_scale(asked.item):
        best = ("dots", "bars")
    return tuple(one for one in best if fits[one])


def _stacks(asked: Breakdown) -> bool:
    return has_scale(asked.item) or can_stack(asked.item, asked.categories)


def _lines(asked: Breakdown) -> int:
    """How many lines a trend has."""
    return asked.groups // max(asked.sizes[asked.over], 1)


def _panels_fit(asked: Breakdown) -> bool:
    panels = _lines(asked) if asked.over_time else asked.sizes[1]
    return 1 < panels <= MOST_PANELS and asked.groups <= MOST_IN_PANELS


def _heat_fits(asked: Breakdown) -> bool:
    if not asked.by or (len(asked.by) == 1 and not asked.target):
        return False
    rows, columns = sorted((asked.sizes[0], heat_width(asked)), reverse=True)
    return 0 < columns <= MOST_COLUMNS and rows <= MOST_HEAT_ROWS


def heat_width(asked: Breakdown) -> int:
    """Return how many columns a heat table has beside its first variable."""
    return asked.sizes[1] if len(asked.by) == 2 else len(asked.answers)
