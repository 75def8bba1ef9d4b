"""What the server adds to Streamlit's answers: the page's language and safe headers."""

from __future__ import annotations

from urllib.parse import parse_qs

from starlette.responses import RedirectResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from insight.catalogue import as_language, say

_POLICY = (
    "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval' blob:; "
    "style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:; "
    "connect-src 'self' ws: wss:; worker-src 'self' blob:; frame-ancestors 'self'; "
    "base-uri 'self'; form-action 'self'; object-src 'none'"
)
HEADERS = (
    (b"content-security-policy", _POLICY.encode()),
    (b"referrer-policy", b"same-origin"),
    (b"x-content-type-options", b"nosniff"),
)


class SafeHeaders:
    """Lets the browser load and tell nothing outside this server."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""

        async def answer(message: Message) -> None:
            if message["type"] == "http.response.start":
                own = {name for name, _ in HEADERS}
                others = [one for one in message["headers"] if one[0].lower() not in own]
                message = {**message, "headers": [*others, *HEADERS]}
            await send(message)

        await self._app(scope, receive, answer if scope["type"] == "http" else send)


class FrontDoor:
    """Leads the front page's own name to the front page, which Streamlit serves at the root."""

    def __init__(self, app: ASGIApp, name: str) -> None:
        self._app = app
        self._end = f"/{name}"

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] == "http" and scope["path"].rstrip("/").endswith(self._end):
            query = scope["query_string"].decode("latin-1")
            await RedirectResponse(f"./?{query}" if query else "./")(scope, receive, send)
        else:
            await self._app(scope, receive, send)


class PageLanguage:
    """Writes language and title into the page itself, before any script has run.

    Streamlit's page says that it is in English, whatever it shows; a screen reader would then read
    Norwegian with an English voice.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http" or scope["method"] != "GET":
            await self._app(scope, receive, send)
            return
        asked = parse_qs(scope["query_string"].decode("latin-1")).get("lang", [""])[0]
        await self._app(scope, receive, _Rewriter(asked, send))


class _Rewriter:
    """Holds back an HTML answer until it is whole, and rewrites its language and title."""

    def __init__(self, asked: str, send: Send) -> None:
        self._language = as_language(asked)
        self._send = send
        self._start: Message | None = None
        self._body = b""

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start" and _is_html(message):
            self._start = message
        elif self._start and message["type"] == "http.response.body":
            self._body += message.get("body", b"")
            if not message.get("more_body"):
                await self._finish(self._start)
        else:
            await self._send(message)

    async def _finish(self, start: Message) -> None:
        title = f"<title>{say(self._language, 'shell.app_name')}</title>".encode()
        body = self._body.replace(b'<html lang="en">', f'<html lang="{self._language}">'.encode())
        body = body.replace(b"<title>Streamlit</title>", title)
        of_the_file = (b"content-length", b"etag", b"last-modified")
        kept = [one for one in start["headers"] if one[0].lower() not in of_the_file]
        length = (b"content-length", str(len(body)).encode())
        await self._send({**start, "headers": [*kept, length]})
        await self._send({"type": "http.response.body", "body": body})


def _is_html(start: Message) -> bool:
    headers = {name.lower(): value for name, value in start["headers"]}
    return headers.get(b"content-type", b"").startswith(b"text/html") and (
        b"content-encoding" not in headers
    )
