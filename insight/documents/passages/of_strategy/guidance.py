"""Guiding documents: which there are, the areas that they bear on, and whether they agree there.

What the document says of agreement it says in sentences; which of :data:`STANDINGS` such a sentence
comes to is our own reading.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal, get_args

from insight.documents.fact_kinds import Passage
from insight.documents.facts import Facts
from insight.documents.passages.of_strategy.chapters import group_of
from insight.language.catalogue import Text

Standing = Literal["agree", "partly", "contradict", "unlinked", "unsaid"]
STANDINGS: tuple[Standing, ...] = get_args(Standing)
_STANDING: Mapping[str, Standing] = {
    "k_coherence_358": "agree",
    "k_coherence_365": "agree",
    "k_coherence_372": "agree",
    "k_coherence_378": "contradict",
    "k_coherence_384": "partly",
    "k_coherence_412": "unlinked",
}
_LISTED = (*range(255, 293), 1467)
_OF_AREAS = range(313, 425)
_ABOUT_ALL = ("k_coherence_351", "k_guiding_document_386")
_NAMED_BY: Mapping[str, Text] = {
    "NHSP": Text(
        "Nasjonal helse- og sykehusplan (NHSP)", "National Health and Hospital Plan (NHSP)"
    ),
    "Digitaliseringsstrategi": Text(
        "Digitaliseringsstrategi for offentlig sektor",
        "Digitalisation Strategy for the Public Sector",
    ),
    "Budsjett prop. 2021": Text("Budsjett prop. 2021", "Budget prop. 2021"),
    "helsekompetanse i befolkningen": Text(
        "Strategi for å øke helsekompetansen i befolkningen",
        "Strategy to increase health literacy in the population",
    ),
    "OECD": Text("OECD: Healthcare in the 21st Century", "OECD: Healthcare in the 21st Century"),
    "velferdsteknologi-program": Text(
        "Nasjonalt velferdsteknologiprogram", "National Welfare Technology Programme"
    ),
    "Lov om kommunale": Text(
        "Lov om kommunale helse- og omsorgstjenester",
        "Act on municipal health and care services",
    ),
    "Pårørendestrategi": Text("Pårørendestrategi og handlingsplan", "Carer Strategy"),
    "helsenæringsmeldingen": Text("Helsenæringsmeldingen", "White paper on the health industry"),
    "strategi for digital sikkerhet": Text(
        "Nasjonal strategi for digital sikkerhet", "National strategy for digital security"
    ),
    "strategi for kunstig intelligens": Text(
        "Nasjonal strategi for kunstig intelligens", "National strategy for artificial intelligence"
    ),
    "Folkehelsemelding": Text("Folkehelsemeldingen", "The Public Health Report"),
    "ærekraftmålene til FN": Text("FNs bærekraftsmål", "UN Sustainable Development Goals"),
    "oppdragsdokument": Text(
        "Oppdragsdokumentene til RHF-ene", "Assignment documents to the regional health authorities"
    ),
    "tildelingsbrev": Text("Tildelingsbrev", "Letters of allocation"),
}


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
    for passage in facts.passages:
        if group_of(passage) != "guiding":
            continue
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
    standing: Standing = next((_STANDING[each.id] for each in coherence), "unsaid")
    named = " ".join(passage.text.nb for passage in listed)
    documents = tuple(document for words, document in _NAMED_BY.items() if words in named)
    return Guidance(number, part, standing, coherence, points, documents)
