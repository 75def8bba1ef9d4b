"""The answers to any question: split, beside others, over time, with what the tests can tell."""

from dataclasses import replace

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from insight.analysis.estimates import QUANTILES
from insight.language import numbers
from insight.reporting.breakdown.heading.title_room import Title
from insight.views import captions, several
from insight.views.asked import Asked
from insight.views.at_address.answers_view import AnswersView
from insight.views.linked_view import LinkedView
from insight.views.shown import Shown, shown
from insight.web import choices, ui
from insight.web.addresses.share_lines import share_lines
from insight.web.answers_page import (
    actions,
    below,
    drawn,
    further_boxes,
    trend_line,
)
from insight.web.answers_page import row_html as rows_html
from insight.web.answers_page.controls import Controls
from insight.web.answers_page.further_boxes import NOTHING_FURTHER
from insight.web.basket import basket_button
from insight.web.frame import view_link
from insight.web.html.templates import draw as draw_html
from insight.web.parts import pairs
from insight.web.serving.batched_messages import hand_over

view = choices.current()
language = view.language
codebook = view.survey.codebook


def heading(title: Title, subtitle: str, notes: tuple[str, ...] = ()) -> None:
    """Draw the finding, what was asked, and what has become of a choice."""
    drawn.heading(title, subtitle, notes)


def draw() -> None:
    """Draw the choices, the answer to them, and everything below it."""
    with st.container(key="answer"):
        controls = Controls(view)
        head = st.container(key="head")
        toolbar = st.container(key="toolbar", horizontal=True, horizontal_alignment="distribute")
        with toolbar:
            ways = st.container(key="ways", width="content")
            buttons = st.container(key="buttons", horizontal=True, width="content")
        asked = controls.choose(ways)
        view_link.set_link(view, **asked.link)
        hand_over()
        if asked.items:
            draw_several(asked, head, buttons)
            return
        if asked.show is None:
            with head:
                heading(Title(asked.breakdown.item.label[language]), "", asked.notes)
            count = numbers.whole(asked.breakdown.groups, language)
            st.info(view.say("breakdown.too_many", count=count))
        else:
            view_link.set_link(view, **asked.link, **draw_shown(asked, head, buttons))
        below.related(view, asked.breakdown)


def draw_several(asked: Asked, head: DeltaGenerator, buttons: DeltaGenerator) -> None:
    """Draw several questions at once: rows, or a matrix where they are split."""
    shown_together = several.several(
        *(view, asked.items, asked.breakdown), turned=asked.turned, limit=asked.limit
    )
    taken = shown_together.answer
    with head:
        heading(shown_together.title, shown_together.subtitle, asked.notes)
    with st.container(key="drawn"):
        st.html(draw_html("page", "alternative", taken.alternative))
        if taken.rows:
            st.html(rows_html.chart(view, taken.rows, taken.subtitle))
        elif shown_together.matrix:
            st.html(rows_html.matrix(shown_together.matrix))
        caption = captions.caption_of_several(view, shown_together)
        below.draw_caption(view, caption)
    hand_over()
    actions.table(taken)
    with buttons:
        actions.row(view, taken, caption, lines=share_lines(view, asked))
        basket_button.draw_button(view, AnswersView(LinkedView(view, asked)))
    below.method(view, [*below.paragraphs_of_several(view, shown_together)])


def draw_shown(asked: Asked, head: DeltaGenerator, buttons: DeltaGenerator) -> dict[str, str]:
    """Draw an answer, or that there is none; return what the link says of what is compared."""
    answer = shown(view, asked)
    with head:
        heading(answer.title, answer.subtitle, asked.notes)
    if answer.empty:
        st.info(ui.nobody(view, answer.figures.whole) or view.say("breakdown.all_hidden"))
        return {}
    return draw_answer(answer, asked, buttons)


def draw_answer(answer: Shown, asked: Asked, buttons: DeltaGenerator) -> dict[str, str]:
    """Draw rows or chart, whom they are about, what is compared besides, and the method.

    Return what the link says of that.
    """
    caption = drawn.figure(view, answer, asked.show or "", at_once=True)
    link, further = {}, NOTHING_FURTHER
    if answer.figures.whole.statistic in QUANTILES:
        ui.remark(view.say("quantile.untested"))
    else:
        trend_line.draw(view, answer.compared, answer.tested)
        link = pairs.draw(view, answer.compared, answer.tested)
        further = further_boxes.draw(view, answer, asked)
    asked = asked.with_further(further.choice.complete)
    with buttons:
        taken = replace(answer.answer, further=[each.answer for each in further.told])
        addresses = share_lines(view, asked, further=further.told)
        actions.row(view, taken, caption, lines=addresses)
        basket_button.draw_button(view, AnswersView(LinkedView(view, asked)))
    told = below.paragraphs(view, answer)
    below.method(view, [*told], below.words_of(view, answer))
    return link | further.choice.link


if codebook.items:
    draw()
else:
    ui.no_items(view)
