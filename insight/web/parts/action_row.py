"""The action row at a chart's corner: its table, its files, its picture, the link to it."""

from __future__ import annotations

import base64
from collections.abc import Callable, Sequence
from datetime import date, datetime

import streamlit as st
from markupsafe import Markup

from insight.views.view import View
from insight.web.downloads import Offer
from insight.web.html.templates import draw

TABLE, LINES = "chart-table", "view-lines"
MakePicture = Callable[[date], Offer]


def row(
    view: View,
    files: Callable[[], MakePicture | None],
    *,
    table: bool = True,
    unlinked: Callable[[], None] | None = None,
    lines: Sequence[tuple[str, str]] = (),
) -> None:
    """Draw the buttons of a chart.

    Parameters
    ----------
    view
        What the reader looks at.
    files
        Draws the files that can be taken away, and returns what makes the picture of a day; None
        where there is no chart.
    table
        Whether there is a table to bring to sight, which :func:`table` has drawn.
    unlinked
        Draws what stands in place of the link to what no link leads to.
    lines
        What leads to the chart beside the link to its page, each with its name.
    """
    if table:
        words = view.say("answers.table")
        st.html(draw("action_row", "button", "table", words, TABLE), width="content")
    with st.popover(view.say("download.menu"), key="download"):
        make = files()
    if make:
        words = view.say("answers.copy_picture")
        st.html(draw("action_row", "button", "copy", words), width="content")
    if unlinked:
        unlinked()
    else:
        words = view.say("answers.share")
        opens = LINES if lines else ""
        st.html(draw("action_row", "button", "share", words, opens), width="content")
    keys = ("copied", "saved", "not_made", "link_copied", "line_copied")
    said = {key: view.say(f"answers.{key}") for key in keys}
    if lines:
        name, copy = view.say("embed.lines"), view.say("embed.copy")
        st.html(draw("action_row", "lines", LINES, name, lines, copy, said), width="content")
    st.html(draw("action_row", "said", said), width="content")
    st.html(draw("action_row", "buttons_script"), unsafe_allow_javascript=True)
    if make:
        with st.container(key="copy-picture"):
            _picture(view, make)


def table(drawn: Markup, answers: int = 0, *, on_paper: bool = True, is_open: bool = False) -> None:
    """Draw the table of a chart, which its button brings to sight.

    Parameters
    ----------
    drawn
        The table.
    answers
        How many of its columns, after the first, paper has no room for: bars show the same.
    on_paper
        Whether paper always shows it; else only where it is in sight.
    is_open
        Whether it is in sight until the reader closes it.
    """
    st.html(draw("action_row", "table", TABLE, drawn, answers, on_paper, is_open))


@st.fragment
def _picture(view: View, make: MakePicture) -> None:
    """Make the picture when the page's script asks for it, which puts it on the clipboard."""
    if not st.button(view.say("answers.copy_picture"), key="make-picture"):
        return
    now = datetime.now().astimezone()
    picture = make(now.date())
    written = base64.b64encode(picture.make()).decode()
    st.html(draw("action_row", "picture", written, picture.name, now.isoformat()))
