"""User needs, each beside the survey answers and printed figures that bear on it."""

from collections.abc import Sequence
from functools import partial

import streamlit as st

from insight.documents import fact_tables
from insight.documents.fact_kinds import LEVELS, Need
from insight.documents.facts import facts
from insight.documents.segment_respondents import narrowing, respondents_of, with_needs
from insight.reporting import need_sentences
from insight.survey.filters import Condition
from insight.web import choices, evidence, sidebar, ui
from insight.web.html import needs as needs_html
from insight.web.html.templates import draw

view = choices.current()
language = view.language
all_facts = facts()


def words(field: str, codes: Sequence[str]) -> dict[str, str]:
    return {"any": view.say("fact.all")} | {
        code: all_facts.word(field, code)[language] for code in codes
    }


def subgroups() -> dict[str, str]:
    named = {"any": view.say("fact.all")}
    for segment, count in with_needs(all_facts):
        depth = len(all_facts.segments.ancestors(segment.id)) - 1
        named[segment.id] = f"{'– ' * depth}{segment.name[language]} ({count})"
    return named


def choose() -> tuple[dict[str, str], str]:
    who, level, standing = st.columns(3)
    segment, theme, find = st.columns(3)
    wanted: dict[str, str] = {}
    with who:
        named = words("population", needs_html.POPULATIONS)
        wanted["population"] = choices.pick(view, view.say("needs.who"), "population", named)
    with level:
        named = words("level", LEVELS)
        wanted["level"] = choices.pick(view, view.say("needs.level"), "level", named)
    with standing:
        named = {code: view.say(f"standing.{code}") for code in evidence.STANDINGS}
        wanted["evidence"] = choices.pick(view, view.say("needs.evidence"), "evidence", named)
    with segment:
        wanted["segment"] = choices.pick(view, view.say("needs.segment"), "segment", subgroups())
    with theme:
        named = {"any": view.say("fact.all")}
        named |= {theme.id: theme.name[language] for theme in all_facts.themes.values()}
        wanted["theme"] = choices.pick(view, view.say("fact.theme"), "theme", named)
    with find:
        words_in_box = choices.find(view, view.say("fact.find"))
    return {name: value for name, value in wanted.items() if value != "any"}, words_in_box


def fits(need: Need, wanted: dict[str, str], find: str) -> bool:
    segment = wanted.get("segment")
    return (
        evidence.concerns(need, wanted.get("population", "any"))
        and wanted.get("level") in (None, need.level)
        and (segment is None or all_facts.segments.named_by(need.id, [segment]))
        and ("theme" not in wanted or wanted["theme"] in need.themes)
        and evidence.has_standing(
            all_facts.evidence_of.get(need.id, ()), wanted.get("evidence", "any")
        )
        and evidence.is_found(need, find, all_facts)
    )


def may_follow(wanted: dict[str, str]) -> bool:
    """Whether needs can be those of the reader's respondents, which a switch then lifts.

    Whose needs are chosen on this page goes before whose answers are chosen in the sidebar.
    """
    if not found.narrows:
        st.session_state["own:follow"] = "on"
    return found.narrows and not {"population", "segment"} & set(wanted)


def offer_respondents(wanted: dict[str, str]) -> None:
    """Offer the respondents that the segment chosen on this page stands for."""
    segment = all_facts.segments.by_id.get(wanted.get("segment", wanted.get("population", "")))
    if segment is None or segment.population is None:
        return
    who = need_sentences.in_sentence([segment], language)
    survey = next((survey for survey in view.surveys if survey.id == segment.survey), None)
    condition = respondents_of(segment, survey.codebook) if survey else None
    if survey is None or (condition is None and segment.parent):
        ui.secondary(view.say("needs.no_respondents", who=who))
    elif survey.id != view.survey.id or not meets(condition):
        label = view.say("needs.respondents", who=who)
        sidebar.offer_respondents(view, label, survey, condition)


def meets(condition: Condition | None) -> bool:
    """Whether the reader has chosen the respondents who meet a condition of the survey shown."""
    return condition is None or view.respondents.codes(condition.variable.id) == condition.codes


def draw_overlap() -> None:
    with st.expander(view.say("needs.overlap")):
        stressed = all_facts.need["c_head_overlap"]
        ui.quotation(stressed, view)
        st.html(needs_html.overlap(view, evidence.by_theme(all_facts.needs, all_facts), all_facts))
        ui.secondary(view.say("fact.themes_are_ours"))


def draw_levels(needs: Sequence[Need], find: str, tag: str = "h2") -> None:
    for level in LEVELS:
        if of_level := [need for need in needs if need.level == level]:
            title = f"{all_facts.word('level', level)[language]} ({len(of_level)})"
            st.html(draw("page", "heading", title, "", "", tag))
            ui.cards([needs_html.need_card(view, need, all_facts, find) for need in of_level])


def draw_followed(named: Sequence[Need], included: Sequence[Need], find: str) -> None:
    """Draw the needs of the reader's respondents level by level, and after them those of all."""
    whole = need_sentences.in_sentence(
        need_sentences.populations(found.segments, all_facts), language
    )
    if named:
        ui.heading(view.say("needs.of_them", who=who, count=len(named)))
        draw_levels(named, find, "h3")
    if included:
        ui.heading(view.say("needs.of_all", who=who, whole=whole, count=len(included)))
        draw_levels(included, find, "h3")


heading, lifting = st.container(), st.container()
wanted, find = choose()
found = narrowing(view.survey.codebook, view.respondents, all_facts)
who = need_sentences.in_sentence(found.segments, language)
switch = view.say("needs.follow", who=who)
follows = may_follow(wanted)
with lifting:
    followed = follows and choices.toggle(view, switch, "follow")
named = [need for need in all_facts.needs if fits(need, wanted, find)]
included: list[Need] = []
if followed:
    named, included = found.named(named, all_facts), found.included(named, all_facts)
shown = [*named, *included]
lifted = {"follow": "off"} if follows and not followed else {}
choices.set_link(view, **wanted, **lifted, find=find)
offer_respondents(wanted)
with heading:
    finding = (
        need_sentences.shown(found, len(named), len(included), all_facts, language)
        if followed
        else view.say("needs.finding", count=len(shown))
    )
    if "evidence" not in wanted:
        finding = f"{finding} {evidence.lacking(shown, all_facts, language)}".strip()
    ui.heading(view.say("needs.title"), finding, view.say("needs.line"), top=True)
    if aside := need_sentences.set_aside(found.aside, language):
        ui.secondary(aside)
draw_overlap()
if followed and not any(part(all_facts.needs, all_facts) for part in (found.named, found.included)):
    st.info(view.say("needs.nobody", who=who, follow=switch, total=len(all_facts.needs)))
elif not shown:
    st.info(view.say("fact.nothing"))
if followed:
    draw_followed(named, included, find)
else:
    draw_levels(named, find)
if shown:
    with ui.tools():
        ground = partial(evidence.ground, view)
        rows = partial(fact_tables.needs, shown, all_facts, language, ground)
        ui.download_rows(view, rows, "needs")
