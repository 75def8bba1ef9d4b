"""Search: every word must occur, in any order and any case."""

import pytest

from insight.language.catalogue import Text
from insight.language.search import LONGEST, matches, terms

TRUST = Text("Befolkningen har tillit til helsevesenet", "The population trusts the health service")


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        ("", ()),
        ("   ", ()),
        ("Tillit", ("tillit",)),
        ("tillit TILLIT  Data", ("tillit", "data")),
        ("Ærlig ØL å", ("ærlig", "øl", "å")),
    ],
)
def test_a_search_is_its_words_each_once(words, wanted):
    assert terms(words) == wanted


def test_a_search_is_cut_where_the_box_ends():
    assert terms("a" * (LONGEST + 50)) == ("a" * LONGEST,)


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("", True),
        ("tillit", True),
        ("HELSEVESENET tillit", True),  # any order, any case
        ("tilli", True),  # a part of a word
        ("trusts", True),  # the other language
        ("tillit service", True),  # a word in each
        ("tillit personvern", False),  # one of them is missing
        (".*", False),  # no pattern
    ],
)
def test_a_text_is_found_by_all_words_in_either_language(words, found):
    assert matches(words, [TRUST, None]) is found


def test_words_may_stand_in_different_texts():
    assert matches("tillit sitat", [TRUST, "Et sitat"])
    assert not matches("tillitsitat", ["tillit", "sitat"])
