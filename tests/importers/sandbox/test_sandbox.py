"""The sandbox: however a process ends, what comes out is its answer or one sentence."""

import subprocess
import threading
import time
from pathlib import Path

import pytest

from insight.importers.sandbox.sandbox import Limits, limits_of_environment, run_apart
from insight.language.errors import ImportRefusal

QUICKER_THAN_IT_SLEEPS = 120  # seconds, of 600
SMALL = Limits(memory=700, processor=60, seconds=240, file=10)


def apart(name, limits=SMALL, **request):
    return run_apart(request, function=f"in_sandbox:{name}", limits=limits)


def test_a_request_comes_in_and_an_answer_out_and_nothing_else(tmp_path, monkeypatch):
    monkeypatch.setenv("SECRET_TOKEN", "x")
    answer = apart("echo", say="æøå\n")
    assert answer["said"] == "æøå\n"
    assert "SECRET_TOKEN" not in answer["environment"]
    assert not Path(answer["folder"]).exists()


def test_progress_is_told_in_steps_that_can_be_seen():
    heard = []
    run_apart({}, function="in_sandbox:step", limits=SMALL, on_progress=heard.append)
    assert heard == [0.25, 0.5, 1.0]


ENDS = {
    "refuse": "a.sav is empty",
    "refuse_twice": "“å” is missing.",
    "fail": "broke off",
    "crash": "broke off",
    "abort": "broke off",
    "leave": "broke off",
    "leave_with_code": "broke off",
    "grow": "memory",
    "grow_in_arrow": "memory",
    "write_much": "broke off",
    "open_much": "broke off",
    "talk": "broke off",
    "babble": "broke off",
    "answer_with_list": "broke off",
    "answer_with_object": "broke off",
    "lie": "broke off",
}


@pytest.mark.parametrize("name", ENDS)
def test_every_end_is_one_sentence(name):
    with pytest.raises(ImportRefusal, match=ENDS[name]) as refused:
        apart(name, file="a.sav")
    assert refused.value.text("nb")
    assert "Traceback" not in refused.value.text("en")


def test_the_log_says_where_a_process_broke_off_and_nothing_of_what_it_read(caplog):
    with pytest.raises(ImportRefusal):
        apart("fail")
    [line] = [one for one in caplog.messages if one.startswith("An import ended")]
    assert "in_sandbox.py:" in line
    assert line.endswith("fail, ZeroDivisionError")
    assert "a bug" not in line


@pytest.mark.parametrize("name", ["sleep", "sleep_deaf"])
def test_a_process_that_takes_too_long_is_ended(name):
    started = time.monotonic()
    with pytest.raises(ImportRefusal, match="too long"):
        apart(name, Limits(seconds=1.5))
    assert time.monotonic() - started < QUICKER_THAN_IT_SLEEPS


def test_a_process_that_reckons_too_long_is_ended():
    with pytest.raises(ImportRefusal, match="too long"):
        apart("spin", Limits(processor=1, seconds=60))


def test_what_a_process_started_ends_with_it():
    def sleepers():
        listed = subprocess.run(["ps", "-eo", "args"], capture_output=True, text=True, check=True)
        return listed.stdout.count("in_sandbox:leave_a_child")

    started = time.monotonic()
    assert apart("leave_a_child") == {"child": True}  # the child holds the channel open
    assert time.monotonic() - started < QUICKER_THAN_IT_SLEEPS
    assert sleepers() == 0


def test_a_listener_that_leaves_ends_the_process():
    class GoneError(Exception):
        pass

    def leave(part):
        raise GoneError

    with pytest.raises(GoneError):
        run_apart({}, function="in_sandbox:step", limits=SMALL, on_progress=leave)


def test_threads_of_a_server_may_call_it_at_the_same_time():
    found = []
    threads = [
        threading.Thread(target=lambda one=one: found.append(apart("echo", say=one)["said"]))
        for one in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(found) == [0, 1, 2, 3]


@pytest.mark.parametrize(("said", "memory"), [("", 2048), ("4096", 4096), ("1", 256), ("x", 2048)])
def test_the_operator_sets_the_memory(monkeypatch, said, memory):
    monkeypatch.setenv("INSIGHT_IMPORT_MEMORY_MB", said)
    assert limits_of_environment().memory == memory
