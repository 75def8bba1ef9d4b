"""Routes of views: pictures, pages for other sites, and what oEmbed tells of an address.

Their workers are their own, so that no figure waits for a picture.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping
from dataclasses import replace
from urllib.parse import parse_qsl, urlsplit

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from insight.api.audited.audited_calls import tell_closed
from insight.api.calls import Answer, Call, Desk, Endpoint, Handler, json_answer, unchanged
from insight.api.problems import Problem
from insight.api.settings import Settings, settings_from
from insight.language.catalogue import as_language, say
from insight.language.errors import InsightError, NotNowError, shorten
from insight.operation.counts import REFUSALS, count_refusal
from insight.reporting.pictures.picture import PICTURES, Format
from insight.reporting.pictures.picture_shapes import SHAPES
from insight.views.at_address.answers_view import AnswersView
from insight.views.view_pictures import EDITION, USUAL_WIDTH, WIDTHS, ViewPictures, today
from insight.web.addresses.addressed_view import DRAWN, FACTS, drawable
from insight.web.addresses.audited_views import tell_drawn
from insight.web.addresses.embed_page import Since, embed_page, refusal_page
from insight.web.addresses.fact_rows import WRITTEN
from insight.web.addresses.front_view import FRONT, front_view
from insight.web.addresses.view_places import EMBED, FACT_ROWS, OEMBED, PICTURE, Places, frames_from

FEWER = 4  # so many times fewer pictures than tables may be asked for
MEDIA: Mapping[Format, str] = {"svg": "image/svg+xml", "png": "image/png"}
READING = ("GET", "HEAD")
METHODS = (*READING, "DELETE", "OPTIONS", "PATCH", "POST", "PUT")
_HTML = "text/html; charset=utf-8"
_ANY_SITE = {"Access-Control-Allow-Origin": "*"}
_PNG_SIZE = slice(16, 24)  # where the file says how wide and high it is


def picture(call: Call) -> Answer:
    """Answer with the picture of a view, or of the finding that leads the front page."""
    page, _, ending = call.path["name"].rpartition(".")
    kind = next((each for each in PICTURES if each == ending), None)
    if page not in {*DRAWN, FRONT} or kind is None:
        raise Problem("unknown_view", name=shorten(call.path["name"]))
    width = call.number("width", USUAL_WIDTH)
    if width not in WIDTHS:
        known = say("en", "embed.widths", known=", ".join(map(str, WIDTHS)))
        raise Problem("bad_parameter", value=width, name="width", hint=known)
    shape = next((one for one in SHAPES if one == (call.parameter("shape") or SHAPES[0])), None)
    if shape is None:
        known, wanted = say("en", "embed.shapes", known=", ".join(SHAPES)), call.parameter("shape")
        raise Problem("bad_parameter", value=shorten(wanted), name="shape", hint=known)
    if page == FRONT:
        pictures = ViewPictures(
            AnswersView(front_view(call.telling().language, call.person)), today()
        )
    else:
        pictures = ViewPictures(drawable(page, call.parameters, call.person), today())
    mark = pictures.mark(kind, str(width), shape)
    if call.knows(mark):
        return unchanged(mark)
    call.take_table(pictures.seen.query)
    tell_drawn(call.person, pictures.seen, "picture")
    language = {"Content-Language": pictures.language}
    drawn = pictures.picture(kind, width, shape)
    return Answer(drawn, MEDIA[kind], mark=mark, headers=_ANY_SITE | language)


def embed(call: Call) -> Answer:
    """Answer with the page for other sites, or with one that says why there is none."""
    language = as_language(call.parameter("lang"))
    try:
        pictures = ViewPictures(drawable(call.path["name"], call.parameters, call.person), today())
        since = Since.of(pictures, call.parameter("version"))
        mark = pictures.mark("embed", call.settings.address, since.words)
        if call.knows(mark):
            return unchanged(mark)
        call.take_table(pictures.seen.query)
        tell_drawn(call.person, pictures.seen, "embed")
        places = Places(pictures.seen, call.settings.address or "..")
        drawn = embed_page(pictures, places, since)
    except Problem as problem:
        REFUSALS.add(place="address", reason=problem.kind)
        tell_closed(call.person, [call.parameter("survey")])
        told = refusal_page(language, problem.told(language))
        return Answer(told, _HTML, problem.status, headers=problem.headers)
    except InsightError as refusal:
        count_refusal("address", refusal)
        status = 503 if isinstance(refusal, NotNowError) else 400
        return Answer(refusal_page(language, refusal.text(language)), _HTML, status)
    return Answer(drawn, _HTML, mark=mark, headers={"Content-Language": pictures.language})


def oembed(call: Call, framed: bool) -> Answer:
    """Answer with what a site may show of a page with a view, as oEmbed tells it."""
    if call.parameter("format") not in ("", "json"):
        return Answer(b"", "text/plain", status=501)
    start = call.settings.address
    if not start:
        raise Problem("no_address")
    url, most = call.parameter("url"), call.number("maxwidth", USUAL_WIDTH)
    high = call.number("maxheight", 0)
    page = next((page for page in DRAWN if f"{url}?".startswith(f"{start}/{page}?")), None)
    if page is None:
        raise Problem("unknown_view", name=shorten(url))
    pictures = ViewPictures(drawable(page, parse_qsl(urlsplit(url).query), call.person), today())
    places = Places(pictures.seen, start)
    told: dict[str, object] = {
        "version": "1.0",
        "title": pictures.seen.title,
        "provider_name": say(pictures.language, "shell.app_name"),
        "provider_url": f"{start}/",
        "cache_age": 3600,
    }
    if framed:
        height = min(places.seen.height, high or places.seen.height)
        size = {"width": max(min(most, USUAL_WIDTH), 1), "height": height}
        code = {"type": "rich", "html": places.code(framed=True)}
        return json_answer({**told, **code, **size}, headers=_ANY_SITE)
    call.take_table(pictures.seen.query)
    tell_drawn(call.person, pictures.seen, "oembed")
    drawn = pictures.picture("png", USUAL_WIDTH)
    size = _fitted(drawn, max(most, 1), high)
    shown = {"type": "photo", "url": places.picture("png")}
    return json_answer({**told, **shown, **size}, headers=_ANY_SITE)


def facts(call: Call) -> Answer:
    """Answer with the rows of a chart of facts, as the page's files have them."""
    page, _, ending = call.path["name"].rpartition(".")
    if page not in FACTS or ending not in WRITTEN:
        raise Problem("unknown_view", name=shorten(call.path["name"]))
    seen = FACTS[page](call.parameters)
    mark = hashlib.sha256("\n".join((EDITION, seen.query, *seen.versions)).encode()).hexdigest()[
        :24
    ]
    if call.knows(mark):
        return unchanged(mark)
    media_type, write = WRITTEN[ending]
    headers = _ANY_SITE | {"Content-Language": seen.language}
    if ending == "csv":
        headers |= {"Content-Disposition": f'attachment; filename="{page}.csv"'}
    return Answer(write(seen), media_type, mark=mark, headers=headers)


