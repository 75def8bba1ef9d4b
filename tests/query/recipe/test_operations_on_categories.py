"""Operations on categories and names, on a few respondents whose answer is checked by eye."""

import pytest
from recoded_survey import LABEL, codes, columns, counts, labels, recoded, rows
from survey_folder import both, multiple, net, numeric, segment, single

from insight.analysis.table import table
from insight.query.recipe.step_counts import count_steps

SCALE = single(1, 2, 3, 4, 5, 9, ordered=True, missing={9: "dont_know"}, nets=[net("high", 4, 5)])
Q = {"q": [1, 2, 3, 4, 5, 9, None]}


def test_merged_categories_are_one_and_the_raw_column_is_not_to_be_had():
    survey = recoded(Q, {"q": SCALE}, f'do = "merge"\nvariable = "q"\ncodes = [4, 5]\n{LABEL}')
    assert rows(survey, "q") == [1, 2, 3, 4, 4, 9, None]
    assert codes(survey, "q") == [1, 2, 3, 4, 9]
    assert labels(survey, "q")[3] == "New"
    assert [(each.id, each.codes) for each in survey.codebook.variable("q").nets] == [
        ("high", ("4",))
    ]


def test_a_merged_category_may_have_a_code_and_a_place_of_its_own():
    step = f'do = "merge"\nvariable = "q"\ncodes = [2, 3]\ncode = 7\n{LABEL}\nas = "r"'
    survey = recoded(Q, {"q": SCALE}, step)
    assert rows(survey, "r") == [1, 7, 7, 4, 5, 9, None]
    assert columns(survey) == {"r"}
    assert [*survey.codebook.variables] == ["r"]


def test_both_stay_where_somebody_asks_for_it():
    step = f'do = "merge"\nvariable = "q"\ncodes = [2, 3]\n{LABEL}\nas = "r"\nkeep = true'
    survey = recoded(Q, {"q": SCALE}, step)
    assert rows(survey, "q", "r")[1:3] == [[2, 2], [3, 2]]
    assert [*survey.codebook.variables] == ["q", "r"]


def test_a_net_with_some_of_the_merged_categories_is_taken_out_and_told():
    survey = recoded(Q, {"q": SCALE}, f'do = "merge"\nvariable = "q"\ncodes = [3, 4]\n{LABEL}')
    assert survey.codebook.variable("q").nets == ()
    [trace] = survey.recoding.traces
    assert [remark.text("en") for remark in trace.remarks] == [
        "q: nets with only some of the merged categories are taken out (high)."
    ]


def test_merged_codes_for_no_answer_stay_so():
    variable = single(1, 8, 9, missing={8: "refused", 9: "dont_know"})
    step = f'do = "merge"\nvariable = "q"\ncodes = [8, 9]\n{LABEL}'
    survey = recoded({"q": [1, 8, 9]}, {"q": variable}, step)
    assert rows(survey, "q") == [1, 8, 8]
    assert survey.codebook.variable("q").categories[1].missing == "other"


def test_merged_answers_of_several_are_given_where_any_is():
    frame = {"a": [1, 0, 0, None], "b": [0, 1, 0, None], "c": [1, 1, 1, None]}
    question = multiple({"a": "a", "b": "b", "c": "c"}, nets=[net("all", "a", "b", "c")])
    step = f'do = "merge"\nvariable = "m"\ncodes = ["a", "b"]\n{LABEL}'
    survey = recoded(frame, {"m": question}, step)
    assert rows(survey, "a", "c") == [[1, 1], [1, 1], [0, 1], [None, None]]
    assert columns(survey) == {"a", "c"}
    assert counts(survey, "m") == {"a": 2, "c": 3, "all": 3}


def test_text_codes_are_merged_too_and_whole_numbers_among_them_are_texts():
    for written, code in (('"both"', "both"), ("1", "1")):
        step = f'do = "merge"\nvariable = "g"\ncodes = ["n", 1]\ncode = {written}\n{LABEL}'
        survey = recoded({"g": ["n", "1", "w", "2"]}, {"g": segment("n", 1, "w", 2)}, step)
        assert rows(survey, "g") == [code, code, "w", "2"]


def test_a_scale_is_turned_round_and_its_nets_with_it():
    survey = recoded(Q, {"q": SCALE}, 'do = "reverse"\nvariable = "q"')
    assert rows(survey, "q") == [5, 4, 3, 2, 1, 9, None]
    assert codes(survey, "q") == [1, 2, 3, 4, 5, 9]
    assert labels(survey, "q")[:2] == ["kode 5 en", "kode 4 en"]
    assert survey.codebook.variable("q").net("high").codes == ("2", "1")


PLACES = [f"place {number}" for number in range(10, 70)]


