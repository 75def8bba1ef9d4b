"""Parts of pages: headings, charts with their tables, notes, files."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from urllib.parse import urlencode

import pandas as pd
import streamlit as st
from streamlit.delta_generator import DeltaGenerator
from streamlit.runtime.scriptrunner import get_script_run_ctx

from insight.analysis.estimates import Table
from insight.disclosure.anonymity import refusal
from insight.disclosure.choice_counts import respondents_kept
from insight.documents.fact_kinds import Fact
from insight.documents.facts import facts
from insight.documents.published import PublishedFigure
from insight.exports import files
from insight.language import numbers
from insight.language.catalogue import Text, both
from insight.query.opened import OpenSurvey
from insight.reporting import labels
from insight.reporting.breakdown.answer import Answer
from insight.reporting.charts.elements import Spec
from insight.survey.codebook import Variable
from insight.survey.constructs import Alike
from insight.web import choices, routes
from insight.web import downloads as offers
from insight.web.answers import View
from insight.web.downloads import Offer
from insight.web.evidence import needs_of_item
from insight.web.html import needs as needs_html
from insight.web.html import tables
from insight.web.html import text as text_html
from insight.web.html.cards import grid
from insight.web.html.templates import draw

LARGEST_DOWNLOAD = 200_000


def table_of(frame: pd.DataFrame) -> None:
    """Draw a table of words, each as it is."""
    st.html(tables.words_table(frame))


def heading(title: str, finding: str = "", line: str = "", *, top: bool = False) -> None:
    """Draw a heading, the page's own or a part's, the finding, and in grey whom it is about.

    A screen reader is told when the finding changes.
    """
    st.html(draw("page", "heading", title, finding, line, "h1" if top else "h2"))


def finding(title: str, sentence: str, line: str) -> None:
    """Draw a finding in a box: what was asked, what was found, whom it is about."""
    st.html(draw("page", "boxed", title, sentence, line))


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


def secondary(words: str) -> None:
    """Draw a line of small print that is still easy to read."""
    st.html(draw("page", "secondary", words))


def small_print(*sentences: str) -> list[str]:
    """Draw sentences as a line of small print, and return them, for a picture says them too."""
    if sentences:
        secondary(" ".join(sentences))
    return [*sentences]


def remark(view: View, words: Text) -> None:
    """Draw a line of small print in which what is quoted in Norwegian is marked so."""
    st.html(draw("page", "secondary", text_html.mark_phrases(words, view.language)))


def chart(view: View, rows: pd.DataFrame, spec: Spec, alternative: str, key: str) -> None:
    """Draw a chart with its text alternative.

    The alternative stands before the chart, and the page's script gives it to the chart: as the
    chart's own it would be part of the specification, and each filter would draw the chart anew.
    """
    st.html(draw("page", "alternative", alternative))
    st.vega_lite_chart(rows, spec, theme=None, alt=view.say("figure.chart"), key=key)


def answer_chart(view: View, answer: Answer, key: str) -> None:
    """Draw the chart of an answer, and below it what its levels rest on."""
    drawing = answer.chart
    chart(view, drawing.rows, drawing.spec(view.theme), answer.alternative, key)
    if answer.basis:
        secondary(answer.basis)


def equivalent_table(view: View, table: pd.DataFrame | str) -> None:
    """Offer the chart's numbers as a table, of words or already HTML."""
    with st.expander(view.say("figure.table")):
        st.html(table) if isinstance(table, str) else table_of(table)


def quotation(fact: Fact, view: View) -> None:
    """Draw what a document says in its own words, with the document's name."""
    source = facts().sources[fact.source].short[view.language]
    st.html(draw("page", "quotation", fact.quote, view.say("fact.source", source=source)))


def no_items(view: View) -> None:
    """Say that a survey has nothing that can be asked about."""
    choices.set_link(view)
    heading(view.survey.codebook.title[view.language], top=True)
    st.info(view.say("trust.no_items"))


def needs_of(view: View, item: Variable) -> None:
    """Offer the user needs that an item's answers bear on."""
    if needs := needs_of_item(view.survey.id, item.id):
        with st.expander(f"{view.say('needs.of_item')} ({len(needs)})"):
            st.html(needs_html.links(view, needs))


