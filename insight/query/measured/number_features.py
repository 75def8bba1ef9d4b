"""Sums of features of several numbers, from which ratios, correlations and alpha follow.

One aggregate query measures each number from its group's mean and sums what is asked of it for each
sampling unit.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from insight.query.cell_request import Request
from insight.query.counts.domain_query import DomainQuery
from insight.query.counts.item_values import mean_of, values_query
from insight.query.counts.sparse_counts import SparseCounts
from insight.query.opened import OpenSurvey
from insight.query.replication.replicate_spans import EVERYBODY, with_spans
from insight.statistics.measures.linear_figures import FeatureSums

# The weighted mean of weighted mid-ranks, whatever the weights are.
MEAN_RANK = "CAST(0.5 AS DOUBLE)"


def ratio_sums(survey: OpenSurvey, request: Request) -> FeatureSums:
    """Sum the features of the ratio of two numbers: a - R b and b, where R is the ratio.

    Raises
    ------
    RequestError
        As :func:`insight.query.cells.share_cells`.
    """
    centre = "coalesce(fsum(w * v0) / nullif(fsum(w * v1), 0), 0)"
    return _sums(survey, request, [centre], ["v0 - c0 * v1", "v1"], linear=1)


def correlation_sums(survey: OpenSurvey, request: Request, *, ranks: bool) -> FeatureSums:
    """Sum the features of the correlation of two numbers, or of their weighted mid-ranks.

    Raises
    ------
    RequestError
        As :func:`ratio_sums`.
    """
    x, y = "(v0 - c0)", "(v1 - c1)"
    features = [f"{x} * {y}", f"{x} * {x}", f"{y} * {y}", x, y]
    centres = [MEAN_RANK] * 2 if ranks else [mean_of("v0"), mean_of("v1")]
    return _sums(survey, request, centres, features, linear=3, ranks=ranks)


def index_sums(survey: OpenSurvey, request: Request, turned: Sequence[float]) -> FeatureSums:
    """Sum the features of Cronbach's alpha of all items of a request.

    Parameters
    ----------
    survey, request
        Whose answers to what.
    turned
        For each item 1, or -1 if it is reversed.

    Raises
    ------
    RequestError
        As :func:`ratio_sums`.
    """
    items = range(1 + len(request.others))
    away = [f"({int(turned[item])} * (v{item} - c{item}))" for item in items]
    squares = " + ".join(f"{one} * {one}" for one in away)
    together = f"({' + '.join(away)})"
    features = [f"({squares})", f"{together} * {together}", *away]
    return _sums(survey, request, [mean_of(f"v{item}") for item in items], features, linear=2)


def _sums(
    survey: OpenSurvey,
    request: Request,
    centres: Sequence[str],
    features: Sequence[str],
    *,
    linear: int,
    ranks: bool = False,
) -> FeatureSums:
    """Sum features; of the first `linear` the products of each two, with squared weights too."""
    query = values_query(survey, request)
    pairs = [(i, j) for i in range(linear) for j in range(i, linear)]
    select = [f"any_value(c{number}) AS c{number}" for number in range(len(centres))]
    select.append("{counts}")
    select += [query.sums(f"{{w}} * f{number}", f"f{number}") for number in range(len(features))]
    for i, j in pairs:
        select.append(f"fsum(w * f{i} * f{j}) AS p{i}_{j}")
        select.append(f"fsum(ww * f{i} * f{j}) AS q{i}_{j}")
    source = _ranked(query, centres) if ranks else _centred(query, centres)
    made = ", ".join(f"{feature} AS f{number}" for number, feature in enumerate(features))
    rows = query.run(", ".join(select), f"(SELECT *, {made} FROM {source})")
    count = len(rows["c0"])
    counts = query.sparse_counts(rows, np.zeros(count, dtype=int), 1)
    counts = with_spans(survey, query, counts, [(EVERYBODY, np.arange(count))]).whole()
    return _feature_sums(counts, len(centres), len(features), linear)


def _centred(query: DomainQuery, centres: Sequence[str]) -> str:
    """SQL for the rows of a query with what is worked out of all rows of their group."""
    keys = query.group_keys
    listed = ", ".join(f"{centre} AS c{number}" for number, centre in enumerate(centres))
    of_groups = f"SELECT {''.join(f'{key}, ' for key in keys)}{listed} FROM chosen GROUP BY ALL"
    if not keys:
        return f"chosen CROSS JOIN ({of_groups})"
    return f"chosen JOIN ({of_groups}) USING ({', '.join(keys)})"


def _ranked(query: DomainQuery, centres: Sequence[str]) -> str:
    """SQL for the rows of a query with the weighted mid-ranks of both numbers in each group."""
    joined = " ".join(_ranks_of(query, number) for number in range(2))
    listed = ", ".join(f"{centre} AS c{number}" for number, centre in enumerate(centres))
    ranks = "rank0 AS v0, rank1 AS v1"
    return f"(SELECT * REPLACE ({ranks}), {listed} FROM chosen {joined})"


def _ranks_of(query: DomainQuery, number: int) -> str:
    """SQL that joins the rank of each value of a number in each group."""
    value, keys = f"v{number}", query.group_keys
    listed = ", ".join([*keys, value])
    apart = f"PARTITION BY {', '.join(keys)}" if keys else ""
    up_to = f"sum(heavy) OVER ({apart} ORDER BY {value} ROWS UNBOUNDED PRECEDING)"
    rank = f"({up_to} - heavy / 2) / nullif(sum(heavy) OVER ({apart}), 0) AS rank{number}"
    weighed = f"SELECT {listed}, sum(w) AS heavy FROM chosen GROUP BY ALL"
    return f"JOIN (SELECT {listed}, {rank} FROM ({weighed})) USING ({listed})"


def _feature_sums(counts: SparseCounts, centres: int, features: int, linear: int) -> FeatureSums:
    units, domains = counts.shape[:2]
    first = np.stack([counts.spread(f"f{number}")[:, :, 0] for number in range(features)], axis=2)
    second = np.zeros((domains, linear, linear))
    squared = np.zeros((units, domains, linear, linear))
    for i in range(linear):
        for j in range(i, linear):
            second[:, i, j] = second[:, j, i] = counts.spread(f"p{i}_{j}")[:, :, 0].sum(axis=0)
            squared[:, :, i, j] = squared[:, :, j, i] = counts.spread(f"q{i}_{j}")[:, :, 0]
    centre = np.zeros((domains, centres))
    for number in range(centres):
        centre[counts.domain, number] = counts.sums[f"c{number}"]
    respondents, positive, weight = (
        counts.spread(field)[:, :, 0] for field in ("respondents", "positive", "weight")
    )
    return FeatureSums(counts.units, respondents, positive, weight, first, second, squared, centre)
