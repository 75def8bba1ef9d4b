"""Special missing values of Stata (.a to .z) and SAS (.A to .Z and ._), which are no numbers.

They become negative codes below every other value of their column, with the label that they have
or their own name: .a is −1 where nothing is negative, .b is −2, and so on in every column alike.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from insight.importers.readers.readstat import ReadStatFile
from insight.importers.readers.source import Format, MissingRange, SourceColumn, SourceFile
from insight.importers.readers.values import clean_label, clean_labels, join_blocks, narrow_numbers
from insight.language.errors import Fault

LETTERS = "abcdefghijklmnopqrstuvwxyz_"

# From the declared format of a column and whether it is text, its values as an Arrow array.
Convert = Callable[[str, bool, Sequence[Any]], pa.Array]


def read_with_special_missing(
    file: ReadStatFile, metadata: Any, program: Format, convert: Convert
) -> SourceFile:
    """Return a file of Stata or SAS whose special missing values have become codes."""
    keys: list[str | None] = metadata.column_names  # a damaged file may have a name that is none
    formats = [metadata.original_variable_types.get(key) or "" for key in keys]
    is_text = [metadata.readstat_variable_types.get(key) == "string" for key in keys]
    tags: list[list[npt.NDArray[np.int8]]] = [[] for _ in keys]

    def separate_tags(position: int, values: list[Any]) -> pa.Array:
        if is_text[position]:
            return convert("", True, values)
        numbers = [LETTERS.find(value.lower()) + 1 if type(value) is str else 0 for value in values]
        tags[position].append(np.array(numbers, np.int8))
        plain = [None if type(value) is str else value for value in values]
        return convert(formats[position], False, plain)

    data = file.read_columns(keys, separate_tags)
    columns = []
    for position, (key, label) in enumerate(zip(keys, metadata.column_labels, strict=True)):
        declared = metadata.variable_value_labels.get(key) or {}
        labels = clean_labels(declared)
        missing: tuple[MissingRange, ...] = ()
        if tags[position]:
            data[position], labels, missing = _code_tags(data[position], tags[position], declared)
        columns.append(
            SourceColumn(key or "", clean_label(label), labels, missing, "", data[position].type)
        )
    tagged_columns = sum(bool(column.missing) for column in columns)
    remark = Fault("fault.import_special_missing", {"count": tagged_columns})
    return SourceFile(
        path_name=file.path.name,
        format=program,
        rows=len(data[0]),
        columns=tuple(columns),
        read=data.__getitem__,
        title=clean_label(metadata.file_label),
        remarks=(remark,) if tagged_columns else (),
    )


def _code_tags(
    values: pa.ChunkedArray,
    tags: Sequence[npt.NDArray[np.int8]],
    declared: Mapping[object, str],
) -> tuple[pa.ChunkedArray, dict[int | float | str, str], tuple[MissingRange, ...]]:
    """Return a column with codes for its tags; in a column of dates they stay empty."""
    labels = clean_labels(
        {value: label for value, label in declared.items() if type(value) is not str}
    )
    words = {str(value).lower(): label for value, label in declared.items() if type(value) is str}
    used = sorted({int(tag) for block in tags for tag in np.unique(block)} - {0})
    named = [LETTERS.index(letter) + 1 for letter in words if letter in LETTERS and letter]
    numbers = sorted({*used, *named})
    if not numbers or pa.types.is_temporal(values.type):
        return values, labels, ()
    below = _lower_bound(values, labels)
    codes = {number: below - number for number in numbers}
    for number, code in codes.items():
        labels[code] = clean_label(words.get(LETTERS[number - 1])) or f".{LETTERS[number - 1]}"
    if used:
        values = join_blocks(
            [
                _fill_codes(chunk, block, below)
                for chunk, block in zip(values.chunks, tags, strict=True)
            ]
        )
    return values, labels, tuple(MissingRange(code, code) for code in sorted(codes.values()))


def _lower_bound(values: pa.ChunkedArray, labels: Mapping[int | float | str, str]) -> int:
    """Return a whole number that no value and no labelled value lies under, at most 0."""
    lows = [float(value) for value in labels if not isinstance(value, str)]
    present = values.drop_null()
    if len(present):
        lows.append(float(pc.min(present).as_py()))
    return min(0, math.floor(min(lows, default=0)))


def _fill_codes(values: pa.Array, tags: npt.NDArray[np.int8], below: int) -> pa.Array:
    codes = pa.array(below - tags.astype(np.int64), mask=tags == 0)
    if pa.types.is_null(values.type):
        return narrow_numbers(codes)
    kind = pa.float64() if pa.types.is_floating(values.type) else pa.int64()
    return narrow_numbers(pc.coalesce(codes.cast(kind), values.cast(kind)))
