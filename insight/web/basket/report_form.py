"""The form of a report: its words, and each of its views with buttons that move or remove it."""

from __future__ import annotations

import streamlit as st

from insight.language.errors import Fault, InsightError, RequestError
from insight.views.reports.composing import name_of
from insight.views.reports.report_plan import LONGEST, listed_signs
from insight.views.view import View
from insight.web import choices
from insight.web.basket.basket import Entry, basket, on_today, told_before
from insight.web.frame import view_link
from insight.web.html.templates import draw


def draw_words(view: View) -> None:
    """Offer title and introduction."""
    kept = basket()
    _words(view, "title", kept.title, f"report:title:{kept.edition}")
    _words(view, "introduction", kept.introduction, f"report:introduction:{kept.edition}")


def draw_entries(view: View) -> None:
    """Draw the views in order."""
    entries = basket().entries
    for place, entry in enumerate(entries, 1):
        with st.container(key=f"report-entry-{entry.number}", border=True):
            _heading(view, entry, place)
            _buttons(view, entry, place, len(entries))
            own = any((entry.view.heading, entry.view.comment, entry.view.title))
            with st.expander(view.say("basket.own_words"), expanded=own):
                for name in ("heading", "title", "comment"):
                    key = f"report:view:{name}:{entry.number}"
                    _words(view, name, getattr(entry.view, name), key, entry.number)


def keep_focus() -> None:
    """Let the keyboard stay on the button that has moved a view, wherever the view stands now."""
    does, number, moves = basket().pressed
    if does:
        script = draw("basket", "keep_focus", does, number, moves)
        st.html(script, unsafe_allow_javascript=True)


def _heading(view: View, entry: Entry, place: int) -> None:
    on = on_today(view)
    question = name_of(entry.view, view.language, on)
    refusal, finding = _told(view, entry)
    st.html(draw("basket", "entry", place, entry.view.heading, finding, question, refusal))


def _told(view: View, entry: Entry) -> tuple[str, str]:
    """Why a view cannot be shown, or what it tells."""
    found, refusal = told_before(entry.view, view.language, on_today(view))
    return refusal, entry.view.title or (found.finding if found else "")


def _buttons(view: View, entry: Entry, place: int, count: int) -> None:
    with st.container(horizontal=True):
        for does, steps, off in (("up", -1, place == 1), ("down", 1, place == count)):
            words = view.say(f"basket.{does}", place=place)
            key = f"report:{does}:{entry.number}"
            moved = (view, entry, does, steps)
            st.button(words, key=key, disabled=off, on_click=_move, args=moved)
        words, key = view.say("basket.remove", place=place), f"report:remove:{entry.number}"
        st.button(words, key=key, on_click=_remove, args=(view, entry, place))


def _move(view: View, entry: Entry, does: str, steps: int) -> None:
    view_link.stay()
    to = basket().move(entry.number, steps)
    basket().pressed = (does, entry.number, basket().pressed[2] + 1)
    basket().said = view.say("basket.moved", place=to + 1, count=len(basket()))


def _remove(view: View, entry: Entry, place: int) -> None:
    view_link.stay()
    basket().remove(entry.number)
    basket().said = view.say("basket.removed", place=place, count=len(basket()))


def _words(view: View, name: str, words: str, key: str, number: int = 0) -> None:
    """Offer words of the author."""
    field = st.text_area if name in ("introduction", "comment") else st.text_input
    field(
        view.say(f"basket.{name}" if number or name == "introduction" else "basket.report_title"),
        value=words,
        key=key,
        max_chars=LONGEST[name],
        on_change=_write,
        args=(name, key, number),
    )


def _write(name: str, key: str, number: int) -> None:
    view_link.stay()
    odd = basket().write(name, st.session_state[key] or "", number)
    if odd:
        choices.notice(
            RequestError(Fault("report_fault.signs_left_out", {"signs": listed_signs(odd)}))
        )


def tell(view: View, refusal: InsightError) -> None:
    """Tell at the top of the page what is wrong with a file or a link."""
    choices.notice(refusal)
    basket().said = view.say("basket.refused")
