"""Slides of a report: a presentation with charts that can be edited, tables and speaker's notes."""

from __future__ import annotations

from insight.exports.reports.report import FurtherPart, RefusedPage, Report, ViewPage
from insight.exports.reports.slide_parts.slide_deck import Deck
from insight.exports.reports.slide_parts.slide_template import Template
from insight.exports.reports.slide_parts.slide_view import ViewSlides
from insight.exports.reports.slide_parts.template_check import checked_template, used_template
from insight.reporting.pictures.picture import Picture


def presentation(report: Report, template: Template | bytes | None = None) -> bytes:
    """Return a report as a presentation.

    Parameters
    ----------
    report
        The report; of a view alone it has slides for that and no first one.
    template
        An agency's template: a file, or one that has been looked through. Without it the
        operator's is taken, or else ours.

    Raises
    ------
    RequestError
        If the template cannot be used.
    """
    if isinstance(template, bytes):
        template = checked_template(template)
    deck = Deck(template or used_template(), report.language)
    if report.title:
        deck.add_opening(report)
    for page in report.pages:
        if isinstance(page, RefusedPage):
            deck.add_words(page.title, [*_words_above(page), page.reason], page.link)
        else:
            _add_view(deck, page)
    return deck.written(report)


def _words_above(page: RefusedPage) -> list[str]:
    return [page.heading, *page.comment.splitlines()]


def _add_view(deck: Deck, page: ViewPage) -> None:
    slides = ViewSlides(deck, page)
    if told := slides.comment_apart(deck.template.area.width):
        deck.add_words(page.heading or page.title, told)
    slides.add()
    for part in page.further:
        _add_further(deck, page, part)


def _add_further(deck: Deck, page: ViewPage, part: FurtherPart) -> None:
    """Add what is told of a view's groups besides: words, its chart and its table."""
    title = part.words.title
    if part.table is None:
        deck.add_words(title, [page.heading, *part.told], page.link)
        return
    picture = Picture(part.chart, part.words)
    comment = "\n".join(part.told)
    own = ViewPage(picture, None, part.table, page.link, page.heading, comment)
    _add_view(deck, own)
