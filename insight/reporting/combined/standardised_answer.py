"""Standardised figures as a further answer: what they are, their chart and their table."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from insight.analysis.combined.standardised_rows import StandardisedTable
from insight.language.capitals import within_sentence
from insight.language.catalogue import Language, say
from insight.language.numbers import list_names
from insight.reporting import labels
from insight.reporting.breakdown.drawing import Drawing
from insight.reporting.charts.elements import Spec
from insight.reporting.charts.palettes import Theme
from insight.reporting.charts.side_by_side import side_by_side_spec
from insight.reporting.combined import standardised_words
from insight.reporting.combined.further_answer import FurtherAnswer, intervals
from insight.survey.codebook import Variable


def standardised_answer(
    found: StandardisedTable, key: str, wave: str, language: Language
) -> FurtherAnswer:
    """Return standardised figures beside those that are not, and which groups have none.

    Parameters
    ----------
    found, key
        The figures, and which of them is followed; empty for a mean.
    wave
        The wave whose composition it is; empty of another population.
    language
        Language of the words.
    """
    lines = standardised_words.lines(found, key, language)
    lacking = [standardised_words.lacks(line, language) for line in lines if line.lacking]
    table = standardised_words.table(found, key, language)
    words = " ".join(standardised_words.in_words(line, found, language) for line in lines)
    rows = standardised_words.rows(found, key, language)
    what = within_sentence(say(language, "standardised.column"))
    figures = {
        say(language, "further.figure_of", group=line.name, what=what): (
            labels.value_of(line.told, found.crude, language)
        )
        for line in lines
        if line.told.value is not None
    }
    return FurtherAnswer(
        standardised_heading(found.population.strata, language),
        [standardised_words.what_it_is(found, wave, language), *lacking],
        Drawing(rows, partial(_spec, found, language), table, words),
        table,
        [intervals(found.survey.codebook, found.level, language)],
        figures,
        [variable.id for variable in found.population.strata],
    )


def standardised_heading(strata: Sequence[Variable], language: Language) -> str:
    """Say over what groups are standardised."""
    names = [within_sentence(one.label[language]) for one in strata]
    return say(language, "standardised.heading", names=list_names(names, language))


def _spec(found: StandardisedTable, language: Language, theme: Theme) -> Spec:
    ways = [say(language, "standardised.plain"), say(language, "standardised.column")]
    return side_by_side_spec(ways, theme, language, share=found.statistic == "share")
