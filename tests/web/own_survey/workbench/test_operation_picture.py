"""The picture of an operation: what is small is hidden, and what no page shows is refused."""

import pytest
from recoded_survey import recoded
from survey_folder import numeric, segment, single

from insight.language.errors import RequestError
from insight.survey.recipe.number_operations import intervals_between
from insight.survey.recipe.operations import Band, Recipe
from insight.web.own_survey.workbench.operation_picture import distribution, picture

ROWS = 200
FRAME = {
    "q": [1] * 100 + [2] * 97 + [3] * 3,
    "other": [1, 2] * 100,
    "age": [float(20 + row % 40) for row in range(197)] + [95.0] * 3,
    "g": [1, 2] * 100,
}
VARIABLES = {
    "q": single(1, 2, 3),
    "other": single(1, 2, role="other"),
    "age": numeric(role="other"),
    "g": segment(1, 2),
}
RULES = {"min_base": 10, "min_effective_base": 0, "low_base": 0}


@pytest.fixture(scope="module")
def survey():
    return recoded(FRAME, VARIABLES, disclosure=RULES)


def bands(*cuts: float) -> Band:
    return Band("age", intervals_between(cuts, whole=True))


def test_answers_are_bars_with_their_share_and_number(survey):
    drawn = picture(survey, survey.written.variable("g"), "en")
    assert drawn.count("<tr>") == 2
    assert drawn.count("width:50.0%") == 2
    assert "50%" in drawn
    assert '<td class="bench-n">100</td>' in drawn


def test_a_number_of_columns_has_the_cuts_where_they_are_and_few_are_hatched(survey):
    drawn = distribution(survey, Recipe(), bands(40, 60), "en")
    columns = drawn.count("<div") - 1
    assert columns == 4  # 20, 40, 60 and 80 to under 100
    assert 'style="left:25.0%"' in drawn
    assert 'style="left:50.0%"' in drawn
    assert drawn.count("bench-hatched") >= 1
    assert "Hatched bands have too few answers to be shown." in drawn
    assert "<span>20</span><span>100</span>" in drawn.replace("\n", "")


def test_a_cut_outside_the_numbers_is_not_drawn(survey):
    assert "left:" not in distribution(survey, Recipe(), bands(5, 400), "en")


def test_a_number_that_few_have_given_has_no_picture():
    few = recoded({"age": [1.0, 2.0, 3.0] * 3}, {"age": numeric()}, disclosure=RULES)
    assert distribution(few, Recipe(), bands(2), "en") is None


def test_a_variable_whose_answers_no_page_shows_has_no_picture(survey):
    with pytest.raises(RequestError):
        picture(survey, survey.written.variable("other"), "en")
