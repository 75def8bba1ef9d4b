"""Variables that are coarser than others, as regions are coarser than the counties within them."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from insight.disclosure.respondent_counts import RespondentCounts


def coarser_axes(respondents: RespondentCounts, axis: int) -> dict[int, NDArray[np.int64]]:
    """Find the axes on which every code of an axis lies within one code.

    Returns
    -------
    dict of int to array of int
        By axis, that of most codes first: the code that each code of the first axis lies in; -1
        where nobody has it.

    Examples
    --------
    >>> regions = np.array([[0, 0], [1, 0], [2, 1], [3, 1]])
    >>> counties = RespondentCounts(regions, (5, 3), np.array([40, 4, 50, 30]))
    >>> {other: codes.tolist() for other, codes in coarser_axes(counties, 0).items()}
    {1: [0, 0, 1, 1]}
    >>> coarser_axes(counties, 1)
    {}
    """
    coarser: dict[int, tuple[int, NDArray[np.int64]]] = {}
    if axis in respondents.several:
        return {}
    for other in range(len(respondents.sizes)):
        if other == axis or other in respondents.several:
            continue
        table = respondents.table([axis, other])[:-1]
        there = table.any(axis=1)
        lies_within = ((table > 0).sum(axis=1) == 1) & (table[:, -1] == 0)
        codes = np.where(there, table.argmax(axis=1), -1)
        classes = len(np.unique(codes[there]))
        if lies_within[there].all() and 1 < classes < there.sum():
            coarser[other] = classes, codes
    return {
        other: codes for other, (_, codes) in sorted(coarser.items(), key=lambda pair: -pair[1][0])
    }
