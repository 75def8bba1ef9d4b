"""Sources: what each document is, what was taken from it, and every fact in its place."""

import streamlit as st

from insight.documents.facts import facts
from insight.documents.later.later_figures import figures_by_page
from insight.documents.passages.places import contents, place_of
from insight.language.errors import Fault, RequestError, nearest, shorten
from insight.web import choices, routes, ui
from insight.web.html import sources as sources_html
from insight.web.html.cards import reading_of
from insight.web.html.inventories.web_pages import web_pages

view = choices.current()
all_facts = facts()
reading = reading_of(view, "strategy", all_facts)


def choose(parameter: str, known: list[str]) -> str:
    """Return what the link asks to read; what it cannot is told, and all sources are shown."""
    key = f"own:{parameter}"
    linked = choices.from_link(parameter)
    if linked is not None:
        st.session_state[key] = linked[0] if linked and linked[0] in known else ""
    if linked and linked[0] not in known:
        hint = nearest(linked[0], known)
        shown = {"value": shorten(linked[0]), "hint": hint}
        choices.notice(RequestError(Fault("fault.unknown_place", shown)))
    chosen: str = st.session_state.get(key, "")
    return chosen


def draw_all() -> None:
    ui.heading(view.say("sources.title"), line=view.say("sources.line_all"), top=True)
    ui.family(view, "sources")
    st.html(sources_html.documents(view, reading))
    figures = figures_by_page()
    ui.heading(view.say("sources.web", count=len(figures)), line=view.say("sources.web_line"))
    st.html(web_pages(figures, reading))


def draw_document(source: str) -> None:
    document = all_facts.sources[source]
    ui.heading(document.short[view.language], top=True)
    ui.family(view, "sources")
    st.html(sources_html.document(view, document, reading))
    ui.heading(view.say("sources.contents"), line=view.say("sources.contents_line"))
    st.html(sources_html.outline(contents(all_facts, source), reading))


def draw_place(fact_id: str) -> None:
    fact = all_facts.fact[fact_id]
    document = all_facts.sources[fact.source]
    ui.heading(view.say("sources.reading", source=document.short), top=True)
    ui.family(view, "sources")
    where = place_of(all_facts, fact)
    if where is None:
        st.info(view.say("sources.only_picture"))
        return
    st.html(sources_html.place(where, reading))
    ui.link_within(view, "sources", view.say("sources.whole"), source=fact.source)
    if (local := routes.in_strategy(fact)) is not None:
        ui.link_to(view, "strategy", view.say("sources.in_strategy"), **local)


at = choose("at", list(all_facts.fact))
source = "" if at else choose("source", list(all_facts.sources))
choices.set_link(view, at=at, source=source)
if at:
    draw_place(at)
elif source:
    draw_document(source)
else:
    draw_all()
