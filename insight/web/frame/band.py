"""The warning below the header: answers are simulated, or a survey is the visitor's own."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from insight.language.catalogue import Language, say
from insight.survey.folders import Survey
from insight.views.view import View
from insight.web import choices
from insight.web.html.templates import draw as draw_template
from insight.web.routes import OWN, href, is_published, surveys_on, which_simulated

EXPLAINED = "simulated_respondents"  # the term of the glossary


def draw(view: View | None, page: str, language: Language) -> None:
    """Say in one line what kind of answers the page shows; nothing of what is published."""
    if is_published(page, st.session_state.get("link", {})):
        return
    there = surveys_on(view, page) if view else ()
    simulated = [survey for survey in there if survey.codebook.simulated]
    if view and simulated:
        words = [which_simulated(there, language), say(language, "shell.simulated_means")]
        _line("simulated", " ".join(filter(None, words)), _explanation(view, simulated), language)
    elif page == OWN or any(choices.is_own(survey) for survey in there):
        _line("own", say(language, "shell.own_means"), "", language)


def _line(kind: str, words: str, address: str, language: Language) -> None:
    tag, more = say(language, f"shell.{kind}"), say(language, "shell.what_is_this")
    st.html(draw_template("frame", "band", kind, tag, words, more, address))


def _explanation(view: View, simulated: Sequence[Survey]) -> str:
    """The address of what the codebook says about simulated answers."""
    survey = view.survey if view.survey in simulated else simulated[0]
    return href(view, "codebook", survey=survey.id, term=EXPLAINED)
