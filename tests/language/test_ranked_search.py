"""Ranked search: what is found, what comes first, and what is said of words that nothing has."""

import pytest

from insight.language.catalogue import Text
from insight.language.ranked_search import NEARBY, Search
from insight.language.text_index import Entry, Index


def entry(key: str, text: str, name: str = "", **more) -> Entry:
    names = (Text(name, more.pop("en", name)),) if name else ()
    return Entry(
        more.pop("kind", "need"), key, names, Text(text, more.pop("english", text)), **more
    )


ENTRIES = [
    entry("carers", "Enkle verktøy for pårørende", english="Simple tools for carers"),
    entry("home", "Digital hjemmeoppfølging gir trygghet", english="Home follow-up gives safety"),
    entry("record", "Pasientens journal følger pasienten", english="The record follows"),
    entry("medical", "Pasientjournaler deles", english="Medical records are shared"),
    entry("contract", "Kontrakten gjelder", english="The contract holds"),
    entry("relation", "En god relasjon", english="A good relation"),
    entry("relational", "Relasjonskontrakter passer best", english="Relational contracts fit best"),
    entry("epj", "Systemet leger skriver i", "EPJ (elektronisk pasientjournal)", en="EPJ (EHR)"),
    entry("written", "Elektronisk pasientjournal brukes overalt", english="Used everywhere"),
    entry("trust", "Tillit til lagring", "Tillit", en="Trust"),
    entry("more_trust", "Tillit er viktig, og tillit må bygges", english="Trust must be built"),
    entry("id", "Om journalen", "Innsyn", more=(Text("trust_need_to_know", "trust_need_to_know"),)),
    entry("follow", "Oppfølging hjemme etter sykehus", english="After hospital"),
    entry("e", "Bruk av e-resept", english="Use of e-prescriptions"),
]
SAME = [("EPJ", "elektronisk pasientjournal")]
SEARCH = Search([Index.of(ENTRIES)], SAME)


def keys(words: str) -> list[str]:
    return [hit.entry.key for hit in SEARCH.find(words).hits]


@pytest.mark.parametrize(
    ("words", "first"),
    [
        ("pårørende", "carers"),
        ("PAAROERENDE", "carers"),
        ("carers", "carers"),  # the English words find the Norwegian row
        ("kontrakter", "contract"),  # as inflected before in a compound
        ("relasjonskontrakt", "relational"),
        ("hjemmeoppfølgingen", "home"),
        ("trygghet hjemmeoppfølging", "home"),  # any order
        ("elektronisk pasientjournal", "epj"),  # so called before so mentioned
        ("trust_need_to_know", "id"),
        ("tillit", "trust"),
        ("eresept", "e"),
        ("e resept", "e"),
        ("e-resepten", "e"),
    ],
)
def test_what_is_meant_comes_first(words, first):
    assert keys(words)[0] == first


@pytest.mark.parametrize(
    ("words", "also"),
    [
        ("journal", "medical"),  # in a compound
        ("oppfølging", "home"),
        ("pasientjournal", "record"),  # its parts
        ("hjemmeoppfølging", "follow"),
        ("EPJ", "written"),  # what it stands for
        ("elektronisk pasientjournal", "epj"),
        ("hjemmeopp", "home"),  # the beginning of a word
        ("prescription", "e"),
    ],
)
def test_what_is_said_in_other_words_is_found_too(words, also):
    assert also in keys(words)


@pytest.mark.parametrize(
    ("typed", "meant", "first"),
    [
        ("relasjonskontrkt", "relasjonskontrakter", "relational"),
        ("tilit", "tillit", "trust"),
        ("pårørnede", "pårørende", "carers"),
        ("hjemmeopføging", "hjemmeoppfølging", "home"),
    ],
)
def test_a_mistake_is_read_as_the_nearest_word_and_told(typed, meant, first):
    results = SEARCH.find(typed)
    assert results.read_as == ((typed, meant),)
    assert results.hits[0].entry.key == first


def test_a_phrase_is_found_as_it_stands():
    assert keys('"tillit er viktig"') == ["more_trust"]
    assert keys("«viktig er tillit»") == []
    assert keys("“must be built” tillit") == ["more_trust"]


def test_what_has_all_words_comes_before_what_has_some():
    assert keys("relasjon tillit lagring")[0] == "trust"
    assert SEARCH.find("tillit xyzzyx").unknown == ("xyzzyx",)
    assert keys("tillit xyzzyx") == []  # the rarer half of what was asked for is nowhere


def test_common_words_need_not_be_there():
    assert keys("hva er tillit") == keys("tillit")


@pytest.mark.parametrize("words", ["", "   ", "?!", '""'])
def test_without_words_nothing_is_found(words):
    assert SEARCH.find(words) == SEARCH.find("")


def test_where_nothing_is_found_near_words_are_offered():
    results = SEARCH.find("hjemmebakefølging")
    assert (results.hits, results.near) == ((), ("hjemmeoppfølging",))


def test_what_a_compound_is_a_kind_of_comes_last_and_not_endlessly():
    many = [entry(f"plain{number}", f"Journal {number}") for number in range(100)]
    search = Search([Index.of([*many, entry("whole", "En lang pasient pasientjournal " * 20)])])
    found = [hit.entry.key for hit in search.find("pasientjournal").hits]
    assert found[0] == "whole"
    assert len(found) == 1 + NEARBY


def test_a_hit_tells_the_words_by_which_it_was_found():
    [hit, *_] = SEARCH.find("pårørnede").hits
    assert "parorende" in hit.forms


def test_several_indexes_are_searched_as_one():
    halves = Search([Index.of(ENTRIES[:7]), Index.of(ENTRIES[7:])])
    assert {hit.entry.key for hit in halves.find("pasientjournal").hits} >= {"medical", "written"}
