"""Any question by any group: the answers by one or two variables and over time, with tests."""

from collections.abc import Sequence
from dataclasses import replace

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from insight.language import numbers
from insight.reporting.breakdown import drawing, finding, notes
from insight.reporting.breakdown.request import ORDERS, Breakdown, Order, targets
from insight.reporting.breakdown.sums import remarks_on_sums
from insight.reporting.breakdown.ways import Show, suitable
from insight.survey.codebook import Variable
from insight.web import breakdown_answers, choices, ui
from insight.web.parts import pairs

view = choices.current()
language = view.language
codebook = view.survey.codebook
own = f"breakdown:{view.survey.id}"


def choose_variables(first: DeltaGenerator, second: DeltaGenerator) -> tuple[Variable, ...]:
    """Offer segments and the wave, two of them at most and none twice."""
    waves = [codebook.wave] if codebook.wave and len(codebook.wave.categories) > 1 else []
    variables = {variable.id: variable for variable in (*codebook.segments, *waves)}
    named = {code: variable.label[language] for code, variable in variables.items()}
    usual = [*named, "none"][min(1, max(len(codebook.segments) - 1, 0))]
    with first:
        label, none = view.say("breakdown.by"), {"none": view.say("trust.undivided")}
        by = choices.pick(
            view, label, "by", named | none, key=f"{own}:by", default=usual, term="segment"
        )
    with second:
        label, none = view.say("breakdown.by2"), {"none": view.say("breakdown.no_more")}
        others = {} if by == "none" else {code: name for code, name in named.items() if code != by}
        by2 = choices.pick(view, label, "by2", none | others, key=f"{own}:by2")
    return tuple(variables[code] for code in (by, by2) if code != "none")


def choose(above: list[DeltaGenerator], below: list[DeltaGenerator]) -> Breakdown:
    """Offer what can be asked, and return what is."""
    with above[0]:
        item = choices.pick_item(view, codebook.items)
    by = choose_variables(above[1], above[2])
    with below[2]:
        label = view.say("breakdown.nets")
        nets = choices.toggle(view, label, "nets", term="net") if item.nets else True
    named = targets(item, language, valid_only=view.valid_only, nets=nets)
    with below[0]:
        label, key = view.say("trust.target"), f"{own}:target:{item.id}"
        target = choices.pick(view, label, "target", named, key=key) if named else ""
    where = (view.respondents, view.valid_only, codebook.wave)
    return Breakdown(item, target, by, *where, nets=nets)


def choose_show(ways: Sequence[Show], kind: str) -> Show:
    """Offer the ways of showing that suit, remembered for each kind of question."""
    named: dict[str, str] = {way: view.say(f"breakdown.show_{way}") for way in ways}
    label, key = view.say("breakdown.show"), f"breakdown:show:{kind}"
    chosen = choices.switch(view, label, "show", named, key)
    return next(way for way in ways if way == chosen)


def choose_order() -> Order:
    named: dict[str, str] = {order: view.say(f"breakdown.order_{order}") for order in ORDERS}
    chosen = choices.pick(view, view.say("breakdown.order"), "order", named)
    return next(order for order in ORDERS if order == chosen)


def draw_answer(breakdown: Breakdown, show: Show, head: DeltaGenerator) -> dict[str, str]:
    """Draw the finding, its chart, what the tests can tell, files and table.

    Return what the link says of the two groups compared.
    """
    figures = breakdown_answers.figures(view, breakdown)
    tests = breakdown_answers.test_groups(figures.grouped, figures.key)
    related = breakdown_answers.associations(figures.grouped, figures.key)
    words, families = breakdown_answers.reading(view, figures, tests, related)
    layout = finding.layout(figures, tests, language)
    chart = drawing.drawing(show, figures, layout, language)
    answer = breakdown_answers.answer(view, figures, words, chart)
    with head:
        ui.heading(answer.label, answer.finding, answer.base, top=True)
    if not any(estimate.base for estimate in figures.grouped.estimates):
        st.info(ui.nobody(view, figures.whole) or view.say("breakdown.all_hidden"))
        return {}
    ui.answer_chart(view, answer, f"breakdown-{show}")
    tested = notes.notes(figures, families, related, language)
    sums = remarks_on_sums(figures, chart.keys, language)
    said = [*ui.small_print(*chart.notes, *sums), *ui.small_print(*tested)]
    said += ui.assumption(view, breakdown.item)
    ui.take_away(view, answer, said, responses=True)
    ui.sources(view, figures.published)
    return pairs.draw(view, figures)


def draw() -> None:
    with st.container(key="choices"):
        above, below = st.columns([3, 2, 2]), st.columns([3, 2, 2], vertical_alignment="bottom")
    head, switch = st.container(), st.container()
    breakdown = choose(above, below)
    ways = suitable(breakdown)
    with switch:
        show = choose_show(ways, breakdown.kind) if ways else None
    if show and show != "trend":
        with below[1]:
            breakdown = replace(breakdown, order=choose_order())
    link = {**breakdown.link, "show": show or ""}
    choices.set_link(view, **link)
    if show:
        choices.set_link(view, **link, **draw_answer(breakdown, show, head))
    else:
        with head:
            ui.heading(breakdown.item.label[language], top=True)
        st.info(view.say("breakdown.too_many", count=numbers.whole(breakdown.groups, language)))
    ui.needs_of(view, breakdown.item)


if codebook.items:
    draw()
else:
    ui.no_items(view)
