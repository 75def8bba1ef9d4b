"""Sentences that the numbers allow, and none that they do not.

A change is called a change only when it was tested, and only between waves that can be compared;
a majority is one only where the whole interval lies on its side of one half.
"""

from __future__ import annotations

from insight.analysis.differences import Comparison
from insight.analysis.estimates import Estimate, Table
from insight.language import numbers
from insight.language.catalogue import Language, say
from insight.reporting import labels


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
    found = next(
        one for one in comparison.differences if {one.first, one.second} == {earlier, later}
    )
    wave = comparison.request.by[0].category(earlier).label
    if "break" in found.flags:
        return say(language, "sentence.after_break", wave=wave)
    if found.value is None or found.value_first is None or found.value_second is None:
        return say(language, "sentence.too_few", wave=wave)
    before, after = found.value_first, found.value_second
    if found.first == later:
        before, after = after, before
    if not found.significant(comparison.level):
        few = found.overstated or "low_base" in found.flags
        key = "too_few" if few else "unchanged"
        return say(language, f"sentence.{key}", wave=wave)
    key = "risen" if after > before else "fallen"
    return say(language, f"sentence.{key}", wave=wave, before=_value(comparison, before, language))


def _value(comparison: Comparison, number: float, language: Language) -> str:
    return (numbers.percent if comparison.key else numbers.decimal)(number, language)
