"""The door at which it is found out who asks, before anything is answered."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial

import streamlit as st
from starlette.requests import cookie_parser
from starlette.responses import RedirectResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from insight.access.carried_person import written
from insight.access.login_settings import LoginSettings
from insight.access.person import ANYBODY, PERSON, Person
from insight.access.proxy_headers import HeldTimes, is_believed, person_of_headers, without
from insight.access.sign_ins import SignIns
from insight.language.catalogue import say
from insight.language.errors import Fault, RequestError
from insight.operation.audit.asker import Asker
from insight.operation.audit.audit_trail import trail
from insight.web.signing_in.answers_kept import kept_private
from insight.web.signing_in.arriving import Arrival
from insight.web.signing_in.identity_cookie import (
    Cookies,
    for_streamlit,
    person_in,
    person_of,
    sign_in_of,
)
from insight.web.signing_in.leaving import Departure
from insight.web.signing_in.old_sessions import is_over, watched
from insight.web.signing_in.own_address import FRONT, own_address
from insight.web.signing_in.providers import CALLBACK, Providers
from insight.web.signing_in.sign_in_page import (
    SIGN_IN,
    idle_words,
    language_of,
    refusal,
    sign_in_address,
    sign_in_page,
)
from insight.web.signing_in.starting import start, unless_failed
from insight.web.signing_in.tcp_peer import PEER

Way = Response | Callable[[Send], Send] | None
LOGIN, LOGOUT = "auth/login", "auth/logout"
CARRIED = "x-insight-person"  # the header that takes a person into a session, which nobody may send
KNOWN_AS = "insight_person"  # what Streamlit calls it there
# What needs no sign-in even where all else does: the ways in and out, and what tells nothing.
OPEN = (SIGN_IN, LOGIN, LOGOUT, CALLBACK, "_stcore/health", "livez", "readyz", "metrics")
OPEN_FOLDERS = ("static/",)  # Streamlit's own program, which anybody has
BY_ITSELF = ("_stcore/", *OPEN_FOLDERS)  # what a page asks for without its reader


class SignInGate:
    """Finds out who asks, tells all that answers, and lets people in and out.

    Parameters
    ----------
    app
        What answers.
    settings
        What the operator has decided.
    providers, sign_ins
        Who can say who somebody is, and which sign-ins hold; None where nobody signs in
        by a provider.
    """

    def __init__(
        self,
        app: ASGIApp,
        settings: LoginSettings,
        providers: Providers | None = None,
        sign_ins: SignIns | None = None,
    ) -> None:
        self._app = app
        self._settings = settings
        self._providers = providers
        self._sign_ins = sign_ins
        self._times = HeldTimes()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
            return
        cookies = _cookies(scope)
        try:
            person = self._person(scope, cookies)
        except RequestError as fault:
            trail().write("failed_sign_in", reason="header")
            await _refused(scope, receive, send, fault.faults[0])
            return
        scope[PERSON] = person
        names = (CARRIED, *self._settings.headers)
        inside = {**scope, "headers": without(scope["headers"], names)}
        if scope["type"] == "websocket":
            await self._session(inside, receive, send, person)
        else:
            await self._request(inside, receive, send, person, cookies)

    def _person(self, scope: Scope, cookies: Cookies) -> Person:
        if not self._settings.is_on:
            return ANYBODY
        if self._settings.by == "proxy":
            if not is_believed(scope.get(PEER, ""), self._settings):
                return ANYBODY
            now = datetime.now(UTC)
            told = person_of_headers(scope["headers"], self._settings, now)
            return self._times.held(told, self._settings.longest, now)
        assert self._providers is not None
        assert self._sign_ins is not None
        if scope["type"] == "websocket" and not self._is_ours(scope):
            return ANYBODY
        person = person_in(cookies, self._providers, self._settings, self._sign_ins)
        if not person.has_signed_in:
            self._end_idle(cookies)
        return ANYBODY if is_over(person) else person

    def _end_idle(self, cookies: Cookies) -> None:
        """End the sign-in that a browser means, where nobody has used it for too long."""
        assert self._providers is not None
        assert self._sign_ins is not None
        key = sign_in_of(cookies, self._providers)
        if key and (record := self._sign_ins.end_idle(key)):
            person = person_of(record, self._providers, self._settings, key)
            trail().write("sign_out", Asker(person.id), reason="idle")

    def _has_idled(self, cookies: Cookies) -> bool:
        if self._providers is None or self._sign_ins is None:
            return False
        return self._sign_ins.is_idle(sign_in_of(cookies, self._providers))

    def _is_ours(self, scope: Scope) -> bool:
        """Whether a page of ours opens a connection, which a browser says of itself."""
        assert self._providers is not None
        origins = [value for name, value in scope["headers"] if name.lower() == b"origin"]
        return all(origin == self._providers.origin.encode() for origin in origins)

    async def _session(self, scope: Scope, receive: Receive, send: Send, person: Person) -> None:
        if person == ANYBODY and self._settings.asked == "required":
            await send({"type": "websocket.close", "code": 1008})
            return
        if person.has_signed_in:
            header = (CARRIED.encode(), written(person).encode())
            scope["headers"] = [*scope["headers"], header]
            if self._sign_ins is not None:
                receive = watched(receive, person, self._sign_ins)
        await self._app(scope, receive, send)

    async def _request(
        self, scope: Scope, receive: Receive, send: Send, person: Person, cookies: Cookies
    ) -> None:
        place = _place(scope)
        if place in (SIGN_IN, LOGIN, LOGOUT, CALLBACK):
            if place == LOGOUT:
                scope = self._known_to_streamlit(scope, person)
            answer = self._way(place, scope, person, cookies)
            if isinstance(answer, Response):
                await answer(scope, receive, send)
            else:
                await self._app(scope, receive, answer(send) if answer else send)
        elif person == ANYBODY and self._settings.asked == "required" and not _is_open(place):
            await self._closed(scope, cookies)(scope, receive, send)
        else:
            if person.sign_in and self._sign_ins and not place.startswith(BY_ITSELF):
                self._sign_ins.use(person.sign_in)
            is_open = not self._settings.is_on or _is_open(place)
            await self._app(scope, receive, send if is_open else kept_private(send))

    def _way(self, place: str, scope: Scope, person: Person, cookies: Cookies) -> Way:
        """What answers on the way in or out: an answer, or what is made of Streamlit's."""
        if not self._settings.is_on:
            return refusal(scope, Fault("sign_in.off"), 404)
        if place == LOGOUT:
            return self._departure(scope, person, cookies)
        if self._providers is None:
            return RedirectResponse(_base() + FRONT)
        if place == SIGN_IN:
            return start(scope, person, self._providers, _base())
        if place == LOGIN:
            return partial(unless_failed, cookies=cookies, base=_base())
        if place == CALLBACK:
            assert self._sign_ins is not None
            arrival = Arrival(
                scope, cookies, self._providers, self._settings, self._sign_ins, _base()
            )
            return arrival.sending
        return None

    def _departure(self, scope: Scope, person: Person, cookies: Cookies) -> Way:
        tls = self._providers is not None and self._providers.is_over_tls
        departure = Departure(scope, person, cookies, self._sign_ins, _base(), over_tls=tls)
        if departure.is_asked_elsewhere:
            return RedirectResponse(_base() + FRONT)
        departure.leave()
        if self._settings.by == "proxy":
            return departure.answer(self._settings.sign_out or departure.front)
        return departure.sending

    def _known_to_streamlit(self, scope: Scope, person: Person) -> Scope:
        """Let Streamlit know by which provider somebody has signed in, to end it there as well."""
        if self._providers is None or self._sign_ins is None:
            return scope
        record = self._sign_ins.known(person.sign_in)
        told = for_streamlit(record, self._providers.secret) if record else {}
        line = "; ".join(f"{name}={value}" for name, value in told.items())
        others = [header for header in scope["headers"] if header[0].lower() != b"cookie"]
        return {**scope, "headers": [*others, (b"cookie", line.encode())]}

    def _closed(self, scope: Scope, cookies: Cookies) -> Response:
        accepted = dict(scope["headers"]).get(b"accept", b"")
        if b"text/html" not in accepted:
            return refusal(scope, Fault("sign_in.closed"), 403)
        query = scope["query_string"].decode("latin-1")
        to = own_address(f"/{_place(scope)}" + (f"?{query}" if query else ""))
        language = language_of(scope)
        links = []
        if self._providers:
            links = [(say(language, "sign_in.in"), sign_in_address(_base(), to))]
        sentence = say(language, "sign_in.closed")
        if self._has_idled(cookies):
            sentence = idle_words(language, self._settings)
        return sign_in_page(language, sentence, links, 403)


def _is_open(place: str) -> bool:
    return place in OPEN or place.startswith(OPEN_FOLDERS)


def _base() -> str:
    base = st.get_option("server.baseUrlPath").strip("/")
    return f"/{base}" if base else ""


def _place(scope: Scope) -> str:
    path: str = scope["path"]
    if f"{path}/".startswith(f"{_base()}/"):
        path = path.removeprefix(_base())
    return path.strip("/")


def _cookies(scope: Scope) -> Cookies:
    sent = [value for name, value in scope["headers"] if name.lower() == b"cookie"]
    return cookie_parser("; ".join(one.decode("latin-1") for one in sent))


async def _refused(scope: Scope, receive: Receive, send: Send, why: Fault) -> None:
    if scope["type"] == "websocket":
        await send({"type": "websocket.close", "code": 1008})
    else:
        await refusal(scope, why, 400)(scope, receive, send)
