"""Closing tables: hiding more codes and cells until no small group can be worked out.

The tables of every variable and every two are closed together, each for itself first
(:mod:`insight.disclosure.suppression`). Variables hang together where not every combination of
codes is there: if every county lies in one region, the counties' table and the regions' give away
what each alone would keep. So it is asked whether a small group can be derived from all tables
(:mod:`insight.disclosure.derivable`), and the shown cell that it most rests on is hidden, until
none can. Those without a value on a background variable can be no one's choice, but whoever takes
the shown groups from the whole knows of them: they are a group like others, which is never shown.
"""

from __future__ import annotations

import itertools
from collections.abc import Collection, Iterator, Sequence
from functools import cached_property
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from insight.disclosure.cell_flows import Mask
from insight.disclosure.derivable import Members, Reals, derivable_groups, has_small_cells
from insight.disclosure.respondent_counts import RespondentCounts
from insight.disclosure.shown.shown_sums import Name, Samples, ShownSums
from insight.disclosure.shown.spans import Span
from insight.disclosure.suppression import Closed, Pair, suppress_one_way, suppress_two_way

Numbers = NDArray[np.int64]
# Of how many variables groups of three are looked at.
MOST_AXES_OF_THREE = 25
NO_FACTOR = 1e-7
# For how many groups it is asked at once what they rest on.
GROUPS_AT_ONCE = 250


def close_tables(
    respondents: RespondentCounts,
    least: int,
    before: Closed | None = None,
    *,
    classes: Sequence[Mask] | None = None,
    settled: Closed | None = None,
    answers: frozenset[int] = frozenset(),
) -> Closed:
    """Find what the tables of all variables hide.

    Parameters
    ----------
    respondents
        The respondents.
    least
        The fewest that may be shown.
    before
        What is hidden for other reasons.
    classes
        The codes that each variable hides, where that is settled.
    settled
        What the tables of the first variables hide, which may be told whatever is hidden of others.
    answers
        Variables that are no background: who has no code on them need not be protected.

    Returns
    -------
    Closed

    Examples
    --------
    Counties 0 and 1 are a region, 2 and 3 another: they protect each other within it.

    >>> regions = np.array([[0, 0], [1, 0], [2, 1], [3, 1]])
    >>> closed = close_tables(RespondentCounts(regions, (5, 3), np.array([40, 4, 50, 30])), 10)
    >>> closed.codes[0].tolist()
    [True, True, False, False, False]
    """
    tables = _Tables(respondents, least, before, classes, settled, answers)
    while tables.hide_more():
        pass
    return Closed(tuple(tables.codes), tables.cells)


class _Part(NamedTuple):
    """Classes of a variable's codes, in all or within a code of a coarser variable."""

    codes: Numbers
    within: Pair | None = None


