"""Metadata of a page in its first HTML, so that a shared link shows the chart.

No figure is asked for: the picture that it names is drawn when somebody asks for it.
"""

from __future__ import annotations

import logging
from urllib.parse import parse_qsl, quote, urlencode

from insight.access.person import ANYBODY, Person
from insight.api.listing import listing
from insight.api.problems import Problem
from insight.api.settings import Settings
from insight.language.catalogue import Language, as_language, say
from insight.language.errors import InsightError
from insight.operation.counts import ERRORS
from insight.views.linked_view import LONGEST
from insight.web.addresses.addressed_view import DRAWN, FACTS, drawable
from insight.web.addresses.front_view import FRONT
from insight.web.addresses.view_places import OEMBED, PICTURE, Places
from insight.web.html.templates import draw
from insight.web.routes import PAGES

LOCALES: dict[Language, str] = {"nb": "nb_NO", "en": "en_GB"}
_log = logging.getLogger(__name__)


class SharedLink:
    """Tells what a link leads to."""

    def __init__(self, settings: Settings) -> None:
        self._start = settings.address

    def __call__(self, page: str, query: str, person: Person = ANYBODY) -> str:
        """Return the tags of a page, empty where nothing is known of it.

        Parameters
        ----------
        page
            Its name in the address; empty of the front page.
        query
            The parameters of the link, as they stand in the address.
        person
            Who asks.
        """
        try:
            return self._tags(page, query, person)
        except (InsightError, Problem):
            return ""  # the page itself says what is wrong with the link
        except Exception:
            ERRORS.add(place="address")
            _log.exception("A link could not be told of")
            return ""

    def _tags(self, page: str, query: str, person: Person) -> str:
        if len(query) > 3 * LONGEST:
            return ""
        parameters = parse_qsl(query)
        if page in DRAWN:
            try:
                return self._of_view(Places(drawable(page, parameters, person), self._start))
            except InsightError:
                if page not in FACTS:  # a page of facts has more on it than its chart
                    raise
        if page and page not in PAGES:
            return ""
        language = as_language(dict(parameters).get("lang"))
        site = say(language, "shell.app_name")
        title = say(language, f"{page or FRONT}.title")
        there = f"{self._start}/{page}" if self._start else ""
        there += f"?{urlencode({'lang': language})}" if there else ""
        told = (f"{title} – {site}", say(language, "embed.site"), site, LOCALES[language])
        leads = self._start and page in ("", FRONT) and listing(person).surveys
        picture = f"{self._start}/{PICTURE}/{FRONT}.png?lang={language}" if leads else ""
        return str(draw("embed", "shared", *told, there, picture, ""))

    def _of_view(self, places: Places) -> str:
        seen = places.seen
        ended = (part if part[-1:] in ".?!" else f"{part}." for part in seen.about)
        description = " ".join(ended)
        site, page, picture, oembed = say(seen.language, "shell.app_name"), "", "", ""
        if self._start:
            page, picture = places.page, places.picture("png")
            oembed = f"{self._start}/{OEMBED}?url={quote(page, safe='')}"
        told = (seen.title, description, site, LOCALES[seen.language])
        return str(draw("embed", "shared", *told, page, picture, oembed))
