"""The maker of tab books: which questions, columns and tests, how far it has come, and the file."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import streamlit as st

from insight.analysis.book.column_tests import TESTED, Tested
from insight.analysis.book.tab_book import Book, plan_book
from insight.exports.books.book_file import BookFile
from insight.exports.files import file_name
from insight.language.errors import InsightError, SurveyReplacedError
from insight.operation.counts import BOOKS, count_refusal, outcome_in
from insight.survey.codebook import Variable
from insight.survey.disk.held_folders import held_folder
from insight.views.view import View
from insight.web import ui
from insight.web.audited import acts
from insight.web.audited.acts import Taken
from insight.web.downloads import MIME
from insight.web.frame import file_button, rights_here
from insight.web.own_survey.leftovers import BOOK as PREFIX

FIRST_COLUMNS = 3


@st.fragment
def draw(view: View) -> None:
    """Draw the choices of a tab book of the reader's respondents, and what makes it."""
    rights_here.draw_anew_if_lost()
    with st.popover(view.say("book.menu"), key="book"):
        ui.secondary(view.say("book.lead"))
        chosen = _choices(view)
        made_key, language = f"book:made:{view.survey.id}", view.language
        if st.button(view.say("book.make"), key="book:make", type="primary"):
            st.session_state.pop(made_key, None)
            items, banner, *_ = chosen
            taken = Taken("book", (view.survey,), items, banner, view.where, "book")
            try:
                acts.do(taken)
                with outcome_in(BOOKS):
                    st.session_state[made_key] = (chosen, _make(view, *chosen))
            except SurveyReplacedError as replaced:
                st.error(replaced.text(language))
            except InsightError as refusal:
                count_refusal("page", refusal)
                st.error(refusal.text(language))
        made_of, content = st.session_state.get(made_key, (None, b""))
        if made_of == chosen:
            name = file_name(f"{view.survey.id}_book", view.where, "xlsx")
            label = view.say("book.take")
            taken = Taken("book", (view.survey,), made_of[0], made_of[1], view.where)
            make, mime = lambda: content, MIME["xlsx"]
            file_button.draw(language, label, make, name, mime, "book:take", taken)


Chosen = tuple[tuple[str, ...], tuple[str, ...], Tested, bool, *tuple[object, ...]]


def _choices(view: View) -> Chosen:
    """Draw the choices; return them with whose answers, and of which version, they are about."""
    codebook, language = view.survey.codebook, view.language
    columns = [variable for variable in (codebook.wave, *codebook.segments) if variable]
    segments = [variable.id for variable in codebook.segments]
    items = _several(view, "items", codebook.items, [])
    banner = _several(view, "banner", columns, segments[:FIRST_COLUMNS])
    tested = st.selectbox(
        view.say("book.tested"),
        TESTED,
        format_func=lambda tested: view.say(f"book.tested_{tested}"),
        key=f"book:tested:{language}",
    )
    one_sheet = st.toggle(view.say("book.one_sheet"), key=f"book:one_sheet:{language}")
    of = (view.survey.version, view.where.written, view.base, language)
    return (items, banner, tested, one_sheet, *of)


def _several(
    view: View, name: str, variables: Sequence[Variable], default: list[str]
) -> tuple[str, ...]:
    labels = {variable.id: variable.label[view.language] for variable in variables}
    chosen = st.multiselect(
        view.say(f"book.{name}"),
        list(labels),
        default,
        format_func=lambda of: labels.get(of, of),
        placeholder=view.say(f"book.{name}_all"),
        key=f"book:{name}:{view.survey.id}:{view.language}",
    )
    return tuple(chosen)


def _make(
    view: View,
    items: Sequence[str],
    banner: Sequence[str],
    tested: Tested,
    one_sheet: bool,
    *_: object,
) -> bytes:
    """Make the workbook, telling how far it has come.

    Raises
    ------
    InsightError
        If it cannot be made.
    """
    book: Book = plan_book(
        view.survey, items, banner, where=view.where, base=view.base, tested=tested
    )
    bar = st.progress(0.0)

    def tell(done: int, total: int) -> None:
        bar.progress(done / total, view.say("book.progress", done=done, total=total))

    day = datetime.now().astimezone().date()
    try:
        with held_folder(PREFIX) as folder:
            path = folder / "draft.xlsx"
            BookFile(view.language, day, one_sheet=one_sheet, progress=tell).write(book, path)
            return path.read_bytes()
    finally:
        bar.empty()
