"""The link to a view: what the browser has sent along, and what the address shall be."""

from __future__ import annotations

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from insight.documents.facts import facts
from insight.views.view import View

LINKS_REMEMBERED = 10


def from_link(parameter: str) -> list[str] | None:
    """Return what the link asks for, if somebody else has written it since we last did.

    That is the first visit, a link within the app or a step back; else widgets know better. A link
    says everything: a parameter that it lacks has its default and is returned as an empty list.
    """
    context, present = get_script_run_ctx(), _present()
    has_stepped = context is not None and context.is_history_navigation  # perhaps past some views
    if not present or (present == st.session_state.get("link") and not has_stepped):
        return None
    return present.get(parameter, [])


def _present() -> dict[str, list[str]]:
    """The link that the browser has sent along, read once for each that it sends."""
    context = get_script_run_ctx()
    query = context.query_string if context else None
    known: tuple[str | None, dict[str, list[str]]] = st.session_state.get("present", (None, {}))
    if query is None or known[0] != query:
        known = query, {name: st.query_params.get_all(name) for name in st.query_params}
        st.session_state["present"] = known
    return known[1]


def stay() -> None:
    """Go on from the link that came along with a click, if it is one that we have written.

    A quick click comes before the browser has heard of the link that the click before it led to.
    A step back, which comes without a click, is taken for what it is.
    """
    st.session_state["aim"] = ""
    if (present := _present()) in st.session_state.get("links", ()):
        st.session_state["link"] = present


def keep() -> None:
    """Leave the link as it came where no page is drawn; the next click goes on from it."""
    st.session_state["link"] = _present()


def aimed_at() -> str:
    """Return the fact that the link leads to, which the page's script brings into view.

    It stays in the address until the reader chooses something or goes to another page.
    """
    page = st.session_state.get("page", "")
    linked = from_link("fact")
    if linked is not None:
        known = bool(linked) and linked[0] in facts().fact
        st.session_state["aim"] = f"{page}#{linked[0]}" if known else ""
    on, _, fact = st.session_state.get("aim", "").partition("#")
    return fact if on == page else ""


def set_link(view: View | None, /, **local: str | list[str]) -> None:
    """Say what the address shall be of what is shown: the view, and what the page adds to it."""
    link = dict(view.link) if view else {"lang": [st.session_state["language"]]}
    local["fact"] = aimed_at()
    own = {name: value for name, value in local.items() if value}
    st.session_state["next_link"] = link | {
        name: [value] if isinstance(value, str) else value for name, value in own.items()
    }


def next_link() -> dict[str, list[str]]:
    """Return what the address shall be of what is shown, as the page has said."""
    said: dict[str, list[str]] = st.session_state.get("next_link", {})
    return said


def write_link() -> None:
    """Make the address what the page has said; once it is drawn, for browsers take time to."""
    if (link := st.session_state.pop("next_link", None)) is None:
        return
    st.session_state["link"] = link
    earlier = [each for each in st.session_state.get("links", []) if each != link]
    st.session_state["links"] = [*earlier, link][-LINKS_REMEMBERED:]
    if _present() != link:
        st.query_params.from_dict(link)
