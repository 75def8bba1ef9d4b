"""Passages as HTML: text to read with where it stands, and what is folded behind it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from markupsafe import Markup

from insight.documents.fact_kinds import Figure, Passage
from insight.documents.passages.of_strategy.process import under_headings
from insight.web.html.cards import Reading, typeset
from insight.web.html.chapters.areas import figure_html, lines, time
from insight.web.html.templates import draw


def paragraph(passage: Passage, reading: Reading, *, anchor: bool = True) -> Markup:
    """Return a passage as text to read, with a link to where it stands.

    Parameters
    ----------
    passage
        The passage.
    reading
        What every line of the page is drawn with.
    anchor
        Whether it has the passage's id; an id stands once on a page.
    """
    text = typeset(passage.text[reading.language], reading.language)
    where = reading.say("sources.line", line=passage.line)
    return draw(
        "passages",
        "paragraph",
        passage.id if anchor else "",
        reading.block().mark(text, reading.find),
        where,
        reading.place_link(passage.id),
    )


def dated(passages: Iterable[Passage], reading: Reading) -> Markup:
    """Return passages as text to read, each with when it was or shall be."""
    rows = [(time(passage, reading), paragraph(passage, reading)) for passage in passages]
    return draw("passages", "dated", rows)


def fold(title: str, content: Markup, *, unfolded: bool = False, tag: str = "") -> Markup:
    """Return something behind its title; with a `tag` the title is a heading."""
    return draw("passages", "fold", title, content, unfolded, tag)


def lines_under_headings(passages: Sequence[Passage], reading: Reading) -> Markup:
    """Return passages as lines, those under one heading of the document together."""
    drawn = [
        (heading[reading.language], lines(same, reading))
        for heading, same in under_headings(passages)
    ]
    return draw("passages", "under_headings", drawn)


def figures(some: Iterable[Figure], reading: Reading) -> Markup:
    """Return the printed figures that passages name, side by side."""
    drawn = [
        figure_html(figure, reading, figure.indicator[reading.language], is_timed=False)
        for figure in some
    ]
    return draw("passages", "figures", drawn)
