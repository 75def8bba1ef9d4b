"""Rows of a data map: a CSV, a text with tabulators, or the sheets of a workbook."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from pathlib import Path

from python_calamine import CalamineWorkbook

from insight.importers.readers.tables.unpacking import is_bearable
from insight.language.errors import Fault, ImportRefusal, reason_of

LARGEST_FILE = 20_000_000
MOST_ROWS = 100_000
Row = Mapping[str, str]  # cells by the name of their column, in small letters


def text_of(path: Path) -> str:
    """Return the text of a data map.

    Raises
    ------
    ImportRefusal
        If it is absent, too large or no text.
    """
    try:
        if path.stat().st_size > LARGEST_FILE:
            raise ImportRefusal(Fault("fault.map_large", {"file": path.name}))
        data = path.read_bytes()
    except FileNotFoundError:
        raise ImportRefusal(Fault("fault.import_no_file", {"file": path.name})) from None
    except OSError as error:
        values = {"file": path.name, "reason": reason_of(error)}
        raise ImportRefusal(Fault("fault.import_unreadable", values)) from None
    if b"\0" in data[:1000] and not data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise ImportRefusal(Fault("fault.map_unknown", {"file": path.name}))
    for encoding in ("utf-16", "utf-8-sig", "windows-1252"):
        if (encoding == "utf-16") == data.startswith((b"\xff\xfe", b"\xfe\xff")):
            try:
                return data.decode(encoding)
            except UnicodeDecodeError:
                continue
    raise ImportRefusal(Fault("fault.map_unknown", {"file": path.name}))


def sheets_of(path: Path) -> dict[str, list[Row]]:
    """Return the rows of each sheet by its name; a text has one sheet, without a name.

    Raises
    ------
    ImportRefusal
        If the file cannot be read.
    """
    if path.suffix.lower() in (".xlsx", ".xls", ".ods"):
        return _sheets_of_workbook(path)
    text = text_of(path)
    first = text.partition("\n")[0]
    separator = max("\t;,", key=first.count)
    try:
        cells = list(csv.reader(text.splitlines(keepends=True), delimiter=separator))
    except csv.Error:
        raise ImportRefusal(Fault("fault.map_unknown", {"file": path.name})) from None
    return {"": _by_column(cells)}


def _sheets_of_workbook(path: Path) -> dict[str, list[Row]]:
    try:
        if path.suffix.lower() != ".xls" and not is_bearable(path):
            raise ImportRefusal(Fault("fault.import_bomb", {"file": path.name}))
        with CalamineWorkbook.from_path(path) as book:
            return {name.lower(): _by_column(_cells(book, name)) for name in book.sheet_names}
    except (ImportRefusal, MemoryError, KeyboardInterrupt, SystemExit):
        raise
    except BaseException:  # a panic of Rust is no Exception
        raise ImportRefusal(Fault("fault.map_unknown", {"file": path.name})) from None


def _cells(book: CalamineWorkbook, name: str) -> list[list[str]]:
    rows = book.get_sheet_by_name(name).to_python(nrows=MOST_ROWS)
    return [[_cell(cell) for cell in row] for row in rows]


def _cell(value: object) -> str:
    """A cell as text; a whole number without decimals."""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def _by_column(cells: Sequence[Sequence[str]]) -> list[Row]:
    """Rows by the names of their columns, which stand in the first row that has several."""
    at = next((n for n, row in enumerate(cells) if sum(bool(cell.strip()) for cell in row) > 1), 0)
    if not cells:
        return []
    names = [name.strip().strip("\ufeff").lower() for name in cells[at]]
    return [
        dict(zip(names, (cell.strip() for cell in row), strict=False))
        for row in cells[at + 1 : at + 1 + MOST_ROWS]
        if any(cell.strip() for cell in row)
    ]
