"""Choice of those beside whom all rows are seen, and of the group that is pinned as one of them."""

from __future__ import annotations

import streamlit as st

from insight.reporting.breakdown.request import Breakdown
from insight.survey.filters import EVERYONE
from insight.views import beside, pinned_group
from insight.views.view import View
from insight.web.frame import view_link

PIN = "pin"
MOST_CODES, MOST_OPTIONS = 24, 200


def options(view: View, breakdown: Breakdown, key: str) -> dict[str, str]:
    """Return those who can be chosen, by code, each by its name; the first is nobody.

    Parameters
    ----------
    view, breakdown
        What the reader looks at, and the question and its split.
    key
        Where the session has the choice.
    """
    named = {beside.NONE: view.say("answers.beside_nobody")}
    alike = beside.alike(view, breakdown)
    named |= {like.survey.id: beside.all_of(view, like.survey) for like in alike}
    if view.respondents.conditions:
        named[beside.ALL] = beside.all_of(view, view.survey)
    named |= _pinned(view, key)
    for variable in view.survey.codebook.segments:
        if len(variable.categories) <= MOST_CODES and len(named) < MOST_OPTIONS:
            named |= {
                pinned_group.code_of(EVERYONE.narrowed(variable, [category.key])): view.say(
                    "answers.all_of", who=category.label[view.language]
                )
                for category in variable.categories
            }
    return named


def _pinned(view: View, key: str) -> dict[str, str]:
    """The group that is pinned, and what pins the respondents seen now, each by its name."""
    book, seen = view.survey.codebook, view.respondents
    if st.session_state.get(key) == PIN:
        st.session_state[key] = pinned_group.code_of(seen)
    linked = view_link.from_link("against")
    chosen = linked[0] if linked else st.session_state.get(key, "")
    pinned = pinned_group.read_code(chosen, book)
    there = {chosen: pinned_group.named(view, pinned)} if pinned else {}
    if seen.conditions and pinned_group.code_of(seen) not in there and chosen != PIN:
        there[PIN] = view.say("answers.pin")
    return there
