"""Any question by any group: the answers by one or two variables and over time, with tests."""

from collections.abc import Sequence
from dataclasses import replace

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from insight.language import numbers
from insight.reporting.breakdown import drawing, finding
from insight.reporting.breakdown import notes as breakdown_notes
from insight.reporting.breakdown.request import (
    ORDERS,
    Breakdown,
    Order,
    asked_for,
    ordered,
    targets,
)
from insight.reporting.breakdown.ways import Show, suitable
from insight.reporting.charts.picture import Picture
from insight.survey.codebook import Variable
from insight.web import breakdown_answers, choices, ui

view = choices.current()
language = view.language
codebook = view.survey.codebook
own = f"breakdown:{view.survey.id}"


def choose_item() -> Variable:
    named = {one.id: one.label[language] for one in codebook.items}
    label = view.say("trust.item")
    return codebook.variable(choices.pick(view, label, "item", named, key=f"item:{view.survey.id}"))


def choose_variables(first: DeltaGenerator, second: DeltaGenerator) -> tuple[Variable, ...]:
    """Offer segments and the wave, two of them at most and none twice."""
    waves = [codebook.wave] if codebook.wave and len(codebook.wave.categories) > 1 else []
    there = {one.id: one for one in (*codebook.segments, *waves)}
    named = {one.id: one.label[language] for one in there.values()}
    usual = [*named, "none"][min(1, max(len(codebook.segments) - 1, 0))]
    with first:
        label, none = view.say("breakdown.by"), {"none": view.say("trust.undivided")}
        by = choices.pick(
            view, label, "by", named | none, key=f"{own}:by", default=usual, term="segment"
        )
    with second:
        label, none = view.say("breakdown.by2"), {"none": view.say("breakdown.no_more")}
        others = {} if by == "none" else {one: name for one, name in named.items() if one != by}
        by2 = choices.pick(view, label, "by2", none | others, key=f"{own}:by2")
    return tuple(there[one] for one in (by, by2) if one != "none")


def ask(above: list[DeltaGenerator], below: list[DeltaGenerator]) -> Breakdown:
    """Offer what can be asked, and return what is."""
    with above[0]:
        item = choose_item()
    by = choose_variables(above[1], above[2])
    with below[2]:
        label = view.say("breakdown.nets")
        nets = choices.toggle(view, label, "nets", term="net") if item.nets else True
    valid_only = view.base == "valid"
    named = targets(item, language, valid_only=valid_only, nets=nets)
    with below[0]:
        label, key = view.say("trust.target"), f"{own}:target:{item.id}"
        target = choices.pick(view, label, "target", named, key=key) if named else ""
    where, wave = view.respondents, codebook.wave
    return asked_for(item, target, by, where, valid_only=valid_only, nets=nets, wave=wave)


def choose_show(ways: Sequence[Show], kind: str) -> Show:
    """Offer the ways of showing that suit, remembered for each kind of question."""
    named: dict[str, str] = {one: view.say(f"breakdown.show_{one}") for one in ways}
    label, key = view.say("breakdown.show"), f"breakdown:show:{kind}"
    chosen = choices.switch(view, label, "show", named, key)
    return next(one for one in ways if one == chosen)


def choose_order() -> Order:
    named: dict[str, str] = {one: view.say(f"breakdown.order_{one}") for one in ORDERS}
    chosen = choices.pick(view, view.say("breakdown.order"), "order", named)
    return next(one for one in ORDERS if one == chosen)


def draw_answer(asked: Breakdown, show: Show, head: DeltaGenerator) -> None:
    """Draw the finding, its chart, what the tests can tell, files and table."""
    figures = breakdown_answers.figures(view, asked)
    tests = breakdown_answers.tested(figures.grouped, figures.key, view.base)
    overall = breakdown_answers.overall(figures, view.base)
    found = finding.reading(figures, tests, overall, view.wave, language)
    title, base = (
        asked.item.label[language],
        breakdown_answers.base_line(view, asked, figures.whole),
    )
    with head:
        ui.heading(title, found, base, top=True)
    if not any(one.base for one in figures.grouped.estimates):
        st.info(ui.nobody(view, figures.whole) or view.say("breakdown.all_hidden"))
        return
    order = ordered(figures.grouped, asked, figures.grouped.request.groups)
    layout = finding.layout(tests, order, language, everyone=not asked.over_time)
    chart = drawing.drawing(show, asked, figures, layout, language)
    words = drawing.alternative(found, figures, language)
    ui.chart(view, chart.rows, chart.spec(view.theme), words, f"breakdown-{show}")
    related = breakdown_answers.associations(figures.grouped, figures.key, view.base)
    tested = breakdown_notes.notes(figures, tests, related, language)
    for sentences in filter(None, (chart.notes, tested)):
        ui.secondary(" ".join(sentences))
    notes = [*chart.notes, *tested, *ui.assumption(view, asked.item)]
    picture = Picture(chart.spec("light"), chart.rows, found, [title, base], notes, words)
    name = "_by_".join([f"{view.survey.id}_{asked.item.id}", *(one.id for one in asked.by)])
    tables = figures.shown if asked.by else [figures.whole]
    ui.equivalent_table(view, chart.table)
    ui.downloads(view, tables, name, keys=chart.keys, picture=picture, responses=True)
    ui.sources(view, figures.published)


def draw() -> None:
    with st.container(key="choices"):
        above, below = st.columns([3, 2, 2]), st.columns([3, 2, 2], vertical_alignment="bottom")
    head, switch = st.container(), st.container()
    asked = ask(above, below)
    ways = suitable(asked)
    with switch:
        show = choose_show(ways, asked.kind) if ways else None
    if show and show != "trend":
        with below[1]:
            asked = replace(asked, order=choose_order())
    choices.set_link(view, **asked.link, show=show or "")
    if show:
        draw_answer(asked, show, head)
    else:
        with head:
            ui.heading(asked.item.label[language], top=True)
        st.info(view.say("breakdown.too_many", count=numbers.whole(asked.groups, language)))
    ui.needs_of(view, asked.item)


if codebook.items:
    draw()
else:
    choices.set_link(view)
    ui.heading(codebook.title[language], top=True)
    st.info(view.say("trust.no_items"))
