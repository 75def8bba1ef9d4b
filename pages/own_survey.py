"""A survey of the visitor's own: handed over, looked over, corrected, explored and taken away."""

from collections.abc import Callable
from pathlib import Path

import streamlit as st

from insight.exports import dictionary
from insight.importers.correcting import (
    correct_codebook,
    sample_edits,
    title_edits,
    variable_edits_from,
    wave_order_edits,
)
from insight.importers.readers.source import ImportOptions
from insight.importers.recipe_folder import recoded_copy
from insight.language.catalogue import say
from insight.language.errors import InsightError, NotNowError
from insight.query.counts import column_counts
from insight.survey.codebook import ROLES, Role, Variable
from insight.survey.recipe.operations import Recipe
from insight.survey.toml_edits import Edits
from insight.survey.wave_remarks import wave_names
from insight.views.view import View
from insight.web import choices, ui
from insight.web.audited import acts
from insight.web.frame import rights_here, view_link
from insight.web.html import import_review
from insight.web.html.templates import draw
from insight.web.own_survey import forms, presence
from insight.web.own_survey import visitor as own_survey
from insight.web.own_survey.brought import Brought, remark_of_id
from insight.web.own_survey.visitor import Visitor
from insight.web.own_survey.workbench import order

language, view = choices.reader()
visitor = presence.here()
edition: int = st.session_state.setdefault("own:edition", 0)


def words(key: str, **values: object) -> str:
    return say(language, f"own_survey.{key}", **values)


def changed(host: Visitor, *ids: str, said: str = "") -> None:
    """Start anew with what the visitor's survey is now."""
    for name in ids:
        choices.forget_survey(name)
    st.session_state["own:edition"] = edition + 1
    st.session_state["own:said"] = said
    if host.brought:
        st.session_state["survey"] = host.brought.survey.id
    st.rerun()


def draw_upload() -> None:
    size = st.get_option("server.maxUploadSize")
    file = st.file_uploader(words("upload"), key=f"own:file:{edition}")
    ui.secondary(words("limit", size=size))
    keep = forms.with_personal(language, f"own:personal:{edition}")
    if file:
        try:
            acts.bring("survey", file.size, file.name)
        except NotNowError as refusal:
            st.warning(refusal.text(language))
            return
        host = presence.host()
        try:
            path = host.take(file.name, file)
        except InsightError as refusal:
            choices.notice(refusal)
            changed(host)
        ui.let_go_of_uploads()
        read(host, path, ImportOptions(without_personal=not keep))


def read(host: Visitor, path: Path, options: ImportOptions) -> None:
    said = words("reading", file=choices.plain(path.name))
    bar = st.progress(0.0, said)
    old = [host.brought.survey.id] if host.brought else []
    try:
        taken = own_survey.reserved_ids(rights_here.surveys_there())
        host.bring(path, taken, options, lambda part: bar.progress(part, said))
    except InsightError as refusal:
        choices.notice(refusal)
        changed(host)
    changed(host, *old, said="read")


def draw_again(host: Visitor, path: Path) -> None:
    """Offer to read a text or a workbook in another way."""
    with st.expander(words("again")):
        if options := forms.reading(path, language):
            read(host, path, options)


def draw_questions(host: Visitor, mine: Brought) -> None:
    """Show what was taken for one question with several answers, and let it be undone."""
    made, path = mine.made, host.file
    chosen = bool(mine.options.separate or mine.options.split)
    if path is None or not (made.together or made.undecided or chosen):
        return
    count = len(made.together) + len(made.undecided)
    with st.expander(words("several", count=count), expanded=bool(made.undecided)):
        ui.secondary(words("several_line"))
        if options := forms.several_answers(made, mine.options, language, f"{edition}:{language}"):
            read(host, path, options)


def correct(host: Visitor, mine: Brought, edits: Callable[[], Edits]) -> None:
    try:
        with st.spinner(words("checking")):
            host.correct(correct_codebook(mine.survey, edits(), host.room()))
    except InsightError as refusal:
        choices.notice(refusal)
        changed(host)
    changed(host, mine.survey.id, said="corrected")


def draw_summary(host: Visitor, mine: Brought, view: View) -> None:
    book = mine.survey.codebook
    ui.heading(book.title[language], import_review.counts(book, mine.made.rows, language),
               words("file", file=mine.file, id=book.id))  # fmt: skip
    if remarks := import_review.remarks_html(mine.made, remark_of_id(mine), language):
        st.html(remarks)
    for at, page in zip(st.columns(2), ("answers", "codebook"), strict=True):
        with at:
            ui.link_to(view, page, words(f"see_{page}"), survey=book.id)
    with ui.tools():
        presence.offer_folder(language, "page")
        st.button(words("remove"), on_click=host.remove)
        if host.has_corrected and st.button(words("undo")):
            host.undo()
            changed(host, book.id, said="undone")
    ui.secondary(words("keep"))


