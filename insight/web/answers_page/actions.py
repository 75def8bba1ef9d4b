"""Actions on an answer: see its table, take away its files and its picture, share it."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from insight.reporting.breakdown.answer import Answer, Caption
from insight.reporting.breakdown.heading.own_title import LONGEST_TITLE, own_title
from insight.views.view import View
from insight.web import choices, ui
from insight.web.html import tables
from insight.web.own_survey import presence
from insight.web.parts import action_row, file_menu
from insight.web.parts.action_row import Taken


def row(
    view: View,
    answer: Answer,
    caption: Caption,
    *,
    responses: bool = True,
    lines: Sequence[tuple[str, str]] = (),
) -> None:
    """Draw the buttons of an answer; no link leads to a survey of the reader's own.

    Parameters
    ----------
    view, answer
        What the reader looks at, and what can be taken away of it.
    caption
        What is said below it, also in a picture.
    responses
        Whether the responses behind it are offered too.
    lines
        What leads to it beside the link to its page.
    """

    def files() -> Taken:
        return file_menu.of_answer(view, _titled(view, answer), caption, responses=responses)

    def offer_folder() -> None:
        presence.offer_folder(view.language, "answer")

    if choices.is_own(view.survey):
        action_row.row(view, files, unlinked=offer_folder)
    else:
        action_row.row(view, files, lines=lines)


def table(answer: Answer) -> None:
    """Draw the table of an answer; on paper without the answers' columns where bars show them."""
    drawn = tables.words_table(answer.chart.table if answer.table is None else answer.table)
    bars = answer.table is not None and len(answer.chart.keys) > 1
    action_row.table(drawn, len(answer.chart.keys) if bars else 0)


def _titled(view: View, answer: Answer) -> Answer:
    """Offer to word the title of what is taken away, until the finding is another one.

    What cannot stand in a file is taken out of it, and the reader is told.
    """
    label, key = view.say("answers.own_title"), f"title:{answer.title}"
    typed = st.text_input(label, value=answer.title, key=key, max_chars=LONGEST_TITLE)
    own = own_title(typed or "", view.language)
    for told in own.told:
        ui.remark(told)
    return answer.titled(own.words)
