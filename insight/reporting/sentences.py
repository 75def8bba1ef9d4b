"""Sentences that the numbers allow, and none that they do not.

A change is called a change only when it was tested, and only between waves that can be compared.
"""

from __future__ import annotations

from collections.abc import Sequence

from insight.analysis import decimals
from insight.analysis.compared.comparison_result import Comparison
from insight.analysis.decimals import Measured
from insight.analysis.differences import Difference, Found
from insight.analysis.estimates import Table
from insight.language import numbers
from insight.language.catalogue import Language, say
from insight.reporting import labels, signed
from insight.reporting.lists import name_within


def change_to(
    difference: Difference,
    finding: Found,
    result: Table | Comparison,
    language: Language,
    over: int = 0,
) -> str:
    """Say what a test found of a change between two waves, with its size and interval.

    Parameters
    ----------
    difference
        The later wave less the earlier one.
    finding
        What the test found.
    result
        Where the two stand; the waves are its variable number `over`.
    language
        Language of the words.
    over
        Place of the waves among the variables of `result`.

    Returns
    -------
    str
        "rose from ... to ..." or "fell ..." only where the test says so, else that no change was
        shown, that there are too few answers to tell, or that a break parts the two.
    """
    waves = result.request.by[over]
    values: dict[str, object] = {
        "first": name_within(waves, difference.second, language),
        "last": name_within(waves, difference.first, language),
    }
    if finding in ("break", "untested") or difference.value is None:
        key = "after_break" if finding == "break" else "change_untold"
        return say(language, f"sentence.{key}", **values)
    key = {"lower": "fallen", "higher": "risen", "few": "too_few"}.get(finding, "unchanged")
    before, after = (
        pair(difference, result, language, reverse=True)
        if finding in ("lower", "higher")
        else (
            labels.value(number or 0, result, language)
            for number in (difference.value_second, difference.value_first)
        )
    )
    values |= {"before": before, "after": after, "size": size(difference, result, language)}
    return say(language, f"sentence.{key}", **values)


def pair(
    difference: Difference,
    result: Table | Comparison,
    language: Language,
    *,
    reverse: bool = False,
) -> tuple[str, str]:
    """Return the two shares or means of a difference; the second one first if `reverse`."""
    first, second = difference.value_first or 0.0, difference.value_second or 0.0
    if reverse:
        first, second = second, first
    if result.statistic == "share":
        return numbers.percents(first, second, language, exact=not result.rounded)
    return labels.value(first, result, language), labels.value(second, result, language)


def size(difference: Difference, result: Table | Comparison, language: Language) -> str:
    """Return how large a difference is, whatever its sign, with its interval."""
    value, claim = difference.value or 0.0, difference.claim
    words = points(abs(value), result, language)
    if claim is None:
        return words
    claim = claim.turned if value < 0 else claim
    between = span(claim.low, claim.upp, result, language)
    return say(language, "sentence.size", size=words, interval=between)


def points(size: float, result: Measured, language: Language) -> str:
    """Return a difference of shares in percentage points, of means as a number."""
    if result.statistic != "share":
        return numbers.decimal(size, language, decimals.places(result.magnitude))
    shown = numbers.whole(100 * size, language)
    if shown == "0" and size > 0:
        return say(language, "sentence.points", size="1", under=say(language, "sentence.under"))
    return say(language, "sentence.points", size=shown, under="")


def span(low: float, upp: float, result: Measured, language: Language) -> str:
    """Return an interval of a difference: with a dash, or with a word where an end is negative."""
    ends = [signed.size(end, result, language, short=True) for end in (low, upp)]
    key = "from_to" if "\N{MINUS SIGN}" in ends[0] else "between"
    return say(language, f"sentence.{key}", low=ends[0], upp=ends[1])


def against(
    name: str, difference: Difference, result: Table | Comparison, language: Language
) -> str:
    """Return a group with its share or mean, that of those it is compared with, and the gap."""
    first, second = pair(difference, result, language)
    words = size(difference, result, language)
    return say(language, "groups.against", group=name, share=first, others=second, size=words)


def spread(sizes: Sequence[float], result: Table | Comparison, language: Language) -> str:
    """Return the smallest and the largest of some differences, of shares in percentage points."""
    places = decimals.places(result.magnitude)
    low, high = (
        numbers.whole(100 * size, language)
        if result.statistic == "share"
        else numbers.decimal(size, language, places)
        for size in (min(sizes), max(sizes))
    )
    return low if low == high else f"{low}–{high}"
