"""Coverage: every long line of the documents is taken in, or is listed with the reason why not."""

import re

import pytest
from fixtures_folder import shared_file

from insight.documents.facts import facts
from insight.documents.passages.places import contents

KNOWN = facts()
LONG = 55


def lines_of(source: str) -> list[str]:
    text = shared_file(f"documents/{KNOWN.sources[source].file}").read_text(encoding="utf-8")
    return text.split("\n")


def cited(source: str) -> set[int]:
    """The lines that a row was taken from, headings among them."""
    lines = {heading.line for heading in KNOWN.headings if heading.source == source}
    for block in contents(KNOWN, source).blocks:
        lines |= set(range(block.line, block.last_line + 1))
    return lines


def left_out(source: str) -> set[int]:
    ranges = [range(one.line, one.last_line + 1) for one in KNOWN.left_out if one.source == source]
    return {line for lines in ranges for line in lines}


@pytest.mark.parametrize("source", KNOWN.sources)
def test_every_long_line_is_cited_or_left_out_for_a_reason(source):
    accounted = cited(source) | left_out(source)
    silent = {
        number: line
        for number, line in enumerate(lines_of(source), start=1)
        if len(line.strip()) > LONG and number not in accounted
    }
    assert silent == {}


@pytest.mark.parametrize("source", KNOWN.sources)
def test_which_lines_have_words_is_as_in_the_document(source):
    written = [(one.line, one.characters) for one in KNOWN.written_lines if one.source == source]
    words = ((number, line.strip()) for number, line in enumerate(lines_of(source), start=1))
    assert written == [(number, len(line)) for number, line in words if line]


NEARLY = {("knowledge_base", 851)}  # «hva kan vi overordnet»: it lacks a word


def letters(words: str) -> str:
    return re.sub(r"[^\wæøå]+", "", words).casefold()


def test_what_is_left_out_as_repeated_stands_word_for_word_at_the_other_line():
    for one in (one for one in KNOWN.left_out if one.reason == "repeated"):
        here, there = (letters(lines_of(one.source)[at - 1]) for at in (one.line, one.repeats))
        assert here in there or there in here or (one.source, one.line) in NEARLY, one
        assert one.repeats in cited(one.source)


# A heading that is printed after what stands under it, and one over two lines.
ELSEWHERE = {("knowledge_base", 1010), ("knowledge_base", 84)}


def test_every_heading_stands_at_its_line():
    for heading in KNOWN.headings:
        if (heading.source, heading.line) not in ELSEWHERE:
            printed = "".join(lines_of(heading.source)[heading.line - 1 : heading.line + 2])
            assert letters(heading.text.nb) in letters(printed), heading
