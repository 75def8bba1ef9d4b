"""Answers are put in the order of their scale, or in none; never in that of the alphabet."""

import random
from itertools import pairwise
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from insight.importers.meaning.answers.answer_words import numbered, vocabulary
from insight.importers.meaning.answers.scale_order import (
    order_of_answers,
    order_of_words,
    stands_in_order,
)

HERE = Path(__file__).parent


def lines(name: str) -> list[list[str]]:
    """The answers of each line of a file, which are parted by upright strokes."""
    text = (HERE / name).read_text(encoding="utf-8")
    return [[answer.strip() for answer in line.split("|")] for line in text.splitlines()]


SCALES, WITHOUT_ORDER = lines("scales_in_order.txt"), lines("answers_without_order.txt")
WORDS = vocabulary("scales.toml")
LANGUAGES = [name for name in WORDS if name != "strengths"]


def put_in_order(answers: list[str]) -> list[str] | None:
    order = order_of_answers(answers)
    return order and [answers[place] for place in order]


def test_scales_are_known_in_whatever_order_their_answers_come():
    wrong = [
        answers
        for scale in SCALES
        for answers in (scale, scale[::-1], sorted(scale))
        if put_in_order(answers) != scale
    ]
    assert wrong == []
    assert len(SCALES) > 200


def test_case_and_punctuation_do_not_count():
    wrong = []
    for scale in SCALES:
        loud = [f" {answer.upper()}. " for answer in scale]
        if put_in_order(loud[::-1]) != loud:
            wrong.append(loud)
    assert wrong == []


def test_answers_that_tell_of_no_order_have_none():
    assert [(one, put_in_order(one)) for one in WITHOUT_ORDER if put_in_order(one)] == []


@settings(deadline=None)
@given(st.sampled_from(SCALES), st.randoms())
def test_shuffling_the_answers_never_changes_the_order(scale, shuffler: random.Random):
    answers = [*scale]
    shuffler.shuffle(answers)
    assert put_in_order(answers) == scale


@settings(deadline=None)
@given(st.sampled_from(SCALES), st.sampled_from(["Xyz", "Torsk", "Oslo kommune", "En torsk", "?"]))
def test_an_unknown_text_among_the_answers_leaves_them_without_order(scale, unknown):
    assert order_of_answers([*scale, unknown]) is None
    assert order_of_answers([unknown, *scale]) is None


@settings(deadline=None)
@given(st.sampled_from(SCALES), st.sampled_from(SCALES))
def test_two_scales_in_one_have_no_order_that_breaks_either(one, other):
    """Most pairs have none; scales of the same words, such as 4 and 5 steps, may be one."""
    mixed = list(dict.fromkeys([*one, *other]))
    if order := put_in_order(mixed):
        for scale in (one, other):  # what is not difficult is at the top where easy is
            assert [answer for answer in order if answer in scale] in (scale, scale[::-1])


@settings(deadline=None)
@given(st.lists(st.text(max_size=30), min_size=2, max_size=8, unique=True))
def test_any_texts_at_all_have_an_order_or_none(answers):
    order = order_of_answers(answers)
    assert order is None or sorted(order) == list(range(len(answers)))


def test_each_word_for_a_degree_stands_where_its_strength_says():
    """Beside each pole of agreement and the neutral answer, in each language."""
    wrong = []
    strengths = WORDS["strengths"]
    for language in LANGUAGES:
        high = WORDS[language]["poles"]["agreement"]["high"][0]
        low = WORDS[language]["poles"]["agreement"]["low"][0]
        neutral = WORDS[language]["neutral"][0]
        for degree, phrases in WORDS[language]["degrees"].items():
            for phrase in phrases:
                graded = f"{phrase} {high}"
                scale = [low, neutral, graded] if strengths[degree] > 0 else [graded, neutral, high]
                if order_of_words(scale) != [0, 1, 2]:
                    wrong.append((language, degree, phrase, order_of_words(scale)))
    assert wrong == []


