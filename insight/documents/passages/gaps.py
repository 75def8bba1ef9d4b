"""Knowledge gaps and recommendations: what the documents ask for, and what would answer a gap.

What would measure a gap is our own reading and stands in ``knowledge_gaps.csv``, with the questions
and figures here that come closest to it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

from insight.documents import records
from insight.documents.fact_kinds import Figure, Passage
from insight.documents.facts import FOLDER, Facts, facts
from insight.documents.records import AnyText
from insight.documents.wanted import Wanted
from insight.language.catalogue import Text

Sort = Literal["research", "unexamined", "preliminary", "future"]
GAP = "knowledge_gap"
RECOMMENDATION = "recommendation"
LISTS = ("recommendations", "gaps")


@dataclass(frozen=True, slots=True)
class KnowledgeGap:
    """That a passage says that knowledge is missing, and what would measure it.

    `items` are questions of the surveys, as ``survey.item``, and `figures` ids of printed figures;
    both are the closest that there is here.
    """

    passage: str
    sort: Sort
    measure: Text
    items: AnyText
    figures: AnyText

    @property
    def questions(self) -> tuple[tuple[str, str], ...]:
        """The survey and the item of each question."""
        apart = (each.partition(".") for each in self.items.split())
        return tuple((survey, item) for survey, _, item in apart)

    @property
    def nearest(self) -> tuple[str, ...]:
        """The ids of the figures."""
        return tuple(self.figures.split())

    @property
    def standing(self) -> Literal["asked", "partly", "nothing"]:
        """Whether a question here asks about it, a figure here touches on it, or nothing does."""
        if self.items:
            return "asked"
        return "partly" if self.figures else "nothing"


@cache
def gaps() -> tuple[KnowledgeGap, ...]:
    """Return the bundled gaps, in the order of the file.

    Examples
    --------
    >>> gaps()[0].standing
    'partly'
    """
    return read_gaps(FOLDER / "knowledge_gaps.csv", facts())


def read_gaps(path: Path, facts: Facts) -> tuple[KnowledgeGap, ...]:
    """Read knowledge gaps.

    Raises
    ------
    ValueError
        If a row is not whole, a passage stands twice or does not exist, a question is not written
        as a survey and an item, a figure is not there, or a passage that is a gap has no row.
    """
    passages = {passage.id for passage in facts.passages}

    def contradictions(gap: KnowledgeGap) -> Iterator[tuple[str, str]]:
        if gap.passage not in passages:
            yield "passage", f"unknown passage: {gap.passage}"
        for survey, item in gap.questions:
            if not (survey and item):
                yield "items", f"expected SURVEY.ITEM, not {gap.items!r}"
        for figure in gap.nearest:
            if not isinstance(facts.fact.get(figure), Figure):
                yield "figures", f"unknown figure: {figure}"

    read = records.read(path, KnowledgeGap, contradictions)
    records.unique(read, "passage")
    told = {gap.passage for gap in read}
    if missing := [each.id for each in facts.passages if each.kind == GAP and each.id not in told]:
        raise ValueError(f"{path.name}: a knowledge gap without a row: {missing[0]}")
    return read


def passage_of(gap: KnowledgeGap, facts: Facts) -> Passage:
    """Return the passage that says that knowledge is missing."""
    passage = facts.fact[gap.passage]
    assert isinstance(passage, Passage)
    return passage


def recommendations(facts: Facts) -> tuple[Passage, ...]:
    """Return the passages that recommend something, in the order of the file."""
    return tuple(passage for passage in facts.passages if passage.kind == RECOMMENDATION)


def is_wanted(passage: Passage, wanted: Wanted) -> bool:
    """Tell whether a passage is wanted, by ``theme`` and ``document``."""
    return wanted.fits({"theme": passage.themes, "document": (passage.source,)})
