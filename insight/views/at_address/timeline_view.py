"""The view of the timeline at an address: its events between two years, by theme or level."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, partial
from math import ceil

import pandas as pd

from insight.documents.facts import facts
from insight.documents.inventories.actors import ACTOR_LEVELS
from insight.documents.passages.timeline import EVENT_KINDS, Event, is_wanted, timeline
from insight.documents.wanted import Wanted
from insight.language.catalogue import LANGUAGES, Language, say
from insight.language.errors import Fault, RequestError
from insight.language.search import LONGEST
from insight.reporting.events import event_words
from insight.reporting.events.event_rows import Way, event_rows, rows_of
from insight.reporting.events.event_spec import event_spec
from insight.reporting.events.lanes import Years, lay_out
from insight.views.at_address.facts_view import FactMarks, FactsView
from insight.views.linked_view import Link, Parameters

PAGE = "timeline"
FIRST = 2012  # the few events before it are there for who asks
WAYS: tuple[Way, ...] = ("theme", "level")


@dataclass(frozen=True)
class TimelineView(FactsView):
    """Events of the page of the timeline.

    Attributes
    ----------
    codes, find
        What is wanted of them, as :class:`Wanted` has it.
    way
        Whether rows are themes or levels.
    years
        Those that are shown.
    """

    language: Language
    years: Years
    way: Way = "theme"
    codes: Mapping[str, str] = field(default_factory=dict)
    find: str = ""
    page = PAGE

    @property
    def own_link(self) -> dict[str, str]:
        """What is chosen, but for what is usual."""
        earliest = "" if self.years.first == FIRST else str(self.years.first)
        latest = "" if self.years.last == last_year() else str(self.years.last)
        rows = "" if self.way == WAYS[0] else self.way
        return {**self.codes, "rows": rows, "find": self.find, "from": earliest, "to": latest}

    @cached_property
    def fitting(self) -> Sequence[Event]:
        """The events that are wanted, whenever they are."""
        wanted = Wanted(self.codes, self.find)
        return [event for event in timeline() if is_wanted(event, wanted, facts())]

    @cached_property
    def events(self) -> Sequence[Event]:
        """Those of them that are in the years."""
        return [event for event in self.fitting if self.years.shows(event)]

    @property
    def title(self) -> str:
        """How many there are, and when."""
        count = {"count": len(self.events), "first": self.years.first, "last": self.years.last}
        return say(self.language, "timeline.shown", **count)

    @property
    def finding(self) -> str:
        """What is chosen of them is what they are."""
        return ""

    @property
    def line(self) -> str:
        """How many are in other years."""
        outside = len(self.fitting) - len(self.events)
        return say(self.language, "timeline.outside", count=outside) if outside else ""

    @property
    def about(self) -> tuple[str, ...]:
        """What the timeline is."""
        return (say(self.language, "timeline.line"),)

    @property
    def sources(self) -> Sequence[str]:
        """The documents that tell of them."""
        return event_words.sources(self.events, facts(), self.language)

    def marks(self) -> FactMarks:
        """Return the events in their lanes."""
        self._refuse_nothing()
        only = self.codes.get("theme" if self.way == "theme" else "actor_level", "")
        rows = rows_of(self.events, self.way, facts(), self.language, only)
        layout = lay_out(rows, self.years)
        told = (self.events, self.years.first, self.years.last, self.language)
        return FactMarks(
            event_rows(layout, self.years, facts(), self.language),
            partial(event_spec, language=self.language, height=layout.height, years=self.years),
            event_words.describe_chart(*told),
            event_words.how_to_read(self.events, self.language),
            say(self.language, "timeline.zoom"),
        )

    def rows(self) -> pd.DataFrame:
        """Return a row for each event, as the page's files have it."""
        self._refuse_nothing()
        return event_words.event_table(self.events, facts(), self.language)

    def _refuse_nothing(self) -> None:
        if not self.events:
            raise RequestError(Fault("fact.nothing"))

    def words(self) -> pd.DataFrame:
        """Return a row for each event: when, what, and who tells of it."""
        heads = ("series.time", "series.what", "table.source")
        told = [
            (
                event_words.when(event, self.language),
                event.text[self.language],
                event_words.document_names(event, facts(), self.language),
            )
            for event in self.events
        ]
        return pd.DataFrame(told, columns=[say(self.language, head) for head in heads])


def timeline_view(parameters: Parameters) -> TimelineView:
    """Return the view that a link to the page of the timeline leads to.

    Parameters
    ----------
    parameters
        Of the link; those that the page does not have are passed over.

    Raises
    ------
    RequestError
        If it asks for what is not there, or is too long.
    """
    link = Link(parameters)
    language: Language = link.of("lang", LANGUAGES, LANGUAGES[0])
    codes = {name: link.of(name, ["", *known], "") for name, known in choices().items()}
    years = [str(year) for year in range(earliest_year(), last_year() + 1)]
    between = sorted(
        int(link.of(name, years, str(usual)))
        for name, usual in (("from", FIRST), ("to", last_year()))
    )
    return TimelineView(
        language,
        Years(*between),
        link.of("rows", WAYS, WAYS[0]),
        {name: code for name, code in codes.items() if code},
        link.one("find").strip()[:LONGEST],
    )


def choices() -> Mapping[str, Sequence[str]]:
    """Return the codes that events can be chosen by, by their names in the link."""
    there = {level for event in timeline() for level in event.levels}
    return {
        "theme": [*facts().themes],
        "actor_level": [level for level in ACTOR_LEVELS if level in there],
        "event": EVENT_KINDS,
    }


def earliest_year() -> int:
    """Return the year in which the first event begins."""
    return int(min(event.begins for event in timeline()))


def last_year() -> int:
    """Return the year in which the last event ends."""
    return ceil(max(event.ends for event in timeline())) - 1
