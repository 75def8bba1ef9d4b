"""Facts: figures, needs, strategy and scenarios of the documents, with source and quote.

Every file in ``data/facts`` is one kind of record. Codes in them have words in ``vocabulary.csv``;
themes and evidence are our own reading and stand in files of their own.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, cached_property
from pathlib import Path
from typing import Any, Literal, TypeVar, get_args

from insight.documents import glossary, records, segments
from insight.documents.glossary import EHealthTerm
from insight.documents.references import Context, Source, Theme, ThemeLink, Word
from insight.documents.segments import Segments
from insight.language.catalogue import Language, Text
from insight.language.mentions import Vocabulary
from insight.survey.folders import bundled_data

FOLDER = bundled_data() / "facts"
Qualifier = Literal["", "about", "almost", "under", "over"]
Relation = Literal["supports", "nuances", "contradicts", "asked", "mentioned"]
Level = Literal["practical", "underlying", "challenge", "gain_potential", "variation"]
RELATIONS: tuple[Relation, ...] = get_args(Relation)
LEVELS: tuple[Level, ...] = get_args(Level)
AnyFact = TypeVar("AnyFact", bound="Fact")


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """What every fact has: where it stands, in which words, and what it is about.

    `line` is the line of the document's text; None where the document only shows a picture.
    `themes` are our own reading.
    """

    id: str
    source: str
    line: int | None
    quote: str
    note: Text | None
    themes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure(Fact):
    """A number that a document prints.

    `year` is as printed, such as ``2021``, ``2021-05`` or ``2021-Q4``; where it is not printed,
    `year_inferred` says which year we read out of the context. Figures of one `series` measure the
    same thing at several times or in several documents.
    """

    topic: str
    population: str
    survey: str | None
    indicator: Text
    year: str | None
    year_inferred: str | None
    value: float
    unit: str
    qualifier: Qualifier
    series: str | None
    kind: str
    survey_basis: Literal["", "stated", "inferred"]

    @property
    def when(self) -> str:
        """The year as printed, else as inferred; empty where neither is known."""
        return self.year or self.year_inferred or ""

    @property
    def is_bound(self) -> bool:
        """Whether only a limit was printed, never to be drawn as a point."""
        return self.qualifier in ("under", "over")

    @property
    def is_approximate(self) -> bool:
        """Whether the document itself says "about" or "almost"."""
        return self.qualifier in ("about", "almost")

    @property
    def is_measurement(self) -> bool:
        """Whether the number measures something, unlike a date, a count of headings or a plan."""
        return self.kind in ("statistic", "change", "target")


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement(Fact):
    """A quantity that a document gives in words only, such as "most"."""

    topic: str
    population: str
    year: str | None
    text: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Need(Fact):
    """What citizens or health personnel need, on one of five levels."""

    level: Level
    population: str
    text: Text
    evidence_kind: str
    level_basis: Literal["stated", "editor"]


@dataclass(frozen=True, slots=True, kw_only=True)
class AreaEntry(Fact):
    """A line about one of the six strategic areas: its goal, an effort, a figure, its status."""

    area: str
    area_name: Text
    number: int
    kind: str
    text: Text | None
    value: float | None
    unit: str | None
    year: str | None
    qualifier: Qualifier
    population: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Observation(Fact):
    """An entry of the SWOT, PESTEL and other analyses; two with one `pair` belong together."""

    framework: str
    part: str
    text: Text
    pair: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ScenarioEntry(Fact):
    """A line about one of the four scenarios, or about ``all`` of them."""

    scenario: str
    scenario_name: Text
    provision: Text | None
    transformation: Text | None
    kind: str
    category: str
    text: Text
    pair: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Question(Fact):
    """A question of the sustainability survey, and the only thing that was published of it."""

    text: Text
    finding: Text
    answers: Text
    answers_basis: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class System(Fact):
    """A system, body, law or programme that a document names."""

    name: str
    kind: str
    text: Text


@dataclass(frozen=True, slots=True)
class Evidence:
    """A reasoned link from a need to a survey item's answer, or to a printed figure.

    An item that was ``asked`` touches on the need, and no published figure of it says how; so does
    what a document has ``mentioned`` without any figure but its year.
    """

    need: str
    kind: Literal["item", "figure"]
    survey: str | None
    item: str | None
    target: str | None
    figure: str | None
    relation: Relation
    reason: Text

    @property
    def bears(self) -> bool:
        """Whether something published supports, nuances or contradicts the need."""
        return self.relation not in ("asked", "mentioned")


KINDS: Mapping[str, tuple[str, type[Fact]]] = {
    "figure": ("figures", Figure),
    "need": ("needs", Need),
    "area": ("areas", AreaEntry),
    "analysis": ("analysis", Observation),
    "scenario": ("scenarios", ScenarioEntry),
    "statement": ("statements", Statement),
    "question": ("sustainability", Question),
    "system": ("systems", System),
}


@dataclass(frozen=True)
class Facts:
    """Everything in a folder of facts."""

    sources: Mapping[str, Source]
    themes: Mapping[str, Theme]
    figures: tuple[Figure, ...]
    needs: tuple[Need, ...]
    areas: tuple[AreaEntry, ...]
    analysis: tuple[Observation, ...]
    scenarios: tuple[ScenarioEntry, ...]
    statements: tuple[Statement, ...]
    sustainability: tuple[Question, ...]
    systems: tuple[System, ...]
    context: tuple[Context, ...]
    evidence: tuple[Evidence, ...]
    segments: Segments
    terms: tuple[EHealthTerm, ...]
    words: Mapping[tuple[str, str], Text]

    def word(self, field: str, code: str) -> Text:
        """Return the reader's words for a code; `field` is a column of the vocabulary."""
        return self.words[field, code]

    @cached_property
    def vocabularies(self) -> Mapping[Language, Vocabulary]:
        """What finds the terms of e-health in texts of each language."""
        return glossary.vocabularies(self.terms)

    @cached_property
    def figure(self) -> Mapping[str, Figure]:
        """The figures by id."""
        return {figure.id: figure for figure in self.figures}

    @cached_property
    def need(self) -> Mapping[str, Need]:
        """The needs by id."""
        return {need.id: need for need in self.needs}

    @cached_property
    def evidence_of(self) -> Mapping[str, tuple[Evidence, ...]]:
        """The evidence that bears on each need; a need without any has no entry."""
        by_need: dict[str, list[Evidence]] = defaultdict(list)
        for evidence in self.evidence:
            by_need[evidence.need].append(evidence)
        return {need: tuple(links) for need, links in by_need.items()}

    def figures_of(self, entry: AreaEntry) -> tuple[Figure, ...]:
        """Return the printed figures that a line about an area repeats."""
        here = (entry.source, entry.line, entry.value)
        return tuple(
            figure for figure in self.figures if (figure.source, figure.line, figure.value) == here
        )


