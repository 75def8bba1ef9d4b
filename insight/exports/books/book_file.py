"""A book as a file of the kind that its name says, written whole or not at all."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from insight.analysis.book.book_rows import COLUMNS, rows_of
from insight.analysis.book.tab_book import Book, Question
from insight.analysis.tidy import TidyRows
from insight.exports.books.book_workbook import refuse_large, write_workbook
from insight.exports.files import tidy_bytes, written_whole
from insight.language.catalogue import Language
from insight.language.errors import Fault, RequestError

ENDINGS = (".xlsx", ".csv", ".parquet")
_ARROW = {
    "words": pa.string(),
    "truth": pa.bool_(),
    "code": pa.int64(),
    "count": pa.int64(),
    "number": pa.float64(),
}
Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class BookFile:
    """How a book is written.

    Attributes
    ----------
    language
        Of labels and words.
    made
        The day on which it is made.
    one_sheet
        Whether a workbook has all questions on one sheet, and not a sheet for each.
    progress
        Is told how many questions are done, of how many.
    """

    language: Language
    made: date
    one_sheet: bool = False
    progress: Progress = lambda done, total: None

    def write(self, book: Book, path: Path) -> dict[str, RequestError]:
        """Write a book to a file, as its ending says; return why questions have no figures.

        Raises
        ------
        RequestError
            If the ending is none of a book's, the book is larger than the file may be, nothing of
            it may be shown, or the file cannot be written; then there is no file.
        """
        ending = path.suffix.lower()
        if ending not in ENDINGS:
            values = {"file": path.name, "endings": ", ".join(ENDINGS)}
            raise RequestError(Fault("fault.book_ending", values))
        if ending == ".xlsx":
            refuse_large(book, one_sheet=self.one_sheet)
        refused: dict[str, RequestError] = {}
        with written_whole(path) as draft:
            questions = self._counted(book, refused)
            if ending == ".xlsx":
                write_workbook(book, questions, draft, self.language, self.made, self.one_sheet)
            elif ending == ".csv":
                self._write_csv(book, questions, draft)
            else:
                self._write_parquet(book, questions, draft)
        return refused

    def _counted(self, book: Book, refused: dict[str, RequestError]) -> Iterator[Question]:
        """The questions, counted for whoever waits; refused where none has a figure to show."""
        shown, total = False, len(book.items)
        self.progress(0, total)
        for done, question in enumerate(book.questions(), start=1):
            shown |= question.shown
            if question.refused:
                refused[question.item.id] = question.refused
            if done == total and not shown:
                raise question.refused or RequestError(Fault("fault.book_nothing"))
            yield question
            self.progress(done, total)

    def _tidy(self, book: Book, questions: Iterator[Question]) -> Iterator[TidyRows]:
        for question in questions:
            yield rows_of(book, question, self.language)

    def _write_csv(self, book: Book, questions: Iterator[Question], draft: Path) -> None:
        with draft.open("wb") as file:
            heading = io.StringIO(newline="")
            csv.writer(heading, lineterminator="\n").writerow(COLUMNS)
            file.write(heading.getvalue().encode())
            for rows in self._tidy(book, questions):
                file.write(tidy_bytes(rows, "csv").split(b"\n", 1)[1])

    def _write_parquet(self, book: Book, questions: Iterator[Question], draft: Path) -> None:
        schema = pa.schema([(name, _ARROW[kind]) for name, kind in COLUMNS.items()])
        with pq.ParquetWriter(draft, schema) as writer:
            for rows in self._tidy(book, questions):
                if rows.rows:
                    writer.write_table(pa.Table.from_pylist(list(rows.rows), schema))
