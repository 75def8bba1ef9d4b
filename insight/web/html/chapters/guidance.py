"""Guiding documents as HTML: areas with whether they agree, who is named where, and the lists."""

from __future__ import annotations

from markupsafe import Markup

from insight.documents.passages.of_strategy.guidance import Guidance, Guiding
from insight.web.html.cards import Reading
from insight.web.html.chapters.passages import fold, lines, lines_under_headings, paragraph
from insight.web.html.templates import draw

FIRST_OPEN = ("contradict",)


def guidance(guiding: Guiding, reading: Reading) -> Markup:
    """Return the areas, which unfold to what is said of agreement, and who is named where."""
    drawn = [_area(area, reading) for area in guiding.areas]
    return draw("guidance", "guidance", drawn, _named(guiding, reading), reading)


def _area(area: Guidance, reading: Reading) -> dict[str, object]:
    texts = [paragraph(passage, reading) for passage in area.coherence]
    return {
        "number": area.number,
        "name": area.name[reading.language],
        "standing": area.standing,
        "texts": texts,
        "points": lines(area.points, reading),
        "documents": [document[reading.language] for document in area.documents],
        "is_open": area.standing in FIRST_OPEN,
    }


def _named(guiding: Guiding, reading: Reading) -> Markup:
    """A table of the documents that are named, with a mark under each area."""
    heads = [(area.number, area.name[reading.language]) for area in guiding.areas]
    rows = [
        (document[reading.language], [number in numbers for number, _ in heads])
        for document, numbers in guiding.named.items()
    ]
    return draw("guidance", "named", heads, rows, reading)


def lists(guiding: Guiding, reading: Reading) -> Markup:
    """Return the lists of guiding documents, and what is said of them all, folded."""
    titles = [title for some in guiding.lists.values() for title in some]
    listed = fold(
        reading.say("strategy.listed", count=len(titles)), lines_under_headings(titles, reading)
    )
    about = fold(
        reading.say("strategy.of_guidance", count=len(guiding.about)),
        lines(guiding.about, reading),
    )
    return listed + about
