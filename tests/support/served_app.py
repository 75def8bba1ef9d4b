"""The app as a process of its own, on a port that nobody else can take."""

import fcntl
import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from checkout import ROOT

SECONDS_TO_START = 240
LOG_CHARACTERS = 8_000


@dataclass(frozen=True)
class ServedApp:
    """An app that runs: its process, its address and what it has said."""

    process: int
    url: str
    log: str

    def said(self) -> str:
        said = Path(self.log).read_text(encoding="utf-8", errors="replace")
        return said[-LOG_CHARACTERS:]

    def is_healthy(self) -> bool:
        direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        try:
            with direct.open(f"{self.url}/_stcore/health", timeout=10) as answer:
                return answer.status == 200
        except (urllib.error.URLError, OSError):
            return False

    def stop(self) -> None:
        os.kill(self.process, signal.SIGTERM)


def started(env: Mapping[str, str], log: Path) -> ServedApp:
    """Start the app with more environment variables and wait until it answers."""
    # A port that is bound, and not listened to, is the app's to share and nobody else's to find.
    with socket.socket() as held:
        held.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        held.bind(("127.0.0.1", 0))
        port = str(held.getsockname()[1])
        # -P: as with the command streamlit, the working directory is not on sys.path.
        command = [sys.executable, "-P", "-m", "streamlit", "run", "app.py", "--server.port", port]
        with log.open("wb") as output:
            process = subprocess.Popen(
                command,
                cwd=ROOT,
                env={**os.environ, **env},
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
            )
        app = ServedApp(process.pid, f"http://localhost:{port}", str(log))
        deadline = time.monotonic() + SECONDS_TO_START
        while not app.is_healthy():
            if process.poll() is not None:
                pytest.fail(f"The app stopped while starting:\n{app.said()}", pytrace=False)
            if time.monotonic() > deadline:
                pytest.fail(f"The app did not start in time:\n{app.said()}", pytrace=False)
            time.sleep(0.1)
    # It may outlive who started it: the last worker that uses it stops it by its number.
    process.returncode = 0
    return app


@contextmanager
def shared_by_workers(folder: Path, env: Mapping[str, str]) -> Iterator[ServedApp]:
    """Start the app with the first worker that needs it, and stop it with the last.

    Sessions share what the app remembers, so what one worker has asked for is there for the next.
    """
    told = folder / "app.json"
    with (folder / "app.turn").open("w") as turn, (folder / "app.users").open("w") as users:
        fcntl.flock(turn, fcntl.LOCK_EX)
        fcntl.flock(users, fcntl.LOCK_SH)
        if told.exists():
            app = ServedApp(**json.loads(told.read_text()))
        else:
            app = started(env, folder / "app.log")
            told.write_text(json.dumps(vars(app)))
        fcntl.flock(turn, fcntl.LOCK_UN)
        yield app
        fcntl.flock(turn, fcntl.LOCK_EX)
        try:
            fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return  # others go on with it
        told.unlink()
        app.stop()
