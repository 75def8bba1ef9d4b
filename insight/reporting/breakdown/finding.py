"""A breakdown in words: the finding on top, and the column of tests beside the groups."""

from __future__ import annotations

from collections.abc import Sequence

from insight.analysis.estimates import Estimate, Table
from insight.analysis.significance import Found, Group, Tests
from insight.language.catalogue import Language, say
from insight.language.numbers import listed
from insight.reporting import labels
from insight.reporting.breakdown.request import Figures
from insight.reporting.layout import Layout, Verdict

MARKS: dict[Found, str] = {"lower": "\N{DOWNWARDS ARROW} ", "higher": "\N{UPWARDS ARROW} "}
CHANGES: dict[Found, str] = {
    "lower": "fallen",
    "higher": "risen",
    "alike": "unchanged",
    "break": "after_break",
}
MOST_NAMED = 3


# --- The finding ---------------------------------------------------------------------------------


def reading(
    figures: Figures,
    tests: Tests | None,
    overall: Tests | None,
    wave: str | None,
    language: Language,
) -> str:
    """Say what was found, no more than the tests allow.

    Parameters
    ----------
    figures
        The figures, of all groups together and of each.
    tests
        Of the groups against each other, or of each wave against the one before it; None where
        there were none.
    overall
        Of each wave against the one before it, all groups together.
    wave
        Code of the wave to speak of where figures are followed over time.
    language
        Language of the sentences.
    """
    over = figures.over
    if over is None:
        return _difference(figures, tests, language)
    there = figures.grouped.request.levels[over]
    last = wave if wave in there and wave != there[0] else there[-1]
    level = _change(figures.alone[over], figures.key, last, overall, language)
    if len(figures.alone) == 1:
        return level
    return f"{level} {_changes(tests, last, language)}"


def _difference(figures: Figures, tests: Tests | None, language: Language) -> str:
    """How large a figure is, and which groups are lower or higher than the others."""
    whole = figures.whole
    label = _label(whole, figures.key, language)
    level = _level(whole, whole.at((), figures.key), label, language)
    if tests is None:
        return level
    found = [_apart(tests, one, language) for one in MARKS if _groups(tests, one)]
    return " ".join([level, *(found or [say(language, "groups.nobody_apart")])])


def _groups(tests: Tests, verdict: Found) -> list[Group]:
    """The groups of which a test found this, the largest difference first."""
    groups = [one for one in tests.found if tests.verdict(one) == verdict]
    return sorted(groups, key=lambda one: -abs(tests.found[one].value or 0))


def _apart(tests: Tests, verdict: Found, language: Language) -> str:
    """Which groups are lower, or higher, than the rest."""
    named = [
        say(
            language,
            "groups.against",
            group=labels.group_label(tests.table, group, language),
            share=_value(tests, tests.found[group].value_first, language),
            others=_value(tests, tests.found[group].value_second, language),
        )
        for group in _groups(tests, verdict)
    ]
    groups = _some(named, language)
    if len(tests.table.request.by) == 1:
        return say(language, f"groups.{verdict}", groups=groups)
    return say(language, f"breakdown.{verdict}_within", groups=groups, other=tests.other)


def _some(names: Sequence[str], language: Language) -> str:
    """The first few names, and how many more there are."""
    if len(names) <= MOST_NAMED + 1:
        return listed(names, language)
    more = say(language, "breakdown.more", count=len(names) - MOST_NAMED)
    return listed([*names[:MOST_NAMED], more], language)


def _value(tests: Tests, number: float | None, language: Language) -> str:
    return labels.value(number or 0, tests.table, language)


def _label(table: Table, key: str, language: Language) -> str:
    """What a figure is of: an answer, or the mean."""
    return labels.target_label(table, key, language) if key else say(language, "chart.mean")


def _level(table: Table, one: Estimate, label: str, language: Language) -> str:
    """How large a figure is, or why it is not shown."""
    if one.value is None:
        reason = labels.reason(one, table.codebook.disclosure, language)
        reason = reason or say(language, "flag.empty")
        return say(language, "sentence.hidden", label=label, reason=reason)
    value = labels.value(one.value, table, language)
    interval = labels.interval(one, table, language)
    return say(language, "sentence.level", label=label, value=value, interval=interval)


def _change(table: Table, key: str, wave: str, tests: Tests | None, language: Language) -> str:
    """How large a figure is in a wave, and how it has changed since the one before."""
    one, label = table.at((wave,), key), _label(table, key, language)
    when = labels.wave_label(table, one, language)
    label = say(language, "sentence.in_wave", label=label, wave=when)
    level = _level(table, one, label, language)
    if tests is None or one.value is None or one.group not in tests.found:
        return level
    before, found = tests.found[one.group], CHANGES.get(tests.verdict(one.group), "too_few")
    earlier = table.request.by[0].category(before.second).label
    value = _value(tests, before.value_second, language)
    of_change = {"before": value} if found in ("risen", "fallen") else {}
    changed = say(language, f"sentence.{found}", wave=earlier, **of_change)
    return say(language, "breakdown.changed", level=level.rstrip("."), change=changed)


def _changes(tests: Tests | None, wave: str, language: Language) -> str:
    """Which groups have changed from the wave before to this one."""
    if tests is None:
        return say(language, "breakdown.changes_not_tested")
    label = tests.table.request.by[tests.over].category(wave).label
    told = []
    for found in ("higher", "lower"):
        groups = [one for one in _groups(tests, found) if one[tests.over] == wave]
        if groups:
            named = _some([_from_to(tests, one, language) for one in groups], language)
            told.append(say(language, f"breakdown.{CHANGES[found]}", groups=named, wave=label))
    return " ".join(told) or say(language, "breakdown.nobody_changed", wave=label)


def _from_to(tests: Tests, group: Group, language: Language) -> str:
    """A group with its figures in two waves."""
    one, by = tests.found[group], tests.table.request.by
    return say(
        language,
        "breakdown.from_to",
        group=by[1 - tests.over].category(group[1 - tests.over]).label,
        before=_value(tests, one.value_second, language),
        after=_value(tests, one.value_first, language),
        wave=by[tests.over].category(one.second).label,
    )


# --- The column of tests -------------------------------------------------------------------------


def verdict(tests: Tests, group: Group, language: Language) -> Verdict:
    """Say what a test found of a group, with a mark that can be said aloud where it differs."""
    found = tests.verdict(group)
    words = f"{MARKS.get(found, '')}{say(language, f'breakdown.{found}')}"
    return Verdict(words, found in MARKS)


def layout(
    tests: Tests | None, order: Sequence[Group] | None, language: Language, *, everyone: bool
) -> Layout:
    """Return which groups a chart shows, with what the tests found of each."""
    if tests is None:
        return Layout(everyone, order)
    heading = say(language, "breakdown.against_earlier" if tests.waves else "breakdown.against")
    verdicts = {group: verdict(tests, group, language) for group in tests.table.request.groups}
    return Layout(everyone, order, heading, verdicts)
