"""The scenarios on a page: their map, the story of one, and what all have in common."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

import streamlit as st

from insight.documents.fact_kinds import EVERY_SCENARIO, ScenarioEntry
from insight.documents.passages import stories
from insight.documents.strategy import Entry
from insight.views.view import View
from insight.web import choices, routes, ui
from insight.web.html.cards import Reading
from insight.web.html.chapters import scenarios as scenarios_html
from insight.web.html.chapters.passages import lines


def draw_scenarios(view: View, some: Sequence[Entry], reading: Reading) -> list[Entry]:
    """Draw the map, and what is chosen in it; return that.

    Parameters
    ----------
    view
        What the reader looks at.
    some
        All entries of the scenarios.
    reading
        What every line is drawn with.
    """
    entries = cast(list[ScenarioEntry], list(some))
    ui.heading(view.say("strategy.scenarios_title"), line=view.say("strategy.scenarios_line"))
    place = st.container()
    names = {entry.scenario: entry.scenario_name[view.language] for entry in entries}
    named = {EVERY_SCENARIO: view.say("strategy.all_four")}
    named |= {code: names[code] for code in scenarios_html.SCENARIOS}
    label = view.say("strategy.scenario")
    chosen = choices.switch(view, label, "scenario", named, "own:scenario")

    def link(scenario: str) -> str:
        return routes.href(view, "strategy", part="scenarios", scenario=scenario)

    with place:
        st.html(scenarios_html.scenario_map(entries, reading, link, chosen))
    if chosen == EVERY_SCENARIO:
        _draw_all(view, entries, reading)
        return list(some)
    own = [entry for entry in entries if entry.scenario == chosen]
    _draw_one(view, own, names[chosen], reading)
    return list(own)


def _draw_one(view: View, own: Sequence[ScenarioEntry], name: str, reading: Reading) -> None:
    """Draw a scenario: its story to read, and folded its states and resources."""
    scenario, facts = own[0].scenario, reading.facts
    ui.heading(view.say("strategy.story", scenario=name), line=view.say("strategy.story_line"))
    st.html(lines(stories.summary(facts, scenario), reading))
    st.html(scenarios_html.story(stories.story(facts, scenario), reading))
    with st.expander(view.say("strategy.states", scenario=name)):
        st.html(scenarios_html.states(own, reading))
    with st.expander(view.say("strategy.resources", scenario=name)):
        st.html(scenarios_html.resources(own, reading))


def _draw_all(view: View, entries: Sequence[ScenarioEntry], reading: Reading) -> None:
    """Draw what all scenarios presuppose, have in common and differ in, folded part by part."""
    facts = reading.facts
    ui.heading(view.say("strategy.premises"))
    st.html(lines(stories.told(facts, "premises"), reading))
    for kind in scenarios_html.LISTS:
        with st.expander(view.say(f"strategy.{kind}")):
            ui.secondary(view.say("strategy.two_lists"))
            st.html(scenarios_html.common_lists(entries, kind, reading))
    with st.expander(view.say("strategy.findings")):
        st.html(lines(stories.told(facts, "findings"), reading))
    with st.expander(view.say("strategy.compared_states")):
        st.html(scenarios_html.comparison(entries, ["state", "success_criterion"], reading))
    with st.expander(view.say("strategy.compared_resources")):
        st.html(scenarios_html.comparison(entries, ["resource"], reading))
    with st.expander(view.say("strategy.axes_told")):
        st.html(lines(stories.told(facts, "axes"), reading))
    with st.expander(view.say("strategy.made")):
        ui.secondary(view.say("strategy.drivers_missing"))
        st.html(lines(stories.told(facts, "method"), reading))
