"""A database that is gone, slow or changed: one sentence or a fresh answer, and no secret told."""

import logging
import shutil
import threading
import time
import traceback

import numpy as np
import pandas as pd
import pytest
from engine_server import BASE, SECRET, EngineServer, engine_server, moved_to, use
from survey_folder import GATES_OFF, segment, single, write_survey

from insight import table
from insight.analysis import shared_surveys
from insight.language.errors import DataError, InsightError, SurveyReplacedError
from insight.operation.waiting import CalledOffError, Waiting
from insight.query.engines import clickhouse, connections
from insight.query.engines.engine import EngineError, RowsRefusedError
from insight.query.opened import OpenSurvey, open_in
from insight.query.sql import Sql
from insight.query.store import Store
from insight.survey.filters import EVERYONE
from insight.survey.folders import read_survey

VARIABLES = {"q": single(1, 2, 3), "g": segment("a", "b")}
FRAME = {"q": [1, 2, 3, 1] * 10, "g": ["a", "b"] * 20, "w": [0.5, 1.5] * 20}


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    with engine_server(tmp_path_factory.mktemp("engine")) as running:
        yield running


@pytest.fixture(autouse=True)
def used(server, monkeypatch):
    use(server, monkeypatch)


@pytest.fixture
def moved(server, tmp_path, request):
    """A survey folder whose responses stand in a table of its own."""
    folder = write_survey(tmp_path, "s", FRAME, VARIABLES, design={"weight": "w"})
    return moved_to(server, folder, request.node.name)


def opened(folder) -> OpenSurvey:
    return open_in(Store(), read_survey(folder))


def refusal_of(ask, caplog) -> str:
    """What is said when something is asked, which tells neither an address nor a secret."""
    with caplog.at_level(logging.DEBUG), pytest.raises(InsightError) as refused:
        ask()
    words = refused.value.text("en")
    told = [words, refused.value.text("nb"), repr(refused.value), caplog.text]
    told += traceback.format_exception(refused.value)
    chain = refused.value
    while chain is not None:
        told.append(repr(chain))
        chain = chain.__cause__ or chain.__context__
    for secret in (SECRET, "127.0.0.1", "localhost", "reader"):
        assert not any(secret in words for words in told)
    return words


def test_a_wrong_secret_is_a_sentence(moved, monkeypatch, caplog):
    monkeypatch.setenv("INSIGHT_CLICKHOUSE_SECRET", f"{SECRET}, which is wrong")
    connections.engine_of.cache_clear()
    assert "does not let this server in" in refusal_of(lambda: opened(moved), caplog)


def test_a_wrong_address_is_a_sentence(moved, monkeypatch, caplog):
    monkeypatch.setenv("INSIGHT_CLICKHOUSE_URL", f"http://reader@127.0.0.1:9/{BASE}")
    connections.engine_of.cache_clear()
    assert "does not respond" in refusal_of(lambda: opened(moved), caplog)


def test_a_table_that_is_not_there_is_a_sentence(server, moved, caplog):
    server.run(f"DROP TABLE {BASE}.test_a_table_that_is_not_there_is_a_sentence")
    assert "not in the database" in refusal_of(lambda: opened(moved), caplog)


def test_a_database_that_goes_away_is_a_sentence_and_comes_back(tmp_path, monkeypatch, caplog):
    folder = write_survey(tmp_path, "s", FRAME, VARIABLES, design={"weight": "w"})
    server = EngineServer(tmp_path)
    use(server, monkeypatch)
    survey = opened(moved_to(server, folder, "t"))
    assert table(survey, "q").estimates
    server.end()
    survey.store.memory.forget(survey.folder)
    assert "does not respond" in refusal_of(lambda: table(survey, "q", by="g"), caplog)


def test_a_query_that_takes_too_long_ends_at_both_sides(server, moved, monkeypatch, caplog):
    monkeypatch.setattr(clickhouse, "GRACE", 0)
    monkeypatch.setenv("INSIGHT_ENGINE_SECONDS", "1")
    connections.engine_of.cache_clear()
    survey = opened(moved)
    (server.folder / "hang").touch()
    try:
        assert "took too long" in refusal_of(lambda: table(survey, "q"), caplog)
        left = server.folder / "left"
        assert wait_for(left.exists)
    finally:
        (server.folder / "hang").unlink()
    assert table(survey, "q").estimates


def test_a_query_of_a_visitor_who_leaves_ends_at_both_sides(server, moved):
    survey, visitor, found = opened(moved), Waiting(), []

    def ask() -> None:
        try:
            with visitor.waited_for():
                table(survey, "q")
        except CalledOffError as error:
            found.append(error)

    (server.folder / "hung").unlink(missing_ok=True)
    (server.folder / "left").unlink(missing_ok=True)
    (server.folder / "hang").touch()
    try:
        asking = threading.Thread(target=ask, daemon=True)
        asking.start()
        assert wait_for((server.folder / "hung").exists)
        visitor.leave()
        asking.join(60)
        assert len(found) == 1
        assert wait_for((server.folder / "left").exists)
    finally:
        (server.folder / "hang").unlink()
    assert table(survey, "q").estimates


def wait_for(met) -> bool:
    for _ in range(200):
        if met():
            return True
        time.sleep(0.02)
    return False


