"""Trends as HTML: all of them in groups, and one with what belongs with it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from markupsafe import Markup

from insight.documents import strategy
from insight.documents.fact_kinds import (
    AreaEntry,
    Fact,
    Figure,
    Observation,
    Passage,
    ScenarioEntry,
)
from insight.documents.facts import Facts
from insight.documents.passages.related import BY_THEME, Related, related
from insight.documents.passages.trends import (
    Group,
    Trend,
    in_groups,
    main_themes,
    parts,
    passages_of,
)
from insight.documents.references import Source
from insight.language.catalogue import Text
from insight.views.view import View
from insight.web import routes
from insight.web.html import cards
from insight.web.html.cards import Reading, typeset, words_in_link
from insight.web.html.list_parts import neighbours
from insight.web.html.templates import draw

TOLD: tuple[Group, ...] = ("national", "figures")
OUTLOOK = ("trend_outlook", "outlook_summary")
SHOWN, AKIN = 3, 8
FOLDED = ("systems",)
PAGE_OF = {"figures": "figures", "needs": "needs", "areas": "strategy", "scenarios": "strategy"}


def trend_link(view: View, trend: Trend) -> str:
    """Return the address of a trend."""
    return routes.href(view, "trends", trend=trend.id)


def groups(view: View, reading: Reading) -> Markup:
    """Return all trends in their groups, each a link; some with the outlook's first sentence."""
    drawn = [
        (
            group,
            reading.say(f"trends.group_{group}"),
            ", ".join(_documents(some, reading)),
            [_entry(view, trend, reading, group) for trend in some],
        )
        for group, some in in_groups(reading.facts).items()
    ]
    return draw("trends", "groups", drawn)


def _documents(some: Iterable[Trend], reading: Reading) -> list[str]:
    sources = dict.fromkeys(trend.source for trend in some)
    return [reading.document(source) for source in sources]


def _entry(view: View, trend: Trend, reading: Reading, group: Group) -> dict[str, object]:
    passages = passages_of(trend, reading.facts)
    outlook = next((each for each in passages if each.kind in OUTLOOK), None)
    text = first_sentence(outlook.text[reading.language]) if outlook and group in TOLD else ""
    return {
        "name": trend.name[reading.language],
        "address": trend_link(view, trend),
        "text": reading.block().mark(typeset(text, reading.language)),
    }


def first_sentence(text: str) -> str:
    """Return the first sentence of a text.

    Examples
    --------
    >>> first_sentence("It will grow. It is small.")
    'It will grow.'
    """
    first, stop, rest = text.partition(". ")
    return f"{first}." if stop and rest else text


def trend(view: View, shown: Trend, reading: Reading) -> Markup:
    """Return a trend: what it is, where it is going, what it means, and what belongs with it."""
    told, more = parts(passages_of(shown, reading.facts))
    sections = [
        (part, reading.say(f"trends.part_{part}"), _lines(some, reading))
        for part, some in told.items()
    ]
    folded = [
        (reading.word("passage_kind", kind), _lines(some, reading)) for kind, some in more.items()
    ]
    found = related(shown, reading.facts)
    inferred = has_inferred_year(
        fact for some in found.values() for fact in (*some.named, *some.akin[:AKIN])
    )
    beside = _beside(view, shown, found, reading)
    return draw("trends", "trend", sections, folded, beside, inferred, reading)


def about(view: View, shown: Trend, reading: Reading) -> Markup:
    """Return a way back to all trends, the trend's group, its document, and a way to read it."""
    all_trends = (reading.say("trends.all"), routes.href(view, "trends"))
    name = reading.say(f"trends.group_{shown.group}")
    source = reading.facts.sources[shown.source]
    remarks = [reading.say(f"sources.{remark}") for remark in _remarks(source)]
    document = cards.document_line(source, reading.language)
    place = cards.place_link(passages_of(shown, reading.facts)[0], reading)
    return draw("trends", "about", *all_trends, [name, document, *remarks, place])


def _remarks(source: Source) -> Iterator[str]:
    """What a reader should know of a document: what it does not name, and that we tell it."""
    if source.publisher is None:
        yield "no_publisher"
    if source.published is None:
        yield "no_date"
    if source.is_summarised:
        yield "summarised"


def _lines(some: Sequence[Passage], reading: Reading) -> list[Markup]:
    return [passage_line(passage, reading) for passage in some]


def passage_line(passage: Passage, reading: Reading, above: Markup | str = "") -> Markup:
    """Return a passage as a line that unfolds; a summary of ours has no Norwegian original."""
    is_ours = reading.facts.sources[passage.source].is_summarised
    return cards.line(passage, passage.text, reading, above=above, original=not is_ours)


def has_inferred_year(some: Iterable[Fact]) -> bool:
    """Return whether the year of any figure was read out of the context."""
    return any(fact.year_inferred for fact in some if isinstance(fact, Figure))


def _beside(
    view: View, shown: Trend, related_to: Mapping[str, Related], reading: Reading
) -> list[dict[str, object]]:
    """What belongs with a trend, part by part; a part of which there is nothing is left out."""
    themes = main_themes(passages_of(shown, reading.facts))
    return [
        _part(view, part, found, themes, reading)
        for part, found in related_to.items()
        if found.named or found.akin
    ]


def _part(
    view: View, part: str, found: Related, themes: Sequence[str], reading: Reading
) -> dict[str, object]:
    named = [_link(fact, reading) for fact in found.named]
    first = 0 if part in FOLDED else SHOWN
    return {
        "title": reading.say(f"trends.beside_{part}", count=len(named)),
        "named": named[:first],
        "more": named[first:],
        "show": reading.say("fact.more" if first else "trends.show", count=len(named[first:])),
        "akin": [_link(fact, reading) for fact in found.akin[:AKIN]],
        "count": len(found.akin),
        "pages": _pages(view, part, themes, reading) if part in BY_THEME else [],
    }


def _pages(view: View, part: str, themes: Sequence[str], reading: Reading) -> list[tuple[str, str]]:
    """Links to the page of a part, one for each theme."""
    page = PAGE_OF[part]
    more: Mapping[str, str] = routes.unnarrowed(view) if page == "needs" else {}
    names = reading.facts.themes
    return [
        (names[theme].name[reading.language], routes.href(view, page, theme=theme, **more))
        for theme in themes
    ]


def _link(fact: Fact, reading: Reading) -> dict[str, object]:
    """A fact beside a trend: its words, its own page, and where it stands."""
    where = (*_whole(fact, reading.facts), reading.facts.sources[fact.source].short)
    return {
        "words": words_in_link(fact, reading),
        "address": reading.home_link(fact),
        "where": " · ".join(text[reading.language] for text in where),
        "place": cards.place_link(fact, reading),
    }


def _whole(fact: Fact, facts: Facts) -> tuple[Text, ...]:
    """The area, analysis or scenario that a fact is of."""
    match fact:
        case AreaEntry() | Observation() | ScenarioEntry():
            return strategy.place(fact, facts)[:1]
    return ()


def steps(view: View, shown: Trend, reading: Reading) -> Markup:
    """Return links to the trends before and after one in its group."""
    links = [
        (name, reading.say(f"trends.{name}", trend=each.name), trend_link(view, each))
        for name, each in neighbours(in_groups(reading.facts)[shown.group], shown)
    ]
    return draw("lists", "steps", links)
