"""Lanes of the timeline: where each event stands in its row, so that none hides another.

What has a year only stands somewhere in that year; what has a month or a day stands there. Few
events stand below each other, each with its words; many are stacked close.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from insight.documents.passages.timeline import Event, span

MOST_LABELLED = 24
WIDTH = 1060
MARK = 11
ARROW = 46
HEAD = 21
BELOW = 4
CLOSE_LANE = 11
LABELLED_LANE = 23


@dataclass(frozen=True)
class Row:
    """The events of one theme or level, under its name."""

    name: str
    events: tuple[Event, ...]


@dataclass(frozen=True)
class Placed:
    """An event in its row.

    Attributes
    ----------
    event
        The event.
    x
        Where its mark stands, in years.
    begin, end
        From where to where it reaches, with its bar or arrow.
    y
        How many pixels down.
    """

    event: Event
    x: float
    begin: float
    end: float
    y: float


@dataclass(frozen=True)
class Layout:
    """All rows, placed: where each name stands, each event, and how high the chart is."""

    heads: tuple[tuple[str, float], ...]
    events: tuple[Placed, ...]
    height: int
    labelled: bool


@dataclass(frozen=True)
class Years:
    """The years that are shown, both ends included."""

    first: int
    last: int

    @property
    def pixel(self) -> float:
        """How much time a pixel of a wide chart is, in years."""
        return (self.last + 1 - self.first) / WIDTH

    def shows(self, event: Event) -> bool:
        """Whether any of an event is in these years."""
        return event.begins < self.last + 1 and event.ends > self.first


def lay_out(rows: Sequence[Row], years: Years) -> Layout:
    """Place the events of each row; rows without any are left out."""
    there = [row for row in rows if row.events]
    labelled = sum(len(row.events) for row in there) <= MOST_LABELLED
    lane_height = LABELLED_LANE if labelled else CLOSE_LANE
    heads: list[tuple[str, float]] = []
    placed: list[Placed] = []
    top = 0.0
    for row in there:
        heads.append((f"{row.name} ({len(row.events)})", top))
        lanes = 0
        for event, extent, lane in _in_lanes(row.events, years, labelled=labelled):
            y = top + HEAD + (lane + 0.5) * lane_height
            placed.append(Placed(event, *extent, y))
            lanes = max(lanes, lane + 1)
        top += HEAD + lanes * lane_height + BELOW
    return Layout(tuple(heads), tuple(placed), round(top), labelled)


Extent = tuple[float, float, float]


def _in_lanes(
    events: Sequence[Event], years: Years, *, labelled: bool
) -> Iterator[tuple[Event, Extent, int]]:
    """Yield each event with its extent and its lane: the first that has room for it."""
    taken: list[list[tuple[float, float]]] = []
    in_order = events if labelled else sorted(events, key=_freedom)
    for event in in_order:
        extents = list(_extents(event, years))
        if labelled:
            taken.append([])
            yield event, extents[len(extents) // 2], len(taken) - 1
            continue
        lane, extent = _first_room(taken, extents)
        taken[lane].append(extent[1:])
        yield event, extent, lane


def _freedom(event: Event) -> tuple[bool, bool, float, float]:
    """Bars first, then arrows, then what has the least choice of where to stand."""
    begin, end = span(event.start)
    return not event.is_period, not event.bound, end - begin, begin


def _first_room(
    taken: list[list[tuple[float, float]]], extents: Sequence[Extent]
) -> tuple[int, Extent]:
    for lane, there in enumerate(taken):
        for extent in extents:
            if all(extent[2] <= begin or extent[1] >= end for begin, end in there):
                return lane, extent
    taken.append([])
    return len(taken) - 1, extents[0]


def _extents(event: Event, years: Years) -> Iterator[Extent]:
    """Yield where an event may stand: its mark, and from where to where it reaches."""
    mark, arrow = MARK * years.pixel, ARROW * years.pixel
    begin = max(event.begins, years.first)
    end = min(event.ends, years.last + 1)
    if event.is_period:
        yield begin + mark / 2, event.begins, max(event.ends, begin + mark)
    elif event.bound == "from":
        yield begin + mark / 2, begin, min(begin + mark + arrow, years.last + 1)
    elif event.bound:
        yield end - mark / 2, max(end - mark - arrow, years.first), end
    else:
        slots = max(1, int((end - begin) / mark))
        for slot in range(slots):
            x = begin + (slot + 0.5) * (end - begin) / slots
            yield x, x - mark / 2, x + mark / 2
