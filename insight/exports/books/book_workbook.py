"""A book as a workbook: contents with links, notes, and a sheet for each question or one for all.

Rows are written and let go of one by one, so that the size of a book does not matter to memory.
"""

from __future__ import annotations

import io
import textwrap
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import xlsxwriter
from xlsxwriter.exceptions import XlsxWriterException
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from insight.analysis.book.tab_book import Book, Question
from insight.exports.books.book_notes import notes
from insight.exports.books.book_sheet import NAMES, WIDTHS, BookSheet
from insight.exports.books.book_styles import Style, styles
from insight.exports.sheet_rows import A4, DOWN, MARGINS, Pages, scale_of
from insight.exports.workbook import ABOUT, SAFE, height_of_entry
from insight.language import numbers
from insight.language.catalogue import Language, say
from insight.language.errors import Fault, RequestError
from insight.reporting import provenance

MOST_COLUMNS, MOST_ROWS, LONGEST_SHEET_NAME = 16_384, 1_048_576, 31
LINES = 6  # at most, of a row
LONGEST_LABEL = 255  # letters of a link
NOT_IN_SHEET_NAMES = str.maketrans(dict.fromkeys("[]:*?/\\'", "_"))
SCALE = 75  # per cent, of books that have no room on one page across
TAB = "#0b5c7a"
SIMULATED_TAB = "#c46a1a"


def refuse_large(book: Book, *, one_sheet: bool) -> None:
    """Refuse a book that has no room in a workbook.

    Raises
    ------
    RequestError
        If it has more columns than a sheet, or more rows.
    """
    columns = len(book.banner.columns) + NAMES + 1
    if columns > MOST_COLUMNS:
        values = {"count": columns, "most": MOST_COLUMNS}
        raise RequestError(Fault("fault.book_columns", values))
    of_each = [LINES * (len(book.rows_of(item)) + 2) for item in book.items]
    rows = sum(of_each) if one_sheet else max(of_each)
    if rows > MOST_ROWS:
        raise RequestError(Fault("fault.book_rows", {"count": rows, "most": MOST_ROWS}))


def write_workbook(
    book: Book,
    questions: Iterator[Question],
    path: Path,
    language: Language,
    made: date,
    one_sheet: bool = False,
) -> None:
    """Write a workbook.

    Parameters
    ----------
    book, questions
        What it shows.
    path
        Where; drafts lie beside it.
    language
        Of labels and words.
    made
        The day on which it is made.
    one_sheet
        Whether all questions stand on one sheet.

    Raises
    ------
    OSError
        If it cannot be written.
    """
    options = SAFE | {"in_memory": False, "constant_memory": True, "tmpdir": str(path.parent)}
    with _Stream(path, "w") as stream:
        workbook = xlsxwriter.Workbook(stream, options)
        workbook.set_properties({"title": book.survey.codebook.title[language]})
        try:
            _Workbook(workbook, book, language, made).write(questions, one_sheet=one_sheet)
            workbook.close()
        except XlsxWriterException as error:
            cause = error.args[0] if error.args else error
            raise cause if isinstance(cause, OSError) else OSError(str(error)) from error
        finally:
            workbook.fileclosed = 1  # else it would be written when it is forgotten


class _Stream(io.FileIO):
    """A file that says once that it is full: what is left of an archive has nobody to tell."""

    _full = False

    def write(self, data: Any, /) -> int:
        whole = memoryview(data).cast("B")
        done = len(whole) if self._full or self.closed else 0
        try:
            while done < len(whole):
                done += super().write(whole[done:]) or 0
        except OSError:
            self._full = True
            raise
        return len(whole)

    def seek(self, offset: int, whence: int = 0, /) -> int:
        return 0 if self.closed else super().seek(offset, whence)

    def tell(self) -> int:
        return 0 if self.closed else super().tell()

    def flush(self) -> None:
        if not self.closed:
            super().flush()


