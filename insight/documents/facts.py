"""Facts: figures, needs, strategy and scenarios of the documents, with source and quote.

Every file in ``data/facts`` is one kind of record. Codes in them have words in ``vocabulary.csv``;
themes and evidence are our own reading and stand in files of their own.
"""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, cached_property
from pathlib import Path
from typing import Any, TypeVar

from insight.documents import glossary, records, segments
from insight.documents.fact_kinds import (
    EVERY_SCENARIO,
    KINDS,
    AreaEntry,
    Evidence,
    Fact,
    Figure,
    Need,
    Observation,
    Passage,
    Question,
    ScenarioEntry,
    Statement,
    System,
)
from insight.documents.glossary import EHealthTerm
from insight.documents.references import (
    Context,
    Heading,
    LeftOut,
    Source,
    Theme,
    ThemeLink,
    Word,
    WrittenLine,
)
from insight.documents.segments import Segments
from insight.language.catalogue import Language, Text
from insight.language.mentions import Vocabulary
from insight.survey.folders import bundled_data

FOLDER = bundled_data() / "facts"
_CODED = ("passage_kind", "actor_level")
AnyFact = TypeVar("AnyFact", bound=Fact)


@dataclass(frozen=True, eq=False)
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
    passages: tuple[Passage, ...]
    headings: tuple[Heading, ...]
    written_lines: tuple[WrittenLine, ...]
    left_out: tuple[LeftOut, ...]
    context: tuple[Context, ...]
    evidence: tuple[Evidence, ...]
    segments: Segments
    terms: tuple[EHealthTerm, ...]
    words: Mapping[tuple[str, str], Text]

    def word(self, field: str, code: str) -> Text:
        """Return the reader's words for a code; `field` is a column of the vocabulary."""
        return self.words[field, code]

    def theme_names(self, language: Language) -> dict[str, str]:
        """Return the name of each theme by its id, in the order of the file."""
        return {theme.id: theme.name[language] for theme in self.themes.values()}

    def document_names(self, language: Language) -> dict[str, str]:
        """Return the short name of each source by its id, in the order of the file."""
        return {source.id: source.short[language] for source in self.sources.values()}

    def of_kind(self, kind: str) -> tuple[Fact, ...]:
        """Return the facts of one of :data:`KINDS`, in the order of the file."""
        facts: tuple[Fact, ...] = getattr(self, KINDS[kind][0])
        return facts

    @cached_property
    def kind_of(self) -> Mapping[str, str]:
        """Which of :data:`KINDS` each fact is, by its id."""
        return {fact.id: kind for kind in KINDS for fact in self.of_kind(kind)}

    @cached_property
    def fact(self) -> Mapping[str, Fact]:
        """Every fact by its id; facts of different kinds have different ids."""
        return {fact.id: fact for kind in KINDS for fact in self.of_kind(kind)}

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
        return self._figures_at.get((entry.source, entry.line, entry.value), ())

    @cached_property
    def _figures_at(self) -> Mapping[tuple[str, int | None, float | None], tuple[Figure, ...]]:
        """The figures by document, line and value."""
        there: dict[tuple[str, int | None, float | None], list[Figure]] = defaultdict(list)
        for figure in self.figures:
            there[figure.source, figure.line, figure.value].append(figure)
        return {here: tuple(figures) for here, figures in there.items()}


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
    headings = records.read(folder / "headings.csv", Heading)
    written_lines = records.read(folder / "written_lines.csv", WrittenLine)
    left_out = records.read(folder / "left_out.csv", LeftOut)
    terms = glossary.read_terms(folder)
    placed: tuple[Fact | Heading | WrittenLine | LeftOut | EHealthTerm, ...] = (
        *itertools.chain(*by_kind.values()),
        *headings,
        *written_lines,
        *left_out,
        *terms,
    )
    _require_known("source", (each.source for each in placed if each.source), sources)
    _require_known("theme", (link.theme for link in links), themes)
    facts = Facts(
        sources={source.id: source for source in sources},
        themes={theme.id: theme for theme in themes},
        headings=headings,
        written_lines=written_lines,
        left_out=left_out,
        context=records.read(folder / "context.csv", Context),
        evidence=records.read(folder / "evidence_links.csv", Evidence),
        segments=segments.read(folder, [need.id for need in by_kind["need"]]),
        terms=terms,
        words={(word.field, word.code): Text(word.nb, word.en) for word in words},
        **_add_themes(by_kind, links),
    )
    _check_evidence(facts)
    _check_passages(facts)
    return facts


def _facts(path: Path, record: type[AnyFact]) -> tuple[AnyFact, ...]:
    facts = records.read(path, record)
    records.unique(facts)
    return facts


def _require_known(what: str, named: Iterable[str], existing: Iterable[Source | Theme]) -> None:
    if unknown := sorted(set(named) - {record.id for record in existing}):
        raise ValueError(f"unknown {what}: {', '.join(unknown)}")


def _add_themes(
    by_kind: Mapping[str, Sequence[Fact]], links: Sequence[ThemeLink]
) -> dict[str, Any]:
    """The facts of each kind under the name that :class:`Facts` has for them, with their themes.

    Passages name their themes themselves.
    """
    themes: dict[tuple[str, str], list[str]] = defaultdict(list)
    for link in links:
        themes[link.kind, link.id].append(link.theme)
    there = {(kind, fact.id) for kind, of_kind in by_kind.items() for fact in of_kind}
    if lost := sorted(set(themes) - there):
        raise ValueError(f"a theme for what does not exist: {lost[0]}")
    return {
        KINDS[kind][0]: tuple(
            replace(fact, themes=tuple(_topics(fact) or themes[kind, fact.id])) for fact in of_kind
        )
        for kind, of_kind in by_kind.items()
    }


def _topics(fact: Fact) -> list[str]:
    return fact.topics.split() if isinstance(fact, Passage) else []


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


def _check_passages(facts: Facts) -> None:
    if len(facts.fact) < sum(len(facts.of_kind(kind)) for kind in KINDS):
        raise ValueError("facts of different kinds have the same id")
    codes = {name: {code for field, code in facts.words if field == name} for name in _CODED}
    known: Mapping[str, Container[str]] = {
        "theme": facts.themes,
        "fact": facts.fact,
        "scenario": {EVERY_SCENARIO, *(entry.scenario for entry in facts.scenarios)},
        **codes,
    }
    for passage in facts.passages:
        named: Mapping[str, Iterable[str]] = {
            "theme": passage.themes,
            "fact": passage.relations,
            "scenario": passage.scenarios,
            "actor_level": passage.levels,
            "passage_kind": [passage.kind],
        }
        for what, each in ((what, each) for what, some in named.items() for each in some):
            if each not in known[what]:
                raise ValueError(f"passage {passage.id}: unknown {what}: {each}")
        if passage.line is None or passage.last_line < passage.line:
            raise ValueError(f"passage {passage.id}: its last line stands before its first")
