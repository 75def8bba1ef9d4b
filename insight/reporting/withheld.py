"""What stands in the place of a figure that may not be shown, where there is room for one word."""

from __future__ import annotations

from collections.abc import Iterable

from insight.analysis.estimates import Estimate
from insight.language.catalogue import Language, say
from insight.reporting import labels
from insight.survey.codebook import DisclosureRules


def word(estimate: Estimate, language: Language) -> str:
    """Return the word that stands for a figure that is not shown; empty if it is."""
    if estimate.shown:
        return ""
    return say(language, f"breakdown.cell_{estimate.flags[0]}" if estimate.flags else "flag.empty")


def reasons(estimates: Iterable[Estimate], rules: DisclosureRules, language: Language) -> list[str]:
    """Return why some of the figures are not shown, a sentence for each reason."""
    found = dict.fromkeys(
        labels.reason(one, rules, language) for one in estimates if one.flags and not one.shown
    )
    return [f"{one[:1].upper()}{one[1:]}." for one in found]
