"""What the documents say about a fact: passages that name it, areas and trends of its themes."""

from __future__ import annotations

from collections.abc import Collection

from insight.documents.fact_kinds import AreaEntry, Passage
from insight.documents.facts import Facts

TRENDS = ("trend", "international_trend", "ai_trend")


def passages_about(fact_id: str, facts: Facts) -> list[Passage]:
    """Return the passages that say what they are about by a fact's id, in the documents' order.

    Examples
    --------
    >>> from insight.documents.facts import facts
    >>> [passage.id for passage in passages_about("c_remote_carers_flexibility", facts())]
    ['k_need_passage_1302']
    """
    return [passage for passage in facts.passages if fact_id in passage.relations]


def areas_about(themes: Collection[str], facts: Facts) -> list[AreaEntry]:
    """Return of each strategic area the first entry that has one of the themes."""
    by_area: dict[str, AreaEntry] = {}
    for entry in facts.areas:
        if set(themes) & set(entry.themes):
            by_area.setdefault(entry.area, entry)
    return sorted(by_area.values(), key=lambda entry: entry.number)


def trends_about(themes: Collection[str], facts: Facts) -> list[Passage]:
    """Return of each heading about a trend the first passage that has one of the themes."""
    by_heading: dict[str, Passage] = {}
    for passage in facts.passages:
        if passage.kind in TRENDS and set(themes) & set(passage.themes):
            by_heading.setdefault(passage.part.nb, passage)
    return list(by_heading.values())
