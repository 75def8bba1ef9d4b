"""A result as an Excel workbook: what it is, its figures to read, and every column to go on with.

Every text is stored as text, so that no cell is a formula wherever its words came from; numbers are
numbers, with the format that they are read in.
"""

from __future__ import annotations

import io
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date

import pandas as pd
import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from insight.analysis.estimates import Estimate, Table, label_of, stack
from insight.exports.files import without_formula
from insight.exports.sheet_rows import row_height, set_to_print
from insight.exports.xml import writable
from insight.language import numbers
from insight.language.catalogue import Language, say
from insight.language.distinct import distinct_names
from insight.reporting import basis_words, labels, provenance
from insight.survey.codebook import Codebook

LONGEST_TEXT = 32_767  # letters in a cell
LONGEST_LINK = 2_000
WIDEST = 420  # pixels of a column
ABOUT = (28, 90)  # letters of the columns of a sheet of words
ON_A_PAGE = 11  # columns
FIXED = ("survey", "share", "base", "remark", "basis")  # headings that are no groups'
SIGNS: dict[Language, str] = {"nb": '"\N{NO-BREAK SPACE}"%', "en": "%"}
SAFE = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "nan_inf_to_errors": True,
}


def workbook(
    tables: Sequence[Table],
    language: Language,
    *,
    keys: Sequence[str] = (),
    link: str = "",
    made: date,
    titles: Iterable[provenance.Entry] = (),
) -> bytes:
    """Return a result as an Excel workbook of three sheets.

    Parameters
    ----------
    tables
        The estimates, of one survey or several.
    language
        Language of sheets, headings and labels.
    keys
        The categories and nets to keep; all where there are none.
    link
        Address of the view that the figures are from.
    made
        The day on which the workbook is made.
    titles
        What stands first on the sheet of words: the title that a reader has given it, the finding.
    """
    measure = tables[0].measure
    spread = [f"{measure}{part}" for part in ("", "_se", "_low", "_upp")]
    shares = {"level", *(spread if measure == "share" else ())}
    read = figures(tables, language, keys)
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, SAFE) as book:
        book.set_properties({"title": writable(tables[0].item.label[language])})
        sheets = _Sheets(book, language)
        sheets.about([*titles, *_about(tables, language, link, made)])
        percentages = [str(column) for column in read.select_dtypes("float") if measure == "share"]
        sheets.table(say(language, "download.figures"), read, percentages)
        tidy = stack(tables, language, keys).to_pandas()
        sheets.table(say(language, "download.columns"), tidy, shares, "exact")
    return buffer.getvalue()


def figures(tables: Sequence[Table], language: Language, keys: Sequence[str] = ()) -> pd.DataFrame:
    """Return the figures as people read them: labels, shares with intervals, n, and any remark."""
    groups = _heads_of_groups(tables, language)
    rows = [
        _row(table, estimate, groups, language)
        for table in tables
        for estimate in table.estimates
        if not keys or estimate.key in keys
    ]
    frame = pd.DataFrame(rows).astype({say(language, "table.base"): "Int64"})
    everyone = say(language, "chart.everyone")
    return frame.fillna(dict.fromkeys(groups.values(), everyone))


def _heads_of_groups(tables: Sequence[Table], language: Language) -> dict[str, str]:
    """Return the heading of each variable's groups, by its label: no other column has it."""
    by = {by.label[language]: by.id for table in tables for by in table.request.by}
    fixed = [say(language, f"table.{name}") for name in FIXED]
    fixed += [
        say(language, f"download.{name}")
        for name in ("answer", "mean", "total", "quantile", "simulated")
    ]
    levels = {labels.level(table, language) for table in tables}
    fixed += [
        say(language, f"download.{end}", level=one) for end in ("low", "upp") for one in levels
    ]
    return dict(zip(by, distinct_names([*by], by.values(), fixed), strict=True))


def _row(
    table: Table, estimate: Estimate, heads: Mapping[str, str], language: Language
) -> dict[str, object]:
    level = labels.level(table, language)
    groups = {
        heads[variable.label[language]]: variable.category(code).label[language]
        for variable, code in zip(table.request.by, estimate.group, strict=True)
    }
    answer = label_of(table.item, estimate, language)
    row: dict[str, object] = {
        say(language, "table.survey"): table.codebook.title[language],
        **groups,
        **({say(language, "download.answer"): answer} if answer else {}),
    }
    measure = table.measure
    heading = "table.share" if measure == "share" else f"download.{measure}"
    return row | {
        say(language, heading): _number(estimate.value),
        say(language, "download.low", level=level): _number(estimate.low),
        say(language, "download.upp", level=level): _number(estimate.upp),
        say(language, "table.base"): estimate.base,
        say(language, "table.remark"): labels.reason(estimate, table.codebook.disclosure, language),
        say(language, "download.simulated"): say(
            language, "download.yes" if table.codebook.simulated else "download.no"
        ),
        say(language, "table.basis"): basis_words.word(estimate.basis, language),
    }


def _number(value: float | None) -> float:
    return float("nan") if value is None else value


