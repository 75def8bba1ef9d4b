"""Types of written cells: a column of texts becomes numbers, days or truths if all its cells are.

Digits with a leading zero are names of something (0301), not numbers, and stay text.
"""

from __future__ import annotations

import re

import pyarrow as pa
import pyarrow.compute as pc

from insight.importers.readers.values import narrow_numbers, texts

NOTHING = (
    *("", "NA", "N/A", "NaN", "nan", "NULL", "null", ".", "-"),
    *("#N/A", "#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!"),
)
BLANKS = " \N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}\N{THIN SPACE}"
THOUSANDS = {".": f",'’{BLANKS}", ",": f".'’{BLANKS}"}
WHOLE = r"^[+-]?(?:0|[1-9]\d{0,17})$"
DAY = r"\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])"
CLOCK = r"(?:[01]\d|2[0-3]):[0-5]\d(?::[0-5]\d(?:\.\d{1,9})?)?"
NORWEGIAN_DAY = r"(\d{1,2})\.(\d{1,2})\.(\d{4})"
YES, NO = ("true", "TRUE", "True"), ("false", "FALSE", "False")


def number_pattern(decimal: str) -> str:
    """Return the pattern of a number with `decimal` as its mark.

    Examples
    --------
    >>> pattern = number_pattern(",")
    >>> [bool(re.match(pattern, text)) for text in ("0,5", "12", "-3,1e5", "0.5", "007")]
    [True, True, True, False, False]
    """
    mark = re.escape(decimal)
    return rf"^[+-]?(?:(?:0|[1-9]\d{{0,17}})(?:{mark}\d*)?|{mark}\d+)(?:[eE][+-]?\d{{1,3}})?$"


def grouped_number_pattern(decimal: str) -> str:
    """Return the pattern of a number in groups of three digits: 1 234,5 or 1,234.5."""
    return rf"^[+-]?[1-9]\d{{0,2}}(?:[{THOUSANDS[decimal]}]\d{{3}})+(?:{re.escape(decimal)}\d*)?$"


def convert_cells(written_cells: pa.ChunkedArray, decimal: str) -> pa.ChunkedArray:
    """Return a column of texts as what all its cells are: numbers, days, truth values or texts.

    Examples
    --------
    >>> convert_cells(pa.chunked_array([["1", "NA", " 20 "]]), ".").to_pylist()
    [1, None, 20]
    >>> convert_cells(pa.chunked_array([["0,5", "1 234,5"]]), ",").to_pylist()
    [0.5, 1234.5]
    >>> convert_cells(pa.chunked_array([["0301", "1103"]]), ".").type
    DataType(string)
    """
    trimmed = pc.utf8_trim_whitespace(written_cells)
    values = pc.if_else(pc.is_in(trimmed, pa.array(NOTHING)), pa.scalar(None, pa.string()), trimmed)
    if values.null_count == len(values):
        return pa.chunked_array([pa.nulls(len(values))])
    for convert in (_whole_numbers, _numbers, _days, _truth_values):
        if (converted := convert(values, decimal)) is not None:
            return converted
    return pa.chunked_array([texts(chunk) for chunk in written_cells.chunks], pa.string())


def all_match(values: pa.ChunkedArray, pattern: str) -> bool:
    """Whether every text that is there matches; the first ones answer for most columns."""
    first = pc.match_substring_regex(values.slice(0, 64), pattern)
    if pc.all(first).as_py() is False:
        return False
    return pc.all(pc.match_substring_regex(values, pattern)).as_py() is not False


def _whole_numbers(values: pa.ChunkedArray, decimal: str) -> pa.ChunkedArray | None:
    del decimal
    if not all_match(values, WHOLE):
        return None
    return _narrow(pc.utf8_ltrim(values, characters="+").cast(pa.int64()))


def _numbers(values: pa.ChunkedArray, decimal: str) -> pa.ChunkedArray | None:
    """Return numbers with the expected mark, else with the other, else in groups of thousands."""
    other = "," if decimal == "." else "."
    for mark, pattern in (
        (decimal, number_pattern(decimal)),
        (decimal, f"{grouped_number_pattern(decimal)}|{number_pattern(decimal)}"),
        (other, f"{grouped_number_pattern(other)}|{number_pattern(other)}"),
    ):
        if all_match(values, pattern):
            plain = values
            if pattern != number_pattern(mark):
                plain = pc.replace_substring_regex(plain, f"[{THOUSANDS[mark]}]", "")
            plain = pc.replace_substring(plain, mark, ".")
            plain = pc.utf8_ltrim(plain, characters="+")
            return _narrow(plain.cast(pa.float64()))
    return None


def _narrow(values: pa.ChunkedArray) -> pa.ChunkedArray:
    return pa.chunked_array([narrow_numbers(values.combine_chunks())])


def _days(values: pa.ChunkedArray, decimal: str) -> pa.ChunkedArray | None:
    """Return days and points of time, written as ISO 8601 or as in Norwegian."""
    del decimal
    clock = rf"[T ]{CLOCK}"
    if all_match(values, rf"^{NORWEGIAN_DAY}(?: {CLOCK})?$"):
        values = pc.replace_substring_regex(values, rf"^{NORWEGIAN_DAY}", r"\3-0\2-0\1")
        values = pc.replace_substring_regex(values, r"-0(\d\d)", r"-\1")
    try:
        if all_match(values, rf"^{DAY}$"):
            return values.cast(pa.date32())
        if all_match(values, rf"^{DAY}(?:{clock})?$"):
            return values.cast(pa.timestamp("us"))
        if all_match(values, rf"^{DAY}{clock}(?:Z|[+-]\d\d:?\d\d)$"):
            zoned = values.cast(pa.timestamp("us", "UTC"))
            return zoned.cast(pa.timestamp("us"), safe=False)
    except pa.ArrowInvalid:  # 2021-02-30, or a fraction finer than a microsecond
        return None
    return None


def _truth_values(values: pa.ChunkedArray, decimal: str) -> pa.ChunkedArray | None:
    del decimal
    yes = pc.is_in(values, pa.array(YES))
    is_truth = pc.or_(yes, pc.is_in(values, pa.array(NO)))
    if not pc.all(pc.or_(is_truth, pc.is_null(values))).as_py():
        return None
    return pc.if_else(pc.is_null(values), pa.scalar(None, pa.bool_()), yes)
