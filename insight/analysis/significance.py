"""Families of tests in a table, each corrected once by Holm's method.

Each group is tested against all others. Waves make two families: each group's change over the whole
period, and each wave against the one before it. Where a table is broken down by two variables, the
test is made within each group of the other, and all of them are one family.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

from insight.analysis.compared.comparison_result import Comparison
from insight.analysis.differences import Difference, Found
from insight.analysis.estimates import Table
from insight.language.catalogue import Text
from insight.statistics.claims import Claim
from insight.statistics.contrasts import adjust_p_values

Group = tuple[str, ...]
Span = Literal["step", "period"]


@dataclass(frozen=True)
class Tests:
    """One family of tests in a table, by group, corrected together.

    Attributes
    ----------
    table
        The figures, broken down by one or two variables.
    key
        The category or net whose share was tested; empty for a mean.
    over
        Place among the table's variables of the one whose groups were compared.
    differences
        By group: itself less what it was compared with, p corrected for all tests of the family. A
        group that was compared with nothing is left out. Over a period it is its last wave.
    count
        How many tests were made; of two groups both have the same.
    level
        One less the level of the tests.
    span
        Whether waves were compared with the one before (``step``) or with the first (``period``).
    trends
        Over a period of four waves or more, by the same groups: the change per unit of time, tested
        in the same family.
    """

    table: Table
    key: str
    over: int
    differences: Mapping[Group, Difference]
    count: int
    level: float
    span: Span = "step"
    trends: Mapping[Group, Claim] = field(default_factory=dict)

    @property
    def waves(self) -> bool:
        """Whether waves were compared."""
        return are_waves(self.table, self.over)

    @property
    def other(self) -> Text | None:
        """Label of the variable within whose groups the tests were made, if there is one."""
        by = self.table.request.by
        return by[1 - self.over].label if len(by) == 2 else None

    @property
    def pair(self) -> bool:
        """Whether there are two groups only, whose one difference has two sides."""
        return not self.waves and self.count == 1 and len(self.differences) == 2

    def finding(self, group: Group) -> Found:
        """Return what the test found of a group."""
        difference = self.differences.get(group)
        return difference.finding(self.level, self.count) if difference else "untested"

    def claims_of(self, wave: str) -> bool:
        """Tell whether any group has changed, or has a trend, up to a wave."""
        groups = [group for group in self.differences if group[self.over] == wave]
        found = {self.finding(group) for group in groups}
        return bool({"lower", "higher"} & found) or any(map(self.trend, groups))

    def trend(self, group: Group) -> Claim | None:
        """Return a trend where its test says so and its direction is told; p is corrected."""
        trend = self.trends.get(group)
        return trend if trend and trend.value and trend.p < 1 - self.level else None

    def detectable(self) -> list[float]:
        """Return the smallest true difference that each test would find four times in five.

        The tests are taken as strictly as Holm's correction takes the first of them.
        """
        strict = 1 - (1 - self.level) / max(self.count, 1)
        sizes = (difference.detectable_at(strict) for difference in self.differences.values())
        most = 1.0 if self.table.statistic == "share" else math.inf
        return [min(size, most) for size in sizes if size is not None]


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
    waves = are_waves(table, over)
    if waves and not table.codebook.waves_ordered:
        return None
    gaps: dict[Group, Difference] = {}
    for group in table.request.groups:
        comparison = comparisons.get("".join(_without(group, over)))
        other = _earlier(table, key, over, group) if waves else None
        if comparison and (other or not waves):
            gap = between(comparison, group[over], other)
            gaps |= {group: gap} if gap else {}
    return _family(table, key, over, gaps, comparisons)


def period_tests_of(
    table: Table, key: str, over: int, comparisons: Mapping[str, Comparison], last: str
) -> Tests | None:
    """Gather each group's change over the whole period as one family of tests.

    The period goes from the first wave that can be compared with the last one, both shown. Of four
    waves and more, up to the survey's last, the trend is tested too.

    Parameters
    ----------
    table, key, over, comparisons
        As :func:`tests_of`; the groups compared are waves.
    last
        Code of the wave at the end of the period.

    Returns
    -------
    Tests or None
        None where no group has three waves to look back on: then the last step is all there is;
        and where the order of the waves is not known.
    """
    if not table.codebook.waves_ordered:
        return None
    gaps: dict[Group, Difference] = {}
    trends: dict[Group, Claim] = {}
    longer = False
    for group in (group for group in table.request.groups if group[over] == last):
        comparison = comparisons.get("".join(_without(group, over)))
        shown = _comparable(table, key, over, group, comparison)
        if comparison is None or len(shown) < 2:
            continue
        longer |= len(shown) > 2
        if gap := between(comparison, last, shown[0]):
            gaps[group] = gap
        if comparison.trend_claim and len(shown) > 3 and last == table.request.levels[over][-1]:
            trends[group] = comparison.trend_claim
    return _family(table, key, over, gaps, comparisons, trends) if longer else None


def _comparable(
    table: Table, key: str, over: int, group: Group, comparison: Comparison | None
) -> list[str]:
    """The waves up to a group's own whose figures are shown and can be compared with it."""
    shown = _shown(table, key, over, group)
    if comparison is None or group[over] not in shown:
        return []
    gaps = {code: between(comparison, group[over], code) for code in shown[:-1]}
    broken = [code for code, gap in gaps.items() if gap and "break" in gap.flags]
    return [code for code in shown if code not in broken]


