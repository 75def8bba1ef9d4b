"""Guiding documents: which there are, the areas that they bear on, and whether they agree there.

What the document says of agreement it says in sentences; which standing such a sentence comes
to is our own reading, and stands in ``coherence.csv``.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Literal

from insight.documents import records
from insight.documents.fact_kinds import Passage
from insight.documents.facts import FOLDER, Facts, facts
from insight.documents.passages.of_strategy.chapters import of_group
from insight.language.catalogue import Text

Standing = Literal["agree", "partly", "contradict", "unlinked", "unsaid"]
_LISTED = (*range(255, 293), 1467)
_OF_AREAS = range(313, 425)
_ABOUT_ALL = ("k_coherence_351", "k_guiding_document_386")


@dataclass(frozen=True, slots=True)
class GuidingDocument:
    """A guiding document, and the words in the text of an area by which it is found there."""

    words: str
    name: Text


@dataclass(frozen=True, slots=True)
class Coherence:
    """What a sentence says of the agreement of guiding documents, as we read it."""

    passage: str
    standing: Standing


@dataclass(frozen=True, slots=True)
class Guidance:
    """An area that guiding documents bear on: what they want, which they are, if they agree."""

    number: int
    name: Text
    standing: Standing
    coherence: tuple[Passage, ...]
    points: tuple[Passage, ...]
    documents: tuple[Text, ...]


@dataclass(frozen=True)
class Guiding:
    """The areas, the lists of documents by their headings, and what is said of them all."""

    areas: tuple[Guidance, ...]
    lists: Mapping[Text, tuple[Passage, ...]]
    about: tuple[Passage, ...]

    @property
    def contradicted(self) -> tuple[Guidance, ...]:
        """The areas where the guiding documents contradict each other."""
        return tuple(area for area in self.areas if area.standing == "contradict")

    @property
    def named(self) -> Mapping[Text, tuple[int, ...]]:
        """The documents that are named under an area, with the numbers of these areas."""
        numbers: dict[Text, list[int]] = defaultdict(list)
        for area in self.areas:
            for document in area.documents:
                numbers[document].append(area.number)
        by_count = sorted(numbers.items(), key=lambda named: -len(named[1]))
        return {document: tuple(each) for document, each in by_count}


@lru_cache(maxsize=8)
def guiding(facts: Facts) -> Guiding:
    """Return the guiding documents.

    Examples
    --------
    >>> from insight.documents.facts import facts
    >>> [area.name.en for area in guiding(facts()).contradicted]
    ['Prevention, public health and competence']
    """
    by_area: dict[Text, list[Passage]] = defaultdict(list)
    lists: dict[Text, list[Passage]] = defaultdict(list)
    about: list[Passage] = []
    for passage in of_group("guiding", facts):
        line = passage.line or 0
        if line in _OF_AREAS and passage.kind != "method" and passage.id not in _ABOUT_ALL:
            by_area[passage.part].append(passage)
        elif line in _LISTED:
            lists[passage.part].append(passage)
        else:
            about.append(passage)
    areas = (
        _guidance(number, part, passages)
        for number, (part, passages) in enumerate(by_area.items(), 1)
    )
    titles = {part: tuple(passages) for part, passages in lists.items()}
    return Guiding(tuple(areas), titles, tuple(about))


def _guidance(number: int, part: Text, passages: Iterable[Passage]) -> Guidance:
    listed = list(passages)
    coherence = tuple(passage for passage in listed if passage.kind == "coherence")
    points = tuple(passage for passage in listed if passage.kind != "coherence")
    standings = _standings()
    standing: Standing = next((standings[each.id] for each in coherence), "unsaid")
    text = " ".join(passage.text.nb for passage in listed)
    documents = tuple(each.name for each in _guiding_documents() if each.words in text)
    return Guidance(number, part, standing, coherence, points, documents)


@cache
def _standings() -> Mapping[str, Standing]:
    """What each sentence about agreement comes to, by its passage."""
    read = read_coherence(FOLDER / "coherence.csv", facts())
    return {each.passage: each.standing for each in read}


@cache
def _guiding_documents() -> tuple[GuidingDocument, ...]:
    documents = records.read(FOLDER / "guiding_documents.csv", GuidingDocument)
    records.unique(documents, "words")
    return documents


def read_coherence(path: Path, facts: Facts) -> tuple[Coherence, ...]:
    """Read what the sentences about agreement come to.

    Raises
    ------
    ValueError
        If a row is not whole, a passage stands twice or says nothing of agreement, or one that does
        so of a single area has no row.
    """

    def contradictions(row: Coherence) -> Iterator[tuple[str, str]]:
        passage = facts.fact.get(row.passage)
        if not (isinstance(passage, Passage) and passage.kind == "coherence"):
            yield "passage", f"no passage about agreement: {row.passage}"

    read = records.read(path, Coherence, contradictions)
    records.unique(read, "passage")
    known = {*_ABOUT_ALL, *(row.passage for row in read)}
    passages = (each.id for each in facts.passages if each.kind == "coherence")
    if lacking := [passage for passage in passages if passage not in known]:
        raise ValueError(f"{path.name}: a sentence about agreement without a row: {lacking[0]}")
    return read
