"""The figures and tests of a breakdown, in the reader's view."""

from __future__ import annotations

from collections.abc import Sequence

from insight.analysis.differences import Against, Comparison
from insight.analysis.estimates import Base, Table
from insight.analysis.significance import Tests, are_waves, tests_of
from insight.reporting import labels
from insight.reporting.breakdown.request import Breakdown, Figures
from insight.survey.codebook import Variable
from insight.survey.filters import EVERYONE
from insight.web import answers
from insight.web.answers import View

MOST_WITHIN = 24


def figures(view: View, asked: Breakdown) -> Figures:
    """Return what a breakdown is drawn from; over time the chosen wave is one among others."""
    whole, grouped = _estimates(view, asked, ()), _estimates(view, asked, asked.by)
    alone = [_estimates(view, asked, [one]) for one in asked.by]
    unfiltered = not view.respondents.conditions and view.base == "all"
    beside = unfiltered and asked.over_time and len(alone) == 1
    published = answers.published([grouped], asked.target) if beside else ()
    return Figures(asked.target, whole, grouped, alone, published)


def _estimates(view: View, asked: Breakdown, by: Sequence[Variable]) -> Table:
    where = view.respondents if asked.over_time else view.where
    ids = tuple(one.id for one in by)
    return answers.estimates(view.survey, asked.item.id, ids, where, view.base, asked.statistic)


def base_line(view: View, asked: Breakdown, whole: Table) -> str:
    """Say who the figures are about, and how many of how many they are."""
    where = EVERYONE if asked.over_time else view.whole_wave
    everyone = answers.estimates(view.survey, asked.item.id, (), where, view.base)
    return labels.base_line(whole, everyone.estimates[0].base, view.language)


def tested(table: Table, key: str, base: Base) -> Tests | None:
    """Return tests between the groups of a table: each against the rest, waves against the last.

    Parameters
    ----------
    table
        The figures; with two variables the tests are made within each group of the one that is not
        compared.
    key
        Category or net whose share is tested; empty for a mean.
    base
        Whether "don't know" counts.

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
    asked = (table.survey, table.item.id, key, by[over].id)
    comparisons = {
        code: answers.groups_compared(
            *asked, respondents, base, _against(table, over), joint=len(by) == 1
        )
        for code, respondents in within.items()
    }
    return tests_of(table, key, over, comparisons)


def _against(table: Table, place: int) -> Against:
    """Waves are compared in pairs, of which some are told; other groups each with the rest."""
    return "pairs" if are_waves(table, place) else "rest"


def overall(found: Figures, base: Base) -> Tests | None:
    """Return tests of each wave against the one before it, all groups together."""
    return None if found.over is None else tested(found.alone[found.over], found.key, base)


def associations(table: Table, key: str, base: Base) -> list[Comparison]:
    """Return for each variable of a table whether answers depend on it at all."""
    return [
        answers.groups_compared(
            table.survey,
            table.item.id,
            key,
            one.id,
            table.request.where,
            base,
            _against(table, place),
            joint=True,
        )
        for place, one in enumerate(table.request.by)
    ]