def test_degrees_rise_in_their_strength_with_a_word_that_nobody_knows():
    wrong = []
    strengths = WORDS["strengths"]
    for language in LANGUAGES:
        degrees = WORDS[language]["degrees"]
        ladder = sorted(degrees, key=strengths.__getitem__)
        for weaker, stronger in pairwise(ladder):
            scale = [f"{degrees[each][0]} blurten" for each in (weaker, stronger, "completely")]
            scale = list(dict.fromkeys(scale))
            if len(scale) > 2 and order_of_words(scale) != [0, 1, 2]:
                wrong.append((language, scale, order_of_words(scale)))
    assert wrong == []


def test_each_pole_stands_above_or_below_the_others_of_its_family():
    scales = [
        (low, WORDS[language]["neutral"][0], high)
        for language in LANGUAGES
        for ends in WORDS[language]["poles"].values()
        for high in ends["high"]
        for low in ends["low"]
    ]
    assert [scale for scale in scales if order_of_words(scale) != [0, 1, 2]] == []


def test_each_answer_with_a_place_of_its_own_stands_there():
    wrong = []
    for language in LANGUAGES:
        for family, rows in WORDS[language]["places"].items():
            poles = WORDS[language]["poles"].get(family)
            ends = {7.0: poles["high"][0], -7.0: poles["low"][0]} if poles else {}
            firsts = ends | {float(place): phrases[0] for place, phrases in rows.items()}
            for place, phrases in rows.items():
                for phrase in phrases:
                    scale = sorted({**firsts, float(place): phrase}.items())
                    answers = [answer for _, answer in scale]
                    if len(answers) > 2 and order_of_words(answers) != list(range(len(answers))):
                        wrong.append((language, family, phrase, order_of_words(answers)))
    assert wrong == []


def test_a_number_in_front_gives_the_order_even_against_the_scale():
    assert put_in_order(["2 Enig", "1 Svært enig", "3 Uenig"]) == [
        "1 Svært enig",
        "2 Enig",
        "3 Uenig",
    ]
    marks = ["1 = verst", "2", "9", "10 = best"]
    assert put_in_order(sorted(marks)) == marks


NUMBERED = [
    ("1 - Svært liten", (1, "Svært liten")),
    ("5 = best", (5, "best")),
    ("0 (ikke i det hele tatt)", (0, "(ikke i det hele tatt)")),
    ("3. Uenig", (3, "Uenig")),
    ("(2) Enig", (2, "Enig")),
    ("-9. Refused", (-9, "Refused")),
    ("−1 Inapplicable", (-1, "Inapplicable")),
    ("7", (7, "")),
    ("Svært enig (5)", (5, "Svært enig")),
    ("Ung (18–29)", None),
    ("Født i 1950 (ca)", None),
    ("1-2 timer", None),
    ("18–29", None),
    ("1 000 kr", None),
    ("1.5", None),
    ("0301 Oslo", None),
    ("3D-skriver", None),
    ("", None),
]


def test_numbers_in_front_of_answers_are_told_from_bands_and_names():
    assert [(text, numbered(text)) for text, right in NUMBERED if numbered(text) != right] == []


CODED = [
    ("rising", "Aldri | Sjelden | Ofte", True),
    ("falling", "Ofte | Sjelden | Aldri", True),
    ("in neither way", "Aldri | Ofte | Sjelden", False),
    ("names", "Oslo | Bergen | Moss", False),
    ("one unknown between known ones", "Hver dag | I ferien | Ukentlig | Månedlig | Aldri", True),
    ("one unknown at the end", "Aldri | Sjelden | Ofte | Annet", False),
    ("numbers between ends", "Helt uenig | 2 | 3 | 4 | Helt enig", True),
    ("numbers between unknown ends", "Venstre | 2 | 3 | Høyre", True),
    ("numbers behind names", "Rød | Grønn | Blå | 4 | 5", False),
    ("a number behind two names", "Ja | Nei | 3", False),
    ("bands among numbers", "None | 2 | 3 | 4-6 | 7 or more", True),
    ("two answers of a scale", "Enig | Uenig", True),
    ("yes and no", "Ja | Nei", False),
]


def test_codes_with_labels_are_ordered_where_the_labels_rise_or_fall():
    told = {
        why: stands_in_order(list(enumerate(labels.split(" | "), 1))) for why, labels, _ in CODED
    }
    assert told == {why: ordered for why, _, ordered in CODED}
