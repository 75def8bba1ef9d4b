"""User needs as HTML: each with its quote, and beside it the evidence that bears on it."""

from __future__ import annotations

import html
from collections.abc import Mapping, Sequence

from insight.analysis.estimates import Estimate
from insight.documents import printed
from insight.documents.facts import Evidence, Fact, Facts, Need
from insight.language.catalogue import Language, say
from insight.reporting import labels
from insight.web import routes
from insight.web.answers import View
from insight.web.evidence import Answered, answered
from insight.web.html import cards as cards_html

MARKS = {"supports": "✓", "nuances": "±", "contradicts": "✕"}
_Drawn = tuple[tuple[str, str], str, str, str]
POPULATIONS = ("citizens", "both", "health_personnel", "unassigned")


def need_card(view: View, need: Need, known: Facts, find: str) -> str:
    """Return the card of a need with its evidence, estimated under the reader's filter."""
    language = view.language
    tags = [known.word("population", need.population)[language]]
    tags += [need.segment[language]] if need.segment else []
    if need.evidence_kind != "needs_mapping":
        tags.append(known.word("evidence_kind", need.evidence_kind)[language])
    links = known.evidence_of.get(need.id, ())
    shown = "".join(_evidence(view, one, known) for one in links)
    body = (
        f"<ul class='evidence'>{shown}</ul>"
        if shown
        else f"<p class='no-evidence'>{html.escape(view.say('needs.none'))}</p>"
    )
    return cards_html.card(
        need,
        need.text[language],
        known,
        language,
        theme_link=lambda theme: routes.href(view, "needs", theme=theme),
        tags=tags,
        body=body,
        find=find,
    )


def _evidence(view: View, link: Evidence, known: Facts) -> str:
    """One piece of evidence: how it bears on the need, what it says, why, and where to see it."""
    drawn = _item if link.kind == "item" else _figure
    says, more, address, basis = drawn(view, link, known)
    relation = html.escape(view.say(f"relation.{link.relation}"))
    mark = f"<span aria-hidden='true'>{MARKS[link.relation]}</span>"
    see = (
        f" <a target='_self' href='{html.escape(address)}'>{html.escape(more)}</a>" if more else ""
    )
    return (
        f"<li class='{link.relation}'><p><span class='tag'>{mark} {relation}</span> {says[0]}</p>"
        f"{says[1]}<p class='reason'>{html.escape(link.reason[view.language])}{see}</p>{basis}</li>"
    )


def _item(view: View, link: Evidence, known: Facts) -> _Drawn:
    found = answered(view, link)
    if found is None:
        return (html.escape(view.say("needs.survey_absent")), ""), "", "", ""
    language, table = view.language, found.table
    sentence = labels.level_sentence(table, found.estimate.key, (), language)
    survey, target = table.codebook.id, link.target or ""
    address = routes.href(view, "trust", survey=survey, item=table.item.id, target=target)
    basis = (
        f"<details class='source'><summary>{html.escape(view.say('needs.basis'))}</summary>"
        f"<p>{html.escape(_basis(found, language))}</p>"
        "</details>"
    )
    simulated = f" <span class='tag'>{html.escape(view.say('needs.simulated'))}</span>"
    says = (
        f"<strong>{html.escape(table.item.label[language])}</strong> "
        f"{html.escape(_who(found, language))}: {html.escape(sentence)}"
    ) + (simulated if table.codebook.simulated else "")
    return (says, interval_bar(found.estimate)), view.say("needs.see_item"), address, basis


def _who(found: Answered, language: Language) -> str:
    who = labels.short_title(found.table.codebook)[language]
    wave = labels.wave_label(found.table, found.estimate, language)
    return f"{who} {wave}".strip()


def _basis(found: Answered, language: Language) -> str:
    base = labels.base_line(found.table, None, language)
    return f"{base} · {say(language, 'needs.aside')}." if found.aside else f"{base}."


def interval_bar(estimate: Estimate) -> str:
    """Return a share and its interval as a bar from 0 to 100 per cent; empty where hidden.

    It repeats the sentence beside it, so a screen reader passes it by.
    """
    if estimate.value is None or estimate.low is None or estimate.upp is None:
        return ""
    left, width = 100 * estimate.low, 100 * (estimate.upp - estimate.low)
    return (
        "<div class='interval' aria-hidden='true'>"
        f"<span style='left:{left:.1f}%;width:{width:.1f}%'></span>"
        f"<i style='left:{100 * estimate.value:.1f}%'></i></div>"
    )


def _figure(view: View, link: Evidence, known: Facts) -> _Drawn:
    figure = known.figure[link.figure or ""]
    place = {"series": figure.series or "", "kind": "" if figure.is_measurement else "any"}
    if not figure.series:
        place["find"] = figure.indicator[view.language]
    address = routes.href(view, "figures", **place)
    says = printed.line(figure, known, view.language)
    basis = cards_html.source(figure, known, view.language)
    return (says, ""), view.say("needs.see_figure"), address, basis


def links(view: View, needs: Sequence[Need]) -> str:
    """Return links to needs, each found by its own words; empty where there is none."""
    return "".join(
        f"<li><a target='_self' href='{html.escape(_address(view, one))}'>"
        f"{html.escape(one.text[view.language])}</a></li>"
        for one in needs
    )


def _address(view: View, need: Need) -> str:
    return routes.href(view, "needs", find=need.text[view.language])


def overlap(view: View, by_theme: Mapping[str, Mapping[str, Sequence[Fact]]], known: Facts) -> str:
    """Return how many needs each population has within each theme, as a table."""
    language = view.language
    head = "".join(
        f"<th scope='col'>{html.escape(known.word('population', one)[language])}</th>"
        for one in POPULATIONS
    )
    rows = "".join(_overlap_row(view, theme, groups, known) for theme, groups in by_theme.items())
    theme = html.escape(view.say("fact.theme"))
    return (
        f"<table class='counts'><thead><tr><th scope='col'>{theme}</th>{head}</tr></thead>"
        f"<tbody>{rows}</tbody></table>"
    )


def _overlap_row(view: View, theme: str, groups: Mapping[str, Sequence[Fact]], known: Facts) -> str:
    """One theme; it is common where both populations, or both at once, have needs in it."""
    name = known.themes[theme].name[view.language]
    address = html.escape(routes.href(view, "needs", theme=theme))
    common = "both" in groups or {"citizens", "health_personnel"} <= set(groups)
    mark = f" <span class='tag'>{html.escape(view.say('needs.common'))}</span>" if common else ""
    cells = "".join(f"<td>{len(groups.get(one, ())) or '–'}</td>" for one in POPULATIONS)
    link = f"<a target='_self' href='{address}'>{html.escape(name)}</a>"
    return f"<tr><th scope='row'>{link}{mark}</th>{cells}</tr>"
