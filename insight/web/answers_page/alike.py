"""Groups when other variables are alike: what stays of their differences, beside the figures."""

from __future__ import annotations

import streamlit as st

from insight.analysis.adjusted.adjusted_request import MOST_GIVEN
from insight.analysis.adjusted.adjusted_result import Adjusted
from insight.language.errors import InsightError
from insight.reporting.adjusted import adjusted_chart
from insight.reporting.adjusted.adjusted_sentences import stays
from insight.reporting.breakdown.request import Figures
from insight.views import answers
from insight.views.view import View
from insight.web import ui
from insight.web.answers_page import background_choice
from insight.web.audited.acts import Taken
from insight.web.parts import tidy_fold

MOST_SENTENCES = 6


def draw(view: View, figures: Figures) -> dict[str, str]:
    """Offer variables to be held alike, and say how the groups stand then.

    Parameters
    ----------
    view, figures
        What the reader looks at, and the breakdown whose groups are compared.

    Returns
    -------
    dict of str to str
        What the link says of the choice; empty as long as there is none.
    """
    there = background_choice.offered(view, figures)
    if not there:
        ui.keep_place()
        return {}
    choice = background_choice.Choice(
        "given", view.say("adjusted.choose"), view.say("adjusted.none"), MOST_GIVEN
    )
    with st.container(key="alike", border=True):
        given = background_choice.choose(view, there, choice)
        if not given:
            return {}
        try:
            found = answers.adjusted_of(figures.grouped, figures.key, tuple(given))
        except InsightError as refusal:
            background_choice.draw_refusal(view, refusal)
        else:
            _draw_found(view, found)
    return {"given": ",".join(given)}


def _draw_found(view: View, found: Adjusted) -> None:
    language = view.language
    told = stays(found, language)
    if len(told) > MOST_SENTENCES:
        told = told[-1:]
    ui.remark(" ".join(told))
    ui.chart(
        view,
        adjusted_chart.rows(found, language),
        adjusted_chart.spec(found, view.theme, language),
        adjusted_chart.alternative(found, language),
        "adjusted-chart",
    )
    request = found.request
    by = [variable.id for variable in (*request.by, *found.given)]
    tidy_fold.draw(
        view,
        view.say("adjusted.table"),
        adjusted_chart.table(found, language),
        found,
        f"{view.survey.id}_{request.item.id}_between_{by[0]}_adjusted",
        Taken("adjusted", (view.survey,), [request.item.id], by, request.where),
    )
