"""Which groups are hidden, given how many respondents have which codes.

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
from insight.disclosure.hidden_tables import Masks
from insight.disclosure.nesting import lies_just_within, narrowed, present, telling
from insight.disclosure.respondent_counts import Choices, Codes, Profiles
from insight.disclosure.suppression import small
from insight.query.memory import Shelf

MOST_CONDITIONS = 8
MOST_ANSWERS = 10


@dataclass(frozen=True)
class Hiding:
    """What is hidden of the respondents of one wave, for one base.

    Attributes
    ----------
    profiles
        The respondents in the base.
    least
        The fewest that may be shown.
    wider
        The same for all respondents of the wave: what is hidden of them is hidden here too.
    shelf
        Where it is remembered what is hidden.
    """

    profiles: Profiles
    least: int
    wider: Hiding | None = None
    shelf: Shelf = field(default_factory=Shelf, compare=False, repr=False)

    @property
    def nbytes(self) -> int:
        """How many bytes the respondents take; what is hidden of them is remembered apart."""
        return self.profiles.nbytes

    @cached_property
    def masks(self) -> Masks:
        """What the tables of one and two variables hide."""
        wider = self.wider.masks if self.wider else None
        return Masks(self.profiles, self.least, wider, self.shelf)

    def hidden(self, choices: Choices) -> Mask:
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
        >>> ages = Profiles(np.array([[0], [1], [2]]), (4,), np.array([50, 4, 30]))
        >>> Hiding(ages, 10).hidden({0: [frozenset([code]) for code in range(3)]}).tolist()
        [False, True, True]
        """
        if not choices:
            return small(np.array(self.profiles.respondents), self.least)
        key = ("hidden", *((axis, *sets) for axis, sets in choices.items()))
        return self.shelf.recall(key, lambda: self._hidden(choices)).copy()

    def _hidden(self, choices: Choices) -> Mask:
        found = self._by_rules(choices)
        if self.wider is not None:
            found |= self.wider._by_rules(choices)
        inside = _met(self.profiles.grouped(choices))
        codes = present(self.profiles, choices)
        for group in zip(*np.nonzero(~found & (inside > 0)), strict=True):
            own = {axis: one[at] for (axis, one), at in zip(choices.items(), group, strict=True)}
            also = telling(self.profiles, codes, group) | narrowed(self.profiles, own)
            if also := {axis: self._whole(axis, one) for axis, one in also.items()}:
                found[group] = self._given_away(own, also, int(inside[group]))
        return found

    def _whole(self, axis: int, codes: Codes) -> Codes:
        """Codes with those that they are hidden for: nobody is shown some of these alone."""
        block = frozenset(np.flatnonzero(self.masks.block(axis)).tolist())
        return codes if block.isdisjoint(codes) else codes | block

    def _given_away(self, own: dict[int, Codes], also: dict[int, Codes], size: int) -> bool:
        """Whether a group is all but a few of another, or hidden where it is described otherwise.

        Parameters
        ----------
        own, also
            The conditions that make the group, and others that all its members meet.
        size
            Its respondents.
        """
        if lies_just_within(self.profiles, own, also, self.least):
            return True
        alone = {axis: codes for axis, codes in also.items() if len(codes) == 1}
        others = [{**own, axis: codes} for axis, codes in alone.items()]
        others += [dict(pair) for pair in itertools.combinations(alone.items(), 2)]
        for one in others:
            choices = {axis: [codes] for axis, codes in one.items()}
            same = int(_met(self.profiles.grouped(choices)).sum()) == size
            if same and self._by_rules(choices, most=2).any():
                return True
        return False

    def _by_rules(self, choices: Choices, most: int = MOST_CONDITIONS) -> Mask:
        """Tell what the rules hide; tables of two are looked at within at most `most` conditions.

        Where fewer conditions make the same group, they are the ones that count.
        """
        shape = tuple(len(one) for one in choices.values())
        if 0 < self.profiles.respondents < self.least or len(choices) > MOST_CONDITIONS:
            return np.ones(shape, dtype=bool)
        sums = self.profiles.grouped(choices)
        inside = _met(sums)
        found = small(inside, self.least)
        named = list(choices)
        for at, axis in enumerate(named):
            splits = [self._splits(axis, codes) for codes in choices[axis]]
            found |= _laid(np.array(splits), [at], len(shape))
        narrow = {at for at, axis in enumerate(named) if self._narrows(axis, choices[axis])}
        settled = np.zeros(shape, dtype=bool)
        for dropped, wide in _without(sums, len(shape)):
            found |= small(wide - inside, self.least)
            kept = sorted(narrow.difference(dropped))
            same = (wide == inside) & ~found
            if len(kept) > 2:
                same &= ~settled
            if len(kept) <= most and same.any():
                found |= same & self._taken(kept, choices)
            settled |= same
        for axis in self.profiles.several & set(choices):
            found |= self._parts_few(axis, choices)
        return found

    def _taken(self, kept: Sequence[int], choices: Choices) -> Mask:
        """Which groups take in a cell that the table of two of their conditions hides.

        Parameters
        ----------
        kept
            The places in `choices` of the conditions that count.
        """
        named = list(choices)
        found = np.zeros([len(one) for one in choices.values()], dtype=bool)
        for first, second in itertools.combinations(kept, 2):
            pair = named[first], named[second]
            sides = [self._members(axis, choices[axis]) for axis in pair]
            others = [at for at in kept if at not in (first, second)]
            for numbers in np.ndindex(*(len(choices[named[at]]) for at in others)):
                fixed = dict(zip(others, numbers, strict=True))
                context = tuple((named[at], choices[named[at]][one]) for at, one in fixed.items())
                cells = sides[0] @ self.masks.cells(pair, context).astype(int) @ sides[1].T > 0
                place = tuple(fixed.get(at, slice(None)) for at in range(len(named)))
                free = [at for at in range(len(named)) if at not in fixed]
                found[place] |= _laid(cells, [free.index(first), free.index(second)], len(free))
        return found

    def _narrows(self, axis: int, choices: Sequence[Codes]) -> bool:
        """Whether anybody meets none of the choices, or there are several to choose from."""
        if len(choices) > 1:
            return True
        table = self.profiles.table([axis])
        return bool(table.sum() > table[list(choices[0])].sum())

    def _members(self, axis: int, choices: Sequence[Codes]) -> NDArray[np.int64]:
        """Which codes each choice takes in, as 0 and 1."""
        found = np.zeros((len(choices), self.profiles.sizes[axis]), dtype=np.int64)
        for number, codes in enumerate(choices):
            found[number, list(codes)] = 1
        return found

    def _splits(self, axis: int, codes: Codes) -> bool:
        """Whether some, but not all, of the hidden codes are chosen."""
        block = set(np.flatnonzero(self.masks.block(axis)))
        return not (block <= codes or block.isdisjoint(codes))

    def _parts_few(self, axis: int, choices: Choices) -> Mask:
        """Which unions of answers are hidden, as their parts or what these share would be few.

        Whoever is given *a*, *b* and *a or b* knows how many gave *b* alone, and both.
        """
        size = self.profiles.sizes[axis]
        shape = tuple(len(one) for one in choices.values())
        if size <= 2 or size > 1 << MOST_ANSWERS:
            return np.full(shape, size > 2)
        others = {other: one for other, one in choices.items() if other != axis}
        sets = [frozenset([number]) for number in range(size - 1)]
        table = self.profiles.grouped({**others, axis: sets})[..., :-1]
        found = np.zeros(shape, dtype=bool)
        for _, sums in _without(table, len(others)):
            few = np.expand_dims(_parted(sums, self.least), list(choices).index(axis))
            np.logical_or(found, few, out=found)
        return found


def _met(sums: NDArray[np.int64]) -> NDArray[np.int64]:
    """What is summed of those who meet one of the choices on every axis."""
    return sums[tuple(slice(-1) for _ in sums.shape)]


def _without(
    sums: NDArray[np.int64], conditions: int
) -> Iterator[tuple[tuple[int, ...], NDArray[np.int64]]]:
    """Return, for each set of the conditions that may be dropped, the sums without them.

    The largest sets come first.
    """
    for count in reversed(range(conditions + 1)):
        for dropped in itertools.combinations(range(conditions), count):
            kept = tuple(slice(None) if at in dropped else slice(-1) for at in range(conditions))
            yield dropped, sums[kept].sum(axis=dropped, keepdims=True)


def _laid(mask: Mask, places: Sequence[int], dimensions: int) -> Mask:
    """Return a mask with its dimensions in their places, to be spread over the others."""
    shape = [1] * dimensions
    for place, length in zip(places, mask.shape, strict=True):
        shape[place] = length
    return mask.reshape(shape)


def _parted(sums: NDArray[np.int64], least: int) -> Mask:
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
    return np.asarray((small(within, least) | small(both, least)).any(axis=-1))