def _about(
    tables: Sequence[Table], language: Language, link: str, made: date
) -> Iterator[provenance.Entry]:
    """The lines of the first sheet; one without text is a heading."""
    books = provenance.codebooks(tables)
    for book in books:
        whole = min(
            (table for table in tables if table.codebook.id == book.id),
            key=lambda table: len(table.request.by),
        )
        yield whole.item.label[language], ""
        yield from provenance.of_result(whole, language)
        yield from provenance.of_survey(book, language)
    yield say(language, "download.about"), ""
    if link:
        yield say(language, "download.link"), link
    yield say(language, "download.made"), numbers.day(made, language)
    yield say(language, "download.sheets"), say(language, "download.sheets_words")
    yield from _flags(books, language)
    if any(book.simulated for book in books):
        yield say(language, "download.bases"), ""
        yield from provenance.of_bases(language)
    yield say(language, "download.numbers"), ""
    yield from provenance.of_columns(tables[0].measure, language)


def _flags(books: Sequence[Codebook], language: Language) -> Iterator[provenance.Entry]:
    """What the flags mean, for each survey on its own only where their limits differ."""
    heading = say(language, "download.flags")
    flags = [tuple(provenance.of_flags(book, language)) for book in books]
    if len(set(flags)) == 1:
        yield from ((heading, ""), *flags[0])
        return
    for book, entries in zip(books, flags, strict=True):
        yield f"{heading}: {labels.short_title(book)[language]}", ""
        yield from entries


class _Sheets:
    """Writes sheets into a workbook."""

    def __init__(self, book: xlsxwriter.Workbook, language: Language) -> None:
        self._book = book
        self._about = say(language, "download.about")
        self._formats: dict[str, Format] = {
            name: book.add_format(properties)
            for name, properties in {
                "head": {"bold": True, "bg_color": "#f3f6f8", "bottom": 1},
                "title": {"bold": True, "font_size": 13, "font_color": "#0b5c7a"},
                "name": {"bold": True, "valign": "top", "text_wrap": True},
                "words": {"text_wrap": True, "valign": "top"},
                "quoted": {"quote_prefix": True},
                "percent": {"num_format": percent_format(language)},
                "exact": {"num_format": f"0.0{SIGNS[language]}"},
                "decimal": {"num_format": "#,##0.00"},
                "plain": {},
            }.items()
        }

    def about(self, entries: Iterable[provenance.Entry]) -> None:
        """Write the sheet of words."""
        sheet = self._book.add_worksheet(self._about)
        for place, width in enumerate(ABOUT):
            sheet.set_column(place, place, width)
        sheet.hide_gridlines(2)
        set_to_print(sheet, landscape=False)
        for row, (name, words) in enumerate(entries):
            sheet.set_row(row, height_of_entry(name, words))
            self._write(sheet, row, 0, name, "name" if words else "title")
            if words.startswith(("https://", "http://")) and len(words) <= LONGEST_LINK:
                sheet.write_url(row, 1, words)
            else:
                self._write(sheet, row, 1, words, "words")

    def table(
        self, name: str, frame: pd.DataFrame, shares: Collection[str], style: str = "percent"
    ) -> None:
        """Write a table with a heading that stays in view; `shares` are formatted in `style`."""
        sheet = self._book.add_worksheet(name)
        for place, column in enumerate(frame.columns):
            self._write(sheet, 0, place, str(column), "head")
            is_number = pd.api.types.is_float_dtype(frame[column].dtype)
            own = style if column in shares else "decimal" if is_number else "plain"
            for row, value in enumerate(frame[column].tolist(), start=1):
                self._write(sheet, row, place, value, own)
        sheet.freeze_panes(1, 0)
        sheet.autofilter(0, 0, len(frame), len(frame.columns) - 1)
        sheet.autofit(WIDEST)
        sheet.repeat_rows(0)
        set_to_print(sheet, pages=-(-len(frame.columns) // ON_A_PAGE))

    def _write(self, sheet: Worksheet, row: int, place: int, value: object, style: str) -> None:
        """Write one cell as what it is: text, truth or number; nothing where it is empty."""
        own = self._formats[style]
        if isinstance(value, str):
            quoted = style == "plain" and without_formula(value) != value
            text = writable(value)[:LONGEST_TEXT]
            sheet.write_string(row, place, text, self._formats["quoted"] if quoted else own)
        elif isinstance(value, bool):
            sheet.write_boolean(row, place, value, own)
        elif not pd.isna(value):  # type: ignore[call-overload]
            sheet.write_number(row, place, value, own)


def height_of_entry(name: str, words: str) -> float:
    """Return the height of a row of a sheet of words; a heading runs over what is empty beside."""
    if not words:
        return row_height("", ABOUT[1], 13)
    name_width, width = ABOUT
    return max(row_height(name, name_width, weight=700), row_height(words, width))


def percent_format(language: Language) -> str:
    """Return a format of whole per cents in which a share under 1 % is not called none.

    Excel takes two conditions: a true nought and the small ones; the cells stay numbers.
    """
    sign, under = (
        SIGNS[language],
        say(language, "number.under", limit=numbers.whole_percent(0.01, language)),
    )
    return f'[=0]0{sign};[<0.005]"{under}";0{sign}'