@dataclass
class _Workbook:
    """A workbook that is being written."""

    workbook: xlsxwriter.Workbook
    book: Book
    language: Language
    made: date
    formats: Mapping[Style, Format] = field(init=False)

    def __post_init__(self) -> None:
        self.formats = styles(self.workbook, self.language)

    def say(self, key: str) -> str:
        return say(self.language, f"book.{key}")

    def write(self, questions: Iterator[Question], *, one_sheet: bool) -> None:
        """Write all sheets; the contents come first, and are written last."""
        fixed = [self.say("contents"), self.say("notes"), self.say("tables")]
        contents, about = (self._sheet(name) for name in fixed[:2])
        names = _sheet_names(self.book, fixed)
        together = self._tables(fixed[2]) if one_sheet else None
        places, example = [], None
        for number, question in enumerate(questions, start=1):
            sheet = together or self._tables(names[number - 1], question, number)
            first = sheet.row + 1 if together else 1
            places.append(f"internal:'{sheet.sheet.get_name()}'!A{first}")
            if together:
                sheet.begin(question, number)
            sheet.figures(question)
            sheet.next()
            if together is None:
                self._print(sheet)
                sheet.sheet._opt_close()  # else each sheet's draft would stay open
            example = example if question.refused else question
        if together:
            self._print(together)
        self._notes(about, example)
        self._contents(contents, places)

    def _sheet(self, name: str) -> Worksheet:
        sheet = self.workbook.add_worksheet(name)
        sheet.hide_gridlines(2)
        sheet.set_tab_color(SIMULATED_TAB if self.book.survey.codebook.simulated else TAB)
        sheet.set_paper(A4)
        sheet.set_margins(**MARGINS)
        foot = provenance.foot([self.book.survey.codebook], self.made, self.language)
        simulated = provenance.mark([self.book.survey.codebook], self.language)
        sheet.set_footer(f"&L&8{_plain(' '.join(foot), 220)}&R&8&P / &N")
        if simulated:
            sheet.set_header(f"&L&8&B{_plain(simulated, 200)}")
        return sheet

    def _tables(self, name: str, question: Question | None = None, number: int = 0) -> BookSheet:
        """Begin a sheet of figures: its question where it is of one, and the banner, in view."""
        worksheet = self._sheet(name)
        for place, width in enumerate(WIDTHS):
            worksheet.set_column(place, place, width)
        last = NAMES + len(self.book.banner.columns)
        worksheet.set_column(NAMES, last, WIDTHS[-1])
        worksheet.set_landscape()
        scale = scale_of([*WIDTHS, *[WIDTHS[-1]] * (last - NAMES)]) or SCALE
        worksheet.set_print_scale(scale)
        pages = Pages(DOWN * 100 / scale)
        sheet = BookSheet(worksheet, self.formats, self.book, self.language, pages=pages)
        link = f"internal:'{self.say('contents')}'!A1"
        worksheet.write_url(0, 0, link, self.formats["link"], self.say("contents"))
        sheet.next()
        if question is None:
            sheet.simulated()
        else:
            sheet.question(question, number)
        first = sheet.row
        pages.repeated = sheet.banner()
        worksheet.freeze_panes(sheet.row, NAMES)
        worksheet.repeat_rows(first, sheet.row - 1)
        worksheet.repeat_columns(0, NAMES - 1)
        return sheet

    def _print(self, sheet: BookSheet) -> None:
        """Set what is printed: all that is written, no answer parted by the end of a page."""
        last = NAMES + len(self.book.banner.columns)
        sheet.sheet.print_area(0, 0, max(sheet.row - 1, 0), last)
        sheet.sheet.set_h_pagebreaks(sheet.pages.breaks)

    def _notes(self, worksheet: Worksheet, example: Question | None) -> None:
        for place, width in enumerate(ABOUT):
            worksheet.set_column(place, place, width)
        worksheet.fit_to_pages(1, 0)
        sheet = BookSheet(worksheet, self.formats, self.book, self.language)
        sheet.simulated()
        for name, words in notes(self.book, example, self.language, self.made):
            worksheet.set_row(sheet.row, height_of_entry(name, words))
            sheet.text(name, "words" if words else "title")
            sheet.text(words, "words", 1)
            sheet.row += 1

    def _contents(self, worksheet: Worksheet, places: list[str]) -> None:
        worksheet.set_column(0, 0, 6)
        worksheet.set_column(1, 1, 80)
        worksheet.set_column(2, 2, 28)
        worksheet.fit_to_pages(1, 0)
        sheet = BookSheet(worksheet, self.formats, self.book, self.language)
        sheet.line(self.book.survey.codebook.title[self.language], "title")
        sheet.simulated()
        made = say(self.language, "download.made_line", day=numbers.day(self.made, self.language))
        sheet.line(made, "line")
        link = f"internal:'{self.say('notes')}'!A1"
        worksheet.write_url(sheet.row, 1, link, self.formats["link"], self.say("notes"))
        sheet.row += 1
        heads = ("", say(self.language, "download.question"), say(self.language, "column.item"))
        for place, words in enumerate(heads):
            sheet.text(words, "letter", place)
        sheet.row += 1
        worksheet.freeze_panes(sheet.row, 0)
        for number, (item, link) in enumerate(zip(self.book.items, places, strict=True), start=1):
            worksheet.write_number(sheet.row, 0, number)
            label = item.label[self.language][:LONGEST_LABEL]
            worksheet.write_url(sheet.row, 1, link, self.formats["link"], label)
            sheet.text(item.id, "line", 2)
            sheet.row += 1


def _sheet_names(book: Book, taken: list[str]) -> list[str]:
    """Names of sheets that Excel takes, all different whatever their letters' size."""
    names: list[str] = []
    seen = {name.casefold() for name in taken}
    for number, item in enumerate(book.items, start=1):
        name = item.id.translate(NOT_IN_SHEET_NAMES)[:LONGEST_SHEET_NAME]
        if not name.strip() or name.casefold() in seen or name.casefold() == "history":
            name = f"{number} {name}"[:LONGEST_SHEET_NAME]
        seen.add(name.casefold())
        names.append(name)
    return names


def _plain(words: str, most: int) -> str:
    """Words for a header or footer, where ``&`` begins a command."""
    return textwrap.shorten(words.replace("&", "&&"), most, placeholder=" …")
