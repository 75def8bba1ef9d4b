"""Facets: choices side by side in the sidebar, each with how many things it would leave.

The numbers are drawn by the style sheet, as those beside the respondents are: as part of a choice's
label they would change what the choice is, and a quick second click would be lost.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

import streamlit as st

from insight.views.view import View
from insight.web import choices
from insight.web.frame import view_link
from insight.web.html.templates import draw
from insight.web.sidebar import GAP


def choose(
    view: View, label: str, parameter: str, named: Mapping[str, str], *, folded: bool = False
) -> str:
    """Offer to choose one of a facet's codes; a second click lifts the choice.

    Parameters
    ----------
    view
        What the reader looks at.
    label
        What the facet is called.
    parameter
        Its name in the link.
    named
        The choices by code.
    folded
        Whether it is folded away while nothing is chosen.

    Returns
    -------
    str
        The code chosen, or :data:`insight.web.choices.ANY`.
    """
    key = f"own:{parameter}"
    choices.first_choice(key, parameter, [choices.ANY, *named], choices.ANY)
    chosen: str = st.session_state[key]
    own = _own_key(view, parameter)
    st.session_state[own] = None if chosen == choices.ANY else chosen
    codes = list(named)
    name = choices.distinct(codes, lambda code: named[code])
    where = st.container()
    if folded:
        open_by = f"open:{parameter}@{view.language}"
        where = st.expander(label, expanded=chosen != choices.ANY, key=open_by, type="compact")
    with where:
        st.pills(
            label,
            codes,
            format_func=lambda code: choices.plain(name(code)),
            key=own,
            on_change=_keep,
            args=(own, key),
            label_visibility="collapsed" if folded else "visible",
            wrap=True,
        )
    return chosen


def draw_counts(view: View, parameter: str, counts: Mapping[str, int]) -> None:
    """Write beside each choice of a facet how many things it would leave.

    Parameters
    ----------
    view
        What the reader looks at.
    parameter
        The facet's name in the link.
    counts
        The numbers by code, in the order in which the codes are offered.
    """
    place = f".st-key-{re.sub('[^a-zA-Z0-9_-]', '-', _own_key(view, parameter))}"
    rules = (
        f"{place} button:nth-of-type({number}) p::after {{content:'{GAP}{count}'}}"
        for number, count in enumerate(counts.values(), 1)
    )
    st.html(draw("page", "style", " ".join(rules)))


def _own_key(view: View, parameter: str) -> str:
    return f"own:{parameter}@{view.language}@facet"


def _keep(own: str, key: str) -> None:
    view_link.stay()
    st.session_state[key] = st.session_state[own] or choices.ANY
