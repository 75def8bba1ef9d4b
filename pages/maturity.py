"""How far organisations have come with the UN goals, and what so few answers allow to be said."""

from collections.abc import Sequence

import streamlit as st

from insight.language import numbers
from insight.reporting import group_sentences
from insight.reporting import tables as readable
from insight.reporting.breakdown import drawing, finding, notes
from insight.reporting.breakdown.drawing import Drawing
from insight.reporting.breakdown.request import Breakdown, Figures
from insight.reporting.breakdown.sums import remarks_on_sums
from insight.web import answers, breakdown_answers, choices, ui

MATURITY, GOALS, ENGAGEMENT = "sdg_maturity", "sdg_most_important", "sdg_staff_engagement"
FAR, HIGH = "well_under_way", "high"

view = choices.current()
language = view.language
codebook = view.survey.codebook


def figures_of(item: str, target: str, *by: str) -> Figures:
    variables = tuple(codebook.variable(name) for name in by if name != "none")
    where = (view.respondents, view.valid_only, codebook.wave)
    breakdown = Breakdown(codebook.variable(item), target, variables, *where)
    return breakdown_answers.figures(view, breakdown)


def draw_answer(
    figures: Figures,
    words: str,
    chart: Drawing,
    key: str,
    *,
    title: str = "",
    tested: Sequence[str] = (),
    responses: bool = False,
) -> None:
    """Draw a part of the page; say what the source says of its item and what is assumed."""
    item, answer = figures.breakdown.item, breakdown_answers.answer(view, figures, words, chart)
    ui.heading(title or answer.label, answer.finding, answer.base)
    ui.answer_chart(view, answer, key)
    if item.note:
        ui.remark(view, item.note)
    said = ui.small_print(*remarks_on_sums(figures, chart.keys, language), *tested)
    ui.take_away(view, answer, [*said, *ui.assumption(view, item)], responses=responses)


def choose_breakdown() -> str:
    named = {segment.id: segment.label[language] for segment in codebook.segments}
    named |= {"none": view.say("trust.undivided")}
    return choices.pick(view, view.say("trust.by"), "by", named)


def draw_maturity(by: str) -> None:
    figures = figures_of(MATURITY, FAR, by)
    tests = breakdown_answers.test_groups(figures.grouped, FAR)
    related = breakdown_answers.associations(figures.grouped, FAR)
    words = finding.reading(figures, tests, related, language)
    tested = notes.notes(figures, [tests] if tests else [], related, language)
    chart = drawing.plain(figures, language)
    draw_answer(figures, words, chart, "maturity", tested=tested, responses=True)


def draw_goals() -> None:
    figures = figures_of(GOALS, next(iter(codebook.variable(GOALS).by_key)))
    ranked = [estimate.key for estimate in group_sentences.by_size(figures.whole)]
    words = group_sentences.leading(figures.whole, language)
    draw_answer(figures, words, drawing.plain_dots(figures, language, ranked), "goals")


def draw_engagement() -> None:
    figures, title = figures_of(ENGAGEMENT, HIGH, MATURITY), view.say("maturity.engagement")
    stages = answers.comparison_of(figures.grouped, HIGH, "pairs")
    words = group_sentences.between(stages, view.say("maturity.engaged"), language)
    chart = drawing.plain_dots(figures, language)
    draw_answer(figures, words, chart, "engagement", title=title)


def draw_few(by: str) -> None:
    variable = codebook.variable(by) if by != "none" else codebook.segments[0]
    figures = figures_of(MATURITY, FAR, variable.id)
    grouped, whole = figures.grouped, figures.whole.at((), FAR)
    pairs = answers.comparison_of(grouped, FAR, "pairs")
    n, population = (
        "–" if base is None else numbers.whole(base, language)
        for base in (whole.base, whole.base_weighted)
    )
    ui.heading(view.say("maturity.few"), view.say("maturity.answered", n=n, population=population))
    detectable = group_sentences.detectable(pairs, language)
    told = f"{detectable} {group_sentences.hidden(grouped, FAR, language)}"
    told = view.say("maturity.by", by=variable.label, words=told)
    for words in (group_sentences.narrower(whole, language), told):
        st.markdown(choices.plain(words))
    ui.equivalent_table(view, readable.count_by_group(grouped, FAR, language))


def draw_source() -> None:
    ui.heading(view.say("maturity.source"))
    for words in (codebook.note, codebook.assumption):
        if words:
            ui.remark(view, words)


def draw(by: str) -> None:
    if words := ui.nobody(view, figures_of(MATURITY, FAR).whole):
        st.info(words)
        return
    draw_maturity(by)
    draw_goals()
    draw_engagement()
    draw_few(by)
    draw_source()


if {MATURITY, GOALS, ENGAGEMENT} <= set(codebook.variables):
    title_column, by_column = st.columns([3, 1])
    with title_column:
        ui.heading(view.say("maturity.heading"), top=True)
    with by_column:
        chosen = choose_breakdown()
    choices.set_link(view, by=chosen)
    st.info(view.say("maturity.lead"))
    draw(chosen)
else:
    choices.set_link(view)
    ui.heading(view.say("maturity.heading"), top=True)
    st.info(view.say("maturity.absent"))
