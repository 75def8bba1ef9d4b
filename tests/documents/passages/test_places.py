"""Places: what stands before and after a fact, under which headings, and what was not taken in."""

from dataclasses import replace

import pytest

from insight.documents.fact_kinds import Passage
from insight.documents.facts import facts
from insight.documents.passages.places import (
    Block,
    Gap,
    contents,
    counts,
    headings_above,
    place_of,
)
from insight.documents.passages.texts import text_of
from insight.documents.references import Heading, LeftOut, WrittenLine
from insight.language.catalogue import Text

KNOWN = facts()
PASSAGE, FIGURE = KNOWN.passages[0], KNOWN.figures[0]


def passage(name: str, first: int, last: int) -> Passage:
    return replace(PASSAGE, id=name, source="trends_2021", line=first, last_line=last, quote=name)


def heading(line: int, depth: int) -> Heading:
    return Heading("trends_2021", line, depth, Text(f"h{line}", f"h{line}"))


# A document of eleven lines: a chapter, two passages that overlap, a figure, lines that were not
# taken in, a section, and a passage at its end.
SMALL = replace(
    KNOWN,
    **dict.fromkeys(("needs", "areas", "analysis", "scenarios", "statements"), ()),
    **dict.fromkeys(("sustainability", "systems"), ()),
    figures=(replace(FIGURE, id="figure", source="trends_2021", line=5, quote="figure"),),
    passages=(passage("first", 2, 3), passage("second", 3, 3), passage("last", 10, 11)),
    headings=(heading(1, 1), heading(9, 2)),
    written_lines=tuple(
        WrittenLine("trends_2021", line, 10) for line in (1, 2, 3, 5, 6, 8, 9, 10, 11)
    ),
    left_out=(LeftOut("trends_2021", 6, 6, "contents", None),),
)


def test_contents_are_headings_blocks_and_gaps_in_the_order_of_lines():
    told = [
        (type(element).__name__, element.line, getattr(element, "last_line", None))
        for element in contents(SMALL, "trends_2021").elements
    ]
    assert told == [
        ("Heading", 1, None),
        ("Block", 2, 3),
        ("Block", 5, 5),
        ("Gap", 6, 8),
        ("Heading", 9, None),
        ("Block", 10, 11),
    ]


def test_a_blank_line_is_no_gap():
    gaps = [one for one in contents(SMALL, "trends_2021").elements if isinstance(one, Gap)]
    assert [(gap.line, gap.last_line) for gap in gaps] == [(6, 8)]
    assert [why.reason for why in gaps[0].left_out] == ["contents"]


def test_the_share_that_is_used_is_that_of_the_characters():
    assert contents(SMALL, "trends_2021").share == pytest.approx(70 / 90)


PLACES = [
    # fact, headings, blocks before and after, previous, next
    ("first", ["h1"], [], [(5, 5), (10, 11)], None, "figure"),
    ("second", ["h1"], [], [(5, 5), (10, 11)], None, "figure"),
    ("figure", ["h1"], [(2, 3)], [(10, 11)], "first", "last"),
    ("last", ["h1", "h9"], [(2, 3), (5, 5)], [], "figure", None),
]


@pytest.mark.parametrize(("name", "path", "before", "after", "previous", "following"), PLACES)
def test_a_fact_is_read_between_its_neighbours(name, path, before, after, previous, following):
    place = place_of(SMALL, SMALL.fact[name])
    assert [one.text.nb for one in place.path] == path
    assert name in [fact.id for fact in place.block.facts]
    for shown, expected in ((place.before, before), (place.after, after)):
        blocks = [one for one in shown if isinstance(one, Block)]
        assert [(block.line, block.last_line) for block in blocks] == expected
    steps = (place.previous, place.next)
    assert [step and step.id for step in steps] == [previous, following]


def test_what_only_a_picture_shows_has_no_place():
    assert place_of(SMALL, replace(SMALL.figures[0], line=None)) is None


def test_a_heading_ends_those_of_its_depth_and_below():
    deep = replace(SMALL, headings=(heading(1, 1), heading(2, 2), heading(3, 3), heading(4, 2)))
    assert [one.line for one in headings_above(deep, "trends_2021", 3)] == [1, 2, 3]
    assert [one.line for one in headings_above(deep, "trends_2021", 9)] == [1, 4]


def test_every_fact_with_a_line_has_its_place_and_its_words():
    for fact in KNOWN.fact.values():
        assert text_of(fact).nb.strip(), fact.id
        place = place_of(KNOWN, fact)
        assert (place is None) == (fact.line is None), fact.id
        assert place is None or fact in place.block.facts


def test_every_fact_is_counted_once():
    everything = [sum(counts(KNOWN, source).values()) for source in KNOWN.sources]
    assert sum(everything) == len(KNOWN.fact)
