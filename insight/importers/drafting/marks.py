"""From columns of marks, or cells such as "1;3;5;", to columns of 1 (marked) and 0 (not marked).

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

from insight.importers.drafting.batteries import Battery
from insight.importers.drafting.mark_values import Marks
from insight.importers.drafting.tallies import Value, is_text

MOST_CELL_ANSWERS = 100
NOT_ASKED = re.compile(
    r"(not (applicable|asked|in universe)|inapplicable|ikke (aktuell?t?|stilt|spurt|relevant))",
    re.IGNORECASE,
)
_NULL, _OTHER = -1, -2
_CELL = re.compile(r"\s*\d{1,9}(\s*[;|]\s*\d{1,9})*\s*[;|]?\s*")

Meaning = Literal["zero", "null"]


def marked_columns(
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
    others = list(dict.fromkeys(one for marks in battery.marks for one in marks.other))
    coded = [
        _coded(column, marks, others) for column, marks in zip(values, battery.marks, strict=True)
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
        asked = np.broadcast_to((table >= 0).any(axis=0), table.shape)
        table[asked & (table == _NULL)] = 0
    return [_column(row) for row in table], meanings


def _coded(values: pa.ChunkedArray, marks: Marks, others: Sequence[Value]) -> npt.NDArray[np.int8]:
    """1 for marked, 0 for not marked, -1 for null, and below that a number for each other value."""
    coded = np.full(len(values), _NULL, np.int8)
    known: list[tuple[Value | None, int]] = [(marks.counted, 1), (marks.zero, 0)]
    known += [(value, _OTHER - number) for number, value in enumerate(others)]
    for value, code in known:
        fits = isinstance(value, str) == is_text(values.type) and not pa.types.is_null(values.type)
        if value is not None and fits:
            coded[_equal(values, value)] = code
    return coded


def _equal(values: pa.ChunkedArray, value: Value) -> npt.NDArray[np.bool_]:
    wanted = pa.scalar(value) if isinstance(value, str) else pa.scalar(float(value))
    plain = values if isinstance(value, str) else values.cast(pa.float64())
    return pc.fill_null(pc.equal(plain, wanted), False).to_numpy()  # type: ignore[no-any-return]


def _meaning(
    table: npt.NDArray[np.int8], code: int, value: Value, battery: Battery, not_asked: bool
) -> Meaning | None:
    """What a code besides the marks means; None where the columns are questions of their own."""
    given = table == code
    rows = given.any(axis=0)
    if not rows.any() or not_asked:
        return "null"
    blank = all(marks.zero is None for marks in battery.marks)
    beside_marks = bool((rows & (table == 1).any(axis=0)).any())
    whole_row = bool(((given | (table == _NULL)).all(axis=0) | ~rows).all())
    if blank and beside_marks:
        return "zero"
    if whole_row:
        return "null" if not isinstance(value, str) and float(value) < 0 else "zero"
    trusted = battery.declared or all(marks.strong for marks in battery.marks)
    return "null" if trusted else None


def _column(coded: npt.NDArray[np.int8]) -> pa.Array:
    return pa.array(np.maximum(coded, 0), pa.int8(), mask=coded < 0)


def cell_answers(values: pa.ChunkedArray) -> list[int] | None:
    """Return the codes in cells such as "1;3;5;", or None where the column has no such cells.

    Examples
    --------
    >>> cell_answers(pa.chunked_array([["1;3;", None, "10;"]]))
    [1, 3, 10]
    >>> cell_answers(pa.chunked_array([["1", "2"]])) is None
    True
    """
    if not is_text(values.type) or values.null_count == len(values):
        return None
    cells = [cell for cell in pc.unique(values).to_pylist() if cell is not None]
    if len(cells) > 50_000 or not all(_CELL.fullmatch(cell) for cell in cells):
        return None
    split = [_codes(cell) for cell in cells]
    codes = sorted({code for one in split for code in one})
    several = any(len(one) > 1 for one in split)
    return codes if several and len(codes) <= MOST_CELL_ANSWERS else None


def marked_cells(values: pa.ChunkedArray, codes: Sequence[int]) -> list[pa.Array]:
    """Return a column of 0 and 1 for each code in cells such as "1;3;5;".

    Examples
    --------
    >>> [one.to_pylist() for one in marked_cells(pa.chunked_array([["1;3;", None]]), [1, 2, 3])]
    [[1, None], [0, None], [1, None]]
    """
    encoded = values.combine_chunks().dictionary_encode()
    cells = [{*_codes(cell)} for cell in encoded.dictionary.to_pylist()]
    return [
        pa.array([int(code in cell) for cell in cells], pa.int8()).take(encoded.indices)
        for code in codes
    ]


def _codes(cell: str) -> list[int]:
    return [int(one) for one in re.split(r"[;|]", cell) if one.strip()]
