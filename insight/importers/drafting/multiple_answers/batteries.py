"""Mark-all questions, spread over columns: recognised by declaration, names, labels and values.

A mark-all question comes as one column per answer. Where a column holds marks and blanks only, a
row of blanks means that nobody asked, because that is all that the file tells.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from insight.importers.drafting.multiple_answers.batteries_by_head import (
    Group,
    groups_by_explicit_head,
    groups_by_separator,
)
from insight.importers.drafting.multiple_answers.batteries_by_name import (
    runs_by_label,
    runs_by_number,
    runs_by_prefix,
    runs_of_own_names,
)
from insight.importers.drafting.multiple_answers.mark_values import Marks, is_mark, marks_of
from insight.importers.drafting.multiple_answers.stems import (
    EXPLICIT,
    common_label,
    common_name,
    common_prefix,
)
from insight.importers.drafting.tallies import Tally
from insight.importers.readers.source import AnswerSet, SourceColumn

Reason = Literal["declared", "head", "labels", "numbered", "prefix", "own_names"]
RUNS: tuple[tuple[Reason, Callable[..., Iterator[tuple[int, ...]]]], ...] = (
    ("labels", runs_by_label),
    ("numbered", runs_by_number),
    ("prefix", runs_by_prefix),
    ("own_names", runs_of_own_names),
)


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
    reason
        Why they are taken together.
    codes
        What the program calls each answer, where that is in the heads of the columns.
    """

    name: str
    label: str
    positions: tuple[int, ...]
    labels: tuple[str, ...]
    marks: tuple[Marks, ...]
    reason: Reason
    codes: tuple[str, ...] = ()

    @property
    def declared(self) -> bool:
        """Whether the file itself says that the columns belong together."""
        return self.reason == "declared"


def batteries_of(
    columns: Sequence[SourceColumn],
    tallies: Sequence[Tally],
    sets: Sequence[AnswerSet] = (),
    separate: Collection[int] = (),
) -> list[Battery]:
    """Return the questions with several answers, declared ones first, each column in one only.

    Parameters
    ----------
    columns, tallies
        The columns of a file, and what was counted in each.
    sets
        Sets that the file declares.
    separate
        Positions of columns that a person holds to be questions of their own.
    """
    batteries = list(_batteries_of_file(columns, tallies, sets, separate))
    taken = {position for battery in batteries for position in battery.positions} | {*separate}
    marks_at = {
        position: marks
        for position, (column, tally) in enumerate(zip(columns, tallies, strict=True))
        if position not in taken and (marks := marks_of(column, tally))
    }
    for grouping in (groups_by_explicit_head, groups_by_separator):
        for group in grouping(columns, tallies, marks_at, taken):
            if group.is_one_question:
                batteries.append(_battery_with_heads(columns, group))
            for position in group.positions:
                marks_at.pop(position, None)
    for reason, runs in RUNS:
        for run in list(runs(columns, tallies, marks_at)):
            batteries.append(_battery_of_run(columns, run, marks_at, reason))
            for position in run:
                del marks_at[position]
    return batteries


def _battery_with_heads(columns: Sequence[SourceColumn], group: Group) -> Battery:
    stems, marks = group.stems, group.marks
    members = [columns[position] for position in group.positions]
    names = [column.plain_name for column in members]
    first = stems[0]
    name = common_name(names)
    unlike = name == f"{names[0]}_{names[-1]}"
    if first.from_name or (unlike and first.pattern in EXPLICIT):
        name = first.code or first.question
    own_labels = [column.label for column in members] if first.from_name else []
    stem = common_label(own_labels)
    named = _value_labels(members, marks)
    labels = [
        name or _answer(column, mark, answer.answer, stem)
        for name, column, mark, answer in zip(named, members, marks, stems, strict=True)
    ]
    return Battery(
        name=name,
        label=_bare(stem) if all(own_labels) and stem else _bare(first.question),
        positions=group.positions,
        labels=tuple(labels),
        marks=_settle_values(marks),
        reason="head",
        codes=tuple(stem.answer for stem in stems),
    )


