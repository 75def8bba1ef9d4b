"""Respondents who have answered one of several items, and not all."""

from __future__ import annotations

import numpy as np

from insight.query.cell_request import Request
from insight.query.counts.domain_query import DomainQuery, request_source
from insight.query.counts.item_values import has_number
from insight.query.opened import OpenSurvey
from insight.query.sql import Sql, bindings


def left_over(survey: OpenSurvey, request: Request) -> np.ndarray:
    """Count for each domain and item who have a number of it, and not of every item.

    Those with a weight above 0 are counted; shape (D, items).
    """
    items = (request.item, *request.others)
    conditions = [has_number(item, f"missing{number}_") for number, item in enumerate(items)]
    source = request_source(survey, request)
    complete = " AND ".join(f"({condition.text})" for condition in conditions)
    counts = np.zeros((len(request.groups), len(items)), dtype=np.int64)
    for number, condition in enumerate(conditions):
        in_base = Sql(condition.text, bindings(*conditions))
        query = DomainQuery(survey, request, f"{complete} AS complete", in_base, source)
        left = "CAST(sum(positive) FILTER (WHERE complete IS NOT TRUE) AS BIGINT) AS n"
        rows = query.run(left, keys=query.group_keys)
        counted = np.ma.filled(rows["n"], 0).astype(np.int64)
        counts[query.domains(rows, len(counted)), number] = counted
    return counts
