"""Limits of what is asked for in a time, by each and by all together, counted in this process.

Calls by address have their own, :mod:`insight.api.rates`.
"""

from __future__ import annotations

import math
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass

from insight.language.errors import Fault, NotNowError
from insight.operation.audit.asker import Asker
from insight.operation.limits.limit_settings import UNLIMITED, Kind, LimitSettings

MOST_WINDOWS = 50_000
_ALL = ""


@dataclass
class _Window:
    """How often something was done since a time."""

    start: float
    count: int = 0


class Limits:
    """Counts what is done, and refuses what is too much.

    Parameters
    ----------
    settings
        The operator's.
    clock
        Seconds that only go forward.
    """

    def __init__(
        self, settings: LimitSettings, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._settings = settings
        self._clock = clock
        self._lock = threading.Lock()
        self._windows: OrderedDict[tuple[Kind, str], _Window] = OrderedDict()

    def take(self, kind: Kind, asker: Asker) -> None:
        """Count that somebody does something, once.

        Parameters
        ----------
        kind
            What.
        asker
            Who: a person in all their sessions, or a session of who has not signed in.

        Raises
        ------
        NotNowError
            If they, or all together, have done it too often; the sentence says when it goes on.
            Then nothing is counted.
        """
        who = f"person {asker.person}" if asker.person else f"session {asker.session}"
        limits = ((who, self._settings.each[kind]), (_ALL, self._settings.together[kind]))
        with self._lock:
            windows = [(self._window(kind, of), most, of) for of, most in limits if most]
            for window, most, of in windows:
                if window.count >= most:
                    key = f"fault.limit_{kind}" if of else f"fault.limit_{kind}_all"
                    raise NotNowError(Fault(key, {"most": most, "minutes": self._wait(window)}))
            for window, _, _ in windows:
                window.count += 1

    def _window(self, kind: Kind, of: str) -> _Window:
        now = self._clock()
        window = self._windows.pop((kind, of), None)
        if window is None or now - window.start >= self._settings.minutes * 60:
            window = _Window(now)
        self._windows[kind, of] = window
        while len(self._windows) > MOST_WINDOWS:
            self._windows.popitem(last=False)
        return window

    def _wait(self, window: _Window) -> int:
        """Whole minutes until it goes on."""
        left = window.start + self._settings.minutes * 60 - self._clock()
        return max(math.ceil(left / 60), 1)


_of_process = Limits(UNLIMITED)


def limits() -> Limits:
    """Return the limits of this process; there are none until a server has begun to count."""
    return _of_process


def begin_limits(settings: LimitSettings) -> None:
    """Count anew, by what an operator has decided."""
    global _of_process
    _of_process = Limits(settings)
