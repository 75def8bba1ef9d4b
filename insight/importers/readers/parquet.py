"""Parquet files, one column at a time."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from insight.importers.readers.readstat import broken_file, too_many_columns
from insight.importers.readers.source import (
    MOST_COLUMNS,
    ImportOptions,
    Measure,
    SourceColumn,
    SourceFile,
)
from insight.importers.readers.values import (
    clean_label,
    join_blocks,
    narrow_numbers,
    smallest_type,
    texts,
)
from insight.language.errors import Fault, ImportRefusal, some

ERRORS = (pa.ArrowException, OSError, ValueError, KeyError, TypeError, OverflowError)
PROGRAM = "Parquet"


def read_parquet(path: Path, options: ImportOptions) -> SourceFile:
    """Return a Parquet file. Of its metadata only index columns and categories are used.

    The options say nothing about Parquet files.
    """
    del options
    try:
        columns = _Columns(path)
        source_columns = tuple(
            columns.describe(position) for position in range(len(columns.places))
        )
    except MemoryError:
        raise
    except ERRORS as error:
        raise broken_file(path.name, PROGRAM, str(error)) from None
    left_out = Fault("fault.import_left_out", {"names": some(columns.left_out)})
    return SourceFile(
        path_name=path.name,
        format="parquet",
        rows=columns.rows,
        columns=source_columns,
        read=columns.values,
        remarks=(left_out,) if columns.left_out else (),
    )


class _Columns:
    """The columns of a file that can be variables, each by its place among the leaves."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file = pq.ParquetFile(path)
        self._schema = self._file.schema_arrow
        if len(self._schema) > MOST_COLUMNS:
            raise too_many_columns(path.name, len(self._schema))
        self.rows: int = self._file.metadata.num_rows
        self.places: list[tuple[int, int]] = []
        self.left_out: list[str] = []
        self._types: dict[int, pa.DataType] = {}
        self._choose_columns()
        if not self.places:
            raise ImportRefusal(Fault("fault.import_no_columns", {"file": path.name}))
        if not self.rows:
            raise ImportRefusal(Fault("fault.import_no_rows", {"file": path.name}))

    def _choose_columns(self) -> None:
        """Note the field and the leaf of every plain column that is no index of pandas."""
        index, leaf = _index_columns(self._schema.metadata), 0
        for number, field in enumerate(self._schema):
            if _is_nested(field.type) or (_is_binary(field.type) and not self._is_text(leaf)):
                self.left_out.append(field.name)
            elif field.name not in index:
                self.places.append((number, leaf))
            leaf += _leaf_count(field.type)

    def _is_text(self, leaf: int) -> bool:
        """Whether bytes that no one says are text are text nevertheless."""
        try:
            values = self._file.reader.read_all(column_indices=[leaf], use_threads=False)
            values.column(0).cast(pa.string())
        except pa.ArrowInvalid:
            return False
        return True

    def describe(self, position: int) -> SourceColumn:
        """Return what the file says of a column."""
        number, leaf = self.places[position]
        field = self._schema.field(number)
        labels: Mapping[int | float | str, str] = {}
        measure: Measure = ""
        kind = self._type_by_statistics(field.type, leaf)
        if kind is None:
            kind = self._plain_values(position).type
            if _is_categorical(field.type):
                labels = self._categories(position)
                measure = "ordinal" if field.type.ordered else "nominal"
        self._types[position] = kind
        return SourceColumn(field.name, "", labels, (), measure, kind)

    def values(self, position: int) -> pa.ChunkedArray:
        """Return the values of a column in the type that was said."""
        try:
            return self._plain_values(position).cast(self._types[position])
        except MemoryError:
            raise
        except ERRORS as error:
            raise broken_file(self._path.name, PROGRAM, str(error)) from None

    def _raw_values(self, position: int) -> pa.ChunkedArray:
        _, leaf = self.places[position]
        table = self._file.reader.read_all(column_indices=[leaf], use_threads=False)
        if table.num_rows != self.rows:
            raise ValueError(f"{table.num_rows} rows instead of {self.rows}")
        table.column(0).validate(full=True)  # texts may hold bytes that are none
        return table.column(0)

    def _plain_values(self, position: int) -> pa.ChunkedArray:
        values = self._raw_values(position)
        if _is_categorical(values.type):
            blocks = [
                pc.add(chunk.indices.cast(pa.int64()), 1)
                for chunk in _unify_dictionaries(values).chunks
            ]
            return join_blocks([narrow_numbers(block) for block in blocks] or [pa.nulls(0)])
        return join_blocks([_plain_block(chunk) for chunk in values.chunks] or [pa.nulls(0)])

    def _categories(self, position: int) -> dict[int | float | str, str]:
        chunks = _unify_dictionaries(self._raw_values(position)).chunks
        words = chunks[0].dictionary.to_pylist() if chunks else []
        return {code: clean_label(word) for code, word in enumerate(words, start=1)}

    def _type_by_statistics(self, kind: pa.DataType, leaf: int) -> pa.DataType | None:
        """Return the smallest type by the least and largest whole number, where these are said."""
        if not pa.types.is_integer(kind):
            return None
        low, high = 0, 0
        for group in range(self._file.metadata.num_row_groups):
            statistics = self._file.metadata.row_group(group).column(leaf).statistics
            if statistics is None or not statistics.has_min_max:
                return None
            low, high = min(low, int(statistics.min)), max(high, int(statistics.max))
        return smallest_type(low, high) if high < 2**63 else None


