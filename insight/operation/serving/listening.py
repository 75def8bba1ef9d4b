"""A socket for a command that answers at an address."""

from __future__ import annotations

import socket

from insight.language.errors import Fault, RequestError

MOST_WAITING = 2048


def listening(host: str, port: int) -> socket.socket:
    """Return a socket that listens.

    Raises
    ------
    RequestError
        If it cannot be had there.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family, backlog=MOST_WAITING)
    except (OSError, OverflowError, UnicodeError) as error:
        values = {"host": host, "port": port, "reason": getattr(error, "strerror", None) or error}
        raise RequestError(Fault("fault.not_listening", values)) from None


def as_host(host: str) -> str:
    """Return a host as an address names it.

    Examples
    --------
    >>> as_host("::1"), as_host("localhost")
    ('[::1]', 'localhost')
    """
    return f"[{host}]" if ":" in host else host
