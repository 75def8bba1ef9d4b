"""A server that is asked to end and lets what is under way be finished first."""

from __future__ import annotations

import asyncio
import atexit
import logging
import os
import signal
import time
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send
from streamlit.runtime import exists, get_instance
from streamlit.runtime.app_session import AppSession, AppSessionState

from insight.language.catalogue import LANGUAGES, say
from insight.operation.serving import draining
from insight.web.operated.operated_door import HEADERS

TAKEN_ELSEWHERE = 1012  # the code for a service that restarts: the browser connects anew
STILL = 1.0  # seconds that a session must have been still, for a click may be followed by a file
_LOOK_AGAIN = 0.1
_log = logging.getLogger("insight.serving")
_under_way: Counter[str] = Counter()


class LetsFinish:
    """Counts what is under way, and refuses who is new while the process drains.

    Parameters
    ----------
    app
        What answers.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if draining.is_draining() and _is_new(scope):
            if scope["type"] == "websocket":
                await receive()
                await send({"type": "websocket.close", "code": TAKEN_ELSEWHERE})
                return
            words = "\n".join(say(language, "shell.restarts") for language in LANGUAGES)
            answer = PlainTextResponse(words, 503, HEADERS | {"Retry-After": "10"})
            await answer(scope, receive, send)
            return
        _under_way[scope["type"]] += 1
        try:
            await self._app(scope, receive, send)
        finally:
            _under_way[scope["type"]] -= 1


def _is_new(scope: Scope) -> bool:
    """Whether somebody would begin a session, or opens a page that would."""
    accepted = dict(scope.get("headers", ())).get(b"accept", b"")
    return scope["type"] == "websocket" or (scope["type"] == "http" and b"text/html" in accepted)


def drain_on_signal(seconds: int, on_begin: Callable[[], None]) -> None:
    """Let the signal to end begin to drain, in the place of the server's own answer to it.

    A second signal ends the process at once. Ctrl-C does so at the first.

    Parameters
    ----------
    seconds
        How long what is under way may take.
    on_begin
        Is called when draining begins.
    """
    server: Any = getattr(signal.getsignal(signal.SIGTERM), "__self__", None)
    if not hasattr(server, "should_exit"):  # another server, which drains in its own way
        return

    def begin() -> None:
        if draining.is_draining():
            server.should_exit = server.force_exit = True
            return
        draining.begin()
        on_begin()
        _tasks.add(asyncio.ensure_future(_drain(server, seconds)))

    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, begin)
    atexit.register(_end_drained)


def _end_drained() -> None:
    """End without what libraries would do and say last; all that was registered since is done."""
    if draining.is_draining():
        logging.shutdown()
        os._exit(0)


_tasks: set[asyncio.Future[None]] = set()


async def _drain(server: Any, seconds: int) -> None:
    """Close each session that is still, and end when all are and nothing is being sent."""
    end = time.monotonic() + seconds
    seen_at_work: dict[str, float] = {}
    _log.info("Draining")
    while time.monotonic() < end:
        await _close_still(seen_at_work)
        if not _sessions() and not _under_way["http"]:
            break
        await asyncio.sleep(_LOOK_AGAIN)
    else:
        _log.warning("%s sessions did not finish in %s s", len(_sessions()), seconds)
        server.force_exit = True
    server.should_exit = True


async def _close_still(seen_at_work: dict[str, float]) -> None:
    now = time.monotonic()
    for session in _sessions():
        if session._state == AppSessionState.APP_IS_RUNNING:
            seen_at_work[session.id] = now
        elif now - seen_at_work.setdefault(session.id, now) >= STILL:
            client = get_instance().get_client(session.id)
            with suppress(RuntimeError, AttributeError):  # closed already
                await client._websocket.close(TAKEN_ELSEWHERE)  # type: ignore[union-attr]


def _sessions() -> list[AppSession]:
    if not exists():
        return []
    return [each.session for each in get_instance()._session_mgr.list_active_sessions()]
