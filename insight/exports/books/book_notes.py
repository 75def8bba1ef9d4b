"""Notes of a book: whose answers it shows, how they were weighted and tested, what is hidden."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from insight.analysis.basis import BASES
from insight.analysis.book.tab_book import Book, Question
from insight.language import numbers
from insight.language.catalogue import Language, say
from insight.reporting import basis_words, labels, provenance
from insight.reporting.provenance import Entry


def notes(book: Book, question: Question | None, language: Language, made: date) -> Iterator[Entry]:
    """Return the lines of the sheet of notes; one without text is a heading.

    Parameters
    ----------
    book
        The book.
    question
        One of its questions that has figures, if there is one.
    language
        Of the words.
    made
        The day on which it is made.
    """

    def named(key: str, **values: object) -> str:
        return say(language, f"book.{key}", **values)

    codebook = book.survey.codebook
    yield codebook.title[language], ""
    yield from provenance.of_survey(codebook, language)
    yield say(language, "download.who"), book.where.sentence(language)
    valid = say(language, "filter.valid_only") if book.base == "valid" else named("base_all")
    yield say(language, "download.base"), valid
    if question:
        whole = next(iter(question.tables.values()))[0]
        yield say(language, "table.weighting"), labels.weighting(whole, language)
        words = say(language, "download.method_words", method=book.method)
        yield say(language, "download.method"), f"{labels.certainty(whole, language)}. {words}"
    yield say(language, "download.made"), numbers.day(made, language)
    yield named("reading"), ""
    yield named("cells"), named("cells_words")
    yield named("effective"), named("effective_words")
    yield from _tests(book, language)
    yield named("hidden"), ""
    rules = codebook.disclosure
    for flag in ("suppressed", "unreliable", "low_base"):
        if limit := rules.limit(flag):
            yield named(f"hidden_{flag}"), say(language, f"download.flag_{flag}", limit=limit)
    yield named("side_by_side"), named("side_by_side_words")
    if codebook.simulated:
        yield say(language, "table.basis"), ""
        for basis in BASES:
            if basis:
                name = basis_words.word(basis, language)
                yield name, say(language, f"download.basis_{basis}")


def _tests(book: Book, language: Language) -> Iterator[Entry]:
    """What letters and words of tests mean."""
    level = numbers.level(book.level, language)
    if "pairs" in book.against:
        yield say(language, "book.higher_than"), say(language, "book.letters_words", level=level)
    if "rest" in book.against:
        yield say(language, "book.against_rest"), say(language, "book.rest_words", level=level)
    if book.against:
        yield say(language, "book.corrected"), say(language, "book.corrected_words")
