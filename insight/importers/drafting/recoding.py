"""Columns of a file as columns of codes, in the smallest type that holds them."""

from __future__ import annotations

from collections.abc import Mapping

import pyarrow as pa
import pyarrow.compute as pc

from insight.importers.drafting.categories import Answers
from insight.importers.drafting.tallies import Value, as_numbers, is_number, is_text
from insight.importers.readers.values import smallest_type


def recode_column(values: pa.ChunkedArray, answers: Answers) -> pa.Array | pa.ChunkedArray:
    """Return a described column as the codebook has it.

    Examples
    --------
    >>> answers = Answers("single", recoded={"ja": 1, "nei": 2})
    >>> recode_column(pa.chunked_array([["nei", None, "ja"]]), answers).to_pylist()
    [2, None, 1]
    >>> recode_column(pa.chunked_array([[1.0, None]]), Answers("single")).type
    DataType(int8)
    """
    if pa.types.is_null(values.type):
        return pa.nulls(len(values), pa.int8())
    if is_text(values.type) and answers.recoded is not None:
        return texts_as_codes(values, answers.recoded)
    if not is_number(values.type):
        return values
    numbers = as_numbers(values)
    if answers.recoded and answers.kind == "single":
        return numbers_as_codes(numbers, answers.recoded)
    for value, code in (answers.recoded or {}).items():
        numbers = pc.if_else(pc.equal(numbers, float(value)), float(code), numbers)
    return shrink_numbers(numbers)


def texts_as_codes(values: pa.ChunkedArray, codes: Mapping[Value, int]) -> pa.Array:
    """Return texts as their codes; a text without a code is null."""
    encoded = values.combine_chunks().dictionary_encode()
    kind = smallest_type(min([0, *codes.values()]), max([0, *codes.values()]))
    code_array = pa.array([codes.get(text) for text in encoded.dictionary.to_pylist()], kind)
    return code_array.take(encoded.indices)


def numbers_as_codes(values: pa.ChunkedArray, codes: Mapping[Value, int]) -> pa.Array:
    """Return numbers as their codes; a number without a code is null."""
    coded_values = pa.array([float(value) for value in codes], pa.float64())
    code_array = pa.array(list(codes.values()), smallest_type(0, max(codes.values())))
    doubles = values.cast(pa.float64()).combine_chunks()
    return code_array.take(pc.index_in(doubles, coded_values))


def shrink_numbers(values: pa.ChunkedArray) -> pa.ChunkedArray:
    """Return whole numbers in the smallest type that holds them, others as they are."""
    decimals = pa.types.is_floating(values.type)
    if decimals and not pc.all(pc.equal(values, pc.floor(values))).as_py():
        return values
    ends = pc.min_max(values)
    low, high = ends["min"].as_py(), ends["max"].as_py()
    if low is None:
        return values.cast(pa.int8())
    if max(abs(low), abs(high)) > 2**53:
        return values
    return values.cast(smallest_type(int(low), int(high)))
