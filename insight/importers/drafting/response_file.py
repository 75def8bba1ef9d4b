"""The responses as Parquet, written a column at a time: memory holds few columns of a large file.

Parquet wants all columns of some rows together, a survey file gives all rows of a column: each
column waits in a file of its own, in batches of as many rows as a row group has.
"""

from __future__ import annotations

import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from insight.importers.drafting.parts import Piece
from insight.importers.progress import report
from insight.query.coded_texts import Texts, with_texts

BEGUN, ASSEMBLED = 0.5, 0.75  # parts of an import's time
ROW_GROUP = 122_880  # as many as a thread of DuckDB takes at once


def write_responses(
    pieces: Sequence[Piece], path: Path, texts: Mapping[str, Texts] | None = None
) -> list[pa.Field]:
    """Write the columns of a drafted survey to `path` and return their names and types.

    Parameters
    ----------
    pieces
        The columns.
    path
        The file.
    texts
        The texts that codes were given for, by column.
    """
    with tempfile.TemporaryDirectory(dir=path.parent, prefix=".columns-") as folder:
        fields: list[pa.Field] = []
        waiting: list[Path] = []
        for number, piece in enumerate(pieces):
            report(BEGUN + (ASSEMBLED - BEGUN) * number / len(pieces))
            for name, values in zip(piece.names, piece.make(), strict=True):
                file = Path(folder) / f"{len(fields)}.arrow"
                fields.append(with_texts(_put_aside(name, values, file), (texts or {}).get(name)))
                waiting.append(file)
        _assemble(fields, waiting, path)
    return fields


def _put_aside(name: str, values: pa.Array | pa.ChunkedArray, file: Path) -> pa.Field:
    table = pa.table({name: values})
    options = pa.ipc.IpcWriteOptions(compression="lz4")
    with (
        pa.OSFile(str(file), "wb") as sink,
        pa.ipc.new_file(sink, table.schema, options=options) as out,
    ):
        combined = table.combine_chunks()
        for start in range(0, max(1, table.num_rows), ROW_GROUP):
            out.write_table(combined.slice(start, ROW_GROUP))
    return table.schema.field(0)


def _assemble(fields: list[pa.Field], waiting: list[Path], path: Path) -> None:
    schema = pa.schema(fields)
    groups = 0
    if waiting:
        with pa.OSFile(str(waiting[0])) as source:
            groups = pa.ipc.open_file(source).num_record_batches
    with pq.ParquetWriter(path, schema, compression="zstd") as writer:
        for group in range(groups):
            report(ASSEMBLED + (1 - ASSEMBLED) * group / groups)
            batches = [_batch(file, group) for file in waiting]
            writer.write_table(pa.Table.from_arrays(batches, schema=schema))


def _batch(file: Path, group: int) -> pa.Array:
    with pa.OSFile(str(file)) as source:
        return pa.ipc.open_file(source).get_batch(group).column(0)
