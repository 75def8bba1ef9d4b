"""Hidden groups: those too small to be shown, and those that would give them away.

A group is what conditions make of the respondents of a wave. It is hidden if

* it has respondents, but fewer than `least`, or all respondents together are so few;
* fewer than `least` are left over when it is taken out of a group that it is cut from by dropping
  conditions;
* its condition on a variable takes some, but not all, of the codes that the variable's own table
  hides: these protect each other, and are shown together or not at all;
* two of its conditions take in a cell that the table of both variables hides, among those who meet
  its other conditions; where fewer conditions make the same group, those are the ones that count;
* any of this holds of another description of the same respondents by at most two conditions, or
  they are all but a few of a group that they lie within (:mod:`insight.disclosure.nesting`).

Codes that protect each other are thus one code to whoever asks, however many conditions there are.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from insight.disclosure.cell_cycles import Mask
from insight.disclosure.hidden_tables import HiddenTables
from insight.disclosure.nesting import (
    codes_present,
    enclosing_codes,
    lies_just_within,
    narrow_conditions,
)
from insight.disclosure.respondent_counts import Choices, Codes, RespondentCounts
from insight.disclosure.suppression import is_small
from insight.query.memory import Shelf

MOST_CONDITIONS = 8
MOST_ANSWERS = 10


@dataclass(frozen=True)
class HiddenGroups:
    """What is hidden of the respondents of one wave, for one base.

    Attributes
    ----------
    respondents
        The respondents in the base.
    least
        The fewest that may be shown.
    wider
        The same for all respondents of the wave: what is hidden of them is hidden here too.
    shelf
        Where it is remembered what is hidden.
    """

    respondents: RespondentCounts
    least: int
    wider: HiddenGroups | None = None
    shelf: Shelf = field(default_factory=Shelf, compare=False, repr=False)

    @property
    def nbytes(self) -> int:
        """How many bytes the respondents take; what is hidden of them is remembered apart."""
        return self.respondents.nbytes

    @cached_property
    def tables(self) -> HiddenTables:
        """Codes and cells that the tables of one and two variables hide."""
        wider = self.wider.tables if self.wider else None
        return HiddenTables(self.respondents, self.least, wider, self.shelf)

    def mask(self, choices: Choices) -> Mask:
        """Tell which groups are hidden.

        Parameters
        ----------
        choices
            For each axis that there are conditions on, sets of codes, of which none overlap. Each
            combination of sets is a group.

        Returns
        -------
        array of bool
            One dimension for each axis in `choices`.

        Examples
        --------
        >>> ages = RespondentCounts(np.array([[0], [1], [2]]), (4,), np.array([50, 4, 30]))
        >>> HiddenGroups(ages, 10).mask({0: [frozenset([code]) for code in range(3)]}).tolist()
        [False, True, True]
        """
        if not choices:
            return is_small(np.array(self.respondents.total), self.least)
        key = ("mask", *((axis, *sets) for axis, sets in choices.items()))
        return self.shelf.recall(key, lambda: self._find_mask(choices)).copy()

    def _find_mask(self, choices: Choices) -> Mask:
        mask = self._mask_by_rules(choices)
        if self.wider is not None:
            mask |= self.wider._mask_by_rules(choices)
        inside = _inside(self.respondents.count_groups(choices))
        codes = codes_present(self.respondents, choices)
        for group in zip(*np.nonzero(~mask & (inside > 0)), strict=True):
            own = {axis: sets[at] for (axis, sets), at in zip(choices.items(), group, strict=True)}
            also = enclosing_codes(self.respondents, codes, group)
            also |= narrow_conditions(self.respondents, own)
            if also := {axis: self._add_partners(axis, codes) for axis, codes in also.items()}:
                mask[group] = self._is_given_away(own, also, int(inside[group]))
        return mask

    def _add_partners(self, axis: int, codes: Codes) -> Codes:
        """Codes with those that they are hidden for: nobody is shown some of these alone."""
        hidden = frozenset(np.flatnonzero(self.tables.hidden_codes(axis)).tolist())
        return codes if hidden.isdisjoint(codes) else codes | hidden

    def _is_given_away(self, own: dict[int, Codes], also: dict[int, Codes], size: int) -> bool:
        """Whether a group is all but a few of another, or hidden where it is described otherwise.

        Parameters
        ----------
        own, also
            The conditions that make the group, and others that all its members meet.
        size
            Its respondents.
        """
        if lies_just_within(self.respondents, own, also, self.least):
            return True
        alone = {axis: codes for axis, codes in also.items() if len(codes) == 1}
        descriptions = [{**own, axis: codes} for axis, codes in alone.items()]
        descriptions += [dict(pair) for pair in itertools.combinations(alone.items(), 2)]
        for conditions in descriptions:
            choices = {axis: [codes] for axis, codes in conditions.items()}
            same = int(_inside(self.respondents.count_groups(choices)).sum()) == size
            if same and self._mask_by_rules(choices, most=2).any():
                return True
        return False

    def _mask_by_rules(self, choices: Choices, most: int = MOST_CONDITIONS) -> Mask:
        """Tell what the rules hide; tables of two are looked at within at most `most` conditions.

        Where fewer conditions make the same group, they are the ones that count.
        """
        shape = tuple(len(sets) for sets in choices.values())
        if 0 < self.respondents.total < self.least or len(choices) > MOST_CONDITIONS:
            return np.ones(shape, dtype=bool)
        sums = self.respondents.count_groups(choices)
        inside = _inside(sums)
        mask = is_small(inside, self.least)
        axes = list(choices)
        for at, axis in enumerate(axes):
            splits = [self._splits(axis, codes) for codes in choices[axis]]
            mask |= _spread(np.array(splits), [at], len(shape))
        narrow = {at for at, axis in enumerate(axes) if self._narrows(axis, choices[axis])}
        settled = np.zeros(shape, dtype=bool)
        for dropped, wide in _drop_conditions(sums, len(shape)):
            mask |= is_small(wide - inside, self.least)
            kept = sorted(narrow.difference(dropped))
            same = (wide == inside) & ~mask
            if len(kept) > 2:
                same &= ~settled
            if len(kept) <= most and same.any():
                mask |= same & self._mask_by_cells(kept, choices)
            settled |= same
        for axis in self.respondents.several & set(choices):
            mask |= self._mask_of_unions(axis, choices)
        return mask

    def _mask_by_cells(self, kept: Sequence[int], choices: Choices) -> Mask:
        """The groups that take in a cell that the table of two of their conditions hides.

        Parameters
        ----------
        kept
            The places in `choices` of the conditions that count.
        """
        axes = list(choices)
        mask = np.zeros([len(sets) for sets in choices.values()], dtype=bool)
        for first, second in itertools.combinations(kept, 2):
            pair = axes[first], axes[second]
            sides = [self._membership(axis, choices[axis]) for axis in pair]
            others = [at for at in kept if at not in (first, second)]
            for numbers in np.ndindex(*(len(choices[axes[at]]) for at in others)):
                fixed = dict(zip(others, numbers, strict=True))
                context = tuple(
                    (axes[at], choices[axes[at]][number]) for at, number in fixed.items()
                )
                hidden = self.tables.hidden_cells(pair, context).astype(int)
                cells = sides[0] @ hidden @ sides[1].T > 0
                place = tuple(fixed.get(at, slice(None)) for at in range(len(axes)))
                free = [at for at in range(len(axes)) if at not in fixed]
                mask[place] |= _spread(cells, [free.index(first), free.index(second)], len(free))
        return mask

    def _narrows(self, axis: int, choices: Sequence[Codes]) -> bool:
        """Whether anybody meets none of the choices, or there are several to choose from."""
        if len(choices) > 1:
            return True
        table = self.respondents.table([axis])
        return bool(table.sum() > table[list(choices[0])].sum())

    def _membership(self, axis: int, choices: Sequence[Codes]) -> NDArray[np.int64]:
        """The codes that each choice takes in, as 0 and 1."""
        membership = np.zeros((len(choices), self.respondents.sizes[axis]), dtype=np.int64)
        for number, codes in enumerate(choices):
            membership[number, list(codes)] = 1
        return membership

    def _splits(self, axis: int, codes: Codes) -> bool:
        """Whether some, but not all, of the hidden codes are chosen."""
        hidden = set(np.flatnonzero(self.tables.hidden_codes(axis)))
        return not (hidden <= codes or hidden.isdisjoint(codes))

    def _mask_of_unions(self, axis: int, choices: Choices) -> Mask:
        """The unions of answers that are hidden, as their parts or what these share would be few.

        Whoever is given *a*, *b* and *a or b* knows how many gave *b* alone, and both.
        """
        size = self.respondents.sizes[axis]
        shape = tuple(len(sets) for sets in choices.values())
        if size <= 2 or size > 1 << MOST_ANSWERS:
            return np.full(shape, size > 2)
        others = {other: other_sets for other, other_sets in choices.items() if other != axis}
        sets = [frozenset([number]) for number in range(size - 1)]
        table = self.respondents.count_groups({**others, axis: sets})[..., :-1]
        mask = np.zeros(shape, dtype=bool)
        for _, sums in _drop_conditions(table, len(others)):
            few = np.expand_dims(_has_small_parts(sums, self.least), list(choices).index(axis))
            np.logical_or(mask, few, out=mask)
        return mask


def _inside(sums: NDArray[np.int64]) -> NDArray[np.int64]:
    """The sums of those who meet one of the choices on every axis."""
    return sums[tuple(slice(-1) for _ in sums.shape)]


def _drop_conditions(
    sums: NDArray[np.int64], conditions: int
) -> Iterator[tuple[tuple[int, ...], NDArray[np.int64]]]:
    """Return, for each set of the conditions that may be dropped, the sums without them.

    The largest sets come first.
    """
    for count in reversed(range(conditions + 1)):
        for dropped in itertools.combinations(range(conditions), count):
            kept = tuple(slice(None) if at in dropped else slice(-1) for at in range(conditions))
            yield dropped, sums[kept].sum(axis=dropped, keepdims=True)


def _spread(mask: Mask, places: Sequence[int], dimensions: int) -> Mask:
    """Return a mask with its dimensions in their places, to be spread over the others."""
    shape = [1] * dimensions
    for place, length in zip(places, mask.shape, strict=True):
        shape[place] = length
    return mask.reshape(shape)


def _has_small_parts(sums: NDArray[np.int64], least: int) -> Mask:
    """Whether some of the answers asked for, without the others, or some and others, are few.

    Parameters
    ----------
    sums : array of int, shape (..., 2^T - 1)
        Respondents by the set of answers they gave, as a binary number less one.
    """
    number = sums.shape[-1] + 1
    within = np.concatenate([np.zeros((*sums.shape[:-1], 1), dtype=np.int64), sums], axis=-1)
    for bit in range(number.bit_length() - 1):  # from those who gave just these to any of these
        shaped = within.reshape(*sums.shape[:-1], -1, 2, 1 << bit)
        shaped[..., 1, :] += shaped[..., 0, :]
    both = within[..., -1:] - within - within[..., ::-1]
    return np.asarray((is_small(within, least) | is_small(both, least)).any(axis=-1))
