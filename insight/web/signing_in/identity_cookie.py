"""Cookies of who has signed in: Streamlit's own, and the seal without which they are not believed.

Streamlit cuts a long cookie into pieces and signs each by itself, so that pieces of two sign-ins
could be put together: the name of today with the groups of last month. The seal is signed over the
whole, and says when, by this server's clock.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from streamlit.auth_util import get_cookie_with_chunks
from streamlit.web.server.starlette.starlette_app_utils import (
    create_signed_value,
    decode_signed_value,
)
from streamlit.web.server.starlette.starlette_server_config import (
    TOKENS_COOKIE_NAME,
    USER_COOKIE_NAME,
)

from insight.access.claims import Claims, Issued, person_of_claims
from insight.access.login_settings import LoginSettings
from insight.access.person import ANYBODY, Person
from insight.web.signing_in.providers import Providers

SEAL = "insight-sign-in"
OF_STREAMLIT = (USER_COOKIE_NAME, TOKENS_COOKIE_NAME)
Cookies = Mapping[str, str]


@dataclass(frozen=True)
class Seal:
    """What is signed over a whole sign-in.

    Attributes
    ----------
    of
        The digest of what it was made for.
    at
        When, in seconds of the Unix epoch.
    key
        Which sign-in it is.
    """

    of: str
    at: float
    key: str

    @classmethod
    def made(cls, identity: bytes, at: float) -> Seal:
        """Return a new seal over an identity."""
        return cls(hashlib.sha256(identity).hexdigest(), at, secrets.token_hex(32))

    def written(self, secret: str) -> str:
        """Return it as the value of a cookie."""
        return create_signed_value(secret, SEAL, json.dumps(vars(self))).decode()


def identity_in(cookies: Cookies, secret: str) -> bytes:
    """Return what Streamlit's cookies say, if it has signed every piece; else nothing."""
    return _whole(cookies, USER_COOKIE_NAME, secret)


def seal_in(cookies: Cookies, secret: str) -> Seal | None:
    """Return the seal among cookies, if it is one of ours."""
    signed = decode_signed_value(secret, SEAL, _bytes(cookies.get(SEAL, "")))
    return Seal(**json.loads(signed)) if signed else None


def person_in(cookies: Cookies, providers: Providers, settings: LoginSettings) -> Person:
    """Return who has signed in, by the cookies of a request; anybody where nobody has.

    Whether the sign-in still holds is for others to say.
    """
    if SEAL not in cookies:
        return ANYBODY
    seal, identity = seal_in(cookies, providers.secret), identity_in(cookies, providers.secret)
    if not seal or not identity or hashlib.sha256(identity).hexdigest() != seal.of:
        return ANYBODY
    claims = json.loads(identity)
    provider = claims.get("provider")
    if claims.get("origin") != providers.origin or provider not in providers.clients:
        return ANYBODY
    several = provider if len(providers.clients) > 1 else ""
    return person_of_claims(claims, settings, seal.at, seal.key, several)


def issued_to(cookies: Cookies, claims: Claims, providers: Providers) -> Issued:
    """Return what the ID token that has just come has to agree with."""
    tokens = json.loads(_whole(cookies, TOKENS_COOKIE_NAME, providers.secret) or b"{}")
    client = providers.clients.get(str(claims.get("provider")), "")
    return Issued(client, _algorithm(tokens.get("id_token", "")))


def _algorithm(token: str) -> str:
    head = token.partition(".")[0]
    try:
        header: Any = json.loads(base64.urlsafe_b64decode(head + "=" * (-len(head) % 4)))
    except (binascii.Error, ValueError):
        return ""
    return str(header.get("alg", "")) if isinstance(header, dict) else ""


def _whole(cookies: Cookies, name: str, secret: str) -> bytes:
    def piece(of: str) -> bytes | None:
        return decode_signed_value(secret, of, _bytes(cookies.get(of, "")))

    return get_cookie_with_chunks(piece, name) or b""


def _bytes(value: str) -> bytes:
    return value.encode("latin-1", errors="replace")
