"""A breakdown in words: the finding on top, and the column of tests beside the groups."""

from __future__ import annotations

from collections.abc import Sequence

from insight.analysis.compared.comparison_result import Comparison
from insight.analysis.corrections import corrected_intervals
from insight.analysis.differences import Difference, Found
from insight.analysis.estimates import Table
from insight.analysis.significance import Group, Tests, reverse
from insight.language import numbers
from insight.language.capitals import at_beginning
from insight.language.catalogue import Language, say
from insight.reporting import labels, sentences, signed
from insight.reporting.breakdown.request import Figures
from insight.reporting.layout import Layout, Line, Verdict
from insight.reporting.lists import name_some, name_within

MARKS: dict[Found, str] = {"lower": "\N{DOWNWARDS ARROW} ", "higher": "\N{UPWARDS ARROW} "}


# --- The finding ---------------------------------------------------------------------------------


def reading(
    figures: Figures,
    tests: Tests | None,
    related: Sequence[Comparison],
    language: Language,
) -> str:
    """Say how large a figure is and which groups differ, no more than the tests allow.

    Parameters
    ----------
    figures
        The figures, of all groups together and of each.
    tests
        Of the groups against each other; None where there were none.
    related
        Tests of whether answers depend on the groups at all, which a finding may not deny.
    language
        Language of the sentences.
    """
    label = _label(figures.whole, figures.key, language)
    level = labels.level_sentence(figures.whole, figures.key, (), language, label)
    half = labels.half_between(figures.whole, (), language)
    told = _told(figures, tests, related, language)
    return " ".join([level, *([f"{at_beginning(half)}."] if half else []), *told])


def _told(
    figures: Figures, tests: Tests | None, related: Sequence[Comparison], language: Language
) -> list[str]:
    if tests is None:
        return []
    if same := all_the_same(figures, language):
        return [same]
    if tests.pair and len(tests.table.request.by) == 1:
        return [pair_sentence(_upper(tests), tests, language)]
    apart = [_apart(tests, found, language) for found in MARKS if _groups(tests, found)]
    if apart:
        return apart
    alike, few = (_groups(tests, found) for found in ("alike", "few"))
    if not alike and not few:
        return []
    none = [say(language, "groups.none_apart" if alike else "groups.nobody_apart")]
    if alike and few:
        names = [labels.group_label(tests.table, group, language) for group in few]
        none.append(say(language, "groups.untold", groups=name_some(names, language)))
    return [*none, *still_related(related, language)]


def all_the_same(figures: Figures, language: Language) -> str:
    """Say that all groups have the same share or number, where they have; else nothing."""
    shown = [estimate for estimate in figures.grouped.of(figures.key) if estimate.shown]
    if not figures.key or not all("boundary" in estimate.flags for estimate in shown):
        return ""  # a share that was rounded to nought is none
    values = {estimate.value for estimate in shown}
    if values == {0.0}:
        return say(language, "groups.all_none")
    return say(language, "groups.all_all") if values == {1.0} else ""


def still_related(related: Sequence[Comparison], language: Language) -> list[str]:
    """Say on which variables all answers together depend all the same."""
    return [
        say(
            language,
            "groups.related",
            by=comparison.request.by[0].label,
            p=numbers.p_words(comparison.association.p, language),
        )
        for comparison in related
        if comparison.association and comparison.association.p < 1 - comparison.level
    ]


def _upper(tests: Tests) -> Difference:
    """The one difference of two groups, from the side of the higher."""
    return max(tests.differences.values(), key=lambda gap: gap.value or 0)


