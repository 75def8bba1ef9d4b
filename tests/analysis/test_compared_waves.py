"""Comparisons of waves: the published case, trends, breaks, and waves without answers."""

import math

import numpy as np
import pytest
from compared_groups import counts, of, pairs, survey_of
from scipy import special
from survey_folder import both, segment, single

from insight import OpenSurvey
from insight.analysis.comparison import compare
from insight.survey.filters import parse_filter

# -- the published case ----------------------------------------------------------------------------

# Citizens with digital contact: 46 % of 1504, 54 % of 1524, 57 % of 1608.
CONTACT = {
    2021: {1: 692, 0: 1504 - 692},
    2022: {1: 823, 0: 1524 - 823},
    2023: {1: 917, 0: 1608 - 917},
}


@pytest.fixture
def contact(tmp_path) -> OpenSurvey:
    frame = counts("year", "digital", CONTACT)
    return survey_of(tmp_path, frame, {"digital": single(0, 1)}, wave="year")


@pytest.mark.parametrize("adjustment", ["holm", "bh", "none"])
def test_46_to_54_percent_is_a_change_and_54_to_57_is_not(contact, adjustment):
    found = compare(contact, "digital", "1", "year", adjustment=adjustment)
    growth, stable = of(found, "2021", "2022"), of(found, "2022", "2023")
    assert growth.value == pytest.approx(692 / 1504 - 823 / 1524)
    assert growth.significant(0.95)
    assert growth.upp < 0
    assert not stable.significant(0.95)
    assert stable.low < 0 < stable.upp
    assert (stable.base_first, stable.base_second) == (1524, 1608)


def test_the_test_is_the_one_of_the_textbook(contact):
    # Unpooled z; each wave is a sample of its own, with n / (n - 1).
    found = of(compare(contact, "digital", "1", "year"), "2021", "2022")
    first, second = 692 / 1504, 823 / 1524
    variance = first * (1 - first) / 1503 + second * (1 - second) / 1523
    assert found.se == pytest.approx(math.sqrt(variance))
    assert found.statistic == pytest.approx((first - second) / math.sqrt(variance))
    assert found.df == 1504 + 1524 - 2 - 1
    assert found.p == pytest.approx(2 * special.stdtr(found.df, found.statistic))


def test_waves_have_a_trend_and_a_test_that_all_are_equal(contact):
    found = compare(contact, "digital", "1", "year")
    assert found.trend.value == pytest.approx((917 / 1608 - 692 / 1504) / 2)
    assert found.trend.p < 0.001
    assert found.equality.p < 0.001
    assert found.association.p < 0.001
    rows = found.to_pandas("en")
    assert rows["test"].tolist() == ["difference"] * 3 + ["association", "trend", "equality"]


def test_a_trend_is_per_year_whichever_years_were_asked(tmp_path):
    frame = counts("year", "q", {2011: {1: 40, 0: 60}, 2013: {1: 50, 0: 50}, 2021: {1: 90, 0: 10}})
    survey = survey_of(tmp_path, frame, {"q": single(0, 1)}, wave="year")
    years, shares = np.array([2011, 2013, 2021]), np.array([0.4, 0.5, 0.9])
    found = compare(survey, "q", "1", "year")
    assert found.trend.value == pytest.approx(np.polyfit(years, shares, 1)[0])


@pytest.mark.parametrize(
    ("codes", "design"),
    [
        ((2021, 2022), {"wave": "year"}),  # two points are a difference
        (("a", "b", "c"), {"wave": "year"}),  # no points in time
        ((2021, 2022, 2023), {}),  # groups, no waves
    ],
)
def test_what_is_no_series_of_waves_has_no_trend(tmp_path, codes, design):
    frame = counts("year", "q", {code: {1: 30, 0: 20} for code in codes})
    survey = survey_of(
        tmp_path, frame, {"q": single(0, 1), "year": segment(*codes)}, **design
    )  # fmt: skip
    found = compare(survey, "q", "1", "year")
    assert (found.trend, found.equality) == (None, None)
    assert found.association.p == pytest.approx(1)


