"""The timeline: what the documents date, each happening once, whoever tells of it.

``data/facts/timeline.csv`` says in short words of our own what happened or shall happen, when, and
which facts tell of it. Rows of several lines that tell the same are one event.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Literal, get_args

from insight.documents import records
from insight.documents.fact_kinds import Fact, Figure, Passage
from insight.documents.facts import FOLDER, Facts, facts
from insight.documents.passages.texts import text_of
from insight.documents.wanted import Wanted
from insight.language.catalogue import Text

EventKind = Literal["strategy", "law", "milestone", "event", "plan", "target"]
Bound = Literal["", "by", "until", "from"]
EVENT_KINDS: tuple[EventKind, ...] = get_args(EventKind)
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")


@dataclass(frozen=True, slots=True)
class Event:
    """What happens at a time: `start`, or from `start` to the end of `end`.

    A time is ``2021``, ``2021-Q3``, ``2021-05`` or ``2021-05-17``, as precise as the documents are.
    A `bound` says that only a limit is known: at the latest, until its end, or since. `inferred`
    says that no document prints the year beside what happened. `themes` and `levels` are those of
    the facts that tell of it.
    """

    id: str
    kind: EventKind
    start: str
    end: str | None
    bound: Bound
    inferred: bool
    text: Text
    facts: str
    themes: tuple[str, ...] = ()
    levels: tuple[str, ...] = ()
    told: tuple[Fact, ...] = ()

    @property
    def begins(self) -> float:
        """When it begins, in years."""
        return span(self.start)[0]

    @property
    def ends(self) -> float:
        """When its time is over, in years."""
        return span(self.end or self.start)[1]

    @property
    def is_period(self) -> bool:
        """Whether it lasts from one printed time to another."""
        return self.end is not None


def span(time: str) -> tuple[float, float]:
    """Return when a year, quarter, month or day begins and ends, in years.

    Raises
    ------
    ValueError
        If it is none of these.

    Examples
    --------
    >>> span("2021"), span("2021-Q3")
    ((2021.0, 2022.0), (2021.5, 2021.75))
    """
    if re.fullmatch(r"\d{4}", time):
        return float(time), float(time) + 1
    if quarter := re.fullmatch(r"(\d{4})-Q([1-4])", time):
        start = int(quarter[1]) + (int(quarter[2]) - 1) / 4
        return start, start + 1 / 4
    if re.fullmatch(r"\d{4}-\d\d", time):
        start = _share_of_year(date.fromisoformat(f"{time}-01"))
        return start, start + 1 / 12
    start = _share_of_year(date.fromisoformat(time))
    return start, start + 1 / 365


def _share_of_year(day: date) -> float:
    return day.year + (day.month - 1) / 12 + (day.day - 1) / 372


@cache
def timeline() -> tuple[Event, ...]:
    """Return the bundled timeline, the earliest first.

    Examples
    --------
    >>> [event.start for event in timeline() if event.id == "lockdown"]
    ['2020-03']
    """
    return read_timeline(FOLDER / "timeline.csv", facts())


def read_timeline(path: Path, facts: Facts) -> tuple[Event, ...]:
    """Read a timeline, each event with what its facts are about.

    Parameters
    ----------
    path
        A CSV file with the columns of :class:`Event`.
    facts
        All facts.

    Raises
    ------
    ValueError
        If a row is not whole, an id stands twice, a time is none, a fact does not exist, or a year
        is called printed that no fact of the event prints, or the other way round; file, row and
        column are named.
    """
    events = records.read(path, Event, lambda event: _contradictions(event, facts))
    records.unique(events)
    whole = [_with_facts(event, facts) for event in events]
    return tuple(sorted(whole, key=lambda event: (event.begins, event.ends)))


def _contradictions(event: Event, facts: Facts) -> Iterator[tuple[str, str]]:
    for column, time in (("start", event.start), ("end", event.end)):
        try:
            span(time or event.start)
        except ValueError:
            yield column, f"{time!r} is no year, quarter, month or day"
    if event.end and span(event.end)[1] <= span(event.start)[1]:
        yield "end", f"{event.end} is not after {event.start}"
    if event.end and event.bound:
        yield "bound", "a period has no bound"
    ids = event.facts.split()
    if unknown := [fact for fact in ids if fact not in facts.fact]:
        yield "facts", f"there is no fact {unknown[0]!r}"
    told = [facts.fact[fact] for fact in ids]
    unprinted = {time[:4] for time in (event.start, event.end) if time} - set(_printed(told, facts))
    if bool(unprinted) != event.inferred:
        years = ", ".join(sorted(unprinted))
        yield "inferred", f"no fact prints {years}" if years else "its facts print the year"


def _printed(told: Sequence[Fact], facts: Facts) -> Iterator[str]:
    """Yield the years that stand in what tells of an event."""
    for fact in told:
        yield from _YEAR.findall(fact.quote)
        if isinstance(fact, Figure) and fact.year:
            yield fact.year[:4]
        if isinstance(fact, Passage) and facts.sources[fact.source].is_summarised:
            yield from _YEAR.findall(fact.text.nb)


def _with_facts(event: Event, facts: Facts) -> Event:
    told = tuple(facts.fact[fact] for fact in event.facts.split())
    passages = [fact for fact in told if isinstance(fact, Passage)]
    themes = dict.fromkeys(theme for fact in told for theme in fact.themes)
    levels = dict.fromkeys(level for passage in passages for level in passage.levels)
    in_order = [theme for theme in facts.themes if theme in themes]
    return replace(event, themes=tuple(in_order), levels=tuple(levels), told=told)


def is_wanted(event: Event, wanted: Wanted, facts: Facts) -> bool:
    """Tell whether an event is wanted, by theme, level and kind; what tells of it is searched too.

    The codes are named as they are in the link: ``theme``, ``actor_level`` and ``event``.
    """
    has = {"theme": event.themes, "actor_level": event.levels, "event": (event.kind,)}
    return wanted.fits(has, _words(event, facts))


def _words(event: Event, facts: Facts) -> Iterator[Text | str]:
    yield event.text
    for fact in event.told:
        yield from (fact.quote, text_of(fact))
    for theme in event.themes:
        yield facts.themes[theme].name
