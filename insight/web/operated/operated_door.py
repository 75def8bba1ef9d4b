"""The outermost door: counts and marks what comes in, and tells an operator how the server is.

``/livez``, ``/readyz`` and ``/metrics`` are answered before any other door is asked, so that
neither a login nor a limit stands before a probe.
"""

from __future__ import annotations

import asyncio
import hmac
import threading
from collections.abc import Callable, Mapping
from concurrent.futures import Future
from time import perf_counter

from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from insight.operation.counts import REQUEST_TIME, REQUESTS, SENT, UPLOADED, UPLOADS
from insight.operation.exposition import MEDIA_TYPE, metrics_text
from insight.operation.health import Readiness, Wrong
from insight.operation.log_marks import marked, new_request

REQUEST_HEADER = b"x-request-id"
SECONDS_TO_ANSWER = 2.0
READING = ("GET", "HEAD")
PROBES = ("livez", "readyz", "metrics")
HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
}
_UPLOAD, _HEALTH, _STATIC = "upload", "health", "static"
# By how an address begins, the longer beginning first; what is none of these is a page.
_DOORS = {
    "_stcore/stream": "stream",
    "_stcore/upload_file": _UPLOAD,
    "_stcore": _HEALTH,
    "api/picture": "pictures",
    "api": "api",
    "embed": "embed",
    "media": "media",
    "static": _STATIC,
    "component": _STATIC,
    "app/static": _STATIC,
    **dict.fromkeys(PROBES, _HEALTH),
}


class OperatedDoor:
    """Stands around all that the server answers.

    Parameters
    ----------
    app
        What answers everything else.
    readiness
        Finds out whether the process can serve.
    token
        Who has it is told the counts; there is no such address where it is empty.
    prefix
        The path before all that the server serves; probes may leave it out.
    """

    def __init__(
        self, app: ASGIApp, readiness: Readiness, token: str = "", prefix: str = ""
    ) -> None:
        self._app = app
        self._readiness = readiness
        self._token = token
        self._prefix = f"/{prefix.strip('/')}/" if prefix.strip("/") else "/"
        self._asked: Future[tuple[Wrong, ...]] | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
            return
        place = self._place(scope["path"])
        seen = _Seen(scope, door_of(place), receive, send)
        with marked(request=seen.mark):
            try:
                own = await self._answer(place, scope) if scope["type"] == "http" else None
                await (own or self._app)(scope, seen.receive, seen.send)
            finally:
                seen.count()

    def _place(self, path: str) -> str:
        """An address as it is seen from the root of the app."""
        inside = path.removeprefix(self._prefix) if path.startswith(self._prefix) else path
        return inside.lstrip("/")

    async def _answer(self, place: str, scope: Scope) -> Response | None:
        """The answer to a probe; None where it is another's to give."""
        if place not in PROBES:
            return None
        if place == "metrics" and not self._token:
            return PlainTextResponse("Not found\n", 404, HEADERS)
        if scope["method"] not in READING:
            allowed = {"Allow": ", ".join(READING)}
            return PlainTextResponse("Method not allowed\n", 405, HEADERS | allowed)
        if place == "livez":
            return JSONResponse({"alive": True}, headers=HEADERS)
        if place == "readyz":
            return await self._ready()
        return await self._metrics(dict(scope["headers"]))

    async def _ready(self) -> Response:
        wrong = await self._wrong()
        told = [{"check": one.check, "what": one.what} for one in wrong]
        hinders = any(one.hinders for one in wrong)
        content = {"ready": not hinders, "wrong": told}
        return JSONResponse(content, 503 if hinders else 200, HEADERS)

    async def _wrong(self) -> tuple[Wrong, ...]:
        """What is wrong, found out on one thread however many ask: a disk may not answer."""
        if (known := self._readiness.known()) is not None:
            return known
        if self._asked is None or self._asked.done():
            self._asked = _on_a_thread(self._readiness.wrong)
        answer = asyncio.wrap_future(self._asked)
        done, _ = await asyncio.wait({answer}, timeout=SECONDS_TO_ANSWER)
        return answer.result() if done else (Wrong("checks", "slow"),)

    async def _metrics(self, headers: Mapping[bytes, bytes]) -> Response:
        kind, _, given = headers.get(b"authorization", b"").partition(b" ")
        is_known = hmac.compare_digest(given.strip(), self._token.encode())
        if kind.lower() != b"bearer" or not is_known:
            told = {"WWW-Authenticate": "Bearer"}
            return PlainTextResponse("A token is needed\n", 401, HEADERS | told)
        text = await asyncio.to_thread(metrics_text)
        return Response(text, headers=HEADERS | {"Content-Type": MEDIA_TYPE})


def door_of(place: str) -> str:
    """Return what an address is for, as one of few words.

    Examples
    --------
    >>> [door_of(place) for place in ("answers", "api/v2/tables/x", "_stcore/stream", "apis")]
    ['pages', 'api', 'stream', 'pages']
    """
    starts = (name for start, name in _DOORS.items() if f"{place}/".startswith(f"{start}/"))
    return next(starts, "pages")


class _Seen:
    """A request as it is counted: what came in, what went out, and how long it took."""

    def __init__(self, scope: Scope, door: str, receive: Receive, send: Send) -> None:
        self.mark = new_request()
        self._is_http = scope["type"] == "http"
        self._is_upload = door == _UPLOAD and scope.get("method") in ("POST", "PUT")
        self._door = door
        self._receive, self._send = receive, send
        self._start = perf_counter()
        self._status = 500  # where nothing was answered

    async def receive(self) -> Message:
        """Take in a message, and count what is uploaded."""
        message = await self._receive()
        if self._is_upload and message["type"] == "http.request":
            UPLOADED.add(len(message.get("body", b"")))
        return message

    async def send(self, message: Message) -> None:
        """Hand on a message; an answer says by which mark the log knows it."""
        kind = message["type"]
        if kind == "websocket.send":
            SENT.add(len(message.get("bytes") or message.get("text") or b""))
        elif kind in ("http.response.start", "websocket.http.response.start"):
            self._status = message["status"]
            mark = (REQUEST_HEADER, self.mark.encode())
            message = {**message, "headers": [*message.get("headers", ()), mark]}
        elif kind == "websocket.accept":
            self._status = 101
        elif kind == "websocket.close" and self._status != 101:
            self._status = 403
        await self._send(message)

    def count(self) -> None:
        """Count the request, which is over."""
        status = f"{self._status // 100}xx"
        REQUESTS.add(door=self._door, status=status)
        if self._is_http:
            REQUEST_TIME.add(perf_counter() - self._start, door=self._door)
        if self._is_upload:
            UPLOADS.add(status=status)


def _on_a_thread(work: Callable[[], tuple[Wrong, ...]]) -> Future[tuple[Wrong, ...]]:
    """Have something found out on a thread that does not keep the process from ending."""
    found: Future[tuple[Wrong, ...]] = Future()

    def settle() -> None:
        try:
            found.set_result(work())
        except Exception as error:
            found.set_exception(error)

    threading.Thread(target=settle, name="insight-health", daemon=True).start()
    return found
