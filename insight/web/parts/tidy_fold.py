"""Figures folded below an answer: a table in words, and the tidy rows as a file."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd
import streamlit as st

from insight.analysis.tidy import TidyResult
from insight.exports.files import file_name, tidy_bytes
from insight.views.view import View
from insight.web import ui
from insight.web.audited.acts import Taken
from insight.web.frame import file_button


def draw(
    view: View, heading: str, words: pd.DataFrame, result: TidyResult, stem: str, taken: Taken
) -> None:
    """Draw a fold with a table and its file.

    Parameters
    ----------
    view
        What the reader looks at.
    heading
        What the fold is called.
    words
        The table.
    result, stem, taken
        As of :func:`offer`.
    """
    with st.expander(heading, type="compact"):
        ui.table_of(words)
        offer(view, view.say("adjusted.download"), lambda: result, stem, taken)


def offer(
    view: View, label: str, result: Callable[[], TidyResult], stem: str, taken: Taken
) -> None:
    """Draw the button of a file of tidy rows.

    Parameters
    ----------
    view
        What the reader looks at.
    label
        What stands on the button.
    result
        Returns what the rows are of, when somebody takes them.
    stem
        How the file's name begins; the filter follows.
    taken
        What the file is of. Its kind is the button's, of which a page has one.
    """
    file_button.draw(
        view.language,
        label,
        lambda: tidy_bytes(result().tidy(view.language)),
        file_name(stem, taken.where, "csv"),
        "text/csv",
        f"{taken.kind}-file",
        taken,
    )
