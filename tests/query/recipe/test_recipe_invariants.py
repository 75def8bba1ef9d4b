"""What holds of every recipe of a kind: sums of merged codes, scales turned twice, bands."""

from itertools import pairwise

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from recoded_survey import LABEL, counts, recoded, rows
from survey_folder import numeric, single

CODES = [1, 2, 3, 4, 5]
ANSWERS = st.lists(st.sampled_from([*CODES, None]), min_size=1, max_size=12)
SCALE = {"q": single(*CODES, ordered=True)}


def column(name: str, answers: list[int | None]) -> dict:
    """A column of codes, which stays one where nobody has answered."""
    return {name: pd.array(answers, "Int64")}


def codes(chosen: list[int]) -> str:
    return f"[{', '.join(map(str, chosen))}]"


@settings(max_examples=25, deadline=None)
@given(ANSWERS, st.lists(st.sampled_from(CODES), min_size=2, max_size=4, unique=True))
def test_a_merged_category_has_the_sum_of_what_it_was_made_of(answers, merged):
    before = counts(recoded(column("q", answers), SCALE), "q")
    step = f'do = "merge"\nvariable = "q"\ncodes = {codes(merged)}\n{LABEL}'
    after = counts(recoded(column("q", answers), SCALE, step), "q")
    assert after.pop(str(merged[0])) == sum(before.pop(str(code)) for code in merged)
    assert after == before


@settings(max_examples=25, deadline=None)
@given(ANSWERS)
def test_a_scale_that_is_turned_twice_is_as_it_was(answers):
    turn = 'do = "reverse"\nvariable = "q"'
    assert rows(recoded(column("q", answers), SCALE, turn, turn), "q") == answers


@settings(max_examples=25, deadline=None)
@given(ANSWERS, st.permutations(CODES))
def test_another_order_moves_the_same_answers(answers, order):
    step = f'do = "reorder"\nvariable = "q"\ncodes = {codes(order)}'
    survey = recoded(column("q", answers), SCALE, step)
    assert rows(survey, "q") == [None if a is None else 1 + order.index(a) for a in answers]


NUMBERS = st.lists(
    st.none() | st.floats(-1e9, 1e9, allow_nan=False) | st.integers(-50, 50).map(float),
    min_size=1,
    max_size=12,
)
CUTS = st.lists(st.integers(-40, 40) | st.floats(-1e6, 1e6), min_size=1, max_size=5, unique=True)


@settings(max_examples=25, deadline=None)
@given(NUMBERS, CUTS.map(sorted))
def test_bands_part_all_numbers_each_into_one(numbers, cuts):
    inner = [f"{{ from = {low}, below = {high} }}" for low, high in pairwise(cuts)]
    bands = [f"{{ below = {cuts[0]} }}", *inner, f"{{ from = {cuts[-1]} }}"]
    step = f'do = "band"\nvariable = "x"\nbands = [{", ".join(bands)}]'
    survey = recoded({"x": pd.array(numbers, "Float64")}, {"x": numeric()}, step)
    expected = [None if x is None else 1 + sum(x >= cut for cut in cuts) for x in numbers]
    assert rows(survey, "x") == expected


@settings(max_examples=25, deadline=None)
@given(
    st.lists(st.lists(st.sampled_from([*CODES, None]), min_size=3, max_size=3), min_size=1),
    st.integers(1, 3),
    st.booleans(),
)
def test_an_index_is_what_is_computed_by_hand(answers, least, turned):
    frame = {
        name: pd.array([row[place] for row in answers], "Int64") for place, name in enumerate("abc")
    }
    more = 'reversed = ["b"]' if turned else ""
    step = (
        f'do = "index"\nas = "i"\nvariables = ["a", "b", "c"]\nat_least = {least}\n{LABEL}\n{more}'
    )
    survey = recoded(frame, dict.fromkeys("abc", SCALE["q"]), step)
    for row, mean in zip(answers, rows(survey, "i"), strict=True):
        scores = [6 - x if turned and at == 1 else x for at, x in enumerate(row) if x is not None]
        expected = sum(scores) / len(scores) if len(scores) >= least else None
        assert mean == (None if expected is None else pytest.approx(expected))


HOSTILE = ['"', "a b", "'; DROP TABLE x; --", "{}", "$path", "é", "select", "a" * 200, "%s", "\\\\"]


@pytest.mark.parametrize("name", HOSTILE)
def test_a_name_is_a_name_and_nothing_else(name):
    written = name.replace('"', '\\"')
    step = f'do = "rename"\nvariable = "q"\nas = "{written}"'
    merge = f'do = "merge"\nvariable = "{written}"\ncodes = [1, 2]\n{LABEL}'
    survey = recoded({"q": [1, 2, 3]}, {"q": single(1, 2, 3)}, step, merge)
    assert rows(survey, name.replace("\\\\", "\\")) == [1, 1, 3]


@pytest.mark.parametrize("text", ["'", "'; DROP TABLE x; --", "$recipe_0", "{0}", "%", "\\"])
def test_a_text_is_a_text_and_nothing_else(text):
    written = text.replace("\\", "\\\\")
    step = f'do = "merge"\nvariable = "q"\ncodes = ["{written}", "b"]\n{LABEL}'
    survey = recoded({"q": [text, "b", "c"]}, {"q": single(text, "b", "c")}, step)
    assert rows(survey, "q") == [text, text, "c"]