def draw_sample(host: Visitor, mine: Brought) -> None:
    ui.heading(words("design"), line=words("design_line"))
    st.html(import_review.evidence_html(mine.made, language))
    book, proposals = mine.survey.codebook, mine.made.proposals
    if wanted := forms.sample(book, proposals, language, f"{edition}:{language}"):
        correct(host, mine, lambda: sample_edits(mine.survey, wanted))


def draw_order(host: Visitor, mine: Brought) -> None:
    """Offer the operations that put the survey in order, and the recipe of those in use."""

    def use(recipe: Recipe) -> None:
        with st.spinner(words("checking")):
            host.correct(recoded_copy(mine.survey, recipe, host.room()))
        st.session_state[order.SAID] = words("recoded")
        changed(host, mine.survey.id)

    ui.heading(say(language, "workbench.title"), line=say(language, "workbench.lead"))
    order.draw(mine, language, f"bench:{edition}:{language}", use, host.take)


def draw_waves(host: Visitor, mine: Brought) -> None:
    """Offer to put waves in order whose names leave a doubt about it."""
    book = mine.survey.codebook
    if book.wave is None or book.wave_order.named:
        return
    how = "assumed" if book.wave_times else "known" if book.waves_ordered else "unknown"
    ui.heading(words("waves"), line=words(f"waves_{how}", names=wave_names(book)))
    if wanted := forms.wave_order(book, language, f"{edition}:{language}"):
        correct(host, mine, lambda: wave_order_edits(mine.survey, wanted))


def draw_variables(host: Visitor, mine: Brought, view: View) -> None:
    book = mine.survey.codebook
    ui.heading(words("variables"))
    search, kinds = st.columns([3, 1])
    with search:
        query = choices.find(view, words("search"))
    with kinds:
        named = {name: say(language, f"codebook.role_{name}") for name in ("all", *ROLES)}
        role = choices.pick(view, say(language, "codebook.role"), "role", named)
    view_link.set_link(view, find=query, role="" if role == "all" else role)
    of: Role | None = next((name for name in ROLES if name == role), None)
    matching = dictionary.search(book, query, of)
    shown = matching[: import_review.MOST_ROWS]
    ui.secondary(words("shown", shown=len(shown), found=len(matching), total=len(book.variables)))
    if shown:
        shares = column_counts.response_rates(mine.survey, shown)
        st.html(import_review.table_html(shown, shares, language))
        ids = [variable.id for variable in matching]
        name = import_review.namer(book, [], language)
        chosen = st.selectbox(words("one"), ids, format_func=name, filter_mode="contains",
                              key=f"own:variable:{edition}:{language}")  # fmt: skip
        draw_variable(host, mine, mine.survey.written.variable(chosen))


def draw_variable(host: Visitor, mine: Brought, variable: Variable) -> None:
    if wanted := forms.variable(variable, language, f"{edition}:{language}"):
        correct(host, mine, lambda: variable_edits_from(mine.survey, variable, wanted))


def draw_title(host: Visitor, mine: Brought) -> None:
    ui.heading(words("title_heading"))
    now = mine.survey.codebook.title
    if wanted := forms.title(now, language, f"{edition}:{language}"):
        correct(host, mine, lambda: title_edits(wanted))


def draw_mine(host: Visitor, mine: Brought, view: View) -> None:
    with st.expander(words("another")):
        draw_upload()
    if host.loose_file:
        draw_again(host, host.loose_file)
    draw_summary(host, mine, view)
    draw_questions(host, mine)
    draw_order(host, mine)
    draw_sample(host, mine)
    draw_waves(host, mine)
    draw_variables(host, mine, view)
    draw_title(host, mine)


def draw_page() -> None:
    if said := st.session_state.pop("own:said", ""):
        st.html(draw("page", "done", words(said)))
    mine = visitor.brought if visitor else None
    if visitor and mine and view:
        draw_mine(visitor, mine, view)
    else:
        draw_upload()
        st.html(import_review.steps_html(language))
        if visitor and visitor.loose_file:
            draw_again(visitor, visitor.loose_file)
        view_link.set_link(view)
    if broken := rights_here.surveys_there().broken:
        with st.expander(words("broken", count=len(broken))):
            st.html(import_review.broken_html(broken, language))


ui.heading(words("title"), words("lead"), top=True)
if rights_here.may_bring():
    draw_page()
else:
    st.info(words("not_allowed"))
    view_link.set_link(view)
