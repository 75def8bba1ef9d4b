"""A supervisor of workers: it accepts visitors, leads each to a worker, and replaces workers.

A visitor with a cookie comes to the worker that it names, others to one after the other. A worker
that dies is started again, each time after a longer pause where it dies soon. Workers that are
replaced end when their successors answer: so nobody waits, and what cannot start replaces nobody.
"""

from __future__ import annotations

import asyncio
import itertools
import logging
import os
import signal
import socket
from collections.abc import Callable
from contextlib import suppress

from insight.operation.serving.asked_worker import head_of, is_of_a_session, worker_named
from insight.operation.serving.handed_connections import hand
from insight.operation.serving.worker_process import Program, WorkerProcess

SECONDS_TO_START = 180
SECONDS_BEYOND_DRAINING = 10
SECONDS_OF_HEALTH = 60  # who lived so long and died is started at once
LONGEST_PAUSE = 60
MOST_FAILED_STARTS = 5  # one after the other, while nobody else answers
SECONDS_FOR_A_WORKER = 60
_log = logging.getLogger("insight.serving")


class NoWorkerError(Exception):
    """A worker ended, or hung, before it listened."""


class Supervisor:
    """Workers at one address.

    Parameters
    ----------
    listening
        The socket that visitors come to.
    program
        What each worker runs.
    workers
        How many.
    drain_seconds
        How long a worker may take to finish what is under way.
    """

    def __init__(
        self, listening: socket.socket, program: Program, workers: int, drain_seconds: int
    ) -> None:
        self._listening = listening
        self._program = program
        self._numbers = range(1, workers + 1)
        self._seconds_to_end = drain_seconds + SECONDS_BEYOND_DRAINING
        self._workers: dict[int, WorkerProcess] = {}  # those that answer, by number
        self._processes: dict[int, WorkerProcess] = {}  # all that have not ended, by process
        self._starting = {number: asyncio.Lock() for number in self._numbers}
        self._names = itertools.count(1)
        self._turns = 0
        self._stopping = asyncio.Event()
        self._renewal: asyncio.Task[None] | None = None
        self._connections: set[asyncio.Task[None]] = set()
        self._failed = False

    async def run(self, on_ready: Callable[[], None]) -> bool:
        """Serve until the process is asked to end; return whether that was why.

        Parameters
        ----------
        on_ready
            Is called when the first worker answers.
        """
        loop = asyncio.get_running_loop()
        loop.add_signal_handler(signal.SIGCHLD, self._reap)
        loop.add_signal_handler(signal.SIGHUP, self._renew_all)
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, self._stop)
        accepting: asyncio.Task[None] | None = None
        keepers: list[asyncio.Task[None]] = []
        try:
            # One first: what none of them can do is said once.
            for numbers in (self._numbers[:1], self._numbers[1:]):
                await asyncio.gather(*map(self._start, numbers))
                if self._stopping.is_set():
                    return not self._failed
                if accepting is None:
                    accepting = asyncio.create_task(self._accept())
                    on_ready()
            keepers = [asyncio.create_task(self._keep(number)) for number in self._numbers]
            await self._stopping.wait()
        except NoWorkerError:
            self._failed = True
        finally:
            self._stopping.set()
            for task in filter(None, (*keepers, self._renewal)):
                task.cancel()
            # Who is here already still asks: for a file that is made, say.
            await asyncio.gather(
                *(worker.end(self._seconds_to_end) for worker in [*self._processes.values()])
            )
            if accepting:
                accepting.cancel()
        return not self._failed

    def _stop(self) -> None:
        """End; at once where it was asked for before."""
        if self._stopping.is_set():
            for worker in self._processes.values():
                worker.send(signal.SIGKILL)
        self._stopping.set()

    # --- Workers ----------------------------------------------------------------------------------

    async def _start(self, number: int) -> None:
        """Start a worker in the place of the one with this number, which goes on meanwhile.

        Raises
        ------
        NoWorkerError
            If it does not come to listen.
        """
        worker = WorkerProcess(number, next(self._names), self._program)
        self._processes[worker.pid] = worker
        if not await worker.settle(SECONDS_TO_START):
            if self._stopping.is_set():
                return
            worker.send(signal.SIGKILL)
            raise NoWorkerError
        self._workers[number] = worker
        _log.info("Worker %s answers, process %s", number, worker.pid)

    async def _keep(self, number: int) -> None:
        """Start a worker anew whenever it has died."""
        failed, pause = 0, 1
        while not self._stopping.is_set():
            worker = self._workers[number]
            await worker.ended.wait()
            if worker is not self._workers[number]:  # it was replaced
                continue
            lived = asyncio.get_running_loop().time() - worker.started
            pause = 1 if lived > SECONDS_OF_HEALTH else pause
            _log.error("Worker %s died (%s); starts in %s s", number, worker.status, pause)
            await asyncio.sleep(pause)
            pause = min(2 * pause, LONGEST_PAUSE)
            try:
                async with self._starting[number]:
                    if worker is self._workers[number]:
                        await self._start(number)
                failed = 0
            except NoWorkerError:
                failed += 1
                if failed >= MOST_FAILED_STARTS and not self._answering():
                    _log.error("No worker can start any longer")
                    self._failed = True
                    self._stopping.set()

    def _renew_all(self) -> None:
        """Replace all workers, one after the other; a second wish waits for the first."""
        if self._stopping.is_set():
            return
        self._renewal = asyncio.create_task(self._renew(self._renewal))

    async def _renew(self, before: asyncio.Task[None] | None) -> None:
        if before:
            await asyncio.wait([before])
        for number in self._numbers:
            try:
                async with self._starting[number]:
                    old = self._workers[number]
                    await self._start(number)
            except NoWorkerError:
                _log.error("Worker %s is not replaced: its successor cannot start", number)
                return
            old.is_replaced = True
            await old.end(self._seconds_to_end)
        _log.info("All workers are replaced")

    def _reap(self) -> None:
        """Take note of every process that has ended, also of those that nobody else waits for."""
        with suppress(ChildProcessError):
            while True:
                pid, status = os.waitpid(-1, os.WNOHANG)
                if not pid:
                    return
                if worker := self._processes.pop(pid, None):
                    worker.has_ended(os.waitstatus_to_exitcode(status))

    # --- Visitors ---------------------------------------------------------------------------------

    async def _accept(self) -> None:
        """Lead every connection to a worker."""
        loop = asyncio.get_running_loop()
        while True:
            try:
                connection, _ = await loop.sock_accept(self._listening)
            except OSError:  # too many at a time, or gone again
                await asyncio.sleep(0.05)
                continue
            task = asyncio.create_task(self._lead(connection))
            self._connections.add(task)
            task.add_done_callback(self._connections.discard)

    async def _lead(self, connection: socket.socket) -> None:
        with connection:
            connection.setblocking(False)
            head = await head_of(connection)
            if head is None:
                return
            waited = 0.0
            while not self._hand(connection, head):
                if waited > SECONDS_FOR_A_WORKER:
                    return
                await asyncio.sleep(0.1)
                waited += 0.1

    def _hand(self, connection: socket.socket, head: bytes) -> bool:
        """Hand a connection to the worker that its head names, else to one after the other."""
        name = worker_named(head)
        for worker in self._processes.values():
            if worker.name == name and worker.takes_visitors:
                if worker.is_replaced and not is_of_a_session(head):
                    break
                return hand(worker.line, connection)
        answering = [worker for worker in self._workers.values() if worker.takes_visitors]
        self._turns += 1
        turn = self._turns % max(1, len(answering))
        return any(
            hand(worker.line, connection) for worker in [*answering[turn:], *answering[:turn]]
        )

    def _answering(self) -> bool:
        return any(worker.takes_visitors for worker in self._workers.values())
