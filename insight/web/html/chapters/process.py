"""Mandate and process as HTML: a story in stages, the numbers it names, the rest folded."""

from __future__ import annotations

from collections.abc import Iterable

from markupsafe import Markup

from insight.documents.fact_kinds import Passage
from insight.documents.passages.of_strategy.process import Stage, under_headings
from insight.web.html.cards import Reading
from insight.web.html.chapters.passages import (
    dated,
    figures,
    fold,
    lines_under_headings,
    paragraph,
)
from insight.web.html.templates import draw

COLUMNS = (("purpose", "mandate"), ("insight", "plan", "found"))
MOST_IN_A_ROW = 3  # paragraphs; more are a list
UNFOLDED = ("purpose", "mandate", "insight", "plan")


def story(stages: Iterable[Stage], found: Iterable[Passage], reading: Reading) -> Markup:
    """Return the stages in their order, and last what the chapters came to; some are unfolded."""
    drawn = {stage.code: _stage(stage, reading) for stage in stages}
    came_to = [paragraph(passage, reading, anchor=False) for passage in found]
    drawn["found"] = _fold("found", Markup("").join(came_to), reading)
    columns = [[drawn[code] for code in column] for column in COLUMNS]
    return draw("process", "story", columns)


def _stage(stage: Stage, reading: Reading) -> Markup:
    more = fold(
        reading.say("fact.more", count=len(stage.rest)),
        lines_under_headings(stage.rest, reading),
    )
    return _fold(
        stage.code, _read(stage, reading) + figures(stage.figures, reading) + more, reading
    )


def _fold(code: str, content: Markup, reading: Reading) -> Markup:
    title = reading.say(f"strategy.stage_{code}")
    return fold(title, content, unfolded=code in UNFOLDED, tag="h3")


def _read(stage: Stage, reading: Reading) -> Markup:
    if stage.code == "plan":
        return dated(stage.read, reading)
    groups = [
        ([paragraph(passage, reading) for passage in same], len(same) > MOST_IN_A_ROW)
        for _, same in under_headings(stage.read)
    ]
    return draw("process", "texts", groups)