def _fitted(png: bytes, most: int, high: int) -> dict[str, int]:
    """The size of a picture, in the room that there is."""
    written = png[_PNG_SIZE]
    wide, tall = (int.from_bytes(part, "big") for part in (written[:4], written[4:]))
    part = min(1.0, most / wide, (high or tall) / tall)
    return {"width": max(int(wide * part), 1), "height": max(int(tall * part), 1)}


def view_routes(
    prefix: str = "", settings: Settings | None = None, frames: tuple[str, ...] | None = None
) -> list[BaseRoute]:
    """Return the routes of views, which stand before that of the API.

    Parameters
    ----------
    prefix
        The path before all that the server serves.
    settings
        The operator's; else those of the environment.
    frames
        The sites that may show a view in a frame; else those of the environment.
    """
    known = settings or settings_from()
    framed = bool(frames_from(os.environ) if frames is None else frames)
    desk = Desk(replace(known, most_calls=max(known.most_calls // FEWER, 1)))
    before = f"/{prefix.strip('/')}" if prefix.strip("/") else ""
    endpoints: dict[str, Endpoint] = {
        f"{PICTURE}/{{name}}": picture,
        f"{EMBED}/{{name}}": embed,
        f"{FACT_ROWS}/{{name}}": facts,
        OEMBED: lambda call: oembed(call, framed),
    }
    return [
        Route(f"{before}/{path}", _reading(desk, desk.handler(endpoint, "data")), methods=METHODS)
        for path, endpoint in endpoints.items()
    ]


def _reading(desk: Desk, handler: Handler) -> Handler:
    """Refuse other methods than those of reading, which would be taken for another address."""

    async def handle(request: Request) -> Response:
        if request.method in READING:
            return await handler(request)
        headers = {"Allow": ", ".join(READING)}
        return desk.refuse(Problem("unknown_method", method=request.method), headers)

    return handle
