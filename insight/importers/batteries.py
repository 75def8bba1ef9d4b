"""Questions with several answers, spread over columns: found by declaration, names and labels.

A mark-all question comes as one column per answer. Where a column holds marks and blanks only, a
row of blanks means that nobody asked, because that is all that the file tells.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import pyarrow as pa

from insight.importers.source import AnswerSet, SourceColumn
from insight.importers.tallies import Tally, Value, is_text

FEWEST = 3
MOST_OTHER_VALUES = 3
_MARKED = re.compile(
    r"(marked|selected|checked|mentioned|chosen|ticked|valgt|krysset( av)?|avkrysset|nevnt|"
    r"markert|vald|nämnd)",
    re.IGNORECASE,
)
_NOT_MARKED = re.compile(
    r"((not|un|ikke|ej|inte)[ -]?(marked|selected|checked|mentioned|chosen|ticked|valgt|"
    r"krysset( av)?|avkrysset|nevnt|markert|vald|nämnd)|not quoted)",
    re.IGNORECASE,
)
_NUMBERED = re.compile(r"(?P<stem>.*?[^\d])(?P<number>\d{1,3})")
_SEPARATOR = re.compile(r"\s*(?:[:?]|\s[-–—|]|\.\.\.|…)\s+")


@dataclass(frozen=True, slots=True)
class Marks:
    """What stands in a column of marks.

    `zero` means not marked, None where that is left blank. `other` are values besides. `strong`
    says that the labels themselves speak of marks, `open` that everybody marked it or nobody did,
    so that the other columns of the question have to tell what not marked is.
    """

    counted: Value
    zero: Value | None
    other: tuple[Value, ...] = ()
    strong: bool = False
    open: bool = False

    def goes_with(self, other: Marks) -> bool:
        """Whether both can be of one question."""
        if self.open or other.open:
            return self.strong == other.strong
        return (self.zero is None, self.strong) == (other.zero is None, other.strong)


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


def marks_of(column: SourceColumn, found: Tally) -> Marks | None:
    """Return what a column of marks holds, or None where it is none.

    Examples
    --------
    >>> import pyarrow as pa
    >>> from insight.importers.tallies import tally
    >>> column = SourceColumn("a_1", "", {}, (), "", pa.int8())
    >>> marks_of(column, tally(pa.chunked_array([[0, 1, None]])))
    Marks(counted=1, zero=0, other=(), strong=False, open=False)
    >>> marks_of(column, tally(pa.chunked_array([[1, 2, 3]]))) is None
    True
    """
    missing = [value for value in found.counts if any(value in one for one in column.missing)]
    values = [value for value in found.counts if value not in missing]
    labels = {
        value: label
        for value, label in column.labels.items()
        if not any(value in one for one in column.missing)
    }
    if found.distinct > 2 + MOST_OTHER_VALUES or pa.types.is_temporal(column.type):
        return None
    if len(labels) >= 2:
        return _labelled_marks(labels, values, missing)
    if len(labels) == 1:
        (counted,) = labels
        return Marks(counted, None, tuple(missing)) if set(values) <= {counted} else None
    return _unlabelled_marks(values, missing, text=is_text(column.type))


def _labelled_marks(
    labels: Mapping[Value, str], values: list[Value], missing: list[Value]
) -> Marks | None:
    marked = [value for value, label in labels.items() if _MARKED.fullmatch(label.strip())]
    blank = [value for value, label in labels.items() if _NOT_MARKED.fullmatch(label.strip())]
    if len(marked) == len(blank) == 1 and set(values) <= {*labels}:
        other = [one for one in values if one not in (*marked, *blank)]
        return Marks(marked[0], blank[0], (*other, *missing), strong=True)
    if set(labels) == {0, 1} and set(values) <= {0, 1}:
        return Marks(1, 0, tuple(missing))
    return None


def _unlabelled_marks(values: list[Value], missing: list[Value], *, text: bool) -> Marks | None:
    if text:
        known = {str(one).casefold(): one for one in values}
        if len(known) == 2 and _NOT_MARKED.search(" ".join(known)):
            marked = [known[one] for one in known if _MARKED.fullmatch(one)]
            blank = [known[one] for one in known if _NOT_MARKED.fullmatch(one)]
            return Marks(marked[0], blank[0], strong=True) if marked and blank else None
        return Marks(values[0], None, tuple(missing)) if len(values) == 1 else None
    odd = [one for one in values if float(one) < 0 or float(one) in (8, 9, 98, 99, 998, 999)]
    plain = [one for one in values if one not in odd]
    other = (*odd, *missing)
    if not plain:
        return Marks(1, None, other, open=True)
    if set(plain) <= {0, 1}:
        return Marks(1, 0 if 0 in plain else None, other, open=0 not in plain)
    if len(plain) == 1 and float(plain[0]).is_integer():
        return Marks(plain[0], None, other)
    return None


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
    """Whether numbered columns are one question: q1, q2, q3 alone are questions of their own."""
    numbered = _NUMBERED.fullmatch(run[0].name)
    stem = numbered["stem"] if numbered else ""
    if len(re.sub(r"[^A-Za-z]", "", stem)) > 2 or not stem[-1].isalpha():
        return True
    return bool(_common_label([one.label for one in run]))


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
        if named and not _MARKED.fullmatch(named):
            return named
        if isinstance(marks.counted, str) and not _MARKED.fullmatch(marks.counted):
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
        positions = [places[name] for name in one.columns if name in places]
        if one.counted is None or len(positions) < 2 or taken & {*positions}:
            continue
        taken |= {*positions}
        marks = [_declared_marks(columns[at], tallies[at], one.counted) for at in positions]
        labels = [columns[at].label or columns[at].name for at in positions]
        yield Battery(
            one.name.lstrip("$"), one.label, tuple(positions), tuple(labels), tuple(marks), True
        )


def _declared_marks(column: SourceColumn, found: Tally, counted: int | str) -> Marks:
    value = next((one for one in found.counts if str(one) == str(counted)), counted)
    missing = {one for one in found.counts if any(one in range_ for range_ in column.missing)}
    others = [one for one in found.counts if one != value and one not in missing]
    return Marks(value, others[0] if others else None, (*others[1:], *missing), strong=True)
