"""Visitors come to the worker that holds their session, and workers come and go unnoticed."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from checkout import ROOT

PROGRAM = ROOT / "tests" / "support" / "supervised.py"
PATIENCE = 60


class Served:
    """Workers under a supervisor, and what they answer."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self.process = process
        assert process.stdout is not None
        told = process.stdout.readline().strip()
        self.port = int(told) if told else 0

    def ask(self, cookie: str = "", path: str = "/", pieces: int = 1) -> tuple[int, int, int]:
        """The name, number and process of who answers; zeros of nobody."""
        head = f"GET {path} HTTP/1.1\r\nHost: a\r\nCookie: x=1{cookie}\r\n\r\n".encode()
        size = -(-len(head) // pieces)
        with socket.create_connection(("127.0.0.1", self.port), PATIENCE) as line:
            for start in range(0, len(head), size):
                line.sendall(head[start : start + size])
                time.sleep(0.01 if pieces > 1 else 0)
            try:
                told = b"".join(iter(lambda: line.recv(4096), b""))
            except ConnectionError:
                told = b""
        name, number, process = told.rpartition(b"\r\n")[2].split() or (0, 0, 0)
        return int(name), int(number), int(process)

    def asked_until(self, said: Callable[[set[int]], bool]) -> set[int]:
        """The names of those who answer, when they are as they should be."""
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            names = {self.ask()[0] for _ in range(6)}
            if said(names):
                return names
            time.sleep(0.05)
        raise AssertionError(names)

    def send(self, number: signal.Signals) -> None:
        self.process.send_signal(number)


def is_there(process: int) -> bool:
    """Whether there is such a process, or what is left of one."""
    return Path(f"/proc/{process}").exists()


def wait_until(is_so: Callable[[], bool]) -> None:
    """Wait for what comes about by itself, however much else the machine does."""
    end = time.monotonic() + PATIENCE
    while not is_so():
        assert time.monotonic() < end
        time.sleep(0.02)


@contextmanager
def served(workers: int, **environment: str) -> Iterator[Served]:
    command = [sys.executable, str(PROGRAM), str(workers)]
    env = {**os.environ, "PYTHONPATH": str(ROOT), **environment}
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
    with subprocess.Popen(command, env=env, **pipes) as process:
        try:
            yield Served(process)
        finally:
            process.send_signal(signal.SIGTERM)
            process.communicate(timeout=PATIENCE)


@pytest.fixture(scope="module")
def three() -> Iterator[Served]:
    with served(3) as workers:
        workers.asked_until(lambda names: names == {1, 2, 3})
        yield workers


def test_new_visitors_come_to_one_worker_after_the_other(three):
    assert sorted(three.ask()[0] for _ in range(6)) == [1, 1, 2, 2, 3, 3]


@pytest.mark.parametrize("name", [1, 2, 3])
def test_a_cookie_leads_to_its_worker_however_slowly_it_comes(three, name):
    for pieces in (1, 3, 30):
        assert {three.ask(f"; insight-worker={name}", pieces=pieces)[0] for _ in range(3)} == {name}


@pytest.mark.parametrize(
    "cookie",
    ["; insight-worker=9", "; insight-worker=x", "; my-insight-worker=2", "; insight-worker=2x",
     "; insight-worker=-1", "; insight-worker=" + "9" * 400],
)  # fmt: skip
def test_a_cookie_of_no_worker_leads_to_anybody(three, cookie):
    assert {three.ask(cookie)[0] for _ in range(6)} == {1, 2, 3}


def test_who_connects_and_says_nothing_keeps_nobody_waiting(three):
    silent = [socket.create_connection(("127.0.0.1", three.port)) for _ in range(50)]
    started = time.monotonic()
    assert three.ask()[0]
    assert time.monotonic() - started < 5
    for line in silent:
        line.close()


def test_a_worker_that_dies_is_started_again_and_its_visitors_go_on_elsewhere():
    with served(2) as workers:
        workers.asked_until(lambda names: names == {1, 2})
        process = workers.ask("; insight-worker=1")[2]
        assert workers.ask("; insight-worker=1", path="/die") == (0, 0, 0)
        assert workers.ask("; insight-worker=1")[0] in (2, 3)
        assert workers.asked_until(lambda names: len(names) == 2) == {2, 3}
        assert not is_there(process)  # and no zombie is left


def test_workers_are_replaced_one_by_one_and_those_who_go_finish(tmp_path):
    held = tmp_path / "held"
    held.touch()
    with served(2, HELD=str(held)) as workers:
        workers.asked_until(lambda names: names == {1, 2})
        workers.send(signal.SIGHUP)
        workers.asked_until(lambda names: names == {2, 3})  # and so it stays while one is held
        # The first goes: a file of a session is still to be had there, a new page is elsewhere.
        assert workers.ask("; insight-worker=1", path="/media/a.csv")[0] == 1
        assert workers.ask("; insight-worker=1", path="/answers?a=/media/")[0] != 1
        held.unlink()
        workers.asked_until(lambda names: names == {3, 4})
        assert {workers.ask()[1] for _ in range(4)} == {1, 2}  # their numbers stay


def test_what_cannot_start_replaces_nobody(tmp_path):
    forbidden = tmp_path / "forbidden"
    with served(2, FORBIDDEN=str(forbidden)) as workers:
        workers.asked_until(lambda names: names == {1, 2})
        forbidden.touch()
        workers.send(signal.SIGHUP)
        assert workers.process.stderr is not None
        assert any("is not replaced" in line for line in workers.process.stderr)
        assert {workers.ask()[0] for _ in range(6)} == {1, 2}


def test_what_cannot_start_at_all_ends_with_its_sentence_said_once(tmp_path):
    with served(3, FORBIDDEN=str(tmp_path)) as workers:
        assert workers.port == 0
        assert workers.process.stderr is not None
        assert workers.process.stderr.read() == "A setting is wrong.\n"
        assert workers.process.wait(PATIENCE) == 1


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_asked_to_end_it_waits_for_workers_and_ends_well(number, tmp_path):
    held = tmp_path / "held"
    held.touch()
    with served(2, HELD=str(held)) as workers:
        workers.asked_until(lambda names: names == {1, 2})
        process = workers.ask()[2]
        workers.send(number)
        wait_until(lambda: f"{process}\n" in held.read_text())  # it was asked to end
        assert workers.ask()[0]  # who is here is still answered
        held.unlink()
        assert workers.process.wait(PATIENCE) == 0
        assert not is_there(process)


def test_asked_twice_it_waits_for_nobody(tmp_path):
    held = tmp_path / "held"
    held.touch()
    with served(2, HELD=str(held)) as workers:
        workers.asked_until(lambda names: names == {1, 2})
        workers.send(signal.SIGTERM)
        wait_until(lambda: len(held.read_text().split()) == 2)  # both wait, and nobody ends them
        workers.send(signal.SIGTERM)
        assert workers.process.wait(PATIENCE) == 0


def test_workers_end_when_their_supervisor_is_killed():
    with served(2) as workers:
        workers.asked_until(lambda names: names == {1, 2})
        processes = {workers.ask()[2] for _ in range(4)}
        workers.process.kill()
        wait_until(lambda: not any(map(is_there, processes)))
