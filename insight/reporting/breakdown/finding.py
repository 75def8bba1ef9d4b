"""A breakdown in words: the finding on top, and the column of tests beside the groups."""

from __future__ import annotations

from collections.abc import Sequence

from insight.analysis.estimates import Table
from insight.analysis.significance import Found, Group, Tests
from insight.language.catalogue import Language, say
from insight.language.numbers import list_names
from insight.reporting import labels, sentences
from insight.reporting.breakdown.request import Figures
from insight.reporting.layout import Layout, Verdict

MARKS: dict[Found, str] = {"lower": "\N{DOWNWARDS ARROW} ", "higher": "\N{UPWARDS ARROW} "}
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
    breakdown = figures.breakdown
    if not breakdown.over_time:
        return _difference(figures, tests, language)
    waves = figures.grouped.request.levels[breakdown.over]
    ordered = figures.grouped.codebook.waves_ordered
    last = wave if wave in waves and (wave != waves[0] or not ordered) else waves[-1]
    level = _change(figures.alone[breakdown.over], figures.key, last, overall, language)
    if len(figures.alone) == 1:
        return level
    return f"{level} {_changes(tests, last, language)}"


def _difference(figures: Figures, tests: Tests | None, language: Language) -> str:
    """How large a figure is, and which groups are lower or higher than the others."""
    label = _label(figures.whole, figures.key, language)
    level = labels.level_sentence(figures.whole, figures.key, (), language, label)
    if tests is None:
        return level
    apart = [_apart(tests, verdict, language) for verdict in MARKS if _groups(tests, verdict)]
    return " ".join([level, *(apart or [say(language, "groups.nobody_apart")])])


def _groups(tests: Tests, verdict: Found) -> list[Group]:
    """The groups of which a test found this, the largest difference first."""
    groups = [group for group in tests.differences if tests.verdict(group) == verdict]
    return sorted(groups, key=lambda group: -abs(tests.differences[group].value or 0))


def _apart(tests: Tests, verdict: Found, language: Language) -> str:
    """Which groups are lower, or higher, than the rest."""
    table, differing = tests.table, _groups(tests, verdict)
    names = [labels.group_label(table, group, language) for group in differing]
    told = [
        sentences.against(name, tests.differences[group], table, language)
        for name, group in zip(names, differing, strict=True)
    ]
    groups = _some(told, language)
    if len(table.request.by) == 1:
        return say(language, f"groups.{verdict}", groups=groups)
    return say(language, f"breakdown.{verdict}_within", groups=groups, other=tests.other)


def _some(names: Sequence[str], language: Language) -> str:
    """The first few names, and how many more there are."""
    if len(names) <= MOST_NAMED + 1:
        return list_names(names, language)
    more = say(language, "breakdown.more", count=len(names) - MOST_NAMED)
    return list_names([*names[:MOST_NAMED], more], language)


def _label(table: Table, key: str, language: Language) -> str:
    """What a figure is of: an answer, or the mean."""
    return labels.target_label(table, key, language) if key else say(language, "chart.mean")


def _change(table: Table, key: str, wave: str, tests: Tests | None, language: Language) -> str:
    """How large a figure is in a wave, and how it has changed since the one before."""
    estimate, label = table.at((wave,), key), _label(table, key, language)
    when = labels.wave_label(table, estimate, language)
    label = say(language, "sentence.in_wave", label=label, wave=when)
    level = labels.level_sentence(table, key, (wave,), language, label)
    if tests is None or estimate.value is None or (wave,) not in tests.differences:
        return level
    difference, verdict = tests.differences[wave,], tests.verdict((wave,))
    change = sentences.change_to(difference, verdict, table, language)
    return say(language, "breakdown.changed", level=level.rstrip("."), change=change)


def _changes(tests: Tests | None, wave: str, language: Language) -> str:
    """Which groups have changed from the wave before to this one."""
    if tests is None:
        return say(language, "breakdown.changes_not_tested")
    label = tests.table.request.by[tests.over].category(wave).label
    told = []
    keys: dict[Found, str] = {"higher": "breakdown.risen", "lower": "breakdown.fallen"}
    for verdict, key in keys.items():
        groups = [group for group in _groups(tests, verdict) if group[tests.over] == wave]
        if groups:
            named = _some([_from_to(tests, group, language) for group in groups], language)
            told.append(say(language, key, groups=named, wave=label))
    return " ".join(told) or say(language, "breakdown.nobody_changed", wave=label)


def _from_to(tests: Tests, group: Group, language: Language) -> str:
    """A group with its figures in two waves."""
    change, by = tests.differences[group], tests.table.request.by
    before, after = (
        labels.value(number or 0, tests.table, language)
        for number in (change.value_second, change.value_first)
    )
    return say(
        language,
        "breakdown.from_to",
        group=by[1 - tests.over].category(group[1 - tests.over]).label,
        before=before,
        after=after,
        wave=by[tests.over].category(change.second).label,
    )


# --- The column of tests -------------------------------------------------------------------------


def verdict(tests: Tests, group: Group, language: Language) -> Verdict:
    """Say what a test found of a group, with a mark that can be said aloud where it differs."""
    verdict = tests.verdict(group)
    words = f"{MARKS.get(verdict, '')}{say(language, f'breakdown.{verdict}')}"
    return Verdict(words, verdict in MARKS)


def layout(figures: Figures, tests: Tests | None, language: Language) -> Layout:
    """Return which groups a chart shows in which order, with what the tests found of each."""
    everyone = not figures.breakdown.over_time
    order = figures.breakdown.in_order(figures.grouped)
    if tests is None:
        return Layout(everyone, order)
    heading = say(language, "breakdown.against_earlier" if tests.waves else "breakdown.against")
    verdicts = {group: verdict(tests, group, language) for group in tests.table.request.groups}
    return Layout(everyone, order, heading, verdicts)
