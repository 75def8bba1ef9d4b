"""Marks that tell lines of the log apart: of a request, and of a session under another name."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

# Not kept anywhere: after the process has ended, nobody can tell whose session a line was of.
_KEY = secrets.token_bytes(32)
_request: ContextVar[str] = ContextVar("request", default="")
_session: ContextVar[str] = ContextVar("session", default="")


def pseudonym(session: str) -> str:
    """Return the name that a session has in the log; empty of none.

    It is the same as long as the process lives, and leads back to no session.

    Examples
    --------
    >>> pseudonym("a") == pseudonym("a") != pseudonym("b"), len(pseudonym("a")), pseudonym("")
    (True, 12, '')
    """
    return hmac.new(_KEY, session.encode(), hashlib.sha256).hexdigest()[:12] if session else ""


def new_request() -> str:
    """Return a mark that no other request has."""
    return secrets.token_hex(8)


def request_mark() -> str:
    """Return the mark of the request that is being answered; empty where there is none."""
    return _request.get()


def session_name() -> str:
    """Return the pseudonym of the session that was named; empty where none was."""
    return _session.get()


@contextmanager
def marked(request: str = "", session: str = "") -> Iterator[None]:
    """Name the request, or the session by its id, in what is logged meanwhile."""
    tokens = [
        (of, of.set(value))
        for of, value in ((_request, request), (_session, pseudonym(session)))
        if value
    ]
    try:
        yield
    finally:
        for of, token in tokens:
            of.reset(token)
