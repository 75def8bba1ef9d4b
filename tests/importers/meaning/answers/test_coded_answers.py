"""Codes of texts, whether codes stand in an order, and codes that lie outside a number's range."""

from insight.importers.meaning.answers.answer_words import vocabulary
from insight.importers.meaning.answers.coded_answers import (
    are_ordered,
    codes_apart,
    codes_of_texts,
    codes_outside,
    texts_in_order,
)

TEXTS = [
    ("Enig | Uenig", "Uenig | Enig", True),
    ("Oslo | Bergen", "Oslo | Bergen", False),
    ("2. Mann | 10. Annet | 1. Kvinne", "1. Kvinne | 2. Mann | 10. Annet", False),
    ("3 Uenig | 1 Enig | 2 Nøytral", "1 Enig | 2 Nøytral | 3 Uenig", True),
    ("2021 | 2019 | 2020", "2019 | 2020 | 2021", True),
    ("4. kvartal 2023 | 1. kvartal 2024", "4. kvartal 2023 | 1. kvartal 2024", True),
    ("Trinn 10 | Trinn 9", "Trinn 9 | Trinn 10", True),
]


def test_texts_stand_in_the_order_of_their_scale_else_of_their_numbers():
    for texts, wanted, ordered in TEXTS:
        given = texts.split(" | ")
        places, found = texts_in_order(given)
        assert ([given[place] for place in places], found) == (wanted.split(" | "), ordered), texts


CODES = [
    ("texts without numbers", "Nei | Ja", "Vet ikke", [1, 2, 3]),
    ("numbers in front", "0 Aldri | 5 | 10 Alltid", "99 Vet ikke", [0, 5, 10, 99]),
    ("numbers behind", "Svært uenig (1) | 2 | 4 | Svært enig (5)", "", [1, 2, 4, 5]),
    ("a missing answer without one", "1 Nei | 2 Ja", "Vet ikke", [1, 2, 3]),
    ("its number is taken", "1 Nei | 2 Ja", "2 Vet ikke", [1, 2, 3]),
    ("one of several has one", "1 Nei | 2 Ja", "Ubesvart | 8 Vet ikke", [1, 2, 9, 8]),
    ("negative numbers", "-1 Imot | 0 | 1 For", "-9 Refused", [-1, 0, 1, -9]),
    ("only missing answers have numbers", "Nei | Ja", "99 Vet ikke", [1, 2, 3]),
    ("numbers against the order", "2 ganger i måneden | 1 gang i uken", "", [1, 2]),
    ("names with leading zeros", "0301 Oslo | 1103 Stavanger", "", [1, 2]),
    ("no valid answer", "", "99 Vet ikke", [1]),
]


def test_codes_of_texts_are_the_numbers_in_front_where_these_can_be_codes():
    for why, valid, missing, codes in CODES:
        parts = [[text for text in texts.split(" | ") if text] for texts in (valid, missing)]
        assert codes_of_texts(*parts) == codes, why


def plain(*codes: int) -> list[tuple[int, str]]:
    return [(code, str(code)) for code in codes]


COLUMNS = [
    ("a scale without labels", plain(1, 2, 3), "", "q1", "Hvor fornøyd", True),
    ("nominal by declaration", plain(1, 2, 3), "nominal", "q1", "", False),
    ("two numbers", plain(0, 1), "", "q1", "", False),
    ("numbers of municipalities", plain(301, 1103, 4601), "", "kommunenr", "", False),
    ("the same without a name for it", plain(301, 1103, 4601), "", "q7", "", False),
    ("the same by the question", plain(3, 11, 46), "", "q7", "I hvilket fylke bor du?", False),
    ("kinds of people", plain(1, 2, 3), "ordinal", "q1", "Hva er ditt kjønn?", False),
    ("regions", plain(1, 2, 3, 4), "", "q7", "Hvilken region bor du i?", False),
    ("levels of schooling", plain(1, 2, 3), "", "q8", "Utdanning", True),
    ("a scale about a county", plain(1, 2, 3), "", "q7", "Tillit til ditt fylke", True),
    ("years", plain(2019, 2020, 2023), "", "aar", "", True),
    ("amounts in steps", plain(0, 100, 500), "", "kr", "", True),
    ("countries in an order", [(1, "Norge"), (2, "Sverige")], "ordinal", "q", "", False),
    ("an order by declaration", [(1, "Før"), (2, "Etter")], "ordinal", "q", "", True),
    ("party", [(1, "Rødt"), (2, "SV"), (3, "Ap")], "ordinal", "parti", "", False),
    ("a scale with labels", [(1, "Lav"), (2, "Middels"), (3, "Høy")], "nominal", "q", "", True),
]  # fmt: skip


def test_codes_are_ordered_where_labels_level_or_numbers_say_so():
    for why, coded, declared, name, label, ordered in COLUMNS:
        assert are_ordered(coded, declared=declared, name=name, label=label) is ordered, why


def test_names_of_places_are_codes_without_an_order():
    names = vocabulary("quantities.toml")["nominal"]["names"]
    ordered = [
        name for name in names if are_ordered(plain(1, 2, 3), declared="", name=name, label="")
    ]
    assert ordered == []


def test_labelled_codes_outside_the_range_look_like_missing_answers():
    visits, ages = list(range(61)), list(range(18, 95))
    assert codes_outside({97: "Annet"}, visits) == [97]
    assert codes_outside({998: "Ikke med", 999: "?"}, ages) == [998, 999]
    assert codes_outside({-5: "Feil"}, visits) == [-5]
    assert codes_outside({99: "Annet"}, ages) == [99]


def test_other_labelled_codes_are_amounts():
    visits = list(range(61))
    assert codes_outside({0: "Aldri"}, visits) == []
    assert codes_outside({97: "97 eller mer"}, visits) == []
    assert codes_outside({97: "Mer enn 96"}, visits) == []
    assert codes_outside({120: "Svært mange"}, visits) == []
    assert codes_outside({-5: "Kaldt"}, [-10, 0, 10]) == []
    assert codes_outside({97: "Annet"}, [1, 2]) == []
    assert codes_outside({97.5: "Annet"}, visits) == []


STEPS = [
    ("the ends of seven steps", {1: "Helt uenig", 7: "Helt enig"}, [2, 3, 4, 5, 6], []),
    ("a step that nobody took", {1: "Helt uenig", 7: "Helt enig"}, [2, 3, 4, 5], []),
    ("the middle too", {1: "Liten", 5: "Verken eller", 9: "Stor"}, [2, 3, 4, 6, 7, 8], []),
    ("an answer beside them", {1: "Helt uenig", 7: "Helt enig", 9: "Annet"}, [2, 3, 4, 5, 6], [9]),
    ("no lower end", {7: "Annet"}, [1, 2, 3, 4, 5, 6], [7]),
]


def test_a_labelled_end_of_a_scale_is_an_answer():
    for why, labels, unlabelled, outside in STEPS:
        assert codes_outside(labels, unlabelled) == outside, why


def test_codes_of_nines_apart_from_the_steps_of_a_scale_look_like_missing_answers():
    assert codes_apart([], [0, 1, 2, 10, 77, 999]) == [77, 999]
    assert codes_apart([1, 2], [99]) == [99]


def test_codes_that_may_be_steps_or_amounts_are_answers():
    assert codes_apart([], [1, 2, 3, 4, 5, 9]) == []
    assert codes_apart([], [5, 10, 15, 99]) == []
    assert codes_apart([], [1, 2, 3, 98.5]) == []
    assert codes_apart([], [1, 99]) == []
