"""A door for uploads: a file is let in piece by piece, as long as there is room and time."""

from __future__ import annotations

import asyncio
import logging
import shutil
import tempfile
import time
from collections.abc import Callable
from contextlib import suppress
from http import HTTPStatus

from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from insight.web.door.asked_place import header_of, place_of
from insight.web.door.known_places import UPLOADS
from insight.web.door.refusals import Refusal, refuse
from insight.web.door.uploads import KEPT, Arrival, BoundedUploads, uploads

GRACE = 20.0  # seconds, in which nothing need have come
SLOWEST = 16_000  # bytes a second, for what comes after that
HEARD_OUT = 20.0  # seconds for which what is refused is let go by, and not kept
SPARE = 50_000_000  # bytes that a file leaves free where it lies until it is whole
_log = logging.getLogger("insight.door")


class UploadDoor:
    """Lets a file in that a page has asked for.

    Parameters
    ----------
    app
        What answers.
    there
        Returns where files are kept; none where they are not bounded.
    """

    def __init__(self, app: ASGIApp, there: Callable[[], BoundedUploads | None] = uploads) -> None:
        self._app = app
        self._there = there

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        is_file = scope["type"] == "http" and scope["method"] == "PUT"
        place = place_of(scope) if is_file else ""
        if not place.startswith(UPLOADS):
            await self._app(scope, receive, send)
            return
        kept = self._there()
        try:
            if kept is None:
                raise Refusal(HTTPStatus.FORBIDDEN, "no_uploader")
            session, file_id = place.removeprefix(UPLOADS).split("/")
            length = _length(scope)
            _check_disk(length)
            arrival = kept.begin(session, file_id, length)
        except Refusal as refusal:
            await _refuse(refusal, scope, receive, send)
            return
        try:
            await self._let_in(kept, arrival, scope, receive, send)
        finally:
            kept.end(arrival)
            asyncio.get_running_loop().call_later(KEPT + 1, kept.forget_old)

    async def _let_in(
        self, kept: BoundedUploads, arrival: Arrival, scope: Scope, receive: Receive, send: Send
    ) -> None:
        pieces = _Pieces(kept, arrival, receive)
        has_answered = False

        async def answer(message: Message) -> None:
            nonlocal has_answered
            has_answered = True
            await send(message)

        why: Refusal | None = None
        try:
            await self._app(scope, pieces, answer)
        except Refusal as refusal:
            why = refusal
        except ClientDisconnect:
            return  # nobody is there to be told
        except OSError:
            _log.exception("A file that a visitor handed over could not be kept")
            why = Refusal(HTTPStatus.INSUFFICIENT_STORAGE, "upload_all")
        if why and not has_answered:
            if pieces.is_whole:
                await refuse(why, scope, receive, send)
            else:
                await _refuse(why, scope, receive, send)


class _Pieces:
    """Receives a body as it comes, and ends it where it is too large or too slow."""

    def __init__(self, kept: BoundedUploads, arrival: Arrival, receive: Receive) -> None:
        self._kept = kept
        self._arrival = arrival
        self._receive = receive
        self._began = time.monotonic()
        self._size = 0
        self.is_whole = False

    async def __call__(self) -> Message:
        if self.is_whole:
            return await self._receive()
        until = self._began + GRACE + self._size / SLOWEST
        try:
            async with asyncio.timeout(until - time.monotonic()):
                message = await self._receive()
        except TimeoutError:
            raise Refusal(HTTPStatus.REQUEST_TIMEOUT, "upload_slow") from None
        self._size += len(message.get("body", b""))
        self.is_whole = not message.get("more_body", False)
        self._kept.hold(self._arrival, self._size)
        return message


async def _refuse(refusal: Refusal, scope: Scope, receive: Receive, send: Send) -> None:
    """Refuse a file once it has gone by: a browser hears nothing before it has sent all."""
    if refusal.status is not HTTPStatus.REQUEST_TIMEOUT:
        with suppress(TimeoutError):
            async with asyncio.timeout(HEARD_OUT):
                while (await receive()).get("more_body", False):
                    pass
    await refuse(refusal, scope, receive, send)


def _length(scope: Scope) -> int:
    written = header_of(scope, b"content-length")
    if not written:
        return 0
    if not (written.isascii() and written.isdecimal() and len(written) < 16):
        raise Refusal(HTTPStatus.BAD_REQUEST, "address")
    return int(written)


def _check_disk(length: int) -> None:
    """Hold that there is room where a file lies until it is whole."""
    if shutil.disk_usage(tempfile.gettempdir()).free < length + SPARE:
        raise Refusal(HTTPStatus.INSUFFICIENT_STORAGE, "upload_all")
