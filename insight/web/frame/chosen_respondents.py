"""Chosen respondents: conditions in the session, from a link and from one survey to another."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from insight.language.errors import Fault, RequestError
from insight.query.opened import OpenSurvey
from insight.survey.codebook import Variable
from insight.survey.filters import EVERYONE, Condition, Filter, parse_kindly
from insight.survey.folders import Survey
from insight.views.view import FIXED, View
from insight.web import choices
from insight.web.frame import view_link


def key_of(survey: Survey, variable: Variable) -> str:
    """Return the name of a variable's chosen codes in the session."""
    return f"where:{survey.id}:{variable.id}"


def respondents_of(survey: Survey) -> Filter:
    """Return whose answers are chosen in a survey, whatever the wave."""
    chosen = EVERYONE
    for variable in survey.codebook.segments:
        codes = st.session_state.get(key_of(survey, variable), [])
        chosen = chosen.narrowed(variable, [code for code in codes if code in variable.by_key])
    return chosen


def in_wave(survey: OpenSurvey, wave: str | None) -> Filter:
    """Return whose answers are chosen, in the chosen wave."""
    where, of = respondents_of(survey), survey.codebook.wave
    return where.narrowed(of, [wave]) if of and wave else where


def take_from_link(survey: Survey) -> None:
    """Take the respondent group from the link where somebody has changed it."""
    linked = view_link.from_link("where")
    if linked is None:
        return
    respondents, refused = parse_kindly(linked, survey.codebook)
    for variable in survey.codebook.segments:
        st.session_state[key_of(survey, variable)] = list(respondents.codes(variable.id))
    for problem in refused:
        choices.notice(problem)


def bring_along(survey: Survey, page: str) -> None:
    """Bring the reader's filter along to a page about another survey, as far as it has it."""
    arrived = st.session_state.get("page") != page
    st.session_state["page"] = page
    earlier: Filter = st.session_state.get("respondents", EVERYONE)
    if page in FIXED and arrived and view_link.from_link("where") is None:
        kept, aside = earlier.carried_to(survey.codebook)
        for condition in kept.conditions:
            st.session_state[key_of(survey, condition.variable)] = list(condition.codes)
        _tell(aside, survey)


def carry_to(survey: Survey) -> None:
    """Set what a survey understands of the reader's filter, and tell what it does not."""
    earlier: Filter = st.session_state.get("respondents", EVERYONE)
    kept, aside = earlier.carried_to(survey.codebook)
    for variable in survey.codebook.segments:
        st.session_state[key_of(survey, variable)] = list(kept.codes(variable.id))
    _tell(aside, survey)


def _tell(aside: Sequence[Condition], survey: Survey) -> None:
    """Say which parts of a filter a survey does not have."""
    for condition in aside:
        values = {"variable": condition.variable.label, "survey": survey.codebook.title}
        choices.notice(RequestError(Fault("fault.set_aside", values)))


def take_off(survey: Survey, variable: Variable, code: str) -> None:
    """Take a code off the filter, as a click on its chip does."""
    view_link.stay()
    key = key_of(survey, variable)
    st.session_state[key] = [chosen for chosen in st.session_state[key] if chosen != code]


def offer(view: View, label: str, survey: Survey, condition: Condition | None) -> None:
    """Offer to choose respondents here: a survey, and of it those who meet a condition."""
    st.button(label, on_click=_choose, args=(view.survey, survey, condition))


def _choose(earlier: Survey, survey: Survey, condition: Condition | None) -> None:
    view_link.stay()
    if survey.id != earlier.id:
        st.session_state["survey"] = survey.id
        carry_to(survey)
    if condition:
        st.session_state[key_of(survey, condition.variable)] = list(condition.codes)
