"""Linear trend over waves or ordered groups in a sentence, as strong as its test."""

from __future__ import annotations

from insight.analysis.compared.comparison_result import Comparison
from insight.language import numbers
from insight.language.capitals import within_sentence
from insight.language.catalogue import Language, say
from insight.reporting.signed import with_plus

FIRST_YEAR = 1800  # times before it are rounds that somebody has numbered


def slope_sentence(comparison: Comparison, language: Language) -> str:
    """Say by how much figures rise or fall from step to step; empty where no trend was tested.

    Parameters
    ----------
    comparison
        With the trend and its test: over waves as :func:`insight.compare` tests it, or over ordered
        groups.
    language
        Language of the sentence.
    """
    claim = comparison.trend_claim
    if comparison.trend is None or claim is None or not claim.p >= 0:
        return ""
    detected = claim.p < 1 - comparison.level
    if detected and not claim.value:  # smaller than figures are told, so that nothing says whereto
        return ""
    key = ("rises" if claim.value > 0 else "falls") if detected else "none"
    size = abs(claim.value) if detected else claim.value
    low, upp = (claim.low, claim.upp)
    if key == "falls":
        low, upp = -upp, -low
    return say(
        language,
        f"slope.{key}",
        size=_points(_size(size, comparison, language, signed=not detected), comparison, language),
        interval=_between(low, upp, comparison, language),
        step=_step(comparison, language),
        level=numbers.level(comparison.level, language),
        p=numbers.p_words(claim.p, language),
    )


def _step(comparison: Comparison, language: Language) -> str:
    """Per what the trend is: a year, a round, or a step in the order of the groups."""
    variable, book = comparison.request.by[0], comparison.survey.codebook
    if variable != book.wave:
        return say(language, "slope.step", by=within_sentence(variable.label[language]))
    times = book.wave_times or {}
    return say(language, f"slope.{'year' if min(times.values()) >= FIRST_YEAR else 'round'}")


def _between(low: float, upp: float, comparison: Comparison, language: Language) -> str:
    crosses = low < 0 < upp
    ends = [_size(end, comparison, language, signed=crosses) for end in (low, upp)]
    return say(language, "sentence.from_to", low=ends[0], upp=ends[1])


def _size(number: float, comparison: Comparison, language: Language, *, signed: bool) -> str:
    share = comparison.statistic == "share"
    told = numbers.decimal(100 * number if share else number, language, 1 if share else 2)
    return with_plus(number, told) if signed else told


def _points(size: str, comparison: Comparison, language: Language) -> str:
    if comparison.statistic != "share":
        return size
    return say(language, "pair.points", size=size)
