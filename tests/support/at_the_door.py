"""Requests that come to the front door, before which nothing stands and behind which is a stub."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import own_loop

from insight.api.mounted import api_route
from insight.api.settings import Settings
from insight.web.addresses.view_routes import view_routes
from insight.web.door.entrance import Entrance, doors
from insight.web.sitemap import site_routes

INSIDE = "Streamlit"
HOST = ("host", "localhost:8501")
VISIT = ("accept", "text/html")


@dataclass(frozen=True)
class Answered:
    """What came back: status, headers, body, and the scope that was let in."""

    status: int
    headers: Mapping[str, str]
    body: str
    inside: Mapping[str, Any] | None

    @property
    def is_let_in(self) -> bool:
        return self.inside is not None


class Door:
    """The whole front door of the app, with a stub in the place of Streamlit."""

    def __init__(self, entrance: Entrance | None = None, settings: Settings | None = None) -> None:
        settings = settings or Settings()
        routes = [*view_routes("", settings, ()), api_route("", settings),
                  *site_routes("", settings)]  # fmt: skip
        self._inside: list[Mapping[str, Any]] = []
        self._app: Any = self._stub
        for part in reversed(doors(entrance or Entrance(), settings, routes)):
            self._app = part.cls(self._app, *part.args, **part.kwargs)

    async def _stub(self, scope: Any, receive: Any, send: Any) -> None:
        self._inside.append(scope)
        if scope["type"] == "http":
            start = {"type": "http.response.start", "status": 200, "headers": []}
            await send(start)
            await send({"type": "http.response.body", "body": INSIDE.encode()})
        elif scope["type"] == "websocket":
            await send({"type": "websocket.accept"})

    def ask(
        self,
        path: str = "/",
        *headers: tuple[str, str],
        method: str = "GET",
        kind: str = "http",
        query: str = "",
        body: Iterable[Mapping[str, Any]] = (),
        scheme: str = "http",
    ) -> Answered:
        """Send a request as it is, with the usual host unless another is among the headers."""
        named: Sequence[tuple[str, str]] = headers
        if not any(name == "host" for name, _ in headers):
            named = (HOST, *headers)
        scope: dict[str, Any] = {
            "type": kind,
            "method": method,
            "scheme": scheme,
            "path": path,
            "raw_path": path.encode("utf-8", "replace"),
            "query_string": query.encode(),
            "headers": [(name.encode(), value.encode("latin-1")) for name, value in named if value],
        }
        if kind == "lifespan":  # which has no address
            scope = {"type": kind}
        said: list[Any] = []
        messages = iter(body)

        async def receive() -> Any:
            return next(messages, {"type": "http.disconnect"})

        async def send(message: Any) -> None:
            said.append(message)

        self._inside.clear()
        own_loop.run(self._app(scope, receive, send))
        return _read(said, self._inside)


def _read(said: Sequence[Any], inside: Sequence[Mapping[str, Any]]) -> Answered:
    let_in = inside[0] if inside else None
    if not said:
        return Answered(0, {}, "", let_in)
    first = said[0]
    if first["type"].startswith("websocket"):
        return Answered(101 if first["type"] == "websocket.accept" else 403, {}, "", let_in)
    headers = {name.decode().lower(): value.decode() for name, value in first["headers"]}
    body = b"".join(one.get("body", b"") for one in said[1:])
    return Answered(first["status"], headers, body.decode(), let_in)
