"""Words of files: nothing that a format refuses, and nothing lost of what can be written."""

import unicodedata

from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from insight.language.printable_words import printable, printable_line

ANY = st.text(st.characters(exclude_categories=[]), max_size=40)


@given(ANY)
def test_any_text_can_be_written_as_xml_and_utf8(text):
    told = printable(text)
    element = etree.Element("words")
    element.text = told
    assert etree.fromstring(etree.tostring(element, encoding="utf-8")).text == (told or None)
    assert not [mark for mark in told if unicodedata.category(mark) == "Cc" and mark != "\n"]
    assert printable(told) == told


@given(ANY)
def test_words_of_a_line_have_no_line_end_and_no_space_at_either_end(text):
    told = printable_line(text)
    assert len(told.splitlines()) < 2
    assert told == told.strip(" ")


def test_words_are_left_as_they_are():
    said = "Blåbær\u00a0og «æøå» 68\u00a0% – 日本語 🧑🏽‍⚕️ عربي −4"
    assert printable_line(said) == printable(said) == said


def test_marks_that_turn_letters_around_are_left_out():
    assert printable("svar \u202egnp.exe") == "svar gnp.exe"
