"""Runs of neighbouring columns that are one question by numbers, labels, names or values."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence

from insight.importers.drafting.multiple_answers.batteries_by_head import QUESTION_BEGINS
from insight.importers.drafting.multiple_answers.mark_values import Marks, is_mark
from insight.importers.drafting.multiple_answers.stems import NUMBERED, SEPARATOR, common_label
from insight.importers.drafting.tallies import Tally
from insight.importers.readers.source import SourceColumn

FEWEST = 3
_PREFIX = re.compile(r"(?P<stem>[^\W\d_].*[_.])[^_.]+")


def runs_by_label(
    columns: Sequence[SourceColumn],
    tallies: Sequence[Tally],
    marks_at: Mapping[int, Marks],
) -> Iterator[tuple[int, ...]]:
    """Yield neighbours whose values speak of marks and whose labels begin alike."""
    del tallies

    def continues(run: Sequence[int], position: int) -> bool:
        return stem(position) == stem(run[-1])

    def stem(position: int) -> str:
        separator = SEPARATOR.search(columns[position].label)
        return columns[position].label[: separator.end()] if separator else ""

    strong = [at for at, marks in marks_at.items() if marks.strong and stem(at)]
    yield from (run for run in _runs(strong, continues) if len(run) > 1)


def runs_by_number(
    columns: Sequence[SourceColumn],
    tallies: Sequence[Tally],
    marks_at: Mapping[int, Marks],
) -> Iterator[tuple[int, ...]]:
    """Yield neighbours whose names differ in a number that grows."""

    def continues(run: Sequence[int], position: int) -> bool:
        before, after = (NUMBERED.fullmatch(columns[at].name) for at in (run[-1], position))
        return bool(
            before
            and after
            and before["stem"] == after["stem"]
            and int(before["number"]) < int(after["number"])
            and all(marks_at[member].goes_with(marks_at[position]) for member in run)
        )

    # Numbers 1 and 2 without labels may mean anything.
    clear = [at for at, marks in marks_at.items() if (marks.form, marks.zero) != ("numbers", 2)]
    for run in _runs(clear, continues):
        telling = sum(tallies[at].distinct > len(marks_at[at].other) for at in run)
        if len(run) >= FEWEST and telling > 1 and _is_numbered_question(columns, marks_at, run):
            yield run


def _is_numbered_question(
    columns: Sequence[SourceColumn], marks_at: Mapping[int, Marks], run: Sequence[int]
) -> bool:
    """Whether numbered columns are one question: q1, q2, q3 alone are questions of their own.

    So are columns of which most labels are worded as questions and none begins as the others, and
    columns of yes and no whose labels have nothing in common.
    """
    labels = [columns[at].label.strip() for at in run]
    share_label = bool(common_label(labels))
    questions = sum(
        label.endswith("?") or bool(QUESTION_BEGINS.match(label) and len(label) > 12)
        for label in labels
    )
    yes_no = any(marks_at[at].form == "yes_no" and columns[at].label for at in run)
    if not share_label and (2 * questions > len(run) or yes_no):
        return False
    words = [columns[at].labels.get(marks_at[at].counted_value, "") for at in run]
    if all(word and not is_mark(word) for word in words) and len({*words}) == len(words):
        return True
    match = NUMBERED.fullmatch(columns[run[0]].name)
    stem = match["stem"] if match else ""
    if len(re.sub(r"[^A-Za-z]", "", stem)) > 2 or not stem[-1].isalpha():
        return True
    return share_label


def runs_by_prefix(
    columns: Sequence[SourceColumn],
    tallies: Sequence[Tally],
    marks_at: Mapping[int, Marks],
) -> Iterator[tuple[int, ...]]:
    """Yield neighbours whose values can hardly be but marks and whose names begin alike."""

    def continues(run: Sequence[int], position: int) -> bool:
        before, after = (_PREFIX.fullmatch(columns[at].name) for at in (run[-1], position))
        same = before and after and before["stem"] == after["stem"]
        return bool(same) and marks_at[run[-1]].goes_with(marks_at[position])

    clear = [
        at
        for at, marks in marks_at.items()
        if marks.is_clear and not tallies[at].empty and not NUMBERED.fullmatch(columns[at].name)
    ]
    for run in _runs(clear, continues):
        values = [marks_at[at].counted_value for at in run if marks_at[at].form == "option"]
        if len(run) >= FEWEST and len({*values}) == len(values):
            yield run


def runs_of_own_names(
    columns: Sequence[SourceColumn],
    tallies: Sequence[Tally],
    marks_at: Mapping[int, Marks],
) -> Iterator[tuple[int, ...]]:
    """Yield neighbours that hold nothing but their own name or label, or a blank."""

    def continues(run: Sequence[int], position: int) -> bool:
        del run
        return not tallies[position].empty

    own = [
        at
        for at, marks in marks_at.items()
        if marks.form == "option"
        and str(marks.counted_value).strip().casefold()
        in {columns[at].name.strip().casefold(), columns[at].label.strip().casefold()}
    ]
    yield from (run for run in _runs(own, continues) if len(run) >= FEWEST)


def _runs(
    positions: Sequence[int], continues: Callable[[Sequence[int], int], bool]
) -> Iterator[tuple[int, ...]]:
    """Neighbouring positions, each of which continues those before it."""
    run: list[int] = []
    for position in sorted(positions):
        if run and position == run[-1] + 1 and continues(run, position):
            run.append(position)
            continue
        if run:
            yield tuple(run)
        run = [position]
    if run:
        yield tuple(run)
