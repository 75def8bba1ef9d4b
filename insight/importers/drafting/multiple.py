"""Mark-all questions in a draft: columns of marks, of categories, of lists of codes."""

from __future__ import annotations

from collections.abc import Sequence

import pyarrow as pa

from insight.importers.drafting.batteries import Battery, batteries_of
from insight.importers.drafting.categories import Answer, answers_of
from insight.importers.drafting.marks import NOT_ASKED, columns_of_marks, marks_of_lists
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
        not_asked = _values_not_asked(work, battery)
        result = columns_of_marks(battery, values, not_asked)
        if result is None:
            continue
        zeros = [value for value, meaning in result[1].items() if meaning == "zero"]
        if zeros and any(marks.zero is not None for marks in battery.marks):
            values_shown = {"name": battery.name, "codes": some([str(value) for value in zeros])}
            work.notes.append(Fault("import.nothing_marked", values_shown))
        _draft_battery(work, battery)


def _values_not_asked(work: Work, battery: Battery) -> list[Value]:
    """The values of a battery whose label says that the question was not asked."""
    return [
        value
        for position in battery.positions
        for value, label in work.source.columns[position].labels.items()
        if NOT_ASKED.search(label)
    ]


def _draft_battery(work: Work, battery: Battery) -> None:
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
        label=next(label for label in labels if label.strip()),
        categories=categories,
    )
    work.variables.setdefault(first, []).append(variable)
    names = tuple(work.ids[position] for position in battery.positions)
    not_asked = _values_not_asked(work, battery)

    def make() -> list[pa.Array]:
        values = [work.values(position) for position in battery.positions]
        result = columns_of_marks(battery, values, not_asked)
        return result[0] if result else []

    work.pieces[first] = Piece(names, make)
    for position in battery.positions[1:]:
        work.pieces[position] = Piece((), list)


def draft_category_sets(work: Work) -> None:
    """Declared sets whose columns hold categories: a mark for each category besides the columns."""
    for answer_set in work.source.sets:
        if answer_set.counted_value is None:
            _draft_category_set(work, answer_set)


def _draft_category_set(work: Work, declared: AnswerSet) -> None:
    places = {column.name: position for position, column in enumerate(work.source.columns)}
    positions = [places[name] for name in declared.members if name in places]
    answers_by_column = [answers_of(work.source.columns[at], work.tallies[at]) for at in positions]
    labels: dict[Value, str] = {}
    for answers in answers_by_column:
        for category in answers.valid:
            value = category.code if category.value is None else category.value
            labels.setdefault(value, category.label)
    if len(positions) < 2 or not labels or any(answers.left_out for answers in answers_by_column):
        return
    stem = declared.name.lstrip("$")
    column_names = [work.names.take(f"{stem}_{value}") for value in labels]
    categories = tuple(
        Answer(number, label, None, value, column_name)
        for number, ((value, label), column_name) in enumerate(
            zip(labels.items(), column_names, strict=True), 1
        )
    )
    label = declared.label or stem
    variable = DraftVariable(work.names.take(stem), "item", "multiple", label, categories)
    work.variables.setdefault(positions[0], []).append(variable)

    def make() -> list[pa.Array]:
        return category_marks([work.values(at) for at in positions], list(labels))

    work.pieces[len(work.ids) + positions[0]] = Piece(tuple(column_names), make)


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


def draft_code_lists(work: Work, position: int, codes: Sequence[int]) -> None:
    """Draft a column that holds lists of codes."""
    column, name = work.source.columns[position], work.ids[position]
    column_names = [work.names.take(f"{name}_{code}") for code in codes]
    categories = tuple(
        Answer(code, str(code), None, None, column_name)
        for code, column_name in zip(codes, column_names, strict=True)
    )
    variable = DraftVariable(
        name, "item", "multiple", column.label or name, categories, source=work.origin(position)
    )
    work.variables[position] = [variable]
    work.pieces[position] = Piece(
        tuple(column_names), lambda: marks_of_lists(work.values(position), codes)
    )
