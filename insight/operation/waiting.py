"""Waiting: whether somebody still waits for what is being made, and what ends it when nobody does.

A visitor leaves, or asks for something else: what is made for them alone is of no use any more.
What others wait for too goes on, and so does what is made once for everybody.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from threading import Event, Lock, Thread

SECONDS_UNTIL_AGAIN = 0.05


class CalledOffError(BaseException):
    """Nobody waits any more for what was being made.

    It is no Exception: whoever takes those for something that went wrong lets it pass.
    """


class _Work:
    """Something that goes on, and that another thread may end.

    Parameters
    ----------
    end
        Lets it end, if it has begun.
    """

    def __init__(self, end: Callable[[], object]) -> None:
        self._end = end
        self._lock = Lock()
        self.is_over = Event()
        self.was_told = False

    def end(self) -> None:
        """Let it end."""
        with self._lock:
            if not self.is_over.is_set():
                self.was_told = True
                with suppress(Exception):  # it may be about to end by itself
                    self._end()

    def leave(self) -> None:
        """Note that it is over, and that nothing of it may be touched."""
        with self._lock:
            self.is_over.set()


class Waiting:
    """Somebody who waits for an answer, until they leave."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._has_left = False
        self._works: list[_Work] = []
        self._told: list[Callable[[], None]] = []

    @property
    def has_left(self) -> bool:
        """Whether they wait no more."""
        return self._has_left

    def leave(self) -> None:
        """Wait no more: what goes on for them alone ends, and nothing more begins."""
        with self._lock:
            if self._has_left:
                return
            self._has_left = True
            works, told = [*self._works], [*self._told]
        for tell in told:
            tell()
        if works:
            Thread(target=_end_all, args=(works,), name="called-off", daemon=True).start()

    @contextmanager
    def waited_for(self) -> Iterator[None]:
        """Let what this thread does meanwhile be for them."""
        token = _now.set(self)
        try:
            yield
        finally:
            _now.reset(token)

    @contextmanager
    def told(self, tell: Callable[[], None]) -> Iterator[None]:
        """Tell somebody when they leave, or at once where they have."""
        with self._lock:
            has_left = self._has_left
            self._told.append(tell)
        try:
            if has_left:
                tell()
            yield
        finally:
            with self._lock:
                self._told.remove(tell)

    @contextmanager
    def until_left(self, end: Callable[[], object]) -> Iterator[None]:
        """Do something that ends when they leave.

        Parameters
        ----------
        end
            As of :func:`ended_by`.
        """
        work = _Work(end)
        with self._lock:
            if self._has_left:
                raise CalledOffError
            self._works.append(work)
        try:
            yield
        except Exception:
            if self._has_left:
                raise CalledOffError from None
            raise
        finally:
            work.leave()
            with self._lock:
                self._works.remove(work)
        if work.was_told:  # what it came to may be the part that was there
            raise CalledOffError


def _end_all(works: list[_Work]) -> None:
    """End works, again and again: one that is just about to begin does not hear the first time."""
    while works := [work for work in works if not work.is_over.is_set()]:
        for work in works:
            work.end()
        works[0].is_over.wait(SECONDS_UNTIL_AGAIN)


_now: ContextVar[Waiting | None] = ContextVar("waiting", default=None)


class Queue:
    """Those who wait for one thing, which one of them makes for all.

    It is made until all of them have left. Who waits for nobody in particular, as a command or a
    thread in the background does, never leaves.
    """

    def __init__(self) -> None:
        self._lock = Lock()
        self._waiting: list[Waiting | None] = []
        self._made_for = Waiting()

    @contextmanager
    def joined(self) -> Iterator[None]:
        """Stand among those who wait."""
        own = _now.get()
        with self._lock:
            self._waiting.append(own)
        try:
            if own is None:
                yield
            else:
                with own.told(self._one_has_left):
                    yield
        finally:
            with self._lock:
                self._waiting.remove(own)

    @contextmanager
    def making(self) -> Iterator[None]:
        """Make the thing for all who stand here, and who come meanwhile."""
        before, self._made_for = self._made_for, Waiting()
        self._one_has_left()
        try:
            with self._made_for.waited_for():
                yield
        finally:
            self._made_for = before

    def _one_has_left(self) -> None:
        with self._lock:
            all_have = all(one is not None and one.has_left for one in self._waiting)
            made_for = self._made_for
        if all_have:
            made_for.leave()


@contextmanager
def for_everybody() -> Iterator[None]:
    """Make something that all who come later use as well: nobody's leaving ends it."""
    token = _now.set(None)
    try:
        yield
    finally:
        _now.reset(token)


@contextmanager
def ended_by(end: Callable[[], object]) -> Iterator[None]:
    """Do something that another thread ends when nobody waits for it any more.

    Parameters
    ----------
    end
        Lets it end; it may be called more than once, and before it has quite begun.

    Raises
    ------
    CalledOffError
        If nobody waits for it.
    """
    own = _now.get()
    if own is None:
        yield
        return
    with own.until_left(end):
        yield
