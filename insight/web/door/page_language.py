"""Language and title of the page itself, from its first byte, and what keeps its history."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable
from functools import partial
from urllib.parse import parse_qs

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from insight.access.person import Person, person_of
from insight.api.privacy import keep_private
from insight.language.catalogue import LANGUAGES, as_language, say
from insight.web.door.asked_place import is_for_programs, place_of
from insight.web.html.templates import draw

# Streamlit's page tells programs, and in English readers without scripts, of what is closed here.
_SERVICE = re.compile(rb"<link rel=\"service-desc\"[^>]*>")
_WITHOUT_SCRIPT = re.compile(rb"<noscript>.*?</noscript>", re.DOTALL)


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
        if scope["type"] != "http" or scope["method"] != "GET" or is_for_programs(place_of(scope)):
            await self._app(scope, receive, send)
            return
        query = scope["query_string"].decode("latin-1")
        language = parse_qs(query).get("lang", [""])[0]
        page = place_of(scope).strip("/")
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
        said = {language: say(language, "door.no_script") for language in LANGUAGES}
        body = _SERVICE.sub(b"", body)
        body = _WITHOUT_SCRIPT.sub(draw("door", "without_script", said).encode(), body)
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
