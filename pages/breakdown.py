"""Any question by any group: the answers by one or two variables and over time, with tests."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from insight import answers, breakdown_view, breakdown_words, choices, labels, ui
from insight.breakdown import (
    ORDERS,
    Breakdown,
    Figures,
    Show,
    asked_for,
    ordered,
    suitable,
    targets,
)
from insight.codebook import Variable
from insight.estimates import Table
from insight.filters import EVERYONE
from insight.picture import Picture

view = choices.current()
language = view.language
codebook = view.survey.codebook
valid_only = view.base == "valid"


def choose(
    place: DeltaGenerator,
    label: str,
    parameter: str,
    named: Mapping[str, str],
    key: str,
    default: int = 0,
) -> str:
    """Offer a choice that the session remembers under `key`; `default` counts from the first."""
    choices.first_choice(key, parameter, list(named), list(named)[default])
    with place:
        return choices.select(view, view.say(label), list(named), lambda one: named[one], key)


def choose_variables(first: DeltaGenerator, second: DeltaGenerator) -> tuple[Variable, ...]:
    """Offer segments and the wave, two of them at most and none twice."""
    waves = [codebook.wave] if codebook.wave and len(codebook.wave.categories) > 1 else []
    there = {one.id: one for one in (*codebook.segments, *waves)}
    none = {"none": view.say("trust.undivided")}
    named = {one.id: one.label[language] for one in there.values()}
    own = f"breakdown:{view.survey.id}"
    second_segment = min(1, max(len(codebook.segments) - 1, 0))
    by = choose(first, "breakdown.by", "by", named | none, f"{own}:by", second_segment)
    others = {} if by == "none" else {one: name for one, name in named.items() if one != by}
    no_more = {"none": view.say("breakdown.no_more")}
    by2 = choose(second, "breakdown.by2", "by2", no_more | others, f"{own}:by2")
    return tuple(there[one] for one in (by, by2) if one != "none")


def choose_nets(place: DeltaGenerator) -> bool:
    """Offer to leave out the answers that are others taken together."""
    asked = choices.from_link("nets")
    if asked is not None:
        st.session_state["own:nets"] = asked != ["off"]
    if asked:
        choices.check_choice("nets", asked[0], ("on", "off"))
    st.session_state["nets"] = st.session_state.setdefault("own:nets", True)
    with place:
        label = view.say("breakdown.nets")
        st.toggle(label, key="nets", on_change=choices.keep, args=("nets", "own:nets"))
    wanted: bool = st.session_state["own:nets"]
    return wanted


def choose_show(place: DeltaGenerator, ways: Sequence[Show], kind: str) -> Show:
    """Offer the ways of showing that suit what is asked, remembered for each kind of question."""
    named = {one: view.say(f"breakdown.show_{one}") for one in ways}
    key = f"breakdown:show:{kind}"
    choices.first_choice(key, "show", list(named), ways[0])
    if len(ways) == 1:
        return ways[0]
    own = choices.own_key(key, language)
    with place:
        st.segmented_control(
            view.say("breakdown.show"),
            list(named),
            format_func=lambda one: named[one],
            key=own,
            required=True,
            on_change=choices.keep,
            args=(own, key),
            label_visibility="collapsed",
        )
    chosen: Show = st.session_state[key]
    return chosen


def estimated(asked: Breakdown, by: Sequence[Variable]) -> Table:
    where = view.respondents if asked.over_time else view.where
    ids = tuple(one.id for one in by)
    return answers.estimates(view.survey, asked.item.id, ids, where, view.base, asked.statistic)


def figures_of(asked: Breakdown) -> Figures:
    whole, grouped = estimated(asked, ()), estimated(asked, asked.by)
    alone = [estimated(asked, [one]) for one in asked.by]
    unfiltered = not view.respondents.conditions and not valid_only
    beside = unfiltered and asked.over_time and len(alone) == 1
    published = answers.published([grouped], asked.target) if beside else ()
    return Figures(asked.target, whole, grouped, alone, published)


def draw_answer(asked: Breakdown, show: Show, head: DeltaGenerator) -> None:
    """Draw the finding, its chart, what the tests can tell, files and table."""
    item, figures = asked.item, figures_of(asked)
    grouped, whole = figures.grouped, figures.whole
    tests = answers.tested(grouped, figures.key, view.base)
    waves = figures.alone[asked.over] if asked.over_time else None
    overall = answers.tested(waves, figures.key, view.base) if waves else None
    found = breakdown_words.reading(figures, tests, overall, view.wave, language)
    all_of_them = EVERYONE if asked.over_time else view.whole_wave
    everyone = answers.estimates(view.survey, item.id, (), all_of_them, view.base)
    base = labels.base_line(whole, everyone.estimates[0].base, language)
    with head:
        ui.heading(item.label[language], found, base, top=True)
    if not any(one.base for one in grouped.estimates):
        st.info(ui.nobody(view, whole))
        return
    order = ordered(grouped, asked, grouped.request.groups)
    layout = breakdown_words.layout(tests, order, language, everyone=not asked.over_time)
    chart = breakdown_view.drawing(show, asked, figures, layout, language)
    words = breakdown_view.alternative(found, figures, language)
    ui.chart(chart.rows, chart.spec(view.theme), words, f"breakdown.{show}")
    related = answers.associations(grouped, figures.key, view.base)
    tested = breakdown_words.notes(figures, tests, related, language)
    for sentences in filter(None, (chart.notes, tested)):
        ui.secondary(" ".join(sentences))
    notes = [*chart.notes, *tested, *ui.assumption(view, item)]
    lines = [item.label[language], base]
    picture = Picture(chart.spec("light"), chart.rows, found, lines, notes, words)
    name = "_by_".join([f"{view.survey.id}_{item.id}", *(one.id for one in asked.by)])
    tables = figures.shown if asked.by else [whole]
    ui.downloads(view, tables, name, keys=chart.keys, picture=picture, responses=True)
    ui.equivalent_table(view, chart.table)
    ui.sources(view, figures.published)


def draw() -> None:
    above, below = st.columns([3, 2, 2]), st.columns([3, 2, 2], vertical_alignment="bottom")
    head, switch = st.container(), st.container()
    items = {one.id: one.label[language] for one in codebook.items}
    own = view.survey.id
    item = codebook.variable(choose(above[0], "trust.item", "item", items, f"item:{own}"))
    by = choose_variables(above[1], above[2])
    nets = choose_nets(below[2]) if item.nets else True
    named = targets(item, language, valid_only=valid_only, nets=nets)
    key = f"target:{own}:{item.id}"
    target = choose(below[0], "trust.target", "target", named, key) if named else ""
    where = view.respondents if codebook.wave in by else view.where
    asked = asked_for(item, target, by, where, valid_only=valid_only, nets=nets, wave=codebook.wave)
    ways = suitable(asked)
    show = choose_show(switch, ways, asked.kind) if ways else None
    order = ORDERS[0]
    if show and show != "trend":
        orders = {one: view.say(f"breakdown.order_{one}") for one in ORDERS}
        order = choose(below[1], "breakdown.order", "order", orders, "breakdown:order")
    choices.write_link(
        view,
        item=item.id,
        target=target,
        by=by[0].id if by else "none",
        by2=by[1].id if by[1:] else "",
        show=show or "",
        order=order if order != ORDERS[0] else "",
        nets="" if nets else "off",
    )
    if show:
        draw_answer(replace(asked, order=order), show, head)
    else:
        with head:
            ui.heading(item.label[language], top=True)
        st.info(view.say("breakdown.too_many", count=labels.whole(asked.groups, language)))
    ui.needs_of(view, item)


if codebook.items:
    draw()
else:
    choices.write_link(view)
    ui.heading(codebook.title[language], top=True)
    st.info(view.say("trust.no_items"))
