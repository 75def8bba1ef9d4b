"""Printed figures as HTML tables, in which quotes and Norwegian phrases are marked as Norwegian."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape

from insight.documents import printed
from insight.documents.published import PublishedFigure
from insight.documents.series import Series
from insight.documents.series_words import Wording
from insight.language import numbers
from insight.language.catalogue import Language, Text, say
from insight.reporting import labels
from insight.survey.codebook import Codebook
from insight.web.html import text as text_html

SIGNS = {"": "", "about": "≈ ", "under": "< ", "over": "> "}


def published(
    figures: Iterable[PublishedFigure], surveys: Iterable[Codebook], language: Language
) -> str:
    """Return a table of published figures, each with its source, quote and remark.

    Parameters
    ----------
    figures
        The figures.
    surveys
        Codebooks of the surveys that they are of, for their names.
    language
        The reader's.
    """
    names = {one.id: labels.short_title(one)[language] for one in surveys}
    columns = ("survey", "year", "published", "source", "quote", "remark")
    rows = (
        (
            escape(names.get(one.survey, one.survey)),
            f"{one.wave}{'*' if one.year_inferred else ''}",
            escape(f"{SIGNS[one.qualifier]}{numbers.percent(one.value, language)}"),
            _norwegian(one.source),
            _norwegian(f"«{one.quote}»" if one.quote else ""),
            _remark(one.note, language),
        )
        for one in figures
    )
    return _table([say(language, f"table.{one}") for one in columns], rows)


def of_series(series: Series, wording: Wording) -> str:
    """Return a table of the figures of a series, a row for each time that one is printed."""
    language = wording.language
    columns = (
        *("series.time", "series.value", "series.what"),
        *("table.population", "table.source", "table.remark"),
    )
    rows = (
        (
            escape(printed.when(one, language)),
            escape(printed.value(one, wording.known, language)),
            escape(one.indicator[language]),
            escape(wording.population(one.population)),
            escape(wording.document(one)),
            _remark(one.note, language),
        )
        for one in series.figures
    )
    return _table([wording.say(one) for one in columns], rows)


def _norwegian(words: str) -> str:
    return f"<span lang='nb'>{escape(words)}</span>" if words else ""


def _remark(note: Text | None, language: Language) -> str:
    return text_html.shown(note, language) if note else ""


def _table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table with what each row is about in its first cell; the cells are HTML."""
    head = "".join(f"<th scope='col'>{escape(one)}</th>" for one in heads)
    body = "".join(
        f"<tr><th scope='row'>{first}</th>{''.join(f'<td>{one}</td>' for one in rest)}</tr>"
        for first, *rest in rows
    )
    return f"<table class='printed'><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
