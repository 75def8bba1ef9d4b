"""What is not in the documents: an inventory, with what would be needed to mend each lack."""

from functools import partial

import pandas as pd
import streamlit as st

from insight.documents.facts import facts
from insight.documents.inventories.missing import LACK_KINDS, Lack, counts, lacks
from insight.language.search import matches
from insight.web import choices, routes, ui
from insight.web.html.cards import reading_of
from insight.web.html.inventories import lack_lists as missing_html

view = choices.current()
language = view.language
all_facts = facts()
everything = lacks()


def choose() -> tuple[dict[str, str], str]:
    """Offer the filter; return what is chosen of it, and the words that are searched for."""
    themes = {theme for lack in everything for theme in lack.themes}
    named = {
        "kind": {
            kind: f"{all_facts.word('lack_kind', kind)[language]} ({counts()[kind]})"
            for kind in LACK_KINDS
        },
        "document": {id: source.short[language] for id, source in all_facts.sources.items()},
        "theme": {
            id: all_facts.themes[id].name[language] for id in all_facts.themes if id in themes
        },
    }
    keys = {"kind": "own:lack_kind", "theme": "own:lack_theme"}
    chosen = {}
    *places, find_place = st.columns(4)
    for place, (name, options) in zip(places, named.items(), strict=True):
        with place:
            anything = {"any": view.say("fact.all")}
            label = view.say(f"missing.{name}")
            chosen[name] = choices.pick(
                view, label, name, anything | options, key=keys.get(name, "")
            )
    with find_place:
        find = choices.find(view, view.say("fact.find"))
    return {name: value for name, value in chosen.items() if value != "any"}, find


def fits(lack: Lack, chosen: dict[str, str], find: str) -> bool:
    meant = lack.misprint.meant if lack.misprint else None
    texts = [lack.title, lack.text, lack.needed, lack.fact.quote, meant]
    return (
        chosen.get("kind") in (None, *lack.kinds)
        and chosen.get("document") in (None, lack.fact.source)
        and chosen.get("theme") in (None, *lack.themes)
        and matches(find, texts)
    )


def table(shown: list[Lack]) -> pd.DataFrame:
    """Return a row for each lack: where, what, and what would be needed."""
    rows = [
        {
            "kinds": " ".join(lack.kinds),
            "source": lack.fact.source,
            "source_title": all_facts.sources[lack.fact.source].title,
            "line": lack.line,
            "fact": lack.fact.id,
            "title": lack.title[language],
            "meant": (lack.misprint.meant or "") if lack.misprint else "",
            "is_certain": str(lack.misprint.is_certain).lower() if lack.misprint else "",
            "text": lack.text[language] if lack.text else "",
            "needed": lack.needed[language],
            "figures": " ".join(figure.id for figure in lack.figures),
            "themes": " ".join(lack.themes),
            "simulated": "false",
        }
        for lack in shown
    ]
    return pd.DataFrame(rows)


def draw_left_out() -> None:
    ui.heading(view.say("missing.left_out"), line=view.say("missing.left_out_line"))
    st.html(missing_html.left_out(all_facts, reading, routes.href(view, "sources")))


heading, overview = st.container(), st.container()
chosen, find = choose()
reading = reading_of(view, "missing", all_facts, find)
shown = [lack for lack in everything if fits(lack, chosen, find)]
is_narrowed = bool(chosen or find.strip())
with heading:
    ui.heading(
        view.say("missing.title"),
        view.say("missing.finding", count=len(shown)),
        view.say("missing.line"),
        top=True,
    )
    ui.family(view, "missing")
if not is_narrowed:
    with overview:
        links = {kind: routes.href(view, "missing", kind=kind) for kind in LACK_KINDS}
        st.html(missing_html.overview(everything, reading, links))
if shown:
    st.html(
        missing_html.inventory(
            shown, reading, unfolded=is_narrowed, only=chosen.get("kind", "")
        )
    )
    with ui.tools():
        ui.download_rows(view, partial(table, shown), "missing")
else:
    st.info(view.say("fact.nothing"))
if not is_narrowed:
    draw_left_out()
choices.set_link(view, **chosen, find=find)
