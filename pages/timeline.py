"""The timeline: what the documents date, by theme or level, with its place in them."""

from collections.abc import Sequence
from functools import partial

import streamlit as st

from insight.documents.facts import facts
from insight.documents.passages.timeline import EVENT_KINDS, Event, Wanted, timeline
from insight.reporting.events import event_words
from insight.reporting.events.event_rows import Way, event_rows, rows_of
from insight.reporting.events.event_spec import event_spec
from insight.reporting.events.lanes import Years, lay_out
from insight.web import choices, ui
from insight.web.html.cards import reading_of
from insight.web.html.timeline import event_rows_in_html

ANY = "any"
EARLIEST, FIRST, LAST = 2000, 2012, 2035

view = choices.current()
language = view.language
all_facts = facts()


def choose() -> dict[str, str]:
    """Offer theme, level and kind, and return their codes; empty for all of them."""
    anything = {ANY: view.say("fact.all")}
    themes = {theme.id: theme.name[language] for theme in all_facts.themes.values()}
    there = {level for event in timeline() for level in event.levels}
    levels = {
        code: words[language]
        for (field, code), words in all_facts.words.items()
        if field == "actor_level" and code in there
    }
    kinds = {kind: event_words.kind_name(kind, language) for kind in EVENT_KINDS}
    with st.sidebar:
        theme = choices.pick(view, view.say("fact.theme"), "theme", anything | themes)
        level = choices.pick(view, view.say("timeline.level"), "actor_level", anything | levels)
        kind = choices.pick(view, view.say("timeline.kind"), "event", anything | kinds)
    chosen = {"theme": theme, "actor_level": level, "event": kind}
    return {name: "" if code == ANY else code for name, code in chosen.items()}


def choose_years() -> Years:
    """Offer the first and the last year that are shown."""
    options = [str(year) for year in range(EARLIEST, LAST + 1)]
    choices.first_choice("own:from", "from", options, str(FIRST))
    choices.first_choice("own:to", "to", options, str(LAST))
    ends = sorted((st.session_state["own:from"], st.session_state["own:to"]))
    st.session_state["timeline:years"] = tuple(ends)
    st.select_slider(
        view.say("timeline.years"), options, key="timeline:years", on_change=keep_years
    )
    return Years(int(ends[0]), int(ends[1]))


def keep_years() -> None:
    choices.stay()
    ends = st.session_state["timeline:years"]
    st.session_state["own:from"], st.session_state["own:to"] = ends


def draw_chart(events: Sequence[Event], years: Years, way: Way, only: str) -> None:
    layout = lay_out(rows_of(events, way, all_facts, language, only), years)
    rows = event_rows(layout, years, all_facts, language)
    spec = event_spec(view.theme, language, layout.height)
    alternative = event_words.describe_chart(events, years.first, years.last, language)
    ui.chart(view, rows, spec, alternative, "timeline")
    ui.secondary(event_words.how_to_read(events, language))


ui.heading(view.say("timeline.title"), line=view.say("timeline.line"), top=True)
ui.family(view, "timeline")
chosen = choose()
find_column, years_column, rows_column = st.columns([4, 4, 3], vertical_alignment="bottom")
with find_column:
    find = choices.find(view, view.say("fact.find"))
with years_column:
    years = choose_years()
with rows_column:
    ways: dict[str, str] = {way: view.say(f"timeline.rows_{way}") for way in ("theme", "level")}
    chosen_way = choices.switch(view, view.say("timeline.rows"), "rows", ways, "own:rows")
way: Way = "level" if chosen_way == "level" else "theme"
local = chosen | {"rows": "" if way == "theme" else way, "find": find}
local["from"] = "" if years.first == FIRST else str(years.first)
local["to"] = "" if years.last == LAST else str(years.last)
choices.set_link(view, **local)
wanted = Wanted(chosen["theme"], chosen["actor_level"], chosen["event"], find)
fitting = [event for event in timeline() if wanted.fits(event, all_facts)]
events = [event for event in fitting if years.shows(event)]
outside = len(fitting) - len(events)
told = view.say("timeline.outside", count=outside) if outside else ""
if events:
    count = {"count": len(events), "first": years.first, "last": years.last}
    ui.heading(view.say("timeline.shown", **count), line=told)
    draw_chart(events, years, way, chosen["theme" if way == "theme" else "actor_level"])
    with ui.tools():
        rows = partial(event_words.event_table, events, all_facts, language)
        ui.download_rows(view, rows, "timeline")
    st.html(event_rows_in_html(events, reading_of(view, "timeline", all_facts, find)))
else:
    st.info(told or view.say("fact.nothing"))
