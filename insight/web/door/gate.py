"""A gate before all else: whom a request is for, whose page sends it, and whether it is sound."""

from __future__ import annotations

import logging
import re
from http import HTTPStatus

from starlette.types import ASGIApp, Receive, Scope, Send

from insight.language.errors import shorten
from insight.web.door.asked_place import header_of, headers_of, is_for_programs, place_of
from insight.web.door.hosts import SETTING, Authority, Hosts, authority_of
from insight.web.door.refusals import Refusal, refuse

METHODS = ("DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT")
LONGEST_ADDRESS = 8_000  # bytes; those of the API are measured by the API
MOST_HEADERS = 100
LARGEST_HEADERS = 32_000  # bytes
MOST_LOGGED = 50
_ODD = re.compile(r"[\x00-\x1f\x7f\\]|//|/\.{1,2}(/|$)")
_log = logging.getLogger("insight.door")


class Gate:
    """Lets in what is for this app, from a page of its own, and written as addresses are.

    A WebSocket goes on with the name in `Host` that its page has in `Origin`: both are known, and
    of two that differ Streamlit would ask an outside service whether it is called so.

    Parameters
    ----------
    app
        What answers.
    hosts
        Names that the app answers to.
    """

    def __init__(self, app: ASGIApp, hosts: Hosts) -> None:
        self._app = app
        self._hosts = hosts
        self._logged: set[str] = set()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
            return
        try:
            _check_head(scope)
            if scope["type"] == "http":
                _check_form(scope)
            self._check_names(scope)
        except Refusal as refusal:
            if scope["type"] == "websocket":
                await send({"type": "websocket.close", "code": 1008})
                return
            is_odd = refusal.status == HTTPStatus.METHOD_NOT_ALLOWED
            allow = {"Allow": ", ".join(METHODS)} if is_odd else None
            await refuse(refusal, scope, receive, send, allow)
            return
        if scope["type"] == "http":
            await self._app(scope, receive, send)
            return
        try:
            await self._app(_as_its_page(scope), receive, send)
        except (KeyError, TypeError) as error:  # such as words where Streamlit takes bytes only
            _log.warning("A connection broke off: %r", error)

    def _check_names(self, scope: Scope) -> None:
        named = headers_of(scope, b"host")
        host = authority_of(named[0]) if len(named) == 1 else None
        if host is None:
            raise Refusal(HTTPStatus.BAD_REQUEST, "no_host")
        if not self._hosts.knows(host):
            self._tell(host)
            raise Refusal(HTTPStatus.MISDIRECTED_REQUEST, "other_host")
        if scope["type"] == "http" and is_for_programs(place_of(scope)):
            return
        origins = headers_of(scope, b"origin")
        if origins and not (len(origins) == 1 and self._hosts.trusts(origins[0], host)):
            raise Refusal(HTTPStatus.FORBIDDEN, "other_origin")

    def _tell(self, host: Authority) -> None:
        """Tell the operator of a name, once: it may be one that has yet to be set."""
        if host.name in self._logged or len(self._logged) >= MOST_LOGGED:
            return
        self._logged.add(host.name)
        _log.warning(
            "Refused what asked for %s, which %s does not name", shorten(host.name), SETTING
        )


def _check_head(scope: Scope) -> None:
    headers = scope["headers"]
    size = sum(len(name) + len(value) for name, value in headers)
    if len(headers) > MOST_HEADERS or size > LARGEST_HEADERS:
        raise Refusal(HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE, "headers")


def _check_form(scope: Scope) -> None:
    if scope["method"] not in METHODS:
        raise Refusal(HTTPStatus.METHOD_NOT_ALLOWED, "method")
    path: str = scope["path"]
    if path and not path.startswith("/"):
        raise Refusal(HTTPStatus.BAD_REQUEST, "address")
    if is_for_programs(place_of(scope)):
        return
    written = scope.get("raw_path") or path.encode("utf-8", "replace")
    if len(written) + len(scope["query_string"]) > LONGEST_ADDRESS:
        raise Refusal(HTTPStatus.REQUEST_URI_TOO_LONG, "long_address")
    if _ODD.search(path):
        raise Refusal(HTTPStatus.BAD_REQUEST, "address")


def _as_its_page(scope: Scope) -> Scope:
    """A WebSocket as one whose page and server have the same name, for they are known both."""
    origin = header_of(scope, b"origin")
    if not origin:
        return scope
    others = [header for header in scope["headers"] if header[0].lower() != b"host"]
    name = origin.partition("://")[2].encode("latin-1")
    return {**scope, "headers": [(b"host", name), *others]}
