"""Moments of numbers in each domain, of the numbers themselves or of cells that are summed up.

Both are measured from the domain's mean, so that nothing cancels: a cell has its moments around its
own mean, and moves them there.
"""

from __future__ import annotations

import numpy as np

from insight.query.cell_request import Request
from insight.query.counts.domain_query import DomainQuery, request_source
from insight.query.counts.item_values import has_number, mean_of, number_of
from insight.query.counts.sparse_counts import SparseCounts
from insight.query.cubes.sums_cube import Content
from insight.query.opened import OpenSurvey
from insight.query.replication.replicate_spans import EVERYBODY, with_spans
from insight.query.sql import Sql

# SQL for what each row adds to the moments of its domain; `away` is how far it lies from the mean.
OF_NUMBERS = {
    "wy": "{w} * away",
    "wyy": "w * away * away",
    "wwy": "ww * away",
    "wwyy": "ww * away * away",
}
OF_CELLS = {
    "wy": "wy + {w} * away",
    "wyy": "wyy + 2 * away * wy + w * away * away",
    "wwy": "wwy + ww * away",
    "wwyy": "wwyy + 2 * away * wwy + ww * away * away",
}
MEAN_OF_CELLS = (
    "coalesce(fsum(w * centre + wy) / nullif(fsum(w), 0), fsum(n * centre + y) / sum(n))"
)


def count_moments(survey: OpenSurvey, request: Request) -> SparseCounts:
    """Sum the values of an item and their squares, from the mean of each domain.

    Parameters
    ----------
    survey, request
        Whose answers to what.
    """
    source = request_source(survey, request, _summed(request))
    of_cells = bool(source.content.figures)
    answers, in_base = f"{number_of(request.item)} AS value", has_number(request.item)
    if of_cells:
        answers, in_base = ", ".join(source.content.figures), Sql("TRUE")
    query = DomainQuery(survey, request, answers, in_base, source)
    keys = query.group_keys
    mean = MEAN_OF_CELLS if of_cells else mean_of("value")
    means = f"(SELECT {''.join(f'{key}, ' for key in keys)}{mean} AS middle FROM chosen "
    joined = f"JOIN {means} GROUP BY ALL) USING ({', '.join(keys)})"
    if not keys:
        joined = f"CROSS JOIN {means})"
    moments = OF_CELLS if of_cells else OF_NUMBERS
    summed = [
        "any_value(middle) AS centre",
        "{counts}",
        query.sums(moments["wy"], "wy"),
        *(f"fsum({moments[name]}) AS {name}" for name in ("wyy", "wwy", "wwyy")),
    ]
    near = "centre" if of_cells else "value"
    measured = f"(SELECT *, {near} - middle AS away FROM chosen {joined})"
    rows = query.run(", ".join(summed), measured)
    everybody = np.zeros(len(rows["centre"]), dtype=int)
    counts = query.sparse_counts(rows, everybody, 1)
    return with_spans(survey, query, counts, [(EVERYBODY, np.arange(len(everybody)))])


def _summed(request: Request) -> Content:
    """The moments of each cell, around its own mean.

    So few cells has a cube of moments where one by all values had too many.
    """
    away = "(value - centre)"
    centres = f"SELECT {{keys}}{mean_of('value')} AS centre FROM numbers GROUP BY ALL"
    figures = {
        "centre": "any_value(centre)",
        "y": f"fsum({away})",
        "wy": f"fsum(w * {away})",
        "wyy": f"fsum(w * {away} * {away})",
        "wwy": f"fsum(w * w * {away})",
        "wwyy": f"fsum(w * w * {away} * {away})",
    }
    numbers = "(SELECT *, 1 AS n FROM chosen) AS numbers"
    source = f"(SELECT chosen.*, centre FROM chosen JOIN ({centres.replace('numbers', numbers)}) "
    return Content(
        ("moments", request.item.id),
        request.item.columns,
        f"{number_of(request.item)} AS value",
        has_number(request.item),
        f"{source}AS centres ON {{same}})",
        figures=figures,
    )
