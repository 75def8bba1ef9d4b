"""The person whose session it is, their name at the top of every page, and the end of it."""

from __future__ import annotations

from urllib.parse import urlencode

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from insight.access.carried_person import read
from insight.access.login_settings import shared_login
from insight.access.person import ANYBODY, Person
from insight.access.sign_ins import shared_sign_ins
from insight.language.catalogue import Language, say
from insight.web.frame import view_link
from insight.web.html.templates import draw as draw_html
from insight.web.own_survey import returning
from insight.web.own_survey.visitor import Visitor
from insight.web.routes import PAGES
from insight.web.signing_in.old_sessions import end_idle, holds, is_over
from insight.web.signing_in.own_address import own_address
from insight.web.signing_in.sign_in_gate import KNOWN_AS, LOGOUT
from insight.web.signing_in.sign_in_page import idle_words, sign_in_address


def current_person() -> Person:
    """Return who has signed in, or anybody; of a sign-in that has ended, anybody."""
    person = _who_came()
    if not person.has_signed_in or not holds(person, shared_sign_ins()):
        return ANYBODY
    return person


def has_ended() -> bool:
    """Whether somebody had signed in when the session began, and it holds no longer."""
    return _who_came().has_signed_in and not current_person().has_signed_in


def draw_end(page: str, language: Language) -> None:
    """Say that the sign-in has ended, offer another, and let go of all that was the person's."""
    link = {name: st.query_params.get_all(name) for name in st.query_params}
    link = link or st.session_state.get("link") or {}
    to, by_proxy = _address(page, link), shared_login().by == "proxy"
    sentence = _why_ended(_who_came(), language)
    _let_go(language)
    here = _base() + to
    links = [(say(language, "sign_in.again"), sign_in_address(_base(), to))]
    if by_proxy:
        links = [(say(language, "sign_in.reload"), here)]
    elif shared_login().asked == "offered":
        links.append((say(language, "sign_in.without"), here))
    st.html(draw_html("sign_in", "ended", sentence, links))


def _why_ended(person: Person, language: Language) -> str:
    if is_over(person):
        return say(language, "sign_in.expired")
    if shared_sign_ins().is_idle(person.sign_in):
        end_idle(person, shared_sign_ins())
        return idle_words(language, shared_login())
    return say(language, "sign_in.out")


def place() -> None:
    """Keep a place among the tools for the name and the way out or in, where there is one."""
    if shared_login().is_on:
        st.session_state["sign_in_place"] = st.container(key="sign_in", width="content")


def draw(page: str, language: Language) -> None:
    """Draw the name and the way out, or the way in, among the tools; nothing where nobody can."""
    login, person = shared_login(), current_person()
    if not login.is_on:
        return
    words, address = "", ""
    if person.has_signed_in:
        if login.by == "oidc" or login.sign_out:
            words, address = say(language, "sign_in.leave"), f"{_base()}/{LOGOUT}?lang={language}"
    elif login.by == "oidc":
        to = _address(page, view_link.next_link() or st.session_state.get("link") or {})
        words, address = say(language, "sign_in.in"), sign_in_address(_base(), to)
    name = (person.name or say(language, "sign_in.nameless")) if person.has_signed_in else ""
    if not person.knows_groups:
        st.warning(say(language, "sign_in.groups_unknown"))
    with st.session_state["sign_in_place"]:
        st.html(draw_html("sign_in", "corner", name, words, address), width="content")


def _who_came() -> Person:
    """Who the session was opened by, as the server's door has found out."""
    context = get_script_run_ctx()
    return read(context.user_info.get(KNOWN_AS)) if context else ANYBODY


def _let_go(language: Language) -> None:
    """Give back what the session has of the person: survey, basket, filters, files."""
    visitor = st.session_state.get("visitor")
    if isinstance(visitor, Visitor):
        returning.take_leave(returning.token_of(visitor))
    context = get_script_run_ctx()
    if context:
        context.uploaded_file_mgr.remove_session_files(context.session_id)
    st.session_state.clear()
    st.session_state["language"] = language


def _address(page: str, link: dict[str, list[str]]) -> str:
    query = urlencode(link, doseq=True)
    place = "" if page == PAGES[0] else page
    return own_address(f"/{place}" + (f"?{query}" if query else ""))


def _base() -> str:
    base = st.get_option("server.baseUrlPath").strip("/")
    return f"/{base}" if base else ""
