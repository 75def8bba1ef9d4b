"""Cookies of who has signed in: Streamlit's, for the moment that they take, and the one that stays.

Streamlit would keep all claims and tokens in cookies: who is in two hundred groups then sends more
than a server accepts. It signs each piece of a long cookie by itself, so that pieces of two
sign-ins could be put together, and none can be ended. The cookie that stays is a random word.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import json
import secrets
from collections.abc import Mapping
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

from insight.access.login_settings import LoginSettings
from insight.access.person import ANYBODY, Person
from insight.access.sign_ins import Record, SignIns
from insight.access.token_claims import Issued, person_of_claims
from insight.web.signing_in.providers import Providers

WORD = "insight-sign-in"
OF_STREAMLIT = (USER_COOKIE_NAME, TOKENS_COOKIE_NAME)
Cookies = Mapping[str, str]


def new_word() -> str:
    """Return a word that nobody can guess."""
    return secrets.token_urlsafe(32)


def key_of(word: str) -> str:
    """Return the key of the sign-in to which a word leads; it does not lead back."""
    return hashlib.sha256(word.encode()).hexdigest()


def signed(word: str, secret: str) -> str:
    """Return a word as the value of its cookie."""
    return create_signed_value(secret, WORD, word).decode()


def record_in(cookies: Cookies, secret: str, at: float) -> Record:
    """Return what Streamlit has found out of who has just signed in; empty where it is nobody."""
    identity = _whole(cookies, USER_COOKIE_NAME, secret)
    if not identity:
        return {}
    tokens = json.loads(_whole(cookies, TOKENS_COOKIE_NAME, secret) or b"{}")
    return {"claims": json.loads(identity), "id_token": tokens.get("id_token", ""), "at": at}


def sign_in_of(cookies: Cookies, providers: Providers) -> str:
    """Return the key of the sign-in that a browser means; empty of none."""
    written = cookies.get(providers.prefix + WORD, "").encode("latin-1", errors="replace")
    word = decode_signed_value(providers.secret, WORD, written)
    return key_of(word.decode()) if word else ""


def person_in(
    cookies: Cookies, providers: Providers, settings: LoginSettings, sign_ins: SignIns
) -> Person:
    """Return who has signed in, by the cookies of a request; anybody where nobody has."""
    key = sign_in_of(cookies, providers)
    record = sign_ins.known(key) if key else None
    return person_of(record, providers, settings, key) if record else ANYBODY


def person_of(record: Record, providers: Providers, settings: LoginSettings, key: str) -> Person:
    """Return whom a record tells of; anybody where its provider is no longer one of ours."""
    claims = record["claims"]
    provider = claims.get("provider")
    if claims.get("origin") != providers.origin or provider not in providers.clients:
        return ANYBODY
    several = provider if len(providers.clients) > 1 else ""
    return person_of_claims(claims, settings, record["at"], key, several)


def issued_to(record: Record, providers: Providers) -> Issued:
    """Return what the ID token that has just come has to agree with."""
    name = str(record["claims"].get("provider"))
    client, issuer = providers.clients.get(name, ""), providers.issuers.get(name, "")
    return Issued(client, _algorithm(record["id_token"]), issuer)


def for_streamlit(record: Record, secret: str) -> dict[str, str]:
    """Return the cookies that Streamlit would have set, for it to end a provider's session."""
    claims = {name: record["claims"].get(name) for name in ("provider", "origin", "is_logged_in")}
    told = {USER_COOKIE_NAME: claims, TOKENS_COOKIE_NAME: {"id_token": record["id_token"]}}
    return {
        name: create_signed_value(secret, name, json.dumps(value)).decode()
        for name, value in told.items()
    }


def _algorithm(token: str) -> str:
    head = token.partition(".")[0]
    try:
        header: Any = json.loads(base64.urlsafe_b64decode(head + "=" * (-len(head) % 4)))
    except (binascii.Error, ValueError):
        return ""
    return str(header.get("alg", "")) if isinstance(header, dict) else ""


def _whole(cookies: Cookies, name: str, secret: str) -> bytes:
    def piece(of: str) -> bytes | None:
        return decode_signed_value(secret, of, cookies.get(of, "").encode("latin-1", "replace"))

    return get_cookie_with_chunks(piece, name) or b""
