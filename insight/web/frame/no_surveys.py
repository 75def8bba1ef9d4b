"""Pages where no survey is there for the visitor: what documents say, or why there is nothing."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import streamlit as st

from insight.access.login_settings import shared_login
from insight.language.catalogue import Language, Text, say
from insight.query.opened import OpenSurvey
from insight.query.store import shared_store
from insight.reporting.charts.palettes import Theme
from insight.survey.codebook import Codebook
from insight.survey.filters import EVERYONE
from insight.views.view import View
from insight.web.frame import rights_here, signed_in
from insight.web.routes import OF_FACTS


def view(page: str, language: Language) -> View | None:
    """Return the view of a page that needs no survey; None of one that is about surveys.

    Its survey has no name, no question and no background, so that whatever is asked of it is
    nothing; its responses are nowhere.
    """
    if page not in OF_FACTS:
        return None
    st.session_state["page"] = page
    theme: Theme = "dark" if st.context.theme.type == "dark" else "light"
    link: dict[str, list[str]] = {"lang": [language]}
    return View(language, theme, (), _nothing(), "", EVERYONE, None, "all", link)


@cache
def _nothing() -> OpenSurvey:
    book = Codebook(id="", title=Text("", ""), variables={})
    return OpenSurvey(Path(), book, "", store=shared_store(), written=book)


def draw(language: Language) -> None:
    """Say in one sentence that there is no survey, and what the visitor can do.

    It is the same whether there are surveys that are closed to them or none at all.
    """
    person = signed_in.current_person()
    if shared_login().is_on and not person.has_signed_in:
        key = "shell.no_surveys_signed_out"
    elif person.has_signed_in or not rights_here.is_everything_open():
        key = "shell.no_surveys_open"
    else:
        key = "shell.no_surveys"
    st.info(say(language, key))