def cards(drawn: Sequence[str], *, narrow: bool = False) -> None:
    """Draw cards side by side, as many as there is room for."""
    st.html(grid(drawn, narrow=narrow))


def download_rows(view: View, make: Callable[[], pd.DataFrame], name: str) -> None:
    """Offer a table as CSV, which is made when somebody takes it."""
    st.download_button(
        view.say("figure.download"),
        data=lambda: files.csv_bytes(make()),
        file_name=f"{name}.csv",
        mime="text/csv",
        on_click="ignore",
        key=f"download.{name}",
    )


def let_go_of_uploads() -> None:
    """Give back the memory of files, which Streamlit would keep as long as the session lasts."""
    if context := get_script_run_ctx():
        context.uploaded_file_mgr.remove_session_files(context.session_id)


def session() -> str:
    """The id of the visitor's session; empty outside of one."""
    context = get_script_run_ctx()
    return context.session_id if context else ""


def tools() -> DeltaGenerator:
    """Return a row for buttons, which wraps on a narrow screen."""
    return st.container(horizontal=True)


def set_aside(view: View, alike: Sequence[Alike[OpenSurvey]]) -> list[str]:
    """Say which part of the filter a survey beside the chosen one does not have.

    Returns
    -------
    list of str
        What was said, for the picture of the chart says it too.
    """
    said = [
        view.say(
            "figure.aside",
            survey=labels.short_title(counterpart.survey.codebook),
            variable=condition.variable.label,
        )
        for counterpart in alike
        for condition in counterpart.aside
    ]
    for sentence in said:
        secondary(sentence)
    return said


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


def sources(view: View, figures: Sequence[PublishedFigure]) -> None:
    """Offer the published figures with source and quote."""
    if not figures:
        return
    with st.expander(view.say("figure.published")):
        books = [survey.codebook for survey in view.surveys]
        st.html(tables.published_table(figures, books, view.language))
        if any(figure.year_inferred for figure in figures):
            secondary(view.say("figure.published_inferred"))


def assumption(view: View, item: Variable) -> list[str]:
    """Say what no source has published about an item, and return what was said."""
    if not item.assumption:
        return []
    said = both("figure.assumption", words=item.assumption)
    remark(view, said)
    return [said[view.language]]


def take_away(view: View, answer: Answer, notes: Sequence[str], *, responses: bool = False) -> None:
    """Offer an answer as a table and as files, and the responses behind it.

    They unfold where they stand. What pops up over the page comes last for the Tab key, after
    everything that is below. The picture says the `notes` that the page has said.
    """
    equivalent_table(view, answer.chart.table)
    name, link, made = answer.name, _address(), datetime.now().astimezone().date()
    with st.expander(view.say("download.menu")), tools():
        for offer in offers.of_answer(view, answer, notes, link=link, made=made):
            _offer(view, offer, name)
        if responses and (why_not := _responses_kept(view)):
            secondary(why_not)
        elif responses:
            for offer in offers.of_responses(view, view.where, link=link, made=made):
                _offer(view, offer, name)


def _address() -> str:
    """The address of what is shown, in full; empty where the browser has not told it."""
    page = (st.context.url or "").partition("?")[0]
    return f"{page}?{urlencode(choices.next_link(), doseq=True)}" if page else ""


def _offer(view: View, offer: Offer, name: str) -> None:
    st.download_button(
        view.say(f"download.{offer.kind}"),
        data=offer.make,
        file_name=offer.name,
        mime=offer.mime,
        on_click="ignore",
        key=f"download.{name}.{offer.kind}",
    )


def _responses_kept(view: View) -> str:
    """Say why the responses cannot be had; empty where they can."""
    if view.survey.codebook.disclosure.microdata == "closed":
        return view.say("figure.responses_closed")
    if fault := refusal(view.survey, view.where):
        return fault.text(view.language)
    if respondents_kept(view.survey, view.where) > LARGEST_DOWNLOAD:
        limit = numbers.whole(LARGEST_DOWNLOAD, view.language)
        return view.say("figure.responses_many", limit=limit)
    return ""
