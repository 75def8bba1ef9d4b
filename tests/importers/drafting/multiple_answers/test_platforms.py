"""Exports of survey platforms: whatever is asked and marked, the counts come back as they were."""

import platform_files as platforms
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from insight.importers.drafting.draft import draft_of
from insight.importers.readers.opening import read_source
from insight.importers.readers.source import ImportOptions

ANSWERS = ("Helsenorge", "E-post", "Telefon, døgnet rundt", 'Si "ja", takk', "Å møte opp (ute)")
QUESTIONS = ("Hvilke kanaler bruker du?", "Kanaler", "Q5. Bruk (velg alle)", "Del 2: Bruk - nå")
FEW = settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])

words = st.text("abcdeæøåXYZÆØÅ", min_size=2, max_size=8)
ends = st.sampled_from(
    ["", ", {}", " ({}, eller {})", ' "{}"', " – {}", " & {}", "'s", " 100 %", "; nei"]
)


@st.composite
def asked(draw, signs: bool = True, alone: int = 1) -> platforms.Asked:
    """A question of which each answer is marked alone by some, and together with others by more."""
    begins = draw(st.lists(words, min_size=3, max_size=7, unique_by=str.casefold))
    answers = []
    for number, begin in enumerate(begins):
        end = draw(ends) if signs else ""
        answers.append(begin + end.format(f"{begin.lower()}{number}", f"ø{number}"))
    numbers = range(len(answers))
    rows = draw(st.lists(st.sets(st.sampled_from(numbers)), min_size=20, max_size=60))
    single = [{number} for number in numbers for _ in range(alone)]
    together = [{*numbers}, {*numbers[::2]}]
    marked = tuple(frozenset(row) for row in [*single, *together, *rows])
    return platforms.Asked(draw(st.sampled_from(QUESTIONS)), answers, marked)


def counts_of(table: platforms.Table, folder) -> tuple[dict[str, int], list[str], tuple[str, ...]]:
    """Return what an import counts for each answer, its questions, and what it left undecided."""
    path = folder / "svar.csv"
    path.write_bytes(platforms.as_csv(table))
    draft = draft_of(read_source(path, ImportOptions()))
    written = {
        name: values.to_pylist()
        for piece in draft.pieces
        for name, values in zip(piece.names, piece.make(), strict=True)
    }
    several = [one for one in draft.variables if one.kind == "multiple"]
    counts = {
        category.label: sum(mark == 1 for mark in written[category.column])
        for variable in several
        for category in variable.categories
    }
    undecided = tuple(one.variable for one in draft.undecided)
    return counts, [one.id for one in several], undecided


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("platforms")


@pytest.mark.parametrize("write", platforms.WITH_WORDS, ids=lambda write: write.__name__)
@FEW
@given(question=asked())
def test_columns_with_the_answers_words_give_back_the_counts(folder, write, question):
    counts, questions, _ = counts_of(write(question), folder)
    assert len(questions) == 1
    assert counts == question.counts


@pytest.mark.parametrize("write", platforms.WITH_CODES, ids=lambda write: write.__name__)
@FEW
@given(question=asked())
def test_columns_with_codes_give_back_the_counts_in_order(folder, write, question):
    counts, questions, _ = counts_of(write(question), folder)
    assert len(questions) == 1
    assert [*counts.values()] == [*question.counts.values()]


@pytest.mark.parametrize(
    "write", [platforms.lines, platforms.bars], ids=lambda write: write.__name__
)
@FEW
@given(question=asked())
def test_cells_with_a_sign_that_no_answer_holds_give_back_the_counts(folder, write, question):
    counts, questions, _ = counts_of(write(question), folder)
    assert len(questions) == 1
    assert counts == question.counts


@FEW
@given(question=asked(signs=False))
def test_cells_of_microsoft_forms_give_back_the_counts(folder, question):
    counts, _, _ = counts_of(platforms.microsoft_forms(question), folder)
    assert counts == question.counts


@FEW
@given(question=asked(signs=False))
def test_cells_of_google_forms_give_back_the_counts(folder, question):
    counts, _, _ = counts_of(platforms.google_forms(question), folder)
    assert counts == question.counts


@FEW
@given(question=asked(alone=5))
def test_answers_with_commas_are_counted_right_or_left_to_a_person(folder, question):
    counts, _, undecided = counts_of(platforms.google_forms(question), folder)
    assert counts == question.counts or undecided


@pytest.mark.parametrize(
    "write",
    [*platforms.WITH_WORDS, platforms.google_forms, platforms.microsoft_forms],
    ids=lambda write: write.__name__,
)
def test_an_ordinary_question_is_understood(folder, write):
    chosen = [[0], [1], [0, 2], [2], [1, 3], [4], [0, 1, 4], [3], [], [0, 3, 4], [2, 4], [0, 1]]
    marked = tuple(frozenset(row) for row in chosen * 6)
    question = platforms.Asked("Hvilke kanaler bruker du?", ANSWERS, marked)
    counts, (name,), _ = counts_of(write(question), folder)
    assert counts == question.counts
    assert name in ("Hvilke kanaler bruker du", "G01Q01")
