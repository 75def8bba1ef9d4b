"""Sufficient statistics, which the database counts so that nothing else need leave it.

One aggregate query gives, per stratum, PSU, domain and category, the numbers of respondents and
the sums of weights from which share, standard error, design effect and interval follow exactly.
The strata and PSUs themselves are counted in the whole file, because a filter is a domain and not
a deletion: a PSU in which nobody meets the filter still counts.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from insight.query.cell_request import Request
from insight.query.counts.asked_answers import asked_of, options_of
from insight.query.counts.column_counts import has_one_base
from insight.query.counts.domain_moments import count_moments
from insight.query.counts.domain_query import DomainQuery, request_source
from insight.query.counts.remembered_counts import remembered_counts
from insight.query.counts.sparse_counts import SparseCounts
from insight.query.opened import OpenSurvey
from insight.query.replication.replicate_spans import EVERYBODY, with_spans
from insight.statistics.sampled_units import SampledUnits


@dataclass(frozen=True)
class Cells:
    """Sums over respondents, per sampling unit U, domain D and target E; shape (U, D, E).

    A unit is a PSU where there are PSUs, else a stratum. `respondents` counts rows, `positive`
    those with a weight above 0; `weight` and `weight_squared` sum the weights and their squares. Of
    replicates there is `weight` only.
    """

    respondents: np.ndarray
    positive: np.ndarray
    weight: np.ndarray
    weight_squared: np.ndarray


@dataclass(frozen=True)
class ShareCells:
    """Cells of those who gave the answer and of everyone in its base, and their units."""

    chosen: Cells
    base: Cells
    units: SampledUnits


@dataclass(frozen=True)
class MeanCells:
    """Cells of the base of a numeric item, with sums over its values y; shape (U, D, 1).

    `y` is measured from `centre`, a value near each domain's mean, of shape (D, 1), because sums
    of squares of raw values cancel. `wy` and `wyy` sum w y and w y², `wwy` and `wwyy` sum w² y
    and w² y².
    """

    base: Cells
    centre: np.ndarray
    wy: np.ndarray
    wyy: np.ndarray
    wwy: np.ndarray
    wwyy: np.ndarray
    units: SampledUnits


_FIELDS = ("respondents", "positive", "weight", "weight_squared")
_MOMENTS = ("wy", "wyy", "wwy", "wwyy")


def share_cells(survey: OpenSurvey, request: Request) -> ShareCells:
    """Count the cells of a single- or multiple-response item, in one query.

    Raises
    ------
    RequestError
        If there are more cells than can be held at once.
    """
    return _spread_shares(_shares(survey, request).whole(), request)


def share_parts(survey: OpenSurvey, request: Request) -> Iterator[ShareCells]:
    """Count the same cells, and hand them out a few domains at a time, with their units only.

    Raises
    ------
    RequestError
        If there are more cells than can be gone through.
    """
    for part in _shares(survey, request).parts():
        yield _spread_shares(part, request)


def mean_cells(survey: OpenSurvey, request: Request) -> MeanCells:
    """Sum the values of a numeric item, or the codes of another as scores, in one query.

    Missing codes are never values.

    Raises
    ------
    RequestError
        As :func:`share_cells`.
    """
    return _spread_means(_values(survey, request).whole())


def mean_parts(survey: OpenSurvey, request: Request) -> Iterator[MeanCells]:
    """Sum the same values, and hand them out a few domains at a time, with their units only.

    Raises
    ------
    RequestError
        As :func:`share_parts`.
    """
    for part in _values(survey, request).parts():
        yield _spread_means(part)


def _spread_shares(counts: SparseCounts, request: Request) -> ShareCells:
    dense = {field: counts.spread(field) for field in _FIELDS}
    if request.item.kind == "multiple":
        both = {
            field: array.reshape(*array.shape[:2], array.shape[2] // 2, 2)
            for field, array in dense.items()
        }
        chosen = Cells(**{field: array[..., 1] for field, array in both.items()})
        base = Cells(**{field: array.sum(axis=3) for field, array in both.items()})
        return ShareCells(chosen, base, counts.units)
    members = np.array(
        [[code in codes for _, codes in request.targets] for code in request.categories], float
    ).reshape(len(request.categories), len(request.targets))
    chosen = Cells(**{field: _sum_members(array, members) for field, array in dense.items()})
    base = Cells(**{field: array.sum(axis=2, keepdims=True) for field, array in dense.items()})
    return ShareCells(chosen, base, counts.units)


def _sum_members(cells: np.ndarray, members: np.ndarray) -> np.ndarray:
    product: np.ndarray = cells.reshape(-1, len(members)) @ members
    return product.reshape(*cells.shape[:2], members.shape[1])


def _spread_means(counts: SparseCounts) -> MeanCells:
    base = Cells(**{field: counts.spread(field) for field in _FIELDS})
    centre = np.zeros((counts.shape[1], 1))
    centre[counts.domain, 0] = counts.sums["centre"]
    moments = {field: counts.spread(field) for field in _MOMENTS}
    return MeanCells(base, centre, **moments, units=counts.units)


def _shares(survey: OpenSurvey, request: Request) -> SparseCounts:
    return remembered_counts(survey, "shares", request, lambda: _count_shares(survey, request))


def _values(survey: OpenSurvey, request: Request) -> SparseCounts:
    return remembered_counts(survey, "values", request, lambda: count_moments(survey, request))


def _count_shares(survey: OpenSurvey, request: Request) -> SparseCounts:
    asked = asked_of(survey, request)
    source = request_source(survey, request, options_of(request, asked))
    asked = asked.summed() if source.content.keys else asked
    query = DomainQuery(survey, request, asked.answers, asked.in_base, source)
    rows = query.run(asked.select, asked.source)
    answer, count = asked.number(rows)
    counts = query.sparse_counts(rows, answer, count)
    if not query.replicates:
        return counts
    bases = [(EVERYBODY, np.arange(len(answer)))]
    if request.item.kind == "multiple":
        options = range(len(request.targets))
        bases = [(f"o{number} IS NOT NULL", answer // 2 == number) for number in options]
        if bases and has_one_base(survey, request.item):
            bases = bases[:1]
    return with_spans(survey, query, counts, bases)
