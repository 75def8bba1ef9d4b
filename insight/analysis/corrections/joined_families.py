"""Families of tests that are shown together, such as of several questions, corrected as one."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

from insight.analysis.significance import Group, Tests
from insight.statistics.contrasts import adjust_p_values


def join(families: Sequence[Tests | None]) -> list[Tests | None]:
    """Return families whose p values are corrected for all tests of all of them, by Holm's method.

    Parameters
    ----------
    families
        In the order of what they are about; None where nothing was tested. Trends are left out.
    """
    p_values: dict[tuple[int, Group, frozenset[str]], float] = {}
    for number, tests in enumerate(families):
        for group, gap in tests.differences.items() if tests else ():
            p_values[_name(number, tests, group)] = gap.claim.p if gap.claim else math.nan
    corrected = adjust_p_values(list(p_values.values()), "holm")
    by_name = dict(zip(p_values, corrected, strict=True))
    count = sum(1 for p in p_values.values() if not math.isnan(p))
    return [
        tests and _corrected(tests, number, by_name, count) for number, tests in enumerate(families)
    ]


def _corrected(
    tests: Tests, number: int, p_values: dict[tuple[int, Group, frozenset[str]], float], count: int
) -> Tests:
    differences = {
        group: replace(gap, p_claim_adjusted=p_values[_name(number, tests, group)])
        if gap.claim
        else gap
        for group, gap in tests.differences.items()
    }
    return replace(tests, differences=differences, count=count, trends={})


def _name(number: int, tests: Tests | None, group: Group) -> tuple[int, Group, frozenset[str]]:
    """What tells a test from others: two groups share theirs."""
    if tests is None:
        raise ValueError("nothing was tested")
    gap = tests.differences[group]
    other = group[: tests.over] + group[tests.over + 1 :]
    return number, other, frozenset([gap.first, gap.second])
