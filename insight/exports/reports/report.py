"""A report: views in order, each with its words, its figure and its table, before any file format.

What writes a file format takes a :class:`Report` and returns bytes; it asks for no figure itself,
so that every format shows the same.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import pandas as pd

from insight.language.catalogue import Language
from insight.reporting.breakdown.answer import Answer
from insight.reporting.pictures.frame import Words
from insight.reporting.pictures.picture import Chart, Picture

TAGS: Mapping[Language, str] = {"nb": "nb-NO", "en": "en-GB"}  # of the languages, for the spelling


@dataclass(frozen=True)
class FurtherPart:
    """What is told of the groups of a view besides, or why it cannot be.

    Attributes
    ----------
    words
        The words around it; their title says what it is.
    told
        What it says and what it does not, a sentence each.
    chart, table
        The chart and the figures as a table of words; None where there are none.
    chosen
        Whether the reader has asked for it, and not only sees it below.
    """

    words: Words
    told: Sequence[str]
    chart: Chart | None = None
    table: pd.DataFrame | None = None
    chosen: bool = True


@dataclass(frozen=True)
class ViewPage:
    """A view that has figures to show.

    Attributes
    ----------
    picture
        The words around the figure (title, question, tags, notes, source and date, and the figure
        in words), and the rows or the chart that are drawn.
    answer
        The answer, with the estimates that a chart of one's own is made from; None of a view of
        facts.
    table
        The figures as a table of words.
    link
        Address of the view; empty where no link leads to it.
    heading, comment
        The author's own words above the view; empty where there are none.
    finding
        The finding where the author has put another title in its place, for the notes.
    further
        What is told of its groups besides.
    """

    picture: Picture
    answer: Answer | None
    table: pd.DataFrame
    link: str = ""
    heading: str = ""
    comment: str = ""
    finding: str = ""
    further: Sequence[FurtherPart] = ()

    @property
    def title(self) -> str:
        """The finding, or what the author has put in its place."""
        return self.picture.words.title

    @property
    def label(self) -> str:
        """What the table is of: the question, or the facts."""
        return (self.answer.label if self.answer else "") or self.finding or self.title


@dataclass(frozen=True)
class RefusedPage:
    """A view that has no figures to show, and in one sentence why."""

    title: str
    reason: str
    link: str = ""
    heading: str = ""
    comment: str = ""


@dataclass(frozen=True)
class Report:
    """Views in order.

    Attributes
    ----------
    title
        Of the whole; empty where the report is a view alone.
    pages
        The views.
    language
        Of all its words.
    made
        The day for which its figures are computed.
    introduction
        What the author says first.
    told
        What has changed since the report was put together, a sentence for each.
    """

    title: str
    pages: Sequence[ViewPage | RefusedPage]
    language: Language
    made: date
    introduction: str = ""
    told: Sequence[str] = ()