@cache
def facts() -> Facts:
    """Return the bundled facts.

    Examples
    --------
    >>> facts().figure["helsenorge_visits_2020_ut2021"].is_bound
    True
    """
    return load(FOLDER)


def load(folder: Path) -> Facts:
    """Read a folder of facts.

    Raises
    ------
    ValueError
        If a row is not what its column promises, an id stands twice, or a row points to a source,
        theme, need, segment, figure or word that does not exist.
    """
    sources = records.read(folder / "sources.csv", Source)
    themes = records.read(folder / "themes.csv", Theme)
    words = records.read(folder / "vocabulary.csv", Word)
    links = records.read(folder / "theme_links.csv", ThemeLink)
    for some in (sources, themes):
        records.unique(some)
    by_kind = {kind: _facts(folder / f"{name}.csv", of) for kind, (name, of) in KINDS.items()}
    _require_known(
        "source", (fact.source for of_kind in by_kind.values() for fact in of_kind), sources
    )
    terms = glossary.read_terms(folder)
    _require_known("source", (term.source for term in terms if term.source), sources)
    _require_known("theme", (link.theme for link in links), themes)
    facts = Facts(
        sources={source.id: source for source in sources},
        themes={theme.id: theme for theme in themes},
        context=records.read(folder / "context.csv", Context),
        evidence=records.read(folder / "evidence_links.csv", Evidence),
        segments=segments.read(folder, [need.id for need in by_kind["need"]]),
        terms=terms,
        words={(word.field, word.code): Text(word.nb, word.en) for word in words},
        **_add_themes(by_kind, links),
    )
    _check_evidence(facts)
    return facts


def _facts(path: Path, record: type[AnyFact]) -> tuple[AnyFact, ...]:
    facts = records.read(path, record)
    records.unique(facts)
    return facts


def _require_known(what: str, named: Iterable[str], existing: Sequence[Any]) -> None:
    if unknown := sorted(set(named) - {record.id for record in existing}):
        raise ValueError(f"unknown {what}: {', '.join(unknown)}")


def _add_themes(
    by_kind: Mapping[str, Sequence[Fact]], links: Sequence[ThemeLink]
) -> dict[str, Any]:
    """The facts of each kind under the name that :class:`Facts` has for them, with their themes."""
    themes: dict[tuple[str, str], list[str]] = defaultdict(list)
    for link in links:
        themes[link.kind, link.id].append(link.theme)
    there = {(kind, fact.id) for kind, of_kind in by_kind.items() for fact in of_kind}
    if lost := sorted(set(themes) - there):
        raise ValueError(f"a theme for what does not exist: {lost[0]}")
    return {
        KINDS[kind][0]: tuple(
            replace(fact, themes=tuple(themes[kind, fact.id])) for fact in of_kind
        )
        for kind, of_kind in by_kind.items()
    }


def _check_evidence(facts: Facts) -> None:
    for evidence in facts.evidence:
        if evidence.need not in facts.need:
            raise ValueError(f"evidence for a need that does not exist: {evidence.need}")
        has_item = bool(evidence.survey and evidence.item and evidence.target)
        has_figure = evidence.figure in facts.figure
        if (has_item, has_figure) != (evidence.kind == "item", evidence.kind == "figure"):
            raise ValueError(f"evidence for {evidence.need} points nowhere")
        figure = facts.figure.get(evidence.figure or "")
        is_told = figure is not None and not figure.is_measurement
        may_be = {"asked": evidence.kind == "item", "mentioned": is_told}
        if not may_be.get(evidence.relation, not is_told):
            raise ValueError(f"evidence for {evidence.need} cannot be {evidence.relation}")
