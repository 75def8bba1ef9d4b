"""Published figures with their sources: what the simulated respondents must agree with.

Every figure carries its source and a verbatim quote, or a note that says where the number comes
from. A figure may be a bound ("under 50 %"), a rounded phrase ("seven in ten") or a place among
answers ("one of the three most important"); what counts as agreeing with it follows from that.
Where the source has words only ("most"), the number is our reading and was never published.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal, get_args

from insight.documents import records
from insight.documents.records import AnyText
from insight.language.catalogue import Text
from insight.survey.folders import bundled_data

Measure = Literal["share", "respondents", "rank"]
Qualifier = Literal["", "about", "under", "over"]
Origin = Literal["printed", "derived", "words"]
ORIGINS: tuple[Origin, ...] = get_args(Origin)
CALIBRATION = bundled_data() / "facts" / "calibration.csv"
BOUNDS = ("under", "over")
FLOAT_SLACK = 1e-9


@dataclass(frozen=True, slots=True)
class PublishedFigure:
    """A number that somebody published about a survey, or what a headline says of one.

    `target` is a category code or the id of a net, `where` a filter such as ``target_group=1``;
    both are empty where they do not apply. `rounding` is the step to which a share was rounded:
    0.01 for whole per cents, 0.1 for "seven in ten", None for bounds, counts and ranks. A `rank`
    of 3 says that the answer is among the three that most respondents gave. `wave` is the year; it
    is no filter where a survey was made once. `origin` tells a number that was printed from one
    worked out from printed numbers, and from our reading of words.
    """

    figure_id: str
    measure: Measure
    survey: str
    item: AnyText
    target: AnyText
    where: AnyText
    wave: int
    value: float
    qualifier: Qualifier
    rounding: float | None
    year_inferred: bool
    origin: Origin
    source: str
    source_url: AnyText
    quote: AnyText
    note_nb: AnyText
    note_en: AnyText

    @property
    def note(self) -> Text:
        """What a reader should know of the figure, empty where there is nothing."""
        return Text(self.note_nb, self.note_en)

    @property
    def is_bound(self) -> bool:
        """Whether only a limit was published, never to be drawn as a point."""
        return self.qualifier in BOUNDS

    @property
    def in_words(self) -> bool:
        """Whether the source has words only, such as "most", and the number is our reading."""
        return self.origin == "words"

    @property
    def is_level(self) -> bool:
        """Whether the figure tells how large a share is, be it "about": no bound, no reading."""
        return self.measure == "share" and not self.is_bound and not self.in_words

    def meets(self, value: float) -> bool:
        """Tell whether a share, or a number of respondents, agrees with the figure.

        Parameters
        ----------
        value : float
            The share as a fraction, the number of respondents, or the place of the answer.

        Returns
        -------
        bool
            Within half the rounding of the published value; strictly under or over a bound; a rank
            no lower than the published one.

        Examples
        --------
        >>> figures = {figure.figure_id: figure for figure in published_figures()}
        >>> figures["citizen_trust_access_2021"].meets(0.6841)
        True
        >>> figures["citizen_trust_access_2021"].meets(0.6859)
        False
        >>> figures["hcp_satisfaction_ehr"].meets(0.5)
        False
        """
        if self.measure == "rank":
            return value <= self.value
        if self.qualifier == "under":
            return value < self.value
        if self.qualifier == "over":
            return value > self.value
        return abs(value - self.value) <= (self.rounding or 0) / 2 + FLOAT_SLACK


def levels(figures: Iterable[PublishedFigure]) -> tuple[PublishedFigure, ...]:
    """Return the figures that tell how large a share is, of each share only the most exact.

    Examples
    --------
    >>> trust = [one for one in published_figures() if one.figure_id.startswith("citizen_trust")]
    >>> [(one.value, one.wave) for one in levels(trust) if one.item == "trust_need_to_know"]
    [(0.54, 2019), (0.61, 2020), (0.68, 2021)]
    """
    exact: dict[tuple[object, ...], PublishedFigure] = {}
    for figure in figures:
        share = (figure.survey, figure.item, figure.target, figure.where, figure.wave)
        if figure.is_level:
            exact[share] = min(exact.get(share, figure), figure, key=_coarseness)
    return tuple(exact.values())


def _coarseness(figure: PublishedFigure) -> float:
    return figure.rounding or 0.0


@cache
def published_figures(path: Path = CALIBRATION) -> tuple[PublishedFigure, ...]:
    """Read the published figures.

    Parameters
    ----------
    path : Path, optional
        A CSV file with one row per figure; the bundled one when left out.

    Returns
    -------
    tuple of PublishedFigure
        In the order of the file.

    Raises
    ------
    ValueError
        If a row says something impossible; the row and the column are named.

    Examples
    --------
    >>> published_figures()[0].figure_id
    'citizen_trust_access_2019'
    """
    figures = records.read(path, PublishedFigure, _contradictions)
    records.unique(figures, "figure_id")
    return figures


def _contradictions(figure: PublishedFigure) -> Iterator[tuple[str, str]]:
    for column, expected in _misfits(figure):
        yield column, f"expected {expected}, not {getattr(figure, column)!r}"


def _misfits(figure: PublishedFigure) -> Iterator[tuple[str, str]]:
    """Yield each column that does not fit the rest of its figure, with what was expected."""
    is_share, of_item = figure.measure == "share", figure.measure != "respondents"
    if is_share and not 0 <= figure.value <= 1:
        yield "value", "a fraction between 0 and 1"
    if not is_share and (figure.value < 0 or not figure.value.is_integer()):
        yield "value", "a whole number"
    if not is_share and figure.qualifier:
        yield "qualifier", "nothing for a count or a rank"
    for column, text in (("item", figure.item), ("target", figure.target)):
        if bool(text) != of_item:
            yield column, "some text for a share or a rank and nothing for a count"
    if (figure.rounding is not None) != (is_share and not figure.is_bound):
        yield "rounding", "a number for a share and nothing for a bound, count or rank"
    if figure.rounding is not None and not 0 < figure.rounding < 1:
        yield "rounding", "a step between 0 and 1"
    if figure.where and not all(figure.where.partition("=")):
        yield "where", "VAR=CODE or nothing"
    if figure.origin != "derived" and not figure.quote:
        yield "quote", "a quote, unless the number was worked out"
    if is_share and figure.qualifier != "about" and figure.origin != "derived":
        has_number = any(sign.isdigit() for sign in figure.quote)
        if figure.in_words == has_number:
            yield "origin", "words where the quote has no number, and printed where it has one"
    if not figure.quote and not (figure.note_nb and figure.note_en):
        yield "quote", "a quote, or a note in both languages"
    if bool(figure.note_nb) != bool(figure.note_en):
        yield "note_en", "a note in both languages or in none"
