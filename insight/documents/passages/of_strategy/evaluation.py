"""Evaluation of the strategy as a whole: its questions, verdicts and grounds.

That a verdict answers a question is inferred from their order in the text: the document shows the
verdicts in a picture.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from insight.documents.fact_kinds import Passage
from insight.documents.facts import Facts
from insight.documents.passages.of_strategy.chapters import of_group


@dataclass(frozen=True, slots=True)
class Judgement:
    """One of the three main questions, the verdict on it, and on which grounds."""

    question: Passage
    verdict: Passage
    heading: Passage
    grounds: tuple[Passage, ...]


@dataclass(frozen=True, slots=True)
class Evaluation:
    """What was found of the whole strategy, the judgements, and how they were made."""

    overall: Passage
    judgements: tuple[Judgement, ...]
    of_the_method: tuple[Passage, ...]
    method: tuple[Passage, ...]


def evaluation(facts: Facts) -> Evaluation:
    """Return the evaluation of the strategy.

    Examples
    --------
    >>> from insight.documents.facts import facts
    >>> [judged.verdict.text.en for judged in evaluation(facts()).judgements]
    ['To a limited degree', 'To a small degree', 'To some degree']
    """
    passages = of_group("evaluation", facts)
    questions = [each for each in passages if each.kind == "evaluation_question"]
    verdicts = {each.part: each for each in passages if each.kind == "evaluation_verdict"}
    judged = tuple(
        _judgement(question, verdicts[question.part], passages)
        for question in questions
        if question.part in verdicts
    )
    answered = {judgement.question.part for judgement in judged}
    (overall,) = (verdict for part, verdict in verdicts.items() if part not in answered)
    rest = tuple(each for each in passages if not each.kind.startswith("evaluation_"))
    asked = tuple(each for each in questions if each.part not in answered)
    return Evaluation(overall, judged, asked, rest)


def _judgement(question: Passage, verdict: Passage, passages: Sequence[Passage]) -> Judgement:
    heading, *grounds = (
        each for each in passages if each.kind == "evaluation_ground" and each.part == question.part
    )
    return Judgement(question, verdict, heading, tuple(grounds))
