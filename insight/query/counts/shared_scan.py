"""One scan of the responses for many tables of an item, whose counts are remembered for each.

Numbers of respondents are those of a query for each table. So are sums of weights, but for the last
of 16 digits: the database adds up what it reads in portions, and one scan has others.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial

import numpy as np

from insight.query.cell_request import Request
from insight.query.counts.asked_answers import asked_of
from insight.query.counts.domain_query import DomainQuery
from insight.query.counts.remembered_counts import name_of
from insight.query.counts.sparse_counts import SparseCounts
from insight.query.opened import OpenSurvey


def count_together(survey: OpenSurvey, requests: Sequence[Request]) -> None:
    """Count the answers of several requests that differ in their groups only, and remember them.

    Parameters
    ----------
    survey
        The survey.
    requests
        Of one item that has shares, one filter and one base.
    """
    unknown = [one for one in requests if survey.known(name_of("shares", one)) is None]
    # Replicate weights would have to be copied for one scan, which takes more than several scans.
    if len(unknown) < 2 or survey.codebook.design.replicates:
        return
    for request, counts in zip(unknown, _count(survey, unknown), strict=True):
        survey.recall(name_of("shares", request), partial(_given, counts))


def _given(counts: SparseCounts) -> SparseCounts:
    return counts


def _count(survey: OpenSurvey, requests: Sequence[Request]) -> Iterator[SparseCounts]:
    variables = tuple(dict.fromkeys(variable for one in requests for variable in one.by))
    together = replace(requests[0], by=variables)
    asked = asked_of(survey, together)
    query = DomainQuery(survey, together, asked.answers, asked.in_base)
    rows = query.run_apart(asked, requests)
    theirs = {*query.key_of.values(), "apart"}
    for number, request in enumerate(requests):
        kept = np.flatnonzero(rows["apart"] == number)
        own = DomainQuery(survey, request, asked.answers, asked.in_base)
        # A key of another table is empty here, so that its column has a mask.
        figures = {name: np.ma.getdata(column)[kept] for name, column in rows.items()}
        keys = {own.key_of[name]: figures[query.key_of[name]] for name in own.key_of}
        keys |= {name: column for name, column in figures.items() if name not in theirs}
        yield own.sparse_counts(keys, *asked.number(keys))
