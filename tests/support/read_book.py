"""Reads a tab book back: every cell by question, row, column letter and line."""

from collections.abc import Iterator
from pathlib import Path

import openpyxl

from insight.analysis.book.tab_book import Book
from insight.language.catalogue import Language, say

Place = tuple[str, str, str, str]  # item, label of the row, letter of the column, line


def read_book(path: Path, book: Book, language: Language) -> dict[Place, object]:
    """Return what stands in each cell of a workbook with a sheet for each question.

    The letter is empty for all respondents; the line is as it is written, or the row's own name
    where it stands in the first column.
    """
    workbook = openpyxl.load_workbook(path)
    sheets = workbook.sheetnames[2:]
    assert len(sheets) == len(book.items)
    return {
        (item.id, *place): value
        for item, name in zip(book.items, sheets, strict=True)
        for place, value in _cells(list(workbook[name].values), language)
    }


def _cells(
    rows: list[tuple[object, ...]], language: Language
) -> Iterator[tuple[tuple[str, str, str], object]]:
    top = next(at for at, row in enumerate(rows) if "A" in row)
    letters = ["", *(str(cell) for cell in rows[top][3:])]
    label = ""
    for first, line, *cells in rows[top + 1 :]:
        label = str(first) if first else label
        for letter, cell in zip(letters, cells, strict=True):
            yield (label, str(line or ""), letter), cell


def line(language: Language, key: str) -> str:
    """Return the name of a line."""
    return say(language, f"book.{key}")
