"""How many respondents each choice of a filter would leave."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache

import numpy as np

from insight.codebook import Variable
from insight.filters import Filter, quoted
from insight.store import Store
from insight.survey import Survey

ROUNDED_TO = 10

Counts = Mapping[str, Mapping[str, int]]


@lru_cache(maxsize=2000)
def respondents_left(store: Store, survey: Survey, where: Filter) -> Counts:
    """Count the respondents behind each code of each single-response segment.

    Parameters
    ----------
    store
        The database.
    survey
        A survey that has been checked.
    where
        The filter. A variable's own condition does not count for its codes, because choosing
        another code would add to it.

    Returns
    -------
    mapping of str to mapping of str to int
        By variable and code; codes that nobody has are absent.
    """
    segments = [one for one in survey.codebook.segments if one.kind == "single"]
    asked = {one.id for one in where.variables}
    free = [one for one in segments if one.id not in asked]
    found = _counted(store, survey, where, free)
    for one in segments:
        if one.id in asked:
            found |= _counted(store, survey, where.without(one.id), [one])
    return found


def _counted(
    store: Store, survey: Survey, where: Filter, variables: Sequence[Variable]
) -> dict[str, dict[str, int]]:
    """One pass over the responses for any number of variables."""
    if not variables:
        return {}
    names = [quoted(one.id) for one in variables]
    needed = [column for one in (*variables, *where.variables) for column in one.columns]
    keys = ", ".join(f"CAST({name} AS VARCHAR) AS k{at}" for at, name in enumerate(names))
    which = ", ".join(f"grouping({name}) AS g{at}" for at, name in enumerate(names))
    sets = ", ".join(f"({name})" for name in names)
    source = store.source(survey, needed)
    found = store.query(
        f"SELECT {keys}, {which}, {source.count()} AS n FROM ({source.sql}) "
        f"WHERE {where.sql} GROUP BY GROUPING SETS ({sets})",
        [*source.parameters, *store.parameters(survey, where)],
    )
    counts: dict[str, dict[str, int]] = {}
    for at, variable in enumerate(variables):
        codes, its = found[f"k{at}"], found[f"g{at}"] == 0
        known = its & ~np.ma.getmaskarray(codes)
        counts[variable.id] = {
            str(code): int(n) for code, n in zip(codes[known], found["n"][known], strict=True)
        }
    return counts


def told(count: int, *, exact: bool) -> str:
    """Return a count as it may be told beside a choice.

    Where responses are not open, it is rounded, and nothing under ten is told.

    Examples
    --------
    >>> told(743, exact=True), told(743, exact=False), told(4, exact=False)
    ('743', '≈740', '<10')
    """
    if exact:
        return str(count)
    if count < ROUNDED_TO:
        return f"<{ROUNDED_TO}"
    return f"≈{round(count / ROUNDED_TO) * ROUNDED_TO}"
