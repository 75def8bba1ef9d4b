"""Actors as HTML: who is mentioned where, and one of them with everything that names it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial

from markupsafe import Markup

from insight.documents.fact_kinds import Passage, System
from insight.documents.inventories.actors import ACTOR_LEVELS, Mentioned, of_level
from insight.web.html.cards import Link, Reading, line, words_in_link
from insight.web.html.list_parts import first_few, first_together
from insight.web.html.tables import Cell, table
from insight.web.html.templates import draw
from insight.web.html.text import mark_terms

SHOWN = 12
LINES = 6


def levels(
    actors: Sequence[Mentioned], reading: Reading, link: Callable[[str, str], str]
) -> Markup:
    """Return how many actors each document mentions on each level.

    Parameters
    ----------
    actors
        The actors.
    reading
        What every line is drawn with.
    link
        Address of the actors of a level, in one document or, where that is empty, in all.
    """
    heads: list[str] = [reading.say("actors.level"), reading.say("actors.all_documents")]
    heads += reading.facts.document_names(reading.language).values()
    heads.append(reading.say("actors.about_level"))
    rows = [_level_row(level, actors, reading, link) for level in ACTOR_LEVELS]
    drawn = table("counts named-levels", heads, rows, caption=reading.say("actors.levels"))
    return draw("tables", "wide", drawn)


def _level_row(
    level: str,
    actors: Sequence[Mentioned],
    reading: Reading,
    link: Callable[[str, str], str],
) -> list[object]:
    own = [actor for actor in actors if level in actor.thing.on_levels]
    counts = [sum(1 for actor in own if source in actor.places) for source in reading.facts.sources]
    name = reading.word("actor_level", level)
    cells: list[object] = [draw("lists", "link", name, link(level, "")), len(own)]
    for source, count in zip(reading.facts.sources, counts, strict=True):
        cells.append(draw("lists", "link", count, link(level, source)) if count else "–")
    return [*cells, len(of_level(reading.facts, level))]


def named(shown: Sequence[Mentioned], reading: Reading, link: Link) -> Markup:
    """Return named things in a table, the first of them at once; the others unfold.

    Parameters
    ----------
    shown
        The things, in their order.
    reading
        What every line is drawn with.
    link
        Address of a thing, by its id.
    """
    return first_together(shown, SHOWN, lambda some: _named_table(some, reading, link), reading)


def _named_table(some: Sequence[Mentioned], reading: Reading, link: Link) -> Markup:
    heads: list[str] = [
        reading.say(f"actors.{name}") for name in ("name", "kind", "level", "times")
    ]
    heads += reading.facts.document_names(reading.language).values()
    rows = [_named_row(mentioned, reading, link) for mentioned in some]
    return draw("tables", "wide", table("counts named", heads, rows))


def _named_row(mentioned: Mentioned, reading: Reading, link: Link) -> list[Cell]:
    thing = mentioned.thing
    name = mark_terms(thing.name[reading.language], reading.find)
    cells = [
        Cell(draw("lists", "link", name, link(thing.id))),
        Cell(reading.word("named_kind", thing.kind), {"class": "words"}),
        Cell(_levels(mentioned, reading), {"class": "words"}),
        Cell(mentioned.times, {"class": "times"}),
    ]
    counts = (mentioned.places.get(source) for source in reading.facts.sources)
    return [*cells, *(Cell(count or "–", {"class": "in-document"}) for count in counts)]


def _levels(mentioned: Mentioned, reading: Reading) -> Markup | str:
    words = (reading.word("actor_level", level) for level in mentioned.thing.on_levels)
    return Markup(", ").join(words) or "–"


def passages(some: Sequence[Passage], reading: Reading) -> Markup:
    """Return passages as lines with their documents; all but the first few unfold together."""
    return first_few([_line(passage, reading) for passage in some], LINES, reading)


def _line(fact: System | Passage, reading: Reading) -> Markup:
    document = reading.document(fact.source)
    is_quoted = isinstance(fact, Passage)
    return line(fact, fact.text, reading, after=f" · {document}", original=is_quoted)


def kinds_of(mentioned: Mentioned, reading: Reading) -> Markup:
    """Return the kind of a thing, its levels, and what is uncertain in our reading of it."""
    thing = mentioned.thing
    kinds = [reading.word("named_kind", thing.kind)]
    kinds += [reading.word("actor_level", level) for level in thing.on_levels]
    note = reading.block().mark_phrases(thing.note, reading.language) if thing.note else ""
    return draw("actors", "kinds", kinds, note)


def detail(mentioned: Mentioned, reading: Reading) -> Markup:
    """Return what the documents say of a thing, and what they mention it with."""
    said = [_line(system, reading) for system in mentioned.said]
    named_in = [_line(passage, reading) for passage in mentioned.passages]
    parts = [
        (reading.say("actors.said"), Markup("").join(said)) if said else None,
        (reading.say("actors.places"), first_few(named_in, LINES, reading)) if named_in else None,
    ]
    return draw("actors", "detail", [part for part in parts if part], _beside(mentioned, reading))


def _beside(mentioned: Mentioned, reading: Reading) -> list[tuple[str, Markup, bool]]:
    """What stands beside the words: documents, themes and areas, and folded the other facts."""
    language, facts = reading.language, reading.facts
    shown: Mapping[str, Sequence[tuple[object, str]]] = {
        "themes": [
            (f"{facts.themes[theme].name[language]} ({count})", reading.theme_link(theme))
            for theme, count in mentioned.themes.items()
        ],
        "areas": [
            (entry.area_name[language], reading.home_link(entry)) for entry in mentioned.areas()
        ],
    }
    folded = {
        kind: [
            (words_in_link(fact, reading), reading.home_link(fact))
            for fact in mentioned.others
            if facts.kind_of[fact.id] == kind
        ]
        for kind in ("need", "figure", "analysis", "scenario", "statement", "question", "system")
    }
    titles = {name: reading.say(f"actors.with_{name}") for name in (*shown, *folded)}
    return [
        (reading.say("actors.with_documents"), _places(mentioned, reading), False),
        *((titles[name], _links(links, reading), False) for name, links in shown.items() if links),
        *(
            (titles[kind] + f" ({len(links)})", draw("lists", "links", links), True)
            for kind, links in folded.items()
            if links
        ),
    ]


def _places(mentioned: Mentioned, reading: Reading) -> Markup:
    """The documents with how many places they have, each place a link; many of them unfold."""
    drawn = []
    for id, name in reading.facts.document_names(reading.language).items():
        if lines := mentioned.lines.get(id):
            links = [
                (reading.say("timeline.in_line", line=line), reading.place_link(fact.id))
                for line, fact in lines.items()
            ]
            told = first_together(links, SHOWN, partial(draw, "actors", "lines"), reading)
            drawn.append((f"{name} ({len(links)})", told))
    return draw("actors", "places", drawn)


def _links(links: Sequence[tuple[object, str]], reading: Reading) -> Markup:
    return first_together(links, LINES, partial(draw, "lists", "links"), reading)
