"""Figures that are made before anybody asks, and read from disk after a restart."""

import itertools
import os
import shutil
import threading
import time

import pytest
from kept_on_disk import files, lasting, opened
from survey_folder import net, segment, single, write_survey

from insight.analysis.shared_surveys import tidy_cache
from insight.language.errors import Fault, RequestError
from insight.operation.serving import draining
from insight.query.cubes import sources
from insight.query.explained import explained
from insight.web import findings
from insight.web.serving import beforehand
from insight.web.serving.beforehand import Beforehand, figures_of

VARIABLES = {
    "q": single(1, 2, nets=[net("yes", 1)]),
    "r": single(1, 2, nets=[net("yes", 1)]),
    "year": segment(2020, 2021),
    "gender": segment(1, 2),
}


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A survey that is large enough for cubes, and a cache folder."""
    lasting(monkeypatch, tmp_path / "cache")
    monkeypatch.setattr(sources, "FEWEST_RESPONDENTS", 100)
    rows = range(800)
    frame = {
        "q": [1 + (row % 3 == 0) for row in rows],
        "r": [1 + (row % 5 == 0) for row in rows],
        "year": [2020 + row % 2 for row in rows],
        "gender": [1 + row // 2 % 2 for row in rows],
    }
    return write_survey(tmp_path, "s", frame, VARIABLES, design={"wave": "year"})


def made(tasks) -> Beforehand:
    making = Beforehand(tasks, pause=0)
    making.begin()
    end = time.monotonic() + 30
    while not making.is_over and time.monotonic() < end:
        time.sleep(0.01)
    assert making.is_over
    return making


def test_nobody_waits_for_the_front_page_and_a_restart_reads_its_tables(folder):
    before = (opened(folder),)
    made(lambda: figures_of(before))
    with explained() as told:
        assert findings.lead(before, before) is not None
    assert (told.readings, told.queries) == ([], 0)
    after = (opened(folder),)
    with explained() as told:
        findings.lead(after, after)
    # Two questions, each with a cube.
    assert [(one.kind, one.path is not None) for one in told.of("made", "loaded")] == [
        ("loaded", True), ("loaded", True)
    ]  # fmt: skip
    assert told.of("file") == []


def test_what_neither_cubes_nor_memory_have_room_for_is_put_in_order(folder, tmp_path, monkeypatch):
    monkeypatch.setattr(sources, "WORTH_SUMMING", 10**9)
    monkeypatch.setattr(sources, "MOST_BYTES", 1)
    before = (opened(folder),)
    made(lambda: figures_of(before))
    after = opened(folder)
    with explained() as told:
        sources.source_of(after, after.codebook.items[0].columns, share=0.1)
    assert [one.kind for one in told.readings] == ["loaded", "in order"]


def test_small_surveys_are_not_its_concern(folder, monkeypatch):
    monkeypatch.setattr(sources, "FEWEST_RESPONDENTS", 10_000)
    survey = opened(folder)
    assert len([*figures_of([survey])]) == 1  # what leads, of all surveys together


def test_it_stands_behind_whoever_is_answered():
    found = []

    def look():
        found.append(os.getpriority(os.PRIO_PROCESS, threading.get_native_id()))

    made(lambda: [look])
    assert found == [os.getpriority(os.PRIO_PROCESS, 0) + beforehand.NICE]


def test_what_cannot_be_made_hinders_nothing_else(caplog):
    done = []

    def refuse():
        raise RequestError(Fault("fault.publish_busy"))

    made(lambda: [refuse, lambda: done.append(1)])
    assert done == [1]
    assert "fault.publish_busy" in caplog.text


def test_it_begins_nothing_more_when_the_server_ends():
    done = []
    making = Beforehand(lambda: (lambda: done.append(1) for _ in itertools.count()), pause=0.001)
    making.begin()
    while not done:
        time.sleep(0.001)
    making.end()
    count = len(done)
    time.sleep(0.05)
    assert (making.is_over, len(done)) == (True, count)


def test_it_begins_nothing_more_when_the_process_drains(monkeypatch):
    monkeypatch.setattr(draining, "_draining", threading.Event())
    done = []

    def drain():
        done.append(1)
        draining.begin()

    made(lambda: [drain, lambda: done.append(2)])
    assert done == [1]


def test_a_start_removes_what_is_of_no_survey(folder, tmp_path):
    made(lambda: figures_of([opened(folder)]))
    tidy_cache()
    assert len(files(tmp_path / "cache")) == 2
    shutil.rmtree(folder)
    tidy_cache()
    assert files(tmp_path / "cache") == []
