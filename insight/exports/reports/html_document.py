"""A report as one HTML file: no script, nothing fetched, drawings and tables inside."""

from __future__ import annotations

import re
from functools import cache
from xml.etree import ElementTree

from jinja2 import Environment
from markupsafe import Markup

from insight.exports.html_environment import html_environment
from insight.exports.reports.document_parts import Figure, document_of, is_address
from insight.exports.reports.report import Report
from insight.language.catalogue import Language
from insight.reporting.pictures.picture import drawing

_REFERENCE = re.compile(r"url\(['\"]?#([^)'\"]+)['\"]?\)")


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
        section.shown.number: _drawn(section.shown, report.language)
        for section in document.sections
        if section.shown
    }
    template = _environment().get_template("html_document.html.jinja")
    page = template.render(document=document, drawings=drawings, is_address=is_address)
    return page.encode()


@cache
def _environment() -> Environment:
    return html_environment("insight.exports.reports")


def _drawn(shown: Figure, language: Language) -> Markup:
    """A drawing whose names are its own among those of the page."""
    root = ElementTree.fromstring(drawing(shown.picture, language, shape="document"))
    own = f"figure-{shown.number}-"
    for part in root.iter():
        for name, value in part.attrib.items():
            if name == "id":
                part.set(name, f"{own}{value}")
            elif name.rpartition("}")[2] == "href" and value.startswith("#"):
                part.set(name, f"#{own}{value[1:]}")
            elif name == "aria-labelledby":
                part.set(name, " ".join(f"{own}{word}" for word in value.split()))
            elif "url(" in value:
                part.set(name, _REFERENCE.sub(rf"url(#{own}\1)", value))
    return Markup(ElementTree.tostring(root, encoding="unicode"))
