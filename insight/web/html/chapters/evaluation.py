"""The evaluation of the whole strategy as HTML: three questions, verdicts, and their grounds."""

from __future__ import annotations

from markupsafe import Markup

from insight.documents.passages.of_strategy.evaluation import Evaluation, Judgement
from insight.web.html.cards import Reading
from insight.web.html.chapters.passages import fold, lines, lines_under_headings, paragraph
from insight.web.html.templates import draw
from insight.web.html.text import mark_terms


def evaluation(found: Evaluation, reading: Reading) -> Markup:
    """Return the evaluation: each main question with its verdict, which unfolds to its grounds."""
    of_the_method = fold(
        reading.say("strategy.method_questions", count=len(found.of_the_method)),
        lines(found.of_the_method, reading),
    )
    method = fold(
        reading.say("strategy.how_evaluated", count=len(found.method)),
        lines_under_headings(found.method, reading),
    )
    return draw(
        "evaluation",
        "evaluation",
        paragraph(found.overall, reading),
        [_judgement(judged, reading) for judged in found.judgements],
        [of_the_method, method],
        reading,
    )


def _judgement(judged: Judgement, reading: Reading) -> dict[str, object]:
    question, verdict = (
        mark_terms(each.text[reading.language], reading.find)
        for each in (judged.question, judged.verdict)
    )
    why = fold(
        reading.say("strategy.why", count=len(judged.grounds)),
        lines([judged.question, judged.verdict, *judged.grounds], reading),
    )
    return {
        "question": question,
        "verdict": verdict,
        "heading": paragraph(judged.heading, reading),
        "why": why,
    }
