"""The shell around every page: language, navigation, the notices."""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache
from pathlib import Path

import streamlit as st
from markupsafe import Markup

import insight
from insight.documents.facts import facts
from insight.language.catalogue import LANGUAGES, Language, as_language, catalogue, say
from insight.language.errors import Fault, RequestError, shorten
from insight.survey.filters import EVERYONE
from insight.web import answers, asked, choices, sidebar, visitor
from insight.web.answers import View
from insight.web.html.templates import draw
from insight.web.html.terms import explanations
from insight.web.routes import (
    NAVIGATION,
    OWN,
    PAGES,
    WITH_FACETS,
    WITHOUT_GROUP,
    WITHOUT_SURVEY,
    is_published,
    surveys_on,
    which_simulated,
)
from insight.web.searching import everything, results
from insight.web.visitor_folder import private_folder

ROOT = Path(__file__).resolve().parent
# In this order: where two rules weigh the same, the later one holds.
STYLE = ("frame", "facts", "codebook", "needs", "strategy", "documents", "own_survey")
# What no page needs: faces, programs of their own, and readers that only the sandbox loads.
COLD = (
    "insight.__main__",
    "insight.commands",
    "insight.importers.",
    "insight.reporting.charts.draw_picture",
)
LANGUAGE_NAMES: dict[Language, str] = {"nb": "Norsk", "en": "English"}


def warm_up() -> None:
    """Import what any page needs, read surveys and facts, answer one request and one search.

    So the first visitor need not wait, and no import comes after the server has frozen its objects.
    """
    for module in pkgutil.walk_packages(insight.__path__, "insight."):
        if not module.name.startswith(COLD):
            importlib.import_module(module.name)
    private_folder()
    facts()
    for survey in answers.surveys().surveys:
        for item in survey.codebook.items[:1]:
            answers.estimates(survey, item.id, (), EVERYONE, "all")
    everything.shared_search().find("tillit")


@cache
def _style() -> Markup:
    """The rules of all pages, as one element."""
    folder = ROOT / "static" / "style"
    return draw(
        "page", "style", "\n".join((folder / f"{part}.css").read_text("utf-8") for part in STYLE)
    )


def run() -> None:
    """Draw the app around the page that was asked for."""
    language = _language()
    asked.begin(st.session_state.setdefault("tables_asked", asked.TablesAsked()))
    st.html(_style())
    st.html(draw("page", "style", f":root {{--working: '{say(language, 'shell.working')}'}}"))
    st.html(_page_script(language), unsafe_allow_javascript=True)
    st.html(_explanations(language), unsafe_allow_javascript=True)
    pages = [
        st.Page(
            ROOT.parents[1] / "pages" / f"{name}.py",
            title=say(language, f"{name}.title"),
            url_path=name,
            default=name == PAGES[0],
            visibility="visible" if name in NAVIGATION else "hidden",
        )
        for name in PAGES
    ]
    page = st.navigation(pages, position="top")
    st.set_page_config(
        page_title=f"{page.title} – {say(language, 'shell.app_name')}",
        page_icon=str(ROOT / "static" / "icon.png"),
        layout="wide",
    )
    _unknown_page()
    name = page.url_path or PAGES[0]
    visitor.sweep()
    inventory = visitor.among(answers.surveys(), st.session_state.get("visitor"))
    with st.sidebar:
        _language_choice(language)
        if name in WITH_FACETS:
            st.session_state["facets"] = st.container()
        view = sidebar.view(inventory, name, language)
    st.session_state["view"] = view
    st.session_state["pages"] = dict(zip(PAGES, pages, strict=True))
    if view is None and name != OWN:
        st.info(say(language, "shell.no_surveys"))
        return
    top = st.container()
    if view:
        _tools(view, name)
    try:
        page.run()
    except Exception:
        choices.write_link()  # what was chosen stands, for the next click to mend
        raise
    choices.write_link()
    with top:
        choices.show_notices(language)
    _band(view, name, language)


def _page_script(language: Language) -> str:
    """What makes the whole page speak a language, Streamlit's own labels too."""
    own = [key for key in catalogue(language) if key.startswith("streamlit.")]
    words = {say(written_in, key): say(language, key) for key in own for written_in in LANGUAGES}
    return draw("script", "page", language, words)


@cache
def _explanations(language: Language) -> str:
    """What explains the terms of e-health on every page, wherever it mentions one."""
    return explanations(facts(), language)


def _tools(view: View, page: str) -> None:
    """Draw a search for everything, the active filter as chips, and a button for the link."""
    with st.container(horizontal=True, vertical_alignment="center", key="tools"):
        if page != PAGES[0]:
            results.draw_box(view)
        if page not in (*WITHOUT_SURVEY, *WITHOUT_GROUP):
            sidebar.chips(view)
        button = draw("copy_link", "button", view.say("shell.copy_link"), view.say("shell.copied"))
        st.html(button, unsafe_allow_javascript=True, width="content")


def _band(view: View | None, page: str, language: Language) -> None:
    """Say in a band that stays in view what is simulated, published, or the visitor's own."""
    there = surveys_on(view, page) if view else ()
    simulated = [survey for survey in there if survey.codebook.simulated]
    if is_published(page, st.session_state.get("link", {})):
        key, words = "published", [say(language, "shell.published_means")]
    elif simulated:
        key, words = "simulated", [say(language, "shell.simulated_means")]
        words.insert(0, which_simulated(there, language))
    elif page == OWN or any(choices.is_own(survey) for survey in there):
        key, words = "own", [say(language, "shell.own_means")]
    else:
        return
    with st.container(key=key):
        st.html(draw("page", "band", say(language, f"shell.{key}"), " ".join(words).strip()))


def apologise() -> None:
    """Say that the page failed, when the fault is ours and not the visitor's."""
    st.error(say(as_language(st.session_state.get("language")), "shell.failed"))


def _unknown_page() -> None:
    """Tell who came by a link to a page that is not there."""
    if linked := choices.from_link("page"):
        choices.notice(RequestError(Fault("fault.unknown_page", {"page": shorten(linked[0])})))


def _language() -> Language:
    if linked := choices.from_link("lang"):
        choices.check_choice("lang", linked[0], LANGUAGES)
        st.session_state["language"] = as_language(linked[0])
    return as_language(st.session_state.setdefault("language", LANGUAGES[0]))


def _language_choice(language: Language) -> None:
    st.segmented_control(
        say(language, "shell.language"),
        LANGUAGES,
        format_func=lambda code: LANGUAGE_NAMES[code],
        key="language",
        on_change=choices.stay,
        required=True,
        label_visibility="collapsed",
    )
