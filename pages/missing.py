"""Lacks of the documents: an inventory, with what would be needed to mend each."""

from functools import partial

import streamlit as st

from insight.documents.facts import facts
from insight.documents.inventories.inventory_tables import table_of_lacks
from insight.documents.inventories.missing import LACK_KINDS, counts, is_wanted, lacks
from insight.documents.wanted import Wanted
from insight.web import choices, routes, ui
from insight.web.frame import view_link
from insight.web.html.cards import reading_of
from insight.web.html.inventories import lack_lists as missing_html
from insight.web.parts.list_filters import Filter, choose_in_row

view = choices.current()
language = view.language
all_facts = facts()
everything = lacks()


def choose() -> Wanted:
    """Offer kind, document and theme, and a box to search in; return what is asked for."""
    counted = counts()
    themes = {theme for lack in everything for theme in lack.themes}
    named = {
        "kind": {
            kind: f"{all_facts.word('lack_kind', kind)[language]} ({counted[kind]})"
            for kind in LACK_KINDS
        },
        "document": all_facts.document_names(language),
        "theme": {id: name for id, name in all_facts.theme_names(language).items() if id in themes},
    }
    keys = {"kind": "own:lack_kind", "theme": "own:lack_theme"}
    offered = [
        Filter(view.say(f"missing.{name}"), name, codes, keys.get(name, ""))
        for name, codes in named.items()
    ]
    return choose_in_row(view, offered)


def draw_left_out() -> None:
    ui.heading(view.say("missing.left_out"), line=view.say("missing.left_out_line"))
    st.html(missing_html.left_out(all_facts, reading, routes.href(view, "sources")))


heading, overview = st.container(), st.container()
wanted = choose()
reading = reading_of(view, "missing", all_facts, wanted.find)
shown = [lack for lack in everything if is_wanted(lack, wanted)]
with heading:
    ui.heading(
        view.say("missing.title"),
        view.say("missing.finding", count=len(shown)),
        view.say("missing.line"),
        top=True,
    )
    ui.family(view, "missing")
if not wanted.narrows:
    with overview:
        links = {kind: routes.href(view, "missing", kind=kind) for kind in LACK_KINDS}
        st.html(missing_html.overview(everything, reading, links))
if shown:
    only = wanted.codes.get("kind", "")
    st.html(missing_html.inventory(shown, reading, unfolded=wanted.narrows, only=only))
    with ui.tools():
        ui.download_rows(view, partial(table_of_lacks, shown, all_facts, language), "missing")
else:
    st.info(view.say("fact.nothing"))
if not wanted.narrows:
    draw_left_out()
view_link.set_link(view, **wanted.codes, find=wanted.find)
