"""Published figures with their sources: what the simulated respondents must agree with.

Every figure carries its source and a verbatim quote, or a note that says where the number comes
from. A figure may be a bound ("under 50 %"), a rounded phrase ("seven in ten") or a place among
answers ("one of the three most important"); what counts as agreeing with it follows from that.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, TypeVar, get_args

from insight.language.catalogue import Text
from insight.survey.folders import bundled_data

Measure = Literal["share", "respondents", "rank"]
Qualifier = Literal["", "about", "under", "over"]
T = TypeVar("T")
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
    is no filter where a survey was made once.
    """

    figure_id: str
    measure: Measure
    survey: str
    item: str
    target: str
    where: str
    wave: int
    value: float
    qualifier: Qualifier
    rounding: float | None
    year_inferred: bool
    source: str
    source_url: str
    quote: str
    note_nb: str
    note_en: str

    @property
    def note(self) -> Text:
        """What a reader should know of the figure, empty where there is nothing."""
        return Text(self.note_nb, self.note_en)

    @property
    def is_bound(self) -> bool:
        """Whether only a limit was published, never to be drawn as a point."""
        return self.qualifier in BOUNDS

    @property
    def is_level(self) -> bool:
        """Whether the figure tells how large a share is: neither a bound nor an "about"."""
        return self.measure == "share" and self.qualifier == ""

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


def published_figures(path: Path | None = None) -> tuple[PublishedFigure, ...]:
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
    with (path or CALIBRATION).open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file, strict=True)
        _require_columns(reader.fieldnames or [])
        figures = tuple(_figure(_Row(number, cells)) for number, cells in enumerate(reader, 2))
    _require_unique(figures)
    return figures


@dataclass(frozen=True, slots=True)
class _Row:
    """One row of the file, which knows its place when it complains."""

    number: int
    cells: Mapping[str, str]

    def fault(self, column: str, reason: str) -> ValueError:
        found = self.cells[column]
        return ValueError(f"row {self.number}, column {column}: {reason}, not {found!r}")

    def parse(self, column: str, read: Callable[[str], T], expected: str) -> T:
        try:
            return read(self.cells[column])
        except (KeyError, ValueError):
            raise self.fault(column, f"expected {expected}") from None


def _require_columns(found: Sequence[str]) -> None:
    expected = list(PublishedFigure.__dataclass_fields__)
    if list(found) != expected:
        wrong = sorted(set(found) ^ set(expected)) or ["their order"]
        raise ValueError(f"row 1, column {', '.join(wrong)}: expected the columns {expected}")


def _require_unique(figures: tuple[PublishedFigure, ...]) -> None:
    first: dict[str, int] = {}
    for number, figure in enumerate(figures, 2):
        if figure.figure_id in first:
            earlier = f"{figure.figure_id!r} already stands in row {first[figure.figure_id]}"
            raise ValueError(f"row {number}, column figure_id: {earlier}")
        first[figure.figure_id] = number


def _figure(row: _Row) -> PublishedFigure:
    """Turn the text of a row into a figure, or name what is wrong with it."""
    _require_whole(row)
    cells = row.cells
    figure = PublishedFigure(
        figure_id=cells["figure_id"],
        measure=row.parse("measure", _one_of(get_args(Measure)), "share, respondents or rank"),
        survey=cells["survey"],
        item=cells["item"],
        target=cells["target"],
        where=cells["where"],
        wave=row.parse("wave", int, "a year"),
        value=row.parse("value", float, "a number"),
        qualifier=row.parse(
            "qualifier", _one_of(get_args(Qualifier)), "about, under, over or nothing"
        ),
        rounding=row.parse("rounding", _number_or_none, "a number or nothing"),
        year_inferred=row.parse("year_inferred", _truth, "true or false"),
        source=cells["source"],
        source_url=cells["source_url"],
        quote=cells["quote"],
        note_nb=cells["note_nb"],
        note_en=cells["note_en"],
    )
    for column, reason in _contradictions(figure):
        raise row.fault(column, reason)
    return figure


def _require_whole(row: _Row) -> None:
    if None in row.cells or None in row.cells.values():
        raise ValueError(
            f"row {row.number}, column {row.cells.get('figure_id')}: wrong number of cells"
        )
    for column in ("figure_id", "survey", "source"):
        if not row.cells[column]:
            raise row.fault(column, "expected some text")


def _contradictions(figure: PublishedFigure) -> Iterator[tuple[str, str]]:
    """Yield each column that does not fit the rest of its figure, with what was expected."""
    is_share, of_item = figure.measure == "share", figure.measure != "respondents"
    if is_share and not 0 <= figure.value <= 1:
        yield "value", "expected a fraction between 0 and 1"
    if not is_share and (figure.value < 0 or not figure.value.is_integer()):
        yield "value", "expected a whole number"
    if not is_share and figure.qualifier:
        yield "qualifier", "expected nothing for a count or a rank"
    for column, text in (("item", figure.item), ("target", figure.target)):
        if bool(text) != of_item:
            yield column, "expected some text for a share or a rank and nothing for a count"
    if (figure.rounding is not None) != (is_share and not figure.is_bound):
        yield "rounding", "expected a number for a share and nothing for a bound, count or rank"
    if figure.rounding is not None and not 0 < figure.rounding < 1:
        yield "rounding", "expected a step between 0 and 1"
    if figure.where and not all(figure.where.partition("=")):
        yield "where", "expected VAR=CODE or nothing"
    if not figure.quote and not (figure.note_nb and figure.note_en):
        yield "quote", "expected a quote, or a note in both languages"
    if bool(figure.note_nb) != bool(figure.note_en):
        yield "note_en", "expected a note in both languages or in none"


def _one_of(allowed: Sequence[T]) -> Callable[[str], T]:
    return {str(word): word for word in allowed}.__getitem__


def _truth(text: str) -> bool:
    return {"true": True, "false": False}[text]


def _number_or_none(text: str) -> float | None:
    return float(text) if text else None
