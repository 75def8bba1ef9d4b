"""The timeline: what the documents date, by theme or level, with its place in them."""

from collections.abc import Sequence
from functools import partial
from math import ceil

import streamlit as st

from insight.documents.facts import facts
from insight.documents.inventories.actors import ACTOR_LEVELS
from insight.documents.passages.timeline import EVENT_KINDS, Event, is_wanted, timeline
from insight.documents.wanted import Wanted
from insight.reporting.events import event_words
from insight.reporting.events.event_rows import Way, event_rows, rows_of
from insight.reporting.events.event_spec import event_spec
from insight.reporting.events.lanes import Years, lay_out
from insight.web import choices, ui
from insight.web.downloads import FactRows
from insight.web.frame import view_link
from insight.web.html.cards import reading_of
from insight.web.html.timeline import MOST_OPEN, event_rows_in_html
from insight.web.parts import fact_chart
from insight.web.parts.fact_chart import Drawn, FactChart
from insight.web.parts.list_filters import Filter, choose_all

FIRST = 2012  # the few events before it are there for who asks
EARLIEST = int(min(event.begins for event in timeline()))
LAST = ceil(max(event.ends for event in timeline())) - 1

view = choices.current()
language = view.language
all_facts = facts()


def choose() -> dict[str, str]:
    """Offer theme, level and kind, and return the codes chosen."""
    there = {level for event in timeline() for level in event.levels}
    levels = {
        level: all_facts.word("actor_level", level)[language]
        for level in ACTOR_LEVELS
        if level in there
    }
    kinds = {kind: event_words.kind_name(kind, language) for kind in EVENT_KINDS}
    offered = [
        Filter(view.say("fact.theme"), "theme", all_facts.theme_names(language)),
        Filter(view.say("timeline.level"), "actor_level", levels),
        Filter(view.say("timeline.kind"), "event", kinds),
    ]
    with st.sidebar:
        return choose_all(view, offered)


def choose_year(parameter: str, default: int) -> int:
    """Offer the first or the last year that is shown."""
    named = {str(year): str(year) for year in range(EARLIEST, LAST + 1)}
    label = view.say(f"timeline.year_{parameter}")
    return int(choices.pick(view, label, parameter, named, default=str(default)))


def draw_chart(events: Sequence[Event], years: Years, way: Way, only: str, told: str) -> None:
    layout = lay_out(rows_of(events, way, all_facts, language, only), years)
    count = {"count": len(events), "first": years.first, "last": years.last}
    drawn = Drawn(
        event_rows(layout, years, all_facts, language),
        partial(event_spec, language=language, height=layout.height, years=years),
        event_words.describe_chart(events, years.first, years.last, language),
        event_words.how_to_read(events, language),
        view.say("timeline.zoom"),
    )
    fact_chart.draw(
        view,
        FactChart(
            title=view.say("timeline.shown", **count),
            finding="",
            line=told,
            drawn=drawn,
            table=event_rows_in_html(events, reading_of(view, "timeline", all_facts, find)),
            facts=FactRows(
                "timeline", partial(event_words.event_table, events, all_facts, language)
            ),
            sources=event_words.sources(events, all_facts, language),
            is_open=len(events) <= MOST_OPEN,
            is_long=len(events) > MOST_OPEN,
        ),
    )


ui.heading(view.say("timeline.title"), line=view.say("timeline.line"), top=True)
ui.family(view, "timeline")
chosen = choose()
columns = st.columns([6, 2, 2, 4], vertical_alignment="bottom")
find_column, from_column, to_column, rows_column = columns
with find_column:
    find = choices.find(view, view.say("fact.find"))
with from_column:
    first = choose_year("from", FIRST)
with to_column:
    last = choose_year("to", LAST)
years = Years(min(first, last), max(first, last))
with rows_column:
    ways: dict[str, str] = {way: view.say(f"timeline.rows_{way}") for way in ("theme", "level")}
    chosen_way = choices.switch(view, view.say("timeline.rows"), "rows", ways, "own:rows")
way: Way = "level" if chosen_way == "level" else "theme"
local = chosen | {"rows": "" if way == "theme" else way, "find": find}
local["from"] = "" if years.first == FIRST else str(years.first)
local["to"] = "" if years.last == LAST else str(years.last)
if first > last:  # the choices and the address are turned round too
    ui.go_to(view, "timeline", **local)
view_link.set_link(view, **local)
wanted = Wanted(chosen, find)
fitting = [event for event in timeline() if is_wanted(event, wanted, all_facts)]
events = [event for event in fitting if years.shows(event)]
outside = len(fitting) - len(events)
told = view.say("timeline.outside", count=outside) if outside else ""
if events:
    only = chosen.get("theme" if way == "theme" else "actor_level", "")
    draw_chart(events, years, way, only, told)
else:
    st.info(told or view.say("fact.nothing"))
