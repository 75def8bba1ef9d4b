"""Middleware around Streamlit's answers: the page's language and history, and safe headers."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from urllib.parse import parse_qs, parse_qsl, urlencode

import streamlit as st
from starlette.datastructures import MutableHeaders
from starlette.responses import RedirectResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from insight.access.person import Person, person_of
from insight.api.privacy import keep_private
from insight.language.catalogue import as_language, say
from insight.web.html.templates import draw

LONGEST_NAME = 60
API, EMBED = "api", "embed"
SIGNING_IN = ("auth", "oauth2callback", "sign-in")
_POLICY = (
    "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval' blob:; "
    "style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:; "
    "connect-src 'self' ws: wss:; worker-src 'self' blob:; frame-ancestors 'self'; "
    "base-uri 'self'; form-action 'self'; object-src 'none'"
)
# A page for other sites and a picture load nothing but pictures, and run nothing.
_STILL = (
    "default-src 'none'; img-src 'self'; style-src 'unsafe-inline'; base-uri 'none'; "
    "form-action 'none'; frame-ancestors {frames}"
)
NOBODY = "'none'"
HEADERS = (
    (b"content-security-policy", _POLICY.encode()),
    (b"referrer-policy", b"same-origin"),
    (b"x-content-type-options", b"nosniff"),
)


class SafeHeaders:
    """Lets the browser load and tell nothing outside this server.

    Parameters
    ----------
    app
        What answers.
    frames
        The sites that may show a page for other sites in a frame.
    """

    def __init__(self, app: ASGIApp, frames: Sequence[str] = ()) -> None:
        self._app = app
        self._still = {
            f"{EMBED}/": _STILL.format(frames=" ".join(frames) or NOBODY),
            f"{API}/picture/": _STILL.format(frames=NOBODY),
        }

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        safe = self._headers(_place(scope)) if scope["type"] == "http" else HEADERS

        async def answer(message: Message) -> None:
            if message["type"] == "http.response.start":
                own = {name for name, _ in safe}
                others = [header for header in message["headers"] if header[0].lower() not in own]
                message = {**message, "headers": [*others, *safe]}
            await send(message)

        await self._app(scope, receive, answer if scope["type"] == "http" else send)

    def _headers(self, place: str) -> Sequence[tuple[bytes, bytes]]:
        policies = (policy for start, policy in self._still.items() if place.startswith(start))
        if policy := next(policies, ""):
            return [(HEADERS[0][0], policy.encode()), *HEADERS[1:]]
        return HEADERS


class FrontDoor:
    """Leads to the page that an address means, where it is written otherwise than the page's own.

    Streamlit serves the front page at the root, under no name. A name that a page once had leads to
    the page that does the same now, and one that no page has to the front page, which says so;
    otherwise an old link would end in a dialog about files. An address that goes deeper, or ends
    with a slash, would show an empty page, for its files are not found from there.
    """

    def __init__(self, app: ASGIApp, pages: Sequence[str], moved: Mapping[str, str]) -> None:
        self._app = app
        self._pages = pages
        self._moved = moved

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        asked = scope["type"] == "http" and not _is_no_page(scope)
        there = self._there(scope) if asked else ""
        await (RedirectResponse(there) if there else self._app)(scope, receive, send)

    def _there(self, scope: Scope) -> str:
        """Where an address leads, as seen from it; empty where it is a page's own, or none."""
        place = _place(scope)
        name = place.rstrip("/").rpartition("/")[2]
        page, query = self._moved.get(name, name), scope["query_string"].decode("latin-1")
        if not page or place in self._pages[1:]:
            return ""
        if page != self._pages[0] and not _is_visit(scope, place):
            return ""
        if page not in self._pages:
            query = urlencode([*parse_qsl(query), ("page", page[:LONGEST_NAME])])
        to_root = "../" * place.count("/") or "./"
        to_page = page if page in self._pages[1:] else ""
        return f"{to_root}{to_page}{f'?{query}' if query else ''}"


def _place(scope: Scope) -> str:
    """The address that is asked for, as it is seen from the root of the app."""
    path: str = scope["path"]
    base = st.get_option("server.baseUrlPath").strip("/")
    for root in (scope.get("root_path", ""), f"/{base}" if base else ""):
        if f"{path}/".startswith(f"{root}/"):
            path = path.removeprefix(root)
    return path.removeprefix("/")


def _is_visit(scope: Scope, place: str) -> bool:
    """Whether somebody opens a page, and not one of Streamlit's own addresses or files."""
    accepted = dict(scope["headers"]).get(b"accept", b"")
    own = ("_", "static", "media", "component", "app")
    first = place.partition("/")[0]
    asks = scope["method"] in ("GET", "HEAD") and b"text/html" in accepted
    return asks and "." not in first and not first.startswith(own)


def _is_no_page(scope: Scope) -> bool:
    """Whether an address is one of numbers, for other sites or for signing in, not of a page."""
    return _place(scope).partition("/")[0] in (API, EMBED, *SIGNING_IN)


class PageLanguage:
    """Writes language and title into the page itself, and what keeps its history.

    Streamlit's page says that it is in English, whatever it shows; a screen reader would then read
    Norwegian with an English voice. It also takes two steps for each page, so that a step back
    leads nowhere.

    Parameters
    ----------
    app
        What answers.
    tell
        Returns what the page says of itself to those who show a link to it, by its name, the
        parameters of the link and who asks.
    """

    def __init__(self, app: ASGIApp, tell: Callable[[str, str, Person], str] | None = None) -> None:
        self._app = app
        self._tell = tell

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http" or scope["method"] != "GET" or _is_no_page(scope):
            await self._app(scope, receive, send)
            return
        query = scope["query_string"].decode("latin-1")
        language = parse_qs(query).get("lang", [""])[0]
        page = _place(scope).strip("/")
        person = person_of(scope)
        tell = partial(self._tell, page, query, person) if self._tell else str
        rewriter = _Rewriter(language, tell, send, is_private=person.has_signed_in)
        await self._app(_uncompressed(scope), receive, rewriter)


def _uncompressed(scope: Scope) -> Scope:
    """Ask for a page as it is, for what is compressed cannot be rewritten."""
    headers = scope["headers"]
    if b"text/html" not in dict(headers).get(b"accept", b""):
        return scope
    plain = [header for header in headers if header[0].lower() != b"accept-encoding"]
    return {**scope, "headers": plain}


class _Rewriter:
    """Holds back an HTML answer until it is whole, and rewrites its language and title."""

    def __init__(
        self, language: str, tell: Callable[[], str], send: Send, *, is_private: bool
    ) -> None:
        self._language = as_language(language)
        self._tell = tell
        self._send = send
        self._is_private = is_private
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
        told = await asyncio.to_thread(self._tell)
        first = f"{told}{draw('history', 'script')}".encode()
        body = body.replace(b"<head>", b"<head>" + first, 1)
        of_the_file = (b"content-length", b"etag", b"last-modified")
        kept = [header for header in start["headers"] if header[0].lower() not in of_the_file]
        length = (b"content-length", str(len(body)).encode())
        whole = {**start, "headers": [*kept, length]}
        if self._is_private:
            keep_private(MutableHeaders(scope=whole))
        await self._send(whole)
        await self._send({"type": "http.response.body", "body": body})


def _is_html(start: Message) -> bool:
    headers = {name.lower(): value for name, value in start["headers"]}
    return headers.get(b"content-type", b"").startswith(b"text/html") and (
        b"content-encoding" not in headers
    )
