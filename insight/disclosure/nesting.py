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
from insight.disclosure.respondent_counts import Choices, Codes, RespondentCounts

UNKNOWN = -1


def plain_axes(respondents: RespondentCounts) -> list[int]:
    """Return the axes of questions with one answer."""
    return [axis for axis in range(len(respondents.sizes)) if axis not in respondents.several]


def codes_present(respondents: RespondentCounts, choices: Choices) -> dict[int, Mask]:
    """Return which codes on other axes the members of each group have.

    Parameters
    ----------
    respondents
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
        axis: respondents.count_groups({**choices, axis: _single(respondents, axis)})[inner] > 0
        for axis in plain_axes(respondents)
        if axis not in choices
    }


def enclosing_codes(
    respondents: RespondentCounts, codes: dict[int, Mask], group: tuple[int, ...]
) -> dict[int, Codes]:
    """Return the codes on other axes that a group lies within, where others lie outside them."""
    enclosing = {}
    for axis, by_group in codes.items():
        present = by_group[group]
        if not present[-1] and respondents.table([axis])[~present].any():
            enclosing[axis] = frozenset(np.flatnonzero(present).tolist())
    return enclosing


def narrow_conditions(respondents: RespondentCounts, own: dict[int, Codes]) -> dict[int, Codes]:
    """Return, for each condition that asks for codes that no member has, those that some have."""
    profiles = respondents.marginal(tuple(own))
    met = profiles.meets({at: [codes] for at, codes in enumerate(own.values())})
    narrower = {
        axis: frozenset(np.unique(profiles.codes[met, at]).tolist())
        for at, (axis, codes) in enumerate(own.items())
        if len(codes) > 1 and axis not in respondents.several
    }
    return {axis: codes for axis, codes in narrower.items() if codes != own[axis]}


def lies_just_within(
    respondents: RespondentCounts,
    own: dict[int, Codes],
    also: dict[int, Codes],
    least: int,
) -> bool:
    """Tell whether a group is all but a few of those who meet one or two conditions.

    Parameters
    ----------
    respondents
        The respondents.
    own
        The conditions that make the group.
    also
        Conditions that all its members meet.
    least
        The fewest respondents that may be shown.
    """
    axes = list(dict.fromkeys((*own, *also)))
    profiles = respondents.marginal(axes)
    conditions = [*own.items(), *also.items()]
    met = np.array(
        [np.isin(profiles.codes[:, axes.index(axis)], list(codes)) for axis, codes in conditions]
    )
    size = profiles.counts[met[: len(own)].all(axis=0)].sum()
    both = (met * profiles.counts) @ met.T
    return bool(((both > size) & (both < size + least)).any())


def coarser_axes(
    respondents: RespondentCounts, axis: int
) -> Iterator[tuple[int, NDArray[np.int64]]]:
    """Find the axes on which every code of an axis lies within one code.

    Yields
    ------
    tuple of int and array of int
        The other axis, and for each code of the first the code that it lies in; -1 where nobody
        has it.
    """
    codes = _single(respondents, axis)
    there = respondents.table([axis])[:-1] > 0
    for other in plain_axes(respondents):
        if other == axis:
            continue
        table = respondents.count_groups({axis: codes, other: _single(respondents, other)})[:-1]
        within = ((table > 0).sum(axis=1) == 1) & (table[:, -1] == 0)
        line = np.where(there, table.argmax(axis=1), UNKNOWN)
        classes = np.unique(line[there])
        if within[there].all() and 1 < len(classes) < there.sum():
            yield other, line


def _single(respondents: RespondentCounts, axis: int) -> list[Codes]:
    return [frozenset([code]) for code in range(respondents.sizes[axis] - 1)]
