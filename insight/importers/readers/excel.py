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

from insight.importers.readers.readstat import broken, too_many_columns
from insight.importers.readers.source import MOST_COLUMNS, ImportOptions, SourceColumn, SourceFile
from insight.importers.readers.values import joined, numbers
from insight.importers.readers.written_cells import typed
from insight.language.errors import Fault, ImportRefusal, near_miss, shortened

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
        raise broken(path.name, "Excel", f"{type(error).__name__} {error}") from None


def _sheet(path: Path, options: ImportOptions) -> SourceFile:
    with CalamineWorkbook.from_path(path) as book:
        sheet, count = _chosen(book, path, options)
        if sheet.width > MOST_COLUMNS:
            raise too_many_columns(path.name, sheet.width)
        rows = _without_titles(sheet.iter_rows(), sheet.width)
        names = [_written(cell).strip() for cell in next(rows)]
        data = _columns(rows, len(names))
    if not data:
        raise ImportRefusal(Fault("fault.import_no_rows", {"file": path.name}))
    remark = Fault("fault.import_sheet_read", {"sheet": sheet.name, "count": count})
    return SourceFile(
        path_name=path.name,
        format="excel",
        rows=len(data[0]),
        columns=tuple(
            SourceColumn(name, "", {}, (), "", values.type)
            for name, values in zip(names, data, strict=True)
        ),
        read=data.__getitem__,
        remarks=(remark,) if count > 1 else (),
    )


def _chosen(
    book: CalamineWorkbook, path: Path, options: ImportOptions
) -> tuple[CalamineSheet, int]:
    """Return the sheet asked for, else the first that shows something, and how many there are."""
    sheets = [one for one in book.sheets_metadata if one.typ == SheetTypeEnum.WorkSheet]
    names = [one.name for one in sheets]
    if options.sheet is not None:
        if options.sheet not in names:
            values = {"file": path.name, "value": shortened(options.sheet)}
            hint = near_miss(options.sheet, names)
            raise ImportRefusal(Fault("fault.import_sheet", {**values, "hint": hint}))
        sheet = book.get_sheet_by_name(options.sheet)
        if sheet.width and sheet.height:
            return sheet, len(names)
        raise ImportRefusal(Fault("fault.import_no_columns", {"file": path.name}))
    shown = [one.name for one in sheets if one.visible == SheetVisibleEnum.Visible]
    for name in shown or names:
        sheet = book.get_sheet_by_name(name)
        if sheet.width and sheet.height:
            return sheet, len(names)
    raise ImportRefusal(Fault("fault.import_no_columns", {"file": path.name}))


def _without_titles(rows: Iterator[list[Any]], width: int) -> Iterator[list[Any]]:
    """Yield the rows from the one with the names on: titles above it fill one cell only."""
    for number, row in enumerate(rows):
        if width < 2 or number >= MOST_TITLES or sum(cell != "" for cell in row) > 1:
            yield row
            break
    yield from rows


def _columns(rows: Iterator[list[Any]], width: int) -> list[pa.ChunkedArray]:
    """Return the columns of all rows that are not blank; nothing where there is none."""
    blocks: list[list[pa.Array]] = [[] for _ in range(width)]
    held: list[list[Any]] = []
    most = max(1, BLOCK // width)
    for row in rows:
        if any(cell != "" for cell in row):
            held.append(row)
        if len(held) == most:
            _add(blocks, held)
            held = []
    if held:
        _add(blocks, held)
    return [_joined(one) for one in blocks] if blocks[0] else []


def _add(blocks: list[list[pa.Array]], rows: Sequence[Sequence[Any]]) -> None:
    for column, cells in zip(blocks, zip(*rows, strict=True), strict=True):
        column.append(_block(cells))


def _joined(blocks: Sequence[pa.Array]) -> pa.ChunkedArray:
    column = joined(blocks)
    return typed(column, ".") if pa.types.is_string(column.type) else column


def _block(cells: Sequence[Any]) -> pa.Array:
    """Return cells as numbers, truth values or dates if all of them are that, else as texts."""
    kinds = {type(cell) for cell in cells if cell != ""}
    there: list[Any] = [None if isinstance(cell, str) and cell == "" else cell for cell in cells]
    if kinds <= {int, float}:
        return numbers(np.array(there, dtype=np.float64))
    if kinds == {bool}:
        return pa.array(there, pa.bool_())
    if kinds <= {datetime.date, datetime.datetime}:
        if all(_is_day(cell) for cell in there if cell is not None):
            days = [one.date() if isinstance(one, datetime.datetime) else one for one in there]
            return pa.array(days, pa.date32())
        return pa.array(
            [None if one is None else _moment(one) for one in there], pa.timestamp("us")
        )
    return pa.array([None if one is None else _written(one) for one in there], pa.string())


def _is_day(cell: datetime.date) -> bool:
    return not isinstance(cell, datetime.datetime) or cell.time() == MIDNIGHT


def _moment(cell: datetime.date) -> datetime.datetime:
    if isinstance(cell, datetime.datetime):
        return cell
    return datetime.datetime.combine(cell, MIDNIGHT)


def _written(cell: Any) -> str:
    """Return a cell as text.

    Examples
    --------
    >>> _written(3.0), _written("Ja"), _written(datetime.date(2021, 3, 1))
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
        if len(members) > MOST_MEMBERS or sum(one.file_size for one in members) > LARGEST_WHOLE:
            return False
        left = LARGEST_WHOLE
        for member in members:
            size = _size(file, member, min(left, LARGEST_MEMBER))
            if size is None:
                return False
            left -= size
    return True


def _size(file: BinaryIO, member: zipfile.ZipInfo, most: int) -> int | None:
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
