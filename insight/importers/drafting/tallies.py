"""Tallies of the values of a column: the ground on which everything else about it is guessed."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from insight.importers.meaning.design_words import Spread
from insight.importers.readers.values import LARGEST_WHOLE

Value = int | float | str
MOST_NUMBERS = 100_000  # different numbers of a column that are kept to look at
FEWEST_NUMBERED = 50  # so many different whole numbers in as many rows are no coincidence
# Codes that files have for no answer; where one lies apart it is none of the numbers.
NO_ANSWER = (9999, 9998, 9997, 8888, 7777, 999, 998, 997, 996, 888, 777, -1, -2, -7, -8, -9, -99)
MOST_TEXTS = 1_000  # a column with more different texts is free text


@dataclass(frozen=True, slots=True)
class Tally:
    """How often each value of a column occurs.

    Attributes
    ----------
    rows, filled
        Respondents, and those with a value.
    distinct
        How many different values there are.
    counts
        Value to number of respondents in ascending order; empty where there are too many.
    low, high, total
        Smallest and largest number and the sum; None and 0 where there are no numbers.
    whole
        Whether every number is whole.
    """

    rows: int
    filled: int
    distinct: int
    counts: Mapping[Value, int]
    low: float | None = None
    high: float | None = None
    total: float = 0.0
    whole: bool = False

    @property
    def empty(self) -> bool:
        """Whether nobody has a value."""
        return self.filled == 0

    @property
    def tells_nothing(self) -> bool:
        """Whether nobody has a value, or each respondent a whole number of their own."""
        numbered = self.whole and self.filled == self.distinct == self.rows > FEWEST_NUMBERED
        return self.empty or numbered

    @property
    def numeric(self) -> bool:
        """Whether the values are numbers."""
        return self.low is not None

    @property
    def spread(self) -> Spread | None:
        """Where the numbers lie, codes for no answer apart; None where there are none."""
        if self.low is None or self.high is None:
            return None
        numbers = {float(value): count for value, count in self.counts.items()}
        others = numbers.keys() - NO_ANSWER
        if self.whole and others:
            apart = [
                code for code in NO_ANSWER if code < 0 <= min(others) or code > 2 * max(others)
            ]
            numbers = {number: count for number, count in numbers.items() if number not in apart}
        if len(numbers) == len(self.counts):
            return Spread(self.low, self.high, self.total / self.filled, self.whole)
        filled = sum(numbers.values())
        total = sum(number * count for number, count in numbers.items())
        return Spread(min(numbers), max(numbers), total / filled, self.whole)


def count_values(values: pa.ChunkedArray) -> Tally:
    """Count the values of a column; a number that is none (NaN, infinite) counts as no value.

    Examples
    --------
    >>> count_values(pa.chunked_array([[2, 1, 2, None]])).counts
    {1: 1, 2: 2}
    >>> count_values(pa.chunked_array([["nei", "ja"]])).numeric
    False
    """
    kind = values.type
    if pa.types.is_null(kind):
        return Tally(len(values), 0, 0, {})
    if is_number(kind):
        return _tally_numbers(as_numbers(values))
    value_counts = pc.value_counts(values.combine_chunks().drop_null())
    filled = len(values) - values.null_count
    counts: dict[Value, int] = {}
    if is_text(kind) and len(value_counts) <= MOST_TEXTS:
        pairs = zip(
            value_counts.field(0).to_pylist(), value_counts.field(1).to_pylist(), strict=True
        )
        counts = dict(sorted(pairs, key=lambda pair: sort_key(pair[0])))
    return Tally(len(values), filled, len(value_counts), counts)


def is_number(kind: pa.DataType) -> bool:
    """Whether a column of this type holds numbers, or truths that can be written as 0 and 1."""
    tests = (pa.types.is_integer, pa.types.is_floating, pa.types.is_boolean, pa.types.is_decimal)
    return any(test(kind) for test in tests)


def is_text(kind: pa.DataType) -> bool:
    """Whether a column of this type holds texts."""
    return bool(pa.types.is_string(kind) or pa.types.is_large_string(kind))


def is_whole(value: Value) -> bool:
    """Whether a value is a whole number, small enough for a double to hold it."""
    number = float(value)
    return math.isfinite(number) and number.is_integer() and abs(number) <= LARGEST_WHOLE


def as_numbers(values: pa.ChunkedArray) -> pa.ChunkedArray:
    """Return a column of numbers as integers or doubles, without what is not a number.

    Examples
    --------
    >>> as_numbers(pa.chunked_array([[1.5, float("nan")]])).to_pylist()
    [1.5, None]
    >>> as_numbers(pa.chunked_array([[True, None]])).to_pylist()
    [1, None]
    """
    if pa.types.is_boolean(values.type):
        return values.cast(pa.int8())
    if pa.types.is_integer(values.type):
        return values
    doubles = values.cast(pa.float64())
    finite = pc.is_finite(doubles)
    return pc.if_else(finite, doubles, pa.scalar(None, pa.float64()))


def sort_key(text: Value) -> tuple[bool, float, str]:
    """Return a key that sorts texts by the alphabet and digits by their number.

    Examples
    --------
    >>> sorted(["10", "b", "9", "a"], key=sort_key)
    ['9', '10', 'a', 'b']
    """
    shown = str(text)
    digits = shown.isascii() and shown.isdigit() and len(shown) < 16
    return (not digits, float(shown) if digits else 0.0, shown)


def _tally_numbers(values: pa.ChunkedArray) -> Tally:
    filled = len(values) - values.null_count
    if not filled:
        return Tally(len(values), 0, 0, {})
    value_counts = pc.value_counts(values.drop_null())
    distinct_values = value_counts.field(0).to_numpy(zero_copy_only=False)
    whole = bool(
        pa.types.is_integer(values.type) or (distinct_values == np.rint(distinct_values)).all()
    )
    counts: dict[Value, int] = {}
    if len(distinct_values) <= MOST_NUMBERS:
        order = np.argsort(distinct_values)
        times = value_counts.field(1).to_numpy()[order]
        counts = dict(zip(plain_numbers(distinct_values[order]), times.tolist(), strict=True))
    return Tally(
        rows=len(values),
        filled=filled,
        distinct=len(distinct_values),
        counts=counts,
        low=float(distinct_values.min()),
        high=float(distinct_values.max()),
        total=float(pc.sum(values).as_py()),
        whole=whole,
    )


def plain_numbers(numbers: Sequence[float] | np.ndarray) -> list[int | float]:
    """Return numbers as Python has them, whole ones as integers.

    Examples
    --------
    >>> plain_numbers([1.0, 1.5])
    [1, 1.5]
    """
    return [int(number) if float(number).is_integer() else float(number) for number in numbers]
