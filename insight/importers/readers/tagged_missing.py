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
from insight.importers.readers.values import clean_labels, cleaned, joined, narrowed
from insight.language.errors import Fault

LETTERS = "abcdefghijklmnopqrstuvwxyz_"

# From the declared format of a column and whether it is text, its values as an Arrow array.
Convert = Callable[[str, bool, Sequence[Any]], pa.Array]


def columns_with_tags(
    file: ReadStatFile, found: Any, program: Format, convert: Convert
) -> SourceFile:
    """Return a file of Stata or SAS whose special missing values have become codes."""
    keys: list[str | None] = found.column_names  # a damaged file may have a name that is none
    formats = [found.original_variable_types.get(key) or "" for key in keys]
    text = [found.readstat_variable_types.get(key) == "string" for key in keys]
    tags: list[list[npt.NDArray[np.int8]]] = [[] for _ in keys]

    def untagged(position: int, values: list[Any]) -> pa.Array:
        if text[position]:
            return convert("", True, values)
        letters = [LETTERS.find(one.lower()) + 1 if type(one) is str else 0 for one in values]
        tags[position].append(np.array(letters, np.int8))
        plain = [None if type(one) is str else one for one in values]
        return convert(formats[position], False, plain)

    data = file.columns(keys, untagged)
    columns = []
    for position, (key, label) in enumerate(zip(keys, found.column_labels, strict=True)):
        declared = found.variable_value_labels.get(key) or {}
        labels = clean_labels(declared)
        missing: tuple[MissingRange, ...] = ()
        if tags[position]:
            data[position], labels, missing = _coded(data[position], tags[position], declared)
        columns.append(
            SourceColumn(key or "", cleaned(label), labels, missing, "", data[position].type)
        )
    tagged = sum(bool(column.missing) for column in columns)
    remark = Fault("fault.import_special_missing", {"count": tagged})
    return SourceFile(
        path_name=file.path.name,
        format=program,
        rows=len(data[0]),
        columns=tuple(columns),
        read=data.__getitem__,
        title=cleaned(found.file_label),
        remarks=(remark,) if tagged else (),
    )


def _coded(
    values: pa.ChunkedArray,
    tags: Sequence[npt.NDArray[np.int8]],
    declared: Mapping[object, str],
) -> tuple[pa.ChunkedArray, dict[int | float | str, str], tuple[MissingRange, ...]]:
    """Return a column with codes for its tags; in a column of dates they stay empty."""
    labels = clean_labels({value: one for value, one in declared.items() if type(value) is not str})
    words = {str(value).lower(): one for value, one in declared.items() if type(value) is str}
    used = sorted({int(one) for block in tags for one in np.unique(block)} - {0})
    named = [LETTERS.index(letter) + 1 for letter in words if letter in LETTERS and letter]
    letters = sorted({*used, *named})
    if not letters or pa.types.is_temporal(values.type):
        return values, labels, ()
    below = _below(values, labels)
    codes = {one: below - one for one in letters}
    for one, code in codes.items():
        labels[code] = cleaned(words.get(LETTERS[one - 1])) or f".{LETTERS[one - 1]}"
    if used:
        values = joined(
            [_filled(chunk, block, below) for chunk, block in zip(values.chunks, tags, strict=True)]
        )
    return values, labels, tuple(MissingRange(code, code) for code in sorted(codes.values()))


def _below(values: pa.ChunkedArray, labels: Mapping[int | float | str, str]) -> int:
    """Return a whole number that no value and no labelled value lies under, at most 0."""
    lows = [float(one) for one in labels if not isinstance(one, str)]
    held = values.drop_null()
    if len(held):
        lows.append(float(pc.min(held).as_py()))
    return min(0, math.floor(min(lows, default=0)))


def _filled(values: pa.Array, tags: npt.NDArray[np.int8], below: int) -> pa.Array:
    codes = pa.array(below - tags.astype(np.int64), mask=tags == 0)
    if pa.types.is_null(values.type):
        return narrowed(codes)
    kind = pa.float64() if pa.types.is_floating(values.type) else pa.int64()
    return narrowed(pc.coalesce(codes.cast(kind), values.cast(kind)))
