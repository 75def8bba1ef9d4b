"""People's own words are told from categories, however few the rows or long the labels."""

import random

from hypothesis import given
from hypothesis import strategies as st
from vocabulary_rows import plainest

from insight.importers.meaning.free_text import asks_for_words, is_free_text, is_other_text
from insight.importers.meaning.word_lists import word_list

LONG_LABEL = (
    "Ja, jeg har brukt denne tjenesten flere ganger i løpet av det siste året, alternativ {}"
)


def once(texts):
    return dict.fromkeys(texts, 1)


def drawn(label: str, categories: int, respondents: int) -> dict[str, int]:
    """The same answers to a question with categories each time."""
    draw = random.Random(respondents * 100 + categories)
    answers = [label.format(draw.randrange(categories)) for _ in range(respondents)]
    return {answer: answers.count(answer) for answer in answers}


FREE = [
    ("kommentar", once([f"Svar {number}, jeg mener at dette er viktig" for number in range(40)])),
    ("q5", once([f"Svar {number}" for number in range(40)])),
    ("q5", {"Nei": 8, **once([f"Jeg vil gjerne ha mer av nummer {n}" for n in range(12)])}),
    ("q5", once([f"Kort {number}" for number in range(10)])),
    ("q1_annet", once(["Fant det på nettet", "Legen min"])),
    ("q1[other]", once(["nettet", "legen", "naboen"])),
    ("Q3_5_TEXT", {"web": 1, "a friend": 1, "radio": 2, "tv": 1}),
    ("Annet, spesifiser:", once(["nettet"])),
    ("q1_annet", {"nettet": 3, "tv": 2, **once(["legen", "naboen", "en avis"])}),
    ("q1_annet_tekst", {"nettet": 3, "tv": 1}),
    ("Andre kommentarer?", {"Nei": 50, "nei": 20, "Ingen": 9, **once("abc")}),
    ("Other (please specify)", {"a friend": 2, "tv": 1}),
    ("Har du andre kommentarer?", {"Nei": 90, "Takk for sist": 1}),
    ("q9", once(["x" * 300, "y" * 400])),
    ("q9", once(["Første avsnitt\nog andre", "Bare ett\nog to", "Nei"])),
    ("stilling", once([f"Stilling {number}" for number in range(40)])),
]  # fmt: skip

CATEGORIES = [
    ("q5", {"Svært fornøyd": 1, "Ganske fornøyd": 1, "Misfornøyd": 1}),
    ("q5", once(["Oslo", "Bergen", "Trondheim", "Bodø"])),
    ("q5", {LONG_LABEL.format(1): 3, LONG_LABEL.format(2): 1}),
    ("annet", {"Annet": 12}),
    ("Other", {"Other": 1}),
    (
        "Hvilket fylke bor du i?",
        once([f"Fylke {number}" for number in range(9)] + ["Oslo"]) | {"Oslo": 2},
    ),
    ("q5", {"Ja, jeg samtykker. " + 20 * "Les vilkårene. ": 80, "Nei. " + 20 * "Les mer. ": 9}),
    ("q5", once([f"{letter}. {7 * 'En lang kategori '}" for letter in "ABC"][:2])),
    ("Hvilken stilling har du? Spesifiser", {"Sykepleier": 40, "Lege": 20, "Annet": 1}),
    ("annet", {"Ja": 12, "Nei": 20, "Vet ikke": 1}),
    ("kommentarfelt_brukt", {"Ja": 12, "Nei": 20}),
    ("q5", {}),
]


def test_words_of_ones_own_are_free_text():
    assert [(name, cells) for name, cells in FREE if not is_free_text(name, "", cells)] == []


def test_categories_are_none_with_few_answers_or_long_labels():
    assert [(name, cells) for name, cells in CATEGORIES if is_free_text(name, "", cells)] == []


def test_answers_drawn_from_categories_are_no_free_text():
    wrong = [
        (label, categories, respondents)
        for label in ("Alternativ {}", LONG_LABEL)
        for categories in (2, 3, 5, 7)
        for respondents in (3, 6, 10, 20, 40, 120, 1000)
        if is_free_text("q", "", drawn(label, categories, respondents))
    ]
    assert wrong == []


def test_each_row_of_the_vocabulary_asks_for_words():
    words = word_list("free_text")
    asking = [plainest(row) for row in (*words["asks"], *words["topics"])]
    assert [text for text in asking if not asks_for_words("v7", text)] == []
    assert [row for row in words["ends"] if not asks_for_words(plainest(row), "")] == []
    assert [row for row in words["other"] if not is_other_text(plainest(row), "")] == []


NOT_ASKING = ["mother", "kontekst", "brother", "Hvor ofte spesialiserer du deg?", "another",
              "text_use", "Har du kommentert innlegg?", "Kanne", "specification"]  # fmt: skip


def test_words_within_words_ask_for_nothing():
    assert [
        text for text in NOT_ASKING if asks_for_words(text, "") or is_other_text(text, "")
    ] == []


@given(st.dictionaries(st.text(max_size=30), st.integers(2, 9), max_size=12), st.text(max_size=40))
def test_where_every_answer_comes_again_nothing_is_free_text_but_what_asks_for_it(cells, name):
    if not asks_for_words(name, ""):
        assert not is_free_text(name, "", cells)
