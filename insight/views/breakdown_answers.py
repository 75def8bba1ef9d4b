"""The figures and tests of a breakdown, in the reader's view."""

from __future__ import annotations

from collections.abc import Sequence

from insight.analysis.compared.comparison_result import Comparison
from insight.analysis.differences import Against
from insight.analysis.estimates import QUANTILES, Table
from insight.analysis.significance import Tests, are_waves, period_tests_of, tests_of
from insight.reporting import labels
from insight.reporting.breakdown import changes as over_time
from insight.reporting.breakdown import finding, notes
from insight.reporting.breakdown.changes import Changes, tell
from insight.reporting.breakdown.request import Breakdown, Figures
from insight.reporting.breakdown.tested import Tested
from insight.survey.codebook import Variable
from insight.survey.filters import Filter
from insight.views import answers
from insight.views.view import View


def figures(view: View, breakdown: Breakdown) -> Figures:
    """Return what a breakdown is drawn from; over time the chosen wave is one among others."""
    where = view.respondents if breakdown.over_time else view.where

    if _tells_changes(view, breakdown):
        _over_time(view, breakdown)  # first, for in it is every wave that is asked for below
    whole, grouped, *alone = (
        _estimated(view, breakdown, by, where)
        for by in ((), breakdown.by, *((variable,) for variable in breakdown.by))
    )
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


def base_words(view: View, whole: Table) -> str:
    """Say in a few words who the figures are about: how many, weighted or not, who counts."""
    segments = (variable.id for variable in view.survey.codebook.segments)
    where = whole.request.where.without(*segments)
    everyone = answers.estimates(view.survey, whole.item.id, (), where, view.base)
    return labels.base_words(whole, everyone.estimates[0].base, view.language)


def test_groups(table: Table, key: str) -> Tests | None:
    """Return tests between the groups of a table: each against the rest, or wave by wave.

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
        None where there is nothing to compare, or too many groups to do so within; nor are
        quantiles tested.
    """
    over, comparisons = _comparisons(table, key)
    return tests_of(table, key, over, comparisons) if comparisons else None


def test_changes(table: Table, key: str, wave: str | None) -> Changes:
    """Return tests over time, of a table broken down by wave, up to a wave or the last one."""
    over, comparisons = _comparisons(table, key)
    if not comparisons:
        return Changes(None, None)
    last = last_wave(table, wave)
    period = period_tests_of(table, key, over, comparisons, last)
    return Changes(period, tests_of(table, key, over, comparisons))


def last_wave(table: Table, wave: str | None) -> str:
    """Return the wave that a sentence over time ends with: the chosen one, else the last shown."""
    over = _over(table)
    waves, ordered = table.request.levels[over], table.codebook.waves_ordered
    shown = {estimate.group[over] for estimate in table.estimates if estimate.shown}
    if wave in shown and wave in (waves[1:] if ordered else waves):
        return wave
    return next((code for code in reversed(waves) if code in shown), waves[-1])


def _over(table: Table) -> int:
    """Place of the variable whose groups are compared: the wave, else the first."""
    by = table.request.by
    return next((place for place in range(len(by)) if are_waves(table, place)), 0)


def _comparisons(table: Table, key: str) -> tuple[int, dict[str, Comparison]]:
    """The comparisons within each group of the variable that is not compared; none of too many."""
    by, where, over = table.request.by, table.request.where, _over(table)
    if not by or len(table.request.levels[over]) < 2 or table.statistic in QUANTILES:
        return over, {}
    within = {"": where}
    if len(by) == 2:
        other, codes = by[1 - over], table.request.levels[1 - over]
        within = {code: where.narrowed(other, [code]) for code in codes}
    if len(within) > notes.MOST_WITHIN:
        return over, {}
    against = _against(table, over)
    # All waves together, and their trend, are looked at where there is one variable, or many waves.
    joint = not are_waves(table, over) or len(by) == 1 or len(table.request.levels[over]) > 3
    return over, {
        code: answers.comparison_of(table, key, against, over, where=respondents, joint=joint)
        for code, respondents in within.items()
    }


