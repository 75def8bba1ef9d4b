"""The timeline: what the documents date, by theme or level, with its place in them."""

import streamlit as st

from insight.documents.facts import facts
from insight.reporting.events import event_words
from insight.reporting.events.event_rows import Way
from insight.reporting.events.lanes import Years
from insight.views.at_address import timeline_view
from insight.views.at_address.timeline_view import FIRST, TimelineView
from insight.web import choices, ui
from insight.web.downloads import FactRows
from insight.web.frame import view_link
from insight.web.html.cards import reading_of
from insight.web.html.timeline import MOST_OPEN, event_rows_in_html
from insight.web.parts import fact_chart
from insight.web.parts.fact_chart import FactChart
from insight.web.parts.list_filters import Filter, choose_all

EARLIEST, LAST = timeline_view.earliest_year(), timeline_view.last_year()

view = choices.current()
language = view.language
all_facts = facts()


def choose() -> dict[str, str]:
    """Offer theme, level and kind, and return the codes chosen."""
    known = timeline_view.choices()
    levels = {code: all_facts.word("actor_level", code)[language] for code in known["actor_level"]}
    kinds = {kind: event_words.kind_name(kind, language) for kind in known["event"]}
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


def draw_chart(seen: TimelineView) -> None:
    reading = reading_of(view, "timeline", all_facts, seen.find)
    fact_chart.draw(
        view,
        FactChart(
            title=seen.title,
            finding=seen.finding,
            line=seen.line,
            drawn=seen.marks(),
            table=event_rows_in_html(seen.events, reading),
            facts=FactRows("timeline", seen.rows),
            sources=seen.sources,
            is_open=len(seen.events) <= MOST_OPEN,
            is_long=len(seen.events) > MOST_OPEN,
        ),
        seen,
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
seen = TimelineView(language, years, way, chosen, find)
if first > last:  # the choices and the address are turned round too
    ui.go_to(view, "timeline", **seen.own_link)
view_link.set_link(view, **seen.own_link)
if seen.events:
    draw_chart(seen)
else:
    st.info(seen.line or view.say("fact.nothing"))
