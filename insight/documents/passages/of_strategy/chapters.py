"""Chapters of the strategy: which part of it a passage of the knowledge base belongs to."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import lru_cache

from insight.documents.fact_kinds import Passage
from insight.documents.facts import Facts

DOCUMENT = "knowledge_base"
GUIDING = range(244, 428)
EVALUATED = range(428, 940)
SURROUNDINGS = range(1172, 1229)
SUSTAINABILITY = range(1391, 1541)
_OF_KIND: Mapping[str, str] = {
    "coherence": "guiding",
    "guiding_document": "guiding",
    "evaluation_question": "evaluation",
    "evaluation_verdict": "evaluation",
    "evaluation_ground": "evaluation",
    "internal_heading": "internal_observation",
    "dilemma": "strategic_dilemma",
    "dilemma_explanation": "strategic_dilemma",
}
_OF_AREAS = ("milestone", "national_focus", "awareness", "finding")
_OF_PROCESS = (
    "purpose",
    "mandate",
    "method",
    "process_plan",
    "goal",
    "context",
    "definition",
    "user_group",
    "milestone",
)
_OF_GUIDING = ("recommendation", "definition", "method", "sustainability_definition")
_OF_EVALUATION = ("method", "knowledge_gap", "process_plan")
_REPEATED = ("k_internal_heading_1046", "k_internal_heading_1066")


def group_of(passage: Passage) -> str | None:
    """Return which group of the strategy a passage belongs to; None of what is told elsewhere.

    What only repeats another line word for word has no place of its own.

    Examples
    --------
    >>> from insight.documents.facts import facts
    >>> group_of(facts().fact["k_mandate_155"]), group_of(facts().fact["k_milestone_671"])
    ('process', 'areas')
    """
    if passage.source != DOCUMENT or _repeats(passage):
        return None
    if area_of(passage) is not None:
        return "areas"
    return _OF_KIND.get(passage.kind) or _by_lines(passage, passage.line or 0)


def of_group(group: str, facts: Facts) -> Sequence[Passage]:
    """Return the passages of a group of the strategy, in the order of the file."""
    return _grouped(facts).get(group, ())


@lru_cache(maxsize=8)
def _grouped(facts: Facts) -> Mapping[str, Sequence[Passage]]:
    grouped: dict[str, list[Passage]] = defaultdict(list)
    for passage in facts.passages:
        if group := group_of(passage):
            grouped[group].append(passage)
    return grouped


def area_of(passage: Passage) -> str | None:
    """Return the strategic area that a passage tells of; its goal is the first thing it names.

    Examples
    --------
    >>> from insight.documents.facts import facts
    >>> area_of(facts().fact["k_national_focus_680"])
    'health_data_use'
    """
    if passage.kind not in _OF_AREAS or not passage.relations:
        return None
    named = re.fullmatch(r"(\w+)_goal_01", passage.relations[0])
    return named[1] if named else None


def _repeats(passage: Passage) -> bool:
    is_question = passage.kind == "dilemma" and bool(passage.relations)
    return is_question or passage.id in _REPEATED


def _by_lines(passage: Passage, line: int) -> str | None:
    if line in SUSTAINABILITY:
        return None
    if passage.kind == "section_finding":
        return _of_chapter(line)
    if passage.kind == "recommendation" and any(
        each.startswith("swot_") for each in passage.relations
    ):
        return "SWOT"
    if line in GUIDING and passage.kind in _OF_GUIDING:
        return "guiding"
    if line in EVALUATED and passage.kind in _OF_EVALUATION:
        return "evaluation"
    return "process" if passage.kind in _OF_PROCESS else None


def _of_chapter(line: int) -> str:
    """The analysis that the finding of a chapter heads."""
    if line in SURROUNDINGS:
        return "PESTEL"
    return "external_implication" if line < SURROUNDINGS.start else "pandemic_effects"
