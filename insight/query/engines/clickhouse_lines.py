"""Lines to ClickHouse: which connection a query is asked over, so that another thread may hang up.

ClickHouse ends a query there when its connection closes.
"""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from threading import Lock
from typing import Any

from insight.operation.waiting import ended_by

_TAKING = Lock()


class _Line:
    """The connection that this thread asks over, once it asks."""

    def __init__(self) -> None:
        self.connection: Any = None

    def take(self, connection: Any) -> None:
        """Ask over a connection, which nobody else does meanwhile."""
        with _TAKING:
            self.connection, connection.asked_over = connection, self

    def hang_up(self) -> None:
        """Close it, unless it has been given back: it may be another's by now."""
        with _TAKING:
            known = self.connection
            if known is not None and known.asked_over is self and known.sock is not None:
                # Of TLS its own would first take off what the asking thread writes through.
                socket.socket.shutdown(known.sock, socket.SHUT_RDWR)


_line: ContextVar[_Line | None] = ContextVar("line", default=None)


@contextmanager
def line() -> Iterator[None]:
    """Ask over a line that is hung up when nobody waits for the answer any more.

    Raises
    ------
    CalledOffError
        If nobody does.
    """
    own = _Line()
    token = _line.set(own)
    try:
        with ended_by(own.hang_up):
            yield
    finally:
        _line.reset(token)


def note_lines(client: Any) -> None:
    """Let it be known from now on which connection a thread asks over.

    Parameters
    ----------
    client
        Of ClickHouse over HTTP, which has its connections for itself.
    """
    kinds = client.http.pool_classes_by_scheme
    client.http.pool_classes_by_scheme = {scheme: _noting(kind) for scheme, kind in kinds.items()}
    client.http.clear()


def _noting(pool: type[Any]) -> type[Any]:
    """A kind of pool whose connections tell when one is asked over, and when no longer."""
    plain = pool.ConnectionCls

    def request(self: Any, *args: Any, **kwargs: Any) -> None:
        own = _line.get() or _Line()
        own.take(self)
        with ended_by(own.hang_up):  # and none is begun anew for who has left
            plain.request(self, *args, **kwargs)

    def give_back(self: Any, connection: Any) -> None:
        if connection is not None:
            with _TAKING:
                connection.asked_over = None
        pool._put_conn(self, connection)

    connection = type(f"Noted{plain.__name__}", (plain,), {"request": request})
    noted = {"ConnectionCls": connection, "_put_conn": give_back}
    return type(f"Noted{pool.__name__}", (pool,), noted)
