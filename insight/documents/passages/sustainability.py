"""Sustainability in the documents: what was published of the survey, and what the goals are about.

Of the survey its questions and a headline for each were printed, and one headline of them all; no
answer to choose from, no number and no share.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from insight.documents.fact_kinds import Fact, Passage
from insight.documents.facts import Facts
from insight.language.catalogue import Text

FIRST_HEADLINE = "sdg_all_started"
# What unfolds on the page, each with the kinds of passages that tell it.
PARTS: Mapping[str, tuple[str, ...]] = {
    "definition": ("sustainability_definition", "sustainability_dimension"),
    "materiality": ("materiality",),
}
SCORE = "sustainability_score"
TOLD_IN = ("Bærekraft i Norge", "Fra Erna Solberg", "Meld. St. 40")


@dataclass(frozen=True, slots=True)
class Headline:
    """What was printed of a question's answers; `item` is None of what was printed of them all."""

    fact: Fact
    item: str | None
    question: Text | None
    words: Text


def headlines(facts: Facts) -> tuple[Headline, ...]:
    """Return the printed headlines of the survey, that of all questions first.

    Examples
    --------
    >>> from insight.documents.facts import facts
    >>> [headline.item for headline in headlines(facts())][:2]
    [None, 'sdg_maturity']
    """
    first = next(each for each in facts.statements if each.id == FIRST_HEADLINE)
    of_questions = (
        Headline(each, each.id, each.text, each.finding) for each in facts.sustainability
    )
    return (Headline(first, None, None, Text(first.quote, first.text.en)), *of_questions)


def told(facts: Facts, part: str) -> tuple[Passage, ...]:
    """Return the passages of one of :data:`PARTS`, in the order of the document."""
    return tuple(passage for passage in facts.passages if passage.kind in PARTS[part])


def scores(facts: Facts) -> dict[Text, tuple[Passage, ...]]:
    """Return how Norway scores: the goals under each of the words that the document grades with."""
    graded = [passage for passage in facts.passages if passage.kind == SCORE]
    grades = dict.fromkeys(passage.part for passage in graded)
    return {grade: tuple(each for each in graded if each.part == grade) for grade in grades}


def in_norway(facts: Facts) -> Sequence[Passage]:
    """Return what the document tells of Norway's work with the goals, in its order."""
    return [
        passage
        for passage in facts.passages
        if passage.kind != SCORE and passage.part.nb.startswith(TOLD_IN)
    ]
