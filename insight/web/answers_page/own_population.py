"""A population that the reader writes: a number for each group of one variable."""

from __future__ import annotations

import streamlit as st

from insight.survey.codebook import Category, Variable
from insight.survey.filters import split
from insight.views.further.further_choice import groups_of, number_of, written_numbers
from insight.views.view import View
from insight.web import choices, ui
from insight.web.frame import view_link

_IN_A_ROW = 4


def draw(view: View, variable: Variable) -> str:
    """Offer a number for each group of a variable, in persons or shares.

    Returns
    -------
    str
        The numbers as a link and the terminal have them, such as ``1:21,2:24``; empty as long as
        one is missing.
    """
    key = f"answers:{view.survey.id}:{variable.id}:number"
    _take_link(key, variable)
    groups, told = groups_of(view, variable), []
    for first in range(0, len(groups), _IN_A_ROW):
        row = groups[first : first + _IN_A_ROW]
        for column, category in zip(st.columns(_IN_A_ROW), row, strict=False):
            with column:
                number = _number(view, f"{key}:{category.key}", category)
                told.append((category.key, number or 0.0))
    if not all(number for _, number in told):
        ui.remark(view.say("standardised.fill"))
        return ""
    return written_numbers(told)


def _number(view: View, key: str, category: Category) -> float | None:
    st.session_state.setdefault(key, None)
    own = choices.own_key(key, view.language)
    label = choices.plain(category.label[view.language])
    number: float | None = st.number_input(
        label,
        min_value=0.0,
        value=None,
        format="%.12g",
        key=own,
        on_change=choices.keep,
        args=(own, key),
    )
    return number


def _take_link(key: str, variable: Variable) -> None:
    """Take the numbers of a link; what is none of a group there is left to be filled in."""
    linked = view_link.from_link("numbers")
    if linked is None:
        return
    for code in variable.by_key:
        st.session_state.pop(f"{key}:{code}", None)
    for pair in split(linked[0], ",") if linked and linked[0] else []:
        code, _, written = pair.rpartition(":")
        if code in variable.by_key and (number := number_of(written)):
            st.session_state[f"{key}:{code}"] = number
