"""Presence of a visitor in this session: found again by the browser's token, and kept by it."""

from __future__ import annotations

import streamlit as st

from insight.language.catalogue import Language, say
from insight.language.errors import Fault, RequestError
from insight.web import choices, ui
from insight.web.audited.acts import Taken
from insight.web.frame import file_button
from insight.web.html.templates import draw as draw_html
from insight.web.own_survey import returning
from insight.web.own_survey.visitor import Visitor, zip_folder

MIME = "application/zip"


def here() -> Visitor | None:
    """Return the visitor of this session, who may have been here in another one."""
    if "visitor" not in st.session_state:
        is_known = returning.COOKIE in st.context.cookies
        token = st.context.cookies[returning.COOKIE] if is_known else None
        visitor = returning.come_back(token, ui.session())
        st.session_state["visitor"] = visitor
        if is_known and not (visitor and visitor.brought):
            choices.notice(RequestError(Fault("fault.own_survey_gone")))
    visitor = st.session_state["visitor"]
    if not isinstance(visitor, Visitor):
        return None
    visitor.catch_up()
    return visitor


def host() -> Visitor:
    """Return the visitor of this session, welcomed if they are new."""
    visitor = here()
    if visitor is None:
        visitor = st.session_state["visitor"] = returning.welcome(ui.session())
    return visitor


def offer_folder(language: Language, place: str) -> None:
    """Offer the folder of the visitor's survey, which stands where others have a link to share.

    Parameters
    ----------
    language
        Of the button.
    place
        Where it stands, for there may be several on a page.
    """
    visitor = here()
    assert visitor is not None
    assert visitor.brought is not None
    survey, host = visitor.brought.survey, visitor

    def take_along() -> bytes:
        host.take_along()
        return zip_folder(survey)

    label, key = say(language, "own_survey.download"), f"own:folder:{place}"
    taken = Taken("own_folder", (survey,))
    file_button.draw(language, label, take_along, f"{survey.id}.zip", MIME, key, taken)


def draw() -> None:
    """Let the browser keep the token as long as there is a survey, and warn of work undone."""
    visitor = here()
    brought = visitor is not None and visitor.brought is not None
    token = returning.token_of(visitor) if visitor and brought else ""
    if token or returning.COOKIE in st.context.cookies:
        lost = bool(visitor and visitor.would_lose)
        path = f"/{st.get_option('server.baseUrlPath').strip('/')}"
        script = draw_html("presence", "script", returning.COOKIE, path, token, lost)
        st.html(script, unsafe_allow_javascript=True)
