"""Mark-all questions, spread over columns: recognised by declaration, names and labels.

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
    batteries = list(_batteries_of_file(columns, tallies, sets))
    taken = {position for battery in batteries for position in battery.positions}
    marks_at = {
        position: marks
        for position, (column, tally) in enumerate(zip(columns, tallies, strict=True))
        if position not in taken and (marks := marks_of(column, tally))
    }
    for grouping in (_by_label, _by_number):
        for run in grouping(columns, tallies, marks_at):
            batteries.append(_build_battery(columns, run, marks_at))
            for position in run:
                del marks_at[position]
    return batteries


def _by_label(
    columns: Sequence[SourceColumn],
    tallies: Sequence[Tally],
    marks_at: Mapping[int, Marks],
) -> Iterator[tuple[int, ...]]:
    """Neighbours whose labels speak of marks and begin alike."""
    del tallies
    run: list[int] = []
    for position in [*range(len(columns)), -1]:
        marks = marks_at.get(position)
        stem = _stem_of_label(columns[position].label) if marks and marks.strong else ""
        if run and stem and stem == _stem_of_label(columns[run[-1]].label):
            run.append(position)
            continue
        if len(run) > 1:
            yield tuple(run)
        run = [position] if stem else []


def _by_number(
    columns: Sequence[SourceColumn],
    tallies: Sequence[Tally],
    marks_at: Mapping[int, Marks],
) -> Iterator[tuple[int, ...]]:
    """Neighbours whose names differ in a number that grows."""
    run: list[int] = []
    for position in [*range(len(columns)), -1]:
        if run and position in marks_at and _continues_run(columns, marks_at, run, position):
            run.append(position)
            continue
        telling = sum(tallies[member].distinct > len(marks_at[member].other) for member in run)
        if (
            len(run) >= FEWEST
            and telling > 1
            and _is_one_question([columns[member] for member in run])
        ):
            yield tuple(run)
        run = [position] if position in marks_at else []


def _continues_run(
    columns: Sequence[SourceColumn],
    marks_at: Mapping[int, Marks],
    run: Sequence[int],
    position: int,
) -> bool:
    last = run[-1]
    before, after = (_NUMBERED.fullmatch(columns[at].name) for at in (last, position))
    return bool(
        before
        and after
        and before["stem"] == after["stem"]
        and int(before["number"]) < int(after["number"])
        and all(marks_at[member].goes_with(marks_at[position]) for member in run)
        and position == last + 1
    )


def _is_one_question(run: Sequence[SourceColumn]) -> bool:
    """Whether numbered columns are one question: q1, q2, q3 alone are questions of their own.

    So are columns of which most labels end as questions do and none begins as the others.
    """
    share_label = bool(_common_label([column.label for column in run]))
    questions = sum(column.label.rstrip().endswith("?") for column in run)
    if not share_label and 2 * questions > len(run):
        return False
    match = _NUMBERED.fullmatch(run[0].name)
    stem = match["stem"] if match else ""
    if len(re.sub(r"[^A-Za-z]", "", stem)) > 2 or not stem[-1].isalpha():
        return True
    return share_label


def _build_battery(
    columns: Sequence[SourceColumn], run: Sequence[int], marks_at: Mapping[int, Marks]
) -> Battery:
    labels = [_own_label(columns[position], marks_at[position]) for position in run]
    stem = _common_label(labels)
    cut = [label[len(stem) :].strip() for label in labels] if stem else labels
    return Battery(
        name=_common_name([columns[position].name for position in run]),
        label=re.sub(r"[\s:–—|-]+$", "", stem),
        positions=tuple(run),
        labels=tuple(cut),
        marks=_settle_zeros([marks_at[position] for position in run]),
    )


def _settle_zeros(all_marks: Sequence[Marks]) -> tuple[Marks, ...]:
    """Marks of one question, each with what its other columns say of not marked."""
    zero = next((marks.zero for marks in all_marks if marks.zero is not None), None)
    return tuple(replace(marks, zero=zero) if marks.open else marks for marks in all_marks)


def _own_label(column: SourceColumn, marks: Marks) -> str:
    """What a column stands for: the label of its only value, else that of the column."""
    if marks.zero is None:
        named = column.labels.get(marks.counted_value, "")
        if named and not MARKED.fullmatch(named):
            return named
        if isinstance(marks.counted_value, str) and not MARKED.fullmatch(marks.counted_value):
            return marks.counted_value
    return column.label or column.name


def _stem_of_label(label: str) -> str:
    separator = _SEPARATOR.search(label)
    return label[: separator.end()] if separator and separator.start() else ""


def _common_label(labels: Sequence[str]) -> str:
    """What labels have in common at their beginning, up to a sign that separates."""
    common = _common_prefix(labels)
    ends = [separator.end() for separator in _SEPARATOR.finditer(common)]
    return common[: ends[-1]] if ends and all(len(label) > ends[-1] for label in labels) else ""


def _common_name(names: Sequence[str]) -> str:
    """What the names of columns have in common, without the sign before their numbers."""
    matches = [_NUMBERED.fullmatch(name) for name in names]
    stems = {match["stem"] if match else "" for match in matches}
    common = stems.pop() if len(stems) == 1 else ""
    common = common or _common_prefix(names)
    bare = re.sub(r"[_.\s-]+$", "", common)
    return bare if bare and (bare != common or len(bare) > 1) else f"{names[0]}_{names[-1]}"


def _common_prefix(words: Sequence[str]) -> str:
    """The letters with which all words begin."""
    same_letters = itertools.takewhile(
        lambda letters: len({*letters}) == 1, zip(*words, strict=False)
    )
    return "".join(letters[0] for letters in same_letters)


def _batteries_of_file(
    columns: Sequence[SourceColumn], tallies: Sequence[Tally], sets: Sequence[AnswerSet]
) -> Iterator[Battery]:
    places = {column.name: position for position, column in reversed(list(enumerate(columns)))}
    taken: set[int] = set()
    for answer_set in sets:
        positions = [places[name] for name in answer_set.members if name in places]
        if answer_set.counted_value is None or len(positions) < 2 or taken & {*positions}:
            continue
        taken |= {*positions}
        marks = [
            _marks_of_file(columns[at], tallies[at], answer_set.counted_value) for at in positions
        ]
        labels = [columns[at].label or columns[at].name for at in positions]
        yield Battery(
            answer_set.name.lstrip("$"),
            answer_set.label,
            tuple(positions),
            tuple(labels),
            tuple(marks),
            True,
        )


def _marks_of_file(column: SourceColumn, tally: Tally, counted_value: int | str) -> Marks:
    value = next((code for code in tally.counts if str(code) == str(counted_value)), counted_value)
    missing = {code for code in tally.counts if column.declares_missing(code)}
    others = [code for code in tally.counts if code != value and code not in missing]
    return Marks(value, others[0] if others else None, (*others[1:], *missing), strong=True)
