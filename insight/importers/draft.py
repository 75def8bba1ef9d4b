"""From a survey file to a drafted survey: variables, the columns to write, and what to look at.

Every column of the file ends up in a variable or among those that are kept without being described.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

import pyarrow as pa

from insight.catalogue import Text
from insight.codebook import Kind, Role
from insight.errors import Fault, ImportRefusal, some
from insight.importers.answers import Answer, Answers, LeftOut, answers_of
from insight.importers.batteries import Battery, batteries_of
from insight.importers.marks import NOT_ASKED, cell_answers, marked_cells, marked_columns
from insight.importers.naming import Names
from insight.importers.progress import report
from insight.importers.proposals import Candidate, Proposal, proposals_of
from insight.importers.recoding import recoded
from insight.importers.roles import background_of, mentions_missing, role_of
from insight.importers.source import AnswerSet, SourceColumn, SourceFile
from insight.importers.tallies import Tally, Value, tally

COUNTED = 0.3  # part of an import's time that counting takes
MOST_ALIKE = 2  # variables of one kind of background that become segments


@dataclass(frozen=True)
class DraftVariable:
    """A variable as it is proposed; `source` is the column's name in the file where it differs."""

    id: str
    role: Role
    kind: Kind
    label: str
    categories: tuple[Answer, ...] = ()
    ordered: bool = False
    source: str | None = None
    note: Text | None = None


@dataclass(frozen=True)
class Piece:
    """Columns to write, and how to make them; made when written, so that few are in memory."""

    names: tuple[str, ...]
    make: Callable[[], Sequence[pa.Array | pa.ChunkedArray]]


@dataclass(frozen=True)
class Draft:
    """A survey as it is proposed from a file."""

    title: str
    rows: int
    variables: tuple[DraftVariable, ...]
    pieces: tuple[Piece, ...]
    left_out: Mapping[str, LeftOut]
    proposals: tuple[Proposal, ...]
    remarks: tuple[Fault, ...]


@dataclass
class _Work:
    """What is drafted so far, by position in the file."""

    source: SourceFile
    tallies: list[Tally]
    names: Names
    ids: list[str]
    variables: dict[int, list[DraftVariable]] = field(default_factory=dict)
    pieces: dict[int, Piece] = field(default_factory=dict)
    left_out: dict[str, LeftOut] = field(default_factory=dict)
    guessed: dict[str, list[int]] = field(default_factory=dict)
    notes: list[Fault] = field(default_factory=list)

    def values(self, position: int) -> pa.ChunkedArray:
        return self.source.values(position)

    def origin(self, position: int) -> str | None:
        name = self.source.columns[position].name
        return name if name != self.ids[position] else None


def draft_of(source: SourceFile) -> Draft:
    """Return the survey that is proposed from a file.

    Raises
    ------
    ImportRefusal
        If no column holds answers that can be counted.
    """
    names = Names()
    ids = [names.take(column.name) for column in source.columns]
    tallies = []
    for position in range(len(ids)):
        tallies.append(tally(source.values(position)))
        report(COUNTED * (position + 1) / len(ids))
    work = _Work(source, tallies, names, ids)
    _batteries(work)
    _category_sets(work)
    for position in range(len(ids)):
        if position not in work.pieces:
            _column(work, position)
    variables = [one for position in sorted(work.variables) for one in work.variables[position]]
    if not variables:
        raise ImportRefusal(Fault("fault.import_nothing_to_ask", {"file": source.path_name}))
    proposals = proposals_of(_candidates(work), source.weight)
    design = {one.column for one in proposals if one.part != "wave"}
    return Draft(
        title=source.title,
        rows=source.rows,
        variables=tuple(_roles(variables, design)),
        pieces=tuple(work.pieces[position] for position in sorted(work.pieces)),
        left_out=work.left_out,
        proposals=tuple(proposals),
        remarks=(*source.remarks, *_remarks(work)),
    )


def _batteries(work: _Work) -> None:
    columns = work.source.columns
    for battery in batteries_of(columns, work.tallies, work.source.sets):
        values = [work.values(position) for position in battery.positions]
        not_asked = [
            value
            for position in battery.positions
            for value, label in columns[position].labels.items()
            if NOT_ASKED.search(label)
        ]
        made = marked_columns(battery, values, not_asked)
        if made is None:
            continue
        zeros = [value for value, meaning in made[1].items() if meaning == "zero"]
        if zeros and any(marks.zero is not None for marks in battery.marks):
            values_shown = {"name": battery.name, "codes": some([str(one) for one in zeros])}
            work.notes.append(Fault("import.nothing_marked", values_shown))
        _battery(work, battery)


def _battery(work: _Work, battery: Battery) -> None:
    columns = work.source.columns
    labels = (battery.label, battery.name)
    categories = tuple(
        Answer(0, label, mentions_missing(label), work.ids[position], work.ids[position])
        for position, label in zip(battery.positions, battery.labels, strict=True)
    )
    first = battery.positions[0]
    variable = DraftVariable(
        id=work.names.take(battery.name),
        role="item",
        kind="multiple",
        label=next(one for one in labels if one.strip()),
        categories=categories,
    )
    work.variables.setdefault(first, []).append(variable)
    names = tuple(work.ids[position] for position in battery.positions)
    not_asked = [
        value
        for position in battery.positions
        for value, label in columns[position].labels.items()
        if NOT_ASKED.search(label)
    ]

    def make() -> list[pa.Array]:
        values = [work.values(position) for position in battery.positions]
        made = marked_columns(battery, values, not_asked)
        return made[0] if made else []

    work.pieces[first] = Piece(names, make)
    for position in battery.positions[1:]:
        work.pieces[position] = Piece((), list)


