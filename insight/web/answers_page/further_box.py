"""A further answer below an answer: its sentences, its chart, its table and its rows as a file."""

from __future__ import annotations

from collections.abc import Callable

from insight.language.errors import InsightError
from insight.views.further.further_answers import Further
from insight.views.view import View
from insight.web import ui
from insight.web.answers_page import background_choice
from insight.web.audited.acts import Taken
from insight.web.parts import tidy_fold


def draw(view: View, ask: Callable[[], Further], stem: str, taken: Taken) -> Further | None:
    """Draw what is found, or why nothing is, and return it; None where it can be later.

    Parameters
    ----------
    view
        What the reader looks at.
    ask
        Returns what is found.
    stem, taken
        How the name of its file begins, and what that is of.
    """
    try:
        further = ask()
    except InsightError as refusal:
        background_choice.draw_refusal(view, refusal)
        return None
    if further.refusal or further.found is None:
        if further.refusal:
            background_choice.draw_refusal(view, further.refusal)
        return further
    told = further.answer
    ui.remark(" ".join(told.told))
    if told.chart:
        ui.chart(
            view,
            told.chart.rows,
            told.chart.spec(view.theme),
            told.chart.description,
            f"{taken.kind}-chart",
        )
    if told.table is not None:
        tidy_fold.draw(view, view.say("adjusted.table"), told.table, further.found, stem, taken)
    return further
