"""The menu of files at a chart's corner: the shape of its picture, and files by kind."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import streamlit as st

from insight.reporting.pictures.sheets import SHAPES, Shape
from insight.views.view import View
from insight.web import ui
from insight.web.downloads import GROUPS, Offer
from insight.web.html.templates import draw as draw_html

Files = Callable[[Shape], Iterable[Offer]]
WhyNot = Callable[[Shape], dict[str, str]]


def draw(
    view: View,
    name: str,
    files: Files,
    why_not: WhyNot = lambda shape: {},
    *,
    pictures: bool = True,
) -> Shape:
    """Draw the files that can be had, those of a kind beside each other; return the shape chosen.

    Parameters
    ----------
    view
        What the reader looks at.
    name
        Of what is taken away; no two menus of a page share it.
    files
        Returns the files, with the picture in a shape.
    why_not
        Returns in a sentence why there is no file of a kind, by the kind's heading.
    pictures
        Whether there is anything to draw.
    """
    shape = _shape(view) if pictures else "page"
    refused, offers = why_not(shape), [*files(shape)]
    for group in GROUPS:
        own = [each for each in offers if each.group == group and group not in refused]
        if group != "picture" and (own or group in refused):
            _heading(view, group)
        if own:
            with st.container(horizontal=True, gap="small"):
                for each in own:
                    ui.offer(view, each, name)
        if group in refused:
            ui.remark(refused[group])
    return shape


def _heading(view: View, group: str) -> None:
    st.html(draw_html("action_row", "heading", view.say(f"download.of_{group}")))


def _shape(view: View) -> Shape:
    """Offer the shapes that a picture can have."""
    _heading(view, "picture")
    chosen: Shape = st.radio(
        view.say("picture.shape"),
        SHAPES,
        format_func=lambda shape: view.say(f"picture.{shape}"),
        horizontal=True,
        label_visibility="collapsed",
        key="picture_shape",
    )
    return chosen
