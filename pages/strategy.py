"""Strategic areas, analyses and scenarios, each entry with its source, and a search over them."""

from functools import partial
from typing import cast

import streamlit as st

from insight.documents import strategy
from insight.documents.fact_kinds import EVERY_SCENARIO, AreaEntry, Observation, System
from insight.documents.facts import facts
from insight.documents.later.later_figures import all_facts as published_facts
from insight.documents.strategy import Entry
from insight.web import choices, routes, ui
from insight.web.html import areas as areas_html
from insight.web.html import strategy as strategy_html
from insight.web.html.cards import reading_of
from insight.web.parts.scenarios import draw_scenarios

ANY = "any"
THEME = "own:theme"
OWN_MATRIX = {
    "SWOT": strategy_html.swot,
    "PESTEL": strategy_html.pestel,
    "internal_pairs": strategy_html.pairs,
    "external_implication": strategy_html.parts_with_headings,
}

view = choices.current()
language = view.language
all_facts = facts()


def choose_theme() -> str:
    """Return the theme chosen in the sidebar; empty for all of them.

    Other pages choose the same theme in another kind of widget, so this one has a key of its own.
    """
    counts = strategy.theme_counts(all_facts)
    named = {ANY: view.say("fact.all")}
    named |= {
        theme.id: f"{theme.name[language]} ({counts[theme.id]})"
        for theme in all_facts.themes.values()
    }
    choices.first_choice(THEME, "theme", list(named), ANY)
    st.session_state["strategy:theme"] = st.session_state[THEME]
    own = choices.own_key("strategy:theme", language)
    st.sidebar.radio(
        view.say("fact.theme"),
        list(named),
        format_func=lambda code: choices.plain(named[code]),
        key=own,
        on_change=choices.keep,
        args=(own, THEME),
    )
    return "" if st.session_state[THEME] == ANY else st.session_state[THEME]


def choose_of(parameter: str, named: dict[str, str]) -> str:
    """Offer a choice as a row of buttons, remembered under its name in the link."""
    codes, key = list(named), f"own:{parameter}"
    choices.first_choice(key, parameter, codes, codes[0])
    own = choices.own_key(key, language)
    st.segmented_control(
        view.say(f"strategy.{parameter}"),
        codes,
        format_func=lambda code: named[code],
        key=own,
        on_change=choices.keep,
        args=(own, key),
        required=True,
        label_visibility="collapsed",
    )
    chosen: str = st.session_state[key]
    return chosen


def draw_areas(some: list[Entry]) -> None:
    entries = cast(list[AreaEntry], some)
    ui.heading(view.say("strategy.areas_title"), line=view.say("strategy.areas_line"))
    st.html(areas_html.jumps(entries, reading))
    st.html(areas_html.areas(entries, reading))
    if strategy.has_inferred_year(entries, all_facts):
        ui.secondary(view.say("fact.inferred"))


def draw_analysis(framework: str, some: list[Entry]) -> None:
    ui.heading(all_facts.word("framework", framework)[language])
    draw = OWN_MATRIX.get(framework, strategy_html.blocks)
    st.html(draw(cast(list[Observation], some), reading))


def draw_part(part: str) -> list[Entry]:
    """Draw a part of the page; return what is shown."""
    by_group = strategy.by_group(all_facts, among=strategy.PARTS[part])
    if part == "scenarios":
        return draw_scenarios(view, by_group["scenarios"], reading, choose_of)
    for group, some in by_group.items():
        if group == "areas":
            draw_areas(some)
        elif group == "systems":
            ui.heading(view.say("strategy.systems_title", count=len(some)))
            st.html(strategy_html.systems(cast(list[System], some), reading))
        else:
            draw_analysis(group, some)
    return [entry for some in by_group.values() for entry in some]


def draw_theme(theme: str) -> None:
    """Say what a theme is about, and lead to what else has it."""
    links = []
    for page, others in {"needs": all_facts.needs, "figures": published_facts().figures}.items():
        if count := sum(theme in other.themes for other in others):
            words = view.say(f"strategy.to_{page}", count=count)
            links.append((words, routes.href(view, page, theme=theme)))
    st.html(strategy_html.theme_html(all_facts.themes[theme], links, reading))


def draw_hits(theme: str, find: str) -> list[Entry]:
    """Draw what a theme or a search has found; return it."""
    by_group = strategy.by_group(all_facts, theme, find)
    if theme:
        draw_theme(theme)
    shown = [entry for some in by_group.values() for entry in some]
    words = view.say("strategy.found", count=len(shown)) if shown else view.say("fact.nothing")
    st.html(strategy_html.status_html(words))
    st.button(view.say("strategy.clear"), on_click=clear)
    if theme:
        ui.secondary(view.say("strategy.systems_aside"))
    if shown:
        st.html(strategy_html.hit_jumps(by_group, reading))
        st.html(strategy_html.hits(by_group, reading))
    if strategy.has_inferred_year(shown, all_facts):
        ui.secondary(view.say("fact.inferred"))
    return shown


def clear() -> None:
    choices.stay()
    st.session_state["find:strategy"] = ""
    st.session_state[THEME] = ANY


theme = choose_theme()
ui.heading(view.say("strategy.heading"), line=view.say("strategy.line"), top=True)
ui.family(view, "strategy")
find = choices.find(view, view.say("strategy.find"))
reading = reading_of(view, "strategy", all_facts, find)
narrowed = bool(theme or find.strip())
if narrowed:
    shown = draw_hits(theme, find)
    choices.set_link(view, theme=theme, find=find)
else:
    parts = {code: view.say(f"strategy.part_{code}") for code in strategy.PARTS}
    part = choose_of("part", parts)
    shown = draw_part(part)
    scenario = st.session_state["own:scenario"] if part == "scenarios" else ""
    local = {
        "part": "" if part == "areas" else part,
        "scenario": scenario if scenario != EVERY_SCENARIO else "",
    }
    choices.set_link(view, **local)
if shown:
    with ui.tools():
        ui.download_rows(view, partial(strategy.table, shown, all_facts, language), "strategy")
