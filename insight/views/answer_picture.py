"""The answer to a linked view, and the picture of it: what the page draws, and the words around."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from insight.exports.reports.report import FurtherPart
from insight.language.catalogue import Language, say
from insight.language.errors import Fault, RequestError
from insight.reporting import provenance
from insight.reporting.breakdown.answer import Answer, Caption
from insight.reporting.pictures.frame import Tag, Words
from insight.reporting.pictures.picture import Chart, Picture
from insight.survey.codebook import Codebook
from insight.views import captions, several
from insight.views.further.further_answers import further_answers
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
    further = further_answers(view, asked, answer.compared, answer.figures)
    taken = replace(answer.answer, further=[each.answer for each in further])
    return taken, captions.caption(view, answer)


def picture_of(answer: Answer, caption: Caption, language: Language, made: date) -> Picture:
    """Return what the page draws of an answer, with what it says above and below it.

    What the reader has chosen besides stands below.
    """
    books, chart = provenance.codebooks(answer.tables), answer.chart
    notes = [" ".join([caption.base, *caption.marks]), *chart.notes]
    chosen = [part for part in further_parts(answer, caption, language, made) if part.chosen]
    told = (" ".join([part.words.title, *part.told, part.words.alternative]) for part in chosen)
    notes += answer.notes_on_title(language)
    tags = [*_tags(books, caption, language)]
    words = Words(
        title=answer.title or answer.finding,
        lines=[answer.subtitle or answer.label],
        tags=tags,
        notes=notes if answer.rows else [*notes, *filter(None, [answer.basis])],
        foot=provenance.foot(books, made, language),
        alternative=" ".join([answer.alternative, *told]),
    )
    below = [Picture(part.chart, _below(part, tags)) for part in chosen]
    return Picture(answer.rows or Chart(chart.spec("light"), chart.rows), words, below)


def _below(part: FurtherPart, above: Sequence[Tag]) -> Words:
    """The words of a part that stands below others, which do not repeat what stands above."""
    tags = [tag for tag in part.words.tags if tag not in above]
    return replace(part.words, lines=part.told, tags=tags, foot=())


def further_parts(
    answer: Answer, caption: Caption, language: Language, made: date
) -> list[FurtherPart]:
    """Return what is told of an answer's groups besides, each part with all that is said of it."""
    books = provenance.codebooks(answer.tables)
    levels = say(language, "answers.assumed_level")
    simulated = any(book.simulated for book in books)
    tags = [*_tags(books, replace(caption, assumed=levels if simulated else ""), language)]
    parts = []
    for further in answer.further:
        chart, shown = further.chart, further.table is not None
        words = Words(
            title=further.heading,
            lines=[answer.subtitle or answer.label],
            tags=tags if shown else [],
            notes=[" ".join([caption.base, *further.notes])] if shown else [],
            foot=provenance.foot(books, made, language) if shown else (),
            alternative=chart.description if chart else "",
        )
        drawn = Chart(chart.spec("light"), chart.rows) if chart else None
        parts.append(FurtherPart(words, further.told, drawn, further.table, further.chosen))
    return parts


def _tags(books: Sequence[Codebook], caption: Caption, language: Language) -> Iterator[Tag]:
    """The tags of an answer: that its responses are simulated, and what of it is assumed."""
    if any(book.simulated for book in books):
        means = say(language, "shell.simulated_means")
        yield Tag("simulated", say(language, "shell.simulated"), means)
    if caption.assumed:
        yield Tag("assumed", say(language, "tag.assumed"), caption.assumed)
