"""Visitors who come back: a token in the browser finds the survey again after a reload.

The token is a cookie, which no address and no page shows. Whoever has it sees the survey, so it
is as hard to guess as a key, and the browser sends it to this server only. A visitor's folder is
named by the token's digest, from which nobody finds the token: so any process of the server finds
the folder for who has the token, and no list of folders tells a token.
What a visitor brought is removed when none of their sessions has been connected for half an hour,
to whichever process. Each writes beside it when it last saw the visitor.
"""

from __future__ import annotations

import secrets
import shutil
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

from insight.survey.disk.visitor_folder import private_folder
from insight.web.own_survey.brought import WRITTEN
from insight.web.own_survey.visitor import Visitor

COOKIE = "insight-own-survey"
AWAY = 30 * 60  # seconds
SEEN = "seen"


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
    token = secrets.token_urlsafe(32)
    visitor = Visitor(_folder_name(token))
    _write_seen(visitor.root, time.monotonic())
    _present[token] = _Presence(visitor, {session})
    return visitor


def come_back(token: str | None, session: str) -> Visitor | None:
    """Return the visitor to whom a token was given, now in this session too; None of no other.

    One whom another process of the server knew is known here from now on.
    """
    if not token:
        return None
    presence = _present.get(token)
    if presence is None:
        root = private_folder() / _folder_name(token)
        if not (root / WRITTEN).exists() or time.monotonic() - _last_seen(root) > AWAY:
            return None
        _write_seen(root, time.monotonic())
        presence = _present.setdefault(token, _Presence(Visitor(root.name)))
    presence.sessions.add(session)
    presence.visitor.catch_up()
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
        Seconds of a clock that only goes forward, the same for all processes of the server.
    """
    for token, presence in list(_present.items()):
        root = presence.visitor.root
        if any(is_here(session) for session in presence.sessions):
            presence.seen = now
            _write_seen(root, now)
        elif now - presence.seen > AWAY:
            del _present[token]
            if now - _last_seen(root) > AWAY:
                presence.visitor.leave()
            else:
                presence.visitor.let_go()
    known = {presence.visitor.root for presence in _present.values()}
    for root in private_folder().glob("*/"):
        if root not in known and now - _last_seen(root) > AWAY:
            shutil.rmtree(root, ignore_errors=True)


def _folder_name(token: str) -> str:
    return sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


def _write_seen(root: Path, now: float) -> None:
    with suppress(OSError):  # the folder is gone, or the disk full: then it is as it was
        (root / SEEN).write_text(str(now), encoding="ascii")


def _last_seen(root: Path) -> float:
    """When a process last saw a visitor; where nobody could write it, when the folder changed."""
    try:
        return float((root / SEEN).read_text(encoding="ascii"))
    except (OSError, ValueError):
        pass
    try:
        return time.monotonic() - max(0.0, time.time() - root.stat().st_mtime)
    except OSError:
        return time.monotonic()
