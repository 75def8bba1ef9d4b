"""The front door: a few findings, what is in the explorer, and what the data are."""

from collections.abc import Sequence

import streamlit as st

from insight.documents.facts import facts
from insight.language.catalogue import LANGUAGES, Text
from insight.reporting import labels, tables
from insight.web import answers, choices, routes, ui
from insight.web.findings import Finding, findings
from insight.web.html.templates import draw

view = choices.current()
language = view.language
known = facts()
choices.set_link(view)


def draw_notice() -> None:
    title, which = view.say("shell.simulated"), routes.which_simulated(view.surveys, language)
    words = f"{which} {view.say('overview.simulated')}".strip()
    st.html(draw("page", "notice", title, words))


def draw_findings(found: Sequence[Finding]) -> None:
    for pair in (found[start : start + 2] for start in range(0, len(found), 2)):
        for column, one in zip(st.columns(len(pair)), pair, strict=True):
            with column, st.container(border=True, height="stretch"):
                ui.finding(one.title, one.sentence, one.line)
                ui.set_aside(view, one.alike)
                ui.link_to(view, one.page, view.say(f"overview.see_{one.page}"), **one.local)


def draw_contents() -> None:
    ui.heading(view.say("overview.contents"))
    counts = {
        "trust": len(view.surveys),
        "breakdown": sum(len(one.codebook.items) for one in view.surveys),
        "needs": len(known.needs),
        "figures": len(known.figures),
        "strategy": len(known.areas) + len(known.analysis) + len(known.scenarios),
        "maturity": len(known.sustainability),
        "codebook": sum(len(one.codebook.variables) for one in view.surveys),
        routes.OWN: 0,
    }
    there = [page for page in routes.PAGES if page in counts]
    for row in (there[start : start + 3] for start in range(0, len(there), 3)):
        for column, page in zip(st.columns(3), row, strict=False):
            with column:
                ui.link_to(view, page, view.say(f"{page}.title"))
                ui.secondary(view.say(f"overview.{page}", count=counts[page]))


def draw_surveys() -> None:
    ui.heading(view.say("overview.surveys"), "", view.say("overview.surveys_line"))
    ui.table_of(tables.surveys(view.surveys, answers.interviews(view.surveys), language))
    for survey in view.surveys:
        if survey.codebook.assumption:
            name, words = labels.short_title(survey.codebook), survey.codebook.assumption
            said = Text(*(f"{name[one]}: {words[one]}" for one in LANGUAGES))
            ui.remark(view, said)


ui.heading(view.say("shell.app_name"), view.say("overview.lead"), top=True)
if any(one.codebook.simulated for one in view.surveys):
    draw_notice()
draw_findings(findings(view, known))
draw_contents()
draw_surveys()
