"""Trends of the documents, what they recommend, and where they say that knowledge is missing."""

from collections.abc import Sequence
from functools import partial

import streamlit as st

from insight.documents import fact_tables
from insight.documents.fact_kinds import Passage
from insight.documents.facts import facts
from insight.documents.passages.gaps import (
    LISTS,
    KnowledgeGap,
    gaps,
    is_wanted,
    passage_of,
    recommendations,
)
from insight.documents.passages.trends import GROUPS, Trend, in_groups, passages_of, trends
from insight.documents.wanted import Wanted
from insight.web import choices, ui
from insight.web.frame import view_link
from insight.web.html.cards import reading_of
from insight.web.html.outlooks import gap_lists as gaps_html
from insight.web.html.outlooks import trend_pieces as trends_html
from insight.web.parts.list_filters import Filter, choose_in_row

view = choices.current()
language = view.language
all_facts = facts()
reading = reading_of(view, "strategy", all_facts)


def choose_among() -> Wanted:
    """Offer a theme and a document, and return those chosen."""
    offered = [
        Filter(view.say("fact.theme"), "theme", all_facts.theme_names(language)),
        Filter(view.say("fact.document"), "document", all_facts.document_names(language)),
    ]
    return choose_in_row(view, offered, finds=False)


def offer_rows(passages: Sequence[Passage], name: str, **more: Sequence[str]) -> None:
    with ui.tools():
        rows = partial(fact_tables.table, passages, all_facts, language, "passage_kind", more)
        ui.download_rows(view, rows, name)


def draw_trend(trend: Trend) -> None:
    ui.heading(trend.name[language], top=True)
    ui.family(view, "trends")
    st.html(trends_html.about(view, trend, reading))
    st.html(trends_html.trend(view, trend, reading))
    st.html(trends_html.steps(view, trend, reading))
    passages = passages_of(trend, all_facts)
    offer_rows(passages, f"trend_{trend.id}", trend=[trend.id] * len(passages))


def draw_trends() -> None:
    st.html(trends_html.groups(view, reading))
    held = [(trend, passage) for trend in trends() for passage in passages_of(trend, all_facts)]
    of_each = {"trend": [trend.id for trend, _ in held], "group": [each.group for each, _ in held]}
    offer_rows([passage for _, passage in held], "trends", **of_each)


def draw_recommendations(wanted: Wanted) -> None:
    shown = [each for each in recommendations(all_facts) if is_wanted(each, wanted)]
    ui.heading(view.say("trends.recommendations", count=len(shown)))
    if not shown:
        st.info(view.say("fact.nothing"))
        return
    st.html(gaps_html.recommendations(shown, reading))
    offer_rows(shown, "recommendations")


def about_gaps(shown: Sequence[KnowledgeGap]) -> str:
    """Say how many gaps nothing here measures, where some are, and whose assessment that is."""
    if not shown:
        return ""
    nothing = sum(gap.standing == "nothing" for gap in shown)
    said = [view.say("trends.unmeasured", count=nothing)] if nothing else []
    return " ".join([*said, view.say("trends.gaps_line")])


def draw_gaps(wanted: Wanted) -> None:
    shown = [gap for gap in gaps() if is_wanted(passage_of(gap, all_facts), wanted)]
    ui.heading(view.say("trends.gaps", count=len(shown)), line=about_gaps(shown))
    if not shown:
        st.info(view.say("fact.nothing"))
        return
    st.html(gaps_html.gaps(view, shown, reading))
    if trends_html.has_inferred_year(
        all_facts.figure[figure] for gap in shown for figure in gap.nearest
    ):
        ui.secondary(view.say("fact.inferred"))
    more = {
        "sort": [gap.sort for gap in shown],
        "measured_by": [gap.measure[language] for gap in shown],
        "questions": [gap.items for gap in shown],
        "figures": [gap.figures for gap in shown],
    }
    offer_rows([passage_of(gap, all_facts) for gap in shown], "knowledge_gaps", **more)


def draw_lists() -> None:
    counts = {group: len(some) for group, some in in_groups(all_facts).items()}
    ui.heading(
        view.say("trends.title"),
        line=view.say("trends.line", **{g: counts[g] for g in GROUPS}),
        top=True,
    )
    ui.family(view, "trends")
    named = {each: view.say(f"trends.list_{each}") for each in ("trends", *LISTS)}
    listed = choices.switch(view, view.say("trends.list"), "list", named, "own:list")
    if listed == "trends":
        draw_trends()
        view_link.set_link(view)
        return
    wanted = choose_among()
    view_link.set_link(view, list=listed, **wanted.codes)
    if listed == "gaps":
        draw_gaps(wanted)
    else:
        draw_recommendations(wanted)


by_id = {trend.id: trend for trend in trends()}
if chosen := choices.linked("trend", list(by_id)):
    view_link.set_link(view, trend=chosen)
    draw_trend(by_id[chosen])
else:
    draw_lists()
