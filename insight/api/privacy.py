"""Privacy of answers: what not everybody may see is kept by no cache and read by no other site."""

from __future__ import annotations

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

PRIVATE = "private, no-store"
_OF_OTHER_SITES = ("access-control-allow-origin", "access-control-expose-headers")


def keep_private(headers: MutableHeaders) -> None:
    """Let no cache keep an answer, and no page of another site have it."""
    headers["Cache-Control"] = PRIVATE
    headers["Cross-Origin-Resource-Policy"] = "same-origin"
    for name in _OF_OTHER_SITES:
        del headers[name]


class PrivateAnswers:
    """Takes back what other middleware allows other sites, of answers that are private."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""

        async def answer(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                if headers.get("Cache-Control") == PRIVATE:
                    keep_private(headers)
            await send(message)

        await self._app(scope, receive, answer)
