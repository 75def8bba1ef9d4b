"""Answers that hold for a while: one is asked for anew when it has grown too old."""

from __future__ import annotations

import time
from collections.abc import Callable, Hashable
from threading import Lock, RLock
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
                known = self._answers[key] = (self._clock(), _made(make))
        if isinstance(known[1], InsightError):
            raise type(known[1])(*known[1].faults)
        return known[1]


def _made(make: Callable[[], Answer]) -> Answer | InsightError:
    try:
        return make()
    except InsightError as error:
        return error
