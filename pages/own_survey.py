"""A survey of the visitor's own: handed over, looked over, corrected, explored and taken away."""

from collections.abc import Callable
from pathlib import Path

import streamlit as st

from insight import answered, answers, choices, dictionary, own_survey, ui, understood
from insight.answers import View
from insight.catalogue import Text, say
from insight.codebook import KINDS, MISSING, ROLES, Role, Variable
from insight.errors import InsightError
from insight.importers.correcting import (
    PARTS,
    DesignChoice,
    VariableChoice,
    columns_in_use,
    corrected,
    groupable,
    sample_edits,
    suitable,
    title_edits,
    variable_edits_from,
)
from insight.importers.source import ImportOptions
from insight.importers.toml_edits import Edits
from insight.own_survey import Brought, Visitor

language, view = choices.reader()
visitor: Visitor | None = st.session_state.get("visitor")
edition: int = st.session_state.setdefault("own:edition", 0)
store = answers.store()


def words(key: str, **values: object) -> str:
    return say(language, f"own_survey.{key}", **values)


def changed(host: Visitor, *ids: str, said: str = "") -> None:
    """Start anew with what the visitor's survey is now."""
    for one in ids:
        choices.forget_survey(one)
    st.session_state["own:edition"] = edition + 1
    st.session_state["own:said"] = said
    if host.brought:
        st.session_state["survey"] = host.brought.survey.id
    st.rerun()


def draw_upload() -> None:
    size = st.get_option("server.maxUploadSize")
    file = st.file_uploader(words("upload"), key=f"own:file:{edition}")
    ui.secondary(words("limit", size=size))
    if file:
        host = visitor or st.session_state.setdefault("visitor", Visitor(ui.session()))
        path = host.take(file.name, file)
        ui.let_go_of_uploads()
        read(host, path, ImportOptions())


def read(host: Visitor, path: Path, options: ImportOptions) -> None:
    said = words("reading", file=choices.plain(path.name))
    bar = st.progress(0.0, said)
    old = [host.brought.survey.id] if host.brought else []
    try:
        taken = own_survey.taken(answers.surveys())
        host.bring(store, path, taken, options, lambda part: bar.progress(part, said))
    except InsightError as refusal:
        choices.notice(refusal)
        changed(host)
    changed(host, *old, said="read")


def draw_again(host: Visitor, path: Path) -> None:
    """Offer to read a text or a workbook in another way."""
    with st.expander(words("again")), st.form("own:again", border=False):
        if path.suffix.lower() in own_survey.WORKBOOKS:
            options = ImportOptions(sheet=st.text_input(words("sheet")) or None)
        else:
            named = {"": words("detected"), "\t": words("tab")}
            asked = {"separator": ["", ";", ",", "\t", "|"], "decimal": ["", ",", "."],
                     "encoding": ["", "utf-8", "windows-1252", "utf-16"]}  # fmt: skip
            chosen = {
                part: column.selectbox(
                    words(part), some, format_func=lambda one: named.get(one, one)
                )
                for column, (part, some) in zip(st.columns(3), asked.items(), strict=True)
            }
            options = ImportOptions(**{part: one or None for part, one in chosen.items()})
        if st.form_submit_button(words("read_again")):
            read(host, path, options)


def correct(host: Visitor, mine: Brought, edits: Callable[[], Edits]) -> None:
    try:
        with st.spinner(words("checking")):
            host.correct(corrected(store, mine.survey, edits(), host.room()))
    except InsightError as refusal:
        choices.notice(refusal)
        changed(host)
    changed(host, mine.survey.id, said="corrected")


def draw_summary(host: Visitor, mine: Brought, view: View) -> None:
    book = mine.survey.codebook
    ui.heading(book.title[language], understood.counts(book, mine.made.rows, language),
               words("file", file=mine.file, id=book.id))  # fmt: skip
    st.html(understood.remarks_html(mine.made, own_survey.remark_of_id(mine), language))
    for at, page in zip(st.columns(3), ("breakdown", "trust", "codebook"), strict=True):
        with at:
            ui.link_to(view, page, words(f"see_{page}"), survey=book.id)
    with ui.tools():
        st.download_button(words("download"), lambda: own_survey.zipped(mine.survey),
                           f"{book.id}.zip", "application/zip", on_click="ignore")  # fmt: skip
        st.button(words("remove"), on_click=host.remove)
    ui.secondary(words("keep"))


