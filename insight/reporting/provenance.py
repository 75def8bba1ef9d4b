"""Provenance of figures in words, for a workbook's first sheet, a picture's foot, a text file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from insight.analysis.basis import BASES
from insight.analysis.estimates import Table
from insight.analysis.tidy import filter_in_words, question_of
from insight.language import numbers
from insight.language.catalogue import Language, say
from insight.reporting import labels
from insight.survey.codebook import Codebook

Entry = tuple[str, str]


def codebooks(tables: Iterable[Table]) -> tuple[Codebook, ...]:
    """The codebooks of the surveys that tables are from, each once."""
    return tuple({table.codebook.id: table.codebook for table in tables}.values())


def mark(books: Iterable[Codebook], language: Language) -> str:
    """Say that responses are simulated and what that means; empty where none are."""
    if not any(book.simulated for book in books):
        return ""
    return f"{say(language, 'shell.simulated')}. {say(language, 'shell.simulated_means')}"


def foot(books: Sequence[Codebook], made: date, language: Language) -> list[str]:
    """Say where figures are from, a line for each survey, and when the picture was made."""
    lines = [
        say(language, "download.source_line", source=book.source or book.title) for book in books
    ]
    made_line = say(language, "download.made_line", day=numbers.day(made, language))
    return [*dict.fromkeys(lines), made_line]


def of_survey(book: Codebook, language: Language) -> Iterator[Entry]:
    """What is known of a survey: title, population, source, licence, and if it is simulated."""

    def named(key: str) -> str:
        return say(language, key)

    yield named("table.survey"), book.title[language]
    if book.population:
        yield named("table.population"), book.population[language]
    if book.source:
        yield named("table.source"), book.source[language]
    if book.publisher:
        yield named("download.publisher"), book.publisher[language]
    yield named("download.licence"), book.licence or named("download.no_licence")
    if book.updated:
        yield named("table.updated"), numbers.day(book.updated, language)
    yield named("download.simulated"), mark([book], language) or named("download.not_simulated")
    if book.assumption:
        yield named("download.assumed_survey"), book.assumption[language]


def of_result(table: Table, language: Language) -> Iterator[Entry]:
    """What a table shows: the question, of whom, and how it was computed."""

    def named(key: str, **values: object) -> str:
        return say(language, key, **values)

    yield named("download.question"), question_of(table.item, language)
    if table.item.base:
        yield named("download.asked"), table.item.base[language]
    yield named("download.who"), filter_in_words(table.request, language)
    yield named("download.base"), _base(table, language)
    yield named("table.weighting"), labels.weighting(table, language)
    words = named("download.method_words", method=table.interval_method)
    yield named("download.method"), f"{labels.certainty(table, language)}. {words}"
    if table.item.assumption:
        yield named("download.assumed_item"), table.item.assumption[language]


def _base(table: Table, language: Language) -> str:
    """How many answered: one number where all figures have the same, else where it stands."""
    bases = {estimate.base for estimate in table.estimates}
    if table.request.by or len(bases) > 1:
        return say(language, "download.base_in_rows")
    base = bases.pop()
    return (
        say(language, "flag.suppressed", limit=table.codebook.disclosure.min_base)
        if base is None
        else say(language, "base.n", n=numbers.whole(base, language))
    )


def of_flags(book: Codebook, language: Language) -> Iterator[Entry]:
    """What each word in the column of flags means, with the survey's limits."""
    for flag in ("suppressed", "unreliable", "low_base"):
        if limit := book.disclosure.limit(flag):
            yield flag, say(language, f"download.flag_{flag}", limit=limit)
    yield "boundary", say(language, "download.flag_boundary")


def of_columns(measure: str, language: Language) -> Iterator[Entry]:
    """What the numbers of a tidy result mean, column by column."""
    spread = f"{measure}_se, {measure}_low, {measure}_upp"
    for column in ("n", "base", "base_weighted"):
        yield column, say(language, f"download.column_{column}")
    yield measure, say(language, f"download.column_{measure}")
    yield spread, say(language, "download.column_spread")
    for column in ("deff", "n_eff", "df"):
        yield column, say(language, f"download.column_{column}")


def of_bases(language: Language) -> Iterator[Entry]:
    """What each word in the column of bases means."""
    for basis in BASES:
        if basis:
            yield basis, say(language, f"download.basis_{basis}")
