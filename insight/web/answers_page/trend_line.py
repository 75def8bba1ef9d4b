"""The linear trend over what an answer is divided by, where that has an order."""

from __future__ import annotations

from dataclasses import replace

from insight.analysis.combined.ordered_trend import FEWEST_GROUPS
from insight.analysis.compared.comparison_result import Comparison
from insight.analysis.estimates import QUANTILES
from insight.language.errors import RequestError
from insight.reporting.breakdown.request import Figures
from insight.reporting.breakdown.slope_words import slope_sentence
from insight.reporting.breakdown.tested import Tested
from insight.views import answers
from insight.views.view import View
from insight.web import ui


def draw(view: View, figures: Figures, tested: Tested) -> None:
    """Say by how much figures rise or fall over waves or ordered groups.

    Nothing where there are two variables or none, where they have no order, where fewer than three
    groups can be shown, and over waves unless the last of them is the chosen one.

    Parameters
    ----------
    view, figures
        What the reader looks at, and the figures of which any two can be compared.
    tested
        What was tested already: a trend over waves has one verdict on the whole page.
    """
    found = _trend(figures, tested)
    sentence = "" if found is None else slope_sentence(found, view.language)
    if sentence:
        ui.remark(sentence)
    else:
        ui.keep_place()


def _trend(figures: Figures, tested: Tested) -> Comparison | None:
    grouped, by = figures.grouped, figures.breakdown.by
    if len(by) != 1 or grouped.statistic in QUANTILES or figures.breakdown.groups < FEWEST_GROUPS:
        return None
    if by[0] == figures.breakdown.wave:
        if not figures.breakdown.in_order_of_time or tested.wave != grouped.request.levels[0][-1]:
            return None
        found = answers.comparison_of(grouped, figures.key, "pairs", joint=True)
        return _as_told(found, tested)
    if not by[0].ordered:
        return None
    try:
        return answers.trend_of(grouped, figures.key)
    except RequestError:  # fewer than three of the groups can be shown
        return None


def _as_told(comparison: Comparison, tested: Tested) -> Comparison:
    """The trend as strictly as its family of tests is corrected, where it is in one."""
    period, claim = tested.whole.period, comparison.trend_claim
    corrected = period.trends.get((tested.wave,)) if period else None
    if period is None or claim is None or corrected is None:
        return comparison
    times = max(corrected.p / claim.p, 1) if claim.p > 0 else period.count
    wider = claim.at(1 - (1 - comparison.level) / times, comparison.level)
    return replace(comparison, trend_claim=replace(wider, p=corrected.p))
