"""Files of the formats in which survey platforms export, written from columns."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from pathlib import Path

import pandas as pd

Cell = str | int | float | datetime
Written = Callable[[Path], None]


class Column:
    """A column: its header in each header row, and its cells."""

    def __init__(self, heads: str | tuple[str, ...], cells: Sequence[Cell]) -> None:
        self.heads = (heads,) if isinstance(heads, str) else heads
        self.cells = cells


def _rows(columns: Sequence[Column]) -> list[tuple[Cell, ...]]:
    heads = zip(*(column.heads for column in columns), strict=True)
    return [*heads, *zip(*(column.cells for column in columns), strict=True)]


def as_csv(columns: Sequence[Column], separator: str = ",", encoding: str = "utf-8") -> Written:
    """Write text with a sign between columns, quoted where it has to be."""

    def write(path: Path) -> None:
        text = io.StringIO(newline="")
        csv.writer(text, delimiter=separator).writerows(_rows(columns))
        path.write_bytes(text.getvalue().encode(encoding))

    return write


def as_excel(columns: Sequence[Column], merged: Sequence[tuple[int, int]] = ()) -> Written:
    """Write a workbook; `merged` are first and last column of heads that span several."""

    def write(path: Path) -> None:
        import xlsxwriter

        with xlsxwriter.Workbook(
            path, {"strings_to_urls": False, "default_date_format": "m/d/yy h:mm:ss"}
        ) as book:
            sheet = book.add_worksheet()
            for number, row in enumerate(_rows(columns)):
                for place, cell in enumerate(row):
                    if cell != "":
                        sheet.write(number, place, cell)
            for first, last in merged:
                sheet.merge_range(0, first, 0, last, columns[first].heads[0])

    return write


def _frame(columns: Sequence[Column]) -> pd.DataFrame:
    return pd.DataFrame({column.heads[0]: column.cells for column in columns})


def as_spss(
    columns: Sequence[Column],
    labels: Mapping[str, Mapping[int, str]],
    missing: Mapping[str, Sequence[int]],
) -> Written:
    """Write .sav: names and labels in two heads, labels of values, and declared missing values."""

    def write(path: Path) -> None:
        import pyreadstat

        pyreadstat.write_sav(
            _frame(columns),
            str(path),
            column_labels=[column.heads[1] for column in columns],
            variable_value_labels={name: dict(each) for name, each in labels.items()},
            missing_ranges={name: list(each) for name, each in missing.items()},
        )

    return write


def as_stata(columns: Sequence[Column], labels: Mapping[str, Mapping[int, str]]) -> Written:
    """Write .dta: names and labels in two heads, and labels of values."""

    def write(path: Path) -> None:
        import pyreadstat

        pyreadstat.write_dta(
            _frame(columns),
            str(path),
            column_labels=[column.heads[1] for column in columns],
            variable_value_labels={name: dict(each) for name, each in labels.items()},
        )

    return write
