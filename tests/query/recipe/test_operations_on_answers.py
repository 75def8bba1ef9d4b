"""Operations on numbers and on questions with several answers, checked by eye."""

import pytest
from recoded_survey import LABEL, codes, columns, counts, labels, recoded, rows
from survey_folder import both, multiple, net, numeric, single

SCALE = single(1, 2, 3, 4, 5, 9, ordered=True, missing={9: "dont_know"}, nets=[net("high", 4, 5)])
Q = {"q": [1, 2, 3, 4, 5, 9, None]}


AGES = {"age": [0, 17, 18, 29.5, 30, 65, 99, -1, None]}
AGE = numeric(categories=[{"code": -1, "missing": "refused", **both("no")}])
BANDS = "bands = [{ below = 18 }, { from = 18, below = 30 }, { from = 30 }]"


def test_a_number_in_bands_takes_the_place_of_the_number():
    survey = recoded(AGES, {"age": AGE}, f'do = "band"\nvariable = "age"\n{BANDS}')
    assert rows(survey, "age") == [1, 1, 2, 2, 3, 3, 3, -1, None]
    variable = survey.codebook.variable("age")
    assert (variable.kind, variable.role, variable.ordered) == ("single", "segment", True)
    assert labels(survey, "age") == ["Below 18", "18 to under 30", "30 or more", "no en"]


def test_codes_that_are_whole_numbers_have_bands_too():
    ages = single(17, 20, 30, 99, missing={99: "refused"})
    step = f'do = "band"\nvariable = "age"\n{BANDS}'
    survey = recoded({"age": [17, 20, 30, 99, None]}, {"age": ages}, step)
    assert rows(survey, "age") == [1, 2, 3, 99, None]
    assert codes(survey, "age") == [1, 2, 3, 99]


def test_numbers_outside_the_bands_are_blank_and_counted_nowhere():
    bands = "[{ from = 18, below = 30 }, { from = 30, below = 67 }]"
    step = f'do = "band"\nvariable = "age"\nbands = {bands}'
    survey = recoded(AGES, {"age": AGE}, step)
    assert rows(survey, "age") == [None, None, 1, 1, 2, 2, None, -1, None]


def test_a_code_for_no_answer_that_a_band_has_gets_another():
    largest = 2**63 - 1
    age = numeric(
        categories=[{"code": code, "missing": "refused", **both("no")} for code in (largest, 2)]
    )
    step = f'do = "band"\nvariable = "age"\nas = "group"\nkeep = true\n{BANDS}'
    survey = recoded({"age": [2, 20, 40]}, {"age": age}, step)
    assert rows(survey, "age", "group") == [[2, 4], [20, 2], [40, 3]]
    assert codes(survey, "group") == [1, 2, 3, largest, 4]


ITEMS = {
    "a": [1, 5, 9, 3, None],
    "b": [5, 1, 4, None, None],
    "c": [2, 4, 3, 5, 1],
}


def test_an_index_is_the_mean_of_the_items_that_were_answered():
    scale = dict.fromkeys(ITEMS, SCALE)
    step = f'do = "index"\nas = "i"\nvariables = ["a", "b", "c"]\nat_least = 2\n{LABEL}'
    survey = recoded(ITEMS, scale, step)
    assert rows(survey, "i") == pytest.approx([8 / 3, 10 / 3, 3.5, 4.0, None])
    assert survey.codebook.variable("i").kind == "numeric"


def test_reversed_items_count_the_other_way():
    scale = dict.fromkeys(ITEMS, SCALE)
    step = (
        f'do = "index"\nas = "i"\nvariables = ["a", "b"]\nreversed = ["b"]\nat_least = 2\n{LABEL}'
    )
    survey = recoded(ITEMS, scale, step)
    assert rows(survey, "i") == [1.0, 5.0, None, None, None]


# --- Questions with several answers ---

OPTIONS = 'options = [{ variable = "a" }, { variable = "b", nb = "Beta", en = "Beta" }]'


def test_columns_become_one_question():
    frame = {"a": [1, 2, 9, None], "b": [2, 1, 1, None]}
    variable = single(1, 2, 9, missing={9: "refused"})
    step = f'do = "together"\nas = "m"\n{OPTIONS}\n{LABEL}'
    survey = recoded(frame, {"a": variable, "b": variable}, step)
    assert rows(survey, "a", "b") == [[1, 0], [0, 1], [None, 1], [None, None]]
    assert [*survey.codebook.variables] == ["m"]
    assert labels(survey, "m") == ["single en", "Beta"]
    assert counts(survey, "m") == {"a": 1, "b": 2}


