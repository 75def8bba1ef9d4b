"""Middleware around Streamlit's answers: the page's language and safe headers."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import parse_qs, parse_qsl, urlencode

from starlette.responses import RedirectResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from insight.language.catalogue import as_language, say

LONGEST_NAME = 60
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
                others = [header for header in message["headers"] if header[0].lower() not in own]
                message = {**message, "headers": [*others, *HEADERS]}
            await send(message)

        await self._app(scope, receive, answer if scope["type"] == "http" else send)


class FrontDoor:
    """Leads the front page's own name, and names that no page has, to the front page.

    Streamlit serves the front page at the root. Of an unknown name the page says that it is not
    there; otherwise an old link would end in a dialog about files.
    """

    def __init__(self, app: ASGIApp, pages: Sequence[str]) -> None:
        self._app = app
        self._pages = pages

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        name = scope["path"].rstrip("/").rpartition("/")[2] if scope["type"] == "http" else ""
        unknown = name not in self._pages and _is_visit(scope)
        if name and (name == self._pages[0] or unknown):
            parameters = parse_qsl(scope["query_string"].decode("latin-1"))
            parameters += [("page", name[:LONGEST_NAME])] if unknown else []
            query = urlencode(parameters)
            await RedirectResponse(f"./?{query}" if query else "./")(scope, receive, send)
        else:
            await self._app(scope, receive, send)


def _is_visit(scope: Scope) -> bool:
    """Whether somebody opens a page, and not one of Streamlit's own addresses or files."""
    if scope["type"] != "http" or scope["method"] not in ("GET", "HEAD"):
        return False
    accepted = dict(scope["headers"]).get(b"accept", b"")
    own = ("_", "static", "media", "component", "app")
    first = scope["path"].removeprefix(scope.get("root_path", "")).strip("/").partition("/")[0]
    return b"text/html" in accepted and "." not in first and not first.startswith(own)


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
        language = parse_qs(scope["query_string"].decode("latin-1")).get("lang", [""])[0]
        await self._app(scope, receive, _Rewriter(language, send))


class _Rewriter:
    """Holds back an HTML answer until it is whole, and rewrites its language and title."""

    def __init__(self, language: str, send: Send) -> None:
        self._language = as_language(language)
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
        kept = [header for header in start["headers"] if header[0].lower() not in of_the_file]
        length = (b"content-length", str(len(body)).encode())
        await self._send({**start, "headers": [*kept, length]})
        await self._send({"type": "http.response.body", "body": body})


def _is_html(start: Message) -> bool:
    headers = {name.lower(): value for name, value in start["headers"]}
    return headers.get(b"content-type", b"").startswith(b"text/html") and (
        b"content-encoding" not in headers
    )
