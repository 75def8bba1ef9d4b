"""The timeline as HTML: a table in which each event is read in its place."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from insight.documents.fact_kinds import Fact
from insight.documents.passages.timeline import Event
from insight.reporting.events import event_words
from insight.web.html.cards import Reading, themes
from insight.web.html.list_parts import first_together
from insight.web.html.tables import Cell, filled, table
from insight.web.html.templates import draw

FIRST = 5
MOST_OPEN = 24  # events of which the table is there before anybody asks for it
COLUMNS = ("when", "what", "kind", "themes", "level", "documents")


def event_rows_in_html(events: Sequence[Event], reading: Reading) -> Markup:
    """Return events as a table; of a few some are shown and the others unfold.

    Parameters
    ----------
    events
        The events, in the order of the rows.
    reading
        What their themes and places lead to, and what was searched for.
    """
    if len(events) > MOST_OPEN:
        return _table(events, reading)
    return first_together(events, FIRST, lambda some: _table(some, reading), reading)


def _table(events: Sequence[Event], reading: Reading) -> Markup:
    heads = [reading.say(f"timeline.{name}") for name in COLUMNS]
    rows = [_cells(event, reading) for event in events]
    there = filled(rows, len(heads))
    style = "events" if len(there) < len(heads) else "events whole"
    return table(
        style, [heads[place] for place in there], [[row[place] for place in there] for row in rows]
    )


def _cells(event: Event, reading: Reading) -> list[Cell]:
    language = reading.language
    level = event_words.level_names(event, reading.facts, language) if event.levels else "–"
    shown = (
        event_words.when(event, language),
        reading.block().mark(event.text[language], reading.find),
        event_words.kind_name(event.kind, language),
        themes(event.themes, reading) or "–",
        level,
        documents(event, reading),
    )
    labels = [reading.say(f"timeline.{name}") for name in COLUMNS]
    return [Cell(words, {"data-label": label}) for words, label in zip(shown, labels, strict=True)]


def documents(event: Event, reading: Reading) -> Markup:
    """Return the documents that tell of an event, each line of them a link to its place."""
    by_source: dict[str, dict[int, Fact]] = {}
    for fact in event.told:
        if fact.line is not None:
            by_source.setdefault(fact.source, {}).setdefault(fact.line, fact)
    named = [
        (
            reading.document(source),
            [
                (reading.say("timeline.in_line", line=line), reading.place_link(fact.id))
                for line, fact in sorted(lines.items())
            ],
        )
        for source, lines in by_source.items()
    ]
    return draw("timeline", "documents", named)