def test_a_slow_query_is_ended_by_the_database(server, caplog):
    slow = "SELECT sleepEachRow(0.02) AS q FROM numbers(5000)"
    server.run(f"CREATE VIEW {BASE}.slow AS {slow}")
    engine = server.engine(Store(), INSIGHT_ENGINE_SECONDS="1")
    asked = f'SELECT count("q") AS n FROM "{BASE}"."slow"'  # noqa: S608 - names of ours
    assert "took too long" in refusal_of(lambda: engine.aggregate(asked), caplog)


def test_rows_that_are_added_are_a_fresh_answer_and_never_an_old_one(server, moved):
    survey = opened(moved)
    before = table(survey, "q").at((), "1").n
    add_one(server, moved)
    with pytest.raises(SurveyReplacedError):
        table(survey, "q", by="g")
    assert table(opened(moved), "q").at((), "1").n == before + 1


def add_one(server, folder) -> None:
    server.run(f"INSERT INTO {BASE}.{table_name(folder)} VALUES (1, 'a', 1.0)")  # noqa: S608


def table_name(folder) -> str:
    return read_survey(folder).codebook.source_table.parts[1]


def test_a_column_that_is_taken_away_is_a_sentence(server, moved, caplog):
    survey = opened(moved)
    server.run(f"ALTER TABLE {BASE}.{table_name(moved)} DROP COLUMN q")
    with pytest.raises(SurveyReplacedError):
        table(survey, "q")
    assert "“q”" in refusal_of(lambda: opened(moved), caplog)


def test_a_table_that_is_replaced_by_one_that_looks_alike_is_noticed(server, moved):
    survey = opened(moved)
    name = table_name(moved)
    server.run(f"RENAME TABLE {BASE}.{name} TO {BASE}.old")
    server.run(f"CREATE TABLE {BASE}.{name} AS {BASE}.old")
    server.run(f"INSERT INTO {BASE}.{name} SELECT * FROM {BASE}.old")  # noqa: S608
    with pytest.raises(SurveyReplacedError):
        table(survey, "q")


def test_a_view_is_counted_to_see_whether_it_has_changed(server, moved):
    name = table_name(moved)
    server.run(f"CREATE VIEW {BASE}.seen AS SELECT * FROM {BASE}.{name}")  # noqa: S608
    engine = server.engine(Store())
    view = Sql(f'"{BASE}"."seen"')
    before = engine.types(view)
    assert [*before.types.items()] == [("q", "BIGINT"), ("g", "VARCHAR"), ("w", "DOUBLE")]
    assert engine.types(view) == before
    add_one(server, moved)
    assert server.engine(Store()).types(view).mark != before.mark


@pytest.mark.parametrize(
    "ask",
    [
        pytest.param(lambda survey: survey.rows(EVERYONE), id="rows"),
        pytest.param(lambda survey: survey.column("q"), id="column"),
    ],
)
def test_rows_are_refused_in_a_sentence(moved, ask, caplog):
    survey = opened(moved)
    assert "only sums leave" in refusal_of(lambda: ask(survey), caplog)
    assert survey.schema.names == ["q", "g", "w"]


BROKEN = [
    # what is changed in the responses, the kinds of faults that a file has
    {"q": [1, 2, 7, 8] * 10},
    {"g": ["a", "it's"] * 20},
    {"w": [0.5, -1.0] * 20},
    {"w": [0.5, np.nan] * 20},
    {"w": [0.0, 0.0] * 20},
    {"q": [1.5, 2.0, 3.0, 1.0] * 10},
    {"q": ["1", "2", "x", "3"] * 10},
    {"q": [None, None, 1, 2] * 10},
]


@pytest.mark.parametrize("number", range(len(BROKEN)))
def test_what_is_wrong_is_told_as_of_a_file(server, tmp_path, number):
    frame = pd.DataFrame(FRAME | BROKEN[number])
    folder = write_survey(tmp_path, "s", frame, VARIABLES, design={"weight": "w"})
    told = []
    for one in (folder, moved_to(server, folder, f"broken_{number}")):
        try:
            opened(one)
        except DataError as error:
            told.append(sorted(fault.text("nb") for fault in error.faults))
        else:
            told.append(["in order"])
    assert told[0] == told[1]


def test_surveys_of_a_data_folder_come_and_go_with_their_database(tmp_path, monkeypatch):
    monkeypatch.setattr(connections, "SECONDS", 0.0)
    rules = GATES_OFF | {"min_base": 2}
    write_survey(tmp_path, "file", FRAME, VARIABLES)
    folder = write_survey(tmp_path, "s", FRAME, VARIABLES, disclosure=rules)
    server = EngineServer(tmp_path)
    use(server, monkeypatch)
    moved = moved_to(server, folder, "t")
    shutil.rmtree(folder)
    shutil.move(moved, folder)
    monkeypatch.setenv("INSIGHT_DATA", str(tmp_path))
    found = shared_surveys.surveys()
    assert [one.id for one in found.surveys] == ["file", "s"]
    assert shared_surveys.surveys().surveys[1] is found.surveys[1]
    assert shared_surveys.engines_wrong() == []
    server.end()
    found = shared_surveys.surveys()
    assert [one.id for one in found.surveys] == ["file"]
    [(name, problem)] = found.broken
    assert name == "s"
    assert isinstance(problem, EngineError)
    assert shared_surveys.engines_wrong() == ["unreachable"]


def test_the_refusal_of_rows_is_one_that_stays():
    assert not issubclass(RowsRefusedError, EngineError)
