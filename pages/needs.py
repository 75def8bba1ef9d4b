"""User needs: a list to choose from, and beside it the need chosen with what bears on it."""

from functools import partial

import streamlit as st

from insight.documents import fact_tables
from insight.documents.fact_kinds import Need
from insight.documents.facts import facts
from insight.documents.segment_respondents import narrowing
from insight.reporting import need_sentences
from insight.web import choices, evidence, routes, ui
from insight.web.frame import view_link
from insight.web.html import needs as needs_html
from insight.web.html.cards import reading_of
from insight.web.html.templates import draw
from insight.web.parts import need_choice, need_list

view = choices.current()
language = view.language
all_facts = facts()
named_facets = need_choice.named_facets(all_facts, language)


def may_follow() -> bool:
    """Whether needs can be those of the reader's respondents, which a switch then lifts.

    Whose needs are chosen on this page goes before whose answers are chosen in the sidebar.
    """
    if not found.narrows:
        st.session_state["own:follow"] = "on"
    return found.narrows and not set(need_choice.WHOSE) & set(wanted)


def address(**changed: str) -> str:
    """Return the address of this page as it is shown, but for what is changed."""
    return routes.href(view, "needs", **(link | changed))


def draw_heading() -> None:
    title = view.say("needs.title")
    if "evidence" not in wanted:
        title = evidence.title(shown, all_facts, language) or title
    ui.heading(title, line=view.say("needs.line"), top=True)
    if followed:
        ui.remark(need_sentences.shown(found, len(named), len(included), all_facts, language))
    if aside := need_sentences.set_aside(found.aside, language):
        ui.remark(aside)


def draw_above() -> None:
    """Say how many needs fit, and offer them all as a file."""
    ground = partial(evidence.ground, view)
    table = partial(fact_tables.needs, shown, all_facts, language, ground)
    with st.container(horizontal=True, vertical_alignment="center", key="needs_above"):
        words = f"{view.say('needs.finding', count=len(shown))} {view.say('needs.choose')}"
        ui.remark(words)
        ui.download_rows(view, table, "needs")


def draw_list(opened: Need) -> None:
    """Draw the needs as rows; those of the reader's respondents before those of all."""
    groups = [("", named)]
    if followed:
        whole = need_sentences.in_sentence(
            need_sentences.populations(found.segments, all_facts), language
        )
        groups = [
            (view.say("needs.of_them", who=who, count=len(named)), named),
            (view.say("needs.of_all", who=who, whole=whole, count=len(included)), included),
        ]
    room = len(shown) if rows == "all" else need_list.FIRST_ROWS
    drawn = []
    for name, needs in groups:
        if first := need_list.in_order(needs, sort, view)[: max(room, 0)]:
            drawn.append((name, [row(need, need == opened) for need in first]))
        room -= len(needs)
    heads = [head(column) for column in need_list.COLUMNS]
    st.html(needs_html.need_list(heads, drawn, reading))
    draw_below()


def row(need: Need, is_open: bool) -> needs_html.Row:
    links = all_facts.evidence_of.get(need.id, ())
    asked = evidence.has_standing(links, "item")
    figures = need_list.figures_of(view, need, all_facts)
    return needs_html.Row(need, address(need=need.id), figures, asked, is_open)


def head(column: str) -> needs_html.Head:
    """Return a column's head: it sorts by the column, and the other way where that is done."""
    backwards = f"{need_list.BACKWARDS}{column}"
    other = backwards if sort == column else column
    ways = {column: "ascending", backwards: "descending"}
    if column == "figures":
        ways = {column: "descending", backwards: "ascending"}
    return needs_html.Head(column, address(sort=other), ways.get(sort, ""))


def draw_below() -> None:
    """Offer the rest of the list, and say what its marks mean."""
    more = len(shown) - need_list.FIRST_ROWS
    with st.container(horizontal=True, vertical_alignment="center", key="needs_below"):
        if more > 0 and rows == "all":
            fewer = view.say("needs.fewer", count=need_list.FIRST_ROWS)
            st.html(draw("lists", "more_rows", fewer, address(rows="")), width="content")
        elif more > 0:
            words = view.say("fact.more", count=more)
            st.html(draw("lists", "more_rows", words, address(rows="all")), width="content")
        ui.secondary(view.say("needs.legend"))


def draw_need(need: Need) -> None:
    """Draw a need; on a narrow screen it stands instead of the list, once it has been chosen."""
    with st.container(key="need_open" if chosen else "need_first"):
        if need not in shown:
            ui.secondary(view.say("needs.not_listed"))
        words = view.say("needs.back", count=len(shown))
        back = draw("needs", "back", words, address(need="")) if chosen else ""
        st.html(back + needs_html.need_card(view, need, all_facts, find))


def draw_about() -> None:
    with st.expander(view.say("needs.overlap")):
        ui.quotation(all_facts.need["c_head_overlap"], view)
        st.html(needs_html.overlap(view, evidence.by_theme(all_facts.needs, all_facts), all_facts))
        ui.secondary(view.say("fact.themes_are_ours"))
    with st.expander(view.say("needs.about")):
        ui.secondary(view.say("needs.about_line"))
        st.html(needs_html.about_mapping(reading_of(view, "needs", all_facts)))


with st.session_state["facets"]:
    st.html(draw("page", "sidebar_heading", view.say("needs.which")))
    find = choices.find(view, view.say("needs.find"))
    wanted = need_choice.choose(view, named_facets)
chosen = choices.linked("need", list(all_facts.need))
sort = choices.linked("sort", need_list.SORTS) or "figures"
rows = choices.linked("rows", ["all"])
heading = st.container(key="need_heading")
lifting, offering, finding = (st.container() for _ in range(3))
found = narrowing(view.survey.codebook, view.respondents, all_facts)
who = need_sentences.in_sentence(found.segments, language)
switch = view.say("needs.follow", who=who)
follows = may_follow()
with lifting:
    followed = follows and choices.toggle(view, switch, "follow")
with finding:
    left, right = st.columns([13, 7.5], gap="medium")
everyones = [need for need in all_facts.needs if evidence.is_found(need, find, all_facts)]
theirs = found.named(everyones, all_facts) if followed else everyones
entitled = found.included(everyones, all_facts) if followed else []
named, included = (need_choice.narrow(some, wanted, all_facts) for some in (theirs, entitled))
shown = [*named, *included]
reading = reading_of(view, "needs", all_facts, find)
link = {**wanted, "follow": "off" if follows and not followed else "", "find": find}
link |= {"sort": "" if sort == "figures" else sort, "rows": rows, "need": chosen}
view_link.set_link(view, **link)
with st.session_state["facets"]:
    followed_needs = [*theirs, *entitled]
    need_choice.draw_counts(view, named_facets, wanted, everyones, followed_needs)
    if view.surveys:
        st.html(draw("page", "sidebar_heading", view.say("needs.answers")))
with offering:
    need_choice.offer_respondents(view, wanted)
with heading:
    draw_heading()
opened = all_facts.need[chosen] if chosen else None
if shown and opened is None:
    opened = need_list.in_order(named or included, sort, view)[0]
with left:
    mapped = [*found.named(all_facts.needs, all_facts), *found.included(all_facts.needs, all_facts)]
    if followed and not mapped:
        st.info(view.say("needs.nobody", who=who, follow=switch, total=len(all_facts.needs)))
    elif not shown:
        st.info(view.say("fact.nothing"))
    if shown and opened:
        draw_above()
        draw_list(opened)
if opened:
    with right:
        draw_need(opened)
draw_about()
