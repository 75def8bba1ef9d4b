"""Request of a view: question, measure, split, and the way of showing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from insight.reporting.breakdown.request import Breakdown
from insight.reporting.breakdown.ways import Show
from insight.survey.codebook import Variable
from insight.views.further.further_choice import NO_CHOICE, FurtherChoice

LIMITS = ("all", "5", "10", "20")


@dataclass(frozen=True)
class Asked:
    """What has been chosen.

    Attributes
    ----------
    breakdown
        The question, what is followed of it, and what it is split by.
    ways, show
        The ways of showing that suit it, and the one chosen; None where it is too much to show.
    beside
        Code of those beside whom all rows are seen.
    limit
        How many groups are shown at most; 0 for all.
    marked
        Name of the row that is marked; empty where none is.
    notes
        What the page says of the choices, such as a split that has moved.
    items, turned
        The questions, where there are several, and whether they stand as columns.
    link
        What of this stands in the link.
    further
        What the groups are to be alike in, besides.
    """

    breakdown: Breakdown
    ways: tuple[Show, ...]
    show: Show | None
    beside: str
    limit: int
    marked: str
    notes: tuple[str, ...]
    items: tuple[Variable, ...]
    turned: bool
    link: Mapping[str, str]
    further: FurtherChoice = NO_CHOICE

    @property
    def compared(self) -> Breakdown:
        """The breakdown whose groups are compared: over time where lines are, or no groups."""
        breakdown = self.breakdown
        wave = breakdown.wave
        divided = bool(breakdown.by) and self.show != "trend"
        if wave is None or not wave.wave_order.known or len(wave.categories) < 2:
            return breakdown
        if breakdown.over_time or divided:
            return breakdown
        return replace(breakdown, by=(*breakdown.by, wave))

    def with_further(self, choice: FurtherChoice) -> Asked:
        """Return the same with what the groups are to be alike in, which the link then says."""
        return replace(self, further=choice, link={**self.link, **choice.link})
