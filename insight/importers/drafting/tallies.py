"""What stands in a column, counted: the ground on which everything else about it is guessed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

Value = int | float | str
MOST_NUMBERS = 100_000  # different numbers of a column that are kept to look at
FEWEST_NUMBERED = 50  # so many different whole numbers in as many rows are no coincidence
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


def tally(values: pa.ChunkedArray) -> Tally:
    """Count the values of a column; a number that is none (NaN, infinite) counts as no value.

    Examples
    --------
    >>> tally(pa.chunked_array([[2, 1, 2, None]])).counts
    {1: 1, 2: 2}
    >>> tally(pa.chunked_array([["nei", "ja"]])).numeric
    False
    """
    kind = values.type
    if pa.types.is_null(kind):
        return Tally(len(values), 0, 0, {})
    if is_number(kind):
        return _numbers(as_numbers(values))
    counted = pc.value_counts(values.combine_chunks().drop_null())
    filled = len(values) - values.null_count
    counts: dict[Value, int] = {}
    if is_text(kind) and len(counted) <= MOST_TEXTS:
        pairs = zip(counted.field(0).to_pylist(), counted.field(1).to_pylist(), strict=True)
        counts = dict(sorted(pairs, key=lambda pair: in_order(pair[0])))
    return Tally(len(values), filled, len(counted), counts)


def is_number(kind: pa.DataType) -> bool:
    """Whether a column of this type holds numbers, or truths that can be written as 0 and 1."""
    tested = (pa.types.is_integer, pa.types.is_floating, pa.types.is_boolean, pa.types.is_decimal)
    return any(one(kind) for one in tested)


def is_text(kind: pa.DataType) -> bool:
    """Whether a column of this type holds texts."""
    return bool(pa.types.is_string(kind) or pa.types.is_large_string(kind))


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
    there = pc.is_finite(doubles)
    return pc.if_else(there, doubles, pa.scalar(None, pa.float64()))


def in_order(text: Value) -> tuple[bool, float, str]:
    """Return a key that sorts texts by the alphabet and digits by their number.

    Examples
    --------
    >>> sorted(["10", "b", "9", "a"], key=in_order)
    ['9', '10', 'a', 'b']
    """
    shown = str(text)
    digits = shown.isascii() and shown.isdigit() and len(shown) < 16
    return (not digits, float(shown) if digits else 0.0, shown)


def _numbers(values: pa.ChunkedArray) -> Tally:
    filled = len(values) - values.null_count
    if not filled:
        return Tally(len(values), 0, 0, {})
    counted = pc.value_counts(values.drop_null())
    found = counted.field(0).to_numpy(zero_copy_only=False)
    whole = bool(pa.types.is_integer(values.type) or (found == np.rint(found)).all())
    counts: dict[Value, int] = {}
    if len(found) <= MOST_NUMBERS:
        order = np.argsort(found)
        times = counted.field(1).to_numpy()[order]
        counts = dict(zip(plain(found[order]), times.tolist(), strict=True))
    return Tally(
        rows=len(values),
        filled=filled,
        distinct=len(found),
        counts=counts,
        low=float(found.min()),
        high=float(found.max()),
        total=float(pc.sum(values).as_py()),
        whole=whole,
    )


def plain(numbers: Sequence[float] | np.ndarray) -> list[int | float]:
    """Return numbers as Python has them, whole ones as integers.

    Examples
    --------
    >>> plain([1.0, 1.5])
    [1, 1.5]
    """
    return [int(one) if float(one).is_integer() else float(one) for one in numbers]
