"""The figures and tests of a breakdown, in the reader's view."""

from __future__ import annotations

from insight.analysis.differences import Against, Comparison
from insight.analysis.estimates import Table
from insight.analysis.significance import Tests, are_waves, tests_of
from insight.reporting import basis_words, labels
from insight.reporting.breakdown.answer import Answer
from insight.reporting.breakdown.drawing import Drawing
from insight.reporting.breakdown.request import Breakdown, Figures
from insight.survey.codebook import Variable
from insight.web import answers
from insight.web.answers import View

MOST_WITHIN = 24


def figures(view: View, breakdown: Breakdown) -> Figures:
    """Return what a breakdown is drawn from; over time the chosen wave is one among others."""
    where = view.respondents if breakdown.over_time else view.where

    def estimated(*by: Variable) -> Table:
        ids, statistic = tuple(variable.id for variable in by), breakdown.statistic
        usual = (view.survey, breakdown.item.id, ids, where, view.base)
        return answers.estimates(*usual, statistic) if statistic else answers.estimates(*usual)

    whole, grouped = estimated(), estimated(*breakdown.by)
    alone = [estimated(variable) for variable in breakdown.by]
    unfiltered = not view.respondents.conditions and view.base == "all"
    beside = unfiltered and breakdown.over_time and len(alone) == 1
    published = answers.figures_about([grouped], breakdown.target) if beside else ()
    return Figures(breakdown, whole, grouped, alone, published)


def base_line(view: View, whole: Table) -> str:
    """Say who the figures are about, and how many of how many they are."""
    segments = (variable.id for variable in view.survey.codebook.segments)
    where = whole.request.where.without(*segments)
    everyone = answers.estimates(view.survey, whole.item.id, (), where, view.base)
    return labels.base_line(whole, everyone.estimates[0].base, view.language)


def answer(view: View, figures: Figures, finding: str, chart: Drawing) -> Answer:
    """Return what a page shows of a breakdown."""
    item, by = figures.breakdown.item, figures.breakdown.by
    name = "_by_".join([f"{view.survey.id}_{item.id}", *(variable.id for variable in by)])
    base = base_line(view, figures.whole)
    basis = basis_words.sentence(figures.shown, chart.keys, view.language)
    return Answer(name, item.label[view.language], finding, base, chart, figures.shown, basis)


def test_groups(table: Table, key: str) -> Tests | None:
    """Return tests between the groups of a table: each against the rest, waves against the last.

    Parameters
    ----------
    table
        The figures; with two variables the tests are made within each group of the one that is not
        compared.
    key
        Category or net whose share is tested; empty for a mean.

    Returns
    -------
    Tests or None
        None where there is nothing to compare, or too many groups to do so within.
    """
    by, where = table.request.by, table.request.where
    over = next((place for place in range(len(by)) if are_waves(table, place)), 0)
    if not by or len(table.request.levels[over]) < 2:
        return None
    within = {"": where}
    if len(by) == 2:
        other, codes = by[1 - over], table.request.levels[1 - over]
        within = {code: where.narrowed(other, [code]) for code in codes}
    if len(within) > MOST_WITHIN:
        return None
    against, joint = _against(table, over), len(by) == 1
    comparisons = {
        code: answers.comparison_of(table, key, against, over, where=respondents, joint=joint)
        for code, respondents in within.items()
    }
    return tests_of(table, key, over, comparisons)


def overall(figures: Figures) -> Tests | None:
    """Return tests of each wave against the one before it, all groups together."""
    breakdown = figures.breakdown
    return test_groups(figures.alone[breakdown.over], figures.key) if breakdown.over_time else None


def associations(table: Table, key: str) -> list[Comparison]:
    """Return for each variable of a table whether answers depend on it at all."""
    return [
        answers.comparison_of(table, key, _against(table, place), place, joint=True)
        for place in range(len(table.request.by))
    ]


def _against(table: Table, place: int) -> Against:
    """Waves are compared in pairs, of which some are told; other groups each with the rest."""
    return "pairs" if are_waves(table, place) else "rest"
