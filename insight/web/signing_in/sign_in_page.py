"""The page of who has not signed in: why, and where; no script, and nothing of any survey."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import parse_qs, urlencode

from starlette.responses import HTMLResponse, PlainTextResponse, Response
from starlette.types import Scope

from insight.access.login_settings import LoginSettings
from insight.language.catalogue import Language, as_language, say
from insight.language.errors import Fault
from insight.web.html.templates import draw

SIGN_IN = "sign-in"


def sign_in_address(base: str, to: str, provider: str = "") -> str:
    """Return the address where somebody signs in, and from there comes back to a view."""
    asked = {"to": to, **({"by": provider} if provider else {})}
    return f"{base}/{SIGN_IN}?{urlencode(asked)}"


def language_of(scope: Scope, address: str = "") -> Language:
    """Return the language of a link, or of the address that it leads to."""
    query = parse_qs(scope["query_string"].decode("latin-1"))
    there = parse_qs(address.partition("?")[2])
    return as_language((query.get("lang") or there.get("lang") or [""])[0])


def idle_words(language: Language, settings: LoginSettings) -> str:
    """Say that a sign-in has ended because nobody used it."""
    minutes = int(settings.idle.total_seconds() // 60)
    return say(language, "sign_in.idle", minutes=minutes)


def sign_in_page(
    language: Language, sentence: str, links: Sequence[tuple[str, str]], status: int
) -> Response:
    """Return the page.

    Parameters
    ----------
    language, sentence
        Why the reader sees it.
    links
        Where they can sign in: words and address.
    status
        Of the answer.
    """
    html = str(draw("sign_in", "page", language, sentence, links)).strip()
    return HTMLResponse(html, status, {"cache-control": "no-store"})


def refusal(scope: Scope, why: Fault, status: int) -> Response:
    """Return one sentence to a program, or to who asks for a file."""
    words = why.text(language_of(scope))
    return PlainTextResponse(words, status, {"cache-control": "no-store"})
