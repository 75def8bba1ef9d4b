"""Mandate and process: how the strategy was to be renewed, told as a story in stages.

A stage has some passages to read, which are chosen here, and all others behind them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from insight.documents.fact_kinds import Figure, Passage
from insight.documents.facts import Facts
from insight.documents.passages.of_strategy.chapters import of_group
from insight.language.catalogue import Text

STAGES: Mapping[str, tuple[str, ...]] = {
    "purpose": ("purpose", "goal", "context", "milestone", "definition"),
    "mandate": ("mandate",),
    "insight": ("method", "user_group"),
    "plan": ("process_plan",),
}
CHOSEN: Mapping[str, tuple[str, ...]] = {
    "purpose": ("k_purpose_111", "k_milestone_113"),
    "mandate": (
        "k_mandate_143",
        *(f"k_mandate_{line}" for line in range(152, 159)),
    ),
    "insight": (
        "k_method_199",
        "k_method_19",
        "k_method_955_2",
    ),
    "plan": tuple(f"k_process_plan_{line}" for line in (180, 181, 183, 184)),
}
FOUND = (
    "k_evaluation_verdict_893",
    "k_internal_heading_962",
    "k_section_finding_1127",
    "k_section_finding_1172",
    "k_section_finding_1201",
    "k_section_finding_1550",
)
_TOLD = ("statistic", "structural_count")


@dataclass(frozen=True, slots=True)
class Stage:
    """A stage of the story: what is read of it, the numbers that it names, and the rest."""

    code: str
    read: tuple[Passage, ...]
    figures: tuple[Figure, ...]
    rest: tuple[Passage, ...]


def process(facts: Facts) -> tuple[Stage, ...]:
    """Return the stages of the story in their order.

    Examples
    --------
    >>> from insight.documents.facts import facts
    >>> [figure.id for figure in process(facts())[2].figures]
    ['kg_organisations_involved', 'kg_persons_input']
    """
    passages = of_group("process", facts)
    return tuple(
        _stage(code, [each for each in passages if each.kind in kinds], facts)
        for code, kinds in STAGES.items()
    )


def findings(facts: Facts) -> tuple[Passage, ...]:
    """Return what the chapters came to, each in one sentence of the document's own."""
    return tuple(passage for passage in facts.passages if passage.id in FOUND)


def under_headings(passages: Sequence[Passage]) -> Iterator[tuple[Text, list[Passage]]]:
    """Yield passages by the heading that they stand under, in the order of the document."""
    by_heading: dict[Text, list[Passage]] = {}
    for passage in passages:
        by_heading.setdefault(passage.part, []).append(passage)
    yield from by_heading.items()


def _stage(code: str, passages: Sequence[Passage], facts: Facts) -> Stage:
    known = {passage.id: passage for passage in passages}
    read = tuple(known[chosen] for chosen in CHOSEN[code])
    named = dict.fromkeys(each for passage in read for each in passage.relations)
    figures = (facts.figure[each] for each in named if each in facts.figure)
    told = tuple(figure for figure in figures if figure.kind in _TOLD)
    return Stage(code, read, told, tuple(each for each in passages if each not in read))
