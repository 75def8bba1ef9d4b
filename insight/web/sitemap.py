"""The map of the site for search engines, and what they are asked to leave alone.

Pages that everybody sees are on it, about those surveys of the data folder that are for everybody,
whoever asks for the map. What a visitor brings is
known to that visitor's session only and cannot get here.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from urllib.parse import urlencode, urlsplit
from xml.etree import ElementTree as Xml

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

from insight.api.listing import Listing, listing, updated
from insight.api.settings import Settings, settings_from
from insight.language.catalogue import LANGUAGES, Language
from insight.query.opened import OpenSurvey
from insight.views.view import FIXED
from insight.web.routes import ABOUT_ALL, OWN, PAGES, PUBLISHED

SITEMAPS = "http://www.sitemaps.org/schemas/sitemap/0.9"
XHTML = "http://www.w3.org/1999/xhtml"
# Figures are made for who asks, page after page without end; the catalogue tells that they exist.
LEFT_ALONE = (OWN, "api/v1/", "api/v2/")
_Place = tuple[str, OpenSurvey | None]


def site_routes(prefix: str = "", settings: Settings | None = None) -> list[BaseRoute]:
    """Return where the server tells search engines of its pages.

    Parameters
    ----------
    prefix
        The path before all that the server serves.
    settings
        The operator's; else those of the environment.
    """
    known = settings or settings_from()
    before = f"/{prefix.strip('/')}" if prefix.strip("/") else ""

    def robots(request: Request) -> Response:
        return PlainTextResponse(robots_of(known))

    def sitemap(request: Request) -> Response:
        if not known.address:
            return PlainTextResponse("INSIGHT_ADDRESS is not set.\n", 404)
        return Response(sitemap_of(listing(), known.address), media_type="application/xml")

    return [Route(f"{before}/robots.txt", robots), Route(f"{before}/sitemap.xml", sitemap)]


def robots_of(settings: Settings) -> str:
    """Return what robots are told.

    Examples
    --------
    >>> print(robots_of(Settings(address="https://example.org/innsikt")))
    User-agent: *
    Disallow: /innsikt/own_survey
    Disallow: /innsikt/api/v1/
    Disallow: /innsikt/api/v2/
    Sitemap: https://example.org/innsikt/sitemap.xml
    <BLANKLINE>
    """
    path = urlsplit(settings.address).path
    lines = ["User-agent: *", *(f"Disallow: {path}/{part}" for part in LEFT_ALONE)]
    # A map may only name whole addresses, so there is none where the operator has given none.
    lines += [f"Sitemap: {settings.address}/sitemap.xml"] if settings.address else []
    return "\n".join([*lines, ""])


@lru_cache(maxsize=4)
def sitemap_of(known: Listing, address: str) -> bytes:
    """Return the map: every page in both languages, each of which names the other.

    Parameters
    ----------
    known
        The surveys that there are.
    address
        Where the app is seen from outside.
    """
    # Names are written out: a registered one would be that of all XML that the process writes.
    drawn = Xml.Element("urlset", {"xmlns": SITEMAPS, "xmlns:xhtml": XHTML})
    for place in _places(known):
        for language in LANGUAGES:
            entry = Xml.SubElement(drawn, "url")
            Xml.SubElement(entry, "loc").text = _address(address, place, language)
            if (survey := place[1]) is not None:
                changed = updated(survey).date().isoformat()
                Xml.SubElement(entry, "lastmod").text = changed
            for other in LANGUAGES:
                told = {"hreflang": other, "href": _address(address, place, other)}
                Xml.SubElement(entry, "xhtml:link", {"rel": "alternate", **told})
    Xml.indent(drawn)
    written: bytes = Xml.tostring(drawn, "utf-8", xml_declaration=True)
    return written


def _places(known: Listing) -> Iterator[_Place]:
    """The pages, each with the survey that it is about, if it is about one."""
    for page in PAGES:
        if page == OWN:
            continue
        if page in PUBLISHED or page in ABOUT_ALL:
            yield page, None
            continue
        for survey in known.surveys:
            if FIXED.get(page) in (None, survey.id):
                yield page, survey


def _address(address: str, place: _Place, language: Language) -> str:
    page, survey = place
    path = "" if page == PAGES[0] else page
    about = {"survey": survey.id} if survey else {}
    return f"{address}/{path}?{urlencode({'lang': language, **about})}"
