"""The shell around every page: language, navigation, the notices."""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache
from pathlib import Path

import streamlit as st
from streamlit.delta_generator import DeltaGenerator
from streamlit.navigation.page import StreamlitPage

import insight
from insight.analysis import shared_surveys
from insight.documents.facts import facts
from insight.language.catalogue import LANGUAGES, Language, as_language, catalogue, say
from insight.language.errors import NotNowError, SurveyReplacedError
from insight.operation import clicks
from insight.operation.counts import SURVEYS, count_refusal
from insight.operation.log_marks import request_mark
from insight.query.opened import OpenSurvey
from insight.survey.disk.visitor_folder import private_folder
from insight.survey.filters import EVERYONE
from insight.survey.folders import Found
from insight.views import answers
from insight.views.view import View
from insight.web import choices, findings, sidebar, ui
from insight.web.audited import acts
from insight.web.door.upload_words import upload_words
from insight.web.frame import (
    band,
    linked_version,
    no_surveys,
    paper,
    replacement,
    rights_here,
    signed_in,
    tools,
    under_way,
    view_link,
)
from insight.web.html.templates import Fixed, draw, fixed
from insight.web.html.terms import explanations
from insight.web.own_survey import leftovers, presence, visitor
from insight.web.routes import (
    NAVIGATION,
    OWN,
    PAGES,
    PUBLISHED_PARTS,
    WITH_FACETS,
    WITHOUT_SURVEY,
)
from insight.web.searching import everything

ROOT = Path(__file__).resolve().parent
# In this order: where two rules weigh the same, the later one holds.
STYLE = (
    "frame", "tooltips", "front", "answers", "facts", "codebook", "needs", "strategy", "documents",
    "own_survey", "report", "print",
)  # fmt: skip
# What no page needs: faces, programs, an extra, writers that few ask for, and readers that only
# the sandbox loads.
COLD = (
    "insight.__main__",
    "insight.api.assistant",
    "insight.commands",
    "insight.exports.reports.slide",
    "insight.exports.reports.pdf_document",
    "insight.exports.reports.word_document",
    "insight.importers.",
    "insight.query.engines.aggregate_queries",
    "insight.query.engines.clickhouse",
    "insight.query.engines.translation",
    "insight.reporting.pictures.draw_picture",
)


def warm_up() -> None:
    """Import what any page needs, read surveys and facts, answer one request and one search.

    So the first visitor need not wait, and no import comes after the server has frozen its objects.
    What takes long of large surveys is made later, while the server answers.
    """
    for module in pkgutil.walk_packages(insight.__path__, "insight."):
        if not module.name.startswith(COLD):
            importlib.import_module(module.name)
    leftovers.remove_leftovers()
    private_folder()
    facts()
    there = shared_surveys.surveys().surveys
    surveys = [survey for survey in there if not shared_surveys.is_summed_up(survey)]
    findings.lead(surveys, surveys)
    for survey in surveys:
        for item in survey.codebook.items[:1]:
            answers.estimates(survey, item.id, (), EVERYONE, "all")
    everything.shared_search().find("tillit")


@cache
def _style(language: Language) -> Fixed:
    """The rules of all pages and the words among them, as one element."""
    folder = ROOT / "static" / "style"
    rules = "\n".join((folder / f"{part}.css").read_text("utf-8") for part in STYLE)
    words = {"working": say(language, "shell.working"), "app-name": say(language, "shell.app_name")}
    said = " ".join(f"--{name}: '{word}';" for name, word in words.items())
    return fixed(draw("page", "style", f"{rules}\n:root {{{said}}}"))


def run() -> None:
    """Draw the app around the page that was asked for, all of it of the surveys that are there."""
    with clicks.part("view"):
        there = rights_here.begin()
    try:
        _draw(there)
    except SurveyReplacedError as error:
        replacement.draw_anew(there, error)
    replacement.draw_anew(there)


def _draw(there: Found[OpenSurvey]) -> None:
    language = _language()
    pages = {name: _page(name, language) for name in PAGES}
    page = st.navigation([*pages.values()], position="top")
    st.set_page_config(
        page_title=f"{page.title} – {say(language, 'shell.app_name')}",
        page_icon=str(ROOT / "static" / "icon.png"),
        layout="wide",
    )
    st.logo(str(ROOT / "static" / "icon.png"))
    name = page.url_path or PAGES[0]
    _draw_style_and_scripts(name, language)
    if signed_in.has_ended():
        signed_in.draw_end(name, language)
        return
    acts.begin_run(name)
    visitor.sweep()
    inventory = visitor.among(there, presence.here() if rights_here.may_bring() else None)
    _count_surveys()
    paper.draw_head(language)
    warning = st.container(key="band")
    search = tools.places(name, language)
    st.session_state["pages"] = pages
    with under_way.told_in(warning, language):
        _draw_page(page, inventory, warning, search, language)


