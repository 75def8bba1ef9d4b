"""Intervals of Cohen's h beside differences of shares; that of d is the difference's own."""

from __future__ import annotations

from collections.abc import Sequence

from insight.analysis.differences import Difference
from insight.analysis.estimates import with_figures
from insight.statistics.answer_sums import Answers
from insight.statistics.measures.effect_sizes import cohens_h


def with_effects(
    tested: Sequence[Difference],
    answers: Answers,
    sides: Sequence[tuple[Sequence[int], Sequence[int]]],
    level: float,
) -> tuple[Difference, ...]:
    """Return differences with the intervals of their effects, where these are of shares.

    Its standard error is linearised, as R's ``svycontrast`` of 2 asin sqrt p has it, and *t* has
    the degrees of freedom of the two sides together.

    Parameters
    ----------
    tested
        The differences.
    answers
        The sums that they are of.
    sides
        Numbers of the groups on either side of each.
    level
        Confidence level.
    """
    return tuple(
        with_figures(gap, effect_ends=_ends(answers, *of_gap, level)) if _is_share(gap) else gap
        for gap, of_gap in zip(tested, sides, strict=True)
    )


def _is_share(gap: Difference) -> bool:
    return gap.claim is not None and gap.deviation is None


def _ends(
    answers: Answers, first: Sequence[int], second: Sequence[int], level: float
) -> tuple[float, float] | None:
    size = cohens_h(answers, first, second)
    if not (size.se > 0 and size.df > 0):
        return None
    claim = size.claim(level)
    return claim.low, claim.upp
