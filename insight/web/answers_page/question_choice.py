"""Choice of several questions to be shown at once."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from insight.survey.codebook import Variable
from insight.survey.filters import split
from insight.views import several
from insight.views.view import View
from insight.web import choices
from insight.web.frame import view_link

MOST_PILLS = 12


def choose(view: View, item: Variable) -> tuple[Variable, ...]:
    """Offer other questions to be shown beside one; return all of them, or none but of several."""
    items = {each.id: each for each in view.survey.codebook.items if each.kind != "numeric"}
    key = f"answers:{view.survey.id}:items"
    _from_link(view, key, items)
    chosen = [code for code in st.session_state.setdefault(key, []) if code in items]
    alike = [each.id for each in items.values() if _is_like(each, item)]
    own = choices.own_key(key, view.language)
    label = view.say("answers.several_label")

    def name(code: str) -> str:
        return items[code].label[view.language]

    told = choices.distinct(list(items), name)
    if len(items) < 2:
        return ()
    if len(items) <= MOST_PILLS:
        st.pills(
            *(label, list(items)),
            selection_mode="multi",
            format_func=lambda code: choices.plain(told(code)),
            key=own,
            on_change=choices.keep,
            args=(own, key),
        )
    else:
        st.multiselect(
            *(label, list(items)),
            format_func=told,
            max_selections=several.MOST,
            key=own,
            on_change=choices.keep,
            args=(own, key),
        )
    if len(alike) > 1 and sorted(alike) != sorted(chosen):
        words = view.say("answers.all_alike", count=len(alike))
        st.button(words, on_click=_take, args=(key, alike), key="all-alike")
    if len(chosen) > 1:
        st.button(view.say("answers.only_one"), on_click=_take, args=(key, []), key="only-one")
    found = tuple(items[code] for code in items if code in chosen)
    return found if len(found) > 1 else ()


def _is_like(other: Variable, item: Variable) -> bool:
    """Whether two questions have the same answers."""
    same = other.kind == item.kind and other.by_key.keys() == item.by_key.keys()
    return same and several.labels_of(other) == several.labels_of(item)


def _take(key: str, codes: Sequence[str]) -> None:
    view_link.stay()
    st.session_state[key] = [*codes]


def _from_link(view: View, key: str, items: dict[str, Variable]) -> None:
    linked = view_link.from_link("items")
    if linked is None:
        return
    codes = split(linked[0], ",") if linked and linked[0] else []
    for code in codes:
        choices.check_choice("items", code, list(items))
    st.session_state[key] = [code for code in codes if code in items][: several.MOST]
