"""User needs as HTML: each with its quote, and beside it the evidence that bears on it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from markupsafe import Markup

from insight.documents.fact_kinds import Fact, Need
from insight.documents.facts import Facts
from insight.reporting import need_sentences
from insight.web import routes
from insight.web.answers import View
from insight.web.html.cards import card, reading_of
from insight.web.html.evidence_pieces import evidence
from insight.web.html.tables import table
from insight.web.html.templates import draw
from insight.web.html.text import mark_terms

POPULATIONS = ("citizens", "both", "health_personnel", "unassigned")


def need_card(view: View, need: Need, facts: Facts, find: str) -> Markup:
    """Return the card of a need with its evidence, estimated under the reader's filter."""
    language = view.language
    tags: list[str] = [
        mark_terms(need_sentences.tag(link, facts, language), find)
        for link in facts.segments.shown(need.id)
    ]
    if need.evidence_kind != "needs_mapping":
        tags.append(facts.word("evidence_kind", need.evidence_kind)[language])
    links = facts.evidence_of.get(need.id, ())
    body = evidence(view, links, facts)
    reading = reading_of(view, "needs", facts, find)
    return card(need, need.text[language], reading, tags=tags, body=body)


def links(view: View, needs: Sequence[Need]) -> Markup:
    """Return a list of links to needs, each found by its own words."""
    return draw("needs", "links", _addresses(view, needs))


def folded_links(view: View, needs: Sequence[Need]) -> Markup:
    """Return links to the needs that answers bear on, to unfold; empty where there is none."""
    return draw("needs", "folded", view.say("needs.of_item"), _addresses(view, needs))


def _addresses(view: View, needs: Sequence[Need]) -> list[tuple[str, str]]:
    texts, more = (need.text[view.language] for need in needs), routes.unnarrowed(view)
    return [(text, routes.href(view, "needs", find=text, **more)) for text in texts]


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
