"""Places that there are, and what may be done there; all others are nowhere.

Streamlit answers any address with the app, and has some of its own that this house does not use:
numbers of its memory, an agent's interface, components. They are not here either.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import cache
from http import HTTPStatus
from pathlib import Path

from starlette.routing import BaseRoute, Match
from starlette.types import ASGIApp, Receive, Scope, Send
from streamlit import file_util

from insight.web.door.asked_place import place_of
from insight.web.door.refusals import Refusal, refuse

READING = ("GET", "HEAD")
STREAM = "_stcore/stream"
UPLOADS, MEDIA = "_stcore/upload_file/", "media/"
_CORE = {"_stcore/health": READING, "_stcore/host-config": READING}
# Streamlit's own, of which a person who signs in needs all.
_SIGNING_IN = dict.fromkeys(("auth/login", "auth/logout", "oauth2callback"), ("GET",))
_SHELL = "index.html"  # which is at the address of each page


@cache
def frontend_files() -> frozenset[str]:
    """Return the addresses of all files of Streamlit's frontend."""
    root = Path(file_util.get_static_dir())
    files = (path for path in root.rglob("*") if path.is_file())
    return frozenset(path.relative_to(root).as_posix() for path in files) - {_SHELL}


class KnownPlaces:
    """Lets requests through to what is there, in the ways that it can be asked.

    Parameters
    ----------
    app
        What answers.
    pages
        Names of the pages; the first is at the root.
    routes
        What else the house serves.
    signs_in
        Whether anybody can sign in.
    """

    def __init__(
        self,
        app: ASGIApp,
        pages: Sequence[str],
        routes: Iterable[BaseRoute] = (),
        signs_in: Callable[[], bool] = bool,
    ) -> None:
        self._app = app
        self._pages = frozenset(("", *pages[1:]))
        self._routes = tuple(routes)
        self._signs_in = signs_in

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
            return
        place = place_of(scope)
        if scope["type"] == "websocket":
            if place == STREAM:
                await self._app(scope, receive, send)
            else:
                await send({"type": "websocket.close", "code": 1008})
            return
        methods = self._own_methods(scope) or self._methods(place)
        if scope["method"] in methods:
            await self._app(scope, receive, send)
        elif methods:
            refusal = Refusal(HTTPStatus.METHOD_NOT_ALLOWED, "method")
            await refuse(refusal, scope, receive, send, {"Allow": ", ".join(methods)})
        else:
            await refuse(Refusal(HTTPStatus.NOT_FOUND, "nothing_here"), scope, receive, send)

    def _own_methods(self, scope: Scope) -> Sequence[str]:
        """What may be done where the house serves itself; what it mounts says that of itself."""
        for route in self._routes:
            found = route.matches(scope)[0]
            if found is Match.PARTIAL:
                return sorted(getattr(route, "methods", None) or ())
            if found is Match.FULL:
                return (scope["method"],)
        return ()

    def _methods(self, place: str) -> Sequence[str]:
        """What may be done at an address; nothing where there is none."""
        if place in self._pages or place in frontend_files():
            return READING
        if place in _CORE:
            return _CORE[place]
        if place in _SIGNING_IN and self._signs_in():
            return _SIGNING_IN[place]
        if place.startswith(MEDIA) and place.count("/") == 1 and place != MEDIA:
            return READING
        if place.startswith(UPLOADS) and place.count("/") == 3 and not place.endswith("/"):
            return ("PUT", "DELETE")
        return ()
