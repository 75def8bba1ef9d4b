"""Sheets of a workbook: the one that is read is asked for, or holds a table."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from pathlib import Path

from python_calamine import CalamineSheet, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from insight.importers.readers.source import ImportOptions
from insight.importers.readers.tables.cell_evidence import cell_kind
from insight.importers.readers.values import cell_text
from insight.language.errors import Fault, ImportRefusal, near_miss, shorten

MOST_SHEETS = 20  # that are looked at
INFORMATION_WIDTH = 3  # columns of a sheet that tells of a survey: words and their values
SAMPLE_ROWS, TOP_ROWS = 200, 6
FEWEST_ANSWERS = 5
LARGER = 4  # times as many cells make a wider sheet the table
PLENTY = 100_000  # cells that make a sheet the table at once


def choose_sheet(
    book: CalamineWorkbook, path: Path, options: ImportOptions
) -> tuple[CalamineSheet, int]:
    """Return the sheet asked for, else the one that holds a table, and how many there are.

    The first sheet is the table, unless it is information on the survey (narrow, nothing repeated),
    describes the columns of a later one, or is much smaller than a wider one.

    Raises
    ------
    ImportRefusal
        If there is no such sheet, or nothing in it.
    """
    sheets = [sheet for sheet in book.sheets_metadata if sheet.typ == SheetTypeEnum.WorkSheet]
    names = [sheet.name for sheet in sheets]
    if options.sheet is not None:
        if options.sheet not in names:
            values = {"file": path.name, "value": shorten(options.sheet)}
            hint = near_miss(options.sheet, names)
            raise ImportRefusal(Fault("fault.import_sheet", {**values, "hint": hint}))
        names_to_read = [options.sheet]
    else:
        shown = [sheet.name for sheet in sheets if sheet.visible == SheetVisibleEnum.Visible]
        names_to_read = (shown or names)[:MOST_SHEETS]
    chosen: CalamineSheet | None = None
    for sheet in _filled_sheets(book, names_to_read):
        if chosen is None or _is_table_beside(sheet, chosen):
            chosen = sheet
        if chosen.width > INFORMATION_WIDTH and chosen.width * chosen.height >= PLENTY:
            break
    if chosen is None:
        raise ImportRefusal(Fault("fault.import_no_columns", {"file": path.name}))
    return chosen, len(names)


def _filled_sheets(book: CalamineWorkbook, names: list[str]) -> Iterator[CalamineSheet]:
    for name in names:
        sheet = book.get_sheet_by_name(name)
        if sheet.width and sheet.height:
            yield sheet


def _is_table_beside(sheet: CalamineSheet, other: CalamineSheet) -> bool:
    """Whether a sheet, and not an earlier one, holds the answers."""
    if sheet.height < 2 or _describes(sheet, other):
        return False
    if _describes(other, sheet):
        return True
    larger = 1 if _is_information(other) else LARGER
    size, other_size = (one.width * one.height for one in (sheet, other))
    return size > larger * other_size and (larger == 1 or sheet.width > other.width)


def _is_information(sheet: CalamineSheet) -> bool:
    """Whether a narrow sheet tells of a survey: in none of its columns is anything repeated."""
    if sheet.width > INFORMATION_WIDTH:
        return False
    return sheet.width == 1 or not any(
        len(cells) > FEWEST_ANSWERS and 2 * len({*cells}) <= len(cells)
        for cells in _columns(sheet, SAMPLE_ROWS)
    )


def _describes(sheet: CalamineSheet, other: CalamineSheet) -> bool:
    """Whether a sheet is a codebook: most cells of one of its columns are at the top of another."""
    top = {cell for cells in _columns(other, TOP_ROWS) for cell in cells}
    names = {cell for cell in top if cell_kind(cell) == "text"}
    listed = [cells for cells in _columns(sheet, SAMPLE_ROWS) if len({*cells}) == len(cells)]
    return any(len(names & {*cells}) > max(1, len(cells) // 2) for cells in listed)


def _columns(sheet: CalamineSheet, rows: int) -> list[list[str]]:
    """Return the filled cells of each column among the first rows, as texts."""
    cells = zip(*itertools.islice(sheet.iter_rows(), rows), strict=True)
    return [[cell_text(cell).strip() for cell in column if cell != ""] for column in cells]
