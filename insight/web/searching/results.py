"""The search box of every page, and what a search for everything has found, on the front page."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from insight.language import numbers
from insight.language.ranked_search import Hit, Results
from insight.language.search import LONGEST
from insight.reporting.searching.codebook_entries import Asked
from insight.views.view import View
from insight.web import choices, routes, ui
from insight.web.frame import view_link
from insight.web.searching import addresses, everything, hits

WORDS = "find:overview"  # where the box of the front page has its words
BOX, ASKED = "find_everything", "found_everything"
LARGE_BOX = "find_box"


def draw_box(view: View) -> None:
    """Offer to search for everything from any page; the front page shows what is found.

    The words stay, with a way back to what they found.
    """
    asked = st.session_state.pop(ASKED, None)
    if asked is not None:
        st.session_state[WORDS] = asked
    if asked:
        link = routes.link(view, "overview", find=asked)
        st.switch_page(st.session_state["pages"]["overview"], query_params=link)
    words: str = st.session_state.get(WORDS, "")
    st.session_state[BOX] = words
    with st.container(key="search"):
        st.text_input(
            view.say("search.label"),
            key=BOX,
            max_chars=LONGEST,
            placeholder=view.say("search.label"),
            label_visibility="collapsed",
            icon=":material/search:",
            on_change=_ask,
        )
    if words:
        ui.link_to(view, "overview", view.say("search.back"), find=words)


def draw_large_box(view: View) -> str:
    """Offer to search for everything on the front page, and return the words searched for."""
    words = choices.searched_for()
    st.session_state[LARGE_BOX] = words
    st.text_input(
        view.say("search.label"),
        key=LARGE_BOX,
        max_chars=LONGEST,
        placeholder=view.say("search.label"),
        label_visibility="collapsed",
        icon=":material/search:",
        on_change=choices.keep,
        args=(LARGE_BOX, WORDS),
    )
    return words.strip()


def _ask() -> None:
    """Keep what was typed for the run that follows, which may lead to another page."""
    view_link.stay()
    st.session_state[ASKED] = st.session_state[BOX].strip()


def forget() -> None:
    """Empty the box of the front page, which then is what it was."""
    view_link.stay()
    st.session_state[WORDS] = ""


def draw(view: View, words: str) -> None:
    """Draw what a search has found, in groups of which that with the best hit comes first."""
    found = everything.find(words, view.surveys, view.language)
    ui.heading(view.say("search.title", words=words), _count(view, found, words), top=True)
    for asked, meant in found.read_as:
        ui.secondary(view.say("search.read_as", asked=asked, meant=meant))
    if not found.hits:
        near = [(word, routes.href(view, "overview", find=word)) for word in found.near]
        st.html(hits.nothing(near, view.language))
        return
    for word in found.unknown:
        ui.secondary(view.say("search.unknown", word=word))
    brought = {survey.id for survey in view.surveys if choices.is_own(survey)}
    own = [hit for hit in found.hits if _survey_of(hit) in brought]
    groups = hits.groups(hit for hit in found.hits if _survey_of(hit) not in brought)
    if len(groups) > 1:
        st.html(hits.jumps(groups, view.language))
    if own:
        _draw_own(view, own)
    if groups:
        st.html(hits.results(groups, lambda entry: addresses.address(view, entry), view.language))


def _count(view: View, found: Results, words: str) -> str:
    if not found.hits:
        return view.say("search.nothing", words=words)
    return view.say("search.count", count=numbers.whole(len(found.hits), view.language))


def _survey_of(hit: Hit) -> str:
    """The survey that asks what was found; empty of what none does."""
    return hit.entry.key.survey if isinstance(hit.entry.key, Asked) else ""


def _draw_own(view: View, found: Sequence[Hit]) -> None:
    """Draw hits in a visitor's survey: links within the session, which no address leads to."""
    ui.heading(f"{view.say('search.own')} ({len(found)})")
    _link_own(view, found[: hits.FIRST])
    if others := found[hits.FIRST : hits.MOST]:
        with st.expander(view.say("fact.more", count=len(others))):
            _link_own(view, others)


def _link_own(view: View, found: Sequence[Hit]) -> None:
    for hit in found:
        asked = hit.entry.key
        assert isinstance(asked, Asked)
        label = choices.plain(hit.entry.names[0][view.language])
        local = {"survey": asked.survey, "item": asked.variable}
        ui.link_to(view, addresses.page_of(hit.entry), label, **local)
