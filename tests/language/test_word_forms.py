"""Word forms: spellings, inflections and compounds by which a word is known again."""

import pytest

from insight.language.word_forms import (
    Lexicon,
    abbreviations,
    fold,
    forms_of,
    meaningful,
    stem,
    words_of,
)

LEXICON = Lexicon.of(forms_of("pasient journal relasjon kontrakt uten hjemme følge løsning inger"))


@pytest.mark.parametrize(
    ("word", "spellings"),
    [
        ("pårørende", ["PÅRØRENDE", "paaroerende", "parorende"]),
        ("bærekraft", ["baerekraft", "Barekraft"]),
        ("én", ["en", "ÉN"]),
        ("straße", ["strasse"]),
    ],
)
def test_the_spellings_of_a_word_are_one(word, spellings):
    assert {fold(spelling) for spelling in spellings} == {fold(word)}


@pytest.mark.parametrize(
    ("word", "whole", "pieces"),
    [
        ("e-helse", "ehelse", ["e", "helse"]),
        ("e\N{NON-BREAKING HYPHEN}helse", "ehelse", ["e", "helse"]),
        ("trust_need_to_know", "trustneedtoknow", ["trust", "need", "to", "know"]),
        ("helsedata.no", "helsedatano", ["helsedata", "no"]),
        ("journalen", "journalen", []),
    ],
)
def test_a_joined_word_is_itself_and_its_pieces(word, whole, pieces):
    [found] = words_of(f"«{word}».")
    assert (found.form, [piece.form for piece in found.pieces]) == (whole, pieces)
    assert (found.start, found.end) == (1, 1 + len(word))


@pytest.mark.parametrize(
    "forms",
    [
        ["innbygger", "innbyggere", "innbyggerne", "innbyggernes"],
        ["journal", "journalen", "journaler", "journalenes"],
        ["forsikring", "forsikringer", "forsikringene"],
        ["underinvestert", "underinvestering", "underinvesterte"],
        ["helselov", "helseloven", "helselover"],
    ],
)
def test_the_forms_of_a_norwegian_word_have_one_stem(forms):
    assert len({stem(fold(form), "nb") for form in forms}) == 1


@pytest.mark.parametrize("words", ["helselov helse", "lege legemiddel", "kontrakt kontakt"])
def test_different_words_have_different_stems(words):
    first, second = words.split()
    assert stem(first, "nb") != stem(second, "nb")


def test_english_words_have_english_stems():
    assert stem("materialities", "en") == stem("materiality", "en")


@pytest.mark.parametrize(
    ("word", "parts"),
    [
        ("pasientjournalen", ("pasient", "journalen")),
        ("relasjonskontrakter", ("relasjon", "kontrakter")),
        ("hjemmeoppfølging", ()),  # a part is not known
        ("utenforskap", ()),
        ("løsninger", ()),  # an ending is no part
        ("journal", ()),
    ],
)
def test_a_compound_is_split_into_known_words(word, parts):
    assert LEXICON.parts(fold(word)) == parts


def test_common_words_say_something_only_where_there_are_no_others():
    assert meaningful(forms_of("Hvem ser i journalen?")) == ["ser", "journalen"]
    assert meaningful(forms_of("hva er det")) == ["hva", "er", "det"]


def test_abbreviations_are_read_out_of_names():
    names = ["EPJ (elektronisk pasientjournal)", "DiGA", "Epikrise (fra lege)", "CE-merking"]
    assert list(abbreviations(names)) == [("EPJ", "elektronisk pasientjournal")]
    assert list(abbreviations(["Helsedirektoratet (Hdir)"])) == []
