"""Titles that readers word themselves: what files hold of them, and what is told of the rest."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from insight.language.catalogue import LANGUAGES, is_plain, say
from insight.reporting.breakdown.heading.own_title import LONGEST_TITLE, own_title

WITHOUT = say("en", "picture.title_without")


def test_a_title_stays_as_it_was_typed():
    typed = "Tilliten øker – «mer enn ventet» (68\N{NO-BREAK SPACE}%), 信頼 & 😀"
    assert own_title(typed, "nb").words == typed
    assert own_title(typed, "nb").told == ()


@pytest.mark.parametrize("letter", ["\x1b", "\x00", "\x7f", "\ufffe", "\uffff", "\u202e", "\ud800"])
def test_letters_that_no_file_can_hold_are_taken_out_and_told_of(letter):
    own = own_title(f"Trust{letter} rises", "en")
    assert own.words == "Trust rises"
    assert own.told == (WITHOUT,)


def test_spaces_and_ends_of_lines_are_spaces_and_nothing_to_tell_of():
    assert own_title(" Trust\t\n rises\u2003again ", "en").words == "Trust rises again"
    assert own_title(" Trust\t\n rises\u2003again ", "en").told == ()


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_title_without_end_is_cut_and_the_reader_is_told(language):
    assert own_title("x" * LONGEST_TITLE, language).told == ()
    own = own_title("x" * (LONGEST_TITLE + 1), language)
    assert len(own.words) == LONGEST_TITLE
    assert own.told == (say(language, "picture.title_cut", most=LONGEST_TITLE),)


@given(st.text(max_size=1200))
def test_whatever_is_typed_is_a_line_that_is_left_alone_a_second_time(typed):
    own = own_title(typed, "en")
    assert is_plain(own.words)
    assert len(own.words) <= LONGEST_TITLE
    assert own_title(own.words, "en").words == own.words
    assert not own_title(own.words, "en").told
    gone = [letter for letter in typed if not (is_plain(letter) or letter.isspace())]
    assert (WITHOUT in own.told) == bool(gone)
