"""Engines: DuckDB by the same interface, settings, and what is told when a database fails."""

import logging
import threading
import time

import pytest
from survey_folder import segment, single, write_survey

from insight import open_survey
from insight.language.errors import DataError, Fault, RequestError
from insight.query.engines import connections
from insight.query.engines.clickhouse import ClickHouse
from insight.query.engines.clickhouse_faults import engine_fault
from insight.query.engines.engine import EngineError
from insight.query.engines.engine_settings import clickhouse_settings_from
from insight.query.engines.lately import Lately
from insight.query.engines.local_files import LocalFiles
from insight.query.opened import open_in
from insight.query.sql import parameters
from insight.query.store import Store
from insight.survey.folders import RESPONSES, read_survey

VARIABLES = {"q": single(1, 2), "g": segment("a", "b")}
URL, SECRET = "https://reader@db.example.org:8443/reg", "s3cret words"
CODES = [
    (516, "secret"),
    (497, "rights"),
    (60, "no_table"),
    (47, "columns"),
    (159, "slow"),
    (394, "slow"),
    (241, "too_much"),
    (396, "too_much"),
    (202, "busy"),
    (62, "code"),
]


@pytest.fixture
def folder(tmp_path):
    return write_survey(tmp_path, "s", {"q": [1, 2, 1], "g": ["a", "b", "b"]}, VARIABLES)


def test_duckdb_is_an_engine(folder):
    survey = open_survey(folder)
    assert isinstance(survey.engine, LocalFiles)
    known = survey.engine.types(survey.raw_file)
    assert (dict(known.types), known.mark) == ({"q": "BIGINT", "g": "VARCHAR"}, "")
    among = parameters("code", ["b"])
    sql = f'SELECT count(*) AS n FROM {survey.raw_file.text} WHERE "g" IN ({among.text})'  # noqa: S608
    assert survey.engine.aggregate(sql, survey.raw_file, among)["n"].tolist() == [2]


def moved(folder):
    """The survey as one whose responses stand in a database."""
    (folder / RESPONSES).unlink()
    book = folder / "codebook.toml"
    lines = '\n[source]\nengine = "clickhouse"\ntable = "answers"\n'
    book.write_text(book.read_text("utf-8") + lines, "utf-8")
    return read_survey(folder)


def test_an_address_that_is_not_set_is_a_sentence(folder, monkeypatch):
    monkeypatch.delenv("INSIGHT_CLICKHOUSE_URL", raising=False)
    with pytest.raises(EngineError, match="Set INSIGHT_CLICKHOUSE_URL to the address"):
        open_in(Store(), moved(folder))


def test_an_extra_that_is_not_installed_is_a_sentence(folder, monkeypatch):
    def absent(_):
        raise ImportError("clickhouse_connect")

    settings = clickhouse_settings_from({"INSIGHT_CLICKHOUSE_URL": URL})
    engine = lambda store: ClickHouse(settings, store, absent)  # noqa: E731
    monkeypatch.setitem(connections.OPENERS, "clickhouse", engine)
    connections.engine_of.cache_clear()
    with pytest.raises(EngineError, match="Install the extra “clickhouse”"):
        open_in(Store(), moved(folder))
    connections.engine_of.cache_clear()


@pytest.mark.parametrize(
    "written", ["db.example.org", "ftp://db.example.org", "https://", "http://x:y"]
)
def test_an_address_that_is_none_is_a_sentence(written):
    with pytest.raises(EngineError) as refusal:
        clickhouse_settings_from({"INSIGHT_CLICKHOUSE_URL": written})
    assert "is no address" in refusal.value.text("en")
    assert "db.example" not in refusal.value.text("en")


def test_seconds_are_a_whole_number():
    with pytest.raises(RequestError, match="INSIGHT_ENGINE_SECONDS"):
        clickhouse_settings_from({"INSIGHT_CLICKHOUSE_URL": URL, "INSIGHT_ENGINE_SECONDS": "soon"})


def test_settings_that_are_written_out_tell_no_secret():
    given = {"INSIGHT_CLICKHOUSE_URL": URL, "INSIGHT_CLICKHOUSE_SECRET": SECRET}
    settings = clickhouse_settings_from(given)
    assert (settings.secret, settings.database, settings.user) == (SECRET, "reg", "reader")
    assert SECRET not in repr(settings)
    assert "example" not in repr(settings)


class Refused(Exception):  # noqa: N818 - as the client's own
    def __init__(self, code):
        super().__init__(f"Code: {code} at {URL}")
        self.code = code


@pytest.mark.parametrize(("code", "name"), CODES)
def test_a_code_of_clickhouse_is_a_sentence(code, name):
    fault = engine_fault(Refused(code))
    assert fault.key == f"fault.engine_{name}"
    assert "example" not in fault.text("en") + fault.text("nb")


def test_what_the_client_says_hangs_on_no_error(folder, caplog):
    def refuse(_):
        raise Refused(516)

    settings = clickhouse_settings_from({"INSIGHT_CLICKHOUSE_URL": URL})
    with caplog.at_level(logging.DEBUG), pytest.raises(EngineError) as refusal:
        ClickHouse(settings, Store(), refuse).aggregate("SELECT count(*) AS n FROM t")
    assert refusal.value.__cause__ is None
    assert refusal.value.__context__ is None
    assert "example" not in caplog.text


def test_an_answer_holds_for_a_while_and_so_does_a_refusal():
    now, made = [0.0], []
    known: Lately[int] = Lately(lambda: now[0])

    def count() -> int:
        made.append(now[0])
        if len(made) == 2:
            raise EngineError(Fault("fault.engine_gone"))
        return len(made)

    assert known.recall("t", 5, count) == 1
    now[0] = 4
    assert known.recall("t", 5, count) == 1
    now[0] = 6
    for _ in range(2):
        with pytest.raises(EngineError):
            known.recall("t", 5, count)
    now[0] = 12
    assert known.recall("t", 5, count) == 3
    assert made == [0, 6, 12]


def test_who_looks_waits_for_no_refusal_twice():
    now, come, asked = [0.0], threading.Event(), []
    known: Lately[int] = Lately(lambda: now[0])

    def count() -> int:
        asked.append(now[0])
        if len(asked) == 1:
            raise EngineError(Fault("fault.engine_gone"))
        come.wait(10)
        return 7

    for _ in range(3):
        with pytest.raises(EngineError):
            known.glance("t", 2, count)
    assert asked == [0]
    now[0] = 5
    with pytest.raises(EngineError):
        known.glance("t", 2, count)  # while a thread asks
    come.set()
    for _ in range(500):
        try:
            assert known.glance("t", 2, count) == 7
            break
        except EngineError:
            time.sleep(0.01)
    assert asked == [0, 5]


def test_responses_that_are_absent_are_told_as_before(folder):
    (folder / RESPONSES).unlink()
    with pytest.raises(DataError, match=r"responses\.parquet"):
        open_survey(folder)
