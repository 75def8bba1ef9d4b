"""An answer drawn: its title, its rows or chart, whom it is about, its table and its buttons."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from insight.reporting.breakdown.answer import Caption
from insight.reporting.breakdown.heading.title_room import Title
from insight.views import captions
from insight.views.shown import Shown
from insight.views.view import View
from insight.web import ui
from insight.web.answers_page import actions, below
from insight.web.answers_page import row_html as rows_html
from insight.web.html.templates import draw
from insight.web.serving.batched_messages import hand_over


def heading(title: Title, subtitle: str, notes: Sequence[str] = (), *, top: bool = True) -> None:
    """Draw the finding, what was asked, and what has become of a choice."""
    tag = "h1" if top else "h2"
    st.html(draw("answers", "heading", title, subtitle, tag))
    if notes:
        st.html(draw("answers", "notes", notes))


def figure(view: View, answer: Shown, show: str, *, at_once: bool = False) -> Caption:
    """Draw rows or chart, whom they are about, which is returned, and the table.

    The browser is handed rows or chart as soon as they stand where they shall be seen `at_once`.
    """
    with st.container(key="drawn"):
        caption = _rows_or_chart(view, answer, show)
    if at_once:
        hand_over()
    actions.table(answer.answer)
    return caption


def _rows_or_chart(view: View, answer: Shown, show: str) -> Caption:
    """Draw rows or chart, and below it whom they are about, which is returned."""
    taken = answer.answer
    if taken.rows:
        st.html(draw("page", "alternative", taken.alternative))
        st.html(rows_html.chart(view, taken.rows, taken.subtitle))
    else:
        chart = taken.chart
        ui.chart(view, chart.rows, chart.spec(view.theme), taken.alternative, f"answer-{show}")
        ui.small_print(*chart.notes)
    caption = captions.caption(view, answer)
    below.draw_caption(view, caption)
    if why := below.why_first(view, answer.figures.breakdown.item.id):
        ui.secondary(why)
    return caption