@pytest.mark.parametrize("places", [range(1, 61), PLACES], ids=["numbers", "texts"])
def test_very_many_categories_are_counted_and_recoded_as_few_are(places):
    first, second, *_, other, last = places
    frame = {"q": [first, second, second, last, None], "t": [0, 0, 0, 1, 0]}
    out = 'do = "leave_out"\nall = [{ variable = "t", codes = [1] }]'
    merge = f'do = "merge"\nvariable = "q"\ncodes = {[other, last]}\n{LABEL}'
    order = f'do = "reorder"\nvariable = "q"\ncodes = {[second]}\nordered = true'
    survey = recoded(frame, {"q": single(*places), "t": single(0, 1)}, merge, out, order)
    merged, _, ordered = count_steps(survey)
    assert (merged.before, merged.after) == ({str(other): 0, str(last): 1}, {str(other): 1})
    given = rows(survey, "q")
    for counted, answers in ((ordered.before, frame["q"][:3]), (ordered.after, given[:3])):
        assert {code: n for code, n in counted.items() if n} == {
            str(answers[0]): 1,
            str(answers[1]): 2,
        }
    assert given == ([2, 1, 1, None] if first == 1 else [first, second, second, None])


def test_a_number_is_turned_round_between_its_ends():
    number = numeric(categories=[{"code": 99, "missing": "refused", **both("no")}])
    step = 'do = "reverse"\nvariable = "x"\nlow = 0\nhigh = 10'
    survey = recoded({"x": [0.0, 2.5, 10.0, 99.0, None]}, {"x": number}, step)
    assert rows(survey, "x") == [10.0, 7.5, 0.0, None, None]


def test_an_unordered_variable_keeps_its_codes_in_another_order():
    survey = recoded(
        {"g": [1, 2, 3]}, {"g": segment(1, 2, 3)}, 'do = "reorder"\nvariable = "g"\ncodes = [3]'
    )
    assert (codes(survey, "g"), rows(survey, "g")) == ([3, 1, 2], [1, 2, 3])


def test_a_scale_in_another_order_has_codes_that_ascend_for_means_are_of_codes():
    # As a text file in the order of the alphabet gives it: 1 agree, 2 disagree, 3 neither.
    variable = single(1, 2, 3, 9, missing={9: "dont_know"}, nets=[net("agree", 1)])
    step = 'do = "reorder"\nvariable = "q"\ncodes = [2, 3, 1]\nordered = true'
    survey = recoded({"q": [1, 1, 2, 3, 9]}, {"q": variable}, step)
    assert codes(survey, "q") == [1, 2, 3, 9]
    assert labels(survey, "q") == ["kode 2 en", "kode 3 en", "kode 1 en", "kode 9 en"]
    assert rows(survey, "q") == [3, 3, 1, 2, 9]
    assert survey.codebook.variable("q").net("agree").codes == ("3",)
    [mean] = table(survey, "q", statistic="mean", base="valid").estimates
    assert mean.value == pytest.approx((3 + 3 + 1 + 2) / 4)


def test_codes_become_missing_and_answers_again():
    mark = 'do = "missing"\nvariable = "q"\ncodes = [5]\nreason = "refused"'
    answer = 'do = "missing"\nvariable = "q"\ncodes = [9]\nreason = "answer"'
    survey = recoded(Q, {"q": SCALE}, mark, answer)
    assert [each.missing for each in survey.codebook.variable("q").categories][-2:] == [
        "refused",
        None,
    ]
    assert rows(survey, "q") == [1, 2, 3, 4, 5, 9, None]


def test_a_number_gets_codes_for_no_answer():
    step = 'do = "missing"\nvariable = "x"\ncodes = [98, 99]\nreason = "other"'
    survey = recoded({"x": [1, 2, 98, 99]}, {"x": numeric()}, step)
    [mean] = table(survey, "x").estimates
    assert (mean.value, mean.base) == (1.5, 2)


# --- Names ---


def test_words_change_and_what_is_not_given_stays():
    step = (
        'do = "label"\nvariable = "q"\nquestion = { nb = "Hva?", en = "What?" }\n'
        'categories = [{ code = 1, nb = "Lav", en = "Low" }]'
    )
    survey = recoded(Q, {"q": SCALE}, step)
    variable = survey.codebook.variable("q")
    assert (variable.question.en, variable.label.en) == ("What?", "single en")
    assert labels(survey, "q")[:2] == ["Low", "kode 2 en"]


def test_a_variable_gets_another_id_and_the_old_one_is_free():
    survey = recoded(
        {"q": [1, 2], "x": [30.0, 40.0]},
        {"q": single(1, 2), "x": numeric()},
        'do = "rename"\nvariable = "q"\nas = "trust"',
        'do = "rename"\nvariable = "x"\nas = "q"',
    )
    assert rows(survey, "trust", "q") == [[1, 30.0], [2, 40.0]]
    assert columns(survey) == {"trust", "q"}


def test_two_variables_change_names():
    frame, variables = {"a": [1, 2], "b": [2, 2]}, {"a": single(1, 2), "b": single(1, 2)}
    names = [("a", "c"), ("b", "a"), ("c", "b")]
    steps = [f'do = "rename"\nvariable = "{old}"\nas = "{new}"' for old, new in names]
    assert rows(recoded(frame, variables, *steps), "a", "b") == [[2, 1], [2, 2]]
