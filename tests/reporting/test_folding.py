"""Small print folds after whole sentences where it is longer than two lines of a phone."""

from hypothesis import given
from hypothesis import strategies as st

from insight.reporting.folding import fold

FIRST = "Hentet fra Kunnskapsgrunnlaget v0.7, et utkast fra høsten 2021."
SECOND = "Trykk på en linje for å se sitat, kilde og temaer."


def test_what_fits_two_lines_does_not_fold():
    assert fold(FIRST) == (FIRST, "")
    assert fold("") == ("", "")


def test_whole_sentences_come_first_and_the_rest_unfolds():
    assert fold(f"{FIRST} {SECOND} {SECOND}") == (FIRST, f"{SECOND} {SECOND}")
    assert fold(f"Kort. Kort. {SECOND} {SECOND}") == (f"Kort. Kort. {SECOND}", SECOND)


def test_a_number_and_a_small_letter_do_not_end_a_sentence():
    shown, _ = fold(
        "Publisert 1. tertial 2021, f.eks. av direktoratet, og lest i utdrag. " + SECOND
    )
    assert shown.endswith("utdrag.")


def test_a_sentence_longer_than_two_lines_is_begun_and_goes_on():
    counts = ("152 tall", "53 behov", "78 linjer om områdene", "148 linjer i analysene")
    words = f"{', '.join(counts)} og {', '.join(counts)}."
    shown, rest = fold(words)
    assert f"{shown.removesuffix('…')}{rest}" == words


@given(st.text("ab. AB,", max_size=300))
def test_nothing_is_lost_and_nothing_is_said_twice(words):
    shown, rest = fold(words)
    together = f"{shown.removesuffix(' …') if rest else shown} {rest}"
    assert together.split() == words.split()
