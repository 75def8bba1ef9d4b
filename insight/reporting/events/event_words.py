"""Events in words: when they are, as precisely as the documents say, and what a chart says."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date

import pandas as pd

from insight.documents import printed
from insight.documents.facts import Facts
from insight.documents.passages.timeline import Event
from insight.language import numbers
from insight.language.catalogue import Language, say

MOST_YEARS = 3
_DAY = len("2021-05-17")


def when(event: Event, language: Language) -> str:
    """Return when an event is, with its bound, and a star where the year was inferred.

    Examples
    --------
    >>> from insight.documents.passages.timeline import timeline
    >>> told = {event.id: when(event, "en") for event in timeline()}
    >>> told["health_export"], told["ehealth_strategy"], told["cloud_audits"]
    ('by 2030', '2017–2022', '2022*')
    """
    words = _time(event.start, language)
    if event.end:
        words = f"{words}–{_time(event.end, language)}"
    if event.bound:
        words = say(language, f"timeline.{event.bound}", time=words)
    return f"{words}*" if event.inferred else words


def _time(time: str, language: Language) -> str:
    if len(time) == _DAY:
        return numbers.day(date.fromisoformat(time), language)
    return printed.time(time, language)


def kind_name(kind: str, language: Language) -> str:
    """Return the name of a kind of event."""
    return say(language, f"timeline.kind_{kind}")


def theme_names(event: Event, facts: Facts, language: Language) -> str:
    """Return the names of an event's themes, or that it has none."""
    names = [facts.themes[theme].name[language] for theme in event.themes]
    return "; ".join(names) or say(language, "timeline.no_theme")


def level_names(event: Event, facts: Facts, language: Language) -> str:
    """Return the levels of actors that an event is about, or that none is named."""
    names = [facts.word("actor_level", level)[language] for level in event.levels]
    return ", ".join(names) or say(language, "timeline.no_level")


def document_names(event: Event, facts: Facts, language: Language) -> str:
    """Return the documents that tell of an event."""
    return ", ".join(sources([event], facts, language))


def sources(events: Sequence[Event], facts: Facts, language: Language) -> list[str]:
    """Return the names of the documents that tell of some events, each once."""
    told = dict.fromkeys(fact.source for event in events for fact in event.told)
    return [facts.sources[source].short[language] for source in told]


def how_to_read(events: Sequence[Event], language: Language) -> str:
    """Explain the marks that a chart of some events has."""
    there = {
        "bar": any(event.is_period for event in events),
        "bound": any(event.bound for event in events),
        "hollow": any(event.inferred for event in events),
        "year": any(len(event.start) == len("2021") for event in events),
    }
    return " ".join(
        say(language, f"timeline.mark_{name}") for name, shown in there.items() if shown
    )


def describe_chart(events: Sequence[Event], first: int, last: int, language: Language) -> str:
    """Return the text alternative of the timeline: how many, when most, the first and the last."""
    counts = Counter(int(event.begins) for event in events)
    most = ", ".join(
        say(language, "timeline.of_year", year=year, count=count)
        for year, count in sorted(counts.most_common(MOST_YEARS))
    )
    earliest, latest = (
        f"{event.text[language]} ({when(event, language)})" for event in (events[0], events[-1])
    )
    return say(
        language,
        "timeline.alternative",
        shown=say(language, "timeline.shown", count=len(events), first=first, last=last),
        most=most,
        earliest=earliest,
        latest=latest,
    )


def event_table(events: Sequence[Event], facts: Facts, language: Language) -> pd.DataFrame:
    """Return one row per event for a file: codes, words, and the facts that tell of it."""
    return pd.DataFrame(
        [
            {
                "id": event.id,
                "start": event.start,
                "end": event.end or "",
                "bound": event.bound,
                "inferred": str(event.inferred).lower(),
                "when": when(event, language),
                "kind": event.kind,
                "kind_label": kind_name(event.kind, language),
                "text": event.text[language],
                "themes": " ".join(event.themes),
                "actor_level": " ".join(event.levels),
                "source": " ".join(dict.fromkeys(fact.source for fact in event.told)),
                "source_title": "; ".join(
                    dict.fromkeys(facts.sources[fact.source].title for fact in event.told)
                ),
                "facts": event.facts,
                "simulated": "false",
            }
            for event in events
        ]
    )
