"""Groups that lie within others although no condition says so.

If all general practitioners are doctors, then *doctors* less *general practitioners* is a group
too, and may be a small one. A group is therefore looked at under every description that fits it:
general practitioners are also the doctors who are general practitioners. And if every county lies
in one region, the counties of each region must protect each other.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from insight.disclosure.cell_cycles import Mask
from insight.disclosure.respondent_counts import Choices, Profiles

UNKNOWN = -1


def plain_axes(profiles: Profiles) -> list[int]:
    """Return the axes of questions with one answer."""
    return [axis for axis in range(len(profiles.sizes)) if axis not in profiles.several]


def present(profiles: Profiles, choices: Choices) -> dict[int, Mask]:
    """Return which codes on other axes the members of each group have.

    Parameters
    ----------
    profiles
        The respondents.
    choices
        What makes the groups: one for each combination of choices.

    Returns
    -------
    dict of array of bool
        For each other axis, by group and code.
    """
    inner = tuple(slice(-1) for _ in choices)
    return {
        axis: profiles.grouped({**choices, axis: _single(profiles, axis)})[inner] > 0
        for axis in plain_axes(profiles)
        if axis not in choices
    }


def telling(
    profiles: Profiles, codes: dict[int, Mask], group: tuple[int, ...]
) -> dict[int, frozenset[int]]:
    """Return the codes on other axes that a group lies within, where others lie outside them."""
    found = {}
    for axis, of in codes.items():
        its = of[group]
        if not its[-1] and profiles.table([axis])[~its].any():
            found[axis] = frozenset(np.flatnonzero(its).tolist())
    return found


def narrowed(profiles: Profiles, own: dict[int, frozenset[int]]) -> dict[int, frozenset[int]]:
    """Return, for each condition that asks for codes that no member has, those that some have."""
    its = profiles.of(tuple(own))
    met = its.meeting({at: [codes] for at, codes in enumerate(own.values())})
    found = {
        axis: frozenset(np.unique(its.codes[met, at]).tolist())
        for at, (axis, codes) in enumerate(own.items())
        if len(codes) > 1 and axis not in profiles.several
    }
    return {axis: codes for axis, codes in found.items() if codes != own[axis]}


def lies_just_within(
    profiles: Profiles, own: dict[int, frozenset[int]], also: dict[int, frozenset[int]], least: int
) -> bool:
    """Tell whether a group is all but a few of those who meet one or two conditions.

    Parameters
    ----------
    profiles
        The respondents.
    own
        The conditions that make the group.
    also
        Conditions that all its members meet.
    least
        The fewest respondents that may be shown.
    """
    axes = list(dict.fromkeys((*own, *also)))
    its = profiles.of(axes)
    conditions = [*own.items(), *also.items()]
    met = np.array([np.isin(its.codes[:, axes.index(axis)], list(of)) for axis, of in conditions])
    size = its.counts[met[: len(own)].all(axis=0)].sum()
    both = (met * its.counts) @ met.T
    return bool(((both > size) & (both < size + least)).any())


def coarser(profiles: Profiles, axis: int) -> Iterator[tuple[int, NDArray[np.int64]]]:
    """Find the axes on which every code of an axis lies within one code.

    Yields
    ------
    tuple of int and array of int
        The other axis, and for each code of the first the code that it lies in; -1 where nobody
        has it.
    """
    codes = _single(profiles, axis)
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