def _answer(column: SourceColumn, marks: Marks, answer: str, stem: str) -> str:
    """What a column with a head of two parts stands for.

    Codes of a program give way to words where the file has some.
    """
    if column.label and answer not in column.label:
        return column.label.removeprefix(stem).strip() or answer
    if marks.form == "option" and isinstance(marks.counted_value, str) and " " not in answer:
        return marks.counted_value.strip()
    return answer


def _value_labels(columns: Sequence[SourceColumn], all_marks: Sequence[Marks]) -> list[str]:
    """What the mark of each column is called, where that is what the column stands for."""
    named = [
        column.labels.get(marks.counted_value, "")
        for column, marks in zip(columns, all_marks, strict=True)
    ]
    words = [name for name in named if name and not is_mark(name)]
    apart = len({*words}) == len(words)
    return [name if apart and name in words else "" for name in named]


def _battery_of_run(
    columns: Sequence[SourceColumn],
    run: Sequence[int],
    marks_at: Mapping[int, Marks],
    reason: Reason,
) -> Battery:
    members = [columns[position] for position in run]
    marks = [marks_at[position] for position in run]
    labels = [
        name or _own_label(column, mark)
        for name, column, mark in zip(_value_labels(members, marks), members, marks, strict=True)
    ]
    stem = common_label(labels)
    cut = [label[len(stem) :].strip() for label in labels] if stem else labels
    if reason == "prefix" and labels == [column.plain_name for column in members]:
        cut = [label[len(common_prefix(labels)) :] for label in labels]
    return Battery(
        name=common_name([column.plain_name for column in members]),
        label=_bare(stem),
        positions=tuple(run),
        labels=tuple(cut),
        marks=_settle_values(marks),
        reason=reason,
    )


def _settle_values(all_marks: Sequence[Marks]) -> tuple[Marks, ...]:
    """Marks of one question, each with what its other columns say of marked and not marked."""
    zero = next((marks.zero for marks in all_marks if marks.zero is not None), None)
    return tuple(
        replace(marks, zero=marks.zero if marks.zero is not None else zero) if marks.open else marks
        for marks in all_marks
    )


def _own_label(column: SourceColumn, marks: Marks) -> str:
    """What a column stands for: its only value, else its label."""
    if marks.form == "option" and isinstance(marks.counted_value, str):
        return marks.counted_value
    return column.words


def _bare(question: str) -> str:
    """Return a question without the signs that part it from its answers."""
    return question.rstrip(":–—|- >").strip()


def _batteries_of_file(
    columns: Sequence[SourceColumn],
    tallies: Sequence[Tally],
    sets: Sequence[AnswerSet],
    separate: Collection[int],
) -> Iterator[Battery]:
    places = {column.name: position for position, column in reversed(list(enumerate(columns)))}
    taken: set[int] = {*separate}
    for answer_set in sets:
        positions = [places[name] for name in answer_set.members if name in places]
        if answer_set.counted_value is None or len(positions) < 2 or taken & {*positions}:
            continue
        taken |= {*positions}
        marks = [
            _marks_of_file(columns[at], tallies[at], answer_set.counted_value) for at in positions
        ]
        labels = [columns[at].words for at in positions]
        yield Battery(
            answer_set.name.lstrip("$"),
            answer_set.label,
            tuple(positions),
            tuple(labels),
            tuple(marks),
            "declared",
        )


def _marks_of_file(column: SourceColumn, tally: Tally, counted_value: int | str) -> Marks:
    value = next((code for code in tally.counts if str(code) == str(counted_value)), counted_value)
    missing = {code for code in tally.counts if column.declares_missing(code)}
    others = [code for code in tally.counts if code != value and code not in missing]
    return Marks(value, others[0] if others else None, (*others[1:], *missing), "marked")
