"""Strategic areas, analyses and scenarios, each entry with its source, and a search over them."""

from functools import partial
from typing import cast

import streamlit as st
from markupsafe import Markup

from insight.documents import strategy
from insight.documents.fact_kinds import EVERY_SCENARIO
from insight.documents.facts import facts
from insight.documents.later.later_figures import all_facts as published_facts
from insight.documents.passages.of_strategy.areas import areas
from insight.documents.passages.of_strategy.evaluation import evaluation
from insight.documents.passages.of_strategy.guidance import guiding
from insight.documents.passages.of_strategy.process import findings, process
from insight.documents.strategy import Entry
from insight.language import numbers
from insight.web import choices, routes, ui
from insight.web.frame import view_link
from insight.web.html import strategy as strategy_html
from insight.web.html.cards import reading_of
from insight.web.html.chapters import areas as areas_html
from insight.web.html.chapters import evaluation as evaluation_html
from insight.web.html.chapters import guidance as guidance_html
from insight.web.html.chapters import process as process_html
from insight.web.html.chapters.passages import fold
from insight.web.parts.scenarios import draw_scenarios

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
    named = {choices.ANY: view.say("fact.all")}
    named |= {
        theme.id: f"{theme.name[language]} ({counts[theme.id]})"
        for theme in all_facts.themes.values()
    }
    choices.first_choice(THEME, "theme", list(named), choices.ANY)
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
    return "" if st.session_state[THEME] == choices.ANY else st.session_state[THEME]


def area_link(area: str) -> str:
    return routes.href(view, "strategy", area=area)


def draw_areas(code: str) -> list[Entry]:
    """Draw the list of areas with the evaluation of them all, or one area; return what is shown."""
    known = areas(all_facts)
    if code:
        area = known[code]
        st.html(areas_html.steps(known, code, reading, area_link))
        ui.heading(f"{area.number} {area.name[language]}")
        st.html(areas_html.whole(area, reading))
        shown: list[Entry] = list(area.everything)
        if strategy.has_inferred_year(shown, all_facts):
            ui.secondary(view.say("fact.inferred"))
        return shown
    ui.heading(view.say("strategy.areas_title"), line=view.say("strategy.areas_line"))
    st.html(areas_html.area_list(known.values(), reading, area_link))
    ui.heading(view.say("strategy.part_evaluation"), line=view.say("strategy.evaluation_line"))
    st.html(evaluation_html.evaluation(evaluation(all_facts), reading))
    by_group = strategy.by_group(all_facts, among=strategy.PARTS["areas"])
    return [entry for some in by_group.values() for entry in some]


def draw_process() -> None:
    ui.heading(view.say("strategy.process_title"), line=view.say("strategy.process_line"))
    st.html(process_html.story(process(all_facts), findings(all_facts), reading))


def draw_guiding() -> None:
    """Draw where guiding documents agree and contradict each other, and which there are."""
    found = guiding(all_facts)
    names = [area.name[language] for area in found.contradicted]
    listed = numbers.enumerate_names(names, language)
    finding = view.say("strategy.contradicted", count=len(names), areas=listed) if names else ""
    ui.heading(view.say("strategy.guiding_title"), finding, view.say("strategy.guiding_line"))
    st.html(guidance_html.guidance(found, reading))
    st.html(guidance_html.lists(found, reading))


def draw_analyses(by_group: dict[str, list[Entry]]) -> None:
    """Draw the analyses of a part, the first open and the others behind their titles."""
    first, *others = by_group
    ui.heading(all_facts.word("framework", first)[language])
    st.html(drawn_analysis(first, by_group[first]))
    folds = [
        fold(
            all_facts.word("framework", framework)[language],
            drawn_analysis(framework, by_group[framework]),
            tag="h2",
        )
        for framework in others
    ]
    st.html("".join(folds))


def drawn_analysis(framework: str, some: list[Entry]) -> Markup:
    draw = OWN_MATRIX.get(framework, strategy_html.blocks)
    return draw(cast(list[strategy_html.Analysed], some), reading)


def draw_part(part: str, area: str) -> list[Entry]:
    """Draw a part of the page, of the areas the one that is open; return what is shown."""
    by_group = strategy.by_group(all_facts, among=strategy.PARTS[part])
    match part:
        case "areas":
            return draw_areas(area)
        case "process":
            draw_process()
        case "guiding":
            draw_guiding()
        case "scenarios":
            return draw_scenarios(view, by_group["scenarios"], reading)
        case _:
            draw_analyses(by_group)
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
    if shown:
        st.html(strategy_html.hits(by_group, reading))
    if strategy.has_inferred_year(shown, all_facts):
        ui.secondary(view.say("fact.inferred"))
    return shown


def clear() -> None:
    view_link.stay()
    st.session_state["find:strategy"] = ""
    st.session_state[THEME] = choices.ANY


if view_link.from_link("part") == ["systems"]:
    ui.go_to(view, "actors", part="others")
theme = choose_theme()
ui.heading(view.say("strategy.heading"), line=view.say("strategy.line"), top=True)
ui.family(view, "strategy")
find = choices.find(view, view.say("strategy.find"))
reading = reading_of(view, "strategy", all_facts, find)
narrowed = bool(theme or find.strip())
if narrowed:
    shown = draw_hits(theme, find)
    view_link.set_link(view, theme=theme, find=find)
else:
    parts = {code: view.say(f"strategy.part_{code}") for code in strategy.PARTS}
    area = choices.linked("area", list(areas(all_facts)))
    part = choices.switch(view, view.say("strategy.part"), "part", parts, "own:part")
    shown = draw_part(part, area)
    scenario = st.session_state["own:scenario"] if part == "scenarios" else ""
    local = {
        "part": "" if part == "areas" else part,
        "area": area if part == "areas" else "",
        "scenario": scenario if scenario != EVERY_SCENARIO else "",
    }
    view_link.set_link(view, **local)
if shown:
    with ui.tools():
        ui.download_rows(view, partial(strategy.table, shown, all_facts, language), "strategy")
