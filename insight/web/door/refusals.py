"""Small answers to what is not let in, in both languages: a page for a reader, else lines."""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus

from starlette.responses import HTMLResponse, PlainTextResponse, Response
from starlette.types import Receive, Scope, Send

from insight.language.catalogue import LANGUAGES, say
from insight.web.door.asked_place import header_of, place_of
from insight.web.html.templates import draw


class Refusal(Exception):  # noqa: N818 - a refusal, as the sentences call it
    """What is not let in: the status of the answer and the name of its sentence."""

    def __init__(self, status: HTTPStatus, why: str) -> None:
        super().__init__(why)
        self.status = status
        self.why = why


async def refuse(
    refusal: Refusal,
    scope: Scope,
    receive: Receive,
    send: Send,
    headers: Mapping[str, str] | None = None,
) -> None:
    """Answer with a refusal, and read no more of what was asked.

    Parameters
    ----------
    refusal
        The refusal.
    scope, receive, send
        Of the request.
    headers
        What else the answer says of itself.
    """
    said = {language: say(language, f"door.{refusal.why}") for language in LANGUAGES}
    more = {"Cache-Control": "no-store", "Connection": "close", **(headers or {})}
    if "text/html" in header_of(scope, b"accept"):
        home = "../" * place_of(scope).count("/") or "./"
        drawn = draw("door", "refused", said, home)
        answer: Response = HTMLResponse(drawn, refusal.status, more)
    else:
        answer = PlainTextResponse("\n".join([*said.values(), ""]), refusal.status, more)
    await answer(scope, receive, send)
