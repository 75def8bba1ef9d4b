"""Addresses of our own: the only ones to which anybody is led after signing in."""

from __future__ import annotations

from urllib.parse import quote, unquote, urlsplit

LONGEST = 3000  # as long as a cookie may be, with its quotes
FRONT = "/"
NO_VIEWS = ("/sign-in", "/oauth2callback")


def own_address(asked: str) -> str:
    r"""Return an address as it is asked for, if it is a view of ours; else the front page.

    Examples
    --------
    >>> own_address("/answers?lang=en&item=a")
    '/answers?lang=en&item=a'
    >>> {own_address(a) for a in ("//evil.example", "https://evil.example", "/\\evil", "/a/b")}
    {'/'}
    """
    if not asked.startswith("/") or len(quote(asked)) > LONGEST:
        return FRONT
    if any(not mark.isprintable() or mark in "\\ " for mark in asked):
        return FRONT
    address = urlsplit(asked)
    place = unquote(address.path)
    is_elsewhere = address.scheme or address.netloc or place.startswith(("//", "/\\"))
    is_view = place.count("/") == 1 and "." not in place and place not in NO_VIEWS
    return asked if is_view and not is_elsewhere else FRONT
