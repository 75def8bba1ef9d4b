"""Tests of a breakdown, all of them together, for its title, its rows and its notes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from insight.analysis.compared.comparison_result import Comparison
from insight.analysis.corrections import corrected_intervals
from insight.analysis.significance import Group, Tests
from insight.language.catalogue import Language, say
from insight.reporting import signed
from insight.reporting.breakdown.changes import Changes
from insight.reporting.lists import name_within

NONE = Changes(None, None)


@dataclass(frozen=True)
class Tested:
    """The families of tests about what a reader looks at.

    Attributes
    ----------
    groups
        The groups against each other, in the chosen wave; None where they were not compared.
    whole
        All of them together over time, up to the chosen wave.
    by_group
        Each of them over time.
    wave
        Code of the wave at the end; empty where there are none.
    related
        Whether the answers depend on the groups at all.
    """

    groups: Tests | None = None
    whole: Changes = NONE
    by_group: Changes = NONE
    wave: str = ""
    related: Sequence[Comparison] = ()


def over_period(changes: Changes) -> Tests | None:
    """Return the changes since the first wave, or since the one before where these are all."""
    return changes.period or changes.step


@dataclass(frozen=True)
class Told:
    """A difference in words: its size with interval, what its test found, and whether it did."""

    words: str = ""
    found: str = ""
    apart: bool = False

    @property
    def whole(self) -> str:
        """Both, as they stand in a tooltip."""
        return ", ".join(filter(None, [self.words, self.found]))


NOTHING = Told()


def change(tests: Tests | None, group: Group, language: Language) -> Told:
    """Return how a group has changed up to the last wave, with an interval as strict as its test.

    Parameters
    ----------
    tests
        The changes; None where none were tested.
    group
        The group with the wave at its place.
    language
        Language of the words.
    """
    gap = tests.differences.get(group) if tests else None
    if tests is None or gap is None:
        return NOTHING
    found = tests.finding(group)
    if found in ("break", "untested") or gap.value is None:
        key = "break" if found == "break" else "untested"
        return Told(found=say(language, f"breakdown.{key}"))
    claim = corrected_intervals.of_group(tests, group)
    words = signed.with_interval(gap.value, claim, tests.table, language)
    wave = tests.table.request.by[tests.over]
    first = first_wave(tests)
    if first and gap.second != first:
        since = name_within(wave, gap.second, language)
        words = say(language, "answers.since_other", change=words, wave=since)
    return Told(words, say(language, f"answers.change_{found}"), found in ("higher", "lower"))


def against_others(tests: Tests | None, group: Group, language: Language) -> Told:
    """Return how a group differs from all others, with an interval as strict as its test."""
    gap = tests.differences.get(group) if tests else None
    if tests is None or gap is None or gap.value is None:
        return NOTHING
    found = tests.finding(group)
    if tests.pair and gap.value < 0:
        return NOTHING  # of two groups the difference is told once, beside the higher
    if found in ("break", "untested"):
        return Told(found=say(language, f"breakdown.{found}"))
    claim = corrected_intervals.of_group(tests, group)
    words = signed.with_interval(gap.value, claim, tests.table, language)
    return Told(words, say(language, f"breakdown.{found}"), found in ("higher", "lower"))


def first_wave(tests: Tests | None) -> str:
    """Return the wave that most groups were compared with; empty where there is none."""
    if tests is None:
        return ""
    firsts = [gap.second for gap in tests.differences.values() if gap.value is not None]
    return max(sorted({*firsts}), key=firsts.count) if firsts else ""
