"""The figures and tests of a book are those of table and compare, to the last digit."""

import math
from dataclasses import replace

import pytest
from survey_folder import net, segment, single, write_survey

from insight import compare, open_survey, table
from insight.analysis.book.book_rows import letters_below, rows_of
from insight.analysis.book.tab_book import plan_book
from insight.query.opened import open_in
from insight.query.store import Store
from insight.statistics.contrasts import adjust_p_values
from insight.survey.folders import bundled_data, find_survey

BANNERS = {
    "citizens": ["gender", "age_group*gender"],
    "health_personnel": ["target_group"],
    "organisations": ["org_type"],
}


def small(root, min_base):
    """Three groups of 200 of whom 20, 100 and 102 say yes, and a fourth of 4, all in one half."""
    yes = [20, 100, 102, 2]
    sizes = [200, 200, 200, 4]
    frame = {
        "q": [1 + (n >= some) for some, size in zip(yes, sizes, strict=True) for n in range(size)],
        "g": [code for code, size in enumerate(sizes, start=1) for _ in range(size)],
        "half": [1 + n % 2 for size in sizes for n in range(size)],
    }
    variables = {
        "q": single(1, 2, ordered=True, nets=[net("any", 1, 2)]),
        "g": segment(1, 2, 3, 4),
        "half": segment(1, 2),
    }
    gates = {"min_base": min_base, "min_effective_base": 0, "low_base": 0}
    return open_survey(write_survey(root, "s", frame, variables, disclosure=gates))


@pytest.fixture(scope="module")
def eye(tmp_path_factory):
    """Nothing is hidden."""
    return small(tmp_path_factory.mktemp("eye"), 0)


@pytest.fixture(scope="module")
def guarded(tmp_path_factory):
    return small(tmp_path_factory.mktemp("guarded"), 10)


def only(book):
    [question] = book.questions()
    return question


# --- Letters and words, by eye -------------------------------------------------------------------


def test_letters_name_the_columns_than_which_a_column_is_higher(eye):
    book = plan_book(eye, ["q"], ["g"], where=["g=1,2,3"])
    question = only(book)
    row = next(row for row in question.rows() if row.key == "1")
    letters = [letters_below(book, question, row, column) for column in book.banner.columns]
    assert letters == [[], ["A"], ["A"]]  # 10 %, 50 %, 51 %
    rest = question.families["rest"]
    found = [rest.finding(rest.of_rest("1", column)) for column in book.banner.columns]
    assert found == ["lower", "higher", "higher"]


def test_of_two_columns_each_is_the_others_rest(eye):
    book = plan_book(eye, ["q"], ["g"], where=["g=1,2"])
    question = only(book)
    rest = question.families["rest"]
    first, second = (rest.of_rest("1", column) for column in book.banner.columns)
    assert (rest.finding(first), rest.finding(second)) == ("lower", "higher")
    assert first.value == -second.value == pytest.approx(-0.4)
    assert rest.count == 4  # two answers, a net that everybody gave, and the mean


def test_all_tests_of_a_question_are_corrected_together(eye):
    book = plan_book(eye, ["q"], ["g", "half"])
    family = only(book).families["rest"]
    gaps = [gap for comparison in family.comparisons.values() for gap in comparison]
    p_values = [gap.claim.p if gap.claim else math.nan for gap in gaps]
    expected = adjust_p_values(p_values, "holm")
    assert [gap.p_claim_adjusted for gap in gaps if gap.claim] == [
        p for p in expected if not math.isnan(p)
    ]
    assert family.count == sum(gap.claim is not None for gap in gaps) > 4


def test_nested_columns_are_tested_within_the_outer_group(eye):
    question = only(plan_book(eye, ["q"], ["half*g"], where=["g=1,2,3"]))
    within = compare(
        eye, "q", "1", "g", where=["g=1,2,3", "half=2"], against="rest", adjustment="none"
    )
    of_book = question.families["rest"].comparisons["1", 0, ("2",)]
    assert [gap.claim for gap in of_book] == [gap.claim for gap in within]


# --- What is hidden ------------------------------------------------------------------------------


def test_small_columns_are_hidden_and_so_is_what_would_give_them_away(guarded):
    book = plan_book(guarded, ["q"], ["g"])
    rows = rows_of(book, only(book), "nb").rows
    hidden = {row["column"] for row in rows if row["flag"] == "suppressed"}
    assert "D" in hidden
    assert len(hidden) > 1
    for row in rows:
        if row["column"] in hidden:
            told = ("n", "base", "value", "low", "upp", "difference", "p", "n_eff")
            assert [row[name] for name in told] == [None] * len(told)
            assert row["higher_than"] == ""
    letters = {letter for row in rows for letter in str(row["higher_than"]).split()}
    assert not letters & hidden


# --- The same as table and compare ----------------------------------------------------------------


@pytest.mark.parametrize("name", BANNERS)
def test_every_cell_is_that_of_table_and_of_compare(name):
    survey = open_survey(name, bundled_data())
    apart = open_in(Store(), find_survey(name, bundled_data()))  # and remembers nothing of the book
    wave = survey.codebook.usual_wave
    where = [f"{survey.codebook.wave.id}={wave}"] if wave else []
    item = survey.codebook.items[0].id
    book = plan_book(survey, [item], BANNERS[name], where=where)
    question = only(book)
    for statistic, tables in question.tables.items():
        for by, of_book in zip([(), *book.banner.headings], tables, strict=True):
            names = [variable.id for variable in by]
            alone = table(apart, item, by=names, where=where, nets=True, statistic=statistic)
            assert of_book.estimates == alone.estimates
    assert all(family.comparisons for family in question.families.values())
    assert {*question.families} == {"rest", "pairs"}
    for against, family in question.families.items():
        for (key, heading, block), comparison in family.comparisons.items():
            *outer, between = book.banner.headings[heading]
            inside = [f"{by.id}={code}" for by, code in zip(outer, block, strict=True)]
            alone = compare(
                apart, item, key, between.id, where=[*where, *inside], against=against,
                adjustment="none", joint=False, statistic="share" if key else "mean",
                effects=False,  # a book tells no sizes of effects
            )  # fmt: skip
            assert len(comparison) == len(alone) > 0
            for ours, theirs in zip(comparison, alone, strict=True):
                assert replace(ours, p_claim_adjusted=theirs.p_claim_adjusted) == theirs
