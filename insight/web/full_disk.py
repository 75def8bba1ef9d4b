"""A full disk, where what a visitor hands over is put down: the browser is told which it is."""

from __future__ import annotations

import logging

from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from insight.survey.disk.room import is_full

STATUS = 507
_log = logging.getLogger(__name__)


class FullDisk:
    """Answers with a status of its own where there was no room for what a request brought."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        started = False

        async def answer(message: Message) -> None:
            nonlocal started
            started = True
            await send(message)

        try:
            await self._app(scope, receive, answer)
        except OSError as error:
            if started or scope["type"] != "http" or not is_full(error):
                raise
            _log.warning("There is no room in the folder for temporary files: %s", error)
            await PlainTextResponse("", STATUS)(scope, receive, send)
