"""Memory of answers: the least recently used are given up where there is no more room.

No answer grows once it is made, so that the memory knows how much it holds: what is worked out
about an answer later is an answer of its own.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterator, Mapping, Sized
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar, cast

from insight.operation import counts
from insight.operation.first_times import first_time
from insight.operation.waiting import Queue

ROOM = 1_000_000_000  # bytes
MEMBER = 500  # bytes, about: an estimate, or an answer that is one number

Answer = TypeVar("Answer")
Key = tuple[Hashable, ...]


def size_of(answer: object) -> int:
    """Tell about how many bytes an answer takes, its key included.

    Answers with arrays say it themselves, as arrays do. Others are as large as they have members.

    Examples
    --------
    >>> size_of(0.5), size_of([0.5, "many"]), size_of(memoryview(bytes(4000)))
    (500, 1000, 4500)
    """
    if isinstance(answer, Mapping):
        answer = list(answer.values())
    if isinstance(answer, list | tuple):
        return max(sum(map(size_of, answer)), MEMBER)
    if isinstance(nbytes := getattr(answer, "nbytes", None), int):
        return MEMBER + nbytes
    has_members = isinstance(answer, Sized) and not isinstance(answer, str)
    return MEMBER * max(len(cast("Sized", answer)), 1) if has_members else MEMBER


class Memory:
    """The latest answers by key; the first part of a key may be the folder that it is about.

    Parameters
    ----------
    room
        How many bytes the answers may take. The last one is kept however large it is.
    """

    def __init__(self, room: int = ROOM) -> None:
        self._room = room
        self._answers: OrderedDict[Key, tuple[object, int]] = OrderedDict()
        self._size = 0
        self._hits = self._misses = 0
        self._lock = threading.Lock()
        self._making: dict[Key, _Making] = {}

    def __len__(self) -> int:
        return len(self._answers)

    @property
    def size(self) -> int:
        """How many bytes the answers take."""
        return self._size

    def recall(self, key: Key, make: Callable[[], Answer]) -> Answer:
        """Return the answer under a key, made where it is not there.

        While one thread makes an answer, others wait for that answer only. It goes on until all of
        them have left.
        """
        if entry := self._entry(key, is_last=False):
            return cast("Answer", entry[0])
        with self._lock:
            own = self._making.setdefault(key, _Making())
        with own.queue.joined(), _held(own.lock):
            if entry := self._entry(key):
                return cast("Answer", entry[0])
            try:
                with own.queue.making():
                    answer = make()
                given_up = self._keep(key, answer)
            finally:
                with self._lock:
                    self._making.pop(key, None)
        del given_up  # here, where no other thread waits for what it takes
        return answer

    def known(self, key: Key) -> object | None:
        """Return the answer under a key if it is remembered."""
        entry = self._entry(key)
        return entry[0] if entry else None

    def forget(self, root: Path) -> None:
        """Give up the answers about a folder and those under it."""
        with self._lock:
            folders = {key[0] for key in self._answers if isinstance(key[0], Path)}
            gone = {folder for folder in folders if folder.is_relative_to(root)}
            given_up = [self._give_up(key) for key in [*self._answers] if key[0] in gone]
        del given_up

    def watch(self, name: str) -> None:
        """Let an operator see under a name how full the memory is, and what it is good for."""
        counts.CACHE_ENTRIES.watch(lambda: len(self._answers), cache=name)
        counts.CACHE_BYTES.watch(lambda: self._size, cache=name)
        counts.CACHE_ROOM.watch(lambda: self._room, cache=name)
        counts.CACHE_HITS.watch(lambda: self._hits, cache=name)
        counts.CACHE_MISSES.watch(lambda: self._misses, cache=name)

    def _entry(self, key: Key, *, is_last: bool = True) -> tuple[object, int] | None:
        """What is remembered; `is_last` says that it must be made where there is nothing."""
        with self._lock:
            entry = self._answers.get(key)
            if entry:
                self._answers.move_to_end(key)
                self._hits += 1
            elif is_last:
                self._misses += 1
            return entry

    def _keep(self, key: Key, answer: object) -> list[object]:
        """Keep an answer, and return those that are given up for it."""
        size = size_of(answer)
        with self._lock:
            given_up = [self._give_up(key)] if key in self._answers else []
            self._answers[key] = (answer, size)
            self._size += size
            while self._size > self._room and len(self._answers) > 1:
                given_up.append(self._give_up(next(iter(self._answers))))
            return given_up

    def _give_up(self, key: Key) -> object:
        answer, size = self._answers.pop(key)
        self._size -= size
        return answer


@dataclass(frozen=True)
class _Making:
    """An answer that is being made: who makes it holds the lock, and all who wait queue."""

    lock: threading.RLock = field(default_factory=threading.RLock)
    queue: Queue = field(default_factory=Queue)


@contextmanager
def _held(lock: threading.RLock) -> Iterator[None]:
    """Hold a lock; whoever has to wait for it waits for what another makes."""
    if not lock.acquire(blocking=False):
        with first_time():
            lock.acquire()
    try:
        yield
    finally:
        lock.release()


@dataclass(frozen=True)
class Shelf:
    """A part of a memory, with what is about one thing."""

    memory: Memory = field(default_factory=Memory)
    key: Key = ("",)

    def recall(self, name: Hashable, make: Callable[[], Answer]) -> Answer:
        """Return the answer of this name, as :meth:`Memory.recall`."""
        return self.memory.recall((*self.key, name), make)

    def known(self, name: Hashable) -> object | None:
        """Return the answer of this name, as :meth:`Memory.known`."""
        return self.memory.known((*self.key, name))

    def part(self, *names: Hashable) -> Shelf:
        """Return a shelf on this one."""
        return Shelf(self.memory, (*self.key, *names))
