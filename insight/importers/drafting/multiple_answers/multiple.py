"""Mark-all questions in a draft: columns of marks, of categories, cells with several answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pyarrow as pa

from insight.importers.drafting.categories import Answer, answers_of
from insight.importers.drafting.multiple_answers.batteries import Battery, batteries_of
from insight.importers.drafting.multiple_answers.joined_columns import (
    columns_by_name,
    joined_candidates,
    says_the_same,
)
from insight.importers.drafting.multiple_answers.marks import NOT_ASKED, columns_of_marks
from insight.importers.drafting.naming import clean_name
from insight.importers.drafting.parts import DraftVariable, Piece, Together, Work
from insight.importers.drafting.tallies import Value
from insight.importers.meaning.answers.missing_words import missing_by_words
from insight.importers.readers.source import AnswerSet
from insight.importers.readers.values import clean_label
from insight.language.errors import Fault, shorten, some


def draft_batteries(work: Work) -> None:
    """Draft the questions whose columns hold marks, but for those that a person holds apart."""
    columns = work.source.columns
    by_name = columns_by_name(columns)
    apart = [
        position
        for position in range(len(columns))
        if work.is_separate(position) or position in work.pieces
    ]
    for battery in batteries_of(columns, work.tallies, work.source.sets, apart):
        names = (battery.name, clean_name(battery.name), work.names.free(battery.name))
        if work.wants_separate(*names, battery.label):
            continue
        values = [work.values(position) for position in battery.positions]
        not_asked = _values_not_asked(work, battery)
        result = columns_of_marks(battery, values, not_asked)
        if result is None:
            continue
        marks, meanings = result
        zeros = [value for value, meaning in meanings.items() if meaning == "zero"]
        if zeros and any(marks.zero is not None for marks in battery.marks):
            values_shown = {"name": battery.name, "codes": some([str(value) for value in zeros])}
            work.notes.append(Fault("import.nothing_marked", values_shown))
        _draft_battery(work, battery, _joined_column(work, battery, marks, by_name))


def _values_not_asked(work: Work, battery: Battery) -> list[Value]:
    """The values of a battery whose label says that the question was not asked."""
    return [
        value
        for position in battery.positions
        for value, label in work.source.columns[position].labels.items()
        if NOT_ASKED.search(label)
    ]


def _joined_column(
    work: Work, battery: Battery, marks: Sequence[pa.Array], by_name: Mapping[str, list[int]]
) -> int | None:
    """The column that lists the answers marked in the others, which is then written no more."""
    for position in joined_candidates(battery, by_name):
        if position in work.pieces or work.is_separate(position) or work.tallies[position].empty:
            continue
        values = {"column": work.ids[position], "name": battery.label or battery.name}
        if says_the_same(battery, work.values(position), marks):
            work.pieces[position] = Piece((), list)
            work.notes.append(Fault("import.joined_column_goes", values))
            return position
        if work.tallies[position].distinct > 1:
            work.notes.append(Fault("import.joined_column_differs", values))
    return None


def _draft_battery(work: Work, battery: Battery, joined: int | None) -> None:
    labels = (battery.label, battery.name)
    categories = tuple(
        Answer(0, label, missing_by_words(label), work.ids[position], work.ids[position])
        for position, label in zip(battery.positions, battery.labels, strict=True)
    )
    first = battery.positions[0]
    reason = _reason(work, battery)
    variable = DraftVariable(
        id=work.names.take(battery.name) if joined is None else work.ids[joined],
        role="item",
        kind="multiple",
        label=next(label for label in labels if label.strip()),
        categories=categories,
        note=None if battery.declared else reason.in_both,
    )
    work.variables.setdefault(first, []).append(variable)
    names = tuple(work.ids[position] for position in battery.positions)
    work.together.append(Together(variable.id, variable.label, names, reason))
    not_asked = _values_not_asked(work, battery)

    def make() -> list[pa.Array]:
        values = [work.values(position) for position in battery.positions]
        result = columns_of_marks(battery, values, not_asked)
        return result[0] if result else []

    work.pieces[first] = Piece(names, make)
    for position in battery.positions[1:]:
        work.pieces[position] = Piece((), list)


def _reason(work: Work, battery: Battery) -> Fault:
    """Why columns were taken together, and whom an answer was asked of."""
    names = [clean_label(work.source.columns[position].name) for position in battery.positions]
    values = {"first": shorten(names[0]), "last": shorten(names[-1])}
    why = Fault(f"import.together_{battery.reason}", values)
    asked = any(marks.zero is not None for marks in battery.marks)
    base = Fault("import.base_asked" if asked else "import.base_marked")
    return Fault("import.together", {"why": why, "base": base})


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
