"""Tables as HTML: of words, and of printed figures whose quotes are marked as Norwegian."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import pandas as pd
from markupsafe import Markup

from insight.documents import printed
from insight.documents.published import PublishedFigure
from insight.documents.series import Series
from insight.documents.series_words import Wording, break_sentences
from insight.language import numbers
from insight.language.catalogue import Language, Text, say
from insight.reporting import labels
from insight.survey.codebook import Codebook
from insight.web.html import cards as cards_html
from insight.web.html import text as text_html
from insight.web.html.templates import draw


@dataclass(frozen=True)
class Cell:
    """What stands in a cell, escaped unless it is HTML already, and the cell's attributes."""

    content: object
    attributes: Mapping[str, str] = field(default_factory=dict)


def table(
    style: str,
    heads: Iterable[str],
    rows: Iterable[Iterable[object]],
    *,
    caption: str | None = None,
    corner: bool = True,
    numbers: Container[int] = (),
) -> Markup:
    """Return a table; the first cell of each row says what the row is about.

    Parameters
    ----------
    style
        Classes of the table.
    heads
        What stands above the columns; without `corner` nothing stands above the first.
    rows
        The cells of each row: a :class:`Cell`, or its content.
    caption
        What the table is about.
    corner
        Whether the first column has a head too.
    numbers
        Places of the columns of numbers, which stand at the right.

    Examples
    --------
    >>> drawn = table("words", ["Age", "Share"], [["<30", "65 %"]])
    >>> " ".join(drawn.partition("<tbody>")[2].split())
    '<tr><th scope="row">&lt;30</th><td>65 %</td></tr> </tbody> </table>'
    """
    cells = [[cell if isinstance(cell, Cell) else Cell(cell) for cell in row] for row in rows]
    return draw("tables", "table", style, heads, cells, numbers, caption=caption, corner=corner)


NOTHING = ("", "–")


def filled(rows: Iterable[Sequence[object]], columns: int) -> list[int]:
    """Return the places of the columns in which any row has something.

    Examples
    --------
    >>> filled([["2020", "", "–"], ["2021", "", "66 %"]], 3)
    [0, 2]
    """
    contents = [[each.content if isinstance(each, Cell) else each for each in row] for row in rows]
    return [place for place in range(columns) if any(row[place] not in NOTHING for row in contents)]


def words_table(frame: pd.DataFrame) -> Markup:
    """Return a table of words, which scrolls where it is wider than the page."""
    rows = frame.to_numpy(dtype=object).tolist()
    return draw("tables", "wide", table("words", map(str, frame), rows))


SIGNS = {"": "", "about": "≈ ", "under": "< ", "over": "> "}


def published_table(
    figures: Iterable[PublishedFigure], surveys: Iterable[Codebook], language: Language
) -> Markup:
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
    names = {survey.id: labels.short_title(survey)[language] for survey in surveys}
    columns = ("survey", "year", "published", "source", "quote", "remark")
    rows = (
        (
            names.get(figure.survey, figure.survey),
            f"{figure.wave}{'*' if figure.year_inferred else ''}",
            _published(figure, language),
            _norwegian(figure.source),
            _norwegian(f"«{figure.quote}»" if figure.quote else ""),
            _remark(figure.note, language),
        )
        for figure in figures
    )
    return table("printed", [say(language, f"table.{name}") for name in columns], rows)


def _published(figure: PublishedFigure, language: Language) -> str:
    value = f"{SIGNS[figure.qualifier]}{numbers.percent(figure.value, language)}"
    return say(language, "table.in_words", value=value) if figure.in_words else value


def series_table(series: Series, wording: Wording) -> Markup:
    """Return a table of the figures of a series, a row for each time that one is printed."""
    language = wording.language
    heads = (
        *("series.time", "series.value", "series.what"),
        *("table.population", "table.source", "table.remark"),
    )
    changed = dict.fromkeys(series.figures, "")
    for broken, sentence in zip(series.breaks, break_sentences(series, wording), strict=True):
        if first := series.first_after(broken):
            changed[first] = f"{changed[first]} {sentence}".strip()
    rows = [
        (
            printed.when(figure, language),
            printed.value(figure, wording.facts, language),
            figure.indicator[language],
            wording.who(figure),
            cards_html.source_name(figure, wording.facts, language),
            draw("series", "remark", changed[figure], _remark(figure.note, language)),
        )
        for figure in series.figures
    ]
    there = filled(rows, len(heads))
    return table(
        "printed series",
        [wording.say(heads[place]) for place in there],
        [[row[place] for place in there] for row in rows],
        numbers=[1],
    )


def _norwegian(words: str) -> Cell:
    return Cell(draw("text", "norwegian", words) if words else "")


def _remark(note: Text | None, language: Language) -> Markup | str:
    return text_html.mark_phrases(note, language) if note else ""
