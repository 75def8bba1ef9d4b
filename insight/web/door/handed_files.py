"""Files handed to visitors: only the browser that asked for one can fetch it, and for some minutes.

Streamlit gives a file to whoever knows its address, which is made of its content, and lets it be
kept anywhere on the way. Here a file that a button has made is bound to the token by which
Streamlit knows a browser: a cookie that it had when its session began.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from http import HTTPStatus
from pathlib import PurePosixPath

from starlette.requests import cookie_parser
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit.runtime import exists, get_instance
from streamlit.runtime.media_file_storage import MediaFileKind
from streamlit.web.server.starlette.starlette_app_utils import decode_xsrf_token_string
from streamlit.web.server.starlette.starlette_server_config import XSRF_COOKIE_NAME

from insight.web.door.asked_place import header_of, place_of
from insight.web.door.known_places import MEDIA
from insight.web.door.refusals import Refusal, refuse

OPEN_FOR = 10 * 60  # seconds in which a file can be fetched, and fetched on
_NOT_KEPT = (b"cache-control", b"private, no-store")
_handed: dict[tuple[str, bytes], float] = {}


def hand_over(url: str, session: str) -> None:
    """Let the browser of a session, and no other, fetch a file.

    Parameters
    ----------
    url
        Of the file.
    session
        Id of the session.
    """
    now = time.monotonic()
    for key, until in list(_handed.items()):
        if until < now:
            _handed.pop(key, None)
    client = get_instance().get_client(session) if exists() else None
    context = client.client_context if client else None
    _handed[_id_of(url), _token(context.cookies if context else {})] = now + OPEN_FOR


def may_fetch(url: str, cookies: Mapping[str, str]) -> bool:
    """Whether a browser with these cookies may fetch a file now."""
    return _handed.get((_id_of(url), _token(cookies)), 0.0) >= time.monotonic()


def _id_of(url: str) -> str:
    return PurePosixPath(url).stem


def _token(cookies: Mapping[str, str]) -> bytes:
    """What Streamlit knows a browser by; nothing of one that keeps no cookies."""
    token, _ = decode_xsrf_token_string(cookies.get(XSRF_COOKIE_NAME, ""))
    return token or b""


class HandedFiles:
    """Gives a file to the browser that it was made for, to be kept nowhere else.

    Pictures of the frame around pages, which are the same for all, are anybody's.

    Parameters
    ----------
    app
        What answers.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        place = place_of(scope) if scope["type"] == "http" else ""
        if not place.startswith(MEDIA) or _is_for_all(place):
            await self._app(scope, receive, send)
            return
        if not may_fetch(place, cookie_parser(header_of(scope, b"cookie"))):
            await refuse(Refusal(HTTPStatus.NOT_FOUND, "file_gone"), scope, receive, send)
            return

        async def answer(message: Message) -> None:
            if message["type"] == "http.response.start":
                others = [one for one in message["headers"] if one[0].lower() != _NOT_KEPT[0]]
                message = {**message, "headers": [*others, _NOT_KEPT]}
            await send(message)

        await self._app(scope, receive, answer)


def _is_for_all(url: str) -> bool:
    found = get_instance().media_file_mgr.read_file(_id_of(url)) if exists() else None
    return found is not None and found.kind is MediaFileKind.MEDIA
