"""Actors by level, and what else the documents name: who is mentioned where, and with what."""

from collections import Counter
from functools import partial

import streamlit as st

from insight.documents.facts import facts
from insight.documents.inventories import actors
from insight.documents.inventories.actors import ACTOR_LEVELS, ACTORS, OTHERS, Mentioned
from insight.documents.inventories.inventory_tables import table_of_named
from insight.documents.wanted import Wanted
from insight.web import choices, routes, ui
from insight.web.frame import view_link
from insight.web.html.cards import Reading, reading_of
from insight.web.html.inventories import named_things as actors_html
from insight.web.parts.list_filters import Filter, choose_in_row, kept

PARTS = {"actors": ACTORS, "others": OTHERS}

view = choices.current()
language = view.language
all_facts = facts()
everything = {mentioned.thing.id: mentioned for mentioned in actors.mentioned()}


def filters(part: str) -> list[Filter]:
    """Return what narrows the list: level, kind, document and theme."""
    named = {
        "level": {level: all_facts.word("actor_level", level)[language] for level in ACTOR_LEVELS},
        "kind": {kind: all_facts.word("named_kind", kind)[language] for kind in PARTS[part]},
        "document": all_facts.document_names(language),
        "theme": all_facts.theme_names(language),
    }
    keys = {"level": "own:actor_level", "kind": f"own:named_kind:{part}"}
    return [
        Filter(view.say(f"actors.{name}"), name, codes, keys.get(name, ""))
        for name, codes in named.items()
    ]


def draw_heading() -> None:
    """Say how many actors and other things the documents name, whatever the list shows."""
    counts = Counter(each.thing.is_actor for each in everything.values())
    counted = {
        "actors": view.say("actors.counted_actors", count=counts[True]),
        "others": view.say("actors.counted_others", count=counts[False]),
    }
    ui.heading(
        view.say("actors.title"),
        view.say("actors.finding", **counted),
        view.say("actors.line"),
        top=True,
    )
    ui.family(view, "actors")


def draw_list() -> None:
    """Draw actors or others, as they are narrowed: how many on each level, and one by one."""
    heading = st.container()
    part = choices.switch(
        view,
        view.say("actors.part"),
        "part",
        {name: view.say(f"actors.part_{name}") for name in PARTS},
        "own:named",
    )
    overview = st.container()
    wanted = choose_in_row(view, filters(part))
    reading = reading_of(view, "actors", all_facts, wanted.find)
    of_part = [each for each in everything.values() if each.thing.kind in PARTS[part]]
    shown = [each for each in of_part if actors.is_wanted(each, wanted)]
    with heading:
        draw_heading()
    if part == "actors" and not wanted.narrows:
        with overview:
            st.html(actors_html.levels(of_part, reading, level_link))
    ui.heading(view.say(f"actors.shown_{part}", count=len(shown)))
    if shown:
        link = partial(thing_link, **wanted.codes, find=wanted.find)
        st.html(actors_html.named(shown, reading, link))
        with ui.tools():
            ui.download_rows(view, partial(table_of_named, shown, all_facts, language), part)
    else:
        st.info(view.say("fact.nothing"))
    if part == "actors" and "level" in wanted.codes:
        draw_level(wanted, reading)
    part_of_link = "" if part == "actors" else part
    view_link.set_link(view, part=part_of_link, **wanted.codes, find=wanted.find)


def level_link(level: str, source: str) -> str:
    return routes.href(view, "actors", level=level, document=source)


def thing_link(thing: str, **local: str) -> str:
    """Return the address of one of the list, which keeps what the list is narrowed by."""
    return routes.href(view, "actors", actor=thing, **local)


def draw_level(wanted: Wanted, reading: Reading) -> None:
    """Draw what the documents say of the level that is chosen, whoever they name."""
    if about := actors.about_level(all_facts, wanted):
        name = all_facts.word("actor_level", wanted.codes["level"])
        ui.heading(view.say("actors.of_level", level=name, count=len(about)))
        st.html(actors_html.passages(about, reading))


def draw_one(mentioned: Mentioned) -> None:
    reading = reading_of(view, "actors", all_facts)
    thing = mentioned.thing
    ui.heading(
        thing.name[language],
        view.say("actors.mentioned", count=mentioned.times),
        view.say("actors.not_counted"),
        top=True,
    )
    ui.family(view, "actors")
    st.html(actors_html.kinds_of(mentioned, reading))
    st.html(actors_html.detail(mentioned, reading))
    part = "actors" if thing.is_actor else "others"
    wanted = kept(filters(part))
    local = {**wanted.codes, "find": wanted.find}
    part_of_link = "" if thing.is_actor else part
    ui.link_within(view, "actors", view.say("actors.back"), part=part_of_link, **local)
    view_link.set_link(view, actor=thing.id, **local)


if actor := choices.linked("actor", list(everything)):
    draw_one(everything[actor])
else:
    draw_list()
