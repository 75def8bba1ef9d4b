"""Address of who is connected, kept before the server believes another that a header names."""

from __future__ import annotations

from typing import Any

import uvicorn.config
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

PEER = "insight.peer"


class PeerKept(ProxyHeadersMiddleware):
    """Uvicorn's reading of ``X-Forwarded-For``, that leaves the connection's own address known."""

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Answer one request."""
        if scope["type"] != "lifespan":
            client = scope.get("client")
            scope[PEER] = client[0] if client else ""
        await super().__call__(scope, receive, send)


def keep_peers() -> None:
    """Let Uvicorn keep it; for before the server starts."""
    uvicorn.config.ProxyHeadersMiddleware = PeerKept  # type: ignore[attr-defined]
