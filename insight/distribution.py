"""How many respondents gave each answer, unweighted, as far as a codebook may tell it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from insight.estimates import Estimate, Table


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
        ``suppressed``, ``unreliable`` and ``low_base`` as of the estimates, and ``few`` where
        counts are hidden because they tell of too few respondents.
    """

    base: int | None
    counts: tuple[Count, ...]
    flags: tuple[str, ...]


def distribution(table: Table) -> Distribution:
    """Return the unweighted distribution of an item without a breakdown.

    Counts of fewer than `min_base` are hidden where responses are not open, and with them what
    would give them away by subtraction.
    """
    found = [one for one in table.estimates if one.kind == "category"]
    base = table.estimates[0].base
    met = {flag for one in found or table.estimates for flag in one.flags}
    flags = [flag for flag in ("suppressed", "unreliable", "low_base") if flag in met]
    if base is None:
        return Distribution(None, tuple(Count(one.key, None, None) for one in found), tuple(flags))
    rules = table.codebook.disclosure
    limit = 0 if rules.microdata == "open" else rules.min_base
    exclusive = table.item.kind == "single"
    few = exposing([one.n or 0 for one in found], base, limit, exclusive=exclusive)
    counts = tuple(
        Count(one.key, None, None) if place in few else _count(one)
        for place, one in enumerate(found)
    )
    return Distribution(base, counts, (*flags, "few") if few else tuple(flags))


def _count(estimate: Estimate) -> Count:
    """The unweighted share where the estimate itself is precise enough to be shown."""
    n, base = estimate.n, estimate.base
    return Count(estimate.key, n, n / base if estimate.shown and n is not None and base else None)


def exposing(counts: Sequence[int], base: int, limit: int, *, exclusive: bool) -> frozenset[int]:
    """Return the places of the counts that would tell of fewer than `limit` respondents.

    Parameters
    ----------
    counts
        Respondents who gave each answer.
    base
        Respondents who were asked.
    limit
        The fewest respondents that a count may tell of; nobody at all may be told.
    exclusive
        Whether each respondent gave one answer, so that the counts add up to the base and a single
        hidden one could be worked out. Else a count also tells how many did not give the answer.

    Examples
    --------
    >>> sorted(exposing([40, 3, 0, 20], 63, 10, exclusive=True))
    [1, 3]
    >>> sorted(exposing([40, 3, 62, 20], 63, 10, exclusive=False))
    [1, 2]
    """
    if not exclusive:
        told = ((place, (n, base - n)) for place, n in enumerate(counts))
        return frozenset(place for place, both in told if any(0 < n < limit for n in both))
    hidden = {place for place, n in enumerate(counts) if 0 < n < limit}
    others = (place for place, n in enumerate(counts) if n >= limit)
    for place in sorted(others, key=lambda place: counts[place]):
        if not hidden or sum(counts[one] for one in hidden) >= limit:
            break
        hidden.add(place)
    return frozenset(hidden)
