"""Sentences on adjusted comparisons: what stays of a difference when other variables are alike.

They never say why a difference is there, for a model cannot tell.
"""

from __future__ import annotations

from collections.abc import Sequence

from insight.analysis.adjusted.adjusted_result import Adjusted, AdjustedDifference, Told
from insight.language.capitals import within_sentence
from insight.language.catalogue import Language, say
from insight.language.numbers import list_names
from insight.reporting import sentences
from insight.reporting.lists import name_within
from insight.survey.codebook import Variable


def when_alike(given: Sequence[Variable], language: Language) -> str:
    """Say what is held alike: "with age and education held alike", to go on from.

    Parameters
    ----------
    given
        The covariates.
    language
        Language of the words.
    """
    names = [within_sentence(variable.label[language]) for variable in given]
    return say(language, "adjusted.when_alike", names=list_names(names, language))


def stays(result: Adjusted, language: Language) -> list[str]:
    """Say of each pair of groups what stays of their difference, then what that does not tell.

    Parameters
    ----------
    result
        The comparison.
    language
        Language of the sentences.
    """
    told = [stays_of(gap, result, language) for gap in result.differences]
    return [*told, say(language, "adjusted.not_why")]


def stays_of(gap: AdjustedDifference, result: Adjusted, language: Language) -> str:
    """Say what stays of one difference.

    Parameters
    ----------
    gap, result
        The difference, and where it stands.
    language
        Language of the sentence.
    """
    variable, finding = result.request.by[0], gap.finding(result.level)
    names = {
        "who": name_within(variable, gap.first, language),
        "other": name_within(variable, gap.second, language),
    }
    if finding == "break":
        return say(language, "adjusted.broken", **names)
    words = {
        "alike": when_alike(result.given, language),
        "now": _place(gap.adjusted, result, language),
        "before": _place(gap.unadjusted, result, language),
    }
    key = "stays" if finding in ("lower", "higher") else "not_shown"
    return say(language, f"adjusted.{key}", **words, **names)


def _place(told: Told, result: Adjusted, language: Language) -> str:
    """How far above or below the other group, with the interval where there is one."""
    value = told.value or 0.0
    if value == 0:
        return say(language, "adjusted.level")
    size = sentences.points(abs(value), result, language)
    if told.low is not None and told.upp is not None:
        low, upp = sorted((told.low, told.upp) if value > 0 else (-told.low, -told.upp))
        interval = sentences.span(low, upp, result, language)
        size = say(language, "sentence.size", size=size, interval=interval)
    return say(language, "adjusted.above" if value > 0 else "adjusted.below", size=size)
