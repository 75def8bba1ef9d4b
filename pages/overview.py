"""The front page: the finding that leads, four small charts, and what is in the explorer."""

from collections.abc import Iterator

import streamlit as st

from insight.documents import strategy
from insight.documents.facts import facts
from insight.documents.later.later_figures import all_facts as later_facts
from insight.reporting import labels
from insight.reporting.breakdown import drawing
from insight.reporting.breakdown.answer import Answer, Caption
from insight.reporting.front import lead_words, small_charts
from insight.reporting.front.lead import Lead
from insight.reporting.front.lead_chart import LeadChart, lead_chart
from insight.survey.filters import EVERYONE
from insight.views import answers
from insight.views.view import FIXED
from insight.web import choices, evidence, findings, routes
from insight.web.findings import ANSWERS
from insight.web.frame import view_link
from insight.web.html.front import leading, small_boxes
from insight.web.html.front.small_boxes import Box
from insight.web.html.templates import draw
from insight.web.parts import file_menu
from insight.web.searching import results

view = choices.current()
language = view.language
all_facts, published = facts(), later_facts()
is_own = choices.is_own(view.survey)


def find_lead() -> Lead | None:
    """Return the finding: of the reader's own survey where that is chosen, else of the others."""
    others = [survey for survey in view.surveys if not choices.is_own(survey)]
    return findings.lead([view.survey], view.surveys) if is_own else findings.lead(others, others)


def answers_link(lead: Lead) -> str:
    """Return the address of the answers that the finding is about."""
    line = lead.first
    local = {"item": line.table.item.id, "target": line.key}
    return routes.href(view, ANSWERS, survey=line.table.survey.id, **local)


def draw_lead(lead: Lead) -> None:
    if not lead.over_time:
        st.html(leading.level(lead, language))
        draw_foot(lead, lead_words.legend(lead, "", all_facts, language))
        return
    chart = lead_chart(lead, language)
    ids = [survey.id for survey in view.surveys]
    colours = [ids.index(line.table.survey.id) % 3 for line in lead.lines]
    st.html(leading.lead(lead, chart, colours, language))
    draw_foot(lead, lead_words.legend(lead, chart.axis, all_facts, language), chart)


def draw_foot(lead: Lead, legend: str, chart: LeadChart | None = None) -> None:
    """Draw what the chart shows and how its numbers were made, and what can be done with it."""
    made = [*lead_words.made(lead, language)]
    table = leading.lead_table(lead, language) if chart else ""
    link = answers_link(lead)
    with st.container(horizontal=True, key="front-foot"):
        st.html(draw("front", "foot", legend, view.say("figure.made"), made, table))
        st.html(draw("front", "button", view.say("front.by_group"), link), width="content")
        if chart:
            with st.popover(view.say("front.take"), key="front-take"):
                draw_downloads(lead)
        if not is_own:
            share = draw("front", "share", view.say("front.share"), link, view.say("shell.copied"))
            st.html(share, width="content")


def draw_downloads(lead: Lead) -> None:
    """Offer the chart's figures and its picture."""
    first, tables = lead.first, [line.table for line in lead.lines]
    name = f"{first.table.survey.id}_{first.table.item.id}_by_wave"
    printed = [figure for line in lead.lines for figure in line.printed.values()]
    trend = drawing.plain_trend(tables, first.key, printed, language)
    bases = [
        f"{labels.short_title(table.codebook)[language]}: {labels.base_line(table, None, language)}"
        for table in tables
    ]
    answer = Answer(
        name,
        lead_words.subtitle(lead, language),
        lead_words.title(lead, language),
        f"{'. '.join(bases)}.",
        trend,
        tables,
    )
    told_in = lead_words.sources(lead, all_facts, language)
    said = [view.say("front.marks"), view.say("front.sources", sources=told_in)] if printed else []
    file_menu.of_answer(view, answer, Caption(answer.base, marks=said))


def boxes() -> Iterator[Box]:
    """Yield the small charts, each with the address of its page."""
    for series, line in findings.told_series(published):
        address = routes.href(view, "figures", series=series.key)
        drawn = small_charts.series_chart(series, line, published, language)
        yield small_boxes.series_box(drawn, address, language)
    states = [evidence.standing_of(need, all_facts) for need in all_facts.needs]
    if needs := small_charts.needs_chart(all_facts.needs, states, all_facts, language):
        address = routes.href(view, "needs", **routes.unnarrowed(view))
        yield small_boxes.needs_box(needs, address, language)
    for survey in view.surveys:
        item = survey.codebook.variables.get("sdg_maturity")
        if survey.id == FIXED["maturity"] and item:
            table = answers.estimates(survey, item.id, (), EVERYONE, "all")
            if sketch := small_charts.sketch(table, all_facts, language):
                address = routes.href(view, "maturity")
                yield small_boxes.sketch_box(sketch, address, language)


def draw_contents() -> None:
    """Draw a way to every page, each with what is there."""
    surveys = [survey for survey in view.surveys if not choices.is_own(survey)]
    counts = {
        ANSWERS: sum(len(survey.codebook.items) for survey in surveys),
        "figures": len(published.figures),
        "needs": len(all_facts.needs),
        "strategy": len(strategy.entries(all_facts)),
        "maturity": len(all_facts.sustainability),
        "codebook": sum(len(survey.codebook.variables) for survey in surveys),
        routes.OWN: 0,
    }
    among = view.say("front.in_surveys", count=len(surveys))
    lines = {
        page: view.say(
            f"front.has_{'answers' if page == ANSWERS else page}", count=count, surveys=among
        )
        for page, count in counts.items()
    }
    links = [
        (view.say(f"{page}.title"), routes.href(view, page), lines[page])
        for page in routes.NAVIGATION
        if page in counts
    ]
    documents = [
        (view.say(f"{page}.title"), routes.href(view, page))
        for page in routes.OF_DOCUMENTS
        if page not in counts
    ]
    titles = (view.say("overview.contents"), links, view.say("front.documents"), documents)
    st.html(draw("front", "contents", *titles))


def draw_overview() -> None:
    if lead := find_lead():
        draw_lead(lead)
    small = [*boxes()]
    if small:
        st.html(small_boxes.small(small, language))
    suggested = [
        (asked, routes.href(view, "overview", find=asked))
        for asked in view.say("front.suggested").split("; ")
    ]
    st.html(draw("front", "suggestions", view.say("front.suggestions"), suggested))
    draw_contents()
    st.html(draw("front", "script"), unsafe_allow_javascript=True)


line = st.session_state.get("search_line") or st.container()
with line, st.container(horizontal=True, key="front-top"):
    heading = st.container(width="content")
    with st.container(key="front-search"):
        asked = results.draw_large_box(view)
view_link.set_link(view, find=asked)
if asked:
    results.draw(view, asked)
    st.button(view.say("search.clear"), on_click=results.forget)
else:
    bundled = any(survey.codebook.simulated for survey in view.surveys)
    with heading:
        st.html(draw("front", "top", view.say("overview.lead" if bundled else "front.lead_any")))
    draw_overview()
