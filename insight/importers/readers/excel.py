"""Workbooks (.xlsx, .xls, .ods): one sheet, its header, and the values that formulas had."""

from __future__ import annotations

import datetime
import itertools
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
from python_calamine import CalamineSheet, CalamineWorkbook

from insight.importers.readers.readstat import broken_file, too_many_columns
from insight.importers.readers.source import (
    MOST_COLUMNS,
    MOST_HEADER_ROWS,
    ImportOptions,
    SourceFile,
)
from insight.importers.readers.tables.column_headings import describe_columns
from insight.importers.readers.tables.header_remarks import header_remarks, refuse_senseless_count
from insight.importers.readers.tables.header_rows import MOST_ABOVE, Header, header_of
from insight.importers.readers.tables.row_roles import Cells, Span
from insight.importers.readers.tables.sheets import choose_sheet
from insight.importers.readers.tables.unpacking import is_bearable
from insight.importers.readers.values import cell_text, join_blocks, numbers
from insight.importers.readers.written_cells import blank_remarks, blank_words, convert_cells
from insight.language.errors import Fault, ImportRefusal

BLOCK = 2_000_000  # cells that are held as Python objects at a time
SAMPLE_ROWS = 300  # in which the header is looked for
MIDNIGHT = datetime.time()


def read_excel(path: Path, options: ImportOptions) -> SourceFile:
    """Return a sheet of an Excel workbook (.xlsx)."""
    return _read(path, options, "Excel")


def read_open_document(path: Path, options: ImportOptions) -> SourceFile:
    """Return a sheet of an OpenDocument workbook (.ods)."""
    return _read(path, options, "OpenDocument")


def read_old_excel(path: Path, options: ImportOptions) -> SourceFile:
    """Return a sheet of a workbook of Excel 97 to 2003 (.xls).

    A newer workbook with a password looks the same from outside, and is refused.
    """
    try:
        return _read(path, options, "Excel 97", packed=False)
    except ImportRefusal as refusal:
        if refusal.faults[0].key != "fault.import_broken":
            raise
        raise ImportRefusal(Fault("fault.import_old_excel", {"file": path.name})) from None


def _read(path: Path, options: ImportOptions, program: str, packed: bool = True) -> SourceFile:
    refuse_senseless_count(options)
    try:
        if packed and not is_bearable(path):
            raise ImportRefusal(Fault("fault.import_bomb", {"file": path.name}))
        return _sheet(path, options)
    except (ImportRefusal, MemoryError, KeyboardInterrupt, SystemExit):
        raise
    except BaseException as error:  # a panic of Rust is no Exception
        raise broken_file(path.name, program, f"{type(error).__name__} {error}") from None


def _sheet(path: Path, options: ImportOptions) -> SourceFile:
    with path.open("rb") as file, CalamineWorkbook.from_filelike(file) as book:
        sheet, count = choose_sheet(book, path, options)
        if sheet.width > MOST_COLUMNS:
            raise too_many_columns(path.name, sheet.width)
        rows = sheet.iter_rows()
        sample = list(itertools.islice(rows, max(1, min(SAMPLE_ROWS, BLOCK // sheet.width))))
        table = [_texts(row) for row in sample]
        header = header_of(table, options.header_rows, _spans(sheet))
        answers = _Answers(header, itertools.chain(sample[header.end :], rows))
        data = _columns(answers, sheet.width)
    if not data:
        raise ImportRefusal(Fault("fault.import_no_rows", {"file": path.name}))
    above = table[: header.above]
    blanks = [blank_words(column) for column in data]
    data = [_convert_texts(column) for column in data]
    remark = Fault("fault.import_sheet_read", {"sheet": sheet.name, "count": count})
    columns = describe_columns(header, data)
    return SourceFile(
        path_name=path.name,
        format="excel",
        rows=len(data[0]),
        columns=columns,
        read=data.__getitem__,
        remarks=(
            *((remark,) if count > 1 else ()),
            *blank_remarks(columns, blanks),
            *header_remarks(header, above, header.end + 1, answers.repeated),
        ),
    )


class _Answers:
    """The rows below a header that are respondents, and how many are the header once more."""

    def __init__(self, header: Header, rows: Iterable[list[Any]]) -> None:
        self._header, self._rows = header, rows
        self.repeated = 0

    def __iter__(self) -> Iterator[list[Any]]:
        telling = self._header.telling
        for row in self._rows:
            if any(cell_text(row[0]).strip() == header[0] for header in telling) and (
                _texts(row) in telling
            ):
                self.repeated += 1
            elif any(cell != "" for cell in row):
                yield row


def _texts(row: Iterable[Any]) -> Cells:
    return tuple(cell_text(cell).strip() for cell in row)


def _spans(sheet: CalamineSheet) -> list[Span]:
    """Return cells that are merged to the right near the top of a sheet."""
    left = sheet.start[1] if sheet.start else 0
    return [
        Span(first[0], first[1] - left, last[1] - left)
        for first, last in sheet.merged_cell_ranges or ()
        if first[0] <= MOST_ABOVE + MOST_HEADER_ROWS and left <= first[1] < last[1]
    ]


def _columns(rows: Iterable[list[Any]], width: int) -> list[pa.ChunkedArray]:
    """Return the columns of all rows; nothing where there is no row."""
    blocks_by_column: list[list[pa.Array]] = [[] for _ in range(width)]
    waiting: list[list[Any]] = []
    block_rows = max(1, BLOCK // width)
    for row in rows:
        waiting.append(row)
        if len(waiting) == block_rows:
            _add_rows(blocks_by_column, waiting)
            waiting = []
    if waiting:
        _add_rows(blocks_by_column, waiting)
    return [join_blocks(blocks) for blocks in blocks_by_column] if blocks_by_column[0] else []


def _add_rows(blocks_by_column: list[list[pa.Array]], rows: Sequence[Sequence[Any]]) -> None:
    for blocks, cells in zip(blocks_by_column, zip(*rows, strict=True), strict=True):
        blocks.append(_block(cells))


def _convert_texts(column: pa.ChunkedArray) -> pa.ChunkedArray:
    return convert_cells(column, ".") if pa.types.is_string(column.type) else column


def _block(cells: Sequence[Any]) -> pa.Array:
    """Return cells as numbers, truth values or dates if all of them are that, else as texts."""
    kinds = {type(cell) for cell in cells if cell != ""}
    values: list[Any] = [None if isinstance(cell, str) and cell == "" else cell for cell in cells]
    if kinds <= {int, float}:
        return numbers(np.array(values, dtype=np.float64))
    if kinds == {bool}:
        return pa.array(values, pa.bool_())
    if kinds <= {datetime.date, datetime.datetime}:
        if all(_is_day(cell) for cell in values if cell is not None):
            days = [cell.date() if isinstance(cell, datetime.datetime) else cell for cell in values]
            return pa.array(days, pa.date32())
        return pa.array(
            [None if cell is None else _moment(cell) for cell in values], pa.timestamp("us")
        )
    return pa.array([None if cell is None else cell_text(cell) for cell in values], pa.string())


def _is_day(cell: datetime.date) -> bool:
    return not isinstance(cell, datetime.datetime) or cell.time() == MIDNIGHT


def _moment(cell: datetime.date) -> datetime.datetime:
    if isinstance(cell, datetime.datetime):
        return cell
    return datetime.datetime.combine(cell, MIDNIGHT)
