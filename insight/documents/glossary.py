"""Glossaries in plain language: the words of statistics, and those of e-health.

The first stand in ``data/glossary.csv``. The second stand in ``data/facts/terms.csv``, for they are
the documents' own, and are explained where they are used.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Literal, TypeVar

from insight.documents import records
from insight.language.catalogue import LANGUAGES, Language, Text
from insight.language.mentions import Vocabulary
from insight.language.search import matches
from insight.survey.folders import bundled_data

GLOSSARY = bundled_data() / "glossary.csv"
SHORTEST = 2


@dataclass(frozen=True, slots=True)
class Term:
    """A word, `nb` and `en`, and the sentences that explain it."""

    id: str
    nb: str
    en: str
    text: Text

    @property
    def name(self) -> Text:
        """The word itself."""
        return Text(self.nb, self.en)

    @property
    def searched(self) -> tuple[Text | str, ...]:
        """What a search looks through."""
        return self.name, self.text


@dataclass(frozen=True, slots=True)
class TermWord:
    """A word by which texts of a language mention a term, as :mod:`insight.language.mentions`."""

    term: str
    language: Language
    word: str


@dataclass(frozen=True, slots=True)
class EHealthTerm(Term):
    """A term of e-health, and the words by which texts mention it.

    A ``document`` explains it in its line; else the explanation is ``general``, which is our own,
    and the line is one that uses it. A term without words in a language is not explained in texts.
    """

    source: str | None
    line: int | None
    basis: Literal["document", "general"]
    words: tuple[TermWord, ...] = ()

    @property
    def searched(self) -> tuple[Text | str, ...]:
        """What a search looks through: the words that mention it, too."""
        return self.name, self.text, *(word.word for word in self.words)


AnyTerm = TypeVar("AnyTerm", bound=Term)


@cache
def glossary() -> tuple[Term, ...]:
    """Return the bundled glossary, in the order of the file."""
    return read_glossary(GLOSSARY)


def read_glossary(path: Path) -> tuple[Term, ...]:
    """Read a glossary.

    Parameters
    ----------
    path : Path
        A CSV file with the columns id, nb, en, text_nb and text_en.

    Raises
    ------
    ValueError
        If a row is not whole, an id is no id, or an id or a word stands twice; the place is named.
    """
    terms = records.read(path, Term, _contradictions)
    for name in ("id", "nb", "en"):
        records.unique(terms, name)
    return terms


def read_terms(folder: Path) -> tuple[EHealthTerm, ...]:
    """Read the terms of e-health and the words that mention them.

    Raises
    ------
    ValueError
        If a row is not whole, a term of a document has no place in it, a word is of no term, or an
        id, a name or a word stands twice; the place is named.
    """
    terms = records.read(folder / "terms.csv", EHealthTerm, _term_contradictions)
    for name in ("id", "nb", "en"):
        records.unique(terms, name)
    known = {term.id for term in terms}
    meant: set[tuple[str, str]] = set()

    def contradictions(word: TermWord) -> Iterator[tuple[str, str]]:
        if word.term not in known:
            yield "term", f"{word.term!r} is no term"
        if len(word.word) < SHORTEST or word.word != " ".join(word.word.split()):
            yield "word", f"{word.word!r} is no word"
        if (word.language, word.word) in meant:
            yield "word", f"{word.word!r} stands twice"
        meant.add((word.language, word.word))

    words: dict[str, list[TermWord]] = defaultdict(list)
    for word in records.read(folder / "term_words.csv", TermWord, contradictions):
        words[word.term].append(word)
    return tuple(replace(term, words=tuple(words[term.id])) for term in terms)


def vocabularies(terms: Sequence[EHealthTerm]) -> Mapping[Language, Vocabulary]:
    """Return what finds the terms in texts of each language."""
    return {
        language: Vocabulary(
            {
                term.id: [word.word for word in term.words if word.language == language]
                for term in terms
            },
            language,
        )
        for language in LANGUAGES
    }


def _term_contradictions(term: EHealthTerm) -> Iterator[tuple[str, str]]:
    yield from _contradictions(term)
    if term.basis == "document" and (term.source is None or term.line is None):
        yield "line", "a document explains the term, but not where"


def _contradictions(term: Term) -> Iterator[tuple[str, str]]:
    if not records.ID.fullmatch(term.id):
        yield "id", f"{term.id!r} is no id"
    for column, words in _columns(term).items():
        if words != words.strip():
            yield column, f"space around {words!r}"


def search(terms: Sequence[AnyTerm], query: str) -> tuple[AnyTerm, ...]:
    """Return the terms in which every word of the query stands, in either language."""
    return tuple(term for term in terms if matches(query, term.searched))


def _columns(term: Term) -> dict[str, str]:
    return {"nb": term.nb, "en": term.en, "text_nb": term.text.nb, "text_en": term.text.en}
