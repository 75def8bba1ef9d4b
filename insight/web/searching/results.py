"""The search box of every page, and what a search for everything has found, on the front page."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from insight.language import numbers
from insight.language.ranked_search import Hit, Results
from insight.language.search import LONGEST
from insight.language.text_index import Entry
from insight.reporting.searching.codebook_entries import Asked
from insight.web import choices, routes, ui
from insight.web.answers import View
from insight.web.searching import addresses, everything, hits

WORDS = "find:overview"  # where the box of the front page has its words
BOX_WIDTH = 384
BOX, ASKED = "find_everything", "found_everything"


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
    with st.container(key="search", width=BOX_WIDTH):
        st.text_input(
            view.say("search.label"),
            key=BOX,
            max_chars=LONGEST,
            placeholder=view.say("search.label"),
            label_visibility="collapsed",
            on_change=_ask,
        )
    if words:
        ui.link_to(view, "overview", view.say("search.back"), find=words)


def _ask() -> None:
    """Keep what was typed for the run that follows, which may lead to another page."""
    choices.stay()
    st.session_state[ASKED] = st.session_state[BOX].strip()


def forget() -> None:
    """Empty the box of the front page, which then is what it was."""
    choices.stay()
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
    own = [hit for hit in found.hits if _is_own(view, hit.entry)]
    groups = hits.groups(hit for hit in found.hits if not _is_own(view, hit.entry))
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


def _is_own(view: View, entry: Entry) -> bool:
    """Whether an entry is of the survey that the visitor has brought."""
    own = next((survey.id for survey in view.surveys if choices.is_own(survey)), None)
    return isinstance(entry.key, Asked) and entry.key.survey == own


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
