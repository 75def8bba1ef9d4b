"""Sparse counts that a survey remembers, and those of a group out of a table that has it.

A table broken down by age and wave has all counts of every age group by wave, so that figures, and
tests within each group, take one query together.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

import numpy as np

from insight.query.cell_request import Request
from insight.query.counts.sparse_counts import SparseCounts
from insight.query.stored import StoredSurvey

Name = tuple[str, str, tuple[str, ...], tuple[tuple[str, tuple[str, ...]], ...], bool]


def remembered_counts(
    survey: StoredSurvey, what: str, request: Request, count: Callable[[], SparseCounts]
) -> SparseCounts:
    """Return the counts of a request: remembered, out of a table with one more variable, or made.

    Parameters
    ----------
    survey
        The survey, whose memory it is.
    what
        What is counted: answers of the item, or sums of its values.
    request
        Whose answers to what.
    count
        Asks the database.
    """

    def make() -> SparseCounts:
        return _out_of_wider(survey, what, request) or count()

    return survey.recall(name_of(what, request), make)


def name_of(what: str, request: Request) -> Name:
    """Return the name under which the counts of a request are remembered."""
    conditions = (
        (condition.variable.id, condition.codes) for condition in request.where.conditions
    )
    by = tuple(variable.id for variable in request.by)
    return what, request.item.id, by, tuple(sorted(conditions)), request.valid_only


def _out_of_wider(survey: StoredSurvey, what: str, request: Request) -> SparseCounts | None:
    for wider, place, code in _wider(request):
        counts = survey.known(name_of(what, wider))
        if isinstance(counts, SparseCounts) and code in wider.levels[place]:
            return _group_of(counts, wider, place, code)
    return None


def _wider(request: Request) -> Iterator[tuple[Request, int, str]]:
    """Requests that are broken down by what this one is filtered to one code of.

    With each, the place of that variable, and the code.
    """
    for condition in request.where.conditions:
        variable, codes = condition.variable, condition.codes
        if variable.kind == "single" and len(codes) == 1 and variable not in request.by:
            where = request.where.without(variable.id)
            for place in (0, len(request.by)):
                by = (*request.by[:place], variable, *request.by[place:])
                yield replace(request, by=by, where=where), place, codes[0]


def _group_of(counts: SparseCounts, wider: Request, place: int, code: str) -> SparseCounts:
    """Keep the domains of one group, numbered as they are without its variable."""
    sizes = [len(levels) for levels in wider.levels]
    codes = np.unravel_index(counts.domain, sizes)
    number = wider.levels[place].index(code)
    rows = np.flatnonzero(codes[place] == number)
    others = [axis for axis in range(len(sizes)) if axis != place]
    shape = [sizes[axis] for axis in others]
    domain = np.zeros(len(rows), dtype=np.int64)
    if others:
        domain = np.ravel_multi_index([codes[axis][rows] for axis in others], shape)
    of_all = np.arange(int(np.prod(sizes, dtype=np.int64))).reshape(sizes)
    kept = np.take(of_all, number, axis=place).ravel().tolist()
    return SparseCounts(
        counts.units.of_domains(kept),
        (counts.shape[0], int(np.prod(shape, dtype=np.int64)), counts.shape[2]),
        counts.unit[rows],
        domain,
        counts.answer[rows],
        {name: values[rows] for name, values in counts.sums.items()},
    )