# -- breaks ----------------------------------------------------------------------------------------


def broken(tmp_path, wave: int) -> OpenSurvey:
    item = single(0, 1, breaks=[{"wave": wave, **both("ny ordlyd")}])
    variables = {"digital": item, "g": segment("a", "b")}
    frame = counts("year", "digital", CONTACT)
    frame["g"] = np.where(np.arange(len(frame)) % 3, "a", "b")
    return survey_of(tmp_path, frame, variables, wave="year")


def test_nothing_is_compared_across_a_break(tmp_path):
    found = compare(broken(tmp_path, 2022), "digital", "1", "year")
    for one in (of(found, "2021", "2022"), of(found, "2021", "2023")):
        assert one.flags == ("break",)
        assert (one.value, one.se, one.p, one.p_adjusted, one.detectable) == (None,) * 5
        assert (one.value_first, one.value_second) == (None, None)
        assert not one.significant(0.95)
    stable = of(found, "2022", "2023")
    assert stable.flags == ()
    # A break takes its differences out of the family: one test is no family.
    assert stable.p_adjusted == stable.p
    assert (found.trend, found.equality, found.association) == (None, None, None)


def test_a_break_at_the_first_wave_parts_nothing(tmp_path):
    found = compare(broken(tmp_path, 2021), "digital", "1", "year")
    assert {one.flags for one in found.differences} == {()}
    assert found.trend is not None


def test_a_wave_is_not_compared_with_others_on_both_sides_of_a_break(tmp_path):
    found = compare(broken(tmp_path, 2022), "digital", "1", "year", against="rest")
    assert {one.flags for one in found.differences} == {("break",)}
    assert {one.value for one in found.differences} == {None}


def test_a_break_does_not_hinder_comparisons_of_groups(tmp_path):
    found = compare(broken(tmp_path, 2022), "digital", "1", "g")
    assert of(found, "a", "b").flags == ()
    assert found.association is not None


# -- without answers -------------------------------------------------------------------------------


@pytest.fixture
def with_groups(tmp_path) -> OpenSurvey:
    """The published waves, a wave that is still to come, and a group without anyone."""
    frame = counts("year", "digital", CONTACT).assign(g="a")
    variables = {
        "digital": single(0, 1),
        "g": segment("a", "b"),
        "year": segment(2021, 2022, 2023, 2024),
    }
    return survey_of(tmp_path, frame, variables, wave="year")


def test_a_filter_that_nobody_meets_gives_empty_rows(with_groups):
    where = parse_filter(["g=b"], with_groups.codebook)
    found = compare(with_groups, "digital", "1", "year", where=where)
    assert {one.flags for one in found.differences} == {("suppressed",)}
    assert {one.value for one in found.differences} == {None}
    assert (found.association, found.trend, found.equality) == (None, None, None)


def test_a_wave_without_answers_is_left_out_of_the_tests_and_that_is_said(with_groups):
    found = compare(with_groups, "digital", "1", "year")
    assert of(found, "2021", "2022").significant(0.95)
    assert of(found, "2023", "2024").flags == ("suppressed",)
    assert found.left_out == ("2024",)
    where = parse_filter(["year=2021,2022,2023"], with_groups.codebook)
    without = compare(with_groups, "digital", "1", "year", where=where)
    assert pairs(without) == [("2021", "2022"), ("2021", "2023"), ("2022", "2023")]
    assert without.left_out == ()
    assert without.trend.p < 0.001
    tests = [(one.trend, one.equality, one.association) for one in (found, without)]
    assert tests[0] == tests[1]


def test_a_filter_that_leaves_one_group_leaves_nothing_to_compare(contact):
    where = parse_filter(["year=2021"], contact.codebook)
    for against in ("pairs", "rest"):
        found = compare(contact, "digital", "1", "year", where=where, against=against)
        assert (found.association, found.trend, found.equality) == (None, None, None)
        assert all(one.value is None for one in found.differences)
