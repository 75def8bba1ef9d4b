"""An adjusted comparison as a further answer: its sentences, its chart and its table."""

from __future__ import annotations

from functools import partial

from insight.analysis.adjusted.adjusted_result import Adjusted
from insight.language.capitals import within_sentence
from insight.language.catalogue import Language, say
from insight.reporting import labels
from insight.reporting.adjusted import adjusted_chart
from insight.reporting.adjusted.adjusted_sentences import stays, when_alike
from insight.reporting.breakdown.drawing import Drawing
from insight.reporting.charts.elements import Spec
from insight.reporting.charts.palettes import Theme
from insight.reporting.combined.further_answer import FurtherAnswer, intervals

MOST_SENTENCES = 6


def adjusted_answer(found: Adjusted, language: Language) -> FurtherAnswer:
    """Return what stays of differences; of many pairs the table tells it.

    Parameters
    ----------
    found
        The comparison.
    language
        Language of the words.
    """
    told, heading = stays(found, language), when_alike(found.given, language)
    table = adjusted_chart.table(found, language)
    words = adjusted_chart.alternative(found, language)
    rows = adjusted_chart.rows(found, language)
    chart = Drawing(rows, partial(_spec, found, language), table, words)
    variable, what = found.request.by[0], within_sentence(heading)
    figures = {
        say(language, "further.figure_of", group=variable.category(one.code).label, what=what): (
            labels.value(one.adjusted.value, found, language)
        )
        for one in found.groups
        if one.adjusted.value is not None
    }
    return FurtherAnswer(
        heading,
        told if len(told) <= MOST_SENTENCES else told[-1:],
        chart,
        table,
        [intervals(found.survey.codebook, found.level, language)],
        figures,
        [variable.id for variable in found.given],
    )


def _spec(found: Adjusted, language: Language, theme: Theme) -> Spec:
    return adjusted_chart.spec(found, theme, language)
