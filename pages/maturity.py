"""Organisations and the UN goals: what was published of the survey, and apart what is assumed."""

from collections.abc import Sequence

import streamlit as st

from insight.documents.facts import facts
from insight.documents.passages import sustainability
from insight.language import numbers
from insight.reporting import group_sentences
from insight.reporting import tables as readable
from insight.reporting.breakdown import drawing, finding, notes
from insight.reporting.breakdown.drawing import Drawing
from insight.reporting.breakdown.request import Breakdown, Figures
from insight.reporting.breakdown.sums import remarks_on_sums
from insight.survey.codebook import Variable
from insight.web import answers, breakdown_answers, choices, routes, ui
from insight.web.html import maturity as maturity_html
from insight.web.html.cards import reading_of
from insight.web.html.chapters.passages import lines

PARTS = ("survey", "told")
STAGES, ENGAGEMENT = "sdg_maturity", "sdg_staff_engagement"

view = choices.current()
language = view.language
codebook = view.survey.codebook
all_facts = facts()
reading = reading_of(view, "strategy", all_facts)
headlines = sustainability.headlines(all_facts)


def figures_of(item: Variable, *by: str) -> Figures:
    variables = tuple(codebook.variable(name) for name in by if name != "none")
    where = (view.respondents, view.valid_only, codebook.wave)
    followed = item.nets[0].id if item.nets else next(iter(item.by_key))
    breakdown = Breakdown(item, followed, variables, *where)
    return breakdown_answers.figures(view, breakdown)


def chosen_item() -> Variable:
    """Return the question whose answers are shown; the table of what was published leads to it."""
    printed = [headline.item for headline in headlines if headline.item]
    there = [item for item in printed if item in codebook.variables]
    choices.first_choice("own:goal_item", "item", there, there[0])
    return codebook.variable(st.session_state["own:goal_item"])


def choose_breakdown(item: Variable) -> str:
    """Offer what to break answers down by; staff's engagement also by how far the work has come."""
    named = {segment.id: segment.label[language] for segment in codebook.segments}
    if item.id == ENGAGEMENT:
        named[STAGES] = codebook.variable(STAGES).label[language]
    named |= {"none": view.say("trust.undivided")}
    return choices.pick(view, view.say("trust.by"), "by", named, key=f"by:{item.id}")


def draw_answer(
    figures: Figures, words: str, chart: Drawing, tested: Sequence[str] = (), title: str = ""
) -> None:
    """Draw the answers to a question; say what the source says of it and what is assumed."""
    item, answer = figures.breakdown.item, breakdown_answers.answer(view, figures, words, chart)
    ui.heading(title or answer.label, answer.finding, answer.base)
    ui.answer_chart(view, answer, item.id)
    to_take_away = st.container()
    with st.expander(view.say("figure.made")):
        if item.note:
            ui.remark(view, item.note)
        said = ui.small_print(*remarks_on_sums(figures, chart.keys, language), *tested)
        said += ui.assumption(view, item)
        for words in filter(None, (codebook.note, codebook.assumption)):
            ui.remark(view, words)
    with to_take_away:
        ui.take_away(view, answer, said, responses=True)


def draw_several(item: Variable) -> None:
    """Draw a question with several answers: which were marked most."""
    figures = figures_of(item)
    ranked = [estimate.key for estimate in group_sentences.by_size(figures.whole)]
    words = group_sentences.leading(figures.whole, language)
    draw_answer(figures, words, drawing.plain_dots(figures, language, ranked))


def draw_stages(item: Variable) -> None:
    """Draw engagement by how far the work has come, whose small stages are hidden."""
    figures = figures_of(item, STAGES)
    stages = answers.comparison_of(figures.grouped, figures.key, "pairs")
    words = group_sentences.between(stages, view.say("maturity.engaged"), language)
    chart = drawing.plain_dots(figures, language)
    draw_answer(figures, words, chart, title=view.say("maturity.engagement"))


def draw_groups(item: Variable, by: str) -> None:
    figures = figures_of(item, by)
    tests = breakdown_answers.test_groups(figures.grouped, figures.key)
    related = breakdown_answers.associations(figures.grouped, figures.key)
    words = finding.reading(figures, tests, related, language)
    tested = notes.notes(figures, [tests] if tests else [], related, language)
    draw_answer(figures, words, drawing.plain(figures, language), tested)


def draw_few(item: Variable, by: str) -> None:
    """Say what so few answers allow to be said of a question."""
    variable = codebook.variable(by) if by != "none" else codebook.segments[0]
    figures = figures_of(item, variable.id)
    grouped, key = figures.grouped, figures.key
    whole = figures.whole.at((), key)
    pairs = answers.comparison_of(grouped, key, "pairs")
    n, population = (
        "–" if base is None else numbers.whole(base, language)
        for base in (whole.base, whole.base_weighted)
    )
    ui.secondary(view.say("maturity.answered", n=n, population=population))
    detectable = group_sentences.detectable(pairs, language)
    told = f"{detectable} {group_sentences.hidden(grouped, key, language)}"
    told = view.say("maturity.by", by=variable.label, words=told)
    for words in (group_sentences.narrower(whole, language), told):
        st.markdown(choices.plain(words))
    ui.table_of(readable.count_by_group(grouped, key, language))


def draw_published(chosen: str) -> None:
    """Draw what was printed: a headline for each question, and no numbers."""
    ui.heading(view.say("maturity.published"), line=view.say("maturity.published_line"))
    st.html(maturity_html.headlines(headlines, chosen, question_link, reading))


def question_link(item: str) -> str:
    return routes.href(view, "maturity", item=item)


def draw_answers(item: Variable, by: str) -> None:
    if words := ui.nobody(view, figures_of(codebook.variable(STAGES)).whole):
        st.info(words)
        return
    if item.kind == "multiple":
        draw_several(item)
        return
    if by == STAGES:
        draw_stages(item)
        return
    draw_groups(item, by)
    with st.expander(view.say("maturity.few")):
        draw_few(item, by)


def draw_told() -> None:
    """Draw what the document tells of sustainability."""
    for part in sustainability.PARTS:
        ui.heading(view.say(f"maturity.{part}"))
        st.html(lines(sustainability.told(all_facts, part), reading))
    ui.heading(view.say("maturity.norway"), line=view.say("maturity.norway_line"))
    st.html(maturity_html.scores(sustainability.scores(all_facts), reading))
    with st.expander(view.say("maturity.nationally")):
        st.html(lines(sustainability.in_norway(all_facts), reading))


def draw_survey() -> None:
    """Draw what was published of the survey, and below it simulated answers to one question."""
    item = chosen_item()
    draw_published(item.id)
    words_column, by_column = st.columns([2, 1])
    with words_column:
        ui.heading(view.say("maturity.assumed"), line=view.say("maturity.assumed_line"))
    several = item.kind == "multiple"
    with by_column:
        by = "none" if several else choose_breakdown(item)
    choices.set_link(view, item=item.id, by="" if several else by)
    draw_answers(item, by)


heading = st.container()
parts = {part: view.say(f"maturity.part_{part}") for part in PARTS}
part = choices.switch(view, view.say("maturity.part"), "part", parts, key="own:maturity_part")
line = view.say("maturity.lead") if part == "survey" and STAGES in codebook.variables else ""
with heading:
    ui.heading(view.say("maturity.heading"), line=line, top=True)
if part == "told":
    choices.set_link(view, part=part)
    draw_told()
elif STAGES in codebook.variables:
    draw_survey()
else:
    choices.set_link(view)
    st.info(view.say("maturity.absent"))
    draw_published("")
