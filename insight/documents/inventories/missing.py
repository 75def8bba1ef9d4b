"""Lacks of the documents: an inventory, each with what it would take to mend it.

Lacks are listed by hand in ``missing.csv``, misprints in ``misprints.csv``. Each stands at a fact,
so that it can be read in its place.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path

from insight.documents import records
from insight.documents.fact_kinds import Fact, Figure, Passage
from insight.documents.facts import FOLDER, Facts, facts
from insight.documents.passages.places import contents, fact_at
from insight.documents.passages.texts import text_of
from insight.documents.wanted import Wanted
from insight.language.catalogue import Text, both

LACK_KINDS = ("picture", "contradiction", "misprint", "no_answers", "not_printed")


@dataclass(frozen=True, slots=True)
class Missing:
    """Something that is not in a document, as it is listed.

    `fact` is the fact at its place. `kinds` are of :data:`LACK_KINDS`, the first the one that it is
    sorted by. Without a `text` the note of the fact says what is missing.
    """

    fact: str
    kinds: str
    text: Text | None
    needed: Text


@dataclass(frozen=True, slots=True)
class Misprint:
    """Words that are printed otherwise than they are meant, as far as we can tell."""

    source: str
    line: int
    printed: str
    meant: str | None
    is_certain: bool
    note: Text | None


@dataclass(frozen=True)
class Lack:
    """Something that is not in a document: where, what, and what would be needed.

    `title` is what is missing, or the words of the document that lack something, which `text` then
    says. `figures` tell some of it. A `misprint` says by itself what is printed and meant.
    """

    fact: Fact
    line: int
    kinds: tuple[str, ...]
    title: Text
    text: Text | None
    needed: Text
    figures: tuple[Figure, ...] = ()
    misprint: Misprint | None = None

    @property
    def themes(self) -> tuple[str, ...]:
        """The themes of the fact at its place."""
        return self.fact.themes


def read_missing(path: Path, facts: Facts) -> tuple[Missing, ...]:
    """Read what is listed as missing.

    Raises
    ------
    ValueError
        If a row is none, names a kind or a fact that does not exist, or says nowhere what is
        missing, or if a fact stands twice.
    """
    rows = records.read(path, Missing, partial(_missing_contradictions, facts))
    records.unique(rows, "fact")
    return rows


def _missing_contradictions(facts: Facts, row: Missing) -> Iterator[tuple[str, str]]:
    if unknown := set(row.kinds.split()) - set(LACK_KINDS):
        yield "kinds", f"unknown kind: {min(unknown)}"
    fact = facts.fact.get(row.fact)
    if fact is None:
        yield "fact", f"unknown fact: {row.fact}"
    elif fact.line is None:
        yield "fact", f"{row.fact} stands in no line"
    elif row.text is None and fact.note is None:
        yield "text", f"{row.fact} has no note that says what is missing"


def read_misprints(path: Path, facts: Facts) -> tuple[Misprint, ...]:
    """Read the misprints.

    Raises
    ------
    ValueError
        If a row is none, names a document that does not exist or a line without words, or claims
        to know for certain what it does not say.
    """
    written = {(line.source, line.line) for line in facts.written_lines}
    return records.read(path, Misprint, partial(_misprint_contradictions, facts, written))


def _misprint_contradictions(
    facts: Facts, written: Container[tuple[str, int]], misprint: Misprint
) -> Iterator[tuple[str, str]]:
    if misprint.source not in facts.sources:
        yield "source", f"unknown document: {misprint.source}"
    if (misprint.source, misprint.line) not in written:
        yield "line", f"a line without words: {misprint.line}"
    if misprint.is_certain and not misprint.meant:
        yield "meant", "what is certain is said"
    if misprint.meant is None and misprint.note is None:
        yield "note", "neither what is meant nor why it is a misprint"


@cache
def lacks() -> tuple[Lack, ...]:
    """Return the bundled inventory: kinds in their order, then as the documents have them."""
    missing = read_missing(FOLDER / "missing.csv", facts())
    misprints = read_misprints(FOLDER / "misprints.csv", facts())
    everything = [
        *(_of_missing(row, facts()) for row in missing),
        *(_of_misprint(misprint, facts()) for misprint in misprints),
    ]
    sources = list(facts().sources)
    return tuple(
        sorted(
            everything,
            key=lambda lack: (
                LACK_KINDS.index(lack.kinds[0]),
                sources.index(lack.fact.source),
                lack.line,
            ),
        )
    )


def _of_missing(row: Missing, facts: Facts) -> Lack:
    fact = facts.fact[row.fact]
    title, text = (row.text, None) if row.text else (text_of(fact), fact.note)
    kinds = tuple(row.kinds.split())
    return Lack(fact, fact.line or 0, kinds, title, text, row.needed, _figures(fact, facts))


def _figures(fact: Fact, facts: Facts) -> tuple[Figure, ...]:
    """The figures that a passage is about, or that are of one series with a figure."""
    if isinstance(fact, Figure):
        return tuple(figure for figure in facts.figures if figure.series == fact.series)
    related = fact.relations if isinstance(fact, Passage) else ()
    return tuple(facts.figure[id] for id in related if id in facts.figure)


def _of_misprint(misprint: Misprint, facts: Facts) -> Lack:
    needed = both("missing.confirm" if misprint.is_certain else "missing.corrected")
    return Lack(
        _fact_at(facts, misprint.source, misprint.line),
        misprint.line,
        ("misprint",),
        Text(misprint.printed, misprint.printed),
        misprint.note,
        needed,
        misprint=misprint,
    )


def _fact_at(facts: Facts, source: str, line: int) -> Fact:
    """The fact of a line, else the first of those that come after it."""
    blocks = contents(facts, source).blocks
    after = (block.facts[0] for block in blocks if block.line > line)
    return fact_at(facts, source, line) or next(after, blocks[-1].facts[0])


def is_wanted(lack: Lack, wanted: Wanted) -> bool:
    """Tell whether a lack is wanted, by ``kind``, ``document`` and ``theme``."""
    has = {"kind": lack.kinds, "document": (lack.fact.source,), "theme": lack.themes}
    meant = lack.misprint.meant if lack.misprint else None
    return wanted.fits(has, [lack.title, lack.text, lack.needed, lack.fact.quote, meant])


def counts() -> Mapping[str, int]:
    """Return how many lacks there are of each kind; one of two kinds counts in both."""
    return Counter(kind for lack in lacks() for kind in lack.kinds)
