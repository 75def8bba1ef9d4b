"""A process that answers visitors: how it starts, is told to end, and is known to have ended."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import subprocess
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field

from insight.operation.serving.handed_connections import READY


@dataclass(frozen=True)
class Program:
    """What a worker runs.

    Attributes
    ----------
    command
        The command, but for the number of the line by which connections come.
    keeps
        Numbers of files that it inherits.
    environment
        Its environment, but for its number.
    """

    command: Sequence[str]
    keeps: Sequence[int] = ()
    environment: Mapping[str, str] = field(default_factory=lambda: dict(os.environ))


class WorkerProcess:
    """One process, from its start on.

    Parameters
    ----------
    number
        Which of several it is, from 1; one that replaces another has its number.
    name
        A number that no other process of the server has had, by which cookies name it.
    program
        What it runs.
    """

    def __init__(self, number: int, name: int, program: Program) -> None:
        self.number = number
        self.name = name
        self.is_replaced = False
        self.started = time.monotonic()
        self.ready = asyncio.Event()
        self.ended = asyncio.Event()
        self.status = 0
        self.line, its = socket.socketpair()
        self.line.setblocking(False)
        command = [*program.command, "--name", str(name), "--line", str(its.fileno())]
        with its:
            self._process = subprocess.Popen(
                command,
                pass_fds=(its.fileno(), *program.keeps),
                env={**program.environment, "INSIGHT_WORKER": str(number)},
                # What a terminal sends to all of us is passed on, when and as it should be.
                process_group=0,
            )
        self.pid = self._process.pid
        asyncio.get_running_loop().add_reader(self.line, self._is_told)

    def _is_told(self) -> None:
        """The worker says that it listens, or its end of the line is closed."""
        asyncio.get_running_loop().remove_reader(self.line)
        with suppress(OSError):
            if self.line.recv(1) == READY:
                self.ready.set()

    @property
    def takes_visitors(self) -> bool:
        """Whether it listens."""
        return self.ready.is_set() and not self.ended.is_set()

    async def settle(self, seconds: float) -> bool:
        """Wait until it listens or has ended, and return whether it listens."""
        waits = [asyncio.create_task(event.wait()) for event in (self.ready, self.ended)]
        await asyncio.wait(waits, timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
        for wait in waits:
            wait.cancel()
        return self.takes_visitors

    def send(self, number: signal.Signals) -> None:
        """Send it a signal, if there is somebody to hear it."""
        if not self.ended.is_set():
            with suppress(ProcessLookupError):
                os.kill(self.pid, number)

    async def end(self, seconds: float) -> None:
        """Ask it to end, and make it end where it has not after so many seconds."""
        self.send(signal.SIGTERM)
        try:
            await asyncio.wait_for(self.ended.wait(), seconds)
        except TimeoutError:
            self.send(signal.SIGKILL)
            await self.ended.wait()

    def has_ended(self, status: int) -> None:
        """Take note that it is no more, and with which exit status."""
        self.status = self._process.returncode = status
        asyncio.get_running_loop().remove_reader(self.line)
        self.line.close()
        self.ended.set()
