"""Tab books: what is asked for, and its questions one by one, so that no book need fit in memory.

Every figure is one of :func:`insight.analysis.table.table`, every test one of
:func:`insight.analysis.comparison.compare`, with their protection. What is hidden in a table is
hidden whatever tables are shown beside it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from dataclasses import dataclass, field, replace
from typing import Literal, NamedTuple

from insight.analysis.book.banner import Banner, Column, read_banner
from insight.analysis.book.column_tests import (
    TESTED,
    Family,
    Tested,
    refuse_many,
    tests_of_columns,
)
from insight.analysis.differences import Against
from insight.analysis.estimates import Base, Estimate, EstimateKind, Statistic, Table
from insight.analysis.table import check_level, request_for, tables
from insight.disclosure.precision import precision_of
from insight.language.errors import Fault, RequestError, near_miss
from insight.query.cell_request import Request
from insight.query.counts.shared_scan import count_together
from insight.query.opened import OpenSurvey
from insight.statistics.intervals import Method
from insight.survey.codebook import Variable
from insight.survey.filters import EVERYONE, Filter, Where, read_filter

Order = Literal["category", "net", "mean"]


class Row(NamedTuple):
    """A row of a question: a category, a net or the mean; `key` is empty for a mean."""

    kind: EstimateKind
    key: str


@dataclass(frozen=True)
class Question:
    """A question's figures in every column.

    Attributes
    ----------
    item
        The question.
    tables
        By statistic: its table without a breakdown, then one for each heading of the banner.
    families
        Its tests, by what columns are tested against.
    refused
        Why there are no figures, where it cannot be answered.
    """

    item: Variable
    tables: dict[Statistic, tuple[Table, ...]]
    families: dict[Against, Family] = field(default_factory=dict)
    refused: RequestError | None = None

    def rows(self) -> Iterator[Row]:
        """The rows, in order: categories, nets, the mean."""
        for whole, *_ in self.tables.values():
            yield from (Row(estimate.kind, estimate.key) for estimate in whole)

    def table_of(self, row: Row, column: Column | None) -> Table:
        """Return the table that a cell is from; that of all respondents without a column."""
        tables = self.tables["mean" if row.kind == "mean" else "share"]
        return tables[0 if column is None else column.heading + 1]

    def at(self, row: Row, column: Column | None) -> Estimate:
        """Return the estimate of a cell."""
        group = () if column is None else column.group
        return self.table_of(row, column).at(group, row.key)

    @property
    def shown(self) -> bool:
        """Whether any of its figures may be shown."""
        estimates = (one for tables in self.tables.values() for each in tables for one in each)
        return any(estimate.shown for estimate in estimates)


@dataclass(frozen=True)
class Book:
    """What a book is asked to show.

    Attributes
    ----------
    survey, base, method, level
        As :func:`insight.analysis.table.table`.
    items
        The questions.
    banner
        The columns, and the respondents.
    tested
        Against what columns are tested: the ``rest``, each other in ``pairs``, ``both`` or
        ``none``.
    """

    survey: OpenSurvey
    items: tuple[Variable, ...]
    banner: Banner
    base: Base = "all"
    method: Method = "wilson"
    level: float = 0.95
    tested: Tested = "both"

    @property
    def where(self) -> Filter:
        """The respondents."""
        return self.banner.where

    @property
    def against(self) -> tuple[Against, ...]:
        """What columns are tested against."""
        kinds: dict[Tested, tuple[Against, ...]] = {
            "both": ("rest", "pairs"),
            "rest": ("rest",),
            "pairs": ("pairs",),
            "none": (),
        }
        return kinds[self.tested]

    def rows_of(self, item: Variable) -> list[Row]:
        """The rows that a question has, known before it is estimated."""
        request = Request(item, (), self.where, self.base == "valid")
        categories = len(request.categories)
        rows = [
            Row("category" if number < categories else "net", key)
            for number, (key, _) in enumerate(request.targets)
        ]
        shares = [] if item.kind == "numeric" else rows
        return [*shares, Row("mean", "")] if _has_mean(item) else shares

    def questions(self) -> Iterator[Question]:
        """Estimate and test the questions, one at a time; while one is, the next is counted."""
        with ThreadPoolExecutor(max_workers=1) as counting:
            ahead = (
                counting.submit(copy_context().run, self._count_shares, item) for item in self.items
            )
            coming = next(ahead, None)
            for item in self.items:
                counted, coming = coming, next(ahead, None)
                try:
                    if counted:
                        counted.result()
                    yield self._question(item)
                except RequestError as refusal:
                    yield Question(item, {}, refused=refusal)

    def _question(self, item: Variable) -> Question:
        rows = self.rows_of(item)
        statistics: list[Statistic] = ["share"] if any(row.key for row in rows) else []
        statistics += ["mean"] if _has_mean(item) else []
        found = {statistic: self._tables(item, statistic) for statistic in statistics}
        keys: list[tuple[str, Statistic]] = [
            (row.key, "mean" if row.kind == "mean" else "share") for row in rows
        ]
        banner, base, level = self.banner, self.base, self.level
        families = {
            against: tests_of_columns(self.survey, item.id, keys, banner, base, against, level)
            for against in self.against
        }
        return Question(item, found, families)

    def _count_shares(self, item: Variable) -> None:
        """Count all tables of a question in one scan, for them to be asked for one by one.

        Weights are added up in another order then. Where that could be seen in the last of 16
        digits, as figures are not rounded, each table is counted by itself, as whoever asks for it
        alone would have it.
        """
        if not any(row.key for row in self.rows_of(item)):
            return
        headings = [(), *self.banner.headings]
        whole = Request(item, (), self.where, self.base == "valid")
        weighted = self.survey.codebook.design.weight is not None
        if not weighted or precision_of(self.survey, whole):
            requests = [replace(whole, by=tuple(by)) for by in headings]
            rounded = bool(precision_of(self.survey, whole, means=True))
            count_together(self.survey, requests, with_means=rounded and _has_mean(item))

    def _tables(self, item: Variable, statistic: Statistic) -> tuple[Table, ...]:
        found = tables(
            self.survey,
            item.id,
            [[variable.id for variable in by] for by in ((), *self.banner.headings)],
            where=self.where,
            base=self.base,
            nets=True,
            statistic=statistic,
            method=self.method,
            level=self.level,
        )
        return tuple(found)


def plan_book(
    survey: OpenSurvey,
    items: Sequence[str] = (),
    banner: Sequence[str] = (),
    *,
    where: Where = EVERYONE,
    base: Base = "all",
    method: Method = "wilson",
    level: float = 0.95,
    tested: Tested = "both",
) -> Book:
    """Hold what a book is asked to show against the codebook.

    Parameters
    ----------
    survey, where, base, method, level
        As :func:`insight.analysis.table.table`.
    items
        Ids of the questions; all of the survey where none are named.
    banner
        Headings, as :func:`insight.analysis.book.banner.read_banner`; all background variables
        where none are named.
    tested
        Against what columns are tested.

    Raises
    ------
    UnknownNameError, RequestError
        If there is no such question or background, or the book cannot be made of it.
    """
    codebook = survey.codebook
    if tested not in TESTED:
        values = {"value": tested, "hint": near_miss(tested, TESTED)}
        raise RequestError(Fault("fault.unknown_against", values))
    check_level(level)
    respondents = read_filter(where, codebook)
    named = dict.fromkeys(items or (item.id for item in codebook.items))
    chosen = tuple(codebook.variable(name) for name in named)
    if not chosen:
        raise RequestError(Fault("fault.book_no_items", {"survey": codebook.id}))
    for item in chosen:
        request_for(codebook, item.id, (), respondents, base)
    columns = read_banner(codebook, banner, respondents)
    if tested in ("pairs", "both"):
        refuse_many(columns)
    return Book(survey, chosen, columns, base, method, level, tested)


def _has_mean(item: Variable) -> bool:
    """Whether codes are scores: numbers, and answers whose order is known."""
    scored = item.kind == "single" and item.ordered and item.integer_codes
    return item.kind == "numeric" or scored
