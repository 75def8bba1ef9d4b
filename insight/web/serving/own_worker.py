"""The worker that this process is among several, and the cookie that leads its visitors to it."""

from __future__ import annotations

import streamlit as st
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from insight.operation.serving.asked_worker import COOKIE, worker_named

NO_VISIT = ("api/", "embed/")


class OwnWorker:
    """Tells visitors by which worker they were answered, where there are several.

    Parameters
    ----------
    app
        What answers.
    """

    name: int | None = None

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        name = OwnWorker.name
        if name is None or scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
            return

        async def answer(message: Message) -> None:
            if message["type"] in ("http.response.start", "websocket.accept"):
                headers = list(message.get("headers", []))
                if scope["type"] == "http":
                    headers.append((b"connection", b"close"))  # one request for each connection
                if _begins_a_visit(scope, headers) and _named(scope) != name:
                    headers.append((b"set-cookie", _cookie(scope, name)))
                message = {**message, "headers": headers}
            await send(message)

        await self._app(scope, receive, answer)


def _begins_a_visit(scope: Scope, headers: list[tuple[bytes, bytes]]) -> bool:
    """Whether an answer is a page or its connection; files, programs and other sites need none."""
    if scope["type"] == "websocket":
        return True
    kinds = [value for name, value in headers if name.lower() == b"content-type"]
    prefix = st.get_option("server.baseUrlPath").strip("/")
    place = scope["path"].removeprefix(f"/{prefix}").lstrip("/")
    is_page = bool(kinds) and kinds[0].startswith(b"text/html")
    return is_page and not place.startswith(NO_VISIT)


def _named(scope: Scope) -> int | None:
    cookies = [value for name, value in scope["headers"] if name == b"cookie"]
    return worker_named(b"".join(b"\r\ncookie:" + value for value in cookies))


def _cookie(scope: Scope, name: int) -> bytes:
    # Lax: who follows a link from elsewhere into a second tab stays with their worker.
    path = st.get_option("server.baseUrlPath").strip("/")
    safe = "; Secure" if scope["scheme"] in ("https", "wss") else ""
    return f"{COOKIE}={name}; Path=/{path}; HttpOnly; SameSite=Lax{safe}".encode()
