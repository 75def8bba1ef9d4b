"""Significance of a table's differences, by Holm's correction over all of its tests.

Each group is tested against all others, and each wave against the one before it. Where a table is
broken down by two variables, the test is made within each group of the other. All tests of a table
are one family: Holm's correction counts every one of them.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal

from insight.analysis.differences import Comparison, Difference
from insight.analysis.estimates import Table
from insight.language.catalogue import Text
from insight.statistics.contrasts import Contrast, adjust_p_values

Group = tuple[str, ...]
Found = Literal["lower", "higher", "alike", "few", "untested", "break"]


@dataclass(frozen=True)
class Tests:
    """What was tested in a table, by group.

    Attributes
    ----------
    table
        The figures, broken down by one or two variables.
    key
        The category or net whose share was tested; empty for a mean.
    over
        Place among the table's variables of the one whose groups were compared.
    differences
        By group: itself less what it was compared with, p corrected for all tests of the table. A
        group that was compared with nothing is left out.
    count
        How many tests were made; of two groups both have the same.
    level
        One less the level of the tests.
    """

    table: Table
    key: str
    over: int
    differences: Mapping[Group, Difference]
    count: int
    level: float

    @property
    def waves(self) -> bool:
        """Whether waves were compared, each with the one before it."""
        return are_waves(self.table, self.over)

    @property
    def other(self) -> Text | None:
        """Label of the variable within whose groups the tests were made, if there is one."""
        by = self.table.request.by
        return by[1 - self.over].label if len(by) == 2 else None

    def verdict(self, group: Group) -> Found:
        """Return what the test found of a group."""
        difference = self.differences.get(group)
        return verdict(difference, self.level) if difference else "untested"

    def detectable(self) -> list[float]:
        """Return the smallest true difference that each test would find four times in five.

        The tests are taken as strictly as Holm's correction takes the first of them.
        """
        strict = 1 - (1 - self.level) / max(self.count, 1)
        return [
            Contrast(difference.value, difference.se, difference.df).detectable(strict)
            for difference in self.differences.values()
            if difference.p is not None
            and difference.value is not None
            and difference.se
            and difference.df
        ]


def verdict(difference: Difference, level: float) -> Found:
    """Return what a test found of the first of two sides, at a confidence level."""
    if "suppressed" in difference.flags and difference.value is None:
        return "untested"
    if "break" in difference.flags:
        return "break"
    if difference.value is None:
        return "few"
    if difference.significant(level):
        return "higher" if difference.value > 0 else "lower"
    if difference.p is None:
        return "untested"
    return "few" if difference.overstated or "low_base" in difference.flags else "alike"


def are_waves(table: Table, over: int) -> bool:
    """Tell whether the groups of one of a table's variables are the waves of its survey."""
    wave = table.codebook.wave
    return wave is not None and table.request.by[over].id == wave.id


def tests_of(
    table: Table, key: str, over: int, comparisons: Mapping[str, Comparison]
) -> Tests | None:
    """Gather the comparisons of a table as one family of tests.

    Parameters
    ----------
    table
        The figures.
    key
        The category or net that was compared; empty for means.
    over
        Place among the table's variables of the one whose groups were compared.
    comparisons
        By code of the table's other variable, or by ``""`` where there is none: of waves in pairs,
        of others each against the rest.

    Returns
    -------
    Tests or None
        None where no two groups could be compared, or the order of the waves is not known.
    """
    if are_waves(table, over) and not table.codebook.waves_ordered:
        return None
    seen: dict[Group, Difference] = {}
    for group in table.request.groups:
        comparison = comparisons.get("".join(_without(group, over)))
        if comparison is None:
            continue
        waves = are_waves(table, over)
        other = _earlier(table, key, over, group) if waves else None
        difference = _between(comparison, group[over], other) if other or not waves else None
        if difference:
            seen[group] = difference
    if not any(
        difference.p is not None or "break" in difference.flags for difference in seen.values()
    ):
        return None
    # Two groups share their test: what tells tests apart is which groups, and within which other.
    names = {
        group: (_without(group, over), _sides(difference)) for group, difference in seen.items()
    }
    p_values = {
        names[group]: math.nan if difference.p is None else difference.p
        for group, difference in seen.items()
    }
    corrected = dict(zip(p_values, adjust_p_values(list(p_values.values()), "holm"), strict=True))
    differences = {
        group: replace(
            difference, p_adjusted=None if difference.p is None else corrected[names[group]]
        )
        for group, difference in seen.items()
    }
    count = sum(1 for p in p_values.values() if not math.isnan(p))
    level = next(iter(comparisons.values())).level
    return Tests(table, key, over, differences, count, level)


def _without(group: Group, over: int) -> Group:
    return group[:over] + group[over + 1 :]


def _sides(difference: Difference) -> frozenset[str]:
    return frozenset([difference.first, difference.second])


def _earlier(table: Table, key: str, over: int, group: Group) -> str | None:
    """The wave before a group's own, among those whose figure is shown."""
    waves = table.request.levels[over]
    for code in reversed(waves[: waves.index(group[over])]):
        if table.at((*group[:over], code, *group[over + 1 :]), key).shown:
            return code
    return None


def _between(comparison: Comparison, code: str, other: str | None) -> Difference | None:
    """A group less another, or less the rest; of two groups each is the rest of the other."""
    for difference in comparison.differences:
        if difference.first == code and other in (None, difference.second):
            return difference
        if difference.second == code and other in (None, difference.first):
            return reverse(difference)
    return None


def reverse(difference: Difference) -> Difference:
    """Return the same difference seen from the other side.

    Examples
    --------
    >>> first = Difference("a", "b", 0.5, 0.25, value=0.25, low=0.125, upp=0.375, statistic=2.0)
    >>> other = reverse(first)
    >>> other.first, other.value, other.low, other.upp, other.value_second
    ('b', -0.25, -0.375, -0.125, 0.5)
    """
    return replace(
        difference,
        first=difference.second,
        second=difference.first,
        value_first=difference.value_second,
        value_second=difference.value_first,
        base_first=difference.base_second,
        base_second=difference.base_first,
        value=_less(difference.value),
        low=_less(difference.upp),
        upp=_less(difference.low),
        statistic=_less(difference.statistic),
    )


def _less(number: float | None) -> float | None:
    return None if number is None else -number