def pair_sentence(gap: Difference, tests: Tests | Comparison, language: Language) -> str:
    """Say how two groups differ, once and not from both sides."""
    result: Table | Comparison
    if isinstance(tests, Tests):
        result, count, over = tests.table, tests.count, tests.over
    else:
        result, count, over = tests, tests.tests, 0
    variable = result.request.by[over]
    found = gap.finding(tests.level, count)
    if found == "lower":
        gap, found = reverse(gap), "higher"
    values: dict[str, object] = {
        "first": name_within(variable, gap.first, language),
        "second": name_within(variable, gap.second, language),
    }
    if gap.value is None or found in ("break", "untested"):
        key = "pair_break" if found == "break" else "pair_untested"
        return at_beginning(say(language, f"groups.{key}", **values))
    values["share"], values["other"] = sentences.pair(gap, result, language)
    keys = {"alike": "pair_alike", "few": "pair_few"}
    if found in keys:  # each share stands by itself
        values["share"] = labels.value(gap.value_first or 0, result, language)
    size = sentences.size(gap, result, language)
    return say(language, f"groups.{keys.get(found, 'pair_apart')}", size=size, **values)


def _groups(tests: Tests, found: Found) -> list[Group]:
    """The groups of which a test found this, the largest difference first."""
    groups = [group for group in tests.differences if tests.finding(group) == found]
    return sorted(groups, key=lambda group: -abs(tests.differences[group].value or 0))


def _apart(tests: Tests, found: Found, language: Language) -> str:
    """Which groups are lower, or higher, than the rest."""
    table, differing = tests.table, _groups(tests, found)
    names = [labels.group_label(table, group, language) for group in differing]
    told = [
        sentences.against(name, tests.differences[group], table, language)
        for name, group in zip(names, differing, strict=True)
    ]
    groups = name_some(told, language)
    if len(table.request.by) == 1:
        return say(language, f"groups.{found}", groups=groups)
    return say(language, f"breakdown.{found}_within", groups=groups, other=tests.other)


def _label(table: Table, key: str, language: Language) -> str:
    """What a figure is of: an answer, or the mean."""
    return labels.figure_label(table, key, language)


# --- The column of tests -------------------------------------------------------------------------


def verdict(tests: Tests, group: Group, language: Language) -> Verdict:
    """Say what a test found of a group, with a mark that can be said aloud where it differs.

    Two groups have one difference, which stands beside the higher of them.
    """
    found = tests.finding(group)
    if tests.pair and tests.differences[group] != _upper(tests):
        return Verdict("", apart=False)
    found = tests.finding(group)
    key = "unchanged" if found == "alike" and tests.waves else found
    words = f"{MARKS.get(found, '')}{say(language, f'breakdown.{key}')}"
    return Verdict(words, found in MARKS)


def told(tests: Tests | None, language: Language) -> dict[Group, list[Line]]:
    """Say for the box of each group how large its difference is, and whether it was detected."""
    if tests is None:
        return {}
    return {
        group: [_line_of(tests, group, gap, language)] for group, gap in tests.differences.items()
    }


def _line_of(tests: Tests, group: Group, gap: Difference, language: Language) -> Line:
    name = say(language, "box.against")
    if tests.waves:
        waves = tests.table.request.by[tests.over]
        name = say(language, "box.change", wave=name_within(waves, gap.second, language))
    size = ""
    if gap.value is not None:
        between = corrected_intervals.of_group(tests, group)
        size = signed.with_interval(gap.value, between, tests.table, language)
    found = tests.finding(group)
    key = "unchanged" if found == "alike" and tests.waves else found
    words = say(language, "box.detected" if found in MARKS else f"breakdown.{key}")
    return name, ", ".join(filter(None, [size, words]))


def layout(figures: Figures, tests: Tests | None, language: Language) -> Layout:
    """Return which groups a chart shows in which order, with what the tests found of each."""
    everyone = not figures.breakdown.over_time
    order = figures.breakdown.in_order(figures.grouped)
    if tests is None:
        return Layout(everyone, order)
    heading = say(language, f"breakdown.{_heading(tests)}")
    verdicts = {group: verdict(tests, group, language) for group in tests.table.request.groups}
    return Layout(everyone, order, heading, verdicts, told(tests, language))


def _heading(tests: Tests) -> str:
    if tests.waves:
        return "against_earlier"
    return "pair_heading" if tests.pair else "against"
