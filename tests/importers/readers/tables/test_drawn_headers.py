"""Header rows over answers that are drawn: none is lost, and most headers are recognised."""

from collections import Counter
from random import Random

from header_tables import as_table
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from insight.importers.readers.tables.column_headings import headings_of
from insight.importers.readers.tables.header_rows import header_of

KINDS = {
    "a number of one's own": lambda random, row: str(1000 + row),
    "a scale": lambda random, row: str(random.randint(1, 5)),
    "an age": lambda random, row: str(random.randint(18, 90)),
    "a day": lambda random, row: f"2024-05-{1 + row % 28:02}",
    "words of a scale": lambda random, row: random.choice(["Helt enig", "Uenig", "Vet ikke"]),
    "places": lambda random, row: random.choice(["Oslo", "Bø", "Tromsø", "Moss"]),
    "free text": lambda random, row: f"Nr. {row} sier {random.choice(['ja', 'at det tar tid'])}",
    "a few comments": lambda random, row: random.choice(["Fin", "Hvorfor?", "", "", "", ""]),
    "a mark of 0 and 1": lambda random, row: random.choice("01"),
    "a mark in words": lambda random, row: random.choice(["Telefon", ""]),
    "one thing for all": lambda random, row: "Norge",
    "nothing": lambda random, row: "",
}
QUESTIONS = [
    *("Hva er ditt kjønn?", "Hvor gammel er du?", "Hvor enig er du?", "Hva kan bli bedre?"),
    *("Tillit til fastlegen", "Tillit - Sykehus", "Alder", "Kjønn", "Kommentar", "Antall besøk"),
]


def drawn_answers(random, fewest_columns=1):
    """Rows of answers of columns of any kind."""
    kinds = random.choices([*KINDS.values()], k=random.randint(fewest_columns, 10))
    return [
        tuple(kind(random, row) for kind in kinds) for row in range(random.choice([3, 6, 12, 40]))
    ]


@settings(deadline=None)
@given(st.lists(st.lists(st.sampled_from(["", "1", "2", "Ja", "Kari", "a b c?"]), min_size=3,
                         max_size=3), min_size=1, max_size=12))  # fmt: skip
def test_every_row_is_above_header_or_answers_and_every_column_has_a_heading(rows):
    found = header_of(as_table(rows))
    assert 0 <= found.above <= found.end <= len(rows)
    assert len(headings_of(found)) in (0, 3)


@settings(deadline=None)
@given(st.randoms(use_true_random=False))
def test_no_answer_is_lost_whatever_is_answered(random):
    rows = drawn_answers(random)
    assume(any(map(any, rows)))
    for names in (
        tuple(f"Q{number}" for number in range(len(rows[0]))),
        tuple(QUESTIONS[: len(rows[0])]),
    ):
        assert (header_of([names, *rows]).above, header_of([names, *rows]).end) == (0, 1)


def test_most_questions_below_names_are_recognised():
    random = Random(1)
    counts = Counter()
    for _ in range(400):
        rows = drawn_answers(random, fewest_columns=4)
        names = tuple(f"Q{number}" for number in range(len(rows[0])))
        counts[header_of([names, tuple(QUESTIONS[: len(names)]), *rows]).end] += 1
    assert set(counts) == {1, 2}
    assert counts[2] >= 360


def test_questions_over_options_are_recognised():
    random = Random(1)
    for _ in range(300):
        questions, options, asked = [], [], []
        for number in range(random.randint(2, 4)):
            reach = random.choice([1, 1, 2, 5])
            question = f"{random.choice(QUESTIONS)} {number}"
            asked += [question if reach > 1 else ""] * reach
            questions += [question, *[""] * (reach - 1)]
            options += ["Web", "Mail", "Chat", "Brev", "Fax"][:reach] if reach > 1 else ["Svar"]
        rows = [tuple(random.choice("01") for _ in asked) for _ in range(12)]
        names = tuple(f"q{number}" for number in range(len(asked)))
        for above in ([], [names]) if len(names) > 2 and any(asked) else ():
            found = header_of([*above, tuple(questions), tuple(options), *rows])
            assert found.end == 2 + len(above)
            assert [heading.question for heading in headings_of(found)] == asked
