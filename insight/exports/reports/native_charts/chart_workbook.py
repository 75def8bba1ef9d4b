"""Workbooks behind native charts: the figures that a program opens where a chart is edited.

Beside the figures stand the ends of their intervals, and what a chart's error bars need of them as
formulas, so that whoever edits a figure sees its interval follow.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass

import xlsxwriter
from xlsxwriter.utility import xl_col_to_name, xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

from insight.exports.reports.native_charts.native_chart import NativeChart, Series
from insight.exports.workbook import SAFE, percent_format
from insight.language.catalogue import Language, say
from insight.language.printable_words import printable_line


@dataclass(frozen=True)
class Columns:
    """Where the figures of a series stand; `low`, `upp`, `minus`, `plus` where it has intervals."""

    value: int
    interval: Sequence[int] = ()

    @property
    def minus(self) -> int:
        """The column of what an interval reaches below its figure."""
        return self.interval[2]

    @property
    def plus(self) -> int:
        """The column of what it reaches above."""
        return self.interval[3]


def columns_of(chart: NativeChart) -> list[Columns]:
    """Return where the series of a chart stand: all figures first, then the intervals."""
    free = len(chart.series) + 1
    found = []
    for number, series in enumerate(chart.series, start=1):
        if has_intervals(series):
            found.append(Columns(number, range(free, free + 4)))
            free += 4
        else:
            found.append(Columns(number))
    return found


def has_intervals(series: Series) -> bool:
    """Tell whether any figure of a series has an interval."""
    return any(point.low is not None and point.upp is not None for point in series.points)


def reference(language: Language, column: int, first: int, last: int | None = None) -> str:
    """Return how a chart names cells of a column: one row, or from one to another."""
    name = xl_col_to_name(column)
    to = "" if last is None else f":${name}${last + 1}"
    return f"'{say(language, 'download.figures')}'!${name}${first + 1}{to}"


def chart_workbook(
    chart: NativeChart, about: Sequence[tuple[str, str]], language: Language
) -> bytes:
    """Return the workbook of a chart.

    Parameters
    ----------
    chart
        The chart.
    about
        What the figures are, on a sheet of its own: names and words.
    language
        Of headings.
    """
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, SAFE) as book:
        ends = ("low", "upp")
        heads = [say(language, f"download.{end}", level=chart.level) for end in ends]
        form = book.add_format({"num_format": percent_format(language) if chart.share else "0.00"})
        sheet = book.add_worksheet(say(language, "download.figures"))
        for row, name in enumerate(chart.categories, start=1):
            sheet.write_string(row, 0, printable_line(name))
        for series, columns in zip(chart.series, columns_of(chart), strict=True):
            sheet.write_string(0, columns.value, printable_line(series.name))
            for row, point in enumerate(series.points, start=1):
                if point.value is not None:
                    sheet.write_number(row, columns.value, point.value, form)
            if columns.interval:
                _write_intervals(sheet, series, columns, heads)
        sheet.autofit(300)
        words = book.add_worksheet(say(language, "download.about"))
        words.set_column(0, 0, 28)
        words.set_column(1, 1, 110)
        for row, entry in enumerate(about):
            for place, said in enumerate(entry):
                words.write_string(row, place, printable_line(said)[:32_000])
    return buffer.getvalue()


def _write_intervals(
    sheet: Worksheet, series: Series, columns: Columns, heads: Sequence[str]
) -> None:
    """Write the ends of intervals, and as formulas how far they are from their figure."""
    name = printable_line(series.name)
    for column, head in zip(columns.interval, (*heads, "\N{MINUS SIGN}", "+"), strict=True):
        sheet.write_string(0, column, f"{name}: {head}")
    for row, point in enumerate(series.points, start=1):
        if point.value is None or point.low is None or point.upp is None:
            continue
        places = (columns.value, *columns.interval[:2])
        value, low, upp = (xl_rowcol_to_cell(row, column) for column in places)
        sheet.write_number(row, columns.interval[0], point.low)
        sheet.write_number(row, columns.interval[1], point.upp)
        sheet.write_formula(row, columns.minus, f"={value}-{low}", None, point.value - point.low)
        sheet.write_formula(row, columns.plus, f"={upp}-{value}", None, point.upp - point.value)
