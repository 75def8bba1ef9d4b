"""The way out: a sign-in ends for all its tabs, and what was brought under it goes."""

from __future__ import annotations

from urllib.parse import quote

from starlette.responses import RedirectResponse, Response
from starlette.types import Message, Scope, Send

from insight.access.person import Person
from insight.access.sign_ins import SignIns
from insight.operation.audit.asker import Asker
from insight.operation.audit.audit_trail import trail
from insight.web.own_survey import returning
from insight.web.signing_in.cookies_sent import RETURN, cookie, gone, of_sign_in
from insight.web.signing_in.identity_cookie import Cookies
from insight.web.signing_in.sign_in_page import language_of

SECONDS_TO_COME_BACK = 900
# Cookies are taken back by their names: all of them would be those of neighbouring sites as well.
_FORGET = ((b"clear-site-data", b'"cache", "storage"'), (b"cache-control", b"no-store"))


class Departure:
    """One person on the way out."""

    def __init__(
        self,
        scope: Scope,
        person: Person,
        cookies: Cookies,
        sign_ins: SignIns | None,
        base: str,
        *,
        over_tls: bool,
    ) -> None:
        language = language_of(scope)
        back = quote(f"/?lang={language}", safe="")
        self._back = cookie(RETURN, back, base or "/", SECONDS_TO_COME_BACK, over_tls=over_tls)
        self.front = f"{base}/?lang={language}"
        self._headers = dict(scope["headers"])
        self._person = person
        self._cookies = cookies
        self._sign_ins = sign_ins
        self._path = base or "/"

    @property
    def is_asked_elsewhere(self) -> bool:
        """Whether a page of another site sends somebody out, which browsers say."""
        return self._headers.get(b"sec-fetch-site", b"none") in (b"cross-site", b"same-site")

    def leave(self) -> None:
        """End the sign-in, for every tab and for whoever has a copy of its cookie."""
        if self._person.has_signed_in:
            trail().write("sign_out", Asker(self._person.id))
        if self._person.sign_in and self._sign_ins is not None:
            self._sign_ins.end(self._person.sign_in)
        returning.take_leave(self._cookies.get(returning.COOKIE, ""))

    def answer(self, address: str) -> Response:
        """Return an answer of our own, where it is not Streamlit that leads on."""
        answer = RedirectResponse(address, 303)
        answer.raw_headers.extend(self._taken_back())
        return answer

    def sending(self, send: Send) -> Send:
        """Return a way to send Streamlit's answer, which also takes our cookies back."""

        async def sent(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = [*message["headers"], *self._taken_back(), self._back]
                message = {**message, "headers": headers}
            await send(message)

        return sent

    def _taken_back(self) -> list[tuple[bytes, bytes]]:
        names = {*of_sign_in(self._cookies), returning.COOKIE}
        return [*gone(sorted(names), self._path), *_FORGET]
