"""A step is taken out where what comes after it would still mean the same."""

import pytest
from recoded_survey import recipe as recipe_of
from recoded_survey import recoded
from survey_folder import multiple, numeric, segment, single

from insight.language.errors import RequestError
from insight.survey.recipe.operations import Recipe, Step
from insight.survey.recipe.recipe_reader import parse_recipe
from insight.web.own_survey.workbench.taken_out import without_step

FRAME = {
    "q": [1, 2, 3, 4, 5, 9] * 4,
    "r": [1, 2, 3] * 8,
    "age": [20.0, 40.0, 60.0, 80.0] * 6,
    "m_1": [0, 1] * 12,
    "m_2": [1, 0] * 12,
    "cells": ["a;b", "a"] * 12,
}
VARIABLES = {
    "q": single(1, 2, 3, 4, 5, 9, ordered=True, missing={9: "dont_know"}),
    "r": single(1, 2, 3, ordered=True),
    "age": numeric(),
    "m": multiple({"one": "m_1", "two": "m_2"}),
    "cells": segment("a;b", "a"),
}
NEW = 'label = { nb = "Ny", en = "New" }'
REVERSE = 'do = "reverse"\nvariable = "q"'
MERGE = f'do = "merge"\nvariable = "q"\ncodes = [4, 5]\n{NEW}'
MERGE_LOW = f'do = "merge"\nvariable = "q"\ncodes = [1, 2]\n{NEW}'
RENAME = 'do = "label"\nvariable = "q"\ncategories = [{ code = 1, nb = "En", en = "One" }]'
REORDER = 'do = "reorder"\nvariable = "q"\ncodes = [5, 1, 2, 3, 4]\nordered = true'
REORDER_MERGED = 'do = "reorder"\nvariable = "q"\ncodes = [4, 1, 2, 3]'
BANDS = '[{ below = 50, nb = "a", en = "a" }, { from = 50, nb = "b", en = "b" }]'
BAND = f'do = "band"\nvariable = "age"\nbands = {BANDS}'
OLD = 'do = "leave_out"\nall = [{ variable = "age", codes = [2] }]'
OLDER = 'do = "leave_out"\nall = [{ variable = "age", from = 70 }]'
GROUPS = (
    f'do = "segment"\nas = "g"\n{NEW}\n'
    'groups = [{ nb = "a", en = "a", all = [{ variable = "q", codes = [1] }] }]'
)
INDEX = f'do = "index"\nas = "i"\nvariables = ["q", "r"]\nat_least = 1\n{NEW}'
TOGETHER = (
    f'do = "together"\nas = "t"\n{NEW}\noptions = [{{ variable = "q" }}, {{ variable = "r" }}]'
)
SEPARATE = 'do = "separate"\nvariable = "m"'
OF_MARKS = 'do = "leave_out"\nall = [{ variable = "m_1", codes = [1] }]'
MISSING = 'do = "missing"\nvariable = "q"\ncodes = [5]\nreason = "other"'
SPLIT = (
    'do = "split"\ncolumn = "cells"\nseparator = ";"\nas = "c"\n'
    'options = [{ text = "kode a", nb = "a", en = "a" }, { text = "z nb", nb = "b", en = "b" }]'
)
CELL = '[{ code = "a;b", nb = "kode a;z nb", en = "x" }]'
RENAME_CELLS = f'do = "label"\nvariable = "cells"\ncategories = {CELL}'

STANDS = {
    "the last": (MERGE, REVERSE),
    "of another variable": (BAND, MERGE),
    "codes that it leaves as they are": (MERGE, MERGE_LOW),
    "words only": (RENAME, MERGE_LOW),
    "what is no answer": (MISSING, RENAME),
    "a scale that an index is of": (REVERSE, INDEX),
    "conditions on numbers": (MERGE, OLDER),
}
RESTS = {
    "codes that it deals anew": (REVERSE, MERGE),
    "words of codes that it deals anew": (REORDER, RENAME),
    "an order of answers that it merges": (MERGE, REORDER_MERGED),
    "bands that respondents are left out by": (BAND, OLD),
    "groups by codes that it deals anew": (REVERSE, GROUPS),
    "marks by codes that it deals anew": (REVERSE, TOGETHER),
    "a variable that it makes": (SEPARATE, OF_MARKS),
    "texts that it writes": (RENAME_CELLS, SPLIT),
}


def taken_out(*steps: str, number: int = 1) -> Recipe:
    survey = recoded(FRAME, VARIABLES, *steps)
    return without_step(survey, parse_recipe(recipe_of(*steps)), number, "en")


def operations(recipe: Recipe) -> list:
    return [step.operation for step in recipe.steps]


@pytest.mark.parametrize("case", STANDS)
def test_a_step_on_which_nothing_rests_is_taken_out(case):
    first, second = STANDS[case]
    kept = operations(parse_recipe(recipe_of(second)))
    assert operations(taken_out(first, second)) == kept
    assert operations(taken_out(second, number=1)) == []


@pytest.mark.parametrize("case", RESTS)
def test_a_step_that_others_rest_on_stays_and_they_are_told(case):
    first, second = RESTS[case]
    with pytest.raises(RequestError) as refusal:
        taken_out(first, second)
    sentence = refusal.value.text("en")
    assert sentence.startswith("Change 1 cannot be taken out yet.")
    assert "(no. 2)" in sentence
    assert operations(taken_out(first, second, number=2)) == operations(
        parse_recipe(recipe_of(first))
    )


def test_all_steps_that_rest_on_it_are_named_and_the_first_of_them_told():
    rest = [MERGE, RENAME, MERGE_LOW, GROUPS]
    with pytest.raises(RequestError) as refusal:
        taken_out(REVERSE, BAND, *rest)
    assert "(no. 3, 4, 5 and 6)" in refusal.value.text("en")
    assert "“kode 2 en”, “kode 1 en” become “New”" in refusal.value.text("en")


def test_steps_that_are_set_aside_rest_on_nothing():
    assert taken_out(BAND, f"{OLD}\noff = true").steps[0].off
    assert isinstance(taken_out(BAND, f"{OLD}\noff = true").steps[0], Step)
