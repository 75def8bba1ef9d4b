"""Operations on respondents, and operations one after another, checked by eye."""

import pytest
from recoded_survey import LABEL, columns, counts, recoded, rows
from survey_folder import multiple, net, numeric, segment, single

from insight.analysis.table import table

SCALE = single(1, 2, 3, 4, 5, 9, ordered=True, missing={9: "dont_know"}, nets=[net("high", 4, 5)])
Q = {"q": [1, 2, 3, 4, 5, 9, None]}


BANDS = "bands = [{ below = 18 }, { from = 18, below = 30 }, { from = 30 }]"


def test_a_weight_is_chosen():
    frame = {"q": [1, 1, 2], "w": [1.0, 1.0, 2.0]}
    survey = recoded(frame, {"q": single(1, 2), "w": numeric()}, 'do = "weight"\nvariable = "w"')
    assert survey.codebook.design.weight == "w"
    assert survey.codebook.variable("w").role == "other"
    assert [estimate.value for estimate in table(survey, "q").estimates] == [0.5, 0.5]


def test_respondents_of_a_test_are_left_out_of_everything():
    frame = {"q": [1, 2, 2, 1], "status": ["real", "test", "real", None]}
    variables = {"q": single(1, 2), "status": segment("real", "test")}
    step = 'do = "leave_out"\nall = [{ variable = "status", codes = ["test"] }]'
    survey = recoded(frame, variables, step)
    assert survey.respondents == 3
    assert counts(survey, "q") == {"1": 2, "2": 1}


@pytest.mark.parametrize(
    "step",
    ['do = "leave_out"\nall = [{ variable = "w", codes = [2] }]', 'do = "weight"\nvariable = "w"'],
)
def test_of_other_respondents_no_level_was_published(step):
    item = single(1, 2, anchors=[{"target": 1, "basis": "published"}])
    frame, variables = {"q": [1, 1, 2], "w": [1.0, 1.0, 2.0]}, {"q": item, "w": numeric()}
    asked = [recoded(frame, variables, *steps, simulated=True) for steps in ((), (step,))]
    bases = [table(survey, "q").estimates[0].basis for survey in asked]
    assert bases == ["published", "assumed"]


def test_respondents_are_left_out_where_any_rule_is_met():
    frame = {"q": [1, 2, 2, 1], "age": [5, 20, None, 200]}
    limits = ("below = 15", "from = 120", "blank = true")
    rules = ", ".join(f'{{ variable = "age", {limit} }}' for limit in limits)
    survey = recoded(
        frame, {"q": single(1, 2), "age": numeric()}, f'do = "leave_out"\nany = [{rules}]'
    )
    assert rows(survey, "q", "age") == [[2, 20]]


def test_respondents_who_are_left_out_need_no_place_in_the_design():
    frame = {"q": [1, 2, 1], "w": [1.0, None, 2.0], "t": [0, 1, 0]}
    step = 'do = "leave_out"\nall = [{ variable = "t", codes = [1] }]'
    survey = recoded(frame, {"q": single(1, 2), "t": single(0, 1)}, step, design={"weight": "w"})
    assert survey.respondents == 2


GROUPS = """do = "segment"
as = "who"
label = { nb = "Hvem", en = "Who" }
otherwise = { nb = "Andre", en = "Others" }
groups = [
    { nb = "Unge menn", en = "Young men", all = [
        { variable = "g", codes = ["m"] }, { variable = "age", below = 30 },
    ] },
    { nb = "Unge", en = "Young", all = [{ variable = "age", below = 30 }] },
]"""


def test_a_segment_is_the_first_group_whose_conditions_are_met():
    frame = {"g": ["m", "f", "m", "f", None, None], "age": [20, 20, 40, None, 20, None]}
    survey = recoded(frame, {"g": segment("m", "f"), "age": numeric()}, GROUPS)
    # The fourth and the last may be young: they are not said to be others.
    assert rows(survey, "who") == [1, 2, 3, None, 2, None]
    assert survey.codebook.variable("who").role == "segment"


def test_without_others_a_respondent_may_be_in_no_group():
    frame = {"g": ["m", "f"], "age": [20, 40]}
    without = GROUPS.replace('otherwise = { nb = "Andre", en = "Others" }\n', "")
    survey = recoded(frame, {"g": segment("m", "f"), "age": numeric()}, without)
    assert rows(survey, "who") == [1, None]


def test_a_group_may_be_of_those_who_gave_any_of_several_answers():
    frame = {"a": [1, 0, 0, None], "b": [0, 1, 0, None]}
    step = """do = "segment"
as = "who"
label = { nb = "Hvem", en = "Who" }
groups = [{ nb = "Ja", en = "Yes", all = [{ variable = "m", codes = ["a", "b"] }] },
          { nb = "Ikke spurt", en = "Not asked", all = [{ variable = "m", blank = true }] }]"""
    survey = recoded(frame, {"m": multiple({"a": "a", "b": "b"})}, step)
    assert rows(survey, "who") == [1, 1, None, 2]


# --- One after another ---


def test_an_operation_sees_what_those_before_it_have_made():
    survey = recoded(
        {"age": [10, 20, 40, 70]},
        {"age": numeric()},
        f'do = "band"\nvariable = "age"\n{BANDS}',
        f'do = "merge"\nvariable = "age"\ncodes = [1, 2]\n{LABEL}',
        'do = "reverse"\nvariable = "age"',
        'do = "rename"\nvariable = "age"\nas = "life"',
    )
    assert rows(survey, "life") == [3, 3, 1, 1]
    assert columns(survey) == {"life"}


def test_a_step_that_is_off_is_not_carried_out():
    off = f'do = "merge"\noff = true\nvariable = "q"\ncodes = [4, 5]\n{LABEL}'
    survey = recoded(Q, {"q": SCALE}, off, 'do = "reverse"\nvariable = "q"')
    assert rows(survey, "q") == [5, 4, 3, 2, 1, 9, None]


@pytest.mark.parametrize("kind", ["int8", "float64", "string", "Int64", "bool"])
def test_columns_of_any_type_are_recoded(kind):
    import pandas as pd

    column = pd.Series([1, 0, 1]).astype(kind)
    step = f'do = "merge"\nvariable = "q"\ncodes = [0, 1]\n{LABEL}\nas = "r"\nkeep = true'
    survey = recoded({"q": column}, {"q": single(0, 1)}, step)
    assert rows(survey, "r") == [0, 0, 0]
