"""Visitors who come back: a token in the browser finds the survey again after a reload.

The token is a cookie, which no address and no page shows. Whoever has it sees the survey, so it
is as hard to guess as a key, and the browser sends it to this server only.
What a visitor brought is removed when none of their sessions has been connected for half an hour.
"""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from insight.web.own_survey.visitor import Visitor

COOKIE = "insight-own-survey"
AWAY = 30 * 60  # seconds


@dataclass
class _Presence:
    """A visitor, the sessions that they have, and when one of these was last connected."""

    visitor: Visitor
    sessions: set[str] = field(default_factory=set)
    seen: float = field(default_factory=time.monotonic)


_present: dict[str, _Presence] = {}


def welcome(session: str) -> Visitor:
    """Return a visitor who was never here before.

    Parameters
    ----------
    session
        Id of the session in which they are here; empty outside of one.
    """
    visitor = Visitor()
    _present[secrets.token_urlsafe(32)] = _Presence(visitor, {session})
    return visitor


def come_back(token: str | None, session: str) -> Visitor | None:
    """Return the visitor to whom a token was given, now in this session too; None of no other."""
    presence = _present.get(token or "")
    if presence is None:
        return None
    presence.sessions.add(session)
    return presence.visitor


def token_of(visitor: Visitor) -> str:
    """Return the token that finds a visitor again; empty of one who has left."""
    return next((token for token, each in _present.items() if each.visitor is visitor), "")


def take_leave(token: str) -> None:
    """Remove what the visitor brought to whom a token was given, now."""
    if presence := _present.pop(token, None):
        presence.visitor.leave()


def see_off(is_here: Callable[[str], bool], now: float) -> None:
    """Remove what visitors brought who have been away for too long.

    Parameters
    ----------
    is_here
        Whether a session is connected.
    now
        Seconds of a clock that only goes forward.
    """
    for token, presence in list(_present.items()):
        if any(is_here(session) for session in presence.sessions):
            presence.seen = now
        elif now - presence.seen > AWAY:
            del _present[token]
            presence.visitor.leave()
