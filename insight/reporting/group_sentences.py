"""Sentences on groups and answers: what stands out, who is hidden, what few answers can tell.

Answers of the same respondents are not tested against each other; of them it is said which
intervals lie apart.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence

from insight.analysis.compared.comparison_result import Comparison
from insight.analysis.estimates import Estimate, Table
from insight.language import numbers
from insight.language.catalogue import Language, say
from insight.language.numbers import list_names
from insight.reporting import labels, sentences


def detectable(comparison: Comparison, language: Language) -> str:
    """Say how large a difference between two groups must be for a test to find it.

    Parameters
    ----------
    comparison
        Of groups in pairs.
    language
        Language of the sentence.
    """
    sizes = [
        size
        for difference in comparison.differences
        if (size := difference.detectable_at(comparison.level)) is not None
    ]
    if not sizes:
        return say(language, "groups.undetectable")
    points = sentences.spread(sizes, comparison, language)
    return say(language, "groups.detectable", points=points)


def hidden(table: Table, key: str, language: Language) -> str:
    """Say which groups are hidden, and why.

    Parameters
    ----------
    table
        Broken down by one variable.
    key
        The category or net that is shown.
    language
        Language of the sentence.
    """
    names = [
        labels.group_label(table, estimate.group, language)
        for estimate in table.of(key)
        if "suppressed" in estimate.flags
    ]
    if not names:
        return say(language, "groups.none_hidden")
    limit = table.codebook.disclosure.min_base
    return say(language, "groups.hidden", limit=limit, groups=list_names(names, language))


def narrower(estimate: Estimate, language: Language) -> str:
    """Say how much less uncertain a share is than as many answers from a large population.

    Empty where it is not.
    """
    gain = 1 - math.sqrt(estimate.deff) if estimate.deff is not None else 0.0
    return (
        say(language, "groups.narrower", share=numbers.percent(gain, language)) if gain > 0 else ""
    )


def by_size(table: Table) -> list[Estimate]:
    """Return the answers of a table without a breakdown, the most common first."""
    shown = [
        estimate for estimate in table.estimates if estimate.kind == "category" and estimate.shown
    ]
    return sorted(shown, key=lambda estimate: -(estimate.value or 0))


def standing_out(answers: Sequence[Estimate]) -> list[Estimate]:
    """Return the most common answers whose intervals all lie above those of all others.

    Parameters
    ----------
    answers
        The most common first.

    Returns
    -------
    list of Estimate
        Fewer than half of the answers; none where no gap parts them from the others.
    """
    for count in range((len(answers) - 1) // 2, 0, -1):
        if _lowest(answers[:count]) > max(estimate.upp or 1 for estimate in answers[count:]):
            return list(answers[:count])
    return []


def leading(table: Table, language: Language) -> str:
    """Say which answers stand out, in words that claim no order where intervals overlap.

    Parameters
    ----------
    table
        Without a breakdown.
    language
        Language of the sentences.
    """
    top = standing_out(by_size(table))
    if not top:
        return say(language, "groups.none_leads")
    named = [
        f"{labels.target_label(table, estimate.key, language)}"
        f" ({numbers.percent(estimate.value or 0, language)})"
        for estimate in top
    ]
    said = say(language, "groups.leads", answers=list_names(named, language))
    pairs = itertools.pairwise(top)
    overlap = any((first.low or 0) <= (second.upp or 1) for first, second in pairs)
    return f"{said} {say(language, 'groups.order_unsure')}" if overlap else said


def title(table: Table, language: Language) -> str:
    """Name the answers that stand out, or say that none does."""
    names = [
        labels.target_label(table, estimate.key, language)
        for estimate in standing_out(by_size(table))
    ]
    if not names:
        return say(language, "groups.none_stands_out")
    return say(language, "groups.stands_out", answers=list_names(names, language))


def _lowest(answers: Sequence[Estimate]) -> float:
    return min(estimate.low or 0 for estimate in answers)
