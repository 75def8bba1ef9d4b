"""Excel workbooks (.xlsx): one sheet, its first row as names, the values that formulas had."""

from __future__ import annotations

import datetime
import struct
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np
import pyarrow as pa
from python_calamine import CalamineSheet, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from insight.importers.readers.readstat import broken_file, too_many_columns
from insight.importers.readers.source import MOST_COLUMNS, ImportOptions, SourceFile, plain_columns
from insight.importers.readers.values import join_blocks, numbers
from insight.importers.readers.written_cells import convert_cells
from insight.language.errors import Fault, ImportRefusal, near_miss, shorten

BLOCK = 2_000_000  # cells that are held as Python objects at a time
MOST_TITLES = 20  # rows above the names
MIDNIGHT = datetime.time()


def read_excel(path: Path, options: ImportOptions) -> SourceFile:
    """Return a sheet of an Excel workbook."""
    try:
        if not is_bearable(path):
            raise ImportRefusal(Fault("fault.import_bomb", {"file": path.name}))
        return _sheet(path, options)
    except (ImportRefusal, MemoryError, KeyboardInterrupt, SystemExit):
        raise
    except BaseException as error:  # a panic of Rust is no Exception
        raise broken_file(path.name, "Excel", f"{type(error).__name__} {error}") from None


def _sheet(path: Path, options: ImportOptions) -> SourceFile:
    with CalamineWorkbook.from_path(path) as book:
        sheet, count = _choose_sheet(book, path, options)
        if sheet.width > MOST_COLUMNS:
            raise too_many_columns(path.name, sheet.width)
        rows = _skip_titles(sheet.iter_rows(), sheet.width)
        names = [_cell_text(cell).strip() for cell in next(rows)]
        data = _columns(rows, len(names))
    if not data:
        raise ImportRefusal(Fault("fault.import_no_rows", {"file": path.name}))
    remark = Fault("fault.import_sheet_read", {"sheet": sheet.name, "count": count})
    return SourceFile(
        path_name=path.name,
        format="excel",
        rows=len(data[0]),
        columns=plain_columns(names, data),
        read=data.__getitem__,
        remarks=(remark,) if count > 1 else (),
    )


def _choose_sheet(
    book: CalamineWorkbook, path: Path, options: ImportOptions
) -> tuple[CalamineSheet, int]:
    """Return the sheet asked for, else the first that shows something, and how many there are."""
    sheets = [sheet for sheet in book.sheets_metadata if sheet.typ == SheetTypeEnum.WorkSheet]
    names = [sheet.name for sheet in sheets]
    if options.sheet is not None:
        if options.sheet not in names:
            values = {"file": path.name, "value": shorten(options.sheet)}
            hint = near_miss(options.sheet, names)
            raise ImportRefusal(Fault("fault.import_sheet", {**values, "hint": hint}))
        sheet = book.get_sheet_by_name(options.sheet)
        if sheet.width and sheet.height:
            return sheet, len(names)
        raise ImportRefusal(Fault("fault.import_no_columns", {"file": path.name}))
    shown = [sheet.name for sheet in sheets if sheet.visible == SheetVisibleEnum.Visible]
    for name in shown or names:
        sheet = book.get_sheet_by_name(name)
        if sheet.width and sheet.height:
            return sheet, len(names)
    raise ImportRefusal(Fault("fault.import_no_columns", {"file": path.name}))


def _skip_titles(rows: Iterator[list[Any]], width: int) -> Iterator[list[Any]]:
    """Yield the rows from the one with the names on: titles above it fill one cell only."""
    for number, row in enumerate(rows):
        if width < 2 or number >= MOST_TITLES or sum(cell != "" for cell in row) > 1:
            yield row
            break
    yield from rows


def _columns(rows: Iterator[list[Any]], width: int) -> list[pa.ChunkedArray]:
    """Return the columns of all rows that are not blank; nothing where there is none."""
    blocks_by_column: list[list[pa.Array]] = [[] for _ in range(width)]
    waiting: list[list[Any]] = []
    block_rows = max(1, BLOCK // width)
    for row in rows:
        if any(cell != "" for cell in row):
            waiting.append(row)
        if len(waiting) == block_rows:
            _add_rows(blocks_by_column, waiting)
            waiting = []
    if waiting:
        _add_rows(blocks_by_column, waiting)
    return [_join_column(blocks) for blocks in blocks_by_column] if blocks_by_column[0] else []


def _add_rows(blocks_by_column: list[list[pa.Array]], rows: Sequence[Sequence[Any]]) -> None:
    for blocks, cells in zip(blocks_by_column, zip(*rows, strict=True), strict=True):
        blocks.append(_block(cells))


def _join_column(blocks: Sequence[pa.Array]) -> pa.ChunkedArray:
    column = join_blocks(blocks)
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
    return pa.array([None if cell is None else _cell_text(cell) for cell in values], pa.string())


def _is_day(cell: datetime.date) -> bool:
    return not isinstance(cell, datetime.datetime) or cell.time() == MIDNIGHT


def _moment(cell: datetime.date) -> datetime.datetime:
    if isinstance(cell, datetime.datetime):
        return cell
    return datetime.datetime.combine(cell, MIDNIGHT)


def _cell_text(cell: Any) -> str:
    """Return a cell as text.

    Examples
    --------
    >>> _cell_text(3.0), _cell_text("Ja"), _cell_text(datetime.date(2021, 3, 1))
    ('3', 'Ja', '2021-03-01')
    """
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime.timedelta):
        return str(cell.total_seconds())
    return cell.isoformat() if isinstance(cell, datetime.date | datetime.time) else str(cell)


LARGEST_MEMBER = 1024**3
LARGEST_WHOLE = 2 * 1024**3
MOST_MEMBERS = 10_000
STEP = 1024**2
LOCAL_HEADER = 30


def is_bearable(path: Path) -> bool:
    """Whether all members of a zip file together stay within the limits.

    Raises
    ------
    zipfile.BadZipFile
        If the file is not a whole zip file.
    """
    with zipfile.ZipFile(path) as archive, path.open("rb") as file:
        members = archive.infolist()
        if (
            len(members) > MOST_MEMBERS
            or sum(member.file_size for member in members) > LARGEST_WHOLE
        ):
            return False
        left = LARGEST_WHOLE
        for member in members:
            size = _unpacked_size(file, member, min(left, LARGEST_MEMBER))
            if size is None:
                return False
            left -= size
    return True


def _unpacked_size(file: BinaryIO, member: zipfile.ZipInfo, most: int) -> int | None:
    """Return the size of a member when unpacked, None where it is more than `most`."""
    if member.compress_type == zipfile.ZIP_STORED:
        return member.compress_size if member.compress_size <= most else None
    if member.compress_type != zipfile.ZIP_DEFLATED:
        raise zipfile.BadZipFile(f"compression {member.compress_type}")
    file.seek(member.header_offset)
    header = file.read(LOCAL_HEADER)
    if len(header) < LOCAL_HEADER:
        raise zipfile.BadZipFile("header")
    name, extra = struct.unpack_from("<HH", header, 26)
    file.seek(name + extra, 1)
    size, packed, inflate = 0, b"", zlib.decompressobj(-zlib.MAX_WBITS)
    try:
        while not inflate.eof and (packed or (packed := file.read(STEP))):
            size += len(inflate.decompress(packed, STEP))
            packed = inflate.unconsumed_tail
            if size > most:
                return None
    except zlib.error as error:
        raise zipfile.BadZipFile(str(error)) from None
    return size
