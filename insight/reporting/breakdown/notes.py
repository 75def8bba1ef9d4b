"""Notes on the tests of a breakdown: what was tested, how, and what they would find."""

from __future__ import annotations

from collections.abc import Sequence

from insight.analysis.differences import Comparison
from insight.analysis.significance import Tests
from insight.language import numbers
from insight.language.catalogue import Language, say
from insight.reporting import labels, sentences
from insight.reporting.breakdown.request import Figures

SMALLEST_P = 0.001


def notes(
    figures: Figures, tests: Tests | None, related: Sequence[Comparison], language: Language
) -> list[str]:
    """Say where figures cannot be compared, what was tested, and what the tests can find."""
    told = labels.breaks([figures.grouped], language) if figures.breakdown.over_time else []
    if tests:
        told += [method(tests, language), detectable(tests, language)]
        if not figures.whole.codebook.design.probability:
            told.append(say(language, "breakdown.indicative"))
    elif len(figures.grouped.request.groups) > 1:
        told.append(say(language, "breakdown.nothing_tested"))
    told += [association(comparison, language) for comparison in related]
    return [*filter(None, told)]


def method(tests: Tests, language: Language) -> str:
    """Say what was tested against what, at which level, corrected for how many tests."""
    within = say(language, "breakdown.within", other=tests.other) if tests.other else ""
    against = "tested_waves" if tests.waves else "tested"
    level = numbers.percent(1 - tests.level, language)
    told = say(language, f"breakdown.{against}", within=within, level=level)
    if tests.count == 1:
        return f"{told}."
    return say(language, "breakdown.corrected", told=told, count=tests.count)


def detectable(tests: Tests, language: Language) -> str:
    """Say how large a difference must be for these tests to find it; empty where none were made."""
    sizes = tests.detectable()
    if not sizes:
        return ""
    as_share = tests.table.statistic == "share"
    size = sentences.spread(sizes, tests.table, language)
    points = say(language, "breakdown.points", size=size) if as_share else size
    return say(language, f"breakdown.detectable{'_waves' if tests.waves else ''}", points=points)


def association(comparison: Comparison, language: Language) -> str:
    """Say whether the answers depend on the group at all, by Rao and Scott's test of the table.

    Empty for answers that the test is not made for.
    """
    joint, variable = comparison.association, comparison.request.by[0]
    if comparison.request.item.kind != "single" or len(comparison.request.groups) < 2:
        return ""
    if joint is None:
        hidden = any("suppressed" in difference.flags for difference in comparison.differences)
        return say(language, "breakdown.no_table_test", by=variable.label) if hidden else ""
    depends = "depends" if joint.p < 1 - comparison.level else "independent"
    return say(language, f"breakdown.{depends}", by=variable.label, p=_p(joint.p, language))


def _p(p: float, language: Language) -> str:
    """A p value as it is written: p = 0.021, or p < 0.001."""
    key = "breakdown.p_below" if p < SMALLEST_P else "breakdown.p"
    return say(language, key, p=numbers.p_value(max(p, SMALLEST_P), language))