def _draw_page(
    page: StreamlitPage,
    inventory: Found[OpenSurvey],
    warning: DeltaGenerator,
    search: DeltaGenerator,
    language: Language,
) -> None:
    """Draw a page with what stands around it, of the surveys that there are."""
    name = page.url_path or PAGES[0]
    try:
        view = _draw_sidebar(inventory, name, language)
    except NotNowError as refusal:
        refuse(refusal)
        view_link.keep()
        signed_in.draw(name, language)
        return
    st.session_state["view"] = view
    linked_version.read(view, name)
    if view is None and name != OWN:
        no_surveys.draw(language)
        signed_in.draw(name, language)
        return
    if name not in PUBLISHED_PARTS:
        _draw_band(warning, view, name, language)
    if view:
        tools.draw_search(view, name, search)
    opener, top = st.container(key="sheet_opener"), st.container()
    with st.container():  # the page below is not drawn anew where a filter comes or goes
        if view:
            tools.draw_chips(view, name)
    try:
        with clicks.part("page"):
            page.run()
    except NotNowError as refusal:
        refuse(refusal)
    except Exception:
        view_link.write_link()  # what was chosen stands, for the next click to mend
        signed_in.draw(name, language)
        raise
    view_link.write_link()
    link = st.session_state.get("link", {})
    with top:
        choices.show_notices(language)
        if view and name not in WITHOUT_SURVEY:
            linked_version.draw(view, name)
    if name in PUBLISHED_PARTS:
        _draw_band(warning, view, name, language)
    if view:
        with opener:
            tools.draw_sheet_opener(view, name, link)
        tools.draw_link(view, name)
    tools.draw_sheet_closer(name, language)
    with st.container(key="printed_foot"):
        paper.draw_foot(view, name, link, language)
    signed_in.draw(name, language)
    presence.draw()


def _draw_sidebar(inventory: Found[OpenSurvey], name: str, language: Language) -> View | None:
    with st.sidebar:
        if name in WITH_FACETS:
            st.session_state["facets"] = st.container()
        with clicks.part("view"):
            return sidebar.view(inventory, name, language) or no_surveys.view(name, language)


def _count_surveys() -> None:
    """Let the operator know how many surveys there are, whomever they are for."""
    shared = shared_surveys.surveys_as_written()
    SURVEYS.set(len(shared.surveys), state="usable")
    SURVEYS.set(len(shared.broken), state="broken")


def _page(name: str, language: Language) -> StreamlitPage:
    """A page; the address of one that the navigation does not lead to works as well."""
    return st.Page(
        ROOT.parents[1] / "pages" / f"{name}.py",
        title=say(language, f"{name}.title"),
        url_path=name,
        default=name == PAGES[0],
        visibility="visible" if name in NAVIGATION else "hidden",
    )


def _draw_style_and_scripts(page: str, language: Language) -> None:
    """Draw the rules of style, and what makes the browser speak and explain as the page does."""
    st.html(_style(language))
    st.html(_page_script(page, language), unsafe_allow_javascript=True)
    st.html(_explanations(language), unsafe_allow_javascript=True)


def _draw_band(place: DeltaGenerator, view: View | None, page: str, language: Language) -> None:
    with place:
        band.draw(view, page, language)


@cache
def _page_script(page: str, language: Language) -> Fixed:
    """What makes the whole page speak a language, Streamlit's own labels too."""
    own = [key for key in catalogue(language) if key.startswith("streamlit.")]
    words = {say(written_in, key): say(language, key) for key in own for written_in in LANGUAGES}
    home = say(language, "shell.home")
    words |= {"Logo": "", "Navigate to home page": home}
    words |= {say(written_in, "shell.home"): home for written_in in LANGUAGES}
    words |= upload_words(language)
    menu = say(language, "shell.menu", page=say(language, f"{page}.title"))
    unfolded = [say(language, key) for key in ("figure.made",)]
    return fixed(draw("script", "page", language, words, menu, unfolded))


@cache
def _explanations(language: Language) -> Fixed:
    """What explains terms of e-health, makes charts answer to keys and their buttons to clicks."""
    pointing = draw("tips", "pointing", say(language, "box.arrows"))
    buttons = draw("action_row", "buttons_script")
    return fixed(explanations(facts(), language) + pointing + buttons)


def apologise() -> None:
    """Say that the page failed, when the fault is ours and not the visitor's."""
    language = as_language(st.session_state.get("language"))
    st.error(say(language, "shell.failed"))
    if mark := request_mark():
        ui.secondary(say(language, "shell.failed_mark", mark=mark))


def refuse(refusal: NotNowError) -> None:
    """Say why a page stops here; what stands above it was allowed."""
    count_refusal("page", refusal)
    st.warning(refusal.text(as_language(st.session_state.get("language"))))


def _language() -> Language:
    if linked := view_link.from_link("lang"):
        choices.check_choice("lang", linked[0], LANGUAGES)
        st.session_state["language"] = as_language(linked[0])
    return as_language(st.session_state.setdefault("language", LANGUAGES[0]))
