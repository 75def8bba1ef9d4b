"""Notes on the tests of a breakdown: what was tested, how, and what they would find."""

from __future__ import annotations

from collections.abc import Sequence

from insight.analysis.compared.comparison_result import Comparison
from insight.analysis.differences import LARGE_SHARE
from insight.analysis.estimates import QUANTILES
from insight.analysis.significance import Tests
from insight.language import numbers
from insight.language.capitals import within_sentence
from insight.language.catalogue import Language, say
from insight.reporting import labels, sentences
from insight.reporting.breakdown.request import Figures
from insight.reporting.lists import name_some

MOST_WITHIN = 24  # groups of one variable within which those of the other are tested


def notes(
    figures: Figures, families: Sequence[Tests], related: Sequence[Comparison], language: Language
) -> list[str]:
    """Say where figures cannot be compared, what was tested, and what the tests can find.

    Parameters
    ----------
    figures
        The figures that were tested.
    families
        The families of tests; none where nothing was tested.
    related
        Tests of whether answers depend on the groups at all.
    language
        Language of the notes.
    """
    told = labels.breaks([figures.grouped], language) if figures.breakdown.over_time else []
    families = [tests for tests in families if tests.count]
    for tests in families:
        told += [method(tests, language), detectable(tests, language)]
    if any("few" in map(tests.finding, tests.differences) for tests in families):
        told.append(few_rule(figures, language))
    if families and not figures.whole.codebook.design.probability:
        told.append(say(language, "breakdown.indicative"))
    if not families and len(figures.grouped.request.groups) > 1:
        reason = say(language, f"breakdown.{why_untested(figures)}")
        told.append(say(language, "breakdown.nothing_tested", reason=reason))
    for comparison in related:
        told += [association(comparison, language), left_out(comparison, language)]
    return [*filter(None, told)]


def method(tests: Tests, language: Language) -> str:
    """Say what was tested against what, at which level, and which tests are corrected together."""
    within = say(language, "breakdown.within", other=tests.other) if tests.other else ""
    against = "tested_pair" if tests.pair else "tested"
    if tests.waves:
        against = "tested_period" if tests.span == "period" else "tested_waves"
    level = numbers.percent(1 - tests.level, language)
    told = say(language, f"breakdown.{against}", within=within, level=level)
    if tests.trends:
        told = say(language, "breakdown.with_trends", told=told)
    key = "one_test" if tests.count == 1 else "corrected"
    return say(language, f"breakdown.{key}", told=told, count=tests.count)


def detectable(tests: Tests, language: Language) -> str:
    """Say how large a difference must be for these tests to find it; empty where none were made."""
    sizes = tests.detectable()
    if not sizes:
        return ""
    points = _in_points(sentences.spread(sizes, tests.table, language), tests, language)
    return say(language, f"breakdown.detectable{'_waves' if tests.waves else ''}", points=points)


def _in_points(size: str, tests: Tests, language: Language) -> str:
    as_share = tests.table.statistic == "share"
    return say(language, "breakdown.points", size=size) if as_share else size


def few_rule(figures: Figures, language: Language) -> str:
    """Say when answers are called too few."""
    if figures.whole.statistic != "share":
        return say(language, "breakdown.few_rule_means")
    size = numbers.whole(100 * LARGE_SHARE, language)
    points = say(language, "breakdown.points", size=size)
    return say(language, "breakdown.few_rule", points=points)


def why_untested(figures: Figures) -> str:
    """Return the key of the reason for which groups were not tested against each other."""
    if figures.breakdown.over_time and not figures.grouped.codebook.waves_ordered:
        return "why_no_order"
    if figures.grouped.statistic in QUANTILES:
        return "why_quantile"
    estimates = list(figures.grouped.of(figures.key))
    shown = [estimate for estimate in estimates if estimate.shown]
    if len(shown) < 2:
        held_back = sum("unreliable" in estimate.flags for estimate in estimates)
        return "why_uncertain" if held_back + len(shown) > 1 else "why_few_groups"
    if len({estimate.value for estimate in shown}) == 1:
        return "why_constant"
    by = figures.grouped.request.levels
    others = len(by[1 - figures.breakdown.over]) if len(by) == 2 else 1
    return "why_too_many" if others > MOST_WITHIN else "why_no_two"


def association(comparison: Comparison, language: Language) -> str:
    """Say whether the answers depend on the group at all, by Rao and Scott's test of the table.

    Empty for answers that the test is not made for.
    """
    joint, variable = comparison.association, comparison.request.by[0]
    groups = len(comparison.request.groups)
    if comparison.request.item.kind != "single" or groups < 2:
        return ""
    if joint is None:
        reason = say(language, f"breakdown.{_why_no_table_test(comparison)}")
        values = {"by": variable.label, "reason": within_sentence(reason)}
        return say(language, "breakdown.no_table_test", **values)
    depends = "depends" if joint.p < 1 - comparison.level else "independent"
    p = numbers.p_words(joint.p, language)
    return say(language, f"breakdown.{depends}", by=variable.label, p=p)


def _why_no_table_test(comparison: Comparison) -> str:
    if len(comparison.request.groups) - len(comparison.left_out) < 2:
        return "why_few_groups"
    broken = any("break" in gap.flags for gap in comparison.differences)
    return "why_break" if broken else "why_same_answers"


def left_out(comparison: Comparison, language: Language) -> str:
    """Say which groups the tests of all groups together do without; empty where it is none."""
    if not comparison.left_out or comparison.association is None:
        return ""
    by = comparison.request.by[0]
    names = [by.category(code).label[language] for code in comparison.left_out]
    return say(language, "breakdown.not_in_test", groups=name_some(names, language))
