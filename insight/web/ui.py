"""Parts of pages: headings, charts with their tables, notes, files."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlencode

import pandas as pd
import streamlit as st
from streamlit.delta_generator import DeltaGenerator
from streamlit.runtime.scriptrunner import get_script_run_ctx
from streamlit.runtime.uploaded_file_manager import UploadedFile

from insight.analysis.estimates import Table
from insight.disclosure.anonymity import refusal
from insight.disclosure.choice_counts import respondents_kept
from insight.documents.fact_kinds import Fact
from insight.documents.facts import facts
from insight.exports.bundle import LARGEST_DOWNLOAD
from insight.language import numbers
from insight.reporting.charts.elements import Spec
from insight.views.view import View
from insight.web import downloads as offers
from insight.web import routes
from insight.web.door.uploads import BoundedUploads
from insight.web.downloads import FactRows, Offer
from insight.web.frame import file_button, view_link
from insight.web.html import tables
from insight.web.html.templates import draw


def table_of(frame: pd.DataFrame) -> None:
    """Draw a table of words, each as it is."""
    st.html(tables.words_table(frame))


def heading(title: str, finding: str = "", line: str = "", *, top: bool = False) -> None:
    """Draw a heading, the page's own or a part's, the finding, and in grey whom it is about.

    A screen reader is told when the finding changes.
    """
    st.html(draw("page", "heading", title, finding, line, "h1" if top else "h2"))


def link_to(view: View, page: str, label: str, **local: str) -> None:
    """Draw a link to another page with the same view."""
    parameters = routes.link(view, page, **local)
    st.page_link(st.session_state["pages"][page], label=label, query_params=parameters)


def link_within(view: View, page: str, label: str, **local: str) -> None:
    """Draw a link from a page to itself; Streamlit's own do not write the address of it."""
    st.html(draw("page", "link", label, routes.href(view, page, **local)))


def go_to(view: View, page: str, **local: str) -> None:
    """Leave for another page, which draws instead of this one."""
    parameters = routes.link(view, page, **local)
    st.switch_page(st.session_state["pages"][page], query_params=parameters)


def family(view: View, page: str) -> None:
    """Draw links to the pages of the documents, which the navigation does not lead to."""
    links = [
        (view.say(f"{each}.title"), routes.href(view, each), each == page)
        for each in routes.OF_DOCUMENTS
    ]
    st.html(draw("page", "family", view.say("sources.family"), links))


def secondary(words: str, by_hand: str = "") -> None:
    """Draw a line of small print that is still easy to read; on a phone a long one unfolds.

    What a hand can do (`by_hand`) paper does not say.
    """
    st.html(draw("page", "secondary", words, by_hand))


def keep_place() -> None:
    """Draw nothing where something else may stand, so that what is below stays where it is.

    What moves up or down the browser makes anew, a list or a box with all that is in it.
    """
    st.empty()


def remark(words: str) -> None:
    """Draw what a choice of the reader has led to; unlike small print it never folds."""
    st.html(draw("page", "remark", words))


def small_print(*sentences: str) -> list[str]:
    """Draw sentences as a line of small print, and return them, for a picture says them too."""
    if sentences:
        secondary(" ".join(sentences))
    return [*sentences]


def chart(view: View, rows: pd.DataFrame, spec: Spec, alternative: str, key: str) -> None:
    """Draw a chart with its text alternative.

    The alternative stands before the chart, and the page's script gives it to the chart: as the
    chart's own it would be part of the specification, and each filter would draw the chart anew.
    """
    st.html(draw("page", "alternative", alternative))
    st.vega_lite_chart(rows, spec, theme=None, alt=view.say("figure.chart"), key=key)


def quotation(fact: Fact, view: View) -> None:
    """Draw what a document says in its own words, with the document's name."""
    source = facts().sources[fact.source].short[view.language]
    st.html(draw("page", "quotation", fact.quote, view.say("fact.source", source=source)))


def no_items(view: View) -> None:
    """Say that a survey has nothing that can be asked about."""
    view_link.set_link(view)
    heading(view.survey.codebook.title[view.language], top=True)
    st.info(view.say("trust.no_items"))


def download_rows(view: View, make: Callable[[], pd.DataFrame], name: str) -> None:
    """Offer facts as files, which are made when somebody takes them."""
    with st.popover(view.say("download.menu"), key=f"take.{name}"):
        for each in offers.of_fact_rows(FactRows(name, make), view.language):
            offer(view, each, name)


def let_go_of_uploads() -> None:
    """Give back the memory of files, which Streamlit would keep as long as the session lasts."""
    if context := get_script_run_ctx():
        context.uploaded_file_mgr.remove_session_files(context.session_id)


def has_read(file: UploadedFile) -> None:
    """Give back the memory of a file that has been read; its name goes on standing on the page."""
    context = get_script_run_ctx()
    if context and isinstance(context.uploaded_file_mgr, BoundedUploads):
        context.uploaded_file_mgr.empty(context.session_id, file.file_id)


def session() -> str:
    """The id of the visitor's session; empty outside of one."""
    context = get_script_run_ctx()
    return context.session_id if context else ""


def tools() -> DeltaGenerator:
    """Return a row for buttons, which wraps on a narrow screen."""
    return st.container(horizontal=True)


def nobody(view: View, whole: Table) -> str:
    """Say in words that no answers can be shown; empty where they can."""
    estimate = whole.estimates[0]
    if estimate.base:
        return ""
    rules = view.survey.codebook.disclosure
    if estimate.base == 0 or (
        rules.microdata == "open" and respondents_kept(view.survey, view.where) == 0
    ):
        return view.say("figure.nobody")
    return view.say("figure.too_few", limit=rules.min_base)


def address() -> str:
    """The address of what is shown, in full; empty where the browser has not told it."""
    page = (st.context.url or "").partition("?")[0]
    return f"{page}?{urlencode(view_link.next_link(), doseq=True)}" if page else ""


def offer(view: View, file: Offer, name: str) -> None:
    """Draw the button of a file, which is made when somebody takes it."""
    label, key = view.say(f"download.{file.kind}"), f"download.{name}.{file.kind}"
    file_button.draw(view.language, label, file.make, file.name, file.mime, key, file.taken)


def responses_kept(view: View) -> str:
    """Say why the responses cannot be had; empty where they can."""
    rules = view.survey.codebook.disclosure
    if rules.microdata == "closed" or rules.rows_withheld:
        return view.say("figure.responses_closed")
    if fault := refusal(view.survey, view.where):
        return fault.text(view.language)
    if respondents_kept(view.survey, view.where) > LARGEST_DOWNLOAD:
        limit = numbers.whole(LARGEST_DOWNLOAD, view.language)
        return view.say("figure.responses_many", limit=limit)
    return ""