def _category_sets(work: _Work) -> None:
    """Declared sets whose columns hold categories: a mark for each category besides the columns."""
    for one in work.source.sets:
        if one.counted is None:
            _category_set(work, one)


def _category_set(work: _Work, declared: AnswerSet) -> None:
    places = {column.name: position for position, column in enumerate(work.source.columns)}
    positions = [places[name] for name in declared.columns if name in places]
    described = [answers_of(work.source.columns[at], work.tallies[at]) for at in positions]
    labels: dict[Value, str] = {}
    for one in described:
        for answer in one.valid:
            value = answer.code if answer.value is None else answer.value
            labels.setdefault(value, answer.label)
    if len(positions) < 2 or not labels or any(one.left_out for one in described):
        return
    stem = declared.name.lstrip("$")
    columns = [work.names.take(f"{stem}_{value}") for value in labels]
    categories = tuple(
        Answer(number, label, None, value, column)
        for number, ((value, label), column) in enumerate(
            zip(labels.items(), columns, strict=True), 1
        )
    )
    label = declared.label or stem
    variable = DraftVariable(work.names.take(stem), "item", "multiple", label, categories)
    work.variables.setdefault(positions[0], []).append(variable)

    def make() -> list[pa.Array]:
        return category_marks([work.values(at) for at in positions], list(labels))

    work.pieces[len(work.ids) + positions[0]] = Piece(tuple(columns), make)


def category_marks(columns: Sequence[pa.ChunkedArray], values: Sequence[Value]) -> list[pa.Array]:
    """Return for each value whether any of the columns has it; null where all are blank."""
    rows = [
        {value for value in row if value is not None}
        for row in zip(*(column.to_pylist() for column in columns), strict=True)
    ]
    return [
        pa.array([int(value in row) if row else None for row in rows], pa.int8())
        for value in values
    ]


def _column(work: _Work, position: int) -> None:
    column, found, name = work.source.columns[position], work.tallies[position], work.ids[position]
    codes = cell_answers(work.values(position)) if not column.labels else None
    if codes is not None:
        _cells(work, position, codes)
        return
    answers = answers_of(column, found)
    if answers.left_out:
        work.left_out[name] = answers.left_out
        work.pieces[position] = Piece((name,), lambda: [work.values(position)])
        return
    valid = None if answers.kind == "numeric" else len(answers.valid)
    variable = DraftVariable(
        id=name,
        role="other" if found.empty else role_of(column.name, column.label, valid),
        kind=answers.kind,
        label=column.label or column.name.strip() or name,
        categories=answers.categories,
        ordered=answers.ordered,
        source=work.origin(position),
        note=_note(answers),
    )
    work.variables.setdefault(position, []).append(variable)
    work.pieces[position] = Piece((name,), lambda: [recoded(work.values(position), answers)])
    if answers.guessed:
        work.guessed[name] = list(answers.guessed)


def _cells(work: _Work, position: int, codes: Sequence[int]) -> None:
    column, name = work.source.columns[position], work.ids[position]
    columns = [work.names.take(f"{name}_{code}") for code in codes]
    categories = tuple(
        Answer(code, str(code), None, None, made) for code, made in zip(codes, columns, strict=True)
    )
    variable = DraftVariable(
        name, "item", "multiple", column.label or name, categories, source=work.origin(position)
    )
    work.variables[position] = [variable]
    work.pieces[position] = Piece(
        tuple(columns), lambda: marked_cells(work.values(position), codes)
    )


def _note(answers: Answers) -> Text | None:
    """Labels of numbers that are amounts, which a numeric variable cannot carry."""
    if not answers.labelled:
        return None
    words = "; ".join(f"{value} = {label}" for value, label in answers.labelled.items())
    return Text(f"I filen: {words}", f"In the file: {words}")


def _roles(variables: Sequence[DraftVariable], design: Collection[str]) -> Iterator[DraftVariable]:
    """Columns of the design are no answers, and a kind of background has at most two segments.

    A file may have dozens of education alone.
    """
    seen: Counter[int] = Counter()
    for one in variables:
        if one.id in design:
            yield replace(one, role="other")
            continue
        if one.role == "segment":
            which = background_of(one.source or one.id, one.label) or 0
            seen[which] += 1
            yield one if seen[which] <= MOST_ALIKE else replace(one, role="item")
            continue
        yield one


def _candidates(work: _Work) -> list[Candidate]:
    described = {one.id for many in work.variables.values() for one in many}
    return [
        Candidate(name, column, found, _reader(work, position))
        for position, (name, column, found) in enumerate(
            zip(work.ids, work.source.columns, work.tallies, strict=True)
        )
        if name in described and not found.empty
    ]


def _reader(work: _Work, position: int) -> Callable[[], pa.ChunkedArray]:
    return lambda: work.values(position)


def _remarks(work: _Work) -> Iterator[Fault]:
    columns: Sequence[SourceColumn] = work.source.columns
    renamed = [
        f"{column.name or '–'} → {name}"
        for column, name in zip(columns, work.ids, strict=True)
        if column.name != name
    ]
    if renamed:
        yield Fault("import.renamed", {"count": len(renamed), "names": some(renamed)})
    if work.left_out:
        names = some(list(work.left_out))
        yield Fault("import.not_described", {"count": len(work.left_out), "names": names})
    if empty := [name for name, one in zip(work.ids, work.tallies, strict=True) if one.empty]:
        yield Fault("import.empty_columns", {"count": len(empty), "names": some(empty)})
    if work.guessed:
        codes = sorted({code for many in work.guessed.values() for code in many})
        values = {
            "count": len(work.guessed),
            "codes": some([str(code) for code in codes]),
            "names": some(list(work.guessed)),
        }
        yield Fault("import.guessed_missing", values)
    yield from work.notes