def reading(
    view: View, figures: Figures, tests: Tests | None, related: Sequence[Comparison]
) -> tuple[str, list[Tests]]:
    """Return the finding, and the families of tests that the page rests on."""
    breakdown, key, language = figures.breakdown, figures.key, view.language
    if not breakdown.over_time:
        return finding.reading(figures, tests, related, language), [tests] if tests else []
    together = figures.alone[breakdown.over]
    wave = last_wave(together, view.wave)
    changes = test_changes(together, key, wave)
    told = [over_time.overall(together, key, wave, changes, language)]
    families = changes.families
    if len(figures.alone) > 1:
        by_group = test_changes(figures.grouped, key, wave)
        told.append(over_time.by_group(by_group, wave, language))
        families = by_group.families
    everything = [*changes.families, *families]
    if everything and not any(tests.claims_of(wave) for tests in everything):
        waves = [comparison for comparison in related if comparison.request.by[0] == breakdown.wave]
        told += finding.still_related(waves, language)
    return " ".join(filter(None, told)), families


def changes(view: View, tables: Sequence[Table], target: str) -> str:
    """Say for each survey how its figure has changed, up to the chosen wave or its own last."""
    said = []
    for table in tables:
        chosen = view.wave in table.request.levels[0]
        wave = view.wave if chosen and view.wave else last_wave(table, None)
        told = list(tell(test_changes(table, target, wave), (wave,), view.language))
        if told:
            who, change = labels.short_title(table.codebook), told[0]
            said.append(
                " ".join([view.say("sentence.change_of", who=who, change=change), *told[1:]])
            )
    return " ".join(said)


def associations(table: Table, key: str) -> list[Comparison]:
    """Return for each variable of a table whether answers depend on it at all."""
    if table.statistic in QUANTILES:
        return []
    return [
        answers.comparison_of(table, key, _against(table, place), place, joint=True)
        for place in range(len(table.request.by))
    ]


def _against(table: Table, place: int) -> Against:
    """Waves are compared in pairs, of which some are told; other groups each with the rest."""
    return "pairs" if are_waves(table, place) else "rest"


def tested(view: View, figures: Figures, related: Sequence[Comparison]) -> Tested:
    """Return everything that is tested about a breakdown: between its groups, and over time."""
    breakdown, key = figures.breakdown, figures.key
    groups = None if breakdown.over_time else test_groups(figures.grouped, key)
    if not _tells_changes(view, breakdown):
        return Tested(groups, related=related)
    together, *by_groups = _over_time(view, breakdown)
    if breakdown.over_time:
        together = figures.alone[breakdown.over]
        by_groups = [figures.grouped] if len(breakdown.by) == 2 else []
    last = last_wave(together, view.wave)
    if last != view.wave and not breakdown.over_time:
        return Tested(groups, related=related)
    of_groups = [test_changes(table, key, last) for table in by_groups]
    whole, by_group = test_changes(together, key, last), [*of_groups, Changes(None, None)][0]
    return Tested(groups, whole, by_group, last, related)


def _tells_changes(view: View, breakdown: Breakdown) -> bool:
    """Whether there are waves enough, in a known order."""
    wave = breakdown.wave
    return bool(wave and len(wave.categories) > 1 and view.survey.codebook.waves_ordered)


def _over_time(view: View, breakdown: Breakdown) -> list[Table]:
    """A breakdown's figures in every wave: of everyone, then of its groups if they are few."""
    few = len(breakdown.by) == 1 and breakdown.groups <= notes.MOST_WITHIN
    with_groups = few and not breakdown.over_time
    return [
        _estimated(view, breakdown, (*by, breakdown.wave), view.respondents)
        for by in ([(), breakdown.by] if with_groups else [()])
    ]


def _estimated(
    view: View, breakdown: Breakdown, by: Sequence[Variable | None], where: Filter
) -> Table:
    ids, statistic = tuple(variable.id for variable in by if variable), breakdown.statistic
    usual = (view.survey, breakdown.item.id, ids, where, view.base)
    return answers.estimates(*usual, statistic) if statistic else answers.estimates(*usual)
