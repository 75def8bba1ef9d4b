"""Actors and other things that the documents name: who is mentioned where, and with what.

What a document takes down of a system or a body is a mention. Here the mentions of one thing are
one entry, with its level, which is our own reading, and with the facts whose words name it.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property, partial
from pathlib import Path

from insight.documents import records
from insight.documents.fact_kinds import KINDS, AreaEntry, Fact, Passage, System
from insight.documents.facts import FOLDER, Facts, facts
from insight.documents.passages.texts import text_of
from insight.documents.records import AnyText
from insight.documents.wanted import Wanted
from insight.language.catalogue import Text

ACTORS = (
    "authority",
    "body",
    "public_provider",
    "research",
    "organisation",
    "company",
    "private_provider",
    "group",
)
OTHERS = ("solution", "programme", "plan", "law", "standard", "knowledge", "scenario")
ACTOR_LEVELS = ("national", "regional", "municipal", "private", "international", "citizens")


@dataclass(frozen=True, slots=True)
class Named:
    """An actor, or something else that the documents name.

    `levels` are our own reading; only what is no actor may lack one. `systems` are the ids of what
    was taken down of it. `words` are the ways in which documents write it, with ``;`` between:
    one in small letters is found in capitals too, and ``*`` stands for any ending.
    """

    id: str
    name: Text
    kind: str
    levels: AnyText
    systems: AnyText
    words: AnyText
    note: Text | None

    @property
    def is_actor(self) -> bool:
        """Whether it can act, unlike a law or a programme."""
        return self.kind in ACTORS

    @property
    def on_levels(self) -> tuple[str, ...]:
        """Its levels."""
        return tuple(self.levels.split())

    @property
    def mentions(self) -> tuple[str, ...]:
        """The ids of what was taken down of it."""
        return tuple(self.systems.split())


def _ways(words: str) -> list[tuple[str, re.Pattern[str]]]:
    """Each way of writing a thing: what must occur in any case, and how it is then found."""
    return [(way.rstrip("*").casefold(), _way(way)) for way in words.split(";") if way]


def _way(way: str) -> re.Pattern[str]:
    pattern = re.escape(way).replace(r"\*", r"\w*")
    any_case = re.IGNORECASE if way == way.lower() else 0
    return re.compile(rf"(?<!\w){pattern}(?!\w)", any_case)


@dataclass(frozen=True)
class Mentioned:
    """A named thing with everything that names it, in the order of the documents.

    `said` is what was taken down of it; `passages` name it or are related to it, `others` that too
    or stand in relation to these passages, what was taken down of other things among them.
    `named_in` are the ids of those that name it.
    """

    thing: Named
    said: tuple[System, ...]
    passages: tuple[Passage, ...]
    others: tuple[Fact, ...]
    named_in: frozenset[str]

    @cached_property
    def lines(self) -> Mapping[str, Mapping[int, Fact]]:
        """The places that mention it: of each document the lines, each with a fact that names it.

        Only what was taken in is searched. Headings, captions and what is repeated are not.
        """
        related: tuple[Fact, ...] = (*self.passages, *self.others)
        named = (*self.said, *(fact for fact in related if fact.id in self.named_in))
        lines: dict[str, dict[int, Fact]] = {}
        for fact in sorted(named, key=lambda fact: fact.line or 0):
            if fact.line:
                lines.setdefault(fact.source, {}).setdefault(fact.line, fact)
        return lines

    @cached_property
    def places(self) -> Mapping[str, int]:
        """At how many places of each document it is mentioned."""
        return {source: len(lines) for source, lines in self.lines.items()}

    @cached_property
    def times(self) -> int:
        """At how many places it is mentioned."""
        return sum(self.places.values())

    @cached_property
    def themes(self) -> Mapping[str, int]:
        """The themes of the passages and other facts, the most frequent first."""
        named = Counter(theme for fact in (*self.passages, *self.others) for theme in fact.themes)
        return dict(named.most_common())

    def areas(self) -> tuple[AreaEntry, ...]:
        """Return an entry of each strategic area that it is mentioned with."""
        entries = [fact for fact in self.others if isinstance(fact, AreaEntry)]
        return tuple({entry.area: entry for entry in reversed(entries)}.values())[::-1]


def read(path: Path, facts: Facts) -> tuple[Named, ...]:
    """Read named things.

    Raises
    ------
    ValueError
        If a row is none, names a kind, level or mention that does not exist, is an actor without a
        level or can be found nowhere, or if a mention is in no row or in two.
    """
    named = records.read(path, Named, partial(_contradictions, facts))
    records.unique(named)
    mentions = Counter(mention for thing in named for mention in thing.mentions)
    for system in facts.systems:
        if mentions[system.id] != 1:
            often = "in two rows" if mentions[system.id] else "in no row"
            raise ValueError(f"{path.name}: the mention {system.id} is {often}")
    return named


def _contradictions(facts: Facts, thing: Named) -> Iterator[tuple[str, str]]:
    if thing.kind not in (*ACTORS, *OTHERS):
        yield "kind", f"no kind of named thing: {thing.kind}"
    if unknown := set(thing.on_levels) - set(ACTOR_LEVELS):
        yield "levels", f"unknown level: {min(unknown)}"
    if thing.is_actor and not thing.levels:
        yield "levels", "an actor has a level"
    unknown = {each for each in thing.mentions if not isinstance(facts.fact.get(each), System)}
    if unknown:
        yield "systems", f"unknown mention: {min(unknown)}"
    if not (thing.systems or thing.words):
        yield "words", "neither a mention nor a word that finds it"


@cache
def named_things() -> tuple[Named, ...]:
    """Return the bundled named things, in the order of the file."""
    return read(FOLDER / "system_levels.csv", facts())


@cache
def mentioned() -> tuple[Mentioned, ...]:
    """Return the bundled named things with what names them, the most frequent first."""
    return gather(named_things(), facts())


def gather(named: Sequence[Named], facts: Facts) -> tuple[Mentioned, ...]:
    """Return each named thing with the facts that name it, the most frequent first."""
    everything = [_searched(fact) for kind in KINDS for fact in facts.of_kind(kind)]
    about: dict[str, list[Passage]] = defaultdict(list)
    for passage in facts.passages:
        for relation in passage.relations:
            about[relation].append(passage)
    all_mentioned = (_mentioned(thing, facts, everything, about) for thing in named)
    return tuple(sorted(all_mentioned, key=lambda mentioned: -mentioned.times))


def _searched(fact: Fact) -> tuple[Fact, str, str]:
    """A fact with the words that name things; what we say of a system is not the document's."""
    said = fact.name if isinstance(fact, System) else text_of(fact).nb
    text = f"{fact.quote}\n{said}"
    return fact, text, text.casefold()


