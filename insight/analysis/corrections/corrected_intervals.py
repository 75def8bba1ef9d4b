"""Intervals that stand beside a verdict, with the same correction as the verdict's test.

By Holm's method a test that finds a difference was held to the level at which it was found, and one
that finds none to that of the first which found none. An interval at that level lies beyond 0
where, and only where, the verdict is that there is a difference.
"""

from __future__ import annotations

from typing import NamedTuple

from insight.analysis.compared.comparison_result import Comparison
from insight.analysis.differences import Difference
from insight.analysis.significance import Group, Tests


class Interval(NamedTuple):
    """The ends of an interval."""

    low: float
    upp: float


def of_group(tests: Tests, group: Group) -> Interval | None:
    """Return the interval of a group's difference; None where none was tested."""
    gap = tests.differences.get(group)
    found = {
        (each[: tests.over] + each[tests.over + 1 :], frozenset([other.first, other.second]))
        for each, other in tests.differences.items()
        if other.significant(tests.level)
    }
    rejected = len(found) + sum(1 for each in tests.trends if tests.trend(each))
    return _corrected(gap, tests.level, tests.count, rejected) if gap else None


def of_pair(comparison: Comparison, gap: Difference) -> Interval | None:
    """Return the interval of one of the differences of a comparison."""
    rejected = sum(1 for other in comparison.differences if other.significant(comparison.level))
    return _corrected(gap, comparison.level, comparison.tests, rejected)


def _corrected(gap: Difference, level: float, count: int, rejected: int) -> Interval | None:
    claim, adjusted = gap.claim, gap.p_claim_adjusted
    if claim is None or adjusted is None:
        return None
    times: float = max(count - rejected, 1)
    if gap.significant(level):
        times = min(max(adjusted / claim.p, 1), count) if claim.p > 0 else count
    corrected = claim.at(1 - (1 - level) / times, level)
    return Interval(corrected.low, corrected.upp)
