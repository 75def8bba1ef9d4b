"""Entries and passages as HTML: lines, text to read with where it stands, what is folded."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from markupsafe import Markup

from insight.documents import printed
from insight.documents.fact_kinds import Figure, Passage
from insight.documents.passages.of_strategy.process import under_headings
from insight.documents.strategy import Entry, words
from insight.language.catalogue import Text
from insight.web.html.cards import Reading, line
from insight.web.html.templates import draw


def lines(entries: Iterable[Entry], reading: Reading, said: Sequence[Text] = ()) -> Markup:
    """Return lines, each of which points to its remark unless that is among what has been said."""
    return Markup("").join(
        line(entry, words(entry), reading, remark=entry.note not in said) for entry in entries
    )


def remarks(notes: Iterable[Text], reading: Reading) -> Markup:
    """Return remarks that several lines share, to be said once."""
    return draw(
        "passages",
        "remarks",
        [reading.block().mark_phrases(note, reading.language) for note in notes],
    )


def time(passage: Passage, reading: Reading) -> str:
    """Return when something happened or shall happen, as a reader knows it."""
    return printed.time(passage.date, reading.language) if passage.date else ""


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
    where = reading.say("sources.line", line=passage.line)
    return draw(
        "passages",
        "paragraph",
        passage.id if anchor else "",
        reading.block().mark(reading.text(passage.text), reading.find),
        where,
        reading.place_link(passage.id),
    )


def dated(passages: Iterable[Passage], reading: Reading) -> Markup:
    """Return passages as text to read, each with when it was or shall be."""
    return dated_rows((time(passage, reading), paragraph(passage, reading)) for passage in passages)


def dated_rows(rows: Iterable[tuple[str, Markup]]) -> Markup:
    """Return rows, each with when it was or shall be."""
    return draw("passages", "dated", list(rows))


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


def figure_html(
    figure: Figure, reading: Reading, about: str = "", *, is_timed: bool = True
) -> Markup:
    """Return a printed figure: its value, when, and where needed what it is about."""
    when = printed.when(figure, reading.language) if figure.when and is_timed else ""
    value = printed.value(figure, reading.facts, reading.language)
    return draw("passages", "figure", value, " · ".join(part for part in (about, when) if part))
