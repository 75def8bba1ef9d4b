"""The button that puts a view into the report, and the way to the report."""

from __future__ import annotations

import streamlit as st

from insight.views.at_address.answers_view import AnswersView
from insight.views.at_address.drawable import Drawable
from insight.views.reports.report_plan import MOST_VIEWS
from insight.views.view import View
from insight.web import routes
from insight.web.basket import basket
from insight.web.frame import rights_here, view_link
from insight.web.html.templates import draw


def draw_button(view: View, seen: Drawable) -> None:
    """Draw the button among others, and beside it a link to the report where it has views.

    It puts the view in, and takes it out again where it is in.
    """
    if isinstance(seen, AnswersView) and not rights_here.may(view.survey, "reports"):
        return
    kept = basket.basket()
    there = kept.holds(basket.planned(view, seen))
    st.button(
        view.say("basket.take_out" if there else "basket.add"),
        key="add-to-report",
        on_click=_take_out if there else _add,
        args=(view, seen),
    )
    address = routes.href(view, routes.REPORT) if len(kept) else ""
    st.html(
        draw("basket", "way", address, view.say("basket.way", count=len(kept))), width="content"
    )
    said, kept.said = kept.said, ""
    st.html(draw("basket", "said", said), width="content")


def _add(view: View, seen: Drawable) -> None:
    view_link.stay()
    kept = basket.basket()
    if basket.is_full():
        kept.said = view.say("basket.full", most=MOST_VIEWS)
        return
    basket.add(view, seen)
    kept.said = view.say("basket.was_added", count=len(kept))


def _take_out(view: View, seen: Drawable) -> None:
    view_link.stay()
    kept = basket.basket()
    kept.forget(basket.planned(view, seen))
    kept.said = view.say("basket.was_taken_out", count=len(kept))
