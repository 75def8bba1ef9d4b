"""Readings of a request, told to whoever listens."""

import ast
import threading
from dataclasses import replace

import pytest
from checkout import ROOT
from kept_on_disk import opened, small

from insight.query.cubes import sources
from insight.query.cubes.sources import source_of
from insight.query.explained import explained, making, note_read
from insight.survey.source.source_table import SourceTable


@pytest.fixture
def survey(tmp_path):
    return opened(small(tmp_path))


def ask(survey, source):
    survey.store.query(source.sql.text, source.sql)


def test_queries_belong_to_what_was_noted_last(survey):
    with explained() as told:
        survey.store.query("SELECT 1")
        note_read("file", 60, survey, "q")
        survey.store.query("SELECT 1")
        survey.store.query("SELECT 1")
        note_read("cube", 6, survey, "q")
        survey.store.query("SELECT 1")
    assert [(one.kind, one.rows, one.queries) for one in told.readings] == [
        ("file", 60, 2), ("cube", 6, 1)
    ]  # fmt: skip
    assert told.queries == 4
    assert sum(one.seconds for one in told.readings) < told.query_seconds < told.seconds


def test_a_table_in_a_database_is_told_as_such(survey):
    book = replace(survey.codebook, source_table=SourceTable("clickhouse", "reg.answers"))
    there = replace(survey, codebook=book)
    with explained() as told:
        for source in ("file", "cube"):
            note_read(source, 60, there, "q")
            survey.store.query("SELECT 1")
    assert [(one.kind, one.queries) for one in told.readings] == [("database", 1), ("cube", 1)]


def test_what_a_table_is_made_of_is_told_after_it_and_counted_in_it(survey):
    with explained() as told:
        note_read("file", 60, survey, "before")
        with making(survey, "table") as made:
            survey.store.query("SELECT 1")
            note_read("file", 60, survey, "q")
            survey.store.query("SELECT 1")
            made.rows = 6
        survey.store.query("SELECT 1")
    assert [(one.kind, one.what, one.queries) for one in told.readings] == [
        ("file", "before", 0), ("made", "table", 2), ("file", "q", 2)
    ]  # fmt: skip


def test_small_files_are_read_and_large_ones_summed_up_once(survey, monkeypatch):
    with explained() as told:
        ask(survey, source_of(survey, ["q"]))
    assert [(one.kind, one.rows) for one in told.readings] == [("file", 60)]
    monkeypatch.setattr(sources, "FEWEST_RESPONDENTS", 10)
    with explained() as told:
        for _ in range(2):
            ask(survey, source_of(survey, ["q"]))
    # A sample tells how many cells there would be. Of 60 respondents there are nine kinds: six
    # answers of one gender, and three that the other gives.
    assert [(one.kind, one.rows) for one in told.readings] == [
        ("made", 1), ("file", 60), ("made", 9), ("file", 60), ("cube", 9), ("cube", 9)
    ]  # fmt: skip


def test_nothing_is_kept_where_nobody_listens_nor_of_other_threads(survey):
    note_read("file", 60, survey, "before")
    with explained() as told:
        other = threading.Thread(target=note_read, args=("file", 60, survey, "beside"))
        other.start()
        other.join()
    note_read("file", 60, survey, "after")
    assert told.readings == []


def test_nobody_but_the_command_listens():
    """Rows of a cube are counts that no disclosure has looked at: no page may tell them."""
    listens = {
        path.name
        for path in [*ROOT.glob("insight/**/*.py"), *ROOT.glob("pages/*.py"), ROOT / "app.py"]
        if "explained" in (text := path.read_text("utf-8"))
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.ImportFrom)
        for name in node.names
        if f"{node.module}.{name.name}" == "insight.query.explained.explained"
    }
    assert listens == {"explain.py"}
