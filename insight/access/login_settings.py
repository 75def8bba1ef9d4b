"""Settings of signing in, which an operator gives as environment variables."""

from __future__ import annotations

import ipaddress
import os
import re
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Any, Literal

from insight.language.errors import Fault, RequestError

Network = ipaddress.IPv4Network | ipaddress.IPv6Network
ASKED = ("off", "offered", "required")
BY = ("oidc", "proxy")
ENDS = ("token", "session")
_HEADER = re.compile(r"[A-Za-z0-9-]{1,60}")
_PLACE = re.compile(r"/(?![/\\])[\x21-\x7e]*|https?://[^\s<>\"\\]+")
MOST_MINUTES = 7 * 24 * 60
SMALLEST_NETWORK = {4: 8, 6: 32}  # a longer one is so many addresses that somebody has mistyped it


@dataclass(frozen=True)
class LoginSettings:
    """What an operator decides of signing in.

    Attributes
    ----------
    asked
        Whether people sign in: ``off``, ``offered``, or ``required`` to see anything.
    by
        Who knows them: a provider of OpenID Connect, or the proxy in front.
    id_claim, groups_claim
        Where an ID token says who they are, and which groups they are in; points lead inwards.
    levels
        The values of ``acr`` that will do; empty where any does.
    longest
        How long it is certain who they are, since they signed in.
    idle
        How long nobody may do anything under a sign-in before it ends; nothing where it does not.
    ends
        Whether it ends with the ID token as well, or only when the longest time has passed.
    peers
        The addresses from which a proxy's headers are believed.
    user_header, name_header, groups_header
        Their names, in lower case.
    sign_out
        Where the proxy signs people out; empty where it does not.
    folder
        Where all processes learn which sign-ins hold.
    secrets
        The file that says by which providers; None where Streamlit is to find it.
    """

    asked: Literal["off", "offered", "required"] = "off"
    by: Literal["oidc", "proxy"] = "oidc"
    id_claim: str = "sub"
    groups_claim: str = "groups"
    levels: frozenset[str] = frozenset()
    longest: timedelta = timedelta(hours=8)
    idle: timedelta = timedelta(hours=1)
    ends: Literal["token", "session"] = "token"
    peers: tuple[Network, ...] = ()
    user_header: str = "x-forwarded-user"
    name_header: str = "x-forwarded-preferred-username"
    groups_header: str = "x-forwarded-groups"
    sign_out: str = ""
    folder: Path = Path()
    secrets: Path | None = None

    @property
    def is_on(self) -> bool:
        """Whether anybody can sign in."""
        return self.asked != "off"

    @property
    def headers(self) -> tuple[str, str, str]:
        """The proxy's headers: user, name and groups."""
        return self.user_header, self.name_header, self.groups_header


def login_from(environment: Mapping[str, str] = os.environ) -> LoginSettings:
    """Read the settings.

    Raises
    ------
    RequestError
        If one of them is none of what it may be, or half of them is missing.

    Examples
    --------
    >>> login_from({"INSIGHT_LOGIN": "offered", "INSIGHT_LOGIN_MINUTES": "30"}).longest.seconds
    1800
    """
    usual = LoginSettings()

    def said(name: str, otherwise: str = "") -> str:
        return environment.get(name, "").strip() or otherwise

    settings = LoginSettings(
        asked=one_of("INSIGHT_LOGIN", said("INSIGHT_LOGIN", "off"), ASKED),
        by=one_of("INSIGHT_LOGIN_BY", said("INSIGHT_LOGIN_BY", "oidc"), BY),
        id_claim=said("INSIGHT_LOGIN_ID", usual.id_claim),
        groups_claim=said("INSIGHT_LOGIN_GROUPS", usual.groups_claim),
        levels=frozenset(said("INSIGHT_LOGIN_ACR").split()),
        longest=_minutes("INSIGHT_LOGIN_MINUTES", said("INSIGHT_LOGIN_MINUTES", "480"), 1),
        idle=_minutes("INSIGHT_LOGIN_IDLE_MINUTES", said("INSIGHT_LOGIN_IDLE_MINUTES", "60"), 0),
        ends=one_of("INSIGHT_LOGIN_ENDS", said("INSIGHT_LOGIN_ENDS", "token"), ENDS),
        peers=_networks(said("INSIGHT_LOGIN_PROXY").split()),
        user_header=_header("INSIGHT_LOGIN_USER_HEADER", environment, usual.user_header),
        name_header=_header("INSIGHT_LOGIN_NAME_HEADER", environment, usual.name_header),
        groups_header=_header("INSIGHT_LOGIN_GROUPS_HEADER", environment, usual.groups_header),
        sign_out=_place(said("INSIGHT_LOGIN_SIGN_OUT")),
        folder=Path(said("INSIGHT_LOGIN_FOLDER") or _usual_folder()),
        secrets=Path(file) if (file := said("INSIGHT_LOGIN_SECRETS")) else None,
    )
    if settings.is_on and settings.by == "proxy" and not settings.peers:
        raise RequestError(Fault("fault.login_no_proxy"))
    if settings.by == "proxy" and len(set(settings.headers)) < len(settings.headers):
        raise RequestError(Fault("fault.login_same_header"))
    return settings


@cache
def shared_login() -> LoginSettings:
    """Return the settings of this server."""
    return login_from()


def _usual_folder() -> str:
    return f"{tempfile.gettempdir()}/insight-sign-ins-{os.getuid()}"


def one_of(name: str, written: str, words: Sequence[str]) -> Any:
    """Return the word of a setting, in small letters.

    Raises
    ------
    RequestError
        If it is none of those that it may be.
    """
    if written.lower() in words:
        return written.lower()
    values = {"name": name, "value": written, "known": ", ".join(words)}
    raise RequestError(Fault("fault.setting_word", values))


def _minutes(name: str, written: str, least: int) -> timedelta:
    is_number = written.isascii() and written.isdecimal() and len(written) < 10
    if not (is_number and least <= int(written) <= MOST_MINUTES):
        values = {"name": name, "value": written, "least": least}
        raise RequestError(Fault("fault.login_minutes", values))
    return timedelta(minutes=int(written))


def _networks(written: Sequence[str]) -> tuple[Network, ...]:
    networks = []
    for one in written:
        try:
            network = ipaddress.ip_network(one)
        except ValueError:
            network = None
        if network is None or network.prefixlen < SMALLEST_NETWORK[network.version]:
            values = {"name": "INSIGHT_LOGIN_PROXY", "value": one}
            raise RequestError(Fault("fault.setting_peer", values))
        networks.append(network)
    return tuple(networks)


def _header(name: str, environment: Mapping[str, str], usual: str) -> str:
    written = environment.get(name, "").strip() or usual
    if not _HEADER.fullmatch(written):
        raise RequestError(Fault("fault.setting_header", {"name": name, "value": written}))
    return written.lower()


def _place(written: str) -> str:
    if written and not _PLACE.fullmatch(written):
        values = {"name": "INSIGHT_LOGIN_SIGN_OUT", "value": written}
        raise RequestError(Fault("fault.setting_address", values))
    return written
