"""Hidden tables: codes and cells that the tables of one and two variables hide.

Those of background variables are closed together (:mod:`insight.disclosure.closing`), and those of
questions that there are conditions on after them and beside them. A table among those who meet
other conditions is closed with the variables that are coarser than its own, as regions are coarser
than counties.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from insight.disclosure.cell_flows import Mask
from insight.disclosure.closing import MOST_AXES_OF_THREE, close_tables
from insight.disclosure.respondent_counts import (
    Choices,
    Codes,
    Counts,
    RemainingCounts,
    RespondentCounts,
)
from insight.disclosure.suppression import Closed, Pair, is_small
from insight.query.memory import Shelf

MOST_CELLS_OF_THREE = 1_000_000
Context = tuple[tuple[int, Codes], ...]


@dataclass(frozen=True)
class WholeTables:
    """The cells of all tables of two and of three variables, one after the other.

    Attributes
    ----------
    sizes
        How many codes each variable has.
    pairs, threes
        The respondents in the cells of two variables, and of three.
    within : array of int, shape (3, T)
        For each cell of three, the cells of two that it is in.
    starts
        Where each table of three begins, with where the last ends.
    """

    sizes: tuple[int, ...]
    pairs: Counts
    threes: Counts
    within: NDArray[np.int32]
    starts: NDArray[np.int64]

    @property
    def nbytes(self) -> int:
        """How many bytes the tables take."""
        return self.pairs.nbytes + self.threes.nbytes + self.within.nbytes + self.starts.nbytes

    @classmethod
    def of(cls, respondents: RespondentCounts) -> WholeTables | None:
        """Put the tables of some respondents side by side; None where they have very many cells."""
        sizes, axes = respondents.sizes, range(len(respondents.sizes))
        pairs = [*itertools.combinations(axes, 2)]
        threes = [*itertools.combinations(axes, 3)] if len(axes) <= MOST_AXES_OF_THREE else []
        cells = [math.prod(sizes[axis] for axis in three) for three in threes]
        if sum(cells) > MOST_CELLS_OF_THREE:
            return None
        ends = np.cumsum([sizes[first] * sizes[second] for first, second in pairs]).tolist()
        place_of = {
            pair: np.arange(end - sizes[pair[0]] * sizes[pair[1]], end).reshape(
                sizes[pair[0]], sizes[pair[1]]
            )
            for pair, end in zip(pairs, ends, strict=True)
        }
        within = [np.zeros((3, 0), dtype=np.int32)]
        for first, second, third in threes:
            shape = (sizes[first], sizes[second], sizes[third])
            sides = (
                place_of[first, second][:, :, None],
                place_of[first, third][:, None, :],
                place_of[second, third][None, :, :],
            )
            spread = [np.broadcast_to(side, shape).ravel() for side in sides]
            within.append(np.array(spread, dtype=np.int32))
        nobody = np.zeros(0, dtype=np.int64)
        return cls(
            sizes,
            np.concatenate([respondents.table(pair).ravel() for pair in pairs]),
            np.concatenate([nobody, *(respondents.table(three).ravel() for three in threes)]),
            np.concatenate(within, axis=1),
            np.cumsum([0, *cells]),
        )

    def count_pairs(self, respondents: RespondentCounts) -> Counts:
        """Count some of the respondents in the cells of two variables."""
        codes = respondents.codes.astype(np.int64).T
        counted = [
            np.bincount(
                codes[first] * self.sizes[second] + codes[second],
                respondents.counts,
                self.sizes[first] * self.sizes[second],
            )
            for first, second in itertools.combinations(range(len(self.sizes)), 2)
        ]
        return np.concatenate(counted).astype(np.int64)

    def of_cells(self, cells: Mask) -> Iterator[tuple[int, ...]]:
        """The tables of three variables that have any of these cells."""
        wanted = {*np.searchsorted(self.starts, np.flatnonzero(cells), side="right").tolist()}
        threes = itertools.combinations(range(len(self.sizes)), 3)
        return (three for at, three in enumerate(threes, 1) if at in wanted)


@dataclass(frozen=True)
class HiddenTables:
    """What the tables hide of the respondents of one wave, for one base.

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
    wider: HiddenTables | None = None
    background: HiddenTables | None = None
    shelf: Shelf = field(default_factory=Shelf, compare=False, repr=False)

    @property
    def closed(self) -> Closed:
        """What the tables of background variables hide."""
        if self.background is not None:
            return self.background.closed
        return self.shelf.recall("closed", self._close)

    def _close(self) -> Closed:
        if self.wider is not None and self._hides_nothing(self.wider):
            return self.wider.closed
        return close_tables(self.respondents, self.least, self.wider.closed if self.wider else None)

    def _hides_nothing(self, wider: HiddenTables) -> bool:
        """Tell quickly whether nothing is hidden here, as nothing is of the wider group.

        Then the wider group's tables have the same cells, and none is small in tables of up to
        three variables: who is left out of a cell of three is no more than who is of two.
        """
        own = self.respondents
        if not isinstance(own, RemainingCounts) or (tables := wider.whole_tables) is None:
            return False
        absent = tables.count_pairs(own.absent)
        left = tables.pairs - absent
        if is_small(left, self.least).any() or ((left > 0) != (tables.pairs > 0)).any():
            return False
        most = absent[tables.within].min(axis=0)
        doubtful = (tables.threes > 0) & (tables.threes - most < self.least)
        return not any(
            is_small(own.count_cells(three), self.least).any()
            for three in tables.of_cells(doubtful)
        )

    @property
    def whole_tables(self) -> WholeTables | None:
        """All tables side by side, where none hides anything and no variable is within another."""
        return self.shelf.recall("whole tables", self._whole_tables)

    def _whole_tables(self) -> WholeTables | None:
        own, axes = self.respondents, range(len(self.respondents.sizes))
        if not self.closed.nothing or self.wider or self.background or own.several or len(axes) < 2:
            return None
        if any(map(self._coarser_axes, axes)):
            return None
        return WholeTables.of(own)

    @property
    def beside(self) -> Closed:
        """What the tables of all variables hide, where those of the background are told anyway."""
        if self.background is None:
            return self.closed
        return self.shelf.recall("beside", self._close_beside)

    def _close_beside(self) -> Closed:
        first, axes = len(self.closed.codes), range(len(self.respondents.sizes))
        within = self._within(tuple(axes), (), [self._any_or_none(axis) for axis in axes])
        return close_tables(
            replace(within, several=self.respondents.several),
            self.least,
            self.wider.beside if self.wider else None,
            settled=self.closed,
            answers=frozenset(axes[first:]),
        )

    def hidden_codes(self, axis: int) -> Mask:
        """Tell which codes of a variable its own table hides; the last means none of them."""
        hidden = self.beside.codes[axis]
        if axis in self.respondents.several:
            return np.full(self.respondents.sizes[axis], hidden.any())
        return hidden

    def can_hide(self, pair: Pair, context: Choices) -> bool:
        """Tell whether a cell of two variables may be hidden, among those who meet a context.

        With a context none can where no combination of the codes of all these variables is small:
        every cell, and every group that tables tell of, is a sum of these.

        Parameters
        ----------
        pair
            The variables.
        context
            For each variable that there are other conditions on, the sets of codes of which one is
            met.
        """
        if not context:
            return bool(self.beside.cells[min(pair), max(pair)].any())
        coarser = (other for axis in pair for other in self._coarser_axes(axis))
        axes = sorted({*pair, *coarser, *context})
        profiles = self.respondents.marginal(axes)
        small = is_small(profiles.counts, self.least)
        if small.any():
            met = {axes.index(axis): [frozenset().union(*sets)] for axis, sets in context.items()}
            if profiles.meets(met)[small].any():
                return True
        return self.wider is not None and self.wider.can_hide(pair, context)

    def hidden_cells(self, pair: Pair, context: Context = ()) -> Mask:
        """Tell which cells of two variables are hidden, among those who meet a context."""
        if pair[0] > pair[1]:
            return self.hidden_cells((pair[1], pair[0]), context).T
        if not context:
            classes = [self._any_or_none(axis) for axis in pair]
            return np.asarray(self.beside.cells[pair][np.ix_(*classes)])
        in_order = tuple(sorted(context, key=lambda condition: condition[0]))
        key = ("cells", pair, in_order)
        return self.shelf.recall(key, lambda: self._hidden_cells(pair, in_order))

    def _hidden_cells(self, pair: Pair, context: Context) -> Mask:
        taken = {*pair, *(axis for axis, _ in context)}
        coarser = {
            other for axis in pair for other in self._coarser_axes(axis) if other not in taken
        }
        axes = (*pair, *sorted(coarser))
        classes = [self._any_or_none(axis) for axis in axes]
        before = None
        if self.wider is not None:
            cells = _at_classes(self.wider.hidden_cells(pair, context), classes)
            before = Closed((), {(0, 1): cells})
        closed = close_tables(
            self._within(axes, context, classes),
            self.least,
            before,
            classes=[
                np.zeros(3, dtype=bool)
                if axis in self.respondents.several
                else self.hidden_codes(axis)
                for axis in axes
            ],
            answers=frozenset(at for at, axis in enumerate(axes) if axis >= len(self.closed.codes)),
        )
        return closed.cells[0, 1][np.ix_(*classes[:2])]

    def _any_or_none(self, axis: int) -> NDArray[np.int64]:
        """Its own number for each code; of several answers 0 for any of them and 1 for none."""
        size = self.respondents.sizes[axis]
        if axis in self.respondents.several:
            return np.array([0] * (size - 1) + [1])
        return np.arange(size)

    def _within(
        self, axes: tuple[int, ...], context: Context, classes: list[NDArray[np.int64]]
    ) -> RespondentCounts:
        """The respondents of a context by some variables."""
        profiles = self.respondents.marginal((*axes, *(axis for axis, _ in context)))
        met = profiles.meets({at: [codes] for at, (_, codes) in enumerate(context, len(axes))})
        codes = np.column_stack(
            [class_of[profiles.codes[met, at]] for at, class_of in enumerate(classes)]
        ).astype(np.int16)
        several = self.respondents.several
        sizes = tuple(3 if axis in several else self.respondents.sizes[axis] for axis in axes)
        return RespondentCounts(codes, sizes, profiles.counts[met]).marginal(range(len(axes)))

    def _coarser_axes(self, axis: int) -> tuple[int, ...]:
        """The variables on which all respondents with a code of this one have the same code."""
        key = ("coarser", axis)
        return self.shelf.recall(key, lambda: tuple(self.respondents.coarser_axes(axis)))


def _at_classes(cells: Mask, classes: list[NDArray[np.int64]]) -> Mask:
    """Cells by code, as cells by the class of each code."""
    hidden = np.zeros([int(class_of.max()) + 1 for class_of in classes[:2]], dtype=bool)
    for row, column in itertools.product(*map(range, cells.shape)):
        hidden[classes[0][row], classes[1][column]] |= cells[row, column]
    return hidden
