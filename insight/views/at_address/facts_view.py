"""The view of a chart of facts at an address: published figures and dates, with their sources."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from urllib.parse import urlencode

import pandas as pd

from insight.documents.facts import FOLDER
from insight.language import numbers
from insight.language.catalogue import Language, say
from insight.language.errors import Fault, RequestError
from insight.reporting.charts.elements import Spec
from insight.reporting.charts.palettes import Theme
from insight.reporting.pictures.frame import Words
from insight.reporting.pictures.picture import Chart, Picture
from insight.views.at_address.answers_view import CHART
from insight.views.at_address.drawable import Drawing


@dataclass(frozen=True)
class FactMarks:
    """The marks of a chart: its rows, its specification by theme, itself in words, how to read it.

    `hint` says what can be done with it on a screen.
    """

    rows: pd.DataFrame
    spec: Callable[[Theme], Spec]
    alternative: str
    read: str
    hint: str = ""


class FactsView(ABC):
    """A chart of facts, apart from its page.

    Attributes
    ----------
    page, language
        Its page, and the language of its words.
    """

    page: str
    language: Language

    @property
    @abstractmethod
    def title(self) -> str:
        """Its heading."""

    @property
    @abstractmethod
    def finding(self) -> str:
        """What the facts are, which stands below the heading; empty where nothing does."""

    @property
    @abstractmethod
    def line(self) -> str:
        """What to know of them, in grey."""

    @property
    @abstractmethod
    def sources(self) -> Sequence[str]:
        """Names of the documents that they are from."""

    @property
    @abstractmethod
    def own_link(self) -> dict[str, str]:
        """What of the link is its own, beside the language."""

    @abstractmethod
    def marks(self) -> FactMarks | None:
        """Return the chart; None where the facts have nothing that could be drawn.

        Raises
        ------
        RequestError
            If there are no facts.
        """

    @abstractmethod
    def rows(self) -> pd.DataFrame:
        """Return the facts as the page's files have them.

        Raises
        ------
        RequestError
            If there are none.
        """

    @abstractmethod
    def words(self) -> pd.DataFrame:
        """Return the facts as a table of words."""

    @property
    def query(self) -> str:
        """The link to it, after the question mark."""
        own = {name: value for name, value in self.own_link.items() if value}
        return urlencode({"lang": self.language, **own})

    @property
    def about(self) -> tuple[str, ...]:
        """What the facts are; else what to know of them."""
        return tuple(filter(None, (self.finding, self.line)))[:1]

    @property
    def height(self) -> int:
        """How many pixels of height a frame needs, about."""
        return CHART

    @property
    def kept_with(self) -> Hashable:
        """All facts are remembered together."""
        return FOLDER

    @property
    def versions(self) -> tuple[str, ...]:
        """The time at which the facts were last written."""
        return (written(),)

    def drawn(self, day: date) -> Drawing:
        """Return the chart in a frame, made on a day.

        Raises
        ------
        RequestError
            If there is no chart of the facts.
        """
        marks = self.marks()
        if marks is None:
            raise RequestError(Fault("fault.no_chart", {"title": self.title}))
        words = Words(
            self.title,
            [each for each in (self.finding, self.line) if each],
            notes=[marks.read] if marks.read else [],
            alternative=marks.alternative,
        )
        around = with_sources(words, self.sources, self.language, day)
        return Drawing(Picture(Chart(marks.spec("light"), marks.rows), around), self.words())


def with_sources(words: Words, sources: Sequence[str], language: Language, made: date) -> Words:
    """Return the words around facts, with the documents that they are from and the day."""
    named = say(language, "download.source_line", source=numbers.list_names(sources, language))
    foot = [named, say(language, "download.made_line", day=numbers.day(made, language))]
    return replace(words, foot=foot)


@cache
def written() -> str:
    """Return a mark of the newest of the files, which a process reads once."""
    return str(max(path.stat().st_mtime_ns for path in FOLDER.glob("*.csv")))
