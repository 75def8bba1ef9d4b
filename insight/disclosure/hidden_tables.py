"""Hidden tables: cells of tables of one and two variables that are suppressed.

Codes that the table of a variable hides protect each other: they are taken as one class wherever
the variable is crossed with others. Where the codes of a variable lie within those of a coarser
one, as counties in regions, the cells within each region protect each other.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from insight.disclosure.cell_cycles import Mask
from insight.disclosure.nesting import coarser_axes
from insight.disclosure.respondent_counts import Codes, RespondentCounts
from insight.disclosure.suppression import suppress_one_way, suppress_two_way
from insight.query.memory import Shelf

Context = tuple[tuple[int, Codes], ...]
Classification = tuple[int, NDArray[np.int64]]


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
    shelf
        Where it is remembered what is hidden.
    """

    respondents: RespondentCounts
    least: int
    wider: HiddenTables | None = None
    shelf: Shelf = field(default_factory=Shelf, compare=False, repr=False)

    def hidden_codes(self, axis: int) -> Mask:
        """Tell which codes of a variable its own table hides."""
        return self.shelf.recall(("codes", axis), lambda: self._hidden_codes(axis))

    def _hidden_codes(self, axis: int) -> Mask:
        counts = self.respondents.table([axis])[:-1]
        if axis in self.respondents.several:
            return np.zeros(len(counts), dtype=bool)
        hidden_before = self.wider.hidden_codes(axis) if self.wider else None
        return suppress_one_way(
            counts,
            self.least,
            hidden_before=hidden_before,
            classifications=[classes for _, classes in self._classifications(axis)],
        )

    def _classes(self, axis: int) -> NDArray[np.int64]:
        """The class of each code: codes that are hidden for each other are one class.

        Those without a code are in none, but of several answers the last number, none of those
        asked for, is a class of its own and the others another.
        """
        size = self.respondents.sizes[axis]
        if axis in self.respondents.several:
            return np.array([0] * (size - 1) + [1])
        hidden, finest = self.hidden_codes(axis), self._finest_classification(axis)
        coarse_classes = finest[1] if finest else np.zeros(size - 1, dtype=np.int64)
        classes = np.append(np.arange(size - 1), -1)
        for coarse_class in np.unique(coarse_classes):
            partners = np.flatnonzero(hidden & (coarse_classes == coarse_class))
            classes[partners] = partners[:1]
        return classes

    def hidden_cells(self, pair: tuple[int, int], context: Context) -> Mask:
        """Tell which cells of two variables are hidden, among those who meet a context."""
        if pair[0] > pair[1]:
            return self.hidden_cells((pair[1], pair[0]), context).T
        in_order = tuple(sorted(context, key=lambda condition: condition[0]))
        key = ("cells", pair, in_order)
        return self.shelf.recall(key, lambda: self._hidden_cells(pair, in_order))

    def _hidden_cells(self, pair: tuple[int, int], context: Context) -> Mask:
        classes = [self._classes(axis) for axis in pair]
        counts = self._count_by_class(pair, context, classes)
        hidden_before = np.zeros(counts.shape, dtype=bool)
        if self.wider is not None:
            cells = np.nonzero(self.wider.hidden_cells(pair, context))
            hidden_before[classes[0][cells[0]], classes[1][cells[1]]] = True
        hidden = self._hide_within_classes((pair, context), classes, counts, hidden_before)
        inside = np.outer(classes[0] >= 0, classes[1] >= 0)
        return hidden[np.ix_(*classes)] & inside

    def _count_by_class(
        self, pair: tuple[int, int], context: Context, classes: Sequence[NDArray[np.int64]]
    ) -> NDArray[np.int64]:
        """Count the respondents of a context by the classes of two variables."""
        profiles = self.respondents.marginal((*pair, *(axis for axis, _ in context)))
        met = profiles.meets({at: [codes] for at, (_, codes) in enumerate(context, 2)})
        places = [class_of[profiles.codes[:, at]] for at, class_of in enumerate(classes)]
        met &= (places[0] >= 0) & (places[1] >= 0)
        counts = np.zeros([len(class_of) for class_of in classes], dtype=np.int64)
        np.add.at(counts, (places[0][met], places[1][met]), profiles.counts[met])
        return counts

    def _hide_within_classes(
        self,
        key: tuple[tuple[int, int], Context],
        classes: Sequence[NDArray[np.int64]],
        counts: NDArray[np.int64],
        hidden_before: Mask,
    ) -> Mask:
        """Hide cells of two variables, within each class of what is coarser than either.

        Where a total of such a class is hidden, so is a cell of it.
        """
        pair, context = key
        parts = []
        for side, axis in enumerate(pair):
            finest = self._finest_classification(axis)
            free = finest and finest[0] not in (*pair, *(fixed for fixed, _ in context))
            if finest is None or not free:
                parts.append([np.arange(len(classes[side]))])
                continue
            coarser, coarse_classes = finest
            within = np.full(len(classes[side]), -1)
            there = classes[side][:-1] >= 0
            within[classes[side][:-1][there]] = coarse_classes[there]
            numbers = np.unique(coarse_classes[coarse_classes >= 0])
            parts.append([np.flatnonzero(within == number) for number in numbers])
            totals = self.hidden_cells((coarser, pair[1 - side]), context)[numbers]
            turned = (counts, hidden_before) if side == 0 else (counts.T, hidden_before.T)
            _hide_in_totals(*turned, list(zip(parts[-1], totals, strict=True)), classes[1 - side])
        hidden = hidden_before.copy()
        for rows, columns in itertools.product(*parts):
            place = np.ix_(rows, columns)
            hidden[place] |= suppress_two_way(
                counts[place], self.least, hidden_before=hidden_before[place]
            )
        return hidden

    def _finest_classification(self, axis: int) -> Classification | None:
        """The finest axis that is coarser, and the class of it that each code lies in."""
        return next(iter(self._classifications(axis)), None)

    def _classifications(self, axis: int) -> list[Classification]:
        """The axes that are coarser, the finest first, with the classes of the codes."""
        key = ("classifications", axis)
        return self.shelf.recall(key, lambda: self._find_classifications(axis))

    def _find_classifications(self, axis: int) -> list[Classification]:
        if axis in self.respondents.several:
            return []
        classifications = [
            (coarser, np.where(code_of >= 0, self._classes(coarser)[code_of], code_of))
            for coarser, code_of in coarser_axes(self.respondents, axis)
        ]
        return sorted(classifications, key=lambda pair: -len(np.unique(pair[1])))


def _hide_in_totals(
    counts: NDArray[np.int64],
    hidden_cells: Mask,
    totals: Sequence[tuple[NDArray[np.int64], Mask]],
    classes: NDArray[np.int64],
) -> None:
    """Hide a cell of every hidden total: in as few rows as there can be, and of few respondents."""
    for rows, hidden in totals:
        columns = np.unique(classes[np.flatnonzero(hidden)])
        while True:
            left = [
                column
                for column in columns
                if not hidden_cells[rows, column][counts[rows, column] > 0].any()
            ]
            left = [column for column in left if (counts[rows, column] > 0).any()]
            if not left:
                break
            cells = counts[np.ix_(rows, left)]
            best = max(range(len(rows)), key=lambda at: ((cells[at] > 0).sum(), -cells[at].sum()))
            hidden_cells[
                rows[best], [column for column in left if counts[rows[best], column] > 0]
            ] = True
