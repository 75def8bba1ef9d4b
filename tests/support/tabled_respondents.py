"""Respondents of whom a table says how many there are."""

import numpy as np

from insight.disclosure.respondent_counts import RespondentCounts

LEAST = 10


def respondents(table, several=frozenset(), *, absent=False) -> RespondentCounts:
    """Respondents of a table of counts, an axis for each dimension.

    The last on each axis are `absent`, who have no code; else nobody is.
    """
    counts = np.array(table)
    codes = np.argwhere(counts > 0)
    there = counts[tuple(codes.T)]
    sizes = tuple(
        size if absent or axis in several else size + 1 for axis, size in enumerate(counts.shape)
    )
    return RespondentCounts(
        codes.astype(np.int16), sizes, there.astype(np.int64), frozenset(several)
    )
