"""Masks: what the tables of one and two variables hide, given who has which codes.

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
from insight.disclosure.nesting import coarser
from insight.disclosure.respondent_counts import Codes, Profiles
from insight.disclosure.suppression import one_way, two_way
from insight.query.memory import Shelf

Context = tuple[tuple[int, Codes], ...]
Line = tuple[int, NDArray[np.int64]]


@dataclass(frozen=True)
class Masks:
    """What the tables hide of the respondents of one wave, for one base.

    Attributes
    ----------
    profiles
        The respondents in the base.
    least
        The fewest that may be shown.
    wider
        The same for all respondents of the wave: what is hidden of them is hidden here too.
    shelf
        Where the masks are remembered.
    """

    profiles: Profiles
    least: int
    wider: Masks | None = None
    shelf: Shelf = field(default_factory=Shelf, compare=False, repr=False)

    def block(self, axis: int) -> Mask:
        """Tell which codes of a variable its own table hides."""
        return self.shelf.recall(("block", axis), lambda: self._block(axis))

    def _block(self, axis: int) -> Mask:
        counts = self.profiles.table([axis])[:-1]
        if axis in self.profiles.several:
            return np.zeros(len(counts), dtype=bool)
        known = self.wider.block(axis) if self.wider else None
        lines = [line for _, line in self._lines(axis)]
        return one_way(counts, self.least, known=known, lines=lines)

    def _classes(self, axis: int) -> NDArray[np.int64]:
        """The class of each code: codes that are hidden for each other are one class.

        Those without a code are in none, but of several answers the last number, none of those
        asked for, is a class of its own and the others another.
        """
        size = self.profiles.sizes[axis]
        if axis in self.profiles.several:
            return np.array([0] * (size - 1) + [1])
        block, coarse = self.block(axis), self._coarse(axis)
        line = coarse[1] if coarse else np.zeros(size - 1, dtype=np.int64)
        found = np.append(np.arange(size - 1), -1)
        for one in np.unique(line):
            its = np.flatnonzero(block & (line == one))
            found[its] = its[:1]
        return found

    def cells(self, pair: tuple[int, int], context: Context) -> Mask:
        """Tell which cells of two variables are hidden, among those who meet a context."""
        if pair[0] > pair[1]:
            return self.cells((pair[1], pair[0]), context).T
        in_order = tuple(sorted(context, key=lambda condition: condition[0]))
        key = ("cells", pair, in_order)
        return self.shelf.recall(key, lambda: self._cells(pair, in_order))

    def _cells(self, pair: tuple[int, int], context: Context) -> Mask:
        classes = [self._classes(axis) for axis in pair]
        counts = self._counted(pair, context, classes)
        known = np.zeros(counts.shape, dtype=bool)
        if self.wider is not None:
            cells = np.nonzero(self.wider.cells(pair, context))
            known[classes[0][cells[0]], classes[1][cells[1]]] = True
        hidden = self._in_parts((pair, context), classes, counts, known)
        inside = np.outer(classes[0] >= 0, classes[1] >= 0)
        return hidden[np.ix_(*classes)] & inside

    def _counted(
        self, pair: tuple[int, int], context: Context, classes: Sequence[NDArray[np.int64]]
    ) -> NDArray[np.int64]:
        """Count the respondents of a context by the classes of two variables."""
        its = self.profiles.of((*pair, *(axis for axis, _ in context)))
        met = its.meeting({at: [codes] for at, (_, codes) in enumerate(context, 2)})
        places = [of[its.codes[:, at]] for at, of in enumerate(classes)]
        met &= (places[0] >= 0) & (places[1] >= 0)
        counts = np.zeros([len(one) for one in classes], dtype=np.int64)
        np.add.at(counts, (places[0][met], places[1][met]), its.counts[met])
        return counts

    def _in_parts(
        self,
        key: tuple[tuple[int, int], Context],
        classes: Sequence[NDArray[np.int64]],
        counts: NDArray[np.int64],
        known: Mask,
    ) -> Mask:
        """Hide cells of two variables, within each class of what is coarser than either.

        Where a total of such a class is hidden, so is a cell of it.
        """
        pair, context = key
        parts = []
        for side, axis in enumerate(pair):
            coarse = self._coarse(axis)
            free = coarse and coarse[0] not in (*pair, *(one for one, _ in context))
            if coarse is None or not free:
                parts.append([np.arange(len(classes[side]))])
                continue
            other, line = coarse
            of_class = np.full(len(classes[side]), -1)
            there = classes[side][:-1] >= 0
            of_class[classes[side][:-1][there]] = line[there]
            named = np.unique(line[line >= 0])
            parts.append([np.flatnonzero(of_class == one) for one in named])
            above = self.cells((other, pair[1 - side]), context)[named]
            turned = (counts, known) if side == 0 else (counts.T, known.T)
            _force(*turned, list(zip(parts[-1], above, strict=True)), classes[1 - side])
        hidden = known.copy()
        for rows, columns in itertools.product(*parts):
            place = np.ix_(rows, columns)
            hidden[place] |= two_way(counts[place], self.least, known=known[place])
        return hidden

    def _coarse(self, axis: int) -> Line | None:
        """The finest axis that is coarser, and the class of it that each code lies in."""
        return next(iter(self._lines(axis)), None)

    def _lines(self, axis: int) -> list[Line]:
        """The axes that are coarser, the finest first, with the classes of the codes."""
        return self.shelf.recall(("lines", axis), lambda: self._sorted_lines(axis))

    def _sorted_lines(self, axis: int) -> list[Line]:
        if axis in self.profiles.several:
            return []
        lines = [
            (other, np.where(line >= 0, self._classes(other)[line], line))
            for other, line in coarser(self.profiles, axis)
        ]
        return sorted(lines, key=lambda line: -len(np.unique(line[1])))


def _force(
    counts: NDArray[np.int64],
    known: Mask,
    above: Sequence[tuple[NDArray[np.int64], Mask]],
    classes: NDArray[np.int64],
) -> None:
    """Hide a cell of every hidden total: in as few rows as there can be, and of few respondents."""
    for rows, hidden in above:
        columns = np.unique(classes[np.flatnonzero(hidden)])
        while True:
            left = [one for one in columns if not known[rows, one][counts[rows, one] > 0].any()]
            left = [one for one in left if (counts[rows, one] > 0).any()]
            if not left:
                break
            its = counts[np.ix_(rows, left)]
            best = max(range(len(rows)), key=lambda at: ((its[at] > 0).sum(), -its[at].sum()))
            known[rows[best], [one for one in left if counts[rows[best], one] > 0]] = True
