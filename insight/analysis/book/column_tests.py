"""Tests of a book's cells: each column against the rest of its heading, and against each other.

All tests of a question that answer the same kind of comparison are one family, corrected together
by Holm's method: of every row and every heading. Columns that stand within a group of another
variable are compared within that group.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Literal

from insight.analysis.book.banner import Banner, Column
from insight.analysis.compared.comparison_result import Comparison
from insight.analysis.comparison import compare_each
from insight.analysis.differences import REST, Against, Difference, Found
from insight.analysis.estimates import Base, Statistic, with_figures
from insight.analysis.significance import reverse
from insight.language.errors import Fault, RequestError
from insight.query.opened import OpenSurvey
from insight.statistics.contrasts import adjust_p_values

Tested = Literal["rest", "pairs", "both", "none"]
TESTED: tuple[Tested, ...] = ("both", "rest", "pairs", "none")
# Of so many columns of one heading each can be tested against each.
MOST_AGAINST_EACH = 100

# The row (a category or net, empty for the mean), the heading, and the codes that columns share.
Place = tuple[str, int, tuple[str, ...]]


@dataclass(frozen=True)
class Family:
    """Tests of a question that are corrected together.

    Attributes
    ----------
    comparisons
        By row and block of columns; `p_claim_adjusted` is over the family.
    count
        How many tests were made.
    level
        One less the level of the tests.
    """

    comparisons: Mapping[Place, Comparison]
    count: int
    level: float

    def of_rest(self, key: str, column: Column) -> Difference | None:
        """Return a column less the rest of its block; of two columns each is the other's rest."""
        return self._of_rest.get((key, column.heading, column.block), {}).get(column.group[-1])

    def higher_than(self, key: str, column: Column) -> list[str]:
        """Return the codes of the columns of its block than which a column is higher."""
        return self._lower.get((key, column.heading, column.block), {}).get(column.group[-1], [])

    @cached_property
    def _of_rest(self) -> Mapping[Place, Mapping[str, Difference]]:
        """By row and block, then by code: a column less its rest."""
        found: dict[Place, dict[str, Difference]] = {}
        for place, comparison in self.comparisons.items():
            of_code = found.setdefault(place, {})
            for gap in comparison:
                of_code.setdefault(gap.first, gap)
                if gap.second != REST:
                    of_code.setdefault(gap.second, reverse(gap))
        return found

    @cached_property
    def _lower(self) -> Mapping[Place, Mapping[str, list[str]]]:
        """By row and block, then by code: the codes of the columns that are lower."""
        found: dict[Place, dict[str, list[str]]] = {}
        for place, comparison in self.comparisons.items():
            of_code = found.setdefault(place, {})
            for gap in comparison:
                match gap.direction(self.level):
                    case "higher":
                        of_code.setdefault(gap.first, []).append(gap.second)
                    case "lower":
                        of_code.setdefault(gap.second, []).append(gap.first)
        return found

    def finding(self, gap: Difference | None) -> Found:
        """Return what a test found of its first side."""
        return gap.finding(self.level, self.count) if gap else "untested"


def tests_of_columns(
    survey: OpenSurvey,
    item: str,
    keys: Sequence[tuple[str, Statistic]],
    banner: Banner,
    base: Base,
    against: Against,
    level: float,
) -> Family:
    """Test the columns of a banner against the rest, or against each other.

    Parameters
    ----------
    survey, item, banner, base, level
        Whose answers to what, as :func:`insight.analysis.comparison.compare`.
    keys
        The rows to test: categories and nets with their shares, or an empty key with the mean.
    against
        What each column is tested against.
    """
    comparisons: dict[Place, Comparison] = {}
    places = [(heading, block) for heading, block, _ in banner.blocks()]
    blocks = [(banner.headings[heading][-1].id, where) for heading, _, where in banner.blocks()]
    for statistic in dict.fromkeys(statistic for _, statistic in keys):
        some = [key for key, of_key in keys if of_key == statistic]
        tests = compare_each(survey, item, some, blocks, base, against, "none", level, statistic)
        tested = ((key, *place) for place in places for key in some)
        comparisons |= zip(tested, tests, strict=True)
    return _correct(comparisons, level)


def _correct(comparisons: Mapping[Place, Comparison], level: float) -> Family:
    """Correct all p values for each other."""
    p_values = [
        gap.claim.p if gap.claim else math.nan
        for comparison in comparisons.values()
        for gap in comparison
    ]
    corrected = iter(adjust_p_values(p_values, "holm"))
    adjusted = {
        place: replace(
            comparison,
            adjustment="holm",
            differences=tuple(
                with_figures(gap, p_claim_adjusted=p) if gap.claim else gap
                for gap, p in zip(comparison.differences, corrected, strict=False)
            ),
        )
        for place, comparison in comparisons.items()
    }
    return Family(adjusted, sum(not math.isnan(p) for p in p_values), level)


def refuse_many(banner: Banner) -> None:
    """Refuse to test each column against each where a heading has very many.

    Raises
    ------
    RequestError
        If it has.
    """
    for heading, by in enumerate(banner.headings):
        count = sum(column.heading == heading for column in banner.columns)
        if count > MOST_AGAINST_EACH:
            values = {"variable": by[-1].id, "count": count, "most": MOST_AGAINST_EACH}
            raise RequestError(Fault("fault.book_pairs", values))
