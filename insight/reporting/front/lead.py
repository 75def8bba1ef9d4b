"""The finding that leads the front page: an answer over time, in one survey or beside others."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from insight.analysis.differences import Difference, Found
from insight.analysis.distance import Distance, distance
from insight.analysis.estimates import Estimate, Table
from insight.analysis.significance import Tests
from insight.documents.published import PublishedFigure
from insight.reporting.time_axis import moments_of


@dataclass(frozen=True)
class Line:
    """One survey's answer over time.

    Attributes
    ----------
    table
        The figures of all respondents by wave; of a survey without waves there is one.
    key
        The category or net that is followed; empty for a mean.
    firm
        The waves whose figure may be told, in order: those with a published level where answers are
        simulated, else all that are shown and can be compared with the last.
    tests
        The test of the last firm wave against the first; None where there is none.
    printed
        The exact levels that were published, by wave.
    """

    table: Table
    key: str
    firm: tuple[str, ...]
    tests: Tests | None = None
    printed: Mapping[str, PublishedFigure] = field(default_factory=dict)

    def at(self, wave: str) -> Estimate:
        """The figure of a wave."""
        return self.table.at((wave,) if self.table.request.by else (), self.key)

    @property
    def last(self) -> Estimate:
        """The figure of the last firm wave."""
        return self.at(self.firm[-1])

    @property
    def gap(self) -> Difference | None:
        """The last firm wave less the first."""
        return self.tests.differences.get((self.firm[-1],)) if self.tests else None

    @property
    def found(self) -> Found:
        """What the test found of the last firm wave."""
        return self.tests.finding((self.firm[-1],)) if self.tests else "untested"

    @property
    def is_change(self) -> bool:
        """Whether a change was detected."""
        return self.found in ("higher", "lower")

    @property
    def assumed(self) -> tuple[str, ...]:
        """The waves that are drawn, but whose level was published nowhere."""
        return tuple(
            estimate.group[0]
            for estimate in self.table.of(self.key)
            if estimate.group and estimate.shown and estimate.basis in ("assumed", "bound")
        )


@dataclass(frozen=True)
class Lead:
    """The finding: a line, and beside it those of other surveys that ask the same."""

    lines: tuple[Line, ...]
    simulated: bool

    @property
    def first(self) -> Line:
        """The line that the finding is about."""
        return self.lines[0]

    @property
    def over_time(self) -> bool:
        """Whether there is more than one wave to draw."""
        return len(self.first.firm) > 1

    @property
    def is_share(self) -> bool:
        """Whether shares are told of, and not means."""
        return self.first.table.statistic == "share"

    @property
    def distance(self) -> Distance | None:
        """The second line less the first in their last wave; None where that is not the same."""
        if len(self.lines) < 2 or not self.over_time:
            return None
        first, second = self.lines[:2]
        if _moment(first) != _moment(second):
            return None
        return distance(second.last, first.last)


def _moment(line: Line) -> float:
    waves = [estimate.group[0] for estimate in line.table.of(line.key)]
    return moments_of(line.table)[waves.index(line.firm[-1])]


def strongest(lines: Sequence[tuple[Line, bool]]) -> Line | None:
    """Return the line with the largest detected change; None where none was detected.

    Parameters
    ----------
    lines
        The lines that were tested, each with whether another survey asks the same; those go before
        the others. A change is one where the test detects it, and detects it also where all that
        were looked at are taken together, by Holm's method.
    """
    held = [(line, shared) for line, shared in lines if line.is_change and _holds(line, lines)]
    return max(held, key=lambda pair: (pair[1], _size(pair[0])))[0] if held else None


def _holds(line: Line, lines: Sequence[tuple[Line, bool]]) -> bool:
    p_values = sorted(_p(other) for other, _ in lines)
    level = 1 - line.tests.level if line.tests else 0.0
    for place, p in enumerate(p_values):
        if p * (len(p_values) - place) >= level:
            return False
        if p >= _p(line):
            return True
    return False


def _p(line: Line) -> float:
    claim = line.gap.claim if line.gap else None
    return claim.p if claim else 1.0


def _size(line: Line) -> float:
    return abs(line.gap.value or 0) if line.gap else 0.0