class _Tables:
    """Tables that are being closed."""

    def __init__(
        self,
        respondents: RespondentCounts,
        least: int,
        before: Closed | None,
        classes: Sequence[Mask] | None,
        settled: Closed | None,
        answers: frozenset[int],
    ) -> None:
        self._respondents = respondents
        self._least = least
        self._answers = answers | respondents.several
        self._fixed = classes is not None
        self._first = len(settled.codes) if settled else 0  # of those that are not settled
        axes = range(len(respondents.sizes))
        self._counts = [respondents.table([axis]) for axis in axes]
        self.cells: dict[Pair, Mask] = dict(settled.cells if settled else {})
        self._before, self._has_wider = before.cells if before else {}, before is not None
        self._coarser = [respondents.coarser_axes(axis) for axis in axes]
        self.codes = list(classes or (settled.codes if settled else ()))
        for axis in axes[len(self.codes) :]:
            self.codes.append(self._hide_codes(axis, before.codes[axis] if before else None))
        for pair in itertools.combinations(axes, 2):
            if pair[1] >= self._first:
                self._close(pair)

    @cached_property
    def _samples(self) -> Samples:
        """The combinations among which answers are looked for."""
        return Samples(self._respondents, self._least)

    @cached_property
    def _is_any_small(self) -> bool:
        """Whether there is a small group that could be derived."""
        return has_small_cells(self._respondents, self._least, self._most_variables)

    @cached_property
    def _most_variables(self) -> int:
        """Of how many variables groups are looked at."""
        return 3 if len(self.codes) <= MOST_AXES_OF_THREE else 2

    def _hide_codes(self, axis: int, hidden_before: Mask | None) -> Mask:
        """Hide codes of a variable, within each class of those that are coarser."""
        absent = axis not in self._answers
        some = slice(None if absent else -1)
        within = [
            inside[some]
            for coarser in self._coarser[axis]
            for inside in self._respondents.table([axis, coarser])[:, :-1].T
        ]
        hidden = np.zeros(self._respondents.sizes[axis], dtype=bool)
        hidden[some] = suppress_one_way(
            self._counts[axis][some],
            self._least,
            hidden_before=None if hidden_before is None else hidden_before[some],
            within=within,
            absent=absent,
        )
        return hidden

    def _classes(self, axis: int) -> Numbers:
        """The class of each code: codes hidden for each other are one."""
        classes = np.arange(self._respondents.sizes[axis])
        hidden = np.flatnonzero(self.codes[axis])
        classes[hidden] = hidden[:1]
        return classes

    def _close(self, pair: Pair, more: tuple[int, int] | None = None) -> None:
        """Close the table of two variables for itself, with one cell more where there is one."""
        classes = [self._classes(axis) for axis in pair]
        sizes = [len(class_of) for class_of in classes]
        counts = np.zeros(sizes, dtype=np.int64)
        table = self._respondents.table(pair)
        np.add.at(counts, tuple(np.meshgrid(*classes, indexing="ij")), table)
        hidden = np.zeros(sizes, dtype=bool)
        for cells in (self._before.get(pair), self.cells.get(pair)):
            if cells is not None:
                rows, columns = np.nonzero(cells)
                hidden[classes[0][rows], classes[1][columns]] = True
        absent = np.zeros(sizes, dtype=bool)
        absent[-1, :] = absent[:, -1] = True
        hidden &= ~absent | (counts > 0)
        for parts in itertools.product(*(self._parts(axis, pair) for axis in pair)):
            rows, columns = (part.codes for part in parts)
            place = np.ix_(rows, columns)
            inside = self._count_parts(pair, classes, parts, counts)[place]
            protected = None
            if more and more[0] in rows and more[1] in columns:
                at = int(rows.searchsorted(more[0])), int(columns.searchsorted(more[1]))
                protected = at if inside[at] else None
            hidden[place] = suppress_two_way(
                inside,
                self._least,
                hidden_before=hidden[place],
                protected=protected,
                absent=absent[place],
            )
        if more:
            hidden[more] = True
        self.cells[pair] = hidden[np.ix_(*classes)]

    def _parts(self, axis: int, pair: Pair) -> list[_Part]:
        """The codes of a variable, apart by the finest of the coarser variables."""
        *codes, last = self._classes(axis)
        classes = np.array(codes, dtype=np.int64)
        protected = axis not in self._answers and last == len(codes) and self._counts[axis][-1]
        absent = np.array([last] if protected else [], dtype=np.int64)
        for coarser, code_of in self._coarser[axis].items():
            if coarser not in pair:
                return [
                    _Part(np.append(np.unique(classes[code_of == code]), absent), (coarser, code))
                    for code in np.unique(code_of[code_of >= 0]).tolist()
                ]
        return [_Part(np.append(np.arange(len(classes)), absent))]

    def _count_parts(
        self, pair: Pair, classes: Sequence[Numbers], parts: Sequence[_Part], counts: Numbers
    ) -> Numbers:
        """Count cells; those without a code count within the code of the coarser variable."""
        limits = [
            (at, part.within)
            for at, part in enumerate(parts)
            if part.within and part.codes[-1] == len(classes[at]) - 1
        ]
        if not limits:
            return counts
        some = self._respondents.marginal((*pair, *(coarser for _, (coarser, _) in limits)))
        places = [class_of[some.codes[:, at]] for at, class_of in enumerate(classes)]
        kept = np.ones(len(some.counts), dtype=bool)
        for axis, (at, (_, code)) in enumerate(limits, 2):
            kept &= (places[at] < len(classes[at]) - 1) | (some.codes[:, axis] == code)
        table = np.zeros_like(counts)
        np.add.at(table, tuple(place[kept] for place in places), some.counts[kept])
        return table

    # --- Derivable groups -------------------------------------------------------------------------

    def hide_more(self) -> bool:
        """Hide what the small groups most rest on that can be derived; tell if there were any.

        Those that tables of one variable give away come first.
        """
        if len(self.codes) < (3 if self._fixed else 2) or not self._is_any_small:
            return False
        if not self._fixed and self._has_wider and self._tells_nothing():
            return False
        return (not self._fixed and self._hide_for(1)) or self._hide_for(2)

    def _tells_nothing(self) -> bool:
        """Tell if nothing follows from tables of two variables, nor then from those of one."""
        of_one, of_two = (self._shown_sums(variables) for variables in (1, 2))
        if of_one is None or of_two is None or not np.array_equal(of_one[0], of_two[0]):
            return False
        unseen = of_two[1].span_of_independent.unseen_answers()
        return not any(self._derivable_groups(of_two[0], unseen))

    def _shown_sums(self, variables: int) -> tuple[Numbers, ShownSums] | None:
        classes = [self._classes(axis) for axis in range(len(self.codes))]
        return self._samples.shown_sums(classes, self.cells, variables)

    def _derivable_groups(self, sample: Numbers, unseen: Reals) -> Iterator[list[Members]]:
        """The small groups that can be derived, those of few variables first."""
        for count in range(1, self._most_variables + 1):
            of = (self._respondents, sample, unseen, self._least, count, self._answers)
            yield derivable_groups(*of)

    def _hide_for(self, variables: int) -> bool:
        """Hide more, for what tables of so many variables give away."""
        if (found := self._shown_sums(variables)) is None:
            return False
        sample, sums = found
        fewest = sums.span_of_independent
        groups = self._derivable_groups(sample, fewest.unseen_answers())
        return any(self._hide_for_groups(some, sums, fewest) for some in groups)

    def _hide_for_groups(self, groups: Sequence[Members], sums: ShownSums, fewest: Span) -> bool:
        """Hide what each group most rests on, but if that is gone for another; tell if any was."""
        if not groups:
            return False
        gone = np.zeros(len(sums.names), dtype=bool)
        independent, span = np.flatnonzero(sums.independent), sums.span
        for start in range(0, len(groups), GROUPS_AT_ONCE):
            some = groups[start : start + GROUPS_AT_ONCE]
            needed_of_each = np.abs(fewest.factors(some)) > NO_FACTOR
            for factors, needed in zip(np.abs(span.factors(some)), needed_of_each, strict=True):
                if (factors[gone] > NO_FACTOR).any():
                    continue
                tables = {sums.names[at][0] for at in independent[needed].tolist()}
                number = self._find_rested_on(factors, sums.names, tables)
                if number is not None:
                    self._hide(*sums.names[number])
                    gone[number] = True
        return bool(gone.any())

    def _find_rested_on(
        self,
        factors: Reals,
        names: Sequence[Name],
        tables: Collection[tuple[int, ...]],
    ) -> int | None:
        """The shown cell that a group most rests on for its respondents, else the cheapest code.

        Only of the tables without which it could not be derived, and that are not settled.
        """
        cells: list[tuple[float, int]] = []
        codes: list[tuple[int, int]] = []
        for number in np.flatnonzero(factors > NO_FACTOR).tolist():
            table, place = names[number]
            if not table or table not in tables or table[-1] < self._first:
                continue
            if self._is_unanswered(table, place):
                continue
            if len(table) == 2:
                cells.append((-factors[number] / self._count(table, place), number))
            elif not self._fixed and (more := self._hide_code(table[0], place[0])[1]):
                codes.append((more, number))
        best = min(cells, default=None) or min(codes, default=None)
        return best[1] if best else None

    def _is_unanswered(self, table: Sequence[int], place: Sequence[int]) -> bool:
        """Whether a cell is of those who gave no answer, whom nothing protects."""
        return any(
            axis in self._answers and at == self._respondents.sizes[axis] - 1
            for axis, at in zip(table, place, strict=True)
        )

    def _hide_code(self, axis: int, code: int) -> tuple[Mask, int]:
        """What a variable hides with one code more, and how many respondents more these are.

        Where the code is hidden already, it is the smallest other that is hidden with it; so too
        for those without a code, as nothing is gained by hiding them alone.
        """
        before, counts = self.codes[axis], self._counts[axis]
        wanted = before.copy()
        left = np.flatnonzero(~before[:-1] & (counts[:-1] > 0))
        alone = code == len(counts) - 1 and not before.any()
        if (before[code] or alone) and len(left):
            wanted[left[np.argmin(counts[left])]] = True
        wanted[code] = True
        hidden = self._hide_codes(axis, wanted)
        return hidden, int(counts[hidden & ~before].sum())

    def _hide(self, table: tuple[int, ...], place: tuple[int, ...]) -> None:
        """Hide a cell, or a code, and what must be hidden with it."""
        if len(table) == 2:
            self._close((table[0], table[1]), (place[0], place[1]))
            return
        (axis,) = table
        self.codes[axis] = self._hide_code(axis, place[0])[0]
        for pair in itertools.combinations(range(len(self._counts)), 2):
            if axis in pair:
                self._close(pair)

    def _count(self, table: Sequence[int], place: Sequence[int]) -> int:
        """Respondents in classes of codes."""
        counts = self._respondents.table(table)
        for axis, at in zip(reversed(table), reversed(place), strict=True):
            counts = counts[..., self._classes(axis) == at].sum(axis=-1)
        return max(int(counts), 1)
