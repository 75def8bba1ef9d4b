"""Addresses that are written otherwise than a page's own, and where they lead."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from starlette.responses import RedirectResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from insight.web.door.asked_place import header_of, is_for_programs, place_of


class FrontDoor:
    """Leads to the page that an address means, where it is written otherwise than the page's own.

    Streamlit serves the front page at the root, under no name. A name that a page once had leads to
    the page that does the same now. An address that goes deeper, or ends with a slash, would show
    an empty page, for its files are not found from there.
    """

    def __init__(self, app: ASGIApp, pages: Sequence[str], moved: Mapping[str, str]) -> None:
        self._app = app
        self._pages = pages
        self._moved = moved

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        there = self._there(scope) if scope["type"] == "http" else ""
        await (RedirectResponse(there) if there else self._app)(scope, receive, send)

    def _there(self, scope: Scope) -> str:
        """Where an address leads, as seen from it; empty where it is a page's own, or none."""
        place = place_of(scope)
        name = place.rstrip("/").rpartition("/")[2]
        page, query = self._moved.get(name, name), scope["query_string"].decode("latin-1")
        if page not in self._pages or place in self._pages[1:] or is_for_programs(place):
            return ""
        if page != self._pages[0] and not _is_visit(scope, place):
            return ""
        to_root = "../" * place.count("/") or "./"
        to_page = page if page in self._pages[1:] else ""
        return f"{to_root}{to_page}{f'?{query}' if query else ''}"


def _is_visit(scope: Scope, place: str) -> bool:
    """Whether somebody opens a page, and not one of Streamlit's own addresses or files."""
    own = ("_", "static", "media", "component", "app")
    first = place.partition("/")[0]
    asks = scope["method"] in ("GET", "HEAD") and "text/html" in header_of(scope, b"accept")
    return asks and "." not in first and not first.startswith(own)
