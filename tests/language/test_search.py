"""Search: every word must occur, in any order and any case, and what is found is marked."""

import pytest

from insight.language.catalogue import Text
from insight.language.search import LONGEST, marked, matches, terms

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


@pytest.mark.parametrize(
    ("text", "words", "shown"),
    [
        ("Tillit", "", "Tillit"),
        ("Tillit og tillit", "tillit", "<mark>Tillit</mark> og <mark>tillit</mark>"),
        ("personvern", "person personvern", "<mark>personvern</mark>"),  # the longer one wins
        ("<b> & 'c'", "b", "&lt;<mark>b</mark>&gt; &amp; &#x27;c&#x27;"),
        ("a.b axb", "a.b", "<mark>a.b</mark> axb"),
        ("x", "<script>", "x"),
        ("<script>", "<script>", "<mark>&lt;script&gt;</mark>"),
    ],
)
def test_what_was_searched_for_is_marked_and_the_rest_is_escaped(text, words, shown):
    assert marked(text, words) == shown
