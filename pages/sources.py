"""Sources: what each document is, what was taken from it, and every fact in its place."""

import streamlit as st

from insight.documents.facts import facts
from insight.documents.later.later_figures import figures_by_page
from insight.documents.passages.places import contents, place_of
from insight.web import choices, routes, ui
from insight.web.frame import view_link
from insight.web.html import sources as sources_html
from insight.web.html.cards import reading_of
from insight.web.html.inventories.web_pages import web_pages

UNKNOWN = "fault.unknown_place"

view = choices.current()
all_facts = facts()
reading = reading_of(view, "strategy", all_facts)


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


at = choices.linked("at", list(all_facts.fact), UNKNOWN)
source = "" if at else choices.linked("source", list(all_facts.sources), UNKNOWN)
view_link.set_link(view, at=at, source=source)
if at:
    draw_place(at)
elif source:
    draw_document(source)
else:
    draw_all()
