"""Clicks: what the time of one run of a page goes to.

The time always belongs to the innermost part, so that parts add up to the whole. Outside of a click
a part costs nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from time import perf_counter

from insight.operation.counts import CLICK_PARTS, QUERIES
from insight.operation.waiting import CalledOffError

_now: ContextVar[Click | None] = ContextVar("click", default=None)


class Click:
    """A run of a page: its parts in seconds, how many queries, and how many messages it sent."""

    def __init__(self, clock: Callable[[], float] = perf_counter) -> None:
        self._clock = clock
        self._open = ["other"]
        self._begun = self._since = clock()
        self.parts: dict[str, float] = {}
        self.queries = 0
        self.messages = 0

    @property
    def seconds(self) -> float:
        """How long it has taken."""
        return self._clock() - self._begun

    def enter(self, name: str) -> None:
        """Let time belong to a part."""
        self._settle()
        self._open.append(name)

    def leave(self) -> None:
        """Let time belong again to the part around the last one."""
        self._settle()
        self._open.pop()

    def end(self) -> None:
        """Count the parts, because the click is over."""
        self._settle()
        for name, seconds in self.parts.items():
            CLICK_PARTS.add(seconds, part=name)

    def _settle(self) -> None:
        now, name = self._clock(), self._open[-1]
        self.parts[name] = self.parts.get(name, 0.0) + now - self._since
        self._since = now


@contextmanager
def click() -> Iterator[Click]:
    """Time a run of a page in this thread."""
    own = Click()
    token = _now.set(own)
    try:
        yield own
    finally:
        _now.reset(token)
        own.end()


@contextmanager
def part(name: str) -> Iterator[None]:
    """Time a part of the click that runs in this thread, if one does."""
    own = _now.get()
    if own is None:
        yield
        return
    own.enter(name)
    try:
        yield
    finally:
        own.leave()


@contextmanager
def query() -> Iterator[None]:
    """Time and count a query to the database, in a click or not."""
    start, outcome, own = perf_counter(), "failed", _now.get()
    if own:
        own.queries += 1
        own.enter("queries")
    try:
        yield
        outcome = "done"
    except CalledOffError:
        outcome = "called_off"
        raise
    finally:
        if own:
            own.leave()
        QUERIES.observe(perf_counter() - start, outcome=outcome)
