"""Sentences that the numbers allow, and none that they do not.

A change is called a change only when it was tested, and only between waves that can be compared;
a majority is one only where the whole interval lies on its side of one half.
"""

from __future__ import annotations

from collections.abc import Sequence

from insight.analysis.differences import Comparison, Difference
from insight.analysis.estimates import Estimate, Table
from insight.analysis.significance import Found, reverse, verdict
from insight.language import numbers
from insight.language.catalogue import Language, say
from insight.reporting import labels

CHANGES: dict[Found, str] = {
    "lower": "fallen",
    "higher": "risen",
    "alike": "unchanged",
    "break": "after_break",
}


def majority(estimate: Estimate, language: Language) -> str:
    """Say whether a share is more or less than half, where its interval leaves no doubt."""
    if estimate.low is None or estimate.upp is None or estimate.kind in ("mean", "total"):
        return ""
    if estimate.low > 0.5:
        return say(language, "sentence.majority")
    if estimate.upp < 0.5:
        return say(language, "sentence.minority")
    return ""


def level(table: Table, estimate: Estimate, language: Language) -> str:
    """Say how large a figure is and, where that is certain, if it is more than half."""
    sentence = labels.level_sentence(table, estimate.key, estimate.group, language)
    addition = majority(estimate, language)
    return f"{sentence} {addition}".strip()


def change(comparison: Comparison, earlier: str, later: str, language: Language) -> str:
    """Say how a share or mean has changed from one wave to another, as far as the test tells.

    Parameters
    ----------
    comparison
        Of waves in pairs.
    earlier, later
        Codes of the two waves.
    language
        Language of the sentence.

    Returns
    -------
    str
        "has risen from ... to ..." or "has fallen ..." only where the test says so, else that it
        is unchanged within the margin of error, that there are too few answers to tell, or that a
        break parts the two.
    """
    difference = next(
        difference
        for difference in comparison.differences
        if {difference.first, difference.second} == {earlier, later}
    )
    if difference.first == earlier:
        difference = reverse(difference)
    result = verdict(difference, comparison.level)
    return change_to(difference, result, comparison, language)


def change_to(
    difference: Difference, verdict: Found, result: Table | Comparison, language: Language
) -> str:
    """Say what a test found of the change to a wave from the one that it is compared with."""
    key = CHANGES.get(verdict, "too_few")
    earlier = result.request.by[0].category(difference.second).label
    before = labels.value(difference.value_second or 0, result, language)
    more = {"before": before} if key in ("risen", "fallen") else {}
    return say(language, f"sentence.{key}", wave=earlier, **more)


def against(
    name: str, difference: Difference, result: Table | Comparison, language: Language
) -> str:
    """Return a group with its share or mean, and that of those it is compared with."""
    first, second = (
        labels.value(number or 0, result, language)
        for number in (difference.value_first, difference.value_second)
    )
    return say(language, "groups.against", group=name, share=first, others=second)


def spread(sizes: Sequence[float], result: Table | Comparison, language: Language) -> str:
    """Return the smallest and the largest of some differences, of shares in percentage points."""
    low, high = (
        numbers.whole(100 * size, language)
        if result.statistic == "share"
        else numbers.decimal(size, language)
        for size in (min(sizes), max(sizes))
    )
    return low if low == high else f"{low}–{high}"
