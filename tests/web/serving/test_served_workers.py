"""The app in two processes: a session stays in its own, and both come and go without harm."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from checkout import ROOT
from live_session import LiveSession
from own_loop import run

MOST_MESSAGES, MOST_BYTES = 140, 50_000
PATIENCE = 240
KEY = re.compile(r'"name": "insight-own-survey".*?"token": "([\w-]{43})"')


@dataclass
class Served:
    process: subprocess.Popen[str]
    address: str
    folder: Path
    said: list[str] = field(default_factory=list)

    def wait_for(self, words: str, times: int = 1) -> None:
        """Read the log until it has said so."""
        assert self.process.stderr is not None
        while sum(words in line for line in self.said) < times:
            line = self.process.stderr.readline()
            assert line, self.said
            self.said.append(line)


@pytest.fixture(scope="module")
def served(tmp_path_factory) -> Iterator[Served]:
    folder = tmp_path_factory.mktemp("temporary")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "insight", "serve", "--workers", "2", "--port", str(port)]
    environment = {**os.environ, "TMPDIR": str(folder), "INSIGHT_DRAIN_SECONDS": "20"}
    with subprocess.Popen(
        command, cwd=ROOT, env=environment, stderr=subprocess.PIPE, text=True
    ) as process:
        served = Served(process, f"http://127.0.0.1:{port}", folder)
        try:
            served.wait_for("answers, process", 2)
            yield served
        finally:
            process.send_signal(signal.SIGTERM)
            process.communicate(timeout=PATIENCE)


def test_a_session_stays_in_its_process(served):
    async def visit() -> None:
        for name in (1, 2):
            session = await LiveSession.begin(served.address, cookie=f"insight-worker={name}")
            assert session.cookies == []
            await session.end()
        new = await LiveSession.begin(served.address)
        assert [one.partition(";")[0][:-1] for one in new.cookies] == ["insight-worker="]
        assert "HttpOnly" in new.cookies[0]
        await new.end()

    run(visit())


def test_a_click_sends_what_is_new_and_little_else(served):
    async def visit() -> None:
        session = await LiveSession.begin(served.address, query="lang=nb&survey=citizens")
        await session.ask()
        told = await session.choose(session.widget("where:citizens:gender"), [0])
        assert told.errors == []
        assert told.messages <= MOST_MESSAGES
        assert told.size <= MOST_BYTES
        await session.end()

    run(visit())


CSV = b"gender;trust\n" + b"woman;high\nman;low\nman;high\n" * 40


def own_survey_in(session: LiveSession) -> str:
    """The key that the browser is given, if the page shows a survey of the visitor's own."""
    keys = [found[1] for html in session.shown if (found := KEY.search(html))]
    return keys[0] if any("svar.csv" in html for html in session.shown) else ""


def test_processes_are_replaced_and_a_visitor_finds_their_survey_in_the_new_ones(served):
    async def visit() -> None:
        session = await LiveSession.begin(served.address, "own_survey")
        await session.ask()
        uploader = next(one for one in session.widgets if "own:file" in one)
        await session.bring(uploader, "svar.csv", CSV)
        await session.ask()
        key = own_survey_in(session)
        assert key != ""
        served.process.send_signal(signal.SIGHUP)
        assert await session.closed() == 1012
        cookies = f"{session.cookies[0].partition(';')[0]}; insight-own-survey={key}"
        again = await LiveSession.begin(served.address, "own_survey", cookie=cookies)
        assert again.cookies != []  # it came to another process
        await again.ask()
        assert own_survey_in(again) == key
        await again.end()
        stranger = await LiveSession.begin(served.address, "own_survey")
        await stranger.ask()
        assert own_survey_in(stranger) == ""
        await stranger.end()

    run(visit())
    served.wait_for("All workers are replaced")


def test_in_the_end_nothing_is_left(served):
    assert [*served.folder.glob("insight-own-*")] != []
    served.process.send_signal(signal.SIGTERM)
    started = time.monotonic()
    served.process.communicate(timeout=PATIENCE)
    assert served.process.returncode == 0
    assert time.monotonic() - started < 15
    assert [*served.folder.glob("insight-own-*")] == []
