"""Organisations and the UN goals: what was published of the survey, and apart what is assumed."""

from collections.abc import Iterator

import streamlit as st
from markupsafe import Markup

from insight.documents.facts import facts
from insight.documents.passages import sustainability
from insight.language import numbers
from insight.reporting import group_sentences
from insight.reporting.breakdown.request import Figures
from insight.survey.codebook import Variable
from insight.views import answers
from insight.views.at_address import maturity_view
from insight.views.at_address.maturity_view import STAGES, UNDIVIDED, MaturityView
from insight.views.linked_view import LinkedView
from insight.views.shown import Shown
from insight.web import choices, routes, ui
from insight.web.addresses.share_lines import share_lines
from insight.web.answers_page import actions, below, drawn
from insight.web.answers_page.below import Paragraph
from insight.web.basket import basket_button
from insight.web.frame import view_link
from insight.web.html import maturity as maturity_html
from insight.web.html import text as text_html
from insight.web.html.cards import reading_of
from insight.web.html.chapters.passages import lines
from insight.web.parts import pairs

PARTS = ("survey", "told")

view = choices.current()
language = view.language
codebook = view.survey.codebook
all_facts = facts()
reading = reading_of(view, "strategy", all_facts)
headlines = sustainability.headlines(all_facts)


def chosen_item() -> Variable:
    """Return the question whose answers are shown; the table of what was published leads to it."""
    there = maturity_view.questions(codebook)
    choices.first_choice("own:goal_item", "item", there, there[0])
    return codebook.variable(st.session_state["own:goal_item"])


def choose_breakdown(item: Variable) -> str:
    """Offer what to break answers down by; several answers are not broken down."""
    ways = maturity_view.divided_by(item, codebook)
    if ways == [UNDIVIDED]:
        return UNDIVIDED
    named = {code: codebook.variable(code).label[language] for code in ways if code != UNDIVIDED}
    named |= {UNDIVIDED: view.say("trust.undivided")}
    return choices.pick(view, view.say("trust.by"), "by", named, key=f"by:{item.id}")


def method(answer: Shown) -> Iterator[Paragraph]:
    """Yield how the numbers were made, what so few answers can tell, and what the source says."""
    yield from below.paragraphs(view, answer)
    yield view.say("maturity.few"), " ".join(filter(None, few(answer.figures)))
    item = answer.figures.breakdown.item
    if item.note:
        yield view.say("maturity.of_item"), text_html.mark_phrases(item.note, language)
    of_survey = [words for words in (codebook.note, codebook.assumption) if words]
    if of_survey:
        marked = (text_html.mark_phrases(words, language) for words in of_survey)
        yield view.say("maturity.of_survey"), Markup(" ").join(marked)


def few(figures: Figures) -> Iterator[str]:
    """Yield what so few answers allow to be said of a question."""
    grouped, key = figures.grouped, figures.key
    whole = figures.whole.at((), key)
    n, population = (
        "–" if base is None else numbers.whole(base, language)
        for base in (whole.base, whole.base_weighted)
    )
    yield view.say("maturity.answered", n=n, population=population)
    yield group_sentences.narrower(whole, language)
    if figures.breakdown.by:
        pairs = answers.comparison_of(grouped, key, "pairs")
        yield group_sentences.detectable(pairs, language)
        yield group_sentences.hidden(grouped, key, language)


def draw_published(chosen: str) -> None:
    """Draw what was printed: a headline for each question, and no numbers."""
    ui.heading(view.say("maturity.published"), line=view.say("maturity.published_line"))
    st.html(maturity_html.headlines(headlines, chosen, question_link, reading))


def question_link(item: str) -> str:
    return routes.href(view, "maturity", item=item)


def draw_answers(item: Variable) -> None:
    """Draw simulated answers to a question: its finding, its rows, and how they were made."""
    with st.container(key="answer"):
        head = st.container(key="head")
        choice = st.container(key="choices")
        with st.container(key="toolbar", horizontal=True, horizontal_alignment="right"):
            buttons = st.container(key="buttons", horizontal=True, width="content")
        with choice:
            by = choose_breakdown(item)
        asked = maturity_view.asked_of(view, item, by)
        view_link.set_link(view, **asked.link)
        if words := ui.nobody(
            view, answers.estimates(view.survey, STAGES, (), view.where, view.base)
        ):
            st.info(words)
            return
        answer = maturity_view.answer_to(view, asked)
        with head:
            drawn.heading(answer.title, answer.subtitle, top=False)
        addresses = [] if answer.empty else share_lines(view, asked, MaturityView)
        caption = drawn.figure(view, answer, "dots")
        with buttons:
            actions.row(view, answer.answer, caption, lines=addresses)
            if not answer.empty:
                basket_button.draw_button(view, MaturityView(LinkedView(view, asked)))
        view_link.set_link(view, **asked.link, **pairs.draw(view, answer.compared, answer.tested))
        below.method(view, [*method(answer)], below.words_of(view, answer))


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
    with st.container(key="maturity"):
        with st.container(key="published"):
            draw_published(item.id)
        draw_answers(item)


heading = st.container()
parts = {part: view.say(f"maturity.part_{part}") for part in PARTS}
part = choices.switch(view, view.say("maturity.part"), "part", parts, key="own:maturity_part")
line = view.say("maturity.lead") if part == "survey" and STAGES in codebook.variables else ""
with heading:
    ui.heading(view.say("maturity.heading"), line=line, top=True)
if part == "told":
    view_link.set_link(view, part=part)
    draw_told()
elif STAGES in codebook.variables:
    draw_survey()
else:
    view_link.set_link(view)
    st.info(view.say("maturity.absent"))
    draw_published("")
