"""The way in: to the provider, with a cookie that says which view to come back to."""

from __future__ import annotations

from http import HTTPStatus
from urllib.parse import parse_qs, quote, unquote

from starlette.responses import RedirectResponse, Response
from starlette.types import Message, Scope, Send
from streamlit.user_info import generate_login_redirect_url

from insight.access.person import Person
from insight.language.catalogue import Language, say
from insight.web.signing_in.cookies_sent import RETURN, cookie
from insight.web.signing_in.identity_cookie import Cookies
from insight.web.signing_in.own_address import own_address
from insight.web.signing_in.providers import USUAL, Providers
from insight.web.signing_in.sign_in_page import language_of, sign_in_address, sign_in_page

SECONDS_TO_SIGN_IN = 900
# What the page may be asked to say of the attempt before.
SENTENCES = {"failed": "sign_in.failed", "refused": "sign_in.refused"}


def start(scope: Scope, person: Person, providers: Providers, base: str) -> Response:
    """Lead somebody to a provider; where there are several, or it has just failed, ask first."""
    query = parse_qs(scope["query_string"].decode("latin-1"))
    to = own_address(query.get("to", [""])[0])
    chosen, failed = query.get("by", [""])[0], query.get("why", [""])[0]
    if person.has_signed_in and not failed:
        return RedirectResponse(base + to, 303)
    names = list(providers.clients)
    if not chosen and len(names) == 1 and not failed:
        chosen = names[0]
    if chosen in names:
        answer = RedirectResponse(generate_login_redirect_url(chosen), 303)
        value = quote(to, safe="")
        header = cookie(
            RETURN, value, base or "/", SECONDS_TO_SIGN_IN, over_tls=providers.is_over_tls
        )
        answer.raw_headers.append(header)
        answer.headers["cache-control"] = "no-store"
        return answer
    language = language_of(scope, to)
    sentence = say(language, SENTENCES.get(failed, "sign_in.choose"))
    links = [(way_in(language, name), sign_in_address(base, to, name)) for name in names]
    return sign_in_page(language, sentence, links, 200)


def unless_failed(send: Send, cookies: Cookies, base: str) -> Send:
    """Return a way to send Streamlit's answer, which leads to a page of ours where it has no way.

    It is a word without a page when the provider cannot be reached.
    """
    to = own_address(unquote(cookies.get(RETURN, "")))
    there = RedirectResponse(f"{sign_in_address(base, to)}&why=failed", 303).raw_headers
    has_failed = False

    async def sent(message: Message) -> None:
        nonlocal has_failed
        if message["type"] == "http.response.start" and message["status"] >= HTTPStatus.BAD_REQUEST:
            has_failed = True
            message = {**message, "status": 303, "headers": there}
        elif has_failed:
            message = {**message, "body": b""}
        await send(message)

    return sent


def way_in(language: Language, provider: str) -> str:
    """Return what stands on the link to a provider."""
    if provider == USUAL:
        return say(language, "sign_in.in")
    return say(language, "sign_in.in_by", provider=provider)
