"""Hidden tables: codes and cells that the tables of one and two variables hide.

Those of background variables are closed together (:mod:`insight.disclosure.closing`). A table
among those who meet other conditions, or of a question, is closed with the variables that are
coarser than its own, as regions are coarser than counties.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from insight.disclosure.cell_flows import Mask
from insight.disclosure.closing import Closed, close_tables
from insight.disclosure.respondent_counts import Codes, RespondentCounts
from insight.disclosure.suppression import suppress_one_way
from insight.query.memory import Shelf

Context = tuple[tuple[int, Codes], ...]
Pair = tuple[int, int]


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

    def hidden_codes(self, axis: int) -> Mask:
        """Tell which codes of a variable its own table hides; the last means none of them."""
        if axis < len(self.closed.codes):
            return self.closed.codes[axis]
        return self.shelf.recall(("codes", axis), lambda: self._hidden_codes(axis))

    def _hidden_codes(self, axis: int) -> Mask:
        counts = self.respondents.table([axis])
        hidden = np.zeros(len(counts), dtype=bool)
        if axis not in self.respondents.several:
            hidden_before = self.wider.hidden_codes(axis)[:-1] if self.wider else None
            hidden[:-1] = suppress_one_way(counts[:-1], self.least, hidden_before=hidden_before)
        return hidden

    def hidden_cells(self, pair: Pair, context: Context = ()) -> Mask:
        """Tell which cells of two variables are hidden, among those who meet a context."""
        if pair[0] > pair[1]:
            return self.hidden_cells((pair[1], pair[0]), context).T
        if not context and pair in self.closed.cells:
            return self.closed.cells[pair]
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
