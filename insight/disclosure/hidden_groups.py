"""Hidden groups: those too small to be shown, and those that would give them away.

A group is what conditions make of the respondents of a wave. It is hidden if

* it has respondents, but fewer than `least`, or all respondents together are so few;
* fewer than `least` are left over when it is taken out of a group that it is cut from by dropping
  conditions;
* its condition on a variable takes some, but not all, of the codes that the variable's own table
  hides: these protect each other, and are shown together or not at all;
* two of its conditions part the cells that the table of both variables hides: some of these meet
  both, others only the one, others only the other, and others neither. Otherwise the group is what
  is left of shown ones when shown ones are taken away;
* two of its conditions take in a cell that the table of both hides among those who meet its other
  conditions.

Codes that protect each other are thus one code to whoever asks, however many conditions there are.
"""

from __future__ import annotations

import itertools
from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache

import numpy as np
from numpy.typing import NDArray

from insight.disclosure.cell_flows import Mask
from insight.disclosure.hidden_tables import Context, HiddenTables
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
    background
        The same for background variables alone, which are the first axes; None where all are.
    shelf
        Where it is remembered what is hidden.
    """

    respondents: RespondentCounts
    least: int
    wider: HiddenGroups | None = None
    background: HiddenGroups | None = None
    shelf: Shelf = field(default_factory=Shelf, compare=False, repr=False)

    @property
    def nbytes(self) -> int:
        """How many bytes the respondents take; what is hidden of them is remembered apart."""
        return self.respondents.nbytes

    @cached_property
    def tables(self) -> HiddenTables:
        """Codes and cells that the tables of one and two variables hide."""
        wider = self.wider.tables if self.wider else None
        background = self.background.tables if self.background else None
        return HiddenTables(self.respondents, self.least, wider, background, self.shelf)

    def mask(self, choices: Choices) -> Mask:
        """Tell which groups are hidden.

        Parameters
        ----------
        choices
            For each axis that there are conditions on, sets of codes. Each combination of sets is
            a group; where sets overlap, each is looked at by itself.

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
        for at, (axis, sets) in enumerate(choices.items()):
            if _overlap(sets):
                masks = [self.mask({**choices, axis: [codes]}) for codes in sets]
                return np.concatenate(masks, axis=at)
        in_order = dict(sorted(choices.items()))
        mask = self.shelf.recall(_name(in_order), lambda: self._find_mask(in_order))
        return mask.transpose([list(in_order).index(axis) for axis in choices]).copy()

    def _find_mask(self, choices: Choices) -> Mask:
        if (known := self._mask_of_table(choices)) is not None:
            return known
        mask = self._mask_by_rules(choices)
        return mask if self.wider is None else mask | self.wider.mask(choices)

    def _mask_of_table(self, choices: Choices) -> Mask | None:
        """The groups out of a table with all codes of one of their variables, if one is known."""
        for at, (axis, sets) in enumerate(choices.items()):
            codes = _every_code(self.respondents.sizes[axis])
            if len(sets) == 1 and sets[0] in codes and self._narrows(axis, sets):
                known = self.shelf.known(_name({**choices, axis: codes}))
                if isinstance(known, np.ndarray):
                    return known.take([codes.index(sets[0])], axis=at)
        return None

    def _mask_by_rules(self, choices: Choices) -> Mask:
        shape = tuple(len(sets) for sets in choices.values())
        if 0 < self.respondents.total < self.least or len(choices) > MOST_CONDITIONS:
            return np.ones(shape, dtype=bool)
        if self._are_cells(choices) and self.tables.closed.nothing:
            return np.zeros(shape, dtype=bool)
        sums = self.respondents.count_groups(choices)
        inside = _inside(sums)
        mask = is_small(inside, self.least)
        axes = list(choices)
        for at, axis in enumerate(axes):
            splits = self._splits(axis, choices[axis])
            mask |= _spread(splits, [at], len(shape))
        mask |= is_small(_wider_groups(sums) - inside, self.least).any(axis=0)
        narrow = [at for at, axis in enumerate(axes) if self._narrows(axis, choices[axis])]
        for first, second in itertools.combinations(narrow, 2):
            others = [at for at in narrow if at not in (first, second)]
            for context in dict.fromkeys([(), tuple(others)]):
                if not mask.all() and self._can_hide((first, second), context, choices):
                    mask |= self._mask_by_cells((first, second), context, choices)
        for axis in self.respondents.several & set(choices):
            mask |= self._mask_of_unions(axis, choices)
        return mask

    def _are_cells(self, choices: Choices) -> bool:
        """Whether groups are cells of a table of one or two background variables.

        Where these tables hide nothing, no cell is small, and what is left of a line or a table
        without a cell is no cell or has one that is not small: no such group is hidden.
        """
        background = self.respondents if self.background is None else self.background.respondents
        return (
            len(choices) <= 2
            and all(axis < len(background.sizes) for axis in choices)
            and self.respondents.several.isdisjoint(choices)
            and all(len(codes) == 1 for sets in choices.values() for codes in sets)
        )

    def _can_hide(self, pair: tuple[int, int], context: tuple[int, ...], choices: Choices) -> bool:
        """Whether the table of two conditions may hide a cell, in one of the contexts at least."""
        axes = list(choices)
        met = {axes[at]: choices[axes[at]] for at in context}
        return self.tables.can_hide((axes[pair[0]], axes[pair[1]]), met)

    def _mask_by_cells(
        self, pair: tuple[int, int], context: tuple[int, ...], choices: Choices
    ) -> Mask:
        """The groups of two conditions that the table of both hides, in each context.

        Parameters
        ----------
        pair, context
            The places in `choices` of the two conditions, and of those that are met besides.
        """
        axes = list(choices)
        mask = np.zeros([len(sets) for sets in choices.values()], dtype=bool)
        sides = [
            _membership(self.respondents.sizes[axes[at]], tuple(choices[axes[at]])) for at in pair
        ]
        for numbers in np.ndindex(*(len(choices[axes[at]]) for at in context)):
            fixed = dict(zip(context, numbers, strict=True))
            met: Context = tuple(
                (axes[at], choices[axes[at]][number]) for at, number in fixed.items()
            )
            cells = self.tables.hidden_cells((axes[pair[0]], axes[pair[1]]), met)
            hidden = _takes_in(cells, sides) if context else _parts(cells, sides)
            place = tuple(fixed.get(at, slice(None)) for at in range(len(axes)))
            free = [at for at in range(len(axes)) if at not in fixed]
            mask[place] |= _spread(hidden, [free.index(at) for at in pair], len(free))
        return mask

    def _narrows(self, axis: int, choices: Sequence[Codes]) -> bool:
        """Whether anybody meets none of the choices, or there are several to choose from."""
        if len(choices) > 1:
            return True
        table = self.respondents.table([axis])
        return bool(table.sum() > table[list(choices[0])].sum())

    def _splits(self, axis: int, choices: Sequence[Codes]) -> Mask:
        """Tell of which choices some, but not all, are hidden codes of their variable."""
        hidden = set(np.flatnonzero(self.tables.hidden_codes(axis)).tolist())
        return np.array([not (hidden <= codes or hidden.isdisjoint(codes)) for codes in choices])

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
        for sums in _drop_conditions(table, len(others)):
            few = np.expand_dims(_has_small_parts(sums, self.least), list(choices).index(axis))
            np.logical_or(mask, few, out=mask)
        return mask


