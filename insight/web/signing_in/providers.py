"""Providers of OpenID Connect, as a file of secrets names them, looked at before the start."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import streamlit as st
from streamlit.runtime.secrets import secrets_singleton

from insight.language.errors import Fault, RequestError

CALLBACK = "oauth2callback"
SHORTEST_SECRET = 32
SHARED = ("redirect_uri", "cookie_secret")
EACH = ("client_id", "client_secret", "server_metadata_url")
ISSUER = "issuer"  # ours alone, and Streamlit's not
METADATA = "/.well-known/openid-configuration"
USUAL = "default"  # what Streamlit calls the provider that stands in [auth] itself


@dataclass(frozen=True)
class Providers:
    """Who can say who somebody is.

    Attributes
    ----------
    origin
        Where this app is seen from outside, as the providers know it.
    clients
        The id by which each knows this app, by the name of its table.
    issuers
        What each calls itself, without a slash at its end.
    section
        The table ``auth``, in which every provider is asked for proof of the one who asked (PKCE).
    """

    origin: str
    clients: Mapping[str, str]
    issuers: Mapping[str, str]
    section: Mapping[str, Any]

    @property
    def is_over_tls(self) -> bool:
        """Whether browsers come over TLS, so that cookies may be kept to it."""
        return self.origin.startswith("https://")

    @property
    def prefix(self) -> str:
        """What a cookie's name begins with for browsers to hold it to TLS and to this very site.

        Without it a neighbour, ``other.example.no``, could plant a sign-in of its own here.
        """
        if not self.is_over_tls:
            return ""
        return "__Secure-" if st.get_option("server.baseUrlPath").strip("/") else "__Host-"

    @property
    def secret(self) -> str:
        """What cookies are signed with."""
        return str(self.section["cookie_secret"])


def providers_from_secrets(file: Path | None) -> Providers:
    """Read the providers from a file of secrets, or from those that Streamlit finds.

    Raises
    ------
    RequestError
        If something is missing or cannot be, in one sentence.
    """
    section: Any = {}
    try:
        if file:
            section = tomllib.loads(file.read_text("utf-8")).get("auth", {})
        elif secrets_singleton.load_if_toml_exists():
            section = secrets_singleton.to_dict().get("auth", {})
    except (OSError, ValueError) as unreadable:
        raise RequestError(Fault("fault.login_secrets", {"file": str(file)})) from unreadable
    return providers_in(section if isinstance(section, Mapping) else {})


def providers_in(section: Mapping[str, Any]) -> Providers:
    """Read the providers from the table ``auth``.

    Raises
    ------
    RequestError
        As :func:`providers_from_secrets`.
    """
    if missing := [name for name in SHARED if not _is_text(section.get(name))]:
        raise RequestError(Fault("fault.login_missing", {"names": _names("auth", missing)}))
    if len(section["cookie_secret"]) < SHORTEST_SECRET:
        raise RequestError(Fault("fault.login_short_secret", {"least": SHORTEST_SECRET}))
    tables = {name: table for name, table in section.items() if _is_provider(table)}
    if any(name in section for name in EACH):
        tables[USUAL] = {
            name: section[name] for name in (*EACH, ISSUER, "client_kwargs") if name in section
        }
    if not tables:
        raise RequestError(Fault("fault.login_missing", {"names": _names("auth", EACH)}))
    for name, table in tables.items():
        _check(name, table)
    asked = {name: _with_proof(table) for name, table in tables.items()}
    redirect = section["redirect_uri"].replace("{port}", str(st.get_option("server.port")))
    shared = {**{name: section[name] for name in SHARED}, "redirect_uri": redirect}
    clients = {name: str(table["client_id"]) for name, table in tables.items()}
    issuers = {name: _issuer(table) for name, table in tables.items()}
    return Providers(_origin(redirect), clients, issuers, {**shared, **asked})


def _issuer(table: Mapping[str, Any]) -> str:
    """What a provider calls itself: as the operator says, else as its metadata's place."""
    usual = str(table["server_metadata_url"]).partition("?")[0].removesuffix(METADATA)
    return str(table.get(ISSUER, usual)).rstrip("/")


def _check(name: str, table: Mapping[str, Any]) -> None:
    place = "auth" if name == USUAL else f"auth.{name}"
    if "_" in name or not name.isascii():
        raise RequestError(Fault("fault.login_provider_name", {"name": name}))
    if missing := [one for one in EACH if not _is_text(table.get(one))]:
        raise RequestError(Fault("fault.login_missing", {"names": _names(place, missing)}))
    address = urlsplit(table["server_metadata_url"])
    if not _is_safe(address.scheme, address.hostname) or not address.path.endswith(METADATA):
        raise RequestError(Fault("fault.login_metadata", {"name": f"{place}.server_metadata_url"}))


def _origin(redirect: str) -> str:
    address = urlsplit(redirect)
    if not _is_safe(address.scheme, address.hostname) or not address.path.endswith(f"/{CALLBACK}"):
        raise RequestError(Fault("fault.login_redirect", {"end": f"/{CALLBACK}"}))
    return f"{address.scheme}://{address.netloc}"


def _is_safe(scheme: str, host: str | None) -> bool:
    """Whether nobody on the way can read along; what stays on this machine need not be hidden."""
    return bool(host) and (
        scheme == "https" or (scheme == "http" and host in ("localhost", "127.0.0.1", "::1"))
    )


def _with_proof(table: Mapping[str, Any]) -> dict[str, Any]:
    chosen = {"scope": "openid email profile", **table.get("client_kwargs", {})}
    asked = {name: value for name, value in table.items() if name != ISSUER}
    return {**asked, "client_kwargs": {**chosen, "code_challenge_method": "S256"}}


def _is_provider(table: object) -> bool:
    return isinstance(table, Mapping) and any(name in table for name in EACH)


def _is_text(value: object) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _names(place: str, names: object) -> str:
    assert isinstance(names, list | tuple)
    return ", ".join(f"{place}.{name}" for name in names)
