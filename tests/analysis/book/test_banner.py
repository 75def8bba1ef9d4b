"""The banner of a book: which columns there are, their letters, and what is refused."""

import pytest
from survey_folder import multiple, numeric, segment, single, write_survey

from insight import RequestError, UnknownNameError, open_survey
from insight.analysis.book.banner import read_banner
from insight.analysis.book.tab_book import plan_book
from insight.survey.filters import EVERYONE, parse_filter


@pytest.fixture(scope="module")
def survey(tmp_path_factory):
    frame = {
        "q": [1, 2] * 60, "used_web": [0, 1] * 60, "x": [1.5] * 120,
        "g": [1, 1, 2, 2] * 30, "r": [1, 2, 3, 4] * 30, "many": [*range(1, 121)],
    }  # fmt: skip
    variables = {
        "q": single(1, 2), "used": multiple({"web": "used_web"}), "x": numeric(),
        "g": segment(1, 2), "r": segment(1, 2, 3, 4), "many": segment(*range(1, 121)),
    }  # fmt: skip
    return open_survey(write_survey(tmp_path_factory.mktemp("banner"), "s", frame, variables))


def columns(survey, *headings, where=()):
    banner = read_banner(survey.codebook, headings, parse_filter(where, survey.codebook))
    return [(column.letter, column.group) for column in banner.columns]


def test_letters_run_through_all_headings(survey):
    assert columns(survey, "g", "r") == [
        ("A", ("1",)), ("B", ("2",)), ("C", ("1",)), ("D", ("2",)), ("E", ("3",)), ("F", ("4",)),
    ]  # fmt: skip


def test_one_background_within_another(survey):
    assert columns(survey, "g*r")[3:5] == [("D", ("1", "4")), ("E", ("2", "1"))]


def test_codes_that_the_filter_leaves_out_are_no_columns(survey):
    assert columns(survey, "r", where=["r=2,4"]) == [("A", ("2",)), ("B", ("4",))]


def test_columns_are_tested_within_the_outer_group(survey):
    banner = read_banner(survey.codebook, ["g*r"], EVERYONE)
    assert [(block, where.written) for _, block, where in banner.blocks()] == [
        (("1",), ("g=1",)), (("2",), ("g=2",)),
    ]  # fmt: skip


@pytest.mark.parametrize("heading", ["q", "used", "x"])
def test_a_question_is_no_column(survey, heading):
    with pytest.raises(RequestError, match=heading):
        read_banner(survey.codebook, [heading], EVERYONE)


@pytest.mark.parametrize("heading", ["g*r*many", "g*g", "g*"])
def test_two_different_backgrounds_at_most(survey, heading):
    with pytest.raises((RequestError, UnknownNameError)):
        read_banner(survey.codebook, [heading], EVERYONE)


def test_a_misspelt_background_is_met_with_the_nearest(survey):
    with pytest.raises(UnknownNameError, match="many"):
        read_banner(survey.codebook, ["manny"], EVERYONE)


def test_a_misspelt_question_is_met_with_the_nearest(survey):
    with pytest.raises(UnknownNameError, match="used"):
        plan_book(survey, ["usde"], ["g"])


def test_very_many_columns_are_not_tested_each_against_each(survey):
    with pytest.raises(RequestError, match=r"120.*--against rest"):
        plan_book(survey, ["q"], ["many"])
    assert len(plan_book(survey, ["q"], ["many"], tested="rest").banner.columns) == 120
