"""Headers in which a proxy says who asks: read strictly, and from its own address only."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from insight.access.login_settings import LoginSettings
from insight.access.person import ANYBODY, Person
from insight.language.errors import Fault, RequestError

Headers = Iterable[tuple[bytes, bytes]]
MOST_BYTES = 16_000
MOST_HELD = 5_000  # people whose time is remembered
_ID = re.compile(
    r"[\x21-\x24\x26-\x2b\x2d-\x7e]{1,255}"
)  # no per cent, which may mean another sign
_NAME = re.compile(r"[\x20-\x24\x26-\x7e]{1,255}")


def is_believed(peer: str, settings: LoginSettings) -> bool:
    """Whether headers from an address are believed; it is that of the connection itself."""
    try:
        address = ipaddress.ip_address(peer)
    except ValueError:
        return False
    address = getattr(address, "ipv4_mapped", None) or address
    return any(
        address.version == network.version and address in network for network in settings.peers
    )


def person_of_headers(headers: Headers, settings: LoginSettings, now: datetime) -> Person:
    """Return whom a proxy's headers tell of, from an address that is believed.

    Raises
    ------
    RequestError
        Where a header stands there twice, or has what may be read in more than one way.
    """
    told = list(headers)
    user = _only(told, settings.user_header, _ID)
    name = _name(told, settings.name_header)
    written = _only(told, settings.groups_header, _NAME, longest=MOST_BYTES)
    groups = [group.strip() for group in written.split(",")] if written else []
    if not user:
        return ANYBODY
    until = now.astimezone(UTC) + settings.longest
    return Person(user, name or user, frozenset(filter(None, groups)), until)


class HeldTimes:
    """Times until which it holds who somebody is, the same for each connection of a person.

    A session is given back only to a connection that says the very same of its person. Half of the
    longest time is left at least, so that nobody is asked anew who has just come.
    """

    def __init__(self) -> None:
        self._until: dict[tuple[object, ...], datetime] = {}

    def held(self, person: Person, longest: timedelta, now: datetime) -> Person:
        """Return a person with the time that has been said of them before, where that will do."""
        told = person.id, person.name, person.groups
        known = self._until.get(told)
        if known is not None and known - now > longest / 2:
            return replace(person, until=known)
        if len(self._until) >= MOST_HELD:
            self._until.clear()
        if person.until is not None:
            self._until[told] = person.until
        return person


def without(headers: Headers, names: Sequence[str]) -> list[tuple[bytes, bytes]]:
    """Return headers without those of some names, however they write the line between words."""
    gone = {name.encode() for name in names}
    return [(name, value) for name, value in headers if _plain(name) not in gone]


def _plain(name: bytes) -> bytes:
    return name.lower().replace(b"_", b"-")


def _name(headers: Headers, name: str) -> str:
    """What to call them, which opens no door: one that cannot be read is none."""
    try:
        return _only(headers, name, _NAME)
    except RequestError:
        return ""


def _only(headers: Headers, name: str, form: re.Pattern[str], longest: int = 255) -> str:
    values = [value for one, value in headers if one.lower() == name.encode()]
    if not values or values == [b""]:
        return ""
    text = values[0].decode("latin-1")
    parts = text.split(",") if longest > 255 else [text]
    is_plain = len(text) <= longest and all(form.fullmatch(part.strip() or "-") for part in parts)
    if len(values) > 1 or not is_plain:
        raise RequestError(Fault("fault.login_header", {"name": name}))
    return text.strip()
