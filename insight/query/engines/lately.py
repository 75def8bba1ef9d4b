"""Answers that hold for a while: one is asked for anew when it has grown too old."""

from __future__ import annotations

import time
from collections.abc import Callable, Hashable
from contextlib import suppress
from threading import Lock, RLock, Thread
from typing import Generic, TypeVar

from insight.language.errors import InsightError

Answer = TypeVar("Answer")


class Lately(Generic[Answer]):
    """The latest answers by key, with when they were given; a refusal is an answer too.

    Parameters
    ----------
    clock
        Tells the time in seconds.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._answers: dict[Hashable, tuple[float, Answer | InsightError]] = {}
        self._making: dict[Hashable, RLock] = {}
        self._lock = Lock()
        self._looking: set[Hashable] = set()

    def glance(self, key: Hashable, within: float, make: Callable[[], Answer]) -> Answer:
        """Return the answer under a key, as :meth:`recall`, but wait for no refusal twice.

        One that is older is told once more while a thread finds out whether it still holds.
        """
        known = self._answers.get(key)
        if known is None or not isinstance(known[1], InsightError):
            return self.recall(key, within, make)
        if known[0] < self._clock() - within and key not in self._looking:
            self._looking.add(key)
            Thread(target=self._look, args=(key, within, make), daemon=True).start()
        return _told(known[1])

    def _look(self, key: Hashable, within: float, make: Callable[[], Answer]) -> None:
        try:
            with suppress(InsightError):
                self.recall(key, within, make)
        finally:
            self._looking.discard(key)

    def recall(self, key: Hashable, within: float, make: Callable[[], Answer]) -> Answer:
        """Return the answer under a key, made anew where it is older than some seconds.

        Of many who ask at once, one makes it and the others wait.

        Raises
        ------
        InsightError
            If it could not be made.
        """
        with self._lock:
            own = self._making.setdefault(key, RLock())
        begun = self._clock()
        with own:
            known = self._answers.get(key)
            if known is None or known[0] < begun - within:
                known = self._answers[key] = self._made(make)
        return _told(known[1])

    def _made(self, make: Callable[[], Answer]) -> tuple[float, Answer | InsightError]:
        """An answer of when it was asked for; a refusal of when it came, for that may take long."""
        asked = self._clock()
        try:
            return asked, make()
        except InsightError as error:
            return self._clock(), error


def _told(answer: Answer | InsightError) -> Answer:
    """An answer; a refusal is raised as an error of its own, which hangs on no other's."""
    if isinstance(answer, InsightError):
        raise type(answer)(*answer.faults)
    return answer
