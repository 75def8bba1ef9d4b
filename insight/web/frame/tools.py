"""Language, search and the link to a view: in the sidebar, or in a line where there is none."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from insight.language.catalogue import LANGUAGES, Language, say
from insight.reporting.labels import short_title
from insight.views.view import View
from insight.web import choices, sidebar
from insight.web.frame import signed_in, view_link
from insight.web.html.templates import draw
from insight.web.own_survey import presence
from insight.web.routes import (
    IN_SIDEBAR,
    OWN,
    PAGES,
    WITH_SHARE,
    WITHOUT_GROUP,
    WITHOUT_SIDEBAR,
    WITHOUT_SURVEY,
)
from insight.web.searching import results

LANGUAGE_NAMES: dict[Language, str] = {"nb": "Norsk", "en": "English"}


def places(page: str, language: Language) -> DeltaGenerator:
    """Draw the choice of language, and return where the search belongs.

    The front page draws its own box of search there.
    """
    if page in WITHOUT_SIDEBAR:
        with st.container(horizontal=True, vertical_alignment="center", key="line"):
            search = st.container(key="line_search")
            with st.container(key="line_end", width="content", horizontal=True):
                st.session_state["line_end"] = st.container(key="line_link", width="content")
                _language_choice(language)
                signed_in.place()
    else:
        with st.sidebar, st.container(key="menu"):
            _language_choice(language)
            signed_in.place()
            search = st.container(key="menu_search")
    st.session_state["search_line"] = search
    return search


def draw_search(view: View, page: str, place: DeltaGenerator) -> None:
    """Draw the search for everything, where the page has no box of its own for it."""
    if page != PAGES[0]:
        with place:
            results.draw_box(view)


def draw_link(view: View, page: str) -> None:
    """Draw a button that copies the link to just this view, or one that saves one's own survey.

    A page that has such a button beside its chart has none here.
    """
    if page in (OWN, *WITH_SHARE):
        return
    place = st.session_state["line_end"] if page in WITHOUT_SIDEBAR else st.sidebar
    if choices.is_own(view.survey):
        with place:
            presence.offer_folder(view.language, "frame")
        return
    button = draw("copy_link", "button", view.say("shell.copy_link"), view.say("shell.copied"))
    with place:
        st.html(button, unsafe_allow_javascript=True, width="content")


def draw_chips(view: View, page: str) -> None:
    """Draw the conditions of the filter, where the page shows answers and there are any."""
    with st.container(horizontal=True, vertical_alignment="center", key="tools"):
        if page not in (*WITHOUT_SURVEY, *WITHOUT_GROUP, PAGES[0]):
            sidebar.chips(view)


def draw_sheet_opener(view: View, page: str, link: Mapping[str, Sequence[str]]) -> None:
    """Draw where one is in words, and what opens the filters; only narrow screens show it."""
    if page in WITHOUT_SIDEBAR:
        return
    parts = [view.say(f"{page}.title")]
    if page not in WITHOUT_SURVEY and view.surveys:
        wave = view.survey.codebook.wave
        parts.append(short_title(view.survey.codebook)[view.language])
        parts += [wave.category(view.wave).label[view.language]] if wave and view.wave else []
    active = sum(len(link.get(name, ())) for name in IN_SIDEBAR)
    words = view.say("shell.filters", count=active) if active else view.say("shell.filters_none")
    st.html(draw("frame", "sheet_opener", " · ".join(parts), words))


def draw_sheet_closer(page: str, language: Language) -> None:
    """Draw what closes the filters again; only narrow screens show it."""
    if page not in WITHOUT_SIDEBAR:
        with st.sidebar:
            st.html(draw("frame", "sheet_closer", say(language, "shell.show_result")))


def _language_choice(language: Language) -> None:
    st.segmented_control(
        say(language, "shell.language"),
        LANGUAGES,
        format_func=lambda code: LANGUAGE_NAMES[code],
        key="language",
        on_change=view_link.stay,
        required=True,
        label_visibility="collapsed",
    )
