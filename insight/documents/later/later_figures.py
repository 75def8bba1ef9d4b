"""Later figures: published on the web after the documents, and read there in excerpt.

They are figures like those of the documents, with another kind of source. Their quotes could not be
checked against whole pages, and they never say how simulated responses should be.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Literal

from insight.documents import records
from insight.documents.fact_kinds import Figure, Origin
from insight.documents.facts import FOLDER, Facts, facts
from insight.documents.references import Source, Theme
from insight.language.catalogue import Text

TIME = re.compile(r"20\d\d(-(0[1-9]|1[0-2]|Q[1-4]|H[12]|T[1-3]|20\d\d))?")
CODED = {"topic": "topic", "population": "population", "unit": "unit", "kind": "figure_kind"}


@dataclass(frozen=True, slots=True, kw_only=True)
class WebPage(Source):
    """A page of which an excerpt was read; a secondary one only repeats a figure of another."""

    file: str = ""
    is_draft: bool = False
    is_summarised: bool = False
    url: str
    is_secondary: bool

    @property
    def kind(self) -> Literal["document", "web_page"]:
        """It is on the web."""
        return "web_page"


@dataclass(frozen=True, slots=True, kw_only=True)
class LaterFigure(Figure):
    """A figure of a web page, with the question and its scale where they are printed.

    `origin` tells a number that is printed from one that is printed in words, such as "every
    fourth", and from one that was worked out of others. `group` is whom it is about, as the page
    says it.
    """

    origin: Origin
    group: Text
    wording: Text | None
    scale: Text | None
    respondents: int | None
    theme_ids: records.AnyText

    @property
    def who(self) -> Text:
        """Whom the figure is about, as the page says it."""
        return self.group

    @property
    def how(self) -> Origin:
        """Whether the number is printed, printed in words, or worked out."""
        return self.origin


@cache
def all_facts() -> Facts:
    """Return the bundled facts with the later figures among the figures.

    Examples
    --------
    >>> all_facts().figure["mon_logins_2021"].is_approximate
    True
    >>> "mon_logins_2021" in facts().figure
    False
    """
    return add_later(facts(), FOLDER)


@cache
def figures_by_page() -> Mapping[WebPage, tuple[Figure, ...]]:
    """Return each web page with the figures that were read on it, as its file has them.

    Examples
    --------
    >>> {page.publisher for page in figures_by_page() if page.id.startswith("inn2023")}
    {'Helsedirektoratet'}
    """
    known = all_facts()
    return {
        page: tuple(figure for figure in known.figures if figure.source == page.id)
        for page in known.sources.values()
        if isinstance(page, WebPage)
    }


def add_later(known: Facts, folder: Path) -> Facts:
    """Return facts with the later figures and the web pages of a folder among them.

    Parameters
    ----------
    known
        What the documents say.
    folder
        Where ``web_pages.csv`` and ``later_figures.csv`` are.

    Raises
    ------
    ValueError
        If a row is not what its column promises; file, row and column are named.
    """
    pages = records.read(folder / "web_pages.csv", WebPage, _faults_of_page)
    records.unique(pages)
    sources = {page.id: page for page in pages}

    def contradictions(figure: LaterFigure) -> Iterator[tuple[str, str]]:
        yield from _faults_of_figure(figure, known, sources)

    later = records.read(folder / "later_figures.csv", LaterFigure, contradictions)
    records.unique(later)
    themed = [replace(figure, themes=tuple(figure.theme_ids.split())) for figure in later]
    return replace(known, figures=(*known.figures, *themed), sources={**known.sources, **sources})


def _faults_of_page(page: WebPage) -> Iterator[tuple[str, str]]:
    if not page.url.startswith("https://"):
        yield "url", f"expected an address that begins with https, not {page.url!r}"
    if page.published and not _is_day(page.published):
        yield "published", f"expected a day such as 2024-02-09, not {page.published!r}"


def _faults_of_figure(
    figure: LaterFigure, known: Facts, pages: Mapping[str, WebPage]
) -> Iterator[tuple[str, str]]:
    if figure.id in known.figure:
        yield "id", f"{figure.id} is a figure of a document"
    if figure.source not in pages:
        yield "source", f"unknown web page {figure.source!r}"
    if figure.line is not None:
        yield "line", "a web page has no lines"
    if not (TIME.fullmatch(figure.when) or _is_day(figure.when)):
        yield "year", f"expected a time such as 2023 or 2023-H1, not {figure.when!r}"
    for column, vocabulary in CODED.items():
        if (vocabulary, getattr(figure, column)) not in known.words:
            yield column, f"no words for {getattr(figure, column)!r}"
    yield from _faults_of_themes(figure, known.themes)


def _is_day(written: str) -> bool:
    try:
        return date.fromisoformat(written).isoformat() == written
    except ValueError:
        return False


def _faults_of_themes(
    figure: LaterFigure, themes: Mapping[str, Theme]
) -> Iterator[tuple[str, str]]:
    if unknown := [theme for theme in figure.theme_ids.split() if theme not in themes]:
        yield "theme_ids", f"unknown theme {unknown[0]!r}"
