"""Groups when other variables are alike: what stays of their differences, beside the figures."""

from __future__ import annotations

from functools import partial

import streamlit as st

from insight.analysis.adjusted.adjusted_request import MOST_GIVEN
from insight.reporting.breakdown.request import Figures
from insight.views.further.further_answers import Further, adjusted
from insight.views.further.further_choice import NO_CHOICE, FurtherChoice, offered
from insight.views.view import View
from insight.web import ui
from insight.web.answers_page import background_choice, further_box
from insight.web.audited.acts import Taken


def draw(view: View, figures: Figures) -> tuple[FurtherChoice, Further | None]:
    """Offer variables to be held alike, and say how the groups stand then.

    Parameters
    ----------
    view, figures
        What the reader looks at, and the breakdown whose groups are compared.

    Returns
    -------
    FurtherChoice, Further or None
        What is chosen, and how the groups stand; None as long as nothing is.
    """
    there = offered(view, figures.breakdown)
    if not there:
        ui.keep_place()
        return NO_CHOICE, None
    choice = background_choice.Choice(
        "given", view.say("adjusted.choose"), view.say("adjusted.none"), MOST_GIVEN
    )
    with st.container(key="alike", border=True):
        chosen = FurtherChoice(given=background_choice.choose(view, there, choice))
        if not chosen.given:
            return chosen, None
        item, by = figures.breakdown.item.id, figures.breakdown.by[0].id
        where = figures.grouped.request.where
        taken = Taken("adjusted", (view.survey,), [item], [by, *chosen.given], where)
        stem = f"{view.survey.id}_{item}_between_{by}_adjusted"
        ask = partial(adjusted, view, figures, chosen)
        return chosen, further_box.draw(view, ask, stem, taken)
