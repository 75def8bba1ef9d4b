"""Spans of replicate weights: how many replicates are independent among a domain's respondents.

Degrees of freedom are the rank of the matrix of replicate weights, less one, which sums of weights
do not tell. Respondents put together at random into more heaps than there are replicates have no
higher rank, and mostly the same, so that a large file gives as many rows as there are heaps. Two
PSUs with one respondent each are one where both come into the same heap: who does not span what
may be spanned is put into heaps several times over. Domains with few respondents give the different
rows that they have. A domain that is known to span as much as the whole file does needs no others.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from math import ceil

import numpy as np

from insight.query.counts.domain_query import DomainQuery
from insight.query.counts.sparse_counts import SparseCounts
from insight.query.opened import OpenSurvey
from insight.query.sql import quote
from insight.query.store import Columns
from insight.statistics.replicates import Replicates, Spans, rank_of

MOST_WEIGHTS = 2_000_000  # that are looked at one by one
HEAPS = 2  # for each replicate
DRAWS = 4  # heaps of each respondent where one does not tell the rank
SPARE = 8  # heaps that must be filled beyond the rank that there may be
SAMPLED = 8  # respondents of a domain for each replicate, on average, who are looked at first
MOST_AT_ONCE = 10_000_000  # weights, or sums of them, that are taken from the database together
EVERYBODY = "TRUE"


def with_spans(
    survey: OpenSurvey,
    query: DomainQuery,
    counts: SparseCounts,
    bases: Sequence[tuple[str, np.ndarray]],
) -> SparseCounts:
    """Return counts with what their domains span, where the survey has replicate weights.

    Parameters
    ----------
    survey
        The survey.
    query
        The query whose counts these are.
    counts
        Its counts.
    bases
        SQL for whether somebody is in a base, and which rows of the counts are of it.
    """
    if not isinstance(counts.units, Replicates) or counts.units.df is not None:
        return counts
    most = survey.recall("rank of replicates", lambda: _rank_of_file(survey))
    spans = tuple(
        _Domains(query, condition, _respondents(counts, rows), most).rows()
        for condition, rows in bases
    )
    return replace(counts, units=replace(counts.units, spans=Spans(spans, most)))


def _respondents(counts: SparseCounts, rows: np.ndarray) -> np.ndarray:
    """How many respondents each domain has in a base."""
    respondents = counts.sums["respondents"][rows].astype(float)
    return np.bincount(counts.domain[rows], respondents, counts.shape[1])


def _rank_of_file(survey: OpenSurvey) -> int:
    replicates = survey.codebook.design.replicates
    weight = survey.codebook.design.weight
    if replicates is None or weight is None:
        return 0
    responses = survey.select([weight, *replicates.columns])
    times = "" if replicates.combined else f" * {quote(weight)}"
    columns = ", ".join(
        f"{quote(column)}{times} AS r{number}"
        for number, column in enumerate(replicates.columns, 1)
    )
    chosen = f"SELECT {columns} FROM ({responses.text})"
    count = len(replicates.columns)

    def rank(figures: str, source: str) -> int:
        rows = survey.query(f"SELECT {figures} FROM {source} GROUP BY ALL", responses)
        return rank_of(_matrix(rows, count))

    if survey.respondents * count <= MOST_WEIGHTS:
        return rank(_weights(count), f"({chosen})")
    once = rank(_heaps(count), _into_heaps(f"({chosen})", count))
    return once if once == count else rank(_heaps(count), _into_heaps(f"({chosen})", count, DRAWS))


def _weights(count: int) -> str:
    """SQL for the weights of each replicate."""
    return ", ".join(f"r{number}" for number in range(1, count + 1))


def _heaps(count: int) -> str:
    """SQL for the sums of weights of respondents in a heap."""
    sums = ", ".join(f"sum(r{number}) AS r{number}" for number in range(1, count + 1))
    return f"heap, {sums}"


def _into_heaps(source: str, count: int, draws: int = 1) -> str:
    """SQL for respondents put at random into a heap of each draw."""
    heaps = HEAPS * count + SPARE
    drawn = ", ".join(
        f"CAST(floor(random() * {heaps}) AS INTEGER) + {draw * heaps}" for draw in range(draws)
    )
    return f"(SELECT *, unnest([{drawn}]) AS heap FROM {source})"


def _matrix(rows: Columns, count: int) -> np.ndarray:
    return np.column_stack([rows[f"r{number}"] for number in range(1, count + 1)]).astype(float)


class _Domains:
    """The domains of a request in one of its bases, and what of them is known."""

    def __init__(
        self, query: DomainQuery, condition: str, respondents: np.ndarray, most: int
    ) -> None:
        self._query = query
        self._condition = condition
        self._respondents = respondents
        self._most = most
        self._count = query.replicates
        self._settled: dict[int, np.ndarray | None] = {}

    def rows(self) -> tuple[np.ndarray | None, ...]:
        """Rows of each domain with its span; None for one that spans what the file does."""
        total, domains = self._respondents.sum(), len(self._respondents)
        if total * self._count <= MOST_WEIGHTS:
            self._settle(_weights(self._count), "chosen", at_once=True)
        else:
            sampled = SAMPLED * self._count * domains / total
            some = f"(SELECT * FROM chosen WHERE random() < {sampled:.6f})"
            first = some if sampled < 0.5 else "chosen"
            self._settle(_heaps(self._count), _into_heaps(first, self._count))
            if self._open(few=False):
                drawn = _into_heaps("chosen", self._count, DRAWS)
                self._settle(_heaps(self._count), drawn, draws=DRAWS, whole=True)
            if self._open(few=True):
                self._settle(_weights(self._count), self._few(), at_once=True)
        nobody = np.zeros((0, self._count))
        return tuple(self._settled.get(domain, nobody) for domain in range(domains))

    @property
    def _fewest(self) -> int:
        """So many respondents fill heaps enough, however they fall."""
        return HEAPS * (self._most + SPARE)

    def _open(self, *, few: bool) -> bool:
        """Whether of a domain with few, or with many, respondents nothing is known yet."""
        there = self._respondents > 0
        sized = (self._respondents < self._fewest) == few
        return any(domain not in self._settled for domain in np.flatnonzero(there & sized))

    def _few(self) -> str:
        """SQL for the respondents of those domains that have few of them."""
        keys = ", ".join(self._query.group_keys)
        counted = f"SELECT {keys} FROM chosen WHERE {self._condition} GROUP BY ALL"
        return f"chosen JOIN ({counted} HAVING count(*) < {self._fewest}) USING ({keys})"

    def _settle(
        self,
        figures: str,
        source: str,
        *,
        draws: int = 1,
        at_once: bool = False,
        whole: bool = False,
    ) -> None:
        """Look at respondents; `at_once` tells that rows are theirs, `whole` that all are there."""
        for condition in self._conditions(draws):
            where = f"{source} WHERE {condition}"
            found = self._query.run(figures, where, keys=self._query.group_keys)
            self._look_at(found, at_once=at_once, whole=whole)

    def _conditions(self, draws: int) -> Iterator[str]:
        """SQL for the respondents of some domains a time, so that memory holds their weights."""
        keys = ", ".join(self._query.group_keys)
        heaps = draws * (HEAPS * self._count + SPARE)
        rows = np.minimum(draws * self._respondents, heaps).sum()
        parts = ceil(rows * self._count / MOST_AT_ONCE)
        if not keys or parts < 2:
            yield self._condition
            return
        for part in range(parts):
            yield f"{self._condition} AND hash({keys}) % {parts} = {part}"

    def _look_at(self, found: Columns, *, at_once: bool, whole: bool) -> None:
        matrix = _matrix(found, self._count)
        domain = self._query.domains(found, len(matrix))
        order = np.argsort(domain, kind="stable")
        ends = np.searchsorted(domain[order], np.arange(len(self._respondents) + 1))
        for number in np.unique(domain).tolist():
            rows = matrix[order[ends[number] : ends[number + 1]]]
            if number in self._settled:
                continue
            if rank_of(rows) == self._most:
                self._settled[number] = None
            elif at_once or (whole and len(rows) >= self._most + SPARE):
                self._settled[number] = _shortened(rows)


def _shortened(rows: np.ndarray) -> np.ndarray:
    """Rows with the same span, no more than there are columns."""
    if len(rows) <= rows.shape[1]:
        return rows
    shortened: np.ndarray = np.linalg.qr(rows)[1]
    return shortened
