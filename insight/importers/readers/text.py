"""Text with separators: .csv, .tsv and the like. What was detected is said in remarks."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pyarrow.csv

from insight.importers.readers.csv_shape import Shape, shape_of
from insight.importers.readers.readstat import broken_file, too_many_columns
from insight.importers.readers.source import MOST_COLUMNS, ImportOptions, SourceFile, plain_columns
from insight.importers.readers.written_cells import NOTHING, convert_cells
from insight.language.errors import Fault, ImportRefusal, shorten

BLOCK = 16 * 1024 * 1024
NAMES = {"utf-8": "UTF-8", "utf-8-sig": "UTF-8", "utf-16": "UTF-16", "cp1252": "Windows-1252"}


def read_text(path: Path, options: ImportOptions) -> SourceFile:
    """Return a file of text with separators."""
    separator, decimal = options.separator, options.decimal
    if separator is not None and (len(separator) != 1 or separator in '\r\n"'):
        raise ImportRefusal(Fault("fault.import_separator", {"value": shorten(separator)}))
    if decimal not in (None, ".", ","):
        raise ImportRefusal(Fault("fault.import_decimal", {"value": shorten(decimal)}))
    shape = shape_of(path, options)
    if shape.width > MOST_COLUMNS:
        raise too_many_columns(path.name, shape.width)
    table = _table(path, shape)
    if not table.num_rows:
        raise ImportRefusal(Fault("fault.import_no_rows", {"file": path.name}))
    if _has_open_quote(table, path):
        raise ImportRefusal(Fault("fault.import_open_quote", {"file": path.name}))
    rows = table.num_rows
    data: list[pa.ChunkedArray] = []
    for _ in range(shape.width):  # the texts of a column are let go as soon as it is convert_cells
        data.append(convert_cells(table.column(0), shape.decimal))
        table = table.remove_column(0)
    names = shape.header or tuple(f"column_{number + 1}" for number in range(shape.width))
    return SourceFile(
        path_name=path.name,
        format="csv",
        rows=rows,
        columns=plain_columns(names, data),
        read=data.__getitem__,
        remarks=_remarks(shape),
    )


def _table(path: Path, shape: Shape) -> pa.Table:
    """Return all cells as texts, columns named by their number."""
    names = [str(number) for number in range(shape.width)]
    faults: list[Fault] = []

    def note_uneven_row(row: pyarrow.csv.InvalidRow) -> str:
        counts = {"line": row.number or 0, "count": row.actual_columns, "width": shape.width}
        faults.append(Fault("fault.import_uneven", {"file": path.name, **counts}))
        return "error"

    header = 0 if shape.header is None else 1
    try:
        return pyarrow.csv.read_csv(
            path,
            read_options=pyarrow.csv.ReadOptions(
                use_threads=False,
                block_size=BLOCK,
                encoding=shape.encoding.removesuffix("-sig"),
                column_names=names,
                skip_rows=shape.skipped,
                skip_rows_after_names=header,
            ),
            parse_options=pyarrow.csv.ParseOptions(
                delimiter=shape.separator,
                newlines_in_values=True,
                invalid_row_handler=note_uneven_row,
            ),
            convert_options=pyarrow.csv.ConvertOptions(
                column_types=dict.fromkeys(names, pa.string()),
                null_values=list(NOTHING),
                strings_can_be_null=True,
                quoted_strings_can_be_null=False,
            ),
        )
    except MemoryError:  # one of Arrow's own exceptions too
        raise
    except (pa.ArrowException, ValueError, OSError) as error:
        if faults:
            raise ImportRefusal(faults[0]) from None
        raise broken_file(path.name, "CSV", str(error)) from None


def _has_open_quote(table: pa.Table, path: Path) -> bool:
    """Whether the last row holds lines because a quotation mark was never closed."""
    last = table.slice(table.num_rows - 1).to_pylist()[0].values()
    if not any(cell is not None and "\n" in cell for cell in last):
        return False
    with path.open("rb") as file:
        return sum(part.count(b'"') for part in iter(lambda: file.read(BLOCK), b"")) % 2 == 1


def _remarks(shape: Shape) -> tuple[Fault, ...]:
    detected = {
        "encoding": NAMES.get(shape.encoding, shape.encoding),
        "separator": shape.separator,
        "decimal": shape.decimal,
    }
    tab = shape.separator == "\t"
    remarks = [Fault("fault.import_tab_read" if tab else "fault.import_csv_read", detected)]
    if shape.header is None:
        remarks.append(Fault("fault.import_no_header", {"first": "column_1"}))
    return tuple(remarks)
