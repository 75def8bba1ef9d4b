"""Numbers, texts, dates and labels of other programs in one form each."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

INTEGERS = (pa.int8(), pa.int16(), pa.int32(), pa.int64())
LARGEST_WHOLE = 2.0**53  # beyond it a double no longer holds every whole number
DAY = 86_400
FIRST_DAY, LAST_DAY = -719_162, 2_932_896  # 0001-01-01 and 9999-12-31, from 1970-01-01


def clean_label(label: object) -> str:
    r"""Return a label as one line of printable characters; nothing else of it is changed.

    Examples
    --------
    >>> [clean_label(label) for label in ("Alder\r\n ved\x00 \u202eintervju ", "<b>=1+1</b>", None)]
    ['Alder ved intervju', '<b>=1+1</b>', '']
    """
    if label is None:
        return ""
    characters = (
        character if character.isprintable() else " " if character.isspace() else ""
        for character in str(label)
    )
    return " ".join("".join(characters).split())


def cell_text(cell: object) -> str:
    """Return a cell of a workbook as text.

    Examples
    --------
    >>> cell_text(3.0), cell_text("Ja"), cell_text(datetime.date(2021, 3, 1))
    ('3', 'Ja', '2021-03-01')
    """
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime.timedelta):
        return str(cell.total_seconds())
    return cell.isoformat() if isinstance(cell, datetime.date | datetime.time) else str(cell)


def whole_as_int(value: float) -> int | float:
    """Return a whole number as an integer, another as it is.

    Examples
    --------
    >>> whole_as_int(3.0), whole_as_int(2.5), whole_as_int(float("inf"))
    (3, 2.5, inf)
    """
    return int(value) if abs(value) <= LARGEST_WHOLE and value == int(value) else value


def clean_labels(labels: Mapping[object, object] | None) -> dict[int | float | str, str]:
    """Return value labels with integers for whole numbers and without those of no number.

    Examples
    --------
    >>> clean_labels({1.0: "Ja ", float("nan"): "?", "NO": "Norge"})
    {1: 'Ja', 'NO': 'Norge'}
    """
    cleaned: dict[int | float | str, str] = {}
    for value, label in (labels or {}).items():
        if isinstance(value, str):
            cleaned[value.rstrip()] = clean_label(label)
        elif isinstance(value, int | float) and np.isfinite(value):
            cleaned[whole_as_int(float(value)) if isinstance(value, float) else int(value)] = (
                clean_label(label)
            )
    return cleaned


def numbers(values: npt.ArrayLike) -> pa.Array:
    """Return numbers in the smallest type that holds them; what is not a number is null.

    Examples
    --------
    >>> numbers([1.0, None, 200.0]).type, numbers([0.5, float("inf")]).to_pylist()
    (DataType(int16), [0.5, None])
    """
    doubles = np.asarray(values, dtype=np.float64)
    finite = np.isfinite(doubles)
    filled = np.where(finite, doubles, 0.0)
    if not finite.any():
        return pa.nulls(len(doubles))
    if np.abs(filled).max() > LARGEST_WHOLE or (filled != np.rint(filled)).any():
        return pa.array(filled, pa.float64(), mask=~finite)
    return pa.array(filled.astype(np.int64), mask=~finite).cast(
        smallest_type(int(filled.min()), int(filled.max()))
    )


def narrow_numbers(values: pa.Array) -> pa.Array:
    """Return numbers of any type as `numbers` does, without losing digits of whole ones.

    Examples
    --------
    >>> narrow_numbers(pa.array([2**60, None])).to_pylist()[0] == 2**60
    True
    >>> narrow_numbers(pa.array([1.0, 2.0], pa.float32())).type
    DataType(int8)
    """
    if not pa.types.is_integer(values.type):
        return numbers(values.cast(pa.float64(), safe=False).to_numpy(zero_copy_only=False))
    extent = pc.min_max(values).as_py()
    if extent["min"] is None:
        return pa.nulls(len(values))
    if extent["max"] >= 2**63:
        return values.cast(pa.float64(), safe=False)
    return values.cast(smallest_type(extent["min"], extent["max"]))


def smallest_type(low: int, high: int) -> pa.DataType:
    """Return the smallest signed integer type that holds both numbers.

    Examples
    --------
    >>> smallest_type(-128, 127), smallest_type(0, 128)
    (DataType(int8), DataType(int16))
    """
    for width, kind in zip((8, 16, 32), INTEGERS, strict=False):
        if -(2 ** (width - 1)) <= low and high < 2 ** (width - 1):
            return kind
    return pa.int64()


def texts(values: pa.Array | Sequence[str | None]) -> pa.Array:
    """Return texts without trailing blanks; a text of blanks alone is null.

    Examples
    --------
    >>> texts(["NO  ", "   ", None]).to_pylist()
    ['NO', None, None]
    """
    array = values if isinstance(values, pa.Array) else pa.array(values, pa.string())
    trimmed = pc.utf8_rtrim_whitespace(pc.utf8_rtrim(array, characters="\0"))
    return pc.if_else(pc.equal(trimmed, ""), pa.scalar(None, trimmed.type), trimmed)


def dates(seconds: npt.ArrayLike, origin_day: int) -> pa.Array:
    """Return dates of seconds since `origin_day`, a day counted from 1970-01-01; or the numbers.

    Numbers that no calendar has stay as they are, all of the column.

    Examples
    --------
    >>> dates([0, None, 86400.0], 0).to_pylist()
    [datetime.date(1970, 1, 1), None, datetime.date(1970, 1, 2)]
    """
    doubles = np.asarray(seconds, dtype=np.float64)
    finite = np.isfinite(doubles)
    days = np.floor(np.where(finite, doubles, 0.0) / DAY) + np.where(finite, origin_day, 0)
    if not finite.any() or days.min() < FIRST_DAY or days.max() > LAST_DAY:
        return numbers(doubles)
    return pa.array(days.astype(np.int32), mask=~finite).cast(pa.date32())


def moments(seconds: npt.ArrayLike, origin_day: int) -> pa.Array:
    """Return points of time of seconds since `origin_day`; or the numbers, as in `dates`.

    Examples
    --------
    >>> moments([90.0], 0).to_pylist()
    [datetime.datetime(1970, 1, 1, 0, 1, 30)]
    """
    doubles = np.asarray(seconds, dtype=np.float64)
    finite = np.isfinite(doubles)
    elapsed = np.where(finite, doubles + origin_day * DAY, 0.0)
    if not finite.any() or elapsed.min() < FIRST_DAY * DAY or elapsed.max() >= (LAST_DAY + 1) * DAY:
        return numbers(doubles)
    return pa.array(np.rint(elapsed * 1e6).astype(np.int64), mask=~finite).cast(pa.timestamp("us"))


def common_type(types: Iterable[pa.DataType]) -> pa.DataType:
    """Return the type that holds blocks of one column; numbers widen, all else becomes text.

    Examples
    --------
    >>> common_type([pa.null(), pa.int8(), pa.int16()]), common_type([pa.int8(), pa.float64()])
    (DataType(int16), DataType(double))
    """
    kinds = {kind for kind in types if kind != pa.null()}
    if len(kinds) <= 1:
        return next(iter(kinds), pa.null())
    if kinds <= set(INTEGERS):
        return max(kinds, key=INTEGERS.index)
    if kinds <= {*INTEGERS, pa.float64()}:
        return pa.float64()
    return pa.string()


def join_blocks(blocks: Sequence[pa.Array]) -> pa.ChunkedArray:
    """Return blocks of one column as one column.

    Examples
    --------
    >>> join_blocks([pa.array([1], pa.int8()), pa.array([300], pa.int16())]).type
    DataType(int16)
    """
    kind = common_type(block.type for block in blocks)
    return pa.chunked_array([block.cast(kind) for block in blocks], kind)
