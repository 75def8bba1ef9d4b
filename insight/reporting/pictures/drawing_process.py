"""The process that draws: it stays warm between pictures, and begins anew where it has ended."""

from __future__ import annotations

import atexit
import json
import os
import subprocess
import sys
import tempfile
import threading
from contextlib import suppress
from pathlib import Path
from typing import Any, BinaryIO

from insight.reporting.pictures.letters import FONTS

PROGRAM = Path(__file__).resolve().with_name("draw_picture.py")
SECONDS = 60  # for one picture
IDLE = 60.0  # seconds without a picture, after which it ends
MOST = 500  # pictures, after which it begins anew: the engine keeps a little of each
_COMPLAINT = 2000


class _EndedError(Exception):
    """The process has ended of itself, as it does when nobody has asked for a while."""


class DrawingProcess:
    """Draws one picture at a time, for whichever thread asks.

    A picture takes one processor for a part of a second; several at a time would slow down the
    pages. It begins when it is first asked, ends of itself when idle, and is ended where a picture
    takes too long or when the program that has it ends.

    Parameters
    ----------
    idle
        Seconds without a picture, after which it ends.
    most
        Pictures and drawings, after which it ends too.
    """

    def __init__(self, idle: float = IDLE, most: int = MOST) -> None:
        self._limits = (str(idle), str(most))
        self._one_at_a_time = threading.Lock()
        self._running: subprocess.Popen[bytes] | None = None
        self._complaints: BinaryIO | None = None

    def draw(self, request: dict[str, Any]) -> bytes:
        """Return what the program makes of a request.

        Raises
        ------
        RuntimeError
            When it was not drawn.
        """
        line = json.dumps(request).encode() + b"\n"
        with self._one_at_a_time:
            try:
                return self._ask(line)
            except _EndedError:
                return self._ask(line)

    @property
    def number(self) -> int | None:
        """The number by which the system knows the process; none where it has not begun."""
        return self._running.pid if self._running else None

    def end(self) -> None:
        """End the process; the next picture begins another."""
        with self._one_at_a_time:
            self._end()

    def _ask(self, line: bytes) -> bytes:
        running = self._begun()
        too_long = threading.Timer(SECONDS, running.kill)
        too_long.start()
        try:
            kind, reply = _exchange(running, line)
        except (OSError, EOFError):
            told = self._end()
            if running.returncode == 0:
                raise _EndedError from None
            raise RuntimeError(f"the picture was not drawn: {told}") from None
        finally:
            too_long.cancel()
        if kind != b"drawn":
            raise RuntimeError(f"the picture was not drawn: {reply.decode()[:_COMPLAINT]}")
        return reply

    def _begun(self) -> subprocess.Popen[bytes]:
        if self._running is not None and self._running.poll() is None:
            return self._running
        self._end()
        self._complaints = tempfile.TemporaryFile()  # noqa: SIM115  it lives as long as the process
        self._running = subprocess.Popen(
            [sys.executable, "-I", str(PROGRAM), str(FONTS), *self._limits],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._complaints,
        )
        return self._running

    def _end(self) -> str:
        """End the process, and return what it last complained of."""
        running, complaints = self._running, self._complaints
        self._running = self._complaints = None
        if running is None or complaints is None:
            return ""
        for pipe in (running.stdin, running.stdout):
            if pipe is not None:
                with suppress(OSError):  # what was not sent yet is for nobody
                    pipe.close()
        try:
            running.wait(1)
        except subprocess.TimeoutExpired:
            running.kill()
            running.wait()
        with complaints:
            complaints.seek(0)
            return complaints.read().decode("utf-8", "replace")[-_COMPLAINT:]


def _exchange(running: subprocess.Popen[bytes], line: bytes) -> tuple[bytes, bytes]:
    """Send a request and read its reply.

    Raises
    ------
    EOFError
        If the process ends before it has replied.
    OSError
        If it has ended before it was asked.
    """
    if running.stdin is None or running.stdout is None:
        raise EOFError
    running.stdin.write(line)
    running.stdin.flush()
    kind, _, length = running.stdout.readline().partition(b" ")
    if not length:
        raise EOFError
    reply = running.stdout.read(int(length))
    if len(reply) < int(length):
        raise EOFError
    return kind, reply


_SHARED = DrawingProcess()


def shared_process() -> DrawingProcess:
    """Return the one process that draws for this program."""
    return _SHARED


def _begin_anew() -> None:
    """A forked process has its own: two that read from one pipe would take each other's replies."""
    global _SHARED
    _SHARED = DrawingProcess()


atexit.register(lambda: _SHARED.end())
os.register_at_fork(after_in_child=_begin_anew)
