"""User needs as HTML: rows of a list, and each with its quote, evidence and what is said of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from insight.documents.fact_kinds import Fact, Need, Passage, Relation
from insight.documents.facts import Facts
from insight.documents.passages.about import areas_about, passages_about, trends_about
from insight.documents.passages.of_strategy.process import under_headings
from insight.reporting import need_sentences
from insight.views.view import View
from insight.web import routes
from insight.web.html import cards
from insight.web.html.cards import Reading, reading_of
from insight.web.html.chapters.passages import lines
from insight.web.html.evidence_pieces import MARKS, evidence
from insight.web.html.tables import table
from insight.web.html.templates import draw
from insight.web.html.text import mark_terms

OF_MAPPING = ("user_group", "need_passage")
POPULATIONS = ("citizens", "both", "health_personnel", "unassigned")


@dataclass(frozen=True)
class Row:
    """A need of the list, its address, the figures that bear on it, and whether it is open."""

    need: Need
    address: str
    figures: Mapping[Relation, int]
    is_asked: bool
    is_open: bool


@dataclass(frozen=True)
class Head:
    """A column of the list, the address that sorts by it, and how the list is sorted by it."""

    column: str
    address: str
    sorted: str


def need_list(
    heads: Sequence[Head], groups: Sequence[tuple[str, Sequence[Row]]], reading: Reading
) -> Markup:
    """Return needs as the rows of a table, each a link that opens the need.

    Parameters
    ----------
    heads
        The columns.
    groups
        The rows with the name of their group, empty where there is only one.
    reading
        What the rows are drawn with.
    """
    columns = [(head, reading.say(f"needs.column_{head.column}")) for head in heads]
    drawn = [(name, [_row(row, reading) for row in rows]) for name, rows in groups]
    return draw("needs", "list", reading.say("needs.list"), columns, drawn)


def _row(row: Row, reading: Reading) -> dict[str, object]:
    need, language = row.need, reading.language
    themes = [reading.facts.themes[theme].name[language] for theme in need.themes]
    population = f"population_{need.population}"
    marks = [
        (relation, MARKS[relation], reading.say(f"relation.{relation}"), count)
        for relation, count in row.figures.items()
    ]
    return {
        "id": need.id,
        "words": mark_terms(reading.text(need.text), reading.find),
        "address": row.address,
        "is_open": row.is_open,
        "who": reading.say(f"needs.{population}"),
        "level": reading.say(f"needs.level_{need.level}"),
        "themes": themes[:1],
        "more": reading.say("needs.more_themes", count=len(themes) - 1) if themes[1:] else "",
        "figures": marks,
        "nothing": reading.say("needs.only_asked" if row.is_asked else "needs.no_figures"),
    }


def need_card(view: View, need: Need, facts: Facts, find: str) -> Markup:
    """Return a need with its quote and its evidence, estimated under the reader's filter.

    Its words are a heading, so the terms in them that the quote does not explain are listed.
    """
    reading, language = reading_of(view, "needs", facts, find), view.language
    words = reading.text(need.text)
    kinds: list[str] = [
        mark_terms(need_sentences.tag(link, facts, language), find)
        for link in facts.segments.shown(need.id)
    ]
    kinds.append(facts.word("level", need.level)[language])
    if need.evidence_kind != "needs_mapping":
        kinds.append(facts.word("evidence_kind", need.evidence_kind)[language])
    block = reading.block()
    quoted = cards.quotation(need, reading, block, short=True)
    listed = draw("terms", "listed", reading.say("terms.listed"), block.listed(words))
    return draw(
        "needs",
        "card",
        need.id,
        mark_terms(words, find),
        kinds,
        quoted + listed,
        evidence(view, facts.evidence_of.get(need.id, ()), facts),
        cards.themes(need.themes, reading),
        _said_of(need, reading),
        _related(view, need, reading),
    )


def _said_of(need: Need, reading: Reading) -> Markup | str:
    """What the documents say of a need elsewhere, each to be read in its place."""
    passages = passages_about(need.id, reading.facts)
    if not passages:
        return ""
    said = [_line(passage, reading, anchor=False) for passage in passages]
    return draw("needs", "said", reading.say("needs.said", count=len(said)), said)


def _line(passage: Passage, reading: Reading, *, anchor: bool) -> Markup:
    kind = draw("needs", "kind", reading.word("passage_kind", passage.kind))
    return cards.line(passage, passage.text, reading, above=kind, anchor=anchor)


def _related(view: View, need: Need, reading: Reading) -> Markup | str:
    """Links to the strategic areas and the trends that have a theme of the need."""
    language, facts = view.language, reading.facts
    areas = [
        (area.area_name[language], routes.home(view, area))
        for area in areas_about(need.themes, facts)
    ]
    trends = [
        (trend.name[language], routes.href(view, "trends", trend=trend.id))
        for trend in trends_about(need, facts)
    ]
    groups = [
        (view.say("needs.areas"), areas),
        (view.say("needs.trends"), trends),
    ]
    count = len(areas) + len(trends)
    if not count:
        return ""
    name = view.say("needs.related", count=count)
    return draw("needs", "related", name, [group for group in groups if group[1]])


def about_mapping(reading: Reading) -> Markup:
    """Return what the documents say of user groups and of their needs, heading by heading."""
    told = [each for each in reading.facts.passages if each.kind in OF_MAPPING]
    drawn = [
        (heading[reading.language], lines(same, reading)) for heading, same in under_headings(told)
    ]
    return draw("needs", "mapping", drawn)


def links(view: View, needs: Sequence[Need]) -> Markup:
    """Return a list of links, each of which opens a need."""
    return draw("lists", "links", _addresses(view, needs))


def folded_links(view: View, needs: Sequence[Need]) -> Markup:
    """Return links to the needs that answers bear on, to unfold; empty where there is none."""
    return draw("needs", "folded", view.say("needs.of_item"), _addresses(view, needs))


def _addresses(view: View, needs: Sequence[Need]) -> list[tuple[str, str]]:
    return [(need.text[view.language], routes.home(view, need)) for need in needs]


def overlap(
    view: View, by_theme: Mapping[str, Mapping[str, Sequence[Fact]]], facts: Facts
) -> Markup:
    """Return how many needs each population has within each theme, as a table."""
    heads = [view.say("fact.theme")]
    heads += [facts.word("population", population)[view.language] for population in POPULATIONS]
    rows = (_overlap_row(view, theme, groups, facts) for theme, groups in by_theme.items())
    return table("counts", heads, rows)


def _overlap_row(
    view: View, theme: str, groups: Mapping[str, Sequence[Fact]], facts: Facts
) -> list[object]:
    """One theme; it is common where both populations, or both at once, have needs in it."""
    common = "both" in groups or {"citizens", "health_personnel"} <= set(groups)
    name = draw(
        "needs",
        "theme",
        facts.themes[theme].name[view.language],
        routes.href(view, "needs", theme=theme),
        view.say("needs.common") if common else "",
    )
    return [name, *(len(groups.get(population, ())) or "–" for population in POPULATIONS)]
