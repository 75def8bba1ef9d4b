"""Request of a view: question, measure, split, and the way of showing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from insight.reporting.breakdown.request import Breakdown
from insight.reporting.breakdown.ways import Show
from insight.survey.codebook import Variable

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
