"""Spelling: what a word that nobody has written is taken for, and what it is not."""

import pytest

from insight.language.catalogue import Text
from insight.language.spelling import corrections
from insight.language.text_index import Entry, Index

WORDS = "tillit tillitt tillate intelligens dekket personvern alle variere variert"
INDEX = Index.of([Entry("need", 1, (), Text(WORDS, "decent apply privacy"))]).word_indexes


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("tilitt", "tillit"),  # which letter is double
        ("personvren", "personvern"),  # two in each other's place
        ("persnvern", "personvern"),  # one missing
        ("intelegens", "intelligens"),
        ("personvarm", "personvern"),  # two others, in a long word
    ],
)
def test_a_mistake_is_taken_for_the_nearest_word_of_the_language(typed, meant):
    assert corrections(typed, [INDEX["nb"]], 2 if len(typed) > 8 else 1, {"tillitt"}) == [meant]


@pytest.mark.parametrize("typed", ["dement", "apple", "alne", "ale", "kari"])
def test_a_short_word_with_another_letter_is_another_word(typed):
    assert corrections(typed, INDEX.values(), 1) == []


def test_what_is_misprinted_itself_is_meant_only_where_it_is_not_known_to_be():
    assert "tillitt" in corrections("tilitt", [INDEX["nb"]], 1)
    assert "tillitt" not in corrections("tilitt", [INDEX["nb"]], 1, {"tillitt"})


def test_nothing_is_taken_for_a_word_of_another_language():
    assert corrections("privasy", [INDEX["nb"]], 1) == []
    assert corrections("privasy", [INDEX["en"]], 1) == ["privacy"]
