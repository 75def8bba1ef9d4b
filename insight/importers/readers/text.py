"""Text with separators: .csv, .tsv and the like. What was detected is said in remarks."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv

from insight.importers.readers.csv_shape import SIGN, Shape, shape_of
from insight.importers.readers.readstat import broken_file
from insight.importers.readers.source import ImportOptions, SourceFile
from insight.importers.readers.tables.column_headings import describe_columns
from insight.importers.readers.tables.header_remarks import header_remarks, refuse_senseless_count
from insight.importers.readers.tables.header_rows import Header
from insight.importers.readers.written_cells import blank_remarks, blank_words, convert_cells
from insight.language.errors import Fault, ImportRefusal, shorten

BLOCK = 16 * 1024 * 1024
NAMES = {"utf-8": "UTF-8", "utf-8-sig": "UTF-8", "utf-16": "UTF-16", "cp1252": "Windows-1252"}


def read_text(path: Path, options: ImportOptions) -> SourceFile:
    """Return a file of text with separators."""
    separator, decimal = options.separator, options.decimal
    if separator is not None and not SIGN.fullmatch(separator):
        raise ImportRefusal(Fault("fault.import_separator", {"value": shorten(separator)}))
    if decimal not in (None, ".", ","):
        raise ImportRefusal(Fault("fault.import_decimal", {"value": shorten(decimal)}))
    refuse_senseless_count(options)
    shape = shape_of(path, options)
    table = _table(path, shape)
    if table.num_rows and _has_open_quote(table, path):
        raise ImportRefusal(Fault("fault.import_open_quote", {"file": path.name}))
    table, blank = _without_blank_rows(table)
    table, repeated = _without_header(table, shape.header)
    if not table.num_rows:
        raise ImportRefusal(Fault("fault.import_no_rows", {"file": path.name}))
    rows, waiting = table.num_rows, table.columns[::-1]
    del table
    data: list[pa.ChunkedArray] = []
    blanks: list[dict[str, int]] = []
    while waiting:  # the texts of a column are let go as soon as it is converted
        column = waiting.pop()
        blanks.append(blank_words(column))
        data.append(convert_cells(column, shape.decimal))
    columns = describe_columns(shape.header, data)
    return SourceFile(
        path_name=path.name,
        format="csv",
        rows=rows,
        columns=columns,
        read=data.__getitem__,
        remarks=(
            _shape_remark(shape),
            *blank_remarks(columns, blanks),
            *header_remarks(shape.header, shape.rows_above, shape.skipped + 1, repeated, blank),
        ),
    )


def _without_blank_rows(table: pa.Table) -> tuple[pa.Table, int]:
    """Return a table without rows of separators alone, and how many there were.

    Where words such as NA stand in every cell of a row, it is a respondent.
    """
    blank = _blank_rows(table)
    count = pc.sum(blank).as_py() or 0
    return (table.filter(pc.invert(blank)) if count else table), count


def _blank_rows(table: pa.Table) -> pa.ChunkedArray:
    """Return whether each row has nothing in any of its cells; a single column says nothing."""
    blank = pa.chunked_array([pa.repeat(pa.scalar(table.num_columns > 1), table.num_rows)])
    for column in table.columns:
        if pc.any(blank).as_py() is not True:
            break
        blank = pc.and_(blank, pc.equal(pc.utf8_trim_whitespace(pc.fill_null(column, "")), ""))
    return blank


def _without_header(table: pa.Table, header: Header) -> tuple[pa.Table, int]:
    """Return a table without rows that are a header row once more, and how many there were."""
    repeated = pa.chunked_array([pa.repeat(pa.scalar(False), table.num_rows)])
    for row in header.telling:
        same = pc.invert(pa.chunked_array([pa.repeat(pa.scalar(False), table.num_rows)]))
        for cell, column in zip(row, table.columns, strict=True):
            if pc.any(same).as_py() is not True:
                break
            written = pc.utf8_trim_whitespace(pc.fill_null(column, ""))
            same = pc.and_(same, pc.equal(written, cell))
        repeated = pc.or_(repeated, same)
    count = pc.sum(repeated).as_py() or 0
    return (table.filter(pc.invert(repeated)) if count else table), count


def _table(path: Path, shape: Shape) -> pa.Table:
    """Return all answers as texts, null for blanks; columns are named by their number."""
    names = [str(number) for number in range(shape.width)]
    faults: list[Fault] = []

    def note_uneven_row(row: pyarrow.csv.InvalidRow) -> str:
        counts = {"line": row.number or 0, "count": row.actual_columns, "width": shape.width}
        faults.append(Fault("fault.import_uneven", {"file": path.name, **counts}))
        return "error"

    try:
        return pyarrow.csv.read_csv(
            path,
            read_options=pyarrow.csv.ReadOptions(
                use_threads=False,
                block_size=BLOCK,
                encoding=shape.encoding.removesuffix("-sig"),
                column_names=names,
                skip_rows=shape.skipped,
            ),
            parse_options=pyarrow.csv.ParseOptions(
                delimiter=shape.separator,
                newlines_in_values=True,
                invalid_row_handler=note_uneven_row,
            ),
            convert_options=pyarrow.csv.ConvertOptions(
                column_types=dict.fromkeys(names, pa.string()),
                null_values=[""],
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


def _shape_remark(shape: Shape) -> Fault:
    detected = {
        "encoding": NAMES.get(shape.encoding, shape.encoding),
        "separator": shape.separator,
        "decimal": shape.decimal,
    }
    keys = {"\t": "fault.import_tab_read", " ": "fault.import_blanks_read"}
    return Fault(keys.get(shape.separator, "fault.import_csv_read"), detected)