def _family(
    table: Table,
    key: str,
    over: int,
    gaps: Mapping[Group, Difference],
    comparisons: Mapping[str, Comparison],
    trends: Mapping[Group, Claim] | None = None,
) -> Tests | None:
    """Correct the tests of differences, and of trends, for each other by Holm's method."""
    if not any(gap.claim or "break" in gap.flags for gap in gaps.values()):
        return None
    # Two groups share their test: what tells tests apart is which groups, and within which other.
    names = {group: (_without(group, over), _sides(gap)) for group, gap in gaps.items()}
    p_values: dict[object, float] = {
        names[group]: gap.claim.p if gap.claim else math.nan for group, gap in gaps.items()
    }
    p_values |= {group: trend.p for group, trend in (trends or {}).items()}
    corrected = dict(zip(p_values, adjust_p_values(list(p_values.values()), "holm"), strict=True))
    differences = {
        group: replace(gap, p_claim_adjusted=corrected[names[group]]) if gap.claim else gap
        for group, gap in gaps.items()
    }
    count = sum(1 for p in p_values.values() if not math.isnan(p))
    level = next(iter(comparisons.values())).level
    return Tests(
        *(table, key, over, differences, count, level),
        span="step" if trends is None else "period",
        trends={
            group: replace(trend, p=corrected[group]) for group, trend in (trends or {}).items()
        },
    )


def _without(group: Group, over: int) -> Group:
    return group[:over] + group[over + 1 :]


def _sides(difference: Difference) -> frozenset[str]:
    return frozenset([difference.first, difference.second])


def _earlier(table: Table, key: str, over: int, group: Group) -> str | None:
    """The wave before a group's own, among those whose figure is shown."""
    earlier = [code for code in _shown(table, key, over, group) if code != group[over]]
    return earlier[-1] if earlier else None


def _shown(table: Table, key: str, over: int, group: Group) -> list[str]:
    """The waves up to a group's own whose figures are shown."""
    waves = table.request.levels[over]
    return [
        code
        for code in waves[: waves.index(group[over]) + 1]
        if table.at((*group[:over], code, *group[over + 1 :]), key).shown
    ]


def between(comparison: Comparison, code: str, other: str | None) -> Difference | None:
    """Return a group less another, or less the rest; of two groups each is the other's rest."""
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
    ends = difference.effect_ends
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
        claim=difference.claim.turned if difference.claim else None,
        exact=difference.exact.turned if difference.exact else None,
        statistic=_less(difference.statistic),
        effect_ends=(-ends[1], -ends[0]) if ends else None,
    )


def _less(number: float | None) -> float | None:
    return None if number is None else -number
