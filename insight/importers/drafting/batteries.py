"""Questions with several answers, spread over columns: found by declaration, names and labels.

A mark-all question comes as one column per answer. Where a column holds marks and blanks only, a
row of blanks means that nobody asked, because that is all that the file tells.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from insight.importers.drafting.mark_values import MARKED, Marks, marks_of
from insight.importers.drafting.tallies import Tally
from insight.importers.readers.source import AnswerSet, SourceColumn

FEWEST = 3
_NUMBERED = re.compile(r"(?P<stem>.*?[^\d])(?P<number>\d{1,3})")
_SEPARATOR = re.compile(r"\s*(?:[:?]|\s[-–—|]|\.\.\.|…)\s+")


@dataclass(frozen=True, slots=True)
class Battery:
    """Columns that together are one question with several answers.

    Attributes
    ----------
    name, label
        Of the question.
    positions
        Columns of the file.
    labels
        What each column stands for.
    marks
        What stands in each of them.
    declared
        Whether the file itself says that they belong together.
    """

    name: str
    label: str
    positions: tuple[int, ...]
    labels: tuple[str, ...]
    marks: tuple[Marks, ...]
    declared: bool = False


def batteries_of(
    columns: Sequence[SourceColumn],
    tallies: Sequence[Tally],
    sets: Sequence[AnswerSet] = (),
) -> list[Battery]:
    """Return the questions with several answers, declared ones first, each column in one only."""
    found = list(_declared(columns, tallies, sets))
    taken = {position for battery in found for position in battery.positions}
    marks = {
        position: mark
        for position, (column, counted) in enumerate(zip(columns, tallies, strict=True))
        if position not in taken and (mark := marks_of(column, counted))
    }
    for grouping in (_by_label, _by_number):
        for run in grouping(columns, tallies, marks):
            found.append(_battery(columns, run, marks))
            for position in run:
                del marks[position]
    return found


def _by_label(
    columns: Sequence[SourceColumn], tallies: Sequence[Tally], marks: Mapping[int, Marks]
) -> Iterator[tuple[int, ...]]:
    """Neighbours whose labels speak of marks and begin alike."""
    del tallies
    run: list[int] = []
    for position in [*range(len(columns)), -1]:
        mark = marks.get(position)
        stem = _stem_of_label(columns[position].label) if mark and mark.strong else ""
        if run and stem and stem == _stem_of_label(columns[run[-1]].label):
            run.append(position)
            continue
        if len(run) > 1:
            yield tuple(run)
        run = [position] if stem else []


def _by_number(
    columns: Sequence[SourceColumn], tallies: Sequence[Tally], marks: Mapping[int, Marks]
) -> Iterator[tuple[int, ...]]:
    """Neighbours whose names differ in a number that grows."""
    run: list[int] = []
    for position in [*range(len(columns)), -1]:
        if run and position in marks and _continues(columns, marks, run, position):
            run.append(position)
            continue
        told = sum(tallies[one].distinct > len(marks[one].other) for one in run)
        if len(run) >= FEWEST and told > 1 and _one_question([columns[one] for one in run]):
            yield tuple(run)
        run = [position] if position in marks else []


def _continues(
    columns: Sequence[SourceColumn], marks: Mapping[int, Marks], run: Sequence[int], position: int
) -> bool:
    last = run[-1]
    before, after = (_NUMBERED.fullmatch(columns[one].name) for one in (last, position))
    return bool(
        before
        and after
        and before["stem"] == after["stem"]
        and int(before["number"]) < int(after["number"])
        and all(marks[one].goes_with(marks[position]) for one in run)
        and position == last + 1
    )


def _one_question(run: Sequence[SourceColumn]) -> bool:
    """Whether numbered columns are one question: q1, q2, q3 alone are questions of their own.

    So are columns of which most labels end as questions do and none begins as the others.
    """
    together = bool(_common_label([one.label for one in run]))
    asked = sum(one.label.rstrip().endswith("?") for one in run)
    if not together and 2 * asked > len(run):
        return False
    numbered = _NUMBERED.fullmatch(run[0].name)
    stem = numbered["stem"] if numbered else ""
    if len(re.sub(r"[^A-Za-z]", "", stem)) > 2 or not stem[-1].isalpha():
        return True
    return together


def _battery(
    columns: Sequence[SourceColumn], run: Sequence[int], marks: Mapping[int, Marks]
) -> Battery:
    labels = [_own_label(columns[one], marks[one]) for one in run]
    stem = _common_label(labels)
    cut = [one[len(stem) :].strip() for one in labels] if stem else labels
    return Battery(
        name=_common_name([columns[one].name for one in run]),
        label=re.sub(r"[\s:–—|-]+$", "", stem),
        positions=tuple(run),
        labels=tuple(cut),
        marks=_settled([marks[one] for one in run]),
    )


def _settled(marks: Sequence[Marks]) -> tuple[Marks, ...]:
    """Marks of one question, each with what its other columns say of not marked."""
    zero = next((one.zero for one in marks if one.zero is not None), None)
    return tuple(replace(one, zero=zero) if one.open else one for one in marks)


def _own_label(column: SourceColumn, marks: Marks) -> str:
    """What a column stands for: the label of its only value, else that of the column."""
    if marks.zero is None:
        named = column.labels.get(marks.counted, "")
        if named and not MARKED.fullmatch(named):
            return named
        if isinstance(marks.counted, str) and not MARKED.fullmatch(marks.counted):
            return marks.counted
    return column.label or column.name


def _stem_of_label(label: str) -> str:
    found = _SEPARATOR.search(label)
    return label[: found.end()] if found and found.start() else ""


def _common_label(labels: Sequence[str]) -> str:
    """What labels have in common at their beginning, up to a sign that separates."""
    common = _common(labels)
    ends = [found.end() for found in _SEPARATOR.finditer(common)]
    return common[: ends[-1]] if ends and all(len(one) > ends[-1] for one in labels) else ""


def _common_name(names: Sequence[str]) -> str:
    """What the names of columns have in common, without the sign before their numbers."""
    numbered = [_NUMBERED.fullmatch(name) for name in names]
    stems = {found["stem"] if found else "" for found in numbered}
    common = stems.pop() if len(stems) == 1 else ""
    common = common or _common(names)
    bare = re.sub(r"[_.\s-]+$", "", common)
    return bare if bare and (bare != common or len(bare) > 1) else f"{names[0]}_{names[-1]}"


def _common(words: Sequence[str]) -> str:
    """The letters with which all words begin."""
    alike = itertools.takewhile(lambda letters: len({*letters}) == 1, zip(*words, strict=False))
    return "".join(letters[0] for letters in alike)


def _declared(
    columns: Sequence[SourceColumn], tallies: Sequence[Tally], sets: Sequence[AnswerSet]
) -> Iterator[Battery]:
    places = {column.name: position for position, column in reversed(list(enumerate(columns)))}
    taken: set[int] = set()
    for one in sets:
        positions = [places[name] for name in one.members if name in places]
        if one.counted_value is None or len(positions) < 2 or taken & {*positions}:
            continue
        taken |= {*positions}
        marks = [_declared_marks(columns[at], tallies[at], one.counted_value) for at in positions]
        labels = [columns[at].label or columns[at].name for at in positions]
        yield Battery(
            one.name.lstrip("$"), one.label, tuple(positions), tuple(labels), tuple(marks), True
        )


def _declared_marks(column: SourceColumn, found: Tally, counted: int | str) -> Marks:
    value = next((one for one in found.counts if str(one) == str(counted)), counted)
    missing = {one for one in found.counts if any(one in range_ for range_ in column.missing)}
    others = [one for one in found.counts if one != value and one not in missing]
    return Marks(value, others[0] if others else None, (*others[1:], *missing), strong=True)
