"""Questions with several answers in a draft: marks in columns, categories in columns, cells."""

from __future__ import annotations

from collections.abc import Sequence

import pyarrow as pa

from insight.importers.drafting.batteries import Battery, batteries_of
from insight.importers.drafting.categories import Answer, answers_of
from insight.importers.drafting.marks import NOT_ASKED, marked_cells, marked_columns
from insight.importers.drafting.parts import DraftVariable, Piece, Work
from insight.importers.drafting.roles import mentions_missing
from insight.importers.drafting.tallies import Value
from insight.importers.readers.source import AnswerSet
from insight.language.errors import Fault, some


def draft_batteries(work: Work) -> None:
    """Draft the questions whose columns hold marks."""
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


def _battery(work: Work, battery: Battery) -> None:
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


def draft_category_sets(work: Work) -> None:
    """Declared sets whose columns hold categories: a mark for each category besides the columns."""
    for one in work.source.sets:
        if one.counted_value is None:
            _category_set(work, one)


def _category_set(work: Work, declared: AnswerSet) -> None:
    places = {column.name: position for position, column in enumerate(work.source.columns)}
    positions = [places[name] for name in declared.members if name in places]
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


def draft_cells(work: Work, position: int, codes: Sequence[int]) -> None:
    """Draft a column whose cells hold several codes."""
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
