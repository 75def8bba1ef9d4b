"""The way back from a provider: what it says is looked at once more, and kept by the server."""

from __future__ import annotations

import logging
import time
from urllib.parse import parse_qs, quote, unquote

from starlette.types import Message, Scope, Send

from insight.access.login_settings import LoginSettings
from insight.access.person import Person
from insight.access.sign_ins import Record, SignIns
from insight.access.token_claims import objection
from insight.operation.audit.asker import Asker
from insight.operation.audit.audit_trail import trail
from insight.web.signing_in.cookies_sent import (
    RETURN,
    Headers,
    cookie,
    gone,
    kept_to_tls,
    of_sign_in,
    values_set,
    without_sign_in,
)
from insight.web.signing_in.identity_cookie import (
    WORD,
    Cookies,
    issued_to,
    key_of,
    new_word,
    person_of,
    record_in,
    sign_in_of,
    signed,
)
from insight.web.signing_in.own_address import own_address
from insight.web.signing_in.providers import Providers
from insight.web.signing_in.sign_in_page import sign_in_address

_log = logging.getLogger("insight")


class Arrival:
    """One return from a provider.

    Streamlit has held state, nonce, signature, issuer and time to what they must be before it sets
    its cookies, which go no further than here. It looks at neither audience nor algorithm, and
    believes an address of mail that nobody has confirmed.
    """

    def __init__(
        self,
        scope: Scope,
        cookies: Cookies,
        providers: Providers,
        settings: LoginSettings,
        sign_ins: SignIns,
        base: str,
    ) -> None:
        self._query = parse_qs(scope["query_string"].decode("latin-1"))
        self._cookies = cookies
        self._providers = providers
        self._settings = settings
        self._sign_ins = sign_ins
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
        tls = self._providers.is_over_tls
        if not self._is_one:
            others = _without_location(headers)
            return [*others, *gone([RETURN], self._path), _location(self._base + to)]
        record = record_in(values_set(headers), self._providers.secret, time.time())
        if not record:
            trail().write("failed_sign_in", reason="provider")
            return self._elsewhere(headers, "failed", to)
        if why := objection(record["claims"], issued_to(record, self._providers), self._settings):
            _log.warning("A sign-in was refused: the token's %s will not do", why)
            trail().write("failed_sign_in", reason=f"token: {why}")
            return self._elsewhere(headers, "refused", to)
        word = new_word()
        person = person_of(record, self._providers, self._settings, key_of(word))
        if not person.until or not self._has_begun(person, record):
            trail().write("failed_sign_in", Asker(person.id), reason="not_kept")
            return self._elsewhere(headers, "failed", to)
        trail().write("sign_in", Asker(person.id))
        seconds = max(1, int(person.until.timestamp() - record["at"]))
        kept = without_sign_in(_without_location(headers))
        own = self._providers.prefix + WORD
        left = [name for name in of_sign_in(self._cookies) if name != own]
        written = signed(word, self._providers.secret)
        return [
            *(kept_to_tls(kept) if tls else kept),
            cookie(own, written, self._path, seconds, over_tls=tls),
            *gone([*left, RETURN], self._path),
            _location(self._base + to),
            (b"cache-control", b"no-store"),
        ]

    def _has_begun(self, person: Person, record: Record) -> bool:
        """Keep the new sign-in, and end the one that this browser had before."""
        assert person.until
        if not person.knows_groups:
            _log.warning("A person is in more groups than the token tells, so that none is known")
        try:
            self._sign_ins.begin(person.sign_in, person.until, record)
        except OSError:
            _log.exception("A sign-in could not be kept")
            return False
        if before := sign_in_of(self._cookies, self._providers):
            self._sign_ins.end(before)
        return True

    def _elsewhere(self, headers: Headers, why: str, to: str) -> list[tuple[bytes, bytes]]:
        """Lead to the page that says why nobody has been signed in, and set no identity."""
        names = sorted({*of_sign_in(self._cookies), RETURN})
        others = without_sign_in(_without_location(headers))
        address = f"{sign_in_address(self._base, to)}&why={why}"
        return [*others, *gone(names, self._path), _location(address)]


def _without_location(headers: Headers) -> list[tuple[bytes, bytes]]:
    return [(name, value) for name, value in headers if name.lower() != b"location"]


def _location(address: str) -> tuple[bytes, bytes]:
    return b"location", quote(address, safe=":/%#?=@[]!$&'()*+,;").encode()
