r"""Cell suppression: groups of a table that are hidden so that no small one can be worked out.

A group is *small* when it has respondents, but fewer than `least`. Hiding only the small ones does
not protect them: the total less the others gives them away. So others are hidden with them.

One variable
    The hidden groups are at least two, and together at least `least` respondents; so too within
    every group of a coarser classification whose totals are shown, as counties within regions.

Two variables
    The totals of each variable are taken to be known, so the cells must protect the small ones
    against all of these sums at once. Every small cell could have `least` respondents or more, as
    far as totals and shown cells tell (:mod:`insight.disclosure.cell_flows`): in official
    statistics, its upper protection level is `least` less its respondents. No sum of hidden cells
    with a small one among them that the totals give away is then small either. Cells are chosen so
    that few respondents are hidden.

That flows in a network protect tables of two variables is from Cox 1980, *Journal of the American
Statistical Association* 75: 377–385; protection levels are those of Fischetti and Salazar 2000,
*Journal of the American Statistical Association* 95: 916–928.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from insight.disclosure.cell_flows import Counts, Edge, Mask, protect_cell


def is_small(counts: Counts, least: int) -> Mask:
    """Tell which counts are neither 0 nor at least `least`.

    Examples
    --------
    >>> is_small(np.array([0, 4, 10]), 10).tolist()
    [False, True, False]
    """
    return (counts > 0) & (counts < least)


def suppress_one_way(
    counts: Counts,
    least: int,
    *,
    hidden_before: Mask | None = None,
    classifications: Sequence[Counts] = (),
) -> Mask:
    """Tell which groups of one variable are hidden, where their total is shown.

    Parameters
    ----------
    counts : array of int, shape (R,)
        Respondents in each group; every respondent of the total is in one.
    least : int
        The fewest respondents that may be shown.
    hidden_before : array of bool, shape (R,), optional
        Groups that are hidden for other reasons.
    classifications : sequence of array of int, shape (R,)
        Coarser classifications, each as the number of the class that a group lies in; a negative
        number means none.

    Returns
    -------
    array of bool, shape (R,)

    Examples
    --------
    >>> suppress_one_way(np.array([50, 4, 30, 0]), 10).tolist()
    [False, True, True, False]
    >>> county, region = np.array([4, 50, 60, 20]), np.array([0, 0, 1, 1])
    >>> suppress_one_way(county, 10, classifications=[region]).tolist()
    [True, True, False, False]
    """
    hidden = is_small(counts, least)
    if hidden_before is not None:
        hidden |= hidden_before & (counts > 0)
    undivided = np.zeros(len(counts), dtype=np.int64)
    classes = [
        class_of == number
        for class_of in (*classifications, undivided)
        for number in np.unique(class_of[class_of >= 0])
    ]
    while any(_fill_class(hidden, members, counts, least) for members in classes):
        pass
    return hidden


def _fill_class(hidden: Mask, members: Mask, counts: Counts, least: int) -> bool:
    """Hide more of a class in which just one group or few respondents are; tell if any was."""
    changed = False
    while (hidden & members).any():
        enough = (hidden & members).sum() > 1 and counts[hidden & members].sum() >= least
        left = np.flatnonzero(members & ~hidden & (counts > 0))
        if enough or not len(left):
            break
        hidden[left[np.argmin(counts[left])]] = changed = True
    return changed


def suppress_two_way(
    counts: Counts,
    least: int,
    *,
    hidden_before: Mask | None = None,
    protected: Edge | None = None,
) -> Mask:
    """Tell which cells of two variables are hidden, where all their totals are known.

    Parameters
    ----------
    counts : array of int, shape (R, C)
        Respondents in each cell; every respondent of the total is in one.
    least : int
        The fewest respondents that may be shown.
    hidden_before : array of bool, shape (R, C), optional
        Cells that are hidden for other reasons.
    protected : tuple of int, optional
        A cell, small or not, that totals must not give away.

    Returns
    -------
    array of bool, shape (R, C)

    Examples
    --------
    >>> suppress_two_way(np.array([[50, 4, 30], [40, 60, 70]]), 10).astype(int).tolist()
    [[1, 1, 0], [1, 1, 0]]
    """
    if counts.sum() < least:
        return counts > 0
    small = is_small(counts, least)
    hidden = small if hidden_before is None else small | (hidden_before & (counts > 0))
    for row, column in zip(*np.nonzero(small), strict=True):
        for cell in protect_cell(counts, hidden, (int(row), int(column)), least):
            hidden[cell] = True
    if protected:
        hidden[protected] = True
        for cell in protect_cell(counts, hidden, protected, int(counts[protected]) + 1):
            hidden[cell] = True
    while _fill_lines(counts, hidden, least) or _fill_lines(counts.T, hidden.T, least):
        pass
    return hidden


def _fill_lines(counts: Counts, hidden: Mask, least: int) -> bool:
    """Hide one more of each row of which too few are hidden; tell if any was."""
    changed = False
    sums = np.where(hidden, counts, 0).sum(axis=1)
    for row in np.flatnonzero(is_small(sums, least)):
        left = np.flatnonzero(~hidden[row] & (counts[row] > 0))
        if len(left):
            hidden[row, left[np.argmin(counts[row, left])]] = changed = True
    return changed
