"""Heads of requests, as far as the server reads them itself: whole within a time, and answered.

Uvicorn waits for the rest of a head as long as the connection lasts. Of a WebSocket whose head it
cannot read it knows an answer, sends it to nobody and keeps the connection.
"""

from __future__ import annotations

from asyncio import TimerHandle, Transport
from collections.abc import Callable
from typing import Any

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol

SECONDS_FOR_FIRST_BYTE = 60.0
SECONDS_FOR_HEAD = 15.0
_LATE = b"HTTP/1.1 408 Request Timeout\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"


class TimedHead(H11Protocol):
    """Uvicorn's reading of HTTP, that ends a connection whose head does not come."""

    _ends: TimerHandle | None = None
    _has_begun = False

    def connection_made(self, transport: Transport) -> None:  # type: ignore[override]
        """Wait for the first byte."""
        super().connection_made(transport)
        self._end_in(SECONDS_FOR_FIRST_BYTE)

    def data_received(self, data: bytes) -> None:
        """Read what has come, and wait for the rest where it is the beginning of a head."""
        super().data_received(data)
        is_begun = self.conn.their_state is h11.IDLE and bool(self.conn.trailing_data[0])
        if not is_begun:
            self._wait_no_more()
        elif not self._has_begun:
            self._end_in(SECONDS_FOR_HEAD)
        self._has_begun = is_begun

    def connection_lost(self, exc: Exception | None) -> None:
        """Forget the connection."""
        self._wait_no_more()
        super().connection_lost(exc)

    def _end_in(self, seconds: float) -> None:
        self._wait_no_more()
        self._ends = self.loop.call_later(seconds, self._end)

    def _wait_no_more(self) -> None:
        if self._ends:
            self._ends.cancel()
            self._ends = None

    def _end(self) -> None:
        if self._has_begun:
            self.transport.write(_LATE)
        self.transport.close()


class AnsweredUpgrade(WebSocketsSansIOProtocol):
    """Uvicorn's WebSocket, that answers a head which cannot be read, and lets go of it."""

    def data_received(self, data: bytes) -> None:
        """Read what has come."""
        super().data_received(data)
        if self.conn.handshake_exc is not None and not self.handshake_initiated:
            self.handshake_complete = self.close_sent = True
            self.transport.write(b"".join(self.conn.data_to_send()))
            self.transport.close()


def install() -> None:
    """Let Uvicorn read heads so; also a server that has chosen its classes and not yet begun."""
    H11Protocol.__new__ = _of_kind(TimedHead)  # type: ignore[method-assign]
    WebSocketsSansIOProtocol.__new__ = _of_kind(AnsweredUpgrade)  # type: ignore[method-assign]


def _of_kind(kind: type[Any]) -> Callable[..., Any]:
    """What makes an object of a kind, whichever of its parents is asked for."""

    def new(cls: type[Any], *arguments: object, **named: object) -> Any:
        return object.__new__(kind)

    return new
