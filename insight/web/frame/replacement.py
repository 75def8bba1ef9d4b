"""Surveys that are replaced while a page is drawn: it is drawn anew, all of it of what is there."""

from __future__ import annotations

import streamlit as st

from insight.language.errors import SurveyReplacedError
from insight.query.opened import OpenSurvey
from insight.survey.folders import Found
from insight.web import choices
from insight.web.frame import rights_here

MOST = 3  # times in a row; where surveys come and go without end, the page says what happened
_KEY = "drawn_anew"


def draw_anew(drawn: Found[OpenSurvey], error: SurveyReplacedError | None = None) -> None:
    """Draw the page again where the surveys are not those that it was drawn from.

    Parameters
    ----------
    drawn
        The surveys that there were for the person when the page began.
    error
        What the drawing ended with, where it did not come to its end.
    """
    times: int = st.session_state.get(_KEY, 0)
    if (error or rights_here.surveys_there().surveys != drawn.surveys) and times < MOST:
        st.session_state[_KEY] = times + 1
        st.rerun()
    st.session_state[_KEY] = 0
    if error:
        st.warning(choices.plain(error.text(st.session_state["language"])))
        st.stop()
