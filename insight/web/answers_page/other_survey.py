"""The same question in another survey: the difference, its test, and what makes them comparable."""

from __future__ import annotations

import streamlit as st

from insight.analysis.combined.tidy_pair import SurveyComparison
from insight.language.errors import InsightError
from insight.reporting import signed
from insight.reporting.breakdown.request import Figures
from insight.reporting.combined import survey_pair_words as words_of
from insight.reporting.combined.further_answer import FurtherAnswer
from insight.views import beside
from insight.views.further.further_answers import Further, beside_survey
from insight.views.row_sources import name_of_all
from insight.views.view import View
from insight.web import ui
from insight.web.answers_page import background_choice
from insight.web.audited.acts import Taken
from insight.web.parts import tidy_fold
from insight.web.parts.pairs import interval_html, pair_html


def draw(view: View, figures: Figures, code: str) -> Further | None:
    """Say how all differ from those of another survey, where that is who rows are seen beside.

    Parameters
    ----------
    view, figures
        What the reader looks at.
    code
        Code of those beside whom all rows are seen.

    Returns
    -------
    Further or None
        How they differ; None where they are seen beside no survey.
    """
    if code not in beside.surveys_alike(view, figures.breakdown):
        ui.keep_place()
        return None
    with st.container(key="other-survey", border=True):
        try:
            further = beside_survey(view, figures, code)
        except InsightError as refusal:
            background_choice.draw_refusal(view, refusal)
            return None
        if further is None:
            return None
        if further.refusal:
            background_choice.draw_refusal(view, further.refusal)
        elif isinstance(further.found, SurveyComparison):
            _draw_found(view, further.found, further.answer)
        return further


def _draw_found(view: View, found: SurveyComparison, answer: FurtherAnswer) -> None:
    language = view.language
    first = name_of_all(view, view.respondents)
    second = beside.all_of(view, found.sides[1].survey)
    told, claim = words_of.verdict(found, language), found.difference.claim
    interval = pair_html("minus", "")
    if claim and found.difference.value is not None:
        interval = interval_html(
            (claim.low, found.difference.value, claim.upp),
            lambda end: signed.value(end, found, language),
            share=found.statistic == "share",
        )
    parts = [
        pair_html("title", view.say("two_surveys.title")),
        pair_html("surveys", first, view.say("pair.minus"), second),
        interval,
        pair_html("verdict", told.size, told.interval, told.found),
    ]
    st.html(pair_html("together", parts))
    ui.secondary(found.sentence(language))
    one, other = found.sides
    if answer.table is None:
        return
    tidy_fold.draw(
        view,
        view.say("two_surveys.table"),
        answer.table,
        found,
        f"{one.survey.id}_{one.item.id}_beside_{other.survey.id}",
        Taken("beside", (one.survey, other.survey), [one.item.id], (), one.where),
    )
