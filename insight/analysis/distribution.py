"""Unweighted distributions: how many respondents gave each answer, as far as estimates tell."""

from __future__ import annotations

from dataclasses import dataclass

from insight.analysis.estimates import Estimate, Table


@dataclass(frozen=True, slots=True)
class Count:
    """Respondents who gave an answer, and their share of the base; None where hidden."""

    key: str
    n: int | None
    share: float | None


@dataclass(frozen=True, slots=True)
class Distribution:
    """The unweighted distribution of a variable.

    Attributes
    ----------
    base
        Respondents in the base; None where hidden.
    counts
        One for each category; none for a number.
    flags
        ``suppressed``, ``unreliable`` and ``low_base`` where an estimate has them.
    """

    base: int | None
    counts: tuple[Count, ...]
    flags: tuple[str, ...]


def distribution(table: Table) -> Distribution:
    """Return the unweighted distribution of an item without a breakdown.

    What the estimates hide is hidden here; how many gave an answer is told wherever the base is.
    """
    categories = [estimate for estimate in table.estimates if estimate.kind == "category"]
    met = {flag for estimate in categories or table.estimates for flag in estimate.flags}
    return Distribution(
        next((estimate.base for estimate in table.estimates if estimate.base is not None), None),
        tuple(_count(estimate) for estimate in categories),
        tuple(flag for flag in ("suppressed", "unreliable", "low_base") if flag in met),
    )


def _count(estimate: Estimate) -> Count:
    """The unweighted share where the estimate itself is precise enough to be shown."""
    n, base = estimate.n, estimate.base
    return Count(estimate.key, n, n / base if estimate.shown and n is not None and base else None)
