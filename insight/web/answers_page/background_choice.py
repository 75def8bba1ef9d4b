"""Choice of background that groups are to be alike in, and refusals in the words of the page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import streamlit as st

from insight.language.errors import InsightError
from insight.operation.counts import count_refusal
from insight.survey.codebook import Variable
from insight.survey.filters import split
from insight.views.further.refusal_words import refusal_words
from insight.views.view import View
from insight.web import choices
from insight.web.frame import view_link


@dataclass(frozen=True)
class Choice:
    """A choice of background: its name in the link, what it is called, and how many at most."""

    name: str
    label: str
    none: str
    most: int


def choose(view: View, there: Mapping[str, Variable], choice: Choice) -> tuple[str, ...]:
    """Offer it, and return the ids that are chosen, which the link says too."""
    key = f"answers:{view.survey.id}:{choice.name}"
    linked = view_link.from_link(choice.name)
    if linked is not None:
        codes = split(linked[0], ",") if linked and linked[0] else []
        for code in codes:
            choices.check_choice(choice.name, code, list(there))
        st.session_state[key] = codes
    kept = [code for code in st.session_state.get(key, []) if code in there][: choice.most]
    st.session_state[key] = kept
    own, codes = choices.own_key(key, view.language), list(there)
    named = choices.distinct(codes, lambda code: there[code].label[view.language])
    chosen: list[str] = st.multiselect(
        choice.label,
        codes,
        format_func=named,
        max_selections=choice.most,
        placeholder=choice.none,
        key=own,
        on_change=choices.keep,
        args=(own, key),
    )
    return tuple(chosen)


def draw_refusal(view: View, refusal: InsightError) -> None:
    """Say why there is no answer."""
    count_refusal("page", refusal)
    st.info(choices.plain(refusal_words(view, refusal)))
