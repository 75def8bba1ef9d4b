"""Hidden tables: codes and cells that the tables of one and two variables hide.

Those of background variables are closed together (:mod:`insight.disclosure.closing`), and those of
questions that there are conditions on after them and beside them. A table among those who meet
other conditions is closed with the variables that are coarser than its own, as regions are coarser
than counties.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from insight.disclosure.cell_flows import Mask
from insight.disclosure.closing import close_tables
from insight.disclosure.respondent_counts import Choices, Codes, RespondentCounts
from insight.disclosure.suppression import Closed, Pair, is_small
from insight.query.memory import Shelf

Context = tuple[tuple[int, Codes], ...]


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
        return close_tables(self.respondents, self.least, self.wider.closed if self.wider else None)

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
