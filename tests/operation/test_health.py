"""Readiness: what is found wrong, that nothing of it names a path, and that asking is free."""

import tempfile

import pytest

from insight.operation.health import Readiness, Wrong, container_limit, resident_memory
from insight.web.operated.operated_server import survey_files

ROOM = 1


def readiness(files=list, memory=0, room=ROOM) -> Readiness:
    return Readiness(files, memory=memory, room=room)


def survey(folder, responses=b"PAR1"):
    folder.mkdir(parents=True)
    (folder / "codebook.toml").write_text("[survey]\n")
    if responses is not None:
        (folder / "responses.parquet").write_bytes(responses)


def test_a_process_that_can_serve_is_ready():
    assert readiness().wrong() == ()


def test_surveys_are_wrong_only_where_none_of_them_can_be_read(tmp_path, monkeypatch):
    monkeypatch.setenv("INSIGHT_DATA", str(tmp_path / "data"))
    assert readiness(survey_files).wrong() == (Wrong("surveys", "folder_unreadable"),)
    (tmp_path / "data" / "surveys").mkdir(parents=True)
    assert readiness(survey_files).wrong() == ()
    survey(tmp_path / "data" / "surveys" / "torn", responses=None)
    assert readiness(survey_files).wrong() == (Wrong("surveys", "unreadable"),)
    survey(tmp_path / "data" / "surveys" / "whole")
    assert readiness(survey_files).wrong() == ()


def test_a_survey_in_a_database_needs_no_file(tmp_path, monkeypatch):
    monkeypatch.setenv("INSIGHT_DATA", str(tmp_path))
    folder = tmp_path / "surveys" / "s"
    survey(folder, responses=None)
    (folder / "codebook.toml").write_text('[source]\nengine = "clickhouse"\ntable = "t"\n')
    assert readiness(survey_files).wrong() == ()


def test_a_database_that_does_not_answer_is_told_and_keeps_nobody_out():
    asked = Readiness(list, memory=0, room=ROOM, engines=lambda: ["unreachable"])
    assert asked.wrong() == (Wrong("engine", "unreachable", hinders=False),)


def test_the_temporary_folder_must_be_there_and_have_room(tmp_path, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "gone"))
    assert readiness().wrong() == (Wrong("temporary_folder", "not_writable"),)
    (tmp_path / "gone").mkdir()
    assert readiness().wrong() == ()
    assert readiness(room=10**9).wrong() == (Wrong("temporary_folder", "full"),)
    assert [*(tmp_path / "gone").iterdir()] == []


def test_memory_over_the_limit_is_wrong():
    assert resident_memory() > 10_000_000
    assert readiness(memory=1).wrong() == (Wrong("memory", "over_limit"),)
    assert readiness(memory=1_000_000).wrong() == ()


@pytest.mark.parametrize(
    ("name", "written", "limit"),
    [
        ("memory.max", "1000000\n", 900_000),
        ("memory.max", "max\n", 0),
        ("memory/memory.limit_in_bytes", "9223372036854771712\n", 0),
        ("none", "", 0),
    ],
)
def test_the_containers_own_limit_is_found(tmp_path, name, written, limit):
    (tmp_path / "memory").mkdir()
    (tmp_path / name).write_text(written)
    assert container_limit(tmp_path) == limit


def test_however_many_ask_it_is_found_out_once():
    looked = []
    asked = readiness(lambda: looked.append(1) or [])
    assert asked.known() is None
    assert {asked.wrong() for _ in range(500)} == {()}
    assert (len(looked), asked.known()) == (1, ())


def test_who_is_about_to_stop_is_not_ready():
    asked = readiness()
    asked.begin_to_stop()
    assert asked.known() == (Wrong("process", "stopping"),)
