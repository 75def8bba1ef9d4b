"""Rows of the chart of the timeline: every position and every word.

The specification in :mod:`insight.reporting.events.event_spec` only draws these rows.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Literal

import pandas as pd

from insight.documents.facts import Facts
from insight.documents.inventories.actors import ACTOR_LEVELS
from insight.documents.passages.timeline import Event
from insight.language.catalogue import Language, say
from insight.reporting.events import event_words
from insight.reporting.events.lanes import Layout, Placed, Row, Years

Way = Literal["theme", "level"]
LEAST_ROOM = 0.35


def rows_of(
    events: Sequence[Event], way: Way, facts: Facts, language: Language, only: str = ""
) -> list[Row]:
    """Return a row for each theme or level, with an event in each of its own; last, what has none.

    Parameters
    ----------
    events
        The events.
    way
        Whether by theme or by level.
    facts
        All facts, for names.
    language
        The reader's.
    only
        The one theme or level that is shown.
    """
    if way == "theme":
        named = {theme.id: theme.name[language] for theme in facts.themes.values()}
    else:
        named = {code: facts.word("actor_level", code)[language] for code in ACTOR_LEVELS}
    named[""] = say(language, f"timeline.no_{way}")
    rows = []
    for code, name in named.items():
        own = (event for event in events if code in (_codes(event, way) or ("",)))
        rows.append(Row(name, tuple(own) if only in ("", code) else ()))
    return rows


def _codes(event: Event, way: Way) -> tuple[str, ...]:
    return event.themes if way == "theme" else event.levels


def event_rows(layout: Layout, years: Years, facts: Facts, language: Language) -> pd.DataFrame:
    """Return the rows of the chart: the years, the names of its rows, and the events."""
    rows: list[dict[str, object]] = [{"mark": "room", "x": float(years.first), "y": 0.0}]
    rows += [{"mark": "head", "y": y, "label": name} for name, y in layout.heads]
    for place, placed in enumerate(layout.events):
        marks = _marks(placed, layout, years, facts, language)
        rows += [mark | {"place": place} for mark in marks]
    return pd.DataFrame(rows)


def _marks(
    placed: Placed, layout: Layout, years: Years, facts: Facts, language: Language
) -> Iterator[dict[str, object]]:
    """Yield an event's mark, with what else is drawn of it: a bar, an arrow, a label."""
    event = placed.event
    said = {
        "y": placed.y,
        "inferred": event.inferred,
        "kind": event_words.kind_name(event.kind, language),
        "text": event.text[language],
        "when": event_words.when(event, language),
        "themes": event_words.theme_names(event, facts, language),
        "levels": event_words.level_names(event, facts, language),
        "document": event_words.document_names(event, facts, language),
    }
    if event.is_period:
        yield {"mark": "bar", "x": placed.begin, "x2": placed.end, **said}
    elif event.bound == "from":
        yield {"mark": "arrow", "x": placed.x, "x2": placed.end, **said}
    elif event.bound:
        yield {"mark": "arrow", "x": placed.begin, "x2": placed.x, **said}
    yield {"mark": "hollow" if event.inferred else "solid", "x": placed.x, **said}
    if layout.labelled:
        x, align = _beside(placed, years)
        label = f"{said['when']}: {said['text']}"
        yield {"mark": "label", "x": x, "align": align, "label": label, "y": placed.y}


def _beside(placed: Placed, years: Years) -> tuple[float, str]:
    """Where an event's words stand: on the side with more room, or on a bar that leaves none."""
    begin, end = max(placed.begin, years.first), min(placed.end, years.last + 1)
    before, after = begin - years.first, years.last + 1 - end
    if max(before, after) < LEAST_ROOM * (years.last + 1 - years.first):
        return placed.x, "left"
    return (end, "left") if after >= before else (begin, "right")
