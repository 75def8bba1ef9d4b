"""Values with the weight of each, and the shares at or below values, from which quantiles follow.

What leaves the database is how much weight each value has in a group, and the sums of each sampling
unit on either side of a value: never a row for a respondent.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from insight.query.cell_request import Request
from insight.query.cells import Cells, ShareCells
from insight.query.counts.item_values import value_query
from insight.query.opened import OpenSurvey
from insight.query.replication.replicate_spans import EVERYBODY, with_spans
from insight.query.sql import Sql, Value


@dataclass(frozen=True)
class ValueWeights:
    """The values of a domain in order, each once, with weight and respondents.

    `respondents` counts those with a weight above 0.
    """

    values: np.ndarray
    weights: np.ndarray
    respondents: np.ndarray

    @property
    def nbytes(self) -> int:
        """How many bytes they take."""
        return self.values.nbytes + self.weights.nbytes + self.respondents.nbytes


@dataclass(frozen=True)
class _OfDomains:
    each: tuple[ValueWeights, ...]

    @property
    def nbytes(self) -> int:
        return sum(one.nbytes for one in self.each)


def value_weights(survey: OpenSurvey, request: Request) -> tuple[ValueWeights, ...]:
    """Return the values of a number, or the codes of another item, for each domain."""
    by = tuple(variable.id for variable in request.by)
    conditions = [(one.variable.id, one.codes) for one in request.where.conditions]
    name = ("value weights", request.item.id, by, tuple(sorted(conditions)))
    return survey.recall(name, lambda: _OfDomains(_value_weights(survey, request))).each


def _value_weights(survey: OpenSurvey, request: Request) -> tuple[ValueWeights, ...]:
    query = value_query(survey, request)
    summed = "value, fsum(w) AS weight, CAST(sum(positive) AS BIGINT) AS positive"
    rows = query.run(summed, keys=query.group_keys)
    values = np.ma.filled(rows["value"], np.nan).astype(float)
    weights = np.ma.filled(rows["weight"], 0).astype(float)
    respondents = np.ma.filled(rows["positive"], 0).astype(np.int64)
    domain = query.domains(rows, len(values))
    order = np.lexsort((values, domain))
    ends = np.searchsorted(domain[order], np.arange(len(request.groups) + 1))
    return tuple(
        ValueWeights(values[part], weights[part], respondents[part])
        for part in (order[first:last] for first, last in itertools.pairwise(ends))
    )


def parts_at_most(
    survey: OpenSurvey, request: Request, thresholds: Sequence[float]
) -> Iterator[ShareCells]:
    """Count the cells of those whose value is at most a threshold, which each domain has its own.

    Parameters
    ----------
    survey, request
        Whose answers to what.
    thresholds
        For each domain; NaN where it has nobody.

    Raises
    ------
    RequestError
        As :func:`insight.query.cells.share_parts`.
    """
    query = value_query(survey, request)
    given = _thresholds(request, query.group_keys, thresholds)
    joined = f"JOIN {given.text} USING ({', '.join(query.group_keys)})"
    source = f"(SELECT *, CAST(value <= threshold AS INTEGER) AS answer FROM chosen {joined})"
    if not query.group_keys:
        source = source.replace(joined, f"CROSS JOIN {given.text}")
    rows = query.run("answer, {counts}", source, given)
    answer = rows["answer"].astype(np.int64)
    counts = query.sparse_counts(rows, answer, 2)
    counts = with_spans(survey, query, counts, [(EVERYBODY, np.arange(len(answer)))])
    for part in counts.parts():
        fields = ("respondents", "positive", "weight", "weight_squared")
        dense = {field: part.spread(field) for field in fields}
        chosen = Cells(**{field: array[..., 1:] for field, array in dense.items()})
        base = {field: array.sum(axis=2, keepdims=True) for field, array in dense.items()}
        yield ShareCells(chosen, Cells(**base), part.units)


def _thresholds(request: Request, keys: Sequence[str], thresholds: Sequence[float]) -> Sql:
    """SQL for the threshold of each group that has one, by the columns that tell groups apart."""
    told = [number for number, value in enumerate(thresholds) if value == value]
    listed = ["unnest($threshold_values) AS threshold"]
    parts: dict[str, Value] = {"threshold_values": [float(thresholds[number]) for number in told]}
    for place, (key, variable) in enumerate(zip(keys, request.by, strict=True)):
        codes = [request.groups[number][place] for number in told]
        parts[f"threshold_{key}"] = variable.values_of(codes)
        listed.append(f"unnest($threshold_{key}) AS {key}")
    return Sql(f"(SELECT {', '.join(listed)})", parts)
