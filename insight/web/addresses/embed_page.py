"""The page for other sites: finding, drawing, base line, folded table, source and link, in HTML."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import parse_qsl, urlencode

from markupsafe import Markup

from insight.language.catalogue import Language
from insight.reporting.pictures.svg_names import within_page
from insight.reporting.version_words import changed_since
from insight.views.at_address.answers_view import AnswersView
from insight.views.view_pictures import ViewPictures
from insight.web.addresses.view_places import Places
from insight.web.html import tables
from insight.web.html.templates import draw

MOST_BYTES = 40_000
_DECLARATION = b"<?xml"


@dataclass(frozen=True)
class Since:
    """What a survey has changed since a page for other sites was made, where that is known.

    Attributes
    ----------
    words
        The sentence; empty where there is none.
    version
        The version that the page was made on.
    """

    words: str = ""
    version: str = ""

    @classmethod
    def of(cls, pictures: ViewPictures, linked: str) -> Since:
        """Return what has changed since a version, whatever a link calls it."""
        seen = pictures.seen
        if not isinstance(seen, AnswersView):
            return cls()
        words = changed_since(seen.linked.view.survey, linked, pictures.language)
        return cls(words, linked) if words else cls()

    def link(self, places: Places) -> str:
        """Return where the page itself is, which says the same of the version."""
        if not self.words:
            return places.page
        start, _, query = places.page.partition("?")
        others = [(name, value) for name, value in parse_qsl(query) if name != "version"]
        return f"{start}?{urlencode([*others, ('version', self.version)])}"


def embed_page(pictures: ViewPictures, places: Places, since: Since) -> bytes:
    """Return the page, remembered.

    Where the drawing is too large for it the picture's address stands in its place, and a table
    that is too large for it is left to the page that it links to.
    """
    name = f"embed {places.start} {since.version} {since.words}"
    return pictures.recalled(name, lambda: _page(pictures, places, since))


def _page(pictures: ViewPictures, places: Places, since: Since) -> bytes:
    drawing, language = pictures.drawing, pictures.language
    every = [drawing, *drawing.below]
    words = [each.picture.words for each in every]
    tabled = ["" if each.table.empty else tables.words_table(each.table) for each in every]
    inside = [Markup(_bare(pictures.bare())), *_bare_below(pictures)]
    # The picture at its address has all parts below each other.
    image = draw("embed", "image", places.picture("svg"), words[0].alternative)
    images, none = [image, *("" for _ in drawing.below)], ["" for _ in every]
    page = b""
    for drawn, below in ((inside, tabled), (inside, none), (images, tabled), (images, none)):
        parts = [*zip(words, drawn, below, strict=True)]
        html = draw("embed", "page", language, parts, since.link(places), since.words)
        page = html.strip().encode()
        if len(page) <= MOST_BYTES:
            break
    return page


def _bare(drawn: bytes) -> str:
    if drawn.startswith(_DECLARATION):
        drawn = drawn.partition(b"?>")[2]
    return drawn.decode().strip()


def _bare_below(pictures: ViewPictures) -> list[Markup]:
    """What stands below the view, whose names are its own among those of the page."""
    return [
        Markup(within_page(drawn, f"part-{number}-") if drawn else "")
        for number, drawn in enumerate(pictures.bare_below(), 1)
    ]


def refusal_page(language: Language, sentence: str) -> bytes:
    """Return a page that says why there is no view."""
    return str(draw("embed", "refused", language, sentence)).strip().encode()
