"""A workbook of plain rows: a sheet with them, and one with what must be known of them."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence

import xlsxwriter

from insight.exports.workbook import LONGEST_TEXT, SAFE


def row_workbook(
    header: Sequence[str], rows: Iterable[Sequence[object]], about: Sequence[str]
) -> bytes:
    """Write rows as a workbook, every text as text and every number as a number.

    Parameters
    ----------
    header
        The names of the columns.
    rows
        Texts, numbers and truths; None leaves its cell empty.
    about
        Lines of the second sheet, of which the first is the title.
    """
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, SAFE) as book:
        book.set_properties({"title": about[0]})
        sheet = book.add_worksheet()
        for number, row in enumerate([header, *rows]):
            for column, cell in enumerate(row):
                if isinstance(cell, bool):
                    sheet.write_boolean(number, column, cell)
                elif isinstance(cell, str):
                    sheet.write_string(number, column, cell[:LONGEST_TEXT])
                elif isinstance(cell, int | float):
                    sheet.write_number(number, column, cell)
        lines = book.add_worksheet()
        for number, line in enumerate(about):
            lines.write_string(number, 0, line[:LONGEST_TEXT])
    return buffer.getvalue()
