"""A question on a sheet of a book: its rows, each a figure with interval and tests by column."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from insight.analysis.book.banner import Column
from insight.analysis.book.book_rows import heading_label, letters_below
from insight.analysis.book.tab_book import Book, Question, Row
from insight.analysis.estimates import Estimate, label_of
from insight.analysis.tidy import filter_in_words, hidden_word, question_of
from insight.exports.books.book_styles import Style
from insight.exports.sheet_rows import ROW, Pages, row_height
from insight.exports.workbook import LONGEST_TEXT
from insight.language.catalogue import Language, say
from insight.reporting import basis_words, labels, provenance

NAMES = 2  # columns of a sheet that name its rows
WIDTHS = (34, 13, 13)  # letters of those, and of each that has figures
ABOVE_FIGURES = 8  # rows that a question has above its answers, about
TITLE_ROW = 18.0  # points of a row of larger letters
Cell = tuple[object, Style]


class Exact(float):
    """A number that is written with all its digits; the library would write 16."""

    def __format__(self, _: str) -> str:
        return repr(float(self))


@dataclass
class BookSheet:
    """A sheet that is written from above, row by row.

    Attributes
    ----------
    sheet, formats
        Where it is written, and how it looks.
    book, language
        What it shows, and in which language.
    row
        The next row.
    pages
        Where pages begin.
    """

    sheet: Worksheet
    formats: Mapping[Style, Format]
    book: Book
    language: Language
    row: int = 0
    pages: Pages = field(default_factory=lambda: Pages(float("inf")))

    def next(self, height: float = ROW) -> None:
        """Go on to the next row after one of this height."""
        if height > ROW:
            self.sheet.set_row(self.row, height)
        self.pages.add(height)
        self.row += 1

    def say(self, key: str, **values: object) -> str:
        """Return a sentence of the book in its language."""
        return say(self.language, f"book.{key}", **values)

    def text(self, words: str, style: Style, place: int = 0) -> None:
        """Write words in the current row."""
        self.sheet.write_string(self.row, place, words[:LONGEST_TEXT], self.formats[style])

    def line(self, words: str, style: Style) -> None:
        """Write words in a row of their own."""
        self.text(words, style)
        self.next(TITLE_ROW if style == "title" else ROW)

    def simulated(self) -> None:
        """Say that answers are simulated, where they are."""
        if words := provenance.mark([self.book.survey.codebook], self.language):
            self.line(words, "simulated")

    def banner(self) -> float:
        """Write the headings of the columns: variables, outer groups, groups, letters.

        Return how high they are.
        """
        columns = self.book.banner.columns
        high = self._spans((column.heading,) for column in columns)
        if any(column.block for column in columns):
            blocks = ((column.heading, *column.block) for column in columns)
            high += self._spans(blocks, groups=True)
        variables = (self.book.banner.headings[column.heading][-1] for column in columns)
        named = [
            variable.category(column.group[-1]).label[self.language]
            for variable, column in zip(variables, columns, strict=True)
        ]
        for place, words in enumerate([self.say("total"), *named], start=NAMES):
            self.text(words, "group", place)
        below = max(row_height(words, WIDTHS[-1], 9) for words in named)
        self.next(below)
        self.text("", "letter", NAMES)
        for place, column in enumerate(columns, start=NAMES + 1):
            self.text(column.letter, "letter", place)
        self.next()
        return high + below + ROW

    def _spans(self, keys: Iterator[tuple[object, ...]], *, groups: bool = False) -> float:
        """Write what several columns share above them, a variable or only its outer group."""
        place, high = NAMES + 1, ROW
        for key, run in itertools.groupby(keys):
            count = sum(1 for _ in run)
            words = "" if groups and len(key) == 1 else self._span(key)[:LONGEST_TEXT]
            if count == 1:
                self.text(words, "head", place)
            else:
                ends = (self.row, place, self.row, place + count - 1)
                self.sheet.merge_range(*ends, words, self.formats["head"])
            high = max(high, row_height(words, count * WIDTHS[-1], weight=700))
            place += count
        self.next(high)
        return high

    def _span(self, key: tuple[object, ...]) -> str:
        heading, *block = key
        if not isinstance(heading, int):
            raise TypeError("a heading has a number")
        if not block:
            return heading_label(self.book.banner, heading, self.language)
        outer = self.book.banner.headings[heading][0]
        return outer.category(block[0]).label[self.language]

    def begin(self, question: Question, number: int) -> None:
        """Write a question below others, on a page of its own where this one has no room."""
        self.pages.keep(self.row, ABOVE_FIGURES * ROW)
        self.question(question, number)

    def question(self, question: Question, number: int) -> None:
        """Write a question: what was asked and of whom, then its rows."""
        item = question.item
        self.line(f"{number}. {item.label[self.language]}", "title")
        asked = question_of(item, self.language)
        if asked != item.label[self.language]:
            self.line(asked, "line")
        if question.refused:
            refused = question.refused.text(self.language)
            self.text(refused, "words")
            self.next(row_height(refused, WIDTHS[0]))
            return
        whole = next(iter(question.tables.values()))[0]
        words = [filter_in_words(whole.request, self.language)]
        words += [item.base[self.language]] if item.base else []
        words += [labels.weighting(whole, self.language), labels.certainty(whole, self.language)]
        self.line(" · ".join(words), "line")
        self.simulated()
        tables = [table for of_each in question.tables.values() for table in of_each]
        assumed = item.assumption[self.language] if item.assumption else ""
        for told in filter(None, (basis_words.sentence(tables, [], self.language), assumed)):
            self.line(told, "line")

    def figures(self, question: Question) -> None:
        """Write the rows of a question, each with a line for every kind of figure."""
        if question.refused:
            return
        rows = list(question.rows())
        own_bases = _have_own_bases(question, rows, list(self._columns()))
        if not own_bases:
            self._cells(self.say("n"), "", self._bases(question, rows[0]))
        self._cells(self.say("effective"), "", self._effective(question, rows))
        for row in rows:
            self._row(question, row, own_base=own_bases or (not row.key and len(rows) > 1))

    def _columns(self) -> Iterator[Column | None]:
        yield None
        yield from self.book.banner.columns

    def _cells(self, label: str, line: str, cells: Iterator[Cell]) -> None:
        """Write a line across all columns."""
        if label:
            self.text(label, "label" if line else "line")
        if line:
            self.text(line, "line", 1)
        for place, (value, style) in enumerate(cells, start=NAMES):
            form = self.formats[style]
            if isinstance(value, str) and value:  # nothing looks like an empty cell
                self.sheet.write_string(self.row, place, value, form)
            elif isinstance(value, int | float):
                self.sheet.write_number(self.row, place, Exact(value), form)
        self.next(row_height(label, WIDTHS[0], weight=700) if line else ROW)

    def _row(self, question: Question, row: Row, *, own_base: bool) -> None:
        means = row.kind == "mean"
        estimates = [question.at(row, column) for column in self._columns()]
        label = self.say("mean") if means else label_of(question.item, estimates[0], self.language)
        bound: Style = "mean_bound" if means else "bound"
        first = self.say("mean" if means else "share")
        lines = 3 + own_base + len(question.families)
        self.pages.keep(self.row, row_height(label, WIDTHS[0], weight=700) + lines * ROW)
        self._cells(label, first, (self._figure(one, means) for one in estimates))
        for end in ("low", "upp"):
            self._cells("", self.say(end), ((getattr(one, end), bound) for one in estimates))
        if own_base:
            self._cells("", self.say("n_short"), ((one.base, "count") for one in estimates))
        if "pairs" in question.families:
            self._cells("", self.say("higher_than"), self._letters(question, row))
        if "rest" in question.families:
            self._cells("", self.say("against_rest"), self._found(question, row))

    def _figure(self, estimate: Estimate, means: bool) -> Cell:
        if estimate.value is None:
            return self._hidden(estimate), "hidden"
        few = "low_base" in estimate.flags
        if means:
            return estimate.value, "mean_low_base" if few else "mean"
        return estimate.value, "share_low_base" if few else "share"

    def _hidden(self, estimate: Estimate) -> str:
        nobody = estimate.base == 0
        return self.say("empty") if nobody else hidden_word(" ".join(estimate.flags), self.language)

    def _bases(self, question: Question, row: Row) -> Iterator[Cell]:
        for column in self._columns():
            yield question.at(row, column).base, "count"

    def _effective(self, question: Question, rows: list[Row]) -> Iterator[Cell]:
        """The fewest effective answers behind any figure of each column that is shown."""
        for column in self._columns():
            estimates = (question.at(row, column) for row in rows)
            sizes = [one.n_eff for one in estimates if one.shown and one.n_eff is not None]
            yield min(sizes, default=None), "count"

    def _letters(self, question: Question, row: Row) -> Iterator[Cell]:
        yield "", "letters"
        for column in self.book.banner.columns:
            yield " ".join(letters_below(self.book, question, row, column)), "letters"

    def _found(self, question: Question, row: Row) -> Iterator[Cell]:
        yield "", "tested"
        family = question.families["rest"]
        for column in self.book.banner.columns:
            found = family.finding(family.of_rest(row.key, column))
            told = found in ("higher", "lower", "few", "break")
            yield self.say(f"rest_{found}") if told else "", "tested"


def _have_own_bases(question: Question, rows: list[Row], columns: Sequence[Column | None]) -> bool:
    """Whether answers differ in whom they are shares of, as where not everybody got them all."""
    shares = [row for row in rows if row.key]
    return any(len({question.at(row, column).base for row in shares}) > 1 for column in columns)
