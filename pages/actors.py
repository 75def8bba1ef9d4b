"""Actors by level, and what else the documents name: who is mentioned where, and with what."""

from collections import Counter
from functools import partial

import pandas as pd
import streamlit as st

from insight.documents.facts import facts
from insight.documents.inventories import actors
from insight.documents.inventories.actors import ACTOR_LEVELS, ACTORS, OTHERS, Mentioned
from insight.language.search import matches
from insight.web import choices, routes, ui
from insight.web.html.cards import reading_of
from insight.web.html.inventories import named_things as actors_html

PARTS = {"actors": ACTORS, "others": OTHERS}

view = choices.current()
language = view.language
all_facts = facts()
everything = {mentioned.thing.id: mentioned for mentioned in actors.mentioned()}


def choosable(part: str) -> dict[str, dict[str, str]]:
    """Return what the list can be narrowed by, each with its choices by code."""
    return {
        "level": {level: all_facts.word("actor_level", level)[language] for level in ACTOR_LEVELS},
        "kind": {kind: all_facts.word("named_kind", kind)[language] for kind in PARTS[part]},
        "document": {id: source.short[language] for id, source in all_facts.sources.items()},
        "theme": {theme.id: theme.name[language] for theme in all_facts.themes.values()},
    }


def key_of(name: str, part: str) -> str:
    """Return where the session keeps a choice."""
    return {"level": "own:actor_level", "kind": f"own:named_kind:{part}"}.get(name, f"own:{name}")


def choose(part: str) -> tuple[dict[str, str], str]:
    """Offer the filter; return what is chosen of it, and the words that are searched for."""
    named = choosable(part)
    labels = {name: view.say(f"actors.{name}") for name in named}
    chosen = {}
    *places, find_place = st.columns(5)
    for place, (name, options) in zip(places, named.items(), strict=True):
        with place:
            anything = {"any": view.say("fact.all")}
            chosen[name] = choices.pick(
                view, labels[name], name, anything | options, key=key_of(name, part)
            )
    with find_place:
        find = choices.find(view, view.say("fact.find"))
    return {name: value for name, value in chosen.items() if value != "any"}, find


def keep_filter(part: str) -> dict[str, str]:
    """Return the filter that one of the list was chosen from, so that the way back leads there."""
    chosen = {}
    for name, options in choosable(part).items():
        choices.first_choice(key_of(name, part), name, ["any", *options], "any")
        chosen[name] = st.session_state[key_of(name, part)]
    chosen["find"] = choices.searched_for()
    return {name: value for name, value in chosen.items() if value not in ("", "any")}


def fits(mentioned: Mentioned, chosen: dict[str, str], find: str) -> bool:
    thing = mentioned.thing
    texts = [thing.name, thing.words, *(system.text for system in mentioned.said)]
    return (
        chosen.get("level") in (None, *thing.on_levels)
        and chosen.get("kind") in (None, thing.kind)
        and chosen.get("document") in (None, *mentioned.places)
        and chosen.get("theme") in (None, *mentioned.themes)
        and matches(find, texts)
    )


def table(shown: list[Mentioned]) -> pd.DataFrame:
    """Return a row for each thing: its names, kind and levels, and where it is mentioned."""
    rows = [
        {
            "id": mentioned.thing.id,
            "name": mentioned.thing.name[language],
            "kind": mentioned.thing.kind,
            "levels": mentioned.thing.levels,
            "mentioned": mentioned.times,
            **{source: mentioned.places.get(source, 0) for source in all_facts.sources},
            "themes": " ".join(mentioned.themes),
            "facts": " ".join(
                fact.id for fact in (*mentioned.said, *mentioned.passages, *mentioned.others)
            ),
            "simulated": "false",
        }
        for mentioned in shown
    ]
    return pd.DataFrame(rows)


def draw_list() -> None:
    heading = st.container()
    part = choices.switch(
        view,
        view.say("actors.part"),
        "part",
        {name: view.say(f"actors.part_{name}") for name in PARTS},
        "own:named",
    )
    overview = st.container()
    chosen, find = choose(part)
    reading = reading_of(view, "actors", all_facts, find)
    of_part = [each for each in everything.values() if each.thing.kind in PARTS[part]]
    shown = [each for each in of_part if fits(each, chosen, find)]
    with heading:
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
    if part == "actors" and not (chosen or find.strip()):
        with overview:
            st.html(actors_html.levels(of_part, reading, level_link))
    ui.heading(view.say(f"actors.shown_{part}", count=len(shown)))
    if shown:
        link = partial(thing_link, **chosen, find=find)
        st.html(actors_html.named(shown, reading, link))
        with ui.tools():
            ui.download_rows(view, partial(table, shown), part)
    else:
        st.info(view.say("fact.nothing"))
    if part == "actors" and "level" in chosen:
        draw_level(chosen, find)
    part_of_link = {} if part == "actors" else {"part": part}
    choices.set_link(view, **part_of_link, **chosen, find=find)


def level_link(level: str, source: str) -> str:
    return routes.href(view, "actors", level=level, document=source)


def thing_link(thing: str, **local: str) -> str:
    return routes.href(view, "actors", actor=thing, **local)


def draw_level(chosen: dict[str, str], find: str) -> None:
    """Draw what the documents say of the level that is chosen, whoever they name."""
    level = chosen["level"]
    about = [
        passage
        for passage in actors.of_level(all_facts, level)
        if chosen.get("document") in (None, passage.source)
        and chosen.get("theme") in (None, *passage.themes)
        and matches(find, [passage.text, passage.quote, passage.part])
    ]
    if about:
        name = all_facts.word("actor_level", level)
        ui.heading(view.say("actors.of_level", level=name, count=len(about)))
        st.html(actors_html.passages(about, reading_of(view, "actors", all_facts, find)))


def draw_one(mentioned: Mentioned) -> None:
    reading = reading_of(view, "actors", all_facts)
    thing = mentioned.thing
    places = {"count": mentioned.times, "documents": len(mentioned.places)}
    ui.heading(
        thing.name[language],
        view.say("actors.mentioned", **places),
        view.say("actors.not_counted"),
        top=True,
    )
    ui.family(view, "actors")
    st.html(actors_html.tags(mentioned, reading))
    st.html(actors_html.detail(mentioned, reading))
    kept = keep_filter("actors" if thing.is_actor else "others")
    part = "" if thing.is_actor else "others"
    ui.link_within(view, "actors", view.say("actors.back"), part=part, **kept)
    choices.set_link(view, actor=thing.id, **kept)


choices.first_choice("own:actor", "actor", ["", *everything], "")
if actor := st.session_state["own:actor"]:
    draw_one(everything[actor])
else:
    draw_list()
