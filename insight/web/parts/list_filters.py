"""Filters of a list: codes to choose from, each after all of them, and words to search for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import streamlit as st

from insight.documents.wanted import Wanted
from insight.views.view import View
from insight.web import choices


@dataclass(frozen=True)
class Filter:
    """A choice among codes.

    Attributes
    ----------
    label
        What the choice is called.
    parameter
        Its name in the link.
    named
        The choices by code.
    key
        Its name in the session, where that of the link does not say enough.
    """

    label: str
    parameter: str
    named: Mapping[str, str]
    key: str = ""


def choose(view: View, offered: Filter) -> str:
    """Offer to choose one code or all of them; return the code, empty for all."""
    named = {choices.ANY: view.say("fact.all"), **offered.named}
    chosen = choices.pick(view, offered.label, offered.parameter, named, key=offered.key)
    return "" if chosen == choices.ANY else chosen


def choose_all(view: View, offered: Iterable[Filter]) -> dict[str, str]:
    """Offer filters one after another; return the codes that are chosen, by their parameters."""
    chosen = {each.parameter: choose(view, each) for each in offered}
    return {parameter: code for parameter, code in chosen.items() if code}


def kept(offered: Iterable[Filter]) -> Wanted:
    """Return what a list is narrowed by, where one of it is read instead and nothing is offered."""
    chosen = {}
    for each in offered:
        key = each.key or f"own:{each.parameter}"
        choices.first_choice(key, each.parameter, [choices.ANY, *each.named], choices.ANY)
        if st.session_state[key] != choices.ANY:
            chosen[each.parameter] = st.session_state[key]
    return Wanted(chosen, choices.searched_for())


def choose_in_row(view: View, offered: Iterable[Filter], *, finds: bool = True) -> Wanted:
    """Offer filters side by side, and last a box to search in.

    Parameters
    ----------
    view
        What the reader looks at.
    offered
        The filters.
    finds
        Whether there is a box to search in.
    """
    listed = list(offered)
    columns = st.columns(len(listed) + finds)
    chosen: dict[str, str] = {}
    for column, each in zip(columns, listed, strict=False):
        with column:
            chosen |= choose_all(view, [each])
    if not finds:
        return Wanted(chosen)
    with columns[-1]:
        return Wanted(chosen, choices.find(view, view.say("fact.find")))