def _plain_block(values: pa.Array) -> pa.Array:
    """Return a block of any flat type as one of the types of a source column."""
    kind = values.type
    if isinstance(kind, pa.BaseExtensionType):
        return _plain_block(values.storage)
    if pa.types.is_dictionary(kind):
        return _plain_block(values.dictionary_decode())
    if pa.types.is_boolean(kind) or pa.types.is_null(kind) or pa.types.is_date32(kind):
        return values
    if _is_text(kind):
        return texts(values.cast(pa.string()))
    if pa.types.is_date64(kind):
        return values.cast(pa.date32())
    if pa.types.is_timestamp(kind):
        return values.cast(pa.timestamp("us"), safe=False)
    if pa.types.is_time(kind):
        return values.cast(pa.time64("us"), safe=False)
    if pa.types.is_duration(kind):
        return narrow_numbers(values.cast(pa.int64()))
    return narrow_numbers(values)


def _unify_dictionaries(values: pa.ChunkedArray) -> pa.ChunkedArray:
    return values.unify_dictionaries()


def _is_text(kind: pa.DataType) -> bool:
    tests = (pa.types.is_string, pa.types.is_large_string, pa.types.is_string_view)
    return _is_binary(kind) or any(test(kind) for test in tests)


def _is_binary(kind: pa.DataType) -> bool:
    tests = (pa.types.is_binary, pa.types.is_large_binary, pa.types.is_fixed_size_binary)
    return any(test(kind) for test in tests)


def _is_categorical(kind: pa.DataType) -> bool:
    return pa.types.is_dictionary(kind) and _is_text(kind.value_type)


def _is_nested(kind: pa.DataType) -> bool:
    return bool(pa.types.is_nested(kind))


def _leaf_count(kind: pa.DataType) -> int:
    """Return how many columns of the file hold a field."""
    if not _is_nested(kind):
        return 1
    return sum(_leaf_count(kind.field(number).type) for number in range(kind.num_fields))


def _index_columns(metadata: Mapping[bytes, bytes] | None) -> Sequence[str]:
    """Return the names of columns that are only the row numbers of a pandas table."""
    try:
        declared = json.loads((metadata or {}).get(b"pandas", b"{}"))["index_columns"]
    except (ValueError, KeyError, TypeError, RecursionError):
        return ()
    names = declared if isinstance(declared, list) else []
    return [name for name in names if isinstance(name, str) and name.startswith("__index_level_")]
