"""Columns of 1 (marked) and 0 (not marked), made of columns of marks.

Null means not asked. What a blank or a code besides the mark means is read from how it goes
together with the other columns of the question.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from insight.importers.drafting.multiple_answers.batteries import Battery
from insight.importers.drafting.multiple_answers.mark_values import Marks
from insight.importers.drafting.tallies import Value, is_text

NOT_ASKED = re.compile(
    r"(not (applicable|asked|in universe)|inapplicable|ikke (aktuell?t?|stilt|spurt|relevant))",
    re.IGNORECASE,
)
_NULL, _OTHER = -1, -2

Meaning = Literal["zero", "null"]


def columns_of_marks(
    battery: Battery, values: Sequence[pa.ChunkedArray], not_asked: Sequence[Value] = ()
) -> tuple[list[pa.Array], dict[Value, Meaning]] | None:
    """Return a column of 0 and 1 for each column of marks, or None where they are no marks.

    Parameters
    ----------
    battery
        The question.
    values
        Its columns.
    not_asked
        Codes whose label says that the question was not asked.

    Returns
    -------
        The columns, and what codes besides the marks were taken for.
    """
    others = list(dict.fromkeys(code for marks in battery.marks for code in marks.other))
    coded = [
        _code_marks(column, marks, others)
        for column, marks in zip(values, battery.marks, strict=True)
    ]
    table = np.stack(coded)
    meanings: dict[Value, Meaning] = {}
    for number, value in enumerate(others):
        meaning = _meaning(table, _OTHER - number, value, battery, value in not_asked)
        if meaning is None:
            return None
        meanings[value] = meaning
        if meaning == "zero":
            table[table == _OTHER - number] = 0
    if all(marks.zero is None for marks in battery.marks) and "zero" not in meanings.values():
        was_asked = np.broadcast_to((table >= 0).any(axis=0), table.shape)
        table[was_asked & (table == _NULL)] = 0
    return [_marks_column(row) for row in table], meanings


def _code_marks(
    values: pa.ChunkedArray, marks: Marks, others: Sequence[Value]
) -> npt.NDArray[np.int8]:
    """1 for marked, 0 for not marked, -1 for null, and below that a number for each other value."""
    coded = np.full(len(values), _NULL, np.int8)
    code_pairs: list[tuple[Value | None, int]] = [(marks.counted_value, 1), (marks.zero, 0)]
    code_pairs += [(value, _OTHER - number) for number, value in enumerate(others)]
    for value, code in code_pairs:
        fits = isinstance(value, str) == is_text(values.type) and not pa.types.is_null(values.type)
        if value is not None and fits:
            coded[_equals(values, value)] = code
    return coded


def _equals(values: pa.ChunkedArray, value: Value) -> npt.NDArray[np.bool_]:
    wanted = pa.scalar(value) if isinstance(value, str) else pa.scalar(float(value))
    plain = values if isinstance(value, str) else values.cast(pa.float64())
    return pc.fill_null(pc.equal(plain, wanted), False).to_numpy()  # type: ignore[no-any-return]


def _meaning(
    table: npt.NDArray[np.int8], code: int, value: Value, battery: Battery, not_asked: bool
) -> Meaning | None:
    """What a code besides the marks means; None where the columns are questions of their own."""
    has_code = table == code
    rows = has_code.any(axis=0)
    if not rows.any() or not_asked:
        return "null"
    without_zero = all(marks.zero is None for marks in battery.marks)
    beside_marks = bool((rows & (table == 1).any(axis=0)).any())
    whole_row = bool(((has_code | (table == _NULL)).all(axis=0) | ~rows).all())
    if without_zero and beside_marks:
        return "zero"
    if whole_row:
        return "null" if not isinstance(value, str) and float(value) < 0 else "zero"
    trusted = battery.declared or all(marks.strong for marks in battery.marks)
    return "null" if trusted else None


def _marks_column(coded: npt.NDArray[np.int8]) -> pa.Array:
    return pa.array(np.maximum(coded, 0), pa.int8(), mask=coded < 0)
