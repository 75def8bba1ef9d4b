"""A report as one HTML file: no script, nothing fetched, drawings and tables inside."""

from __future__ import annotations

from functools import cache

from jinja2 import Environment
from markupsafe import Markup

from insight.exports.html_environment import html_environment
from insight.exports.reports.document_parts import document_of, is_address
from insight.exports.reports.report import Report
from insight.language.catalogue import Language
from insight.reporting.pictures.picture import Picture, drawing
from insight.reporting.pictures.svg_names import within_page


def html_document(report: Report) -> bytes:
    """Return a report as a page that stands by itself, on a screen and on paper.

    Parameters
    ----------
    report
        The views, with all their words.

    Raises
    ------
    RuntimeError
        When a chart was not drawn.
    """
    document = document_of(report)
    drawings = {
        shown.number: _drawn(shown.picture, shown.number, report.language)
        for section in document.sections
        for shown in section.shown
        if shown.picture
    }
    template = _environment().get_template("html_document.html.jinja")
    page = template.render(document=document, drawings=drawings, is_address=is_address)
    return page.encode()


@cache
def _environment() -> Environment:
    return html_environment("insight.exports.reports")


def _drawn(picture: Picture, number: int, language: Language) -> Markup:
    """A drawing whose names are its own among those of the page."""
    svg = drawing(picture, language, shape="document")
    return Markup(within_page(svg, f"figure-{number}-"))
