"""Groups that lie within others although no condition says so.

If all general practitioners are doctors, then *doctors* less *general practitioners* is a group
too, and may be a small one. A group is therefore looked at under every description that fits it:
general practitioners are also the doctors who are general practitioners. And if every county lies
in one region, the counties of each region must protect each other.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from insight.profiles import Choices, Profiles

UNKNOWN = -1


def plain_axes(profiles: Profiles) -> list[int]:
    """Return the axes of questions with one answer."""
    return [axis for axis in range(len(profiles.sizes)) if axis not in profiles.several]


def shared(profiles: Profiles, choices: Choices) -> dict[int, NDArray[np.int64]]:
    """Return the codes on other axes that all members of each group have.

    Parameters
    ----------
    profiles
        The respondents.
    choices
        What makes the groups: one for each combination of choices.

    Returns
    -------
    dict of array of int
        For each other axis the code of every group, -1 where its members differ, where one has
        none of the codes, or where everybody has the code.
    """
    shape = tuple(len(one) for one in choices.values())
    found = {}
    for axis in plain_axes(profiles):
        if axis in choices:
            continue
        codes = [frozenset([code]) for code in range(profiles.sizes[axis] - 1)]
        table = profiles.grouped({**choices, axis: codes})[tuple(slice(-1) for _ in shape)]
        alone = (table > 0).sum(axis=-1) == 1
        code = table.argmax(axis=-1)
        everybody = profiles.table([axis]) == profiles.respondents
        told = alone & (code < len(codes)) & ~everybody[code]
        found[axis] = np.where(told, code, UNKNOWN)
    return found


def coarser(profiles: Profiles, axis: int) -> Iterator[tuple[int, NDArray[np.int64]]]:
    """Find the axes on which every code of an axis lies within one code.

    Yields
    ------
    tuple of int and array of int
        The other axis, and for each code of the first the code that it lies in; -1 where nobody
        has it.
    """
    codes = [frozenset([code]) for code in range(profiles.sizes[axis] - 1)]
    there = profiles.table([axis])[:-1] > 0
    for other in plain_axes(profiles):
        if other == axis:
            continue
        table = profiles.grouped({axis: codes, other: _single(profiles, other)})[:-1]
        within = ((table > 0).sum(axis=1) == 1) & (table[:, -1] == 0)
        line = np.where(there, table.argmax(axis=1), UNKNOWN)
        classes = np.unique(line[there])
        if within[there].all() and 1 < len(classes) < there.sum():
            yield other, line


def _single(profiles: Profiles, axis: int) -> list[frozenset[int]]:
    return [frozenset([code]) for code in range(profiles.sizes[axis] - 1)]


def descriptions(
    choices: Choices, group: Sequence[int], also: dict[int, int]
) -> Iterator[dict[int, list[frozenset[int]]]]:
    """Return other ways to describe a group, or groups of two conditions that it lies within.

    Parameters
    ----------
    choices
        What makes the groups.
    group
        The number of the group's choice on each axis.
    also
        Codes on other axes that all its members have.
    """
    own = {axis: [one[at]] for (axis, one), at in zip(choices.items(), group, strict=True)}
    known = {axis: [frozenset([code])] for axis, code in also.items()}
    for axis, codes in known.items():
        yield {**own, axis: codes}
    for pair in itertools.combinations(sorted(known), 2):
        yield {axis: known[axis] for axis in pair}
