"""The action row at a chart's corner: its table, its files, its picture, the link to it."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

import streamlit as st
from markupsafe import Markup

from insight.reporting.pictures.frame import Words
from insight.views.view import View
from insight.web.audited import acts
from insight.web.downloads import Offer
from insight.web.frame import file_button, rights_here
from insight.web.html.templates import draw

TABLE, LINES = "chart-table", "view-lines"
MakePicture = Callable[[date], Offer]
# What the buttons say when they have done what they do, or could not.
SAID = (
    *("copied", "saved", "not_made", "table_copied", "table_not_copied"),
    *("link_copied", "line_copied"),
)


@dataclass(frozen=True)
class Taken:
    """What can be copied of a chart: the words around its table, and its picture of a day.

    `picture` is None where there is no chart.
    """

    words: Words
    picture: MakePicture | None


def row(
    view: View,
    files: Callable[[], Taken],
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
        Draws the files that can be taken away, and returns what can be copied.
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
        taken = files()
    buttons = [("copyTable", view.say("answers.copy_table"), "")]
    if taken.picture:
        buttons.insert(0, ("copy", view.say("answers.copy_picture"), ""))
    if not unlinked:
        buttons.append(("share", view.say("answers.share"), LINES if lines else ""))
    st.html(draw("action_row", "buttons", buttons), width="content")
    if unlinked:
        unlinked()
    said = {key: view.say(f"answers.{key}") for key in SAID}
    st.html(draw("action_row", "said", said), width="content")
    around = draw("action_row", "around", _around(view, taken.words, linked=not unlinked))
    if lines:
        name, copy = view.say("embed.lines"), view.say("embed.copy")
        around = draw("action_row", "lines", LINES, name, lines, copy) + around
    st.html(around, width="content")
    if taken.picture:
        with st.container(key="copy-picture"):
            _picture(view, taken.picture)


def _around(view: View, words: Words, *, linked: bool) -> str:
    """What a copied table has above and below it, as the page's script reads it."""
    tags = [f"{tag.name}. {tag.words}" for tag in words.tags]
    told = {
        "language": view.language,
        "title": words.title,
        "above": [*words.lines, *tags],
        "below": [*words.notes, *words.foot],
        "link": view.say("shell.printed_address") if linked else "",
    }
    return json.dumps(told)


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
    rights_here.draw_anew_if_lost()
    if not st.button(view.say("answers.copy_picture"), key="make-picture"):
        return
    now = datetime.now().astimezone()
    picture, written, refused = make(now.date()), "", ""
    try:
        taken = replace(picture.taken, kind="clipboard")
        counted = acts.counted(picture.make, taken, picture.name)
        written = base64.b64encode(file_button.made(counted, view.language)).decode()
    except file_button.NotMadeError as fault:
        refused = str(fault)
    st.html(draw("action_row", "picture", written, picture.name, now.isoformat(), refused))
