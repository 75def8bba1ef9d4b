"""The answer to a linked view, and the picture of it: what the page draws, and the words around."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from insight.language.catalogue import Language, say
from insight.language.errors import Fault, RequestError
from insight.reporting import provenance
from insight.reporting.breakdown.answer import Answer, Caption
from insight.reporting.pictures.frame import Tag, Words
from insight.reporting.pictures.picture import Chart, Picture
from insight.survey.codebook import Codebook
from insight.views import captions, several
from insight.views.linked_view import LinkedView
from insight.views.shown import shown


def answered(linked: LinkedView) -> tuple[Answer, Caption]:
    """Return the answer as the page shows it, and what stands below it.

    Raises
    ------
    RequestError
        If no group has answers that can be shown.
    """
    view, asked = linked.view, linked.asked
    if asked.items:
        together = several.several(
            *(view, asked.items, asked.breakdown), turned=asked.turned, limit=asked.limit
        )
        return together.answer, captions.caption_of_several(view, together)
    answer = shown(view, asked)
    if answer.empty:
        raise RequestError(Fault("breakdown.all_hidden"))
    return answer.answer, captions.caption(view, answer)


def picture_of(answer: Answer, caption: Caption, language: Language, made: date) -> Picture:
    """Return what the page draws of an answer, with what it says above and below it."""
    books, chart = provenance.codebooks(answer.tables), answer.chart
    notes = [" ".join([caption.base, *caption.marks]), *chart.notes]
    notes += answer.notes_on_title(language)
    words = Words(
        title=answer.title or answer.finding,
        lines=[answer.subtitle or answer.label],
        tags=[*_tags(books, caption, language)],
        notes=notes if answer.rows else [*notes, *filter(None, [answer.basis])],
        foot=provenance.foot(books, made, language),
        alternative=answer.alternative,
    )
    return Picture(answer.rows or Chart(chart.spec("light"), chart.rows), words)


def _tags(books: Sequence[Codebook], caption: Caption, language: Language) -> Iterator[Tag]:
    """The tags of an answer: that its responses are simulated, and what of it is assumed."""
    if any(book.simulated for book in books):
        means = say(language, "shell.simulated_means")
        yield Tag("simulated", say(language, "shell.simulated"), means)
    if caption.assumed:
        yield Tag("assumed", say(language, "tag.assumed"), caption.assumed)
