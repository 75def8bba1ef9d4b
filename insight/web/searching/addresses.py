"""Addresses of what a search finds: the place where each is shown."""

from __future__ import annotations

from insight.documents.fact_kinds import Fact
from insight.documents.glossary import Term
from insight.documents.inventories.actors import Named
from insight.documents.references import Theme
from insight.language.text_index import Entry
from insight.reporting.searching.codebook_entries import Asked
from insight.views.view import View
from insight.web import routes
from insight.web.searching.page_entries import Shown


def address(view: View, entry: Entry) -> str:
    """Return the address of what an entry of the search is about, relative to any page."""
    match entry.key:
        case Asked(survey, variable):
            return routes.href(view, page_of(entry), survey=survey, item=variable)
        case Term(id=term):
            return routes.href(view, "codebook", term=term)
        case Shown(page, parameter, value):
            return routes.href(view, page, **({parameter: value} if parameter else {}))
        case Named(id=actor):
            return routes.href(view, "actors", actor=actor)
        case Theme(id=theme):
            return routes.href(view, "strategy", theme=theme)
        case Fact():
            return routes.home(view, entry.key)
        case _:
            raise TypeError(f"nowhere to show {entry.kind}")


def page_of(entry: Entry) -> str:
    """Return the page that shows a variable: the answers of a question, the codebook of others."""
    return "answers" if entry.kind == "question" else "codebook"
