"""Strategic areas whole: what the strategy wants in each, and what its evaluation answers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from insight.documents.fact_kinds import AreaEntry, Passage
from insight.documents.facts import Facts
from insight.documents.passages.of_strategy.chapters import area_of, of_group
from insight.language.catalogue import Text

QUESTIONS: Mapping[str, str] = {
    "assessment": "k_method_582",
    "awareness": "k_method_546",
    "milestone": "k_method_551",
    "national_focus": "k_method_559",
}


@dataclass(frozen=True)
class Area:
    """One of the six areas: its lines and its passages, each by kind."""

    code: str
    number: int
    name: Text
    entries: Mapping[str, Sequence[AreaEntry]]
    passages: Mapping[str, Sequence[Passage]]

    @property
    def everything(self) -> tuple[AreaEntry | Passage, ...]:
        """All that is known of the area, in the order of the document's kinds."""
        lines = (entry for entries in self.entries.values() for entry in entries)
        return (*lines, *(each for passages in self.passages.values() for each in passages))

    @property
    def dated(self) -> tuple[Passage, ...]:
        """The milestones that have a date, the earliest first."""
        there = (each for each in self.passages.get("milestone", ()) if each.date)
        return tuple(sorted(there, key=lambda each: each.date or ""))

    @property
    def undated(self) -> tuple[Passage, ...]:
        """The milestones without a date, in the order of the document."""
        return tuple(each for each in self.passages.get("milestone", ()) if not each.date)


@lru_cache(maxsize=8)
def areas(facts: Facts) -> Mapping[str, Area]:
    """Return the strategic areas by code, in their order.

    Examples
    --------
    >>> from insight.documents.facts import facts
    >>> [milestone.date for milestone in areas(facts())["coherent_pathways"].dated]
    ['2017', '2025']
    """
    entries: dict[str, dict[str, list[AreaEntry]]] = defaultdict(lambda: defaultdict(list))
    passages: dict[str, dict[str, list[Passage]]] = defaultdict(lambda: defaultdict(list))
    for entry in facts.areas:
        entries[entry.area][entry.kind].append(entry)
    for passage in of_group("areas", facts):
        if code := area_of(passage):
            passages[code][passage.kind].append(passage)
    return {
        code: Area(code, goal.number, goal.area_name, dict(of_area), dict(passages[code]))
        for code, of_area in entries.items()
        for goal in of_area["goal"][:1]
    }


def question(facts: Facts, about: str) -> Passage:
    """Return the question that the document asks of every area, by one of :data:`QUESTIONS`."""
    asked = facts.fact[QUESTIONS[about]]
    assert isinstance(asked, Passage)
    return asked
