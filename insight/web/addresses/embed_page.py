"""The page for other sites: finding, drawing, base line, folded table, source and link, in HTML."""

from __future__ import annotations

from markupsafe import Markup

from insight.language.catalogue import Language
from insight.views.view_pictures import ViewPictures
from insight.web.addresses.view_places import Places
from insight.web.html import tables
from insight.web.html.templates import draw

MOST_BYTES = 40_000
_DECLARATION = b"<?xml"


def embed_page(pictures: ViewPictures, places: Places) -> bytes:
    """Return the page, remembered.

    Where the drawing is too large for it the picture's address stands in its place, and a table
    that is too large for it is left to the page that it links to.
    """
    return pictures.recalled(f"embed {places.start}", lambda: _page(pictures, places))


def _page(pictures: ViewPictures, places: Places) -> bytes:
    words, language = pictures.drawing.picture.words, pictures.language
    table = tables.words_table(pictures.table)
    inside = Markup(_bare(pictures))
    image = draw("embed", "image", places.picture("svg"), words.alternative)
    page = b""
    for drawn, below in ((inside, table), (inside, ""), (image, table), (image, "")):
        html = draw("embed", "page", language, words, drawn, below, places.page)
        page = html.strip().encode()
        if len(page) <= MOST_BYTES:
            break
    return page


def _bare(pictures: ViewPictures) -> str:
    drawn = pictures.bare()
    if drawn.startswith(_DECLARATION):
        drawn = drawn.partition(b"?>")[2]
    return drawn.decode().strip()


def refusal_page(language: Language, sentence: str) -> bytes:
    """Return a page that says why there is no view."""
    return str(draw("embed", "refused", language, sentence)).strip().encode()
