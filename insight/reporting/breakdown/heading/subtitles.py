"""Subtitles: the question, what is measured of it, of whom, by what and when."""

from __future__ import annotations

from insight.language.capitals import within_sentence
from insight.language.catalogue import Language, say
from insight.language.numbers import list_names
from insight.reporting import labels
from insight.reporting.breakdown.request import Figures
from insight.reporting.breakdown.tested import Tested
from insight.survey.codebook import Codebook


def subtitle(
    figures: Figures, tested: Tested, where: str, language: Language, *, each: bool = False
) -> str:
    """Return the question, what is measured of it, of whom, by what and when.

    Parameters
    ----------
    figures, tested
        What is shown, and the wave that it ends with.
    where
        The filter in words; empty where there is none.
    language
        Language of the words.
    each
        Whether every answer is shown, and not only the one that is followed.
    """
    breakdown, book = figures.breakdown, figures.whole.codebook
    item = breakdown.item
    asked = item.label[language]
    label = labels.target_label(figures.whole, figures.key, language) if figures.key else ""
    measured = labels.figure_label(figures.whole, figures.key, language)
    if figures.whole.statistic == "quartiles":
        measured = say(language, "quantile.and_quartiles")
    if label:
        key = "share_of_each" if each else "share_of"
        measured = say(language, f"answers.{key}", label=label)
    segments = [variable for variable in breakdown.by if variable != breakdown.wave]
    parts = [_among(measured, book, where, language)]
    if segments:
        names = [within_sentence(variable.label[language]) for variable in segments]
        parts.append(say(language, "answers.divided", by=list_names(names, language)))
    parts += [*filter(None, [_when(figures, tested, language)])]
    return f"{asked.rstrip('.?')}{'?' if asked.endswith('?') else '.'} {', '.join(parts)}"


def _among(measured: str, book: Codebook, where: str, language: Language) -> str:
    if book.short_title is None:
        return f"{measured}, {where}" if where else measured
    who = within_sentence(book.short_title[language])
    told = say(language, "answers.among", measured=measured, who=who)
    return f"{told} ({where})" if where else told


def _when(figures: Figures, tested: Tested, language: Language) -> str:
    breakdown, wave = figures.breakdown, figures.breakdown.wave
    if wave is None:
        return ""
    if not breakdown.over_time:
        return labels.wave_label(figures.whole, figures.whole.estimates[0], language)
    ends = [
        wave.category(code).label[language]
        for code in (next(iter(wave.by_key)), tested.wave or [*wave.by_key][-1])
    ]
    return ends[0] if ends[0] == ends[1] else "\N{EN DASH}".join(ends)
