"""Form for labels: a data map handed over, and what it would call variables and answers."""

from __future__ import annotations

import shutil

import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile

from insight.importers.data_maps.data_map import DataMap
from insight.importers.data_maps.map_reading import read_data_map
from insight.importers.data_maps.map_steps import steps_of_map
from insight.language.errors import some
from insight.survey.recipe.operations import Label
from insight.web import ui
from insight.web.audited import acts
from insight.web.html.templates import draw
from insight.web.own_survey.workbench.bench import Bench, Operations

MOST_ROWS = 60
READ = "bench:map"  # in the session: the file that was read last, and what it says


def labels(bench: Bench) -> Operations:
    """Ask for a data map, and say what it gives and lacks."""
    file = st.file_uploader(bench.say("data_map"), key=f"{bench.key}:labels")
    ui.secondary(bench.say("data_map_line"))
    if file is None:
        return ()
    found = steps_of_map(_read(bench, file), bench.book)
    gives = bench.say("map_gives", program=found.program, count=len(found.steps))
    lacks = [
        bench.say(f"map_{name}", count=len(names), names=some(names))
        for name, names in (("unnamed", found.unnamed), ("unknown", found.unknown))
        if names
    ]
    ui.remark(" ".join([gives, *lacks]))
    given = [step.operation for step in found.steps if isinstance(step.operation, Label)]
    rows = [row for label in given for row in _rows(bench, label)]
    if rows:
        heads = [bench.say(name) for name in ("called_now", "called_then")]
        more = bench.say("more", count=len(rows) - MOST_ROWS) if len(rows) > MOST_ROWS else ""
        st.html(draw("workbench", "labels", heads, rows[:MOST_ROWS], more))
    return given


def _read(bench: Bench, file: UploadedFile) -> DataMap:
    """The data map, read once and not at every click."""
    known: tuple[str, DataMap] | None = st.session_state.get(READ)
    if known and known[0] == file.file_id:
        return known[1]
    acts.bring("labels", file.size, file.name)
    path = bench.take(file.name, file)
    ui.has_read(file)
    try:
        found = read_data_map(path)
    finally:
        shutil.rmtree(path.parent, ignore_errors=True)
    st.session_state[READ] = file.file_id, found
    return found


def _rows(bench: Bench, label: Label) -> list[tuple[str, str, bool]]:
    """What is called otherwise, now and then; answers stand below their variable."""
    variable, language = bench.book.variable(label.variable), bench.language
    now = f"{variable.id} – {variable.label[language]}"
    rows = [(now, label.label[language] if label.label else variable.label[language], False)]
    for named in label.categories:
        known = variable.by_key[str(named.code)].label[language]
        rows.append((known, named.label[language], True))
    return rows
