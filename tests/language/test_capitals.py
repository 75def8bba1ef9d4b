"""Labels begin small within a sentence, unless they begin with a name or an abbreviation."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from insight.language.capitals import at_beginning, within_sentence

COMMON = {
    "Kvinne": "kvinne",
    "Man": "man",
    "Statlige etater": "statlige etater",
    "Under 30 år": "under 30 år",
    "E-helse": "e-helse",
    "E-consultation": "e-consultation",
    "I stor grad": "i stor grad",
    "I live": "i live",
    "Å lese": "å lese",
    "Fysio- eller manuellterapeut": "fysio- eller manuellterapeut",
    "Universitet/høyskole": "universitet/høyskole",
    "Lege/Tannlege": "lege/Tannlege",
    "Innbyggere i Oslo": "innbyggere i Oslo",
    "Personnel in Western Norway": "personnel in Western Norway",
    "Rest of the world": "rest of the world",
    "Gruppe A": "gruppe A",
    "Norsk": "norsk",
}
KEPT = [
    "GPs",
    "EPJ-system",
    "EHR users",
    "eHR users",
    "NAV",
    "COVID-19",
    "X-ray",
    "T-bane",
    "B",
    "Helse Sør-Øst",
    "Helse Nord",
    "South-Eastern Norway",
    "Møre og Romsdal",
    "Oslo",
    "Oslo kommune",
    "Oslo-området",
    "Norges befolkning",
    "Norway's population",
    "Storbritannia",
    "Norwegian",
    "December",
    "Norsk helsenett",
    "30–44 år",
    "I live alone",
    "I don’t know",
    "St. Olavs hospital",
    "Arbeiderpartiet",
    "«Ja»",
    "verken eller",
    "",
]


@pytest.mark.parametrize(("label", "told"), COMMON.items())
def test_a_common_noun_loses_its_capital(label, told):
    assert within_sentence(label) == told


@pytest.mark.parametrize("label", KEPT)
def test_names_abbreviations_and_what_has_no_capital_stay(label):
    assert within_sentence(label) == label


def test_an_unknown_word_among_names_is_one():
    places = ("Oslo", "Ås", "Bergen", "Annet", "Hele landet")
    told = [within_sentence(label, beside=places) for label in places]
    assert told == ["Oslo", "Ås", "Bergen", "annet", "hele landet"]
    assert within_sentence("Ås", beside=("Ås", "Kvinne", "Mann")) == "ås"


@given(st.text(max_size=30))
def test_no_more_than_the_first_letter_changes(label):
    told = within_sentence(label)
    assert told[1:].casefold() == label[1:].casefold() or told.casefold() == label.casefold()
    assert within_sentence(told) == told


@given(st.text("aAeEé-1 ", max_size=12))
def test_what_begins_a_sentence_begins_large_unless_a_capital_follows(label):
    told = at_beginning(label)
    assert told == label or (told[:1].isupper() and told[1:] == label[1:])
