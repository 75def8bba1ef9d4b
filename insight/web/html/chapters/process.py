"""Mandate and process as HTML: a story in stages, the numbers it names, the rest folded."""

from __future__ import annotations

from collections.abc import Iterable

from markupsafe import Markup

from insight.documents.fact_kinds import Passage
from insight.documents.passages.process import Stage, under_headings
from insight.web.html.cards import Reading
from insight.web.html.chapters.passages import (
    dated,
    figures,
    fold,
    lines_under_headings,
    paragraph,
)
from insight.web.html.templates import draw


def story(stages: Iterable[Stage], found: Iterable[Passage], reading: Reading) -> Markup:
    """Return the stages one after the other, and last what the chapters came to."""
    drawn = [_stage(stage, reading) for stage in stages]
    came_to = [paragraph(passage, reading, anchor=False) for passage in found]
    return draw("process", "story", drawn, came_to, reading)


def _stage(stage: Stage, reading: Reading) -> tuple[Markup, Markup, Markup]:
    title = reading.say(f"strategy.stage_{stage.code}")
    more = fold(
        reading.say("strategy.more", count=len(stage.rest)),
        lines_under_headings(stage.rest, reading),
    )
    return title, _read(stage, reading), figures(stage.figures, reading) + more


def _read(stage: Stage, reading: Reading) -> Markup:
    if stage.code == "plan":
        return dated(stage.read, reading)
    texts = [
        (heading[reading.language], [paragraph(passage, reading) for passage in same])
        for heading, same in under_headings(stage.read)
    ]
    return draw("process", "texts", texts, stage.code == "mandate")
