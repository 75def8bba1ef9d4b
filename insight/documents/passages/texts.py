"""Texts of facts: what each says, in the reader's words, whatever its kind."""

from __future__ import annotations

from insight.documents.fact_kinds import (
    AreaEntry,
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
from insight.documents.strategy import words
from insight.language.catalogue import Text


def text_of(fact: Fact) -> Text:
    """Return what a fact says.

    Examples
    --------
    >>> from insight.documents.facts import facts
    >>> text_of(facts().fact["system_001"]).en.partition(":")[0]
    'Helsenorge'
    """
    match fact:
        case Figure():
            return fact.indicator
        case System():
            return Text(f"{fact.name}: {fact.text.nb}", f"{fact.name}: {fact.text.en}")
        case Need() | Statement() | Passage() | Question():
            return fact.text
        case AreaEntry() | Observation() | ScenarioEntry():
            return words(fact)
    raise TypeError(f"no kind of fact: {type(fact).__name__}")
