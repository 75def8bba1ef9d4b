"""Entries of the search for what the documents say, and for the words that are explained."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from insight.documents import printed, strategy
from insight.documents.fact_kinds import EVERY_SCENARIO, AreaEntry, ScenarioEntry, System
from insight.documents.facts import Facts
from insight.documents.glossary import Term
from insight.documents.inventories.actors import Named
from insight.documents.later.later_figures import LaterFigure
from insight.language.catalogue import Text, both
from insight.language.text_index import Entry

# A word that is explained, a theme or an area goes before what only mentions it.
WEIGHTS = {
    "term": 1.3,
    "theme": 1.2,
    "need": 1.1,
    "area": 1.0,
    "analysis": 0.9,
    "scenario": 0.95,
    "figure": 1.0,
    "system": 1.0,
    "named": 0.35,
    "sustainability": 1.0,
    "passage": 0.9,
}


def fact_entries(facts: Facts, glossary: Sequence[Term]) -> Iterator[Entry]:
    """Yield an entry for each fact, theme and explained word; the key is the record itself."""
    for term in glossary:
        yield _entry("term", term, (term.name,), term.text)
    for theme in facts.themes.values():
        yield _entry("theme", theme, (theme.name,), theme.about)
    for need in facts.needs:
        where = facts.word("level", need.level)
        yield _entry("need", need, (), need.text, where, _more(need.quote, need.note))
    for question in facts.sustainability:
        more = _more(question.quote, question.note)
        yield _entry("sustainability", question, (question.text,), question.finding, None, more)
    yield from _numbers(facts)
    yield from _areas(facts)
    yield from _scenarios(facts)
    for observation in facts.analysis:
        where = _joined(strategy.place(observation, facts))
        more = _more(observation.quote, observation.note)
        yield _entry("analysis", observation, (), observation.text, where, more)
    yield from _systems(facts)
    for passage in facts.passages:
        kind, date = facts.word("passage_kind", passage.kind), passage.date or ""
        more = (kind, *_more("", passage.note), Text(date, date))
        yield _entry("passage", passage, (), passage.text, passage.part, more)


def _numbers(facts: Facts) -> Iterator[Entry]:
    for figure in facts.figures:
        where = figure.who or facts.word("population", figure.population)
        more = (*_more(figure.quote, figure.note), Text(figure.when, figure.when))
        if isinstance(figure, LaterFigure) and figure.wording:
            more += (figure.wording,)
        yield _entry("figure", figure, (), figure.indicator, where, more)
    for statement in facts.statements:
        where = facts.word("population", statement.population)
        more = _more(statement.quote, statement.note)
        yield _entry("figure", statement, (), statement.text, where, more)


def _areas(facts: Facts) -> Iterator[Entry]:
    """The areas under their names, each with its first goal, and then their lines."""
    for _, own in groupby(facts.areas, lambda line: line.area):
        first, *rest = own
        number = {"number": first.number}
        names = (first.area_name, both("search.area", **number))
        holds = both("search.area_holds", **number)
        yield _entry("area", first, names, strategy.words(first), None, (holds,))
        for line in rest:
            more = (names[1], *_more(line.quote, line.note))
            yield _entry("area", line, (), strategy.words(line), _where(line, facts), more)


def _scenarios(facts: Facts) -> Iterator[Entry]:
    """The scenarios under their names, and then their lines."""
    named = {EVERY_SCENARIO}
    for line in facts.scenarios:
        more = _more(line.quote, line.note)
        names = () if line.scenario in named else (line.scenario_name,)
        named.add(line.scenario)
        yield _entry("scenario", line, names, line.text, _where(line, facts), more)


def _systems(facts: Facts) -> Iterator[Entry]:
    """What is named, once for each name, with what each document says of it."""
    by_name: dict[str, list[System]] = {}
    for system in facts.systems:
        by_name.setdefault(system.name.casefold(), []).append(system)
    for first, *others in by_name.values():
        more = _more(first.quote, first.note) + tuple(other.text for other in others)
        where = facts.word("system_kind", first.kind)
        names = (Text(first.name, first.name),)
        yield _entry("system", first, names, first.text, where, more)


def named_entries(things: Iterable[Named], facts: Facts) -> Iterator[Entry]:
    """Yield an entry for each thing that is named without more being said of it."""
    for thing in things:
        if not thing.mentions:
            where = facts.word("named_kind", thing.kind)
            text, weight = thing.note or Text("", ""), WEIGHTS["named"]
            yield Entry("system", thing, (thing.name,), text, where, (), weight)


def _where(line: AreaEntry | ScenarioEntry, facts: Facts) -> Text:
    return _joined(dict.fromkeys(strategy.place(line, facts)))


def _joined(names: Iterable[Text]) -> Text:
    parts = list(names)
    return Text(" · ".join(part.nb for part in parts), " · ".join(part.en for part in parts))


def _more(quote: str, note: Text | None) -> tuple[Text, ...]:
    plain = printed.without_markup(quote)
    return tuple(text for text in (plain and Text(plain, plain), note) if text)


def _entry(
    kind: str,
    key: object,
    names: tuple[Text, ...],
    text: Text,
    where: Text | None = None,
    more: tuple[Text, ...] = (),
) -> Entry:
    plain = Text(printed.without_markup(text.nb), printed.without_markup(text.en))
    return Entry(kind, key, names, plain, where, more, WEIGHTS[kind])
