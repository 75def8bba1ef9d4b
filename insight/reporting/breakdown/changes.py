"""Changes over time in words: the whole period first, then the last step."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from insight.analysis.differences import Found
from insight.analysis.estimates import Table
from insight.analysis.significance import Group, Tests
from insight.language import numbers
from insight.language.catalogue import Language, say
from insight.reporting import labels, sentences
from insight.reporting.lists import name_some, name_within


@dataclass(frozen=True)
class Changes:
    """The two families of tests over time.

    Attributes
    ----------
    period
        Of the last wave, or the chosen one, against the first that can be compared with it; None
        where the last step is all there is.
    step
        Of each wave against the one before it.
    """

    period: Tests | None
    step: Tests | None

    @property
    def families(self) -> list[Tests]:
        """Those that there are."""
        return [tests for tests in (self.period, self.step) if tests]


def overall(table: Table, key: str, wave: str, changes: Changes, language: Language) -> str:
    """Say how a figure has changed up to a wave, or how large it is where nothing was compared.

    Parameters
    ----------
    table
        Broken down by wave.
    key
        The category or net that is followed; empty for a mean.
    wave
        Code of the wave.
    changes
        Tests of that table.
    language
        Language of the sentences.
    """
    label = labels.figure_label(table, key, language)
    told = list(tell(changes, (wave,), language))
    if told:
        first, *rest = told
        return " ".join([say(language, "breakdown.changed", label=label, change=first), *rest])
    estimate = table.at((wave,), key)
    when = labels.wave_label(table, estimate, language)
    named = say(language, "sentence.in_wave", label=label, wave=when)
    return labels.level_sentence(table, key, (wave,), language, named)


def tell(changes: Changes, group: Group, language: Language) -> Iterator[str]:
    """Yield how one group has changed: over the period, with its trend, and in the last step.

    The first part has no full stop, for it stands behind a name.
    """
    period, step = changes.period, changes.step
    if period and group in period.differences:
        told = sentences.change_to(
            period.differences[group],
            period.finding(group),
            period.table,
            language,
            period.over,
        )
        yield "; ".join([told, *_trend(period, group, language)])
    elif step and group in step.differences:
        gap, found = step.differences[group], step.finding(group)
        yield sentences.change_to(gap, found, step.table, language, step.over)
        return
    if step and group in step.differences:
        yield _last_step(step, group, language)


def _trend(period: Tests, group: Group, language: Language) -> Iterator[str]:
    """A trend where the first and the last wave alone show none."""
    trend = period.trend(group)
    if trend and period.finding(group) in ("alike", "few"):
        key = "steady_rise" if trend.value > 0 else "steady_fall"
        yield say(language, f"sentence.{key}", p=numbers.p_words(trend.p, language))


def _last_step(step: Tests, group: Group, language: Language) -> str:
    gap, found = step.differences[group], step.finding(group)
    by = step.table.request.by[step.over]
    before = labels.value(gap.value_second or 0, step.table, language)
    keys: dict[Found, str] = {"higher": "step_risen", "lower": "step_fallen", "few": "step_few"}
    key = "step_break" if found in ("break", "untested") else keys.get(found, "step_unchanged")
    size = sentences.size(gap, step.table, language)
    return say(
        language,
        "breakdown.last_step",
        first=name_within(by, gap.second, language),
        last=name_within(by, gap.first, language),
        change=say(language, f"breakdown.{key}", before=before, size=size),
    )


def by_group(changes: Changes, wave: str, language: Language) -> str:
    """Say which groups have changed up to a wave; empty where nothing was tested.

    Parameters
    ----------
    changes
        Tests of a table broken down by wave and another variable.
    wave
        Code of the wave.
    language
        Language of the sentences.
    """
    return next(
        (told for tests in changes.families if (told := _told_of(tests, wave, language))), ""
    )


def _told_of(tests: Tests, wave: str, language: Language) -> str:
    groups = [group for group in tests.differences if group[tests.over] == wave]
    tested = [group for group in groups if tests.finding(group) not in ("break", "untested")]
    if not tested:
        return ""
    by = tests.table.request.by[tests.over]
    firsts = [tests.differences[group].second for group in tested]
    first = max(by.by_key, key=firsts.count)  # of several the earliest
    when = {
        "first": name_within(by, first, language),
        "last": name_within(by, wave, language),
    }
    told = []
    for found, key in (("higher", "risen"), ("lower", "fallen")):
        named = [
            _from_to(tests, group, first, language)
            for group in _largest_first(tests, tested)
            if tests.finding(group) == found
        ]
        if named:
            told.append(
                say(language, f"breakdown.{key}", groups=name_some(named, language), **when)
            )
    told += _trends(tests, tested, language)
    if told:
        return " ".join(told)
    few = all(tests.finding(group) == "few" for group in tested)
    return say(language, f"breakdown.{'too_few_changed' if few else 'nobody_changed'}", **when)


def _largest_first(tests: Tests, groups: Sequence[Group]) -> list[Group]:
    return sorted(groups, key=lambda group: -abs(tests.differences[group].value or 0))


def _trends(tests: Tests, groups: Sequence[Group], language: Language) -> Iterator[str]:
    """Groups with a trend of which the first and the last wave alone show no change."""
    trends = {group: trend for group in groups if (trend := tests.trend(group))}
    for key, sign in (("steady_rise", 1), ("steady_fall", -1)):
        named = [
            _name(tests, group, language)
            for group, trend in trends.items()
            if trend.value * sign > 0 and tests.finding(group) in ("alike", "few")
        ]
        if named:
            yield say(language, f"breakdown.{key}", groups=name_some(named, language))


def _from_to(tests: Tests, group: Group, first: str, language: Language) -> str:
    """A group with its figures in two waves; the first is named where it is another's."""
    gap = tests.differences[group]
    before, after = sentences.pair(gap, tests.table, language, reverse=True)
    return say(
        language,
        "breakdown.from_to" if gap.second == first else "breakdown.from_to_wave",
        group=_name(tests, group, language),
        before=before,
        after=after,
        size=sentences.size(gap, tests.table, language),
        wave=name_within(tests.table.request.by[tests.over], gap.second, language),
    )


def _name(tests: Tests, group: Group, language: Language) -> str:
    variable = tests.table.request.by[1 - tests.over]
    return variable.category(group[1 - tests.over]).label[language]
