"""User needs, each beside the survey answers and printed figures that bear on it."""

from collections.abc import Sequence

import streamlit as st

from insight.documents import fact_tables
from insight.documents.facts import LEVELS, Need, facts
from insight.language.search import matches
from insight.web import choices, evidence, ui
from insight.web.html import needs as needs_html

view = choices.current()
language = view.language
known = facts()


def words(field: str, codes: Sequence[str]) -> dict[str, str]:
    return {"any": view.say("fact.all")} | {one: known.word(field, one)[language] for one in codes}


def segments() -> dict[str, str]:
    found = {one.segment.nb: one.segment[language] for one in known.needs if one.segment}
    return {"any": view.say("fact.all")} | dict(sorted(found.items(), key=lambda one: one[1]))


def chosen() -> tuple[dict[str, str], list[Need], str]:
    who, level, standing = st.columns(3)
    segment, theme, find = st.columns(3)
    asked: dict[str, str] = {}
    with who:
        named = words("population", needs_html.POPULATIONS)
        asked["population"] = choices.pick(view, view.say("needs.who"), "population", named)
    with level:
        named = words("level", LEVELS)
        asked["level"] = choices.pick(view, view.say("needs.level"), "level", named)
    with standing:
        named = {one: view.say(f"standing.{one}") for one in ("any", "item", "no_item", "none")}
        asked["evidence"] = choices.pick(view, view.say("needs.evidence"), "evidence", named)
    with segment:
        asked["segment"] = choices.pick(view, view.say("needs.segment"), "segment", segments())
    with theme:
        named = {"any": view.say("fact.all")}
        named |= {one.id: one.name[language] for one in known.themes.values()}
        asked["theme"] = choices.pick(view, view.say("fact.theme"), "theme", named)
    with find:
        words_in_box = choices.find(view, view.say("fact.find"))
    return asked, [one for one in known.needs if fits(one, asked, words_in_box)], words_in_box


def fits(need: Need, asked: dict[str, str], find: str) -> bool:
    segment = need.segment.nb if need.segment else ""
    return (
        evidence.concerns(need, asked["population"])
        and asked["level"] in ("any", need.level)
        and asked["segment"] in ("any", segment)
        and (asked["theme"] == "any" or asked["theme"] in need.themes)
        and evidence.has_standing(known.evidence_of.get(need.id, ()), asked["evidence"])
        and matches(find, [need.text, need.segment, need.quote])
    )


def draw_overlap() -> None:
    with st.expander(view.say("needs.overlap")):
        stressed = known.need["c_head_overlap"]
        ui.quotation(stressed, view)
        st.html(needs_html.overlap(view, evidence.by_theme(known.needs, known), known))
        ui.secondary(view.say("fact.themes_are_ours"))


def draw_level(level: str, needs: list[Need], find: str) -> None:
    if not needs:
        return
    ui.heading(f"{known.word('level', level)[language]} ({len(needs)})")
    ui.cards([needs_html.need_card(view, one, known, find) for one in needs])


heading = st.container()
asked, needs, find = chosen()
choices.set_link(view, **{name: one for name, one in asked.items() if one != "any"}, find=find)
silent = sum(not evidence.has_standing(known.evidence_of.get(one.id, ()), "item") for one in needs)
with heading:
    finding = view.say("needs.finding", count=len(needs), silent=silent)
    ui.heading(view.say("needs.title"), finding, view.say("needs.line"), top=True)
draw_overlap()
if not needs:
    st.info(view.say("fact.nothing"))
for level in LEVELS:
    draw_level(level, [one for one in needs if one.level == level], find)
if needs:
    with ui.tools():
        ui.download_rows(view, fact_tables.needs(needs, known, language), "needs")
