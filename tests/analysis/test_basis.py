"""The basis of a simulated figure: published of one answer, one wave and everyone, or assumed."""

import pytest
from survey_folder import multiple, net, numeric, segment, single, write_survey

from insight import compare, open_survey, table

ANCHORS = [
    {"wave": 2021, "target": "high", "basis": "published"},
    {"wave": 2020, "target": "high", "basis": "bound"},
    {"wave": 2021, "target": 1, "basis": "published"},
]
BOUND = {"wave": 2021, "target": "a", "basis": "bound"}
FRAME = {
    "year": [2019, 2020, 2021] * 40,
    "g": [1, 2] * 60,
    "q": [1, 2, 3, 3, 9] * 24,
    "several": [0, 1] * 60,
    "number": [1.0, 2.0] * 60,
}
VARIABLES = {
    "year": segment(2019, 2020, 2021),
    "g": segment(1, 2),
    "q": single(
        1, 2, 3, 9, missing={9: "dont_know"}, nets=[net("high", 2, 3)], ordered=True,
        anchors=ANCHORS,
    ),
    "several": multiple({"a": "several"}, anchors=[BOUND]),
    "number": numeric(),
}  # fmt: skip
ONCE = {"q": single(1, 2, anchors=[{"target": 1, "basis": "bound"}]), "g": segment(1, 2)}


@pytest.fixture(scope="module")
def survey(tmp_path_factory):
    root = tmp_path_factory.mktemp("data")
    design = {"wave": "year"}
    return open_survey(write_survey(root, "s", FRAME, VARIABLES, design=design, simulated=True))


@pytest.fixture(scope="module")
def once(tmp_path_factory):
    root = tmp_path_factory.mktemp("data")
    frame = {"q": [1, 2] * 20, "g": [1, 2] * 20}
    return open_survey(write_survey(root, "s", frame, ONCE, simulated=True))


LEVELS = [
    # what is asked for, the group, the answer, the basis
    ({"where": ["year=2021"]}, (), "high", "published"),
    ({"where": ["year=2020"]}, (), "high", "bound"),
    ({"where": ["year=2019"]}, (), "high", "assumed"),
    ({"where": ["year=2021"]}, (), "1", "published"),
    ({"where": ["year=2021"]}, (), "3", "assumed"),  # inside the net
    ({"where": ["year=2021"]}, (), "9", "assumed"),
    ({"by": "year"}, ("2021",), "high", "published"),
    ({"by": "year"}, ("2020",), "high", "bound"),
    ({"by": "year"}, ("2019",), "high", "assumed"),
    ({"by": "year", "where": ["year=2020,2021"]}, ("2021",), "high", "published"),
    ({}, (), "high", "assumed"),  # waves together
    ({"where": ["year=2020,2021"]}, (), "high", "assumed"),
    ({"where": ["year=2021"], "base": "valid"}, (), "high", "assumed"),
    ({"where": ["year=2021", "g=1"]}, (), "high", "assumed"),
    ({"where": ["year=2021", "g=1,2"]}, (), "high", "assumed"),
    ({"where": ["year=2021"], "by": "g"}, ("1",), "high", "assumed"),
    ({"by": ["year", "g"]}, ("2021", "1"), "high", "assumed"),
    ({"where": ["year=2021"], "statistic": "total"}, (), "1", "assumed"),
]


@pytest.mark.parametrize(("request_of", "group", "key", "basis"), LEVELS)
def test_a_level_is_published_only_for_just_that_answer_wave_and_everyone(
    survey, request_of, group, key, basis
):
    assert table(survey, "q", nets=True, **request_of).at(group, key).basis == basis


def test_answers_of_several_have_a_basis_and_means_have_none_that_is_published(survey):
    where = ["year=2021"]
    assert table(survey, "several", where=where).at((), "a").basis == "bound"
    assert {figure.basis for figure in table(survey, "number", where=where)} == {"assumed"}
    assert {figure.basis for figure in table(survey, "q", statistic="mean")} == {"assumed"}


def test_where_a_survey_was_made_once_the_whole_sample_is_what_was_published(once):
    assert table(once, "q").at((), "1").basis == "bound"
    assert table(once, "q").at((), "2").basis == "assumed"
    assert table(once, "q", where=["g=1"]).at((), "1").basis == "assumed"


DIFFERENCES = [
    # between, against, the two sides, the basis of their difference
    ("year", "pairs", ("2020", "2021"), "bound"),
    ("year", "pairs", ("2019", "2021"), "assumed"),
    ("year", "rest", ("2021", ""), "assumed"),
    ("g", "pairs", ("1", "2"), "assumed"),
]


@pytest.mark.parametrize(("between", "against", "sides", "basis"), DIFFERENCES)
def test_a_difference_is_as_weak_as_the_weaker_of_its_sides(survey, between, against, sides, basis):
    compared = compare(survey, "q", "high", between, against=against)
    assert {
        difference.basis
        for difference in compared
        if (difference.first, difference.second) == sides
    } == {basis}


def test_a_test_of_all_groups_is_as_weak_as_the_weakest_of_them(survey):
    years, kept = ({}, {"where": ["year=2020,2021"]})
    assert compare(survey, "q", "high", "year", **years).basis == "assumed"
    assert compare(survey, "q", "high", "year", **kept).basis == "bound"
    rows = compare(survey, "q", "high", "year", **kept).to_pandas().set_index("test")
    assert rows.loc["difference", "basis"] == "bound"
    assert rows.loc["association", "basis"] == "assumed", "it is of all answers"


def test_the_last_column_of_every_tidy_result_is_the_basis(survey):
    for result in (table(survey, "q", by="year"), compare(survey, "q", "high", "year")):
        assert list(result.to_pandas())[-2:] == ["simulated", "basis"]


def test_where_responses_are_real_there_is_no_basis(tmp_path):
    variables = {"q": single(1, 2), "g": segment(1, 2)}
    frame = {"q": [1, 2] * 20, "g": [1, 2] * 20}
    real = open_survey(write_survey(tmp_path, "s", frame, variables))
    assert set(table(real, "q").to_pandas()["basis"]) == {""}
    assert set(compare(real, "q", "1", "g").to_pandas()["basis"]) == {""}
