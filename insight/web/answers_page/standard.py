"""Groups with one composition: their figures directly standardised, beside those that are not."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import streamlit as st

from insight.reporting.breakdown.request import Figures
from insight.survey.codebook import Variable
from insight.views.further.further_answers import Further, standardised
from insight.views.further.further_choice import (
    ALL,
    MOST_OVER,
    NO_CHOICE,
    OWN,
    FurtherChoice,
    offered,
    populations,
    usual_population,
)
from insight.views.view import View
from insight.web import choices, ui
from insight.web.answers_page import background_choice, further_box, own_population
from insight.web.audited.acts import Taken


def draw(view: View, figures: Figures) -> tuple[FurtherChoice, Further | None]:
    """Offer background whose composition is to be that of all groups, and show the figures then.

    Parameters
    ----------
    view, figures
        What the reader looks at, and the breakdown whose groups are standardised.

    Returns
    -------
    FurtherChoice, Further or None
        What is chosen, and the figures then; None as long as nothing is.
    """
    there = offered(view, figures.breakdown)
    if not there:
        ui.keep_place()
        return NO_CHOICE, None
    choice = background_choice.Choice(
        "standard", view.say("standardised.choose"), view.say("standardised.none"), MOST_OVER
    )
    with st.container(key="standard", border=True):
        over = background_choice.choose(view, there, choice)
        if not over:
            return NO_CHOICE, None
        strata = [there[name] for name in over]
        to = _choose_population(view, figures, strata)
        numbers = own_population.draw(view, strata[0]) if to == OWN else ""
        chosen = FurtherChoice((), over, to, numbers)
        if chosen.complete != chosen:
            return chosen, None
        item, by = figures.breakdown.item.id, figures.breakdown.by[0].id
        where = figures.grouped.request.where
        taken = Taken("standardised", (view.survey,), [item], [by, *over], where)
        stem = f"{view.survey.id}_{item}_by_{by}_standardised"
        ask = partial(standardised, view, figures, chosen)
        return chosen, further_box.draw(view, ask, stem, taken)


def _choose_population(view: View, figures: Figures, over: Sequence[Variable]) -> str:
    """Offer the composition of each wave, of all, or by numbers of the reader's own.

    Over time it is usually that of the first wave, else that of the chosen one. Numbers are of one
    variable, and not where figures are told rounded, which they would tell exactly.
    """
    book, usual = view.survey.codebook, usual_population(view, figures.breakdown)
    there = populations(view, over)
    named = {ALL: view.say("standardised.to_all")}
    if book.wave:
        labels = {code: book.wave.by_key[code].label for code in book.waves}
        named |= {
            code: view.say("standardised.to_wave", wave=label) for code, label in labels.items()
        }
    if OWN in there and not figures.grouped.rounded:
        named[OWN] = view.say("standardised.to_own")
    key = f"answers:{view.survey.id}:to:{'time' if figures.breakdown.over_time else ''}"
    label = view.say("standardised.to_label")
    return choices.pick(view, label, "to", named, key=key, default=usual)
