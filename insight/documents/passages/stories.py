"""Stories of the scenarios: what each tells, what all presuppose, and how they were made."""

from __future__ import annotations

from collections.abc import Mapping

from insight.documents.fact_kinds import EVERY_SCENARIO, Passage
from insight.documents.facts import Facts

SOURCE = "scenario_analysis"
STORY = "scenario_narrative"
# What is told of all scenarios together, each with the kinds of passages that tell it.
PARTS: Mapping[str, tuple[str, ...]] = {
    "premises": ("scenario_premise",),
    "axes": ("axis",),
    "method": ("scenario_method", "driver"),
    "findings": ("implication", "finding", "recommendation"),
}


def story(facts: Facts, scenario: str) -> tuple[Passage, ...]:
    """Return the paragraphs of a scenario's story, in their order.

    Examples
    --------
    >>> from insight.documents.facts import facts
    >>> story(facts(), "helseoyene")[0].line
    148
    """
    return tuple(passage for passage in _of(facts, scenario) if passage.kind == STORY)


def summary(facts: Facts, scenario: str) -> tuple[Passage, ...]:
    """Return what the document says of a scenario in a sentence, and where it puts it."""
    return tuple(passage for passage in _of(facts, scenario) if passage.kind != STORY)


def told(facts: Facts, part: str) -> tuple[Passage, ...]:
    """Return one of :data:`PARTS`, in the order of the document."""
    return tuple(
        passage
        for passage in facts.passages
        if passage.source == SOURCE
        and passage.kind in PARTS[part]
        and set(passage.scenarios) <= {EVERY_SCENARIO}
    )


def _of(facts: Facts, scenario: str) -> list[Passage]:
    return [passage for passage in facts.passages if scenario in passage.scenarios]
