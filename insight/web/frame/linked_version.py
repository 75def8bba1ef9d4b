"""The version that a link was made on, and what the survey has changed since."""

from __future__ import annotations

import streamlit as st

from insight.reporting.version_words import changed_since
from insight.views.view import View
from insight.web import choices
from insight.web.frame import view_link
from insight.web.html.templates import draw as html
from insight.web.routes import href

_KEY = "linked_version"


def read(view: View | None, page: str) -> None:
    """Remember which version the link names by which the reader came, as long as they stay."""
    linked = view_link.from_link("version")
    if view is not None and linked is not None:
        named = linked[0] if linked else ""
        st.session_state[_KEY] = (page, view.survey.id, named)


def draw(view: View, page: str) -> None:
    """Say what has changed since the link was made, where anything has that is known."""
    on_page, survey, linked = st.session_state.get(_KEY, ("", "", ""))
    if not linked or (on_page, survey) != (page, view.survey.id) or choices.is_own(view.survey):
        return
    if words := changed_since(view.survey, linked, view.language):
        there = f"{href(view, 'codebook')}#versions"
        st.html(html("codebook", "since", words, there, view.say("versions.see")))
