"""The way back from a provider: what it says is looked at once more, and sealed."""

from __future__ import annotations

import json
import logging
import time
from urllib.parse import parse_qs, quote, unquote

from starlette.types import Message, Scope, Send

from insight.access.claims import objection, person_of_claims
from insight.access.login_settings import LoginSettings
from insight.access.signed_out import SignedOut
from insight.web.signing_in.cookies_sent import (
    RETURN,
    Headers,
    cookie,
    gone,
    kept,
    of_sign_in,
    values_set,
)
from insight.web.signing_in.identity_cookie import (
    SEAL,
    Cookies,
    Seal,
    identity_in,
    issued_to,
    person_in,
)
from insight.web.signing_in.own_address import own_address
from insight.web.signing_in.providers import Providers
from insight.web.signing_in.sign_in_page import sign_in_address

_log = logging.getLogger("insight")


class Arrival:
    """One return from a provider.

    Streamlit has held state, nonce, signature, issuer and time to what they must be before it sets
    its cookies. It looks at neither audience nor algorithm, and believes an address of mail that
    nobody has confirmed.
    """

    def __init__(
        self,
        scope: Scope,
        cookies: Cookies,
        providers: Providers,
        settings: LoginSettings,
        signed_out: SignedOut,
        base: str,
    ) -> None:
        self._query = parse_qs(scope["query_string"].decode("latin-1"))
        self._cookies = cookies
        self._providers = providers
        self._settings = settings
        self._signed_out = signed_out
        self._base = base
        self._path = base or "/"

    @property
    def _is_one(self) -> bool:
        """Whether somebody has tried to sign in; signing out also leads here."""
        return "code" in self._query or "error" in self._query

    def sending(self, send: Send) -> Send:
        """Return a way to send Streamlit's answer, made ours."""

        async def sent(message: Message) -> None:
            if message["type"] == "http.response.start":
                message = {**message, "headers": self._headers(message["headers"])}
            await send(message)

        return sent

    def _headers(self, headers: Headers) -> list[tuple[bytes, bytes]]:
        to = own_address(unquote(self._cookies.get(RETURN, "")))
        if not self._is_one:
            address = _location(self._base + to)
            return [*_without_location(headers), *gone([RETURN], self._path), address]
        came = values_set(headers)
        identity = identity_in(came, self._providers.secret)
        if not identity:
            return self._elsewhere(headers, "failed", to)
        claims = json.loads(identity)
        issued = issued_to(came, claims, self._providers)
        if why := objection(claims, issued, self._settings):
            _log.warning("A sign-in was refused: the token's %s will not do", why)
            return self._elsewhere(headers, "refused", to)
        self._end_the_one_before()
        now = time.time()
        seal = Seal.made(identity, now)
        person = person_of_claims(claims, self._settings, seal.at, seal.key)
        if not person.knows_groups:
            _log.warning("A person is in more groups than the token tells, so that none is known")
        assert person.until is not None
        seconds = max(1, int(person.until.timestamp() - now))
        tls = self._providers.is_over_tls
        written = seal.written(self._providers.secret)
        return [
            *kept(_without_location(headers), seconds, over_tls=tls),
            cookie(SEAL, written, self._path, seconds, over_tls=tls),
            *gone([RETURN], self._path),
            _location(self._base + to),
            (b"cache-control", b"no-store"),
        ]

    def _end_the_one_before(self) -> None:
        """Let no sign-in of this browser go on beside the new one."""
        before = person_in(self._cookies, self._providers, self._settings)
        if before.has_signed_in and before.until:
            self._signed_out.end(before.sign_in, before.until)

    def _elsewhere(self, headers: Headers, why: str, to: str) -> list[tuple[bytes, bytes]]:
        """Lead to the page that says why nobody has been signed in, and set no identity."""
        names = {*of_sign_in(self._cookies), *of_sign_in(values_set(headers)), RETURN}
        others = [
            (name, value)
            for name, value in _without_location(headers)
            if name.lower() != b"set-cookie" or not of_sign_in([value.decode("latin-1")])
        ]
        address = f"{sign_in_address(self._base, to)}&why={why}"
        return [*others, *gone(sorted(names), self._path), _location(address)]


def _without_location(headers: Headers) -> list[tuple[bytes, bytes]]:
    return [(name, value) for name, value in headers if name.lower() != b"location"]


def _location(address: str) -> tuple[bytes, bytes]:
    return b"location", quote(address, safe=":/%#?=@[]!$&'()*+,;").encode()