def test_a_blank_means_not_chosen_where_somebody_says_so():
    frame = {"a": ["x", None, None], "b": [None, "x", None]}
    variable = single("x")
    step = f'do = "together"\nas = "m"\n{OPTIONS}\n{LABEL}\nchosen = ["x"]\nblank = "not_chosen"'
    survey = recoded(frame, {"a": variable, "b": variable}, step)
    assert rows(survey, "a", "b") == [[1, 0], [0, 1], [None, None]]


@pytest.mark.parametrize("name", ["a", "b"])
def test_a_question_may_have_the_name_of_one_of_its_columns(name):
    frame = {"a": [1, 0], "b": [0, 1]}
    step = f'do = "together"\nas = "{name}"\n{OPTIONS}\n{LABEL}'
    survey = recoded(frame, {"a": single(0, 1), "b": single(0, 1)}, step)
    assert rows(survey, "a", "b") == [[1, 0], [0, 1]]
    assert [*survey.codebook.variables] == [name]
    assert counts(survey, name) == {"a": 1, "b": 1}


def test_a_question_is_taken_apart_into_yes_and_no():
    frame = {"a": [1, 0, None], "b": [0, 0, 1]}
    survey = recoded(
        frame, {"m": multiple({"a": "a", "b": "b"})}, 'do = "separate"\nvariable = "m"'
    )
    assert [*survey.codebook.variables] == ["a", "b"]
    assert labels(survey, "a") == ["No", "Yes"]
    assert counts(survey, "a") == {"0": 1, "1": 1}


def test_taken_apart_and_put_together_again_is_the_same():
    frame = {"a": [1, 0, None], "b": [0, 0, 1]}
    apart = 'do = "separate"\nvariable = "m"'
    step = f'do = "together"\nas = "m"\n{OPTIONS}\n{LABEL}'
    survey = recoded(frame, {"m": multiple({"a": "a", "b": "b"})}, apart, step)
    assert rows(survey, "a", "b") == [[1, 0], [0, 0], [None, 1]]


CELLS = ["Web; Phone;", "Phone\r\n", " \n", None, "Web, of any kind", "\xa0Web\t;Web, of any kind"]


def test_cells_of_texts_are_split():
    frame = {"q": [1] * 6, "used": CELLS}
    options = 'options = [{ text = "Web" }, { text = "Phone" }]'
    step = f'do = "split"\ncolumn = "used"\nseparator = ";"\n{options}'
    survey = recoded(frame, {"q": single(1)}, step)
    assert rows(survey, "used_1", "used_2") == [
        [1, 1],
        [0, 1],
        [None, None],
        [None, None],
        [0, 0],
        [1, 0],
    ]
    assert columns(survey) == {"q", "used_1", "used_2"}


def test_an_option_may_hold_the_separator():
    cells = ["Yes,often,No", "Yes, often", "Yes", "No,Yes"]
    options = 'options = [{ text = "Yes" }, { text = "Yes, often" }, { text = "No" }]'
    step = f'do = "split"\ncolumn = "used"\nseparator = ","\n{options}\nas = "use"'
    survey = recoded({"q": [1] * 4, "used": cells}, {"q": single(1)}, step)
    assert rows(survey, "used_1", "used_2", "used_3") == [
        [0, 1, 1],
        [0, 1, 0],
        [1, 0, 0],
        [1, 0, 1],
    ]


@pytest.mark.parametrize("separator", [";", ",", "|", " / ", "\\n", "\\\\", ".*", " "])
def test_any_sign_may_separate(separator):
    sign = separator.encode().decode("unicode_escape")
    frame = {"q": [1, 1, 1], "used": [f"a{sign}b", f"b{sign}c{sign}", "ab"]}
    options = 'options = [{ text = "a" }, { text = "b" }]'
    survey = recoded(
        frame,
        {"q": single(1)},
        f'do = "split"\ncolumn = "used"\nseparator = "{separator}"\n{options}',
    )
    assert rows(survey, "used_1", "used_2") == [[1, 1], [0, 1], [0, 0]]


def test_codes_whose_labels_hold_a_separator_are_split_too():
    words = {1: "Web;Phone;", 2: "Phone;", 3: "None of these", 9: "Refused"}
    categories = [{"code": code, "nb": text, "en": text} for code, text in words.items()]
    categories[-1]["missing"] = "refused"
    variable = {"kind": "single", "label": both("used"), "categories": categories}
    options = 'options = [{ text = "Web" }, { text = "Phone" }]'
    step = f'do = "split"\ncolumn = "u"\nseparator = ";"\n{options}'
    survey = recoded({"u": [1, 2, 3, 9, None]}, {"u": variable}, step)
    assert rows(survey, "u_1", "u_2") == [[1, 1], [0, 1], [0, 0], [None, None], [None, None]]
    assert counts(survey, "u") == {"u_1": 1, "u_2": 2}
