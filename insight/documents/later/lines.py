"""Lines of a series: which values follow each other, and which stands for its time.

Values of one source come first: they were counted alike. Those of two sources are joined only where
the two contradict each other nowhere in the series.
"""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache

from insight.documents.agreement import agree, decimals
from insight.documents.fact_kinds import Figure
from insight.documents.series import Moment, Series


@dataclass(frozen=True)
class Line:
    """Values that follow each other unbroken, of one population and equally long times.

    `is_disputed` tells that at one of its times another figure cannot be right beside it.
    """

    figures: tuple[Figure, ...]
    is_disputed: bool

    @property
    def ends(self) -> tuple[Figure, Figure]:
        """The first and the last value."""
        return self.figures[0], self.figures[-1]


@dataclass(frozen=True)
class _Run:
    """The times of one population that are equally long, in order."""

    moments: tuple[Moment, ...]
    rivals: frozenset[frozenset[str]]

    @cached_property
    def sources(self) -> tuple[str, ...]:
        """The sources, the one with most values first."""
        counted = Counter(
            source
            for moment in self.moments
            for source in dict.fromkeys(figure.source for figure in moment.figures)
            if _value(moment, source)
        )
        return tuple(source for source, _ in counted.most_common())

    def pair(self, earlier: Moment, later: Moment) -> tuple[Figure, Figure] | None:
        """The values that may be joined from one time to the next."""
        for source in self.sources:
            first, last = _value(earlier, source), _value(later, source)
            if first and last:
                return first, last
        first, last = earlier.value, later.value
        if not first or not last or frozenset((first.source, last.source)) in self.rivals:
            return None
        return first, last


def _value(moment: Moment, source: str) -> Figure | None:
    """What one source gives as the value of a time."""
    own = tuple(figure for figure in moment.figures if figure.source == source)
    return replace(moment, figures=own).value if own else None


@lru_cache(maxsize=256)
def lines(series: Series) -> tuple[Line, ...]:
    """Return the lines of a series, each of two values or more.

    Examples
    --------
    >>> from insight.documents.later.later_figures import all_facts
    >>> from insight.documents.series import gather_series
    >>> visits = gather_series(all_facts().figures)["helsenorge_visits_annual"]
    >>> [[figure.value for figure in line.figures] for line in lines(visits)]
    [[37.2, 72.9, 140.9, 115.9, 109.5]]
    """
    disputed = {id(figure) for moment in series.differing for figure in moment.figures}
    return tuple(
        Line(figures, any(id(figure) in disputed for figure in figures))
        for figures in _unbroken(series)
    )


def _unbroken(series: Series) -> Iterator[tuple[Figure, ...]]:
    rivals = _rivals(series.moments)
    for moments in series.measures:
        run, line = _Run(moments, rivals), list[Figure]()
        for earlier, later in itertools.pairwise(moments):
            pair = None if series.is_broken(earlier, later) else run.pair(earlier, later)
            if pair and line and line[-1] is pair[0]:
                line.append(pair[1])
                continue
            if line:
                yield tuple(line)
            line = list(pair or ())
        if line:
            yield tuple(line)


def _rivals(moments: Sequence[Moment]) -> frozenset[frozenset[str]]:
    """Sources that contradict each other at some time."""
    return frozenset(
        frozenset((one.source, other.source))
        for moment in moments
        for one, other in itertools.combinations(moment.figures, 2)
        if not agree(one, other)
    )


@lru_cache(maxsize=256)
def leaders(series: Series) -> Mapping[Moment, Figure | None]:
    """Return the figure that stands for each time: that of its line, else its value."""
    joined = {id(figure) for line in lines(series) for figure in line.figures}
    return {
        moment: min(
            (figure for figure in moment.figures if id(figure) in joined),
            key=lambda figure: figure.is_approximate,
            default=moment.value,
        )
        for moment in series.moments
    }


def distinct(moment: Moment, leader: Figure | None) -> tuple[Figure, ...]:
    """Return the figures of a time without repetitions, the leader first.

    An exact value speaks for its "about". What is printed in words only is left out, and what a web
    page rounds that another prints.
    """
    seen: set[tuple[object, ...]] = set()
    on_web: list[Figure] = []
    found: list[Figure] = []
    numbers = [figure for figure in moment.figures if figure.how != "words"]
    for figure in sorted(
        numbers, key=lambda each: (each is not leader, each.qualifier, -decimals(each.value))
    ):
        limit = figure.qualifier if figure.is_bound else ""
        same = (figure.source, figure.value, figure.unit, limit)
        is_value_on_web = figure.who is not None and not figure.is_bound
        if same in seen or (is_value_on_web and any(agree(figure, other) for other in on_web)):
            continue
        seen.add(same)
        on_web += [figure] if is_value_on_web else []
        found.append(figure)
    return tuple(found)