def draw_design(host: Visitor, mine: Brought) -> None:
    book = mine.survey.codebook
    ui.heading(words("design"), line=words("design_line"))
    st.html(understood.evidence_html(mine.made, language))
    now = columns_in_use(book.design)
    with st.form(f"own:design:{edition}:{language}"):
        columns = {}
        for at, part in zip((*st.columns(3), *st.columns(2)), PARTS, strict=True):
            proposed = [one.column for one in mine.made.proposals if one.part == part]
            options = list(dict.fromkeys(["", *proposed, *suitable(book, part)]))
            name = understood.named(book, proposed, language)
            columns[part] = at.selectbox(words(part), options, options.index(now[part]), name)
        name, segments = understood.named(book, [], language), [one.id for one in book.segments]
        chosen = st.multiselect(words("segments"), groupable(book), segments, name)
        probability = st.toggle(words("probability"), book.design.probability)
        if st.form_submit_button(words("use")):
            wanted = DesignChoice(columns, probability, chosen)
            correct(host, mine, lambda: sample_edits(store, mine.survey, wanted))


def draw_variables(host: Visitor, mine: Brought, view: View) -> None:
    book = mine.survey.codebook
    ui.heading(words("variables"))
    search, kinds = st.columns([3, 1])
    with search:
        query = choices.find(view, words("search"))
    with kinds:
        named = {one: say(language, f"codebook.role_{one}") for one in ("all", *ROLES)}
        role = choices.pick(view, say(language, "codebook.role"), "role", named)
    choices.write_link(view, find=query, role="" if role == "all" else role)
    asked: Role | None = next((one for one in ROLES if one == role), None)
    found = dictionary.search(book, query, asked)
    shown = found[: understood.MOST_ROWS]
    ui.secondary(words("shown", shown=len(shown), found=len(found), total=len(book.variables)))
    if shown:
        shares = answered.answered(store, mine.survey, shown)
        st.html(understood.table_html(shown, shares, language))
        ids = [one.id for one in found]
        name = understood.named(book, [], language)
        chosen = st.selectbox(words("one"), ids, format_func=name, filter_mode="contains",
                              key=f"own:variable:{edition}:{language}")  # fmt: skip
        draw_variable(host, mine, book.variable(chosen))


def draw_variable(host: Visitor, mine: Brought, one: Variable) -> None:
    key = f"own:{edition}:{language}:{one.id}"
    with st.form(f"own:change:{edition}:{language}"):
        nb, en = (at.text_input(words(f"label_{its}"), one.label[its], key=f"{key}:{its}")
                  for at, its in zip(st.columns(2), ("nb", "en"), strict=True))  # fmt: skip
        left, right = st.columns(2)
        named = {its: say(language, f"codebook.one_{its}") for its in ROLES}
        role = left.selectbox(
            words("role"), ROLES, ROLES.index(one.role), lambda its: named[its], key=f"{key}:role"
        )
        kinds = [its for its in KINDS if (its == "multiple") == (one.kind == "multiple")]
        named |= {its: say(language, f"codebook.kind_{its}") for its in KINDS}
        kind = right.selectbox(
            words("kind"), kinds, kinds.index(one.kind), lambda its: named[its], key=f"{key}:kind"
        )
        missing = {
            code: meaning
            for meaning in (MISSING if understood.has_few_codes(one) else ())
            for code in st.multiselect(
                words(f"missing_{meaning}"),
                [its.key for its in one.categories],
                [its.key for its in one.categories if its.missing == meaning],
                lambda code: understood.named_code(one, code, language),
                key=f"{key}:{meaning}",
                accept_new_options=one.kind == "numeric",
            )
        }
        ordered = st.toggle(words("ordered"), one.ordered, key=f"{key}:ordered")
        if st.form_submit_button(words("save")):
            wanted = VariableChoice(role, kind, ordered, missing, Text(nb, en))
            correct(host, mine, lambda: variable_edits_from(store, mine.survey, one, wanted))


def draw_title(host: Visitor, mine: Brought) -> None:
    title = mine.survey.codebook.title
    ui.heading(words("title_heading"))
    with st.form(f"own:title:{edition}:{language}"):
        nb, en = (at.text_input(words(f"title_{its}"), title[its])
                  for at, its in zip(st.columns(2), ("nb", "en"), strict=True))  # fmt: skip
        if st.form_submit_button(words("save_title")):
            correct(host, mine, lambda: title_edits(Text(nb, en)))


ui.heading(words("title"), words("lead"), top=True)
if said := st.session_state.pop("own:said", ""):
    st.html(f"<p class='notice' role='status'>{words(said)}</p>")
mine = visitor.brought if visitor else None
if visitor and mine and view:
    with st.expander(words("another")):
        draw_upload()
    if visitor.file:
        draw_again(visitor, visitor.file)
    draw_summary(visitor, mine, view)
    draw_design(visitor, mine)
    draw_variables(visitor, mine, view)
    draw_title(visitor, mine)
else:
    draw_upload()
    st.html(understood.steps_html(language))
    if visitor and visitor.file:
        draw_again(visitor, visitor.file)
    choices.write_link(view)
if broken := answers.surveys().broken:
    with st.expander(words("broken", count=len(broken))):
        st.html(understood.broken_html(broken, language))
