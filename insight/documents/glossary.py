"""The words of the field in plain language, from ``data/glossary.csv``."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from insight.documents import records
from insight.language.catalogue import Text
from insight.language.search import matches
from insight.survey.folders import bundled_data

GLOSSARY = bundled_data() / "glossary.csv"
_ID = re.compile(r"[a-z][a-z0-9_]*")


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


def _contradictions(term: Term) -> Iterator[tuple[str, str]]:
    if not _ID.fullmatch(term.id):
        yield "id", f"{term.id!r} is no id"
    for column, words in _columns(term).items():
        if words != words.strip():
            yield column, f"space around {words!r}"


def search(terms: Sequence[Term], query: str) -> tuple[Term, ...]:
    """Return the terms in which every word of the query stands, in either language."""
    return tuple(term for term in terms if matches(query, (term.name, term.text)))


def _columns(term: Term) -> dict[str, str]:
    return {"nb": term.nb, "en": term.en, "text_nb": term.text.nb, "text_en": term.text.en}
