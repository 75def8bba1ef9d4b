"""Messages of a run handed to the server's thread some at a time, and not one by one.

A page is some 130 messages. For each, Streamlit wakes the thread that sends them, which takes the
interpreter from the run that makes the next: that was a third of a click. What a browser is sent
some at a time it also draws as often, so a page tells where it is worth that: before it works out
its figures, which the browser uses to draw what there is, and when they stand.
"""

from __future__ import annotations

import asyncio
import threading
from collections import deque
from collections.abc import Callable
from functools import partial
from typing import Any
from weakref import WeakKeyDictionary

from streamlit.runtime.app_session import AppSession
from streamlit.runtime.scriptrunner import ScriptRunnerEvent

SECONDS = 0.03  # that a message waits for others at the most; nobody sees that
_handle = AppSession._handle_scriptrunner_event_on_event_loop
_waiting: WeakKeyDictionary[AppSession, _Batch] = WeakKeyDictionary()
_of_this_run = threading.local()


class _Batch:
    """Events of a session in their order, and whether anybody will take them."""

    def __init__(self) -> None:
        self._events: deque[Callable[[], None]] = deque()
        self._is_expected = False
        self._timer: asyncio.TimerHandle | None = None

    def add(self, event: Callable[[], None]) -> bool:
        """Add an event of a run, and return whether somebody must be told to take it."""
        self._events.append(event)
        tell, self._is_expected = not self._is_expected, True
        return tell

    def take(self) -> None:
        """Let the session handle all events that there are."""
        self._is_expected = False  # first: what comes meanwhile is taken now, or told of
        if self._timer:
            self._timer.cancel()
        while self._events:
            self._events.popleft()()

    def take_soon(self) -> None:
        """Let them wait for others, unless these are taken before."""
        self._timer = asyncio.get_running_loop().call_later(SECONDS, self.take)


def install() -> None:
    """Let all sessions hand over their messages in batches from now on."""
    AppSession._on_scriptrunner_event = _on_event  # type: ignore[assignment]


def hand_over() -> None:
    """Send what the run of this thread has drawn, and let only what follows wait for others."""
    if take := getattr(_of_this_run, "take", None):
        take()


def _on_event(
    session: AppSession, sender: Any, event: ScriptRunnerEvent, *rest: Any, **named: Any
) -> None:
    """Take an event of a run, in the run's thread; all but messages are handed over at once."""
    batch = _waiting.setdefault(session, _Batch())
    tell = batch.add(partial(_handle, session, sender, event, *rest, **named))
    _of_this_run.take = partial(session._call_soon_on_event_loop, batch.take)
    if event is not ScriptRunnerEvent.ENQUEUE_FORWARD_MSG:
        session._call_soon_on_event_loop(batch.take)
    elif tell:
        session._call_soon_on_event_loop(batch.take_soon)
