"""Types of written cells: a column of texts becomes numbers, days or truths if all its cells are.

Digits with a leading zero are names of something (0301), not numbers, and stay text.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

import pyarrow as pa
import pyarrow.compute as pc

from insight.importers.meaning.answers.meaning_report import counts_by_words
from insight.importers.readers.source import SourceColumn
from insight.importers.readers.values import narrow_numbers, texts
from insight.language.countries import are_country_codes
from insight.language.errors import Fault

NOTHING = (
    *("", "NA", "N/A", "NaN", "nan", "NULL", "null", ".", "-"),
    *("#N/A", "#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!"),
)
NAMIBIA = "NA"
FEWEST_COUNTRIES, MOST_COUNTRIES = 3, 300
BLANKS = " \N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}\N{THIN SPACE}"
THOUSANDS = {".": f",'’{BLANKS}", ",": f".'’{BLANKS}"}
WHOLE = r"^[+-]?(?:0|[1-9]\d{0,17})$"
DAY = r"\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])"
CLOCK = r"(?:[01]\d|2[0-3]):[0-5]\d(?::[0-5]\d(?:\.\d{1,9})?)?"
NORWEGIAN_DAY = r"(\d{1,2})\.(\d{1,2})\.(\d{4})"
SLASHED_DAY = r"(?P<first>\d{1,2})[/-](?P<second>\d{1,2})[/-](?P<year>\d{4})"
SLASHED_CLOCK = (
    r"(?:,? (?P<hour>[01]?\d|2[0-3])[:.](?P<minute>[0-5]\d)(?:[:.](?P<moment>[0-5]\d))?"
    r" ?(?P<half>[AaPp]\.?[Mm]\.?)?)?"
)
PER_CENT = "[ \N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}]*%$"
LAST_MONTH, NOON = 12, 12
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
    nothing = pa.array(_words_for_nothing(trimmed))
    values = pc.if_else(pc.is_in(trimmed, nothing), pa.scalar(None, pa.string()), trimmed)
    if values.null_count == len(values):
        return pa.chunked_array([pa.nulls(len(values))])
    for convert in (_whole_numbers, _numbers, _per_cents, _days, _slashed_days, _truth_values):
        if (converted := convert(values, decimal)) is not None:
            return converted
    kept = pc.if_else(pc.is_null(values), values, written_cells)
    return pa.chunked_array([texts(chunk) for chunk in kept.chunks], pa.string())


def blank_words(written_cells: pa.ChunkedArray) -> dict[str, int]:
    """Return the words for which cells of a column are read as blank, and how often each stands.

    Examples
    --------
    >>> blank_words(pa.chunked_array([["Ja", "N/A", "", "N/A", None]]))
    {'N/A': 2}
    >>> blank_words(pa.chunked_array([["NO", "SE", "DK", "NA"]]))
    {}
    """
    if not pa.types.is_string(written_cells.type):
        return {}
    trimmed = pc.utf8_trim_whitespace(written_cells)
    words = [word for word in _words_for_nothing(trimmed) if word]
    found = trimmed.filter(pc.fill_null(pc.is_in(trimmed, pa.array(words)), False))
    counts = pc.value_counts(found.combine_chunks())
    return dict(zip(counts.field(0).to_pylist(), counts.field(1).to_pylist(), strict=True))


def blank_remarks(
    columns: Sequence[SourceColumn], words_by_column: Sequence[Mapping[str, int]]
) -> tuple[Fault, ...]:
    """Return the sentence on cells that were read as blank, by word and column; none for none."""
    found = [
        (word, column.name, count)
        for column, words in zip(columns, words_by_column, strict=True)
        for word, count in words.items()
    ]
    if not found:
        return ()
    total = sum(count for _, _, count in found)
    return (Fault("import.blank_words", {"count": total, "words": counts_by_words(found)}),)


def _words_for_nothing(trimmed: pa.ChunkedArray) -> tuple[str, ...]:
    """Words that stand for no answer; NA is Namibia in a column of codes of countries."""
    if pc.any(pc.equal(trimmed, NAMIBIA)).as_py():
        others = pc.unique(trimmed.filter(pc.invert(pc.is_in(trimmed, pa.array(NOTHING)))))
        codes = others.drop_null().to_pylist() if len(others) <= MOST_COUNTRIES else []
        if are_country_codes(codes, FEWEST_COUNTRIES):
            return tuple(word for word in NOTHING if word != NAMIBIA)
    return NOTHING


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


def _per_cents(values: pa.ChunkedArray, decimal: str) -> pa.ChunkedArray | None:
    """Return per cents as the numbers before their sign: 12,5 % is 12.5."""
    if not all_match(values, PER_CENT):
        return None
    return _numbers(pc.replace_substring_regex(values, PER_CENT, ""), decimal)


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


def _slashed_days(values: pa.ChunkedArray, decimal: str) -> pa.ChunkedArray | None:
    """Return days and points of time written as 31/12/2024 or, where that must be so, 12/31/2024.

    Which of the two is told by a number above 12, else by the clock: that of 12 hours is written
    with the month first. Else the day comes first, as in Europe.
    """
    del decimal
    pattern = f"^{SLASHED_DAY}{SLASHED_CLOCK}$"
    if not all_match(values, re.sub(r"\?P<\w+>", "", pattern)):
        return None
    parts = pc.extract_regex(values, pattern).combine_chunks()
    first, second = (pc.struct_field(parts, name).cast(pa.int32()) for name in ("first", "second"))
    highest = pc.max(first).as_py(), pc.max(second).as_py()
    halves = pc.any(pc.not_equal(pc.struct_field(parts, "half"), "")).as_py()
    month_first = highest[1] > LAST_MONTH or (bool(halves) and highest[0] <= LAST_MONTH)
    days, months = (second, first) if month_first else (first, second)
    if pc.max(months).as_py() > LAST_MONTH:
        return None
    day = pc.binary_join_element_wise(
        pc.struct_field(parts, "year"), _two_digits(months), _two_digits(days), "-"
    )
    try:
        if not pc.any(pc.not_equal(pc.struct_field(parts, "hour"), "")).as_py():
            return pa.chunked_array([day.cast(pa.date32())])
        moment = pc.binary_join_element_wise(day, _clock(parts), " ")
        return pa.chunked_array([moment.cast(pa.timestamp("us"))])
    except pa.ArrowInvalid:  # 31/02/2024
        return None


def _clock(parts: pa.StructArray) -> pa.Array:
    """The clock of 24 hours; midnight where a cell has a day alone."""
    written = {name: pc.struct_field(parts, name) for name in ("hour", "minute", "moment", "half")}
    hours = pc.if_else(pc.equal(written["hour"], ""), "0", written["hour"]).cast(pa.int32())
    half = pc.utf8_slice_codeunits(pc.utf8_lower(written["half"]), 0, 1)
    on_dial = pc.if_else(pc.equal(hours, NOON), 0, hours)
    hours = pc.if_else(
        pc.equal(half, "p"), pc.add(on_dial, NOON), pc.if_else(pc.equal(half, "a"), on_dial, hours)
    )
    rest = [
        pc.if_else(pc.equal(written[name], ""), "00", written[name])
        for name in ("minute", "moment")
    ]
    return pc.binary_join_element_wise(_two_digits(hours), *rest, ":")


def _two_digits(numbers: pa.Array) -> pa.Array:
    return pc.utf8_lpad(numbers.cast(pa.string()), 2, "0")


def _truth_values(values: pa.ChunkedArray, decimal: str) -> pa.ChunkedArray | None:
    del decimal
    yes = pc.is_in(values, pa.array(YES))
    is_truth = pc.or_(yes, pc.is_in(values, pa.array(NO)))
    if not pc.all(pc.or_(is_truth, pc.is_null(values))).as_py():
        return None
    return pc.if_else(pc.is_null(values), pa.scalar(None, pa.bool_()), yes)