def _mentioned(
    thing: Named,
    facts: Facts,
    everything: Sequence[tuple[Fact, str, str]],
    about: Mapping[str, Sequence[Passage]],
) -> Mentioned:
    own = set(thing.mentions)
    of_mentions = [passage for mention in own for passage in about.get(mention, ())]
    related = {relation for passage in of_mentions for relation in passage.relations}
    named = {passage.id for passage in of_mentions} | {
        fact.id
        for stem, way in _ways(thing.words)
        for fact, text, folded in everything
        if stem in folded and way.search(text)
    }
    others = (named | related) - own
    found = [fact for fact, _, _ in everything if fact.id in others]
    return Mentioned(
        thing,
        tuple(system for system in facts.systems if system.id in own),
        tuple(fact for fact in found if isinstance(fact, Passage) and fact.id in named),
        tuple(fact for fact in found if fact.line and not isinstance(fact, Passage)),
        frozenset(named),
    )


@cache
def code_of() -> Mapping[str, str]:
    """Return the id of the named thing that each mention is of, by the mention's id."""
    return {mention: thing.id for thing in named_things() for mention in thing.mentions}


def is_wanted(mentioned: Mentioned, wanted: Wanted) -> bool:
    """Tell whether a named thing is wanted, by ``level``, ``kind``, ``document`` and ``theme``."""
    thing = mentioned.thing
    has = {
        "level": thing.on_levels,
        "kind": (thing.kind,),
        "document": mentioned.places,
        "theme": mentioned.themes,
    }
    said = (system.text for system in mentioned.said)
    return wanted.fits(has, (thing.name, thing.words, *said))


def about_level(facts: Facts, wanted: Wanted) -> tuple[Passage, ...]:
    """Return what is wanted of the passages about a level, whomever they name.

    What kind of thing is wanted does not matter, for passages are of none.
    """
    asked = Wanted(
        {name: code for name, code in wanted.codes.items() if name != "kind"}, wanted.find
    )
    return tuple(
        passage
        for passage in facts.passages
        if asked.fits(
            {"level": passage.levels, "document": (passage.source,), "theme": passage.themes},
            (passage.text, passage.quote, passage.part),
        )
    )


def of_level(facts: Facts, level: str) -> tuple[Passage, ...]:
    """Return the passages that are about a level, whether or not they name anybody."""
    return tuple(passage for passage in facts.passages if level in passage.levels)
