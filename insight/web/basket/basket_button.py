"""The button that puts a view into the report, and the way to the report."""

from __future__ import annotations

import streamlit as st

from insight.views.asked import Asked
from insight.views.linked_view import LinkedView
from insight.views.reports.report_plan import MOST_VIEWS
from insight.views.view import View
from insight.web import routes
from insight.web.basket import basket
from insight.web.frame import view_link
from insight.web.html.templates import draw


def draw_button(view: View, asked: Asked) -> None:
    """Draw the button among others, and beside it a link to the report where it has views.

    It puts the view in, and takes it out again where it is in.
    """
    linked, kept = LinkedView(view, asked), basket.basket()
    there = kept.holds(basket.link_in(linked))
    st.button(
        view.say("basket.take_out" if there else "basket.add"),
        key="add-to-report",
        on_click=_take_out if there else _add,
        args=(linked,),
    )
    address = routes.href(view, routes.REPORT) if len(kept) else ""
    st.html(
        draw("basket", "way", address, view.say("basket.way", count=len(kept))), width="content"
    )
    said, kept.said = kept.said, ""
    st.html(draw("basket", "said", said), width="content")


def _add(linked: LinkedView) -> None:
    view_link.stay()
    kept, view = basket.basket(), linked.view
    if basket.is_full():
        kept.said = view.say("basket.full", most=MOST_VIEWS)
        return
    basket.add(linked)
    kept.said = view.say("basket.was_added", count=len(kept))


def _take_out(linked: LinkedView) -> None:
    view_link.stay()
    kept = basket.basket()
    kept.forget(basket.link_in(linked))
    kept.said = linked.view.say("basket.was_taken_out", count=len(kept))
