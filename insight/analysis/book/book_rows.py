"""A book as rows: one for each cell, with its figure and its tests, for programs to read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache

from insight.analysis.book.banner import NESTED, Banner, Column
from insight.analysis.book.tab_book import Book, Question, Row
from insight.analysis.differences import Difference
from insight.analysis.estimates import Estimate, label_of
from insight.analysis.tidy import Kind, TidyRows, columns, shared_columns, tidy_rows
from insight.language.catalogue import Language, say

Words = Mapping[str, str]
COLUMNS: Mapping[str, Kind] = {
    **columns("words", "survey", "item", "kind", "category", "category_label", "column"),
    **columns("words", "banner", "banner_label", "group", "group_label"),
    **columns("count", "n", "base"),
    **columns("number", "base_weighted", "value", "se", "low", "upp", "deff", "n_eff"),
    **columns("count", "df"),
    **columns("words", "flag", "against_rest"),
    **columns("number", "difference", "difference_low", "difference_upp", "p", "p_adjusted"),
    **columns("words", "higher_than", "question", "filter", "weighting", "method"),
    **columns("number", "level"),
    **columns("truth", "simulated"),
    **columns("words", "basis"),
}


def rows_of(book: Book, question: Question, language: Language) -> TidyRows:
    """Return the cells of a question row by row.

    `value` is a share, or a mean where `kind` says so. `against_rest` is what the test against the
    rest found, `difference` to `p_adjusted` that test, and `higher_than` the letters of the columns
    than which this one is higher.
    """
    return tidy_rows(COLUMNS, _rows(book, question, language))


def _rows(book: Book, question: Question, language: Language) -> Iterator[dict[str, object]]:
    groups = _groups(book.banner, language)
    # In these columns every table of a question is the same.
    shared = [shared_columns(table, language) for (table, *_) in question.tables.values()][:1]
    for row in question.rows():
        about = {
            "kind": row.kind,
            "category": row.key,
            "category_label": label_of(question.item, question.at(row, None), language),
            "method": "wald" if row.kind == "mean" else book.method,
        }
        for column, group in groups:
            figures = _figures(question.at(row, column))
            yield {**shared[0], **about, **group, **figures, **_tests(book, question, row, column)}


def _figures(estimate: Estimate) -> dict[str, object]:
    return {
        "n": estimate.n,
        "base": estimate.base,
        "base_weighted": estimate.base_weighted,
        "value": estimate.value,
        "se": estimate.se,
        "low": estimate.low,
        "upp": estimate.upp,
        "deff": estimate.deff,
        "n_eff": estimate.n_eff,
        "df": estimate.df,
        "flag": " ".join(estimate.flags),
        "basis": estimate.basis,
    }


@lru_cache(maxsize=8)
def _groups(banner: Banner, language: Language) -> tuple[tuple[Column | None, Words], ...]:
    """What tells of whom each cell of a row is: the same in every row of every question."""
    names = ("column", "banner", "banner_label", "group")
    everyone = {**dict.fromkeys(names, ""), "group_label": say(language, "book.total")}
    of_columns = (
        (
            column,
            {
                "column": column.letter,
                "banner": NESTED.join(one.id for one in banner.headings[column.heading]),
                "banner_label": heading_label(banner, column.heading, language),
                "group": NESTED.join(column.group),
                "group_label": group_label(banner, column, language),
            },
        )
        for column in banner.columns
    )
    return (None, everyone), *of_columns


def heading_label(banner: Banner, heading: int, language: Language) -> str:
    """The labels of a heading's variables."""
    return f" {NESTED} ".join(variable.label[language] for variable in banner.headings[heading])


def group_label(banner: Banner, column: Column, language: Language) -> str:
    """The labels of a column's codes."""
    labels = (
        variable.category(code).label[language]
        for variable, code in zip(banner.headings[column.heading], column.group, strict=True)
    )
    return f" {NESTED} ".join(labels)


def letters_below(book: Book, question: Question, row: Row, column: Column) -> list[str]:
    """The letters of the columns than which a column is higher."""
    family = question.families.get("pairs")
    lower = family.higher_than(row.key, column) if family else []
    place_of, columns = book.banner.place_of, book.banner.columns
    places = (place_of[column.heading, (*column.block, code)] for code in lower)
    return [columns[place].letter for place in sorted(places)]


def _tests(book: Book, question: Question, row: Row, column: Column | None) -> dict[str, object]:
    nothing: dict[str, object] = {"against_rest": "", "higher_than": ""}
    if column is None:
        return nothing
    family = question.families.get("rest")
    gap = family.of_rest(row.key, column) if family else None
    letters = " ".join(letters_below(book, question, row, column))
    found = family.finding(gap) if family else ""
    return {**nothing, "against_rest": found, "higher_than": letters, **_difference(gap)}


def _difference(gap: Difference | None) -> dict[str, object]:
    """The test on which the finding rests."""
    if gap is None or gap.claim is None:
        return {}
    return {
        "difference": gap.value,
        "difference_low": gap.claim.low,
        "difference_upp": gap.claim.upp,
        "p": gap.claim.p,
        "p_adjusted": gap.p_claim_adjusted,
    }
