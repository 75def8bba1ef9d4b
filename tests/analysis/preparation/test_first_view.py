"""The first view of a survey that nobody has arranged, on small surveys whose answer is plain."""

import pytest
from survey_folder import both, multiple, numeric, segment, single, write_survey

from insight import open_survey
from insight.analysis.preparation.first_view import first_view, is_long_scale

HALF = [1, 2] * 30
STEPS = [1, 2, 3, 4, 5] * 12


def named(variable, *words):
    """A variable whose answers are called something."""
    for category, word in zip(variable["categories"], words, strict=True):
        category |= both(word)
    return variable


def as_code(category):
    """Words that say no more than the code does."""
    return {"nb": str(category["code"]), "en": str(category["code"])}


def view_of(tmp_path, columns, variables):
    return first_view(open_survey(write_survey(tmp_path, "s", columns, variables)))


WORDS = ("aldri", "sjelden", "av og til", "ofte", "alltid")
SCALE = named(single(1, 2, 3, 4, 5, ordered=True), *WORDS)
FEW = named(single(1, 2), "ja", "nei")


def test_a_scale_with_words_goes_before_what_stands_first(tmp_path):
    found = view_of(tmp_path, {"few": HALF, "scale": STEPS}, {"few": FEW, "scale": SCALE})
    assert (found.item, found.reason) == ("scale", "scale")
    assert found.answered == 60


@pytest.mark.parametrize(
    "skipped", [[1] * 60, [*STEPS[:20], *[None] * 40], [*[1] * 58, 2, 3]], ids=str
)
def test_what_is_constant_or_seldom_answered_is_passed_over(tmp_path, skipped):
    found = view_of(tmp_path, {"scale": skipped, "few": HALF}, {"scale": SCALE, "few": FEW})
    assert (found.item, found.reason) == ("few", "few")


def test_what_nearly_all_answer_alike_comes_after_what_divides_them(tmp_path):
    alike = [5] * 50 + [1, 2, 3, 4] * 2 + [1, 2]
    columns = {"alike": alike, "scale": STEPS}
    assert view_of(tmp_path, columns, {"alike": SCALE, "scale": SCALE}).item == "scale"


def test_codes_without_words_come_after_questions_with_words(tmp_path):
    codes = single(1, 2, 3, 4, 5, ordered=True)
    for category in codes["categories"]:
        category |= as_code(category)
    found = view_of(tmp_path, {"codes": STEPS, "few": HALF}, {"codes": codes, "few": FEW})
    assert found.item == "few"
    alone = view_of(tmp_path / "alone", {"codes": STEPS}, {"codes": codes})
    assert alone.reason == "codes"


LONG = {
    "0 to 10 without words": (range(11), [], True),
    "1 to 8 without words": (range(1, 9), [], False),
    "1 to 8 with words": (range(1, 9), [*WORDS, "x", "y", "z"], True),
    "1 to 5 with words": (range(1, 6), WORDS, False),
}


@pytest.mark.parametrize("name", LONG)
def test_a_mean_makes_sense_of_a_long_scale(tmp_path, name):
    codes, words, expected = LONG[name]
    variable = single(*codes, ordered=True)
    for category in variable["categories"]:
        category |= as_code(category)
    scale = named(variable, *words) if words else variable
    columns = {"q": [*codes] * 10}
    survey = open_survey(write_survey(tmp_path, "s", columns, {"q": scale}))
    assert is_long_scale(survey.codebook.variable("q")) == expected


def test_several_answers_go_before_a_number(tmp_path):
    columns = {
        "x": [float(n) for n in range(60)],
        "a": [0, 1] * 30,
        "b": [1, 0] * 30,
        "c": [1] * 60,
    }
    used = multiple({"a": "a", "b": "b", "c": "c"})
    found = view_of(tmp_path, columns, {"x": numeric(), "used": used})
    assert (found.item, found.reason) == ("used", "several")


def test_background_has_few_groups_that_may_be_shown(tmp_path):
    columns = {
        "q": STEPS,
        "lonely": [1] * 58 + [2, 2],
        "many": [n % 12 + 1 for n in range(60)],
        "sex": HALF,
    }
    variables = {
        "q": SCALE,
        "lonely": segment(1, 2),
        "many": segment(*range(1, 13)),
        "sex": segment(1, 2),
    }
    assert view_of(tmp_path, columns, variables).by == "sex"


def test_without_background_nothing_divides_and_without_questions_there_is_no_view(tmp_path):
    assert view_of(tmp_path, {"q": STEPS}, {"q": SCALE}).by == ""
    assert view_of(tmp_path / "none", {"sex": HALF}, {"sex": segment(1, 2)}) is None
