"""User needs as HTML: each with its quote, and beside it the evidence that bears on it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from markupsafe import Markup

from insight.analysis.estimates import Estimate
from insight.documents.facts import Evidence, Fact, Facts, Need
from insight.language.catalogue import Language, say
from insight.reporting import labels, need_sentences
from insight.web import routes
from insight.web.answers import View
from insight.web.evidence import Answered, estimate_answer
from insight.web.html import cards as cards_html
from insight.web.html.tables import table
from insight.web.html.templates import draw
from insight.web.html.text import mark_terms

MARKS = {"supports": "✓", "nuances": "±", "contradicts": "✕"}
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
    pieces = [_piece(view, link, facts) for link in links]
    body = draw("needs", "evidence", pieces, view.say("needs.none"))
    return cards_html.card(
        need,
        need.text[language],
        facts,
        language,
        theme_link=lambda theme: routes.href(view, "needs", theme=theme),
        tags=tags,
        body=body,
        find=find,
    )


def _piece(view: View, link: Evidence, facts: Facts) -> dict[str, object]:
    """One piece of evidence: how it bears on the need, what it says, why, and where to see it."""
    says = _answer(view, link) if link.kind == "item" else _figure(view, link, facts)
    return {
        "relation": link.relation,
        "relation_name": view.say(f"relation.{link.relation}"),
        "mark": MARKS[link.relation],
        "reason": link.reason[view.language],
        "bar": "",
        "see": "",
        "address": "",
        "basis": "",
    } | says


def _answer(view: View, link: Evidence) -> dict[str, object]:
    """What respondents answered, under the reader's filter."""
    answer = estimate_answer(view, link)
    if answer is None:
        return {"says": view.say("needs.survey_absent")}
    language, shown = view.language, answer.table
    survey, target = shown.codebook.id, link.target or ""
    return {
        "says": draw(
            "needs",
            "answer",
            shown.item.label[language],
            _who(answer, language),
            labels.level_sentence(shown, answer.estimate.key, (), language),
            view.say("needs.simulated") if shown.codebook.simulated else "",
        ),
        "bar": interval_bar(answer.estimate),
        "see": view.say("needs.see_item"),
        "address": routes.href(view, "trust", survey=survey, item=shown.item.id, target=target),
        "basis": draw("needs", "basis", view.say("needs.basis"), _basis(answer, language)),
    }


def _who(answer: Answered, language: Language) -> str:
    who = labels.short_title(answer.table.codebook)[language]
    wave = labels.wave_label(answer.table, answer.estimate, language)
    return f"{who} {wave}".strip()


def _basis(answer: Answered, language: Language) -> str:
    base = labels.base_line(answer.table, None, language)
    return f"{base} · {say(language, 'needs.aside')}." if answer.aside else f"{base}."


def interval_bar(estimate: Estimate) -> Markup | str:
    """Return a share and its interval as a bar from 0 to 100 per cent; empty where hidden.

    It repeats the sentence beside it, so a screen reader passes it by.
    """
    if estimate.value is None or estimate.low is None or estimate.upp is None:
        return ""
    left, width = 100 * estimate.low, 100 * (estimate.upp - estimate.low)
    places = (f"{place:.1f}%" for place in (left, width, 100 * estimate.value))
    return draw("needs", "interval", *places)


def _figure(view: View, link: Evidence, facts: Facts) -> dict[str, object]:
    """What a document prints."""
    figure = facts.figure[link.figure or ""]
    place = {"series": figure.series or "", "kind": "" if figure.is_measurement else "any"}
    if not figure.series:
        place["find"] = figure.indicator[view.language]
    return {
        "says": cards_html.figure_line(figure, facts, view.language),
        "see": view.say("needs.see_figure"),
        "address": routes.href(view, "figures", **place),
        "basis": cards_html.source(figure, facts, view.language),
    }


def links(view: View, needs: Sequence[Need]) -> Markup:
    """Return a list of links to needs, each found by its own words."""
    return draw("needs", "links", _addresses(view, needs))


def folded_links(view: View, needs: Sequence[Need]) -> Markup:
    """Return links to the needs that answers bear on, to unfold; empty where there is none."""
    return draw("needs", "folded", view.say("needs.of_item"), _addresses(view, needs))


def _addresses(view: View, needs: Sequence[Need]) -> list[tuple[str, str]]:
    texts = (need.text[view.language] for need in needs)
    return [
        (text, routes.href(view, "needs", find=text, **routes.unnarrowed(view))) for text in texts
    ]


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
