"""User needs, each beside the survey answers and printed figures that bear on it."""

from collections.abc import Sequence
from functools import partial

import streamlit as st

from insight.documents import fact_tables
from insight.documents.facts import LEVELS, Need, facts
from insight.language.search import matches
from insight.web import choices, evidence, ui
from insight.web.html import needs as needs_html

view = choices.current()
language = view.language
all_facts = facts()


def words(field: str, codes: Sequence[str]) -> dict[str, str]:
    return {"any": view.say("fact.all")} | {
        code: all_facts.word(field, code)[language] for code in codes
    }


def segments() -> dict[str, str]:
    named = {need.segment.nb: need.segment[language] for need in all_facts.needs if need.segment}
    return {"any": view.say("fact.all")} | dict(sorted(named.items(), key=lambda pair: pair[1]))


def chosen() -> tuple[dict[str, str], list[Need], str]:
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
        named = {code: view.say(f"standing.{code}") for code in ("any", "item", "no_item", "none")}
        wanted["evidence"] = choices.pick(view, view.say("needs.evidence"), "evidence", named)
    with segment:
        wanted["segment"] = choices.pick(view, view.say("needs.segment"), "segment", segments())
    with theme:
        named = {"any": view.say("fact.all")}
        named |= {theme.id: theme.name[language] for theme in all_facts.themes.values()}
        wanted["theme"] = choices.pick(view, view.say("fact.theme"), "theme", named)
    with find:
        words_in_box = choices.find(view, view.say("fact.find"))
    return (
        wanted,
        [need for need in all_facts.needs if fits(need, wanted, words_in_box)],
        words_in_box,
    )


def fits(need: Need, wanted: dict[str, str], find: str) -> bool:
    segment = need.segment.nb if need.segment else ""
    return (
        evidence.concerns(need, wanted["population"])
        and wanted["level"] in ("any", need.level)
        and wanted["segment"] in ("any", segment)
        and (wanted["theme"] == "any" or wanted["theme"] in need.themes)
        and evidence.has_standing(all_facts.evidence_of.get(need.id, ()), wanted["evidence"])
        and matches(find, [need.text, need.segment, need.quote])
    )


def draw_overlap() -> None:
    with st.expander(view.say("needs.overlap")):
        stressed = all_facts.need["c_head_overlap"]
        ui.quotation(stressed, view)
        st.html(needs_html.overlap(view, evidence.by_theme(all_facts.needs, all_facts), all_facts))
        ui.secondary(view.say("fact.themes_are_ours"))


def draw_level(level: str, needs: list[Need], find: str) -> None:
    if not needs:
        return
    ui.heading(f"{all_facts.word('level', level)[language]} ({len(needs)})")
    ui.cards([needs_html.need_card(view, need, all_facts, find) for need in needs])


heading = st.container()
wanted, needs, find = chosen()
choices.set_link(
    view, **{name: value for name, value in wanted.items() if value != "any"}, find=find
)
silent = sum(
    not evidence.has_standing(all_facts.evidence_of.get(need.id, ()), "item") for need in needs
)
with heading:
    finding = view.say("needs.finding", count=len(needs), silent=silent)
    ui.heading(view.say("needs.title"), finding, view.say("needs.line"), top=True)
draw_overlap()
if not needs:
    st.info(view.say("fact.nothing"))
for level in LEVELS:
    draw_level(level, [need for need in needs if need.level == level], find)
if needs:
    with ui.tools():
        rows = fact_tables.needs(needs, all_facts, language, partial(evidence.ground, view))
        ui.download_rows(view, rows, "needs")
