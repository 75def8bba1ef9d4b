"""Titles: what was found, as a sentence as strong as its test, and below it what was asked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from insight.analysis.differences import Difference, Found
from insight.analysis.estimates import Estimate, Table
from insight.analysis.significance import Group, Tests, reverse
from insight.language import numbers
from insight.language.capitals import at_beginning
from insight.language.catalogue import Language, say
from insight.reporting import labels
from insight.reporting.breakdown.heading.group_wordings import (
    counted,
    groups_of,
    names_in_sentence,
    told_of_groups,
    with_each,
)
from insight.reporting.breakdown.heading.title_room import Part, Title, assemble, first_that_fits
from insight.reporting.breakdown.request import Figures
from insight.reporting.breakdown.tested import Tested, first_wave, over_period
from insight.reporting.lists import name_within
from insight.survey.codebook import Codebook, Variable

FEW_POINTS = 0.15
APART: tuple[Found, ...] = ("higher", "lower")
UNTOLD: tuple[Found, ...] = ("break", "untested")

Apart = tuple[Found, Sequence[Group]]


def title(figures: Figures, tested: Tested, language: Language) -> Title:
    """Return what was found, what a test detected first; else how large the figure is.

    Parameters
    ----------
    figures
        What is shown.
    tested
        All that was tested about it.
    language
        Language of the sentences.
    """
    told = [*_changes(figures, tested, language)]
    named = any(sentence.detected for sentence in told)
    told += _differences(figures, tested, language, named=named)
    told.sort(key=lambda sentence: not sentence.detected)
    if not told or not (figures.breakdown.by or told[0].detected):
        told.insert(0, Part(level(figures, tested, language)))
    return assemble(told[:2])


def level(figures: Figures, tested: Tested, language: Language) -> str:
    """Return how large the figure of all is; over time that of the last wave."""
    table = figures.whole
    group: Group = ()
    breakdown = figures.breakdown
    if breakdown.over_time and tested.wave:
        table, group = figures.alone[breakdown.over], (tested.wave,)
    estimate = table.at(group, figures.key)
    return level_of(table, estimate, language)


def level_of(table: Table, estimate: Estimate, language: Language) -> str:
    """Return how large a figure is, or only what it is of where it is not shown."""
    label = labels.figure_label(table, estimate.key, language)
    if estimate.value is None:
        return first_that_fits([label])
    number = in_words(labels.value_of(estimate, table, language), language)
    words = [say(language, "answers.level", label=label, value=number)]
    if estimate.key:
        words.append(say(language, "answers.level_of_share", value=number))
    return first_that_fits(words)


def in_words(number: str, language: Language) -> str:
    """Return a share with the word for per cent in place of its sign."""
    sign = "\N{NO-BREAK SPACE}%" if language == "nb" else "%"
    if not number.endswith(sign):
        return number
    return say(language, "answers.per_cent", number=number.removesuffix(sign))


def subjects(item: Variable, key: str, language: Language) -> tuple[str, ...]:
    """Return what a sentence is about, at length and in short.

    It is the short noun of an item's first measure, or the share that gives an answer; where there
    is no room for the answer, the subtitle has it.
    """
    if not key:
        return (say(language, "answers.subject_mean"),)
    net = item.net(key)
    usual = item.nets[0].id if item.nets else next(iter(item.by_key), "")
    if item.short and key == usual:
        return (item.short[language],)
    label = (net.label if net else item.category(key).label)[language]
    named = say(language, "answers.subject", label=label)
    return named, say(language, "answers.subject_share")


# --- Over time -----------------------------------------------------------------------------------


def _changes(figures: Figures, tested: Tested, language: Language) -> Iterator[Part]:
    """Yield what has changed since the first wave: each of the groups, or all together."""
    by_group = over_period(tested.by_group)
    if by_group and (told := _of_groups(figures, by_group, tested.wave, language)):
        yield told
        return
    whole = over_period(tested.whole)
    if whole and (told := _of_all(figures, whole, tested.wave, language)):
        yield told


def _of_all(figures: Figures, tests: Tests, wave: str, language: Language) -> Part | None:
    gap, found = tests.differences.get((wave,)), tests.finding((wave,))
    if gap is None or found in UNTOLD:
        return None
    since = name_within(tests.table.request.by[tests.over], gap.second, language)
    if found not in APART:
        return Part(_undetected(tests, "changes", language, since=since))
    before, after = (
        labels.value(value or 0, tests.table, language)
        for value in (gap.value_second, gap.value_first)
    )
    key, values = f"answers.all_{found}", {"since": since}
    if before != after:  # a change that whole per cents tell
        key = f"answers.change_from_{found}"
        values = {
            "before": _without_sign(before, after, language),
            "after": in_words(after, language),
            "span": span(figures.whole.codebook, gap.second, wave, language),
        }
    return Part(_about(key, _subjects(figures, language), language, **values), detected=True)


def _about(key: str, subjects: Iterable[str], language: Language, **values: object) -> str:
    """A sentence about the first of the subjects that leaves room for the rest of it."""
    return first_that_fits(say(language, key, subject=each, **values) for each in subjects)


def span(codebook: Codebook, first: str, last: str, language: Language) -> str:
    """Return from when to when: how many years where waves are years, else since which wave."""
    times = codebook.wave_times or {}
    years = times.get(last, 0) - times.get(first, 0)
    spelled = say(language, "answers.counts").split()
    label = name_within(codebook.wave, first, language) if codebook.wave else first
    of_years = label.isdecimal() and len(label) == 4
    if of_years and years == int(years) and 1 <= years <= len(spelled):
        words = spelled[int(years) - 1]
        return say(language, "answers.in_years" if years > 1 else "answers.in_year", words=words)
    return say(language, "answers.since", wave=label)


def _of_groups(figures: Figures, tests: Tests, wave: str, language: Language) -> Part | None:
    """Which groups have changed; None where none could be compared over time."""
    at_end = [group for group in tests.differences if group[tests.over] == wave]
    known = [group for group in at_end if tests.finding(group) not in UNTOLD]
    if len(known) < 2:
        return None
    variable = tests.table.request.by[1 - tests.over]
    since = name_within(tests.table.request.by[tests.over], first_wave(tests), language)
    values = {"groups": groups_of(variable, language), "since": since}
    subjects, every = _subjects(figures, language), len(tests.table.request.levels[1 - tests.over])
    changed = [
        (found, [group[1 - tests.over] for group in known if tests.finding(group) == found])
        for found in APART
    ]
    for found, codes in changed:
        if len(codes) == every:
            return Part(_about(f"answers.every_{found}", subjects, language, **values), True)
    if any(codes for _, codes in changed):
        told = [(f"answers.{found}_in", codes) for found, codes in changed]
        wordings = [
            *told_of_groups(told, variable, every, language),
            counted(told, variable, every, language),
        ]
        return Part(
            first_that_fits(with_each("answers.some", subjects, wordings, language, **values)),
            detected=True,
        )
    return Part(_undetected(tests, "changes_of", language, **values))


def _undetected(tests: Tests, what: str, language: Language, **values: object) -> str:
    """Say that nothing was detected, or that few answers would not have shown much."""
    sizes = tests.detectable()
    if tests.table.statistic == "share" and sizes and min(sizes) >= FEW_POINTS:
        points = numbers.whole(100 * min(sizes), language)
        kind = "changes" if tests.waves else "differences"
        return say(language, f"answers.few_{kind}", points=points)
    return say(language, f"answers.no_{what}", **values)


# --- Between groups ------------------------------------------------------------------------------


def _differences(
    figures: Figures, tested: Tested, language: Language, *, named: bool
) -> Iterator[Part]:
    """Yield which groups differ; where the figure is `named` already it is not named again."""
    tests = tested.groups
    if tests is None or tests.waves:
        return
    known = [group for group in tests.differences if tests.finding(group) not in UNTOLD]
    if len(known) < 2:
        return
    apart: list[Apart] = [
        (found, [group for group in known if tests.finding(group) == found]) for found in APART
    ]
    differing = [group for _, groups in apart for group in groups]
    variable = tests.table.request.by[tests.over]
    if tests.other:
        yield _within(tests, len(differing), language)
    elif tests.pair and differing:
        yield _pair(figures, tests.differences[differing[0]], language, named=named)
    elif differing:
        yield _apart(figures, tests, apart, language, named=named)
    else:
        changed = over_period(tested.by_group) is not None
        key = "differences_now" if changed and tested.wave else "differences"
        wave = figures.whole.codebook.wave
        when = name_within(wave, tested.wave, language) if wave and tested.wave else ""
        values = {"groups": groups_of(variable, language), "wave": when}
        yield Part(_undetected(tests, key, language, **values))


def _within(tests: Tests, count: int, language: Language) -> Part:
    if not count:
        return Part(say(language, "answers.none_within", other=tests.other))
    values = {"count": count, "all": len(tests.table.request.groups), "other": tests.other}
    return Part(say(language, "answers.some_within", **values), detected=True)


def _pair(figures: Figures, gap: Difference, language: Language, *, named: bool) -> Part:
    gap = gap if (gap.value or 0) > 0 else reverse(gap)
    variable = figures.grouped.request.by[0]
    told = [
        say(language, "answers.pair", first=first, second=second)
        for first, second in names_in_sentence((gap.first, gap.second), variable, language)
    ]
    return _told(figures, told, _against(figures, gap, language), language, named=named)


def _against(figures: Figures, gap: Difference, language: Language) -> str:
    """Both figures of a difference; nothing where they look alike."""
    first, second = (
        labels.value(value or 0, figures.grouped, language)
        for value in (gap.value_first, gap.value_second)
    )
    shares = {"first": _without_sign(first, second, language), "second": in_words(second, language)}
    return "" if first == second else say(language, "answers.against", **shares)


def _apart(
    figures: Figures, tests: Tests, apart: Sequence[Apart], language: Language, *, named: bool
) -> Part:
    variable, every = tests.table.request.by[0], len(tests.table.request.groups)
    found = [(f"answers.is_{way}", [code for (code,) in groups]) for way, groups in apart]
    differing = [group for _, groups in apart for group in groups]
    wordings = [*told_of_groups(found, variable, every, language)]
    told = [say(language, "answers.than_others", told=words) for words in wordings]
    against = ""
    if len(differing) == 1:
        against = _against(figures, tests.differences[differing[0]], language)
    part = _told(figures, told, against, language, named=named)
    if part.words.endswith("…"):
        values = {"count": len(differing), "all": every}
        words = _about("answers.some_apart", _subjects(figures, language), language, **values)
        return Part(words, True, wordings[0])
    return part


def _told(
    figures: Figures, told: Sequence[str], detail: str, language: Language, *, named: bool
) -> Part:
    """What is told of groups, of which figure unless a sentence before it has `named` that."""
    if named:
        return Part(at_beginning(told[0]), True, detail)
    subjects = _subjects(figures, language)
    words = first_that_fits(with_each("answers.is", subjects, told, language))
    return Part(words, True, detail)


def _without_sign(first: str, second: str, language: Language) -> str:
    """The first of two shares, whose sign the second tells too."""
    sign = "\N{NO-BREAK SPACE}%" if language == "nb" else "%"
    plain = first.endswith(sign) and second.endswith(sign) and first[:1].isdecimal()
    return first.removesuffix(sign) if plain else in_words(first, language)


def _subjects(figures: Figures, language: Language) -> tuple[str, ...]:
    return subjects(figures.breakdown.item, figures.key, language)