def _overlap(sets: Sequence[Codes]) -> bool:
    """Whether any code is in several sets."""
    return len(sets) > 1 and len(frozenset().union(*sets)) < sum(map(len, sets))


def _name(choices: Choices) -> tuple[Hashable, ...]:
    """The name under which it is remembered which groups are hidden."""
    return ("mask", *((axis, *sets) for axis, sets in choices.items()))


@lru_cache(maxsize=1_000)
def _every_code(size: int) -> list[Codes]:
    """Each code of a variable as a choice of its own, but the last, which means none of them."""
    return [frozenset([code]) for code in range(size - 1)]


def _inside(sums: NDArray[np.int64]) -> NDArray[np.int64]:
    """The sums of those who meet one of the choices on every axis."""
    return sums[tuple(slice(-1) for _ in sums.shape)]


def _drop_conditions(sums: NDArray[np.int64], conditions: int) -> Iterator[NDArray[np.int64]]:
    """Return the sums without some of the conditions, for each set of them that may be dropped."""
    for count in range(conditions + 1):
        for dropped in itertools.combinations(range(conditions), count):
            kept = tuple(slice(None) if at in dropped else slice(-1) for at in range(conditions))
            yield sums[kept].sum(axis=dropped, keepdims=True)


def _wider_groups(sums: NDArray[np.int64]) -> NDArray[np.int64]:
    """The sums of each group without some of its conditions, for each set that may be dropped.

    Returns
    -------
    array of int, shape (2^K, ...)
        The sets of conditions come first.
    """
    wider = sums[None]
    for axis in range(1, sums.ndim + 1):
        kept = wider.take(range(wider.shape[axis] - 1), axis)
        dropped = np.broadcast_to(wider.sum(axis=axis, keepdims=True), kept.shape)
        wider = np.concatenate([kept, dropped])
    return wider


@lru_cache(maxsize=1_000)
def _membership(size: int, choices: tuple[Codes, ...]) -> NDArray[np.int64]:
    """The codes that each choice takes in, as 0 and 1."""
    membership = np.zeros((len(choices), size), dtype=np.int64)
    for number, codes in enumerate(choices):
        membership[number, list(codes)] = 1
    membership.flags.writeable = False
    return membership


def _takes_in(cells: Mask, sides: Sequence[NDArray[np.int64]]) -> Mask:
    """Which groups have any of the cells."""
    return np.asarray(sides[0] @ cells.astype(int) @ sides[1].T > 0)


def _parts(cells: Mask, sides: Sequence[NDArray[np.int64]]) -> Mask:
    """Which groups have some of the cells, while others lie beside them each way, and across."""
    both = sides[0] @ cells.astype(int) @ sides[1].T
    rows = (sides[0] @ cells.sum(axis=1))[:, None] - both
    columns = (sides[1] @ cells.sum(axis=0))[None, :] - both
    neither = cells.sum() - both - rows - columns
    return np.asarray((both > 0) & (rows > 0) & (columns > 0) & (neither > 0))


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
