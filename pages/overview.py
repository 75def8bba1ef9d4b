"""The front door: a few findings, what is in the explorer, and what the data are."""

from collections.abc import Sequence

import streamlit as st

from insight.documents import strategy
from insight.documents.facts import facts
from insight.documents.inventories.actors import named_things
from insight.documents.inventories.missing import lacks
from insight.documents.later.later_figures import all_facts as published_facts
from insight.documents.passages.timeline import timeline
from insight.documents.passages.trends import trends
from insight.language.catalogue import LANGUAGES, Text
from insight.reporting import labels, tables
from insight.web import answers, choices, routes, ui
from insight.web.findings import Finding, are_assumed, findings
from insight.web.html.templates import draw
from insight.web.searching import results

IN_FIRST_ROW = 3
NARROWEST = 0.85  # of what is the same for all

view = choices.current()
language = view.language
all_facts = facts()


def draw_notice() -> None:
    title, which = view.say("shell.simulated"), routes.which_simulated(view.surveys, language)
    words = f"{which} {view.say('overview.simulated')}".strip()
    st.html(draw("page", "notice", title, words))


def widths(row: Sequence[Finding]) -> list[float]:
    """Return how wide each box is, so that boxes with more words are no taller than the others."""
    lengths = [len(finding.title + finding.sentence + finding.line) for finding in row]
    return [max(length, NARROWEST * sum(lengths) / len(row)) for length in lengths]


def draw_findings(shown: Sequence[Finding]) -> None:
    if are_assumed(view):
        ui.secondary(view.say("overview.assumed"))
    for row in filter(None, (shown[:IN_FIRST_ROW], shown[IN_FIRST_ROW:])):
        for column, finding in zip(st.columns(widths(row)), row, strict=True):
            with column, st.container(border=True, height="stretch"):
                ui.finding(finding.title, finding.sentence, finding.line)
                ui.set_aside(view, finding.alike)
                ui.link_to(
                    view, finding.page, view.say(f"overview.see_{finding.page}"), **finding.local
                )


def draw_contents() -> None:
    ui.heading(view.say("overview.contents"))
    published = published_facts().figures
    counts = {
        "trust": len(view.surveys),
        "breakdown": sum(len(survey.codebook.items) for survey in view.surveys),
        "needs": len(all_facts.needs),
        "figures": len(published),
        "strategy": len(strategy.entries(all_facts)),
        "maturity": len(all_facts.sustainability),
        "codebook": sum(len(survey.codebook.variables) for survey in view.surveys),
        "trends": len(trends()),
        "timeline": len(timeline()),
        "sources": len(all_facts.passages),
        "actors": sum(thing.is_actor for thing in named_things()),
        "missing": len(lacks()),
        routes.OWN: 0,
    }
    more = {"measured": sum(figure.is_measurement for figure in published)}
    there = [page for page in routes.PAGES if page in counts]
    links = [
        (
            view.say(f"{page}.title"),
            routes.href(view, page),
            view.say(f"overview.{page}", count=counts[page], **more),
        )
        for page in there
    ]
    st.html(draw("page", "contents", links))


def draw_surveys() -> None:
    ui.secondary(view.say("overview.surveys_line"))
    ui.table_of(tables.surveys(view.surveys, answers.interviews(view.surveys), language))
    for survey in view.surveys:
        if survey.codebook.assumption:
            name, words = labels.short_title(survey.codebook), survey.codebook.assumption
            said = Text(*(f"{name[written_in]}: {words[written_in]}" for written_in in LANGUAGES))
            ui.remark(view, said)


def draw_overview() -> None:
    if any(survey.codebook.simulated for survey in view.surveys):
        draw_notice()
    draw_findings(findings(view, published_facts()))
    draw_contents()
    with st.expander(view.say("overview.surveys")):
        draw_surveys()


heading = st.container()
words = choices.find(view, view.say("search.label")).strip()
choices.set_link(view, find=words)
if words:
    results.draw(view, words)
    st.button(view.say("search.clear"), on_click=results.forget)
else:
    with heading:
        ui.heading(view.say("shell.app_name"), view.say("overview.lead"), top=True)
    draw_overview()
