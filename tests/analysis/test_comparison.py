"""Comparisons within a survey: what is tested, what is hidden, and what a break forbids."""

import math

import numpy as np
import pandas as pd
import pytest
from scipy import special
from survey_folder import both, multiple, net, numeric, segment, single, write_survey

from insight import OpenSurvey, RequestError, UnknownNameError, open_survey, table
from insight.analysis.comparison import compare
from insight.analysis.differences import Comparison
from insight.survey.filters import parse_filter

GATES = {"min_base": 10, "min_effective_base": 30, "low_base": 100}


def counts(variable: str, item: str, groups: dict[object, dict[object, int]]) -> pd.DataFrame:
    """Return a respondent for each count: {group: {answer: count}}."""
    rows = [
        (group, answer)
        for group, answers in groups.items()
        for answer, count in answers.items()
        for _ in range(count)
    ]
    return pd.DataFrame(rows, columns=[variable, item])


def survey_of(tmp_path, frame, variables, *, gates=None, **design) -> OpenSurvey:
    folder = write_survey(tmp_path, "s", frame, variables, design=design, disclosure=gates)
    return open_survey(folder)


def pairs(found: Comparison) -> list[tuple[str, str]]:
    return [(one.first, one.second) for one in found.differences]


def of(found: Comparison, first: str, second: str):
    return next(one for one in found.differences if (one.first, one.second) == (first, second))


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


# -- what is hidden --------------------------------------------------------------------------------

SMALL = {
    "a": {1: 60, 0: 60},
    "b": {1: 30, 0: 90},
    "c": {1: 3, 0: 4},  # too few
    "d": {1: 10, 0: 10},  # hidden with c, which the total would give away
    "f": {1: 12, 0: 13},  # too uncertain
}


@pytest.fixture
def small(tmp_path) -> OpenSurvey:
    variables = {"q": single(0, 1), "g": segment(*SMALL, "e")}
    return survey_of(tmp_path, counts("g", "q", SMALL), variables, gates=GATES)


def test_what_is_hidden_is_not_compared(small):
    found = compare(small, "q", "1", "g")
    for one in found.differences:
        if {"c", "d", "e"} & {one.first, one.second}:
            assert "suppressed" in one.flags
            assert (one.base_first, one.base_second, one.value, one.p) == (None,) * 4
        elif "f" in (one.first, one.second):
            assert one.flags == ("unreliable",)
            assert (one.value_first, one.value_second, one.value, one.p) == (None,) * 4
            assert 25 in (one.base_first, one.base_second)
    shown = of(found, "a", "b")
    assert (shown.value, shown.flags) == (pytest.approx(0.25), ())
    assert shown.p_adjusted == shown.p
    # The tests of all groups together do without the hidden ones, and say so.
    assert found.left_out == ("c", "d", "e")
    kept = parse_filter(["g=a,b,f"], small.codebook)
    alone = compare(small, "q", "1", "g", where=kept)
    assert found.association == alone.association
    rows = found.to_pandas("en").set_index("test")
    assert rows.flag["association"] == "partial"


def test_a_hidden_group_is_hidden_against_the_rest(small):
    found = compare(small, "q", "1", "g", against="rest")
    assert pairs(found) == [(code, "") for code in "abcdfe"]
    assert [one.flags for one in found.differences] == [
        (), (), ("suppressed",), ("suppressed",), ("unreliable",), ("suppressed",),
    ]  # fmt: skip
    assert found.differences[0].value == pytest.approx(0.5 - 55 / 172)
    assert found.differences[0].base_second == 172


def test_a_mean_that_is_too_uncertain_is_not_compared(tmp_path):
    # Everyone in a PSU answers alike: 48 respondents are worth the four PSUs they are in.
    place = np.arange(96)
    psu = place // 12
    frame = {"x": (psu * psu % 7).astype(float), "u": psu, "g": np.where(psu % 2, "b", "a")}
    variables = {"x": numeric(), "g": segment("a", "b")}
    survey = survey_of(tmp_path, frame, variables, gates=GATES, psu="u")
    assert {one.flags for one in table(survey, "x", by=["g"]).estimates} == {("unreliable",)}
    (found,) = compare(survey, "x", "", "g").differences
    assert found.flags == ("unreliable",)
    assert (found.value, found.value_first) == (None, None)


def test_a_share_of_1_needs_an_effective_base_too(tmp_path):
    # One respondent has nearly all the weight of a group that agrees.
    frame = counts("g", "q", {"a": {1: 100}, "b": {1: 50, 0: 50}})
    frame["w"] = np.where(np.arange(200) == 0, 1000.0, 1.0)
    variables = {"q": single(0, 1), "g": segment("a", "b")}
    survey = survey_of(tmp_path, frame, variables, gates=GATES, weight="w")
    (found,) = compare(survey, "q", "1", "g").differences
    assert found.flags == ("unreliable",)


@pytest.mark.parametrize("item", ["q", "used", "x"])
@pytest.mark.parametrize("gates", [None, GATES])
def test_groups_without_anyone_are_empty_rows(tmp_path, item, gates):
    frame = {"q": [0, 1] * 60, "m": [0, 1] * 60, "x": [1.0, 2.0] * 60, "g": ["a"] * 120}
    variables = {"q": single(0, 1), "used": multiple({"m": "m"}), "x": numeric(),
                 "g": segment("a", "b", "c")}  # fmt: skip
    survey = survey_of(tmp_path, frame, variables, gates=gates)
    key = {"q": "1", "used": "m", "x": ""}[item]
    for against in ("pairs", "rest"):
        found = compare(survey, item, key, "g", against=against)
        for one in found.differences:
            assert one.flags == ("suppressed",)
            assert (one.value, one.se, one.p, one.p_adjusted, one.base_first) == (None,) * 5
        assert (found.association, found.trend, found.equality) == (None, None, None)
        assert len(found.to_pandas("en")) == len(found.differences)


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


# -- items, families, sides ------------------------------------------------------------------------


def test_means_of_numbers_are_compared(tmp_path):
    frame = {"x": [1.0, 2, 3, 4, 5, 9], "g": ["a"] * 3 + ["b"] * 3}
    survey = survey_of(tmp_path, frame, {"x": numeric(), "g": segment("a", "b")})
    found = compare(survey, "x", "ignored", "g")
    (one,) = found.differences
    assert (one.value_first, one.value_second, one.value) == (2, 6, -4)
    # V = 6/5 (2 / 9 + 14 / 9)
    assert one.se == pytest.approx(math.sqrt(6 / 5 * 16 / 9))
    assert one.df == 6 - 1 - 1
    assert (found.key, found.association) == ("", None)


def test_means_of_a_scale_are_compared_as_those_of_numbers_without_dont_know(tmp_path):
    codes, kinds = [1, 2, 3, 9, 3, 4, 5, 9], ["a"] * 4 + ["b"] * 4
    frame = {"q": codes, "x": [None if one == 9 else one for one in codes], "g": kinds}
    scale = single(1, 2, 3, 4, 5, 9, ordered=True, missing={9: "dont_know"})
    survey = survey_of(tmp_path, frame, {"q": scale, "x": numeric(), "g": segment("a", "b")})
    (of_scale,) = compare(survey, "q", "", "g", statistic="mean").differences
    assert (of_scale.value_first, of_scale.value_second, of_scale.value) == (2, 4, -2)
    assert of_scale == compare(survey, "x", "", "g").differences[0]


@pytest.mark.parametrize("statistic", ["total", "median"])
def test_only_shares_and_means_are_compared(tmp_path, statistic):
    frame = {"x": [1.0, 2], "g": ["a", "b"]}
    survey = survey_of(tmp_path, frame, {"x": numeric(), "g": segment("a", "b")})
    with pytest.raises(RequestError, match=statistic):
        compare(survey, "x", "", "g", statistic=statistic)


def test_options_and_nets_of_a_multiple_item_are_compared_on_their_own_base(tmp_path):
    frame = {
        "web": [1, 1, 0, 0, None, 1, 0, 0],
        "app": [0, 1, 1, 0, 1, None, 0, 0],
        "g": ["a"] * 4 + ["b"] * 4,
    }
    options = multiple({"web": "web", "app": "app"}, nets=[net("any", "web", "app")])
    survey = survey_of(tmp_path, frame, {"used": options, "g": segment("a", "b")})
    expected = {
        "web": (2 / 4, 1 / 3, 4, 3),
        "app": (2 / 4, 1 / 3, 4, 3),
        "any": (3 / 4, 2 / 4, 4, 4),
    }
    for key, values in expected.items():
        found = compare(survey, "used", key, "g")
        (one,) = found.differences
        shown = (one.value_first, one.value_second, one.base_first, one.base_second)
        assert shown == pytest.approx(values)
        assert found.association is None


def test_answers_marked_missing_can_be_left_out(tmp_path):
    frame = counts("g", "q", {"a": {1: 10, 2: 10, 9: 20}, "b": {1: 10, 2: 30}})
    item = single(1, 2, 9, missing={9: "dont_know"})
    survey = survey_of(tmp_path, frame, {"q": item, "g": segment("a", "b")})
    (everyone,) = compare(survey, "q", "1", "g").differences
    (valid,) = compare(survey, "q", "1", "g", base="valid").differences
    assert (everyone.value, everyone.base_first) == (pytest.approx(0), 40)
    assert (valid.value, valid.base_first) == (pytest.approx(0.25), 20)


def test_each_group_stands_against_all_others(tmp_path):
    groups = {"a": {1: 10, 0: 10}, "b": {1: 5, 0: 15}, "c": {1: 30, 0: 10}}
    survey = survey_of(
        tmp_path, counts("g", "q", groups), {"q": single(0, 1), "g": segment(*groups)}
    )
    found = compare(survey, "q", "1", "g", against="rest")
    assert pairs(found) == [("a", ""), ("b", ""), ("c", "")]
    first = found.differences[0]
    assert (first.value_first, first.value_second) == (pytest.approx(0.5), pytest.approx(35 / 60))
    assert (first.base_first, first.base_second) == (20, 60)


def test_p_values_are_adjusted_for_the_family(tmp_path):
    groups = {"a": {1: 50, 0: 50}, "b": {1: 63, 0: 37}, "c": {1: 66, 0: 34}}
    survey = survey_of(
        tmp_path, counts("g", "q", groups), {"q": single(0, 1), "g": segment(*groups)}
    )
    by = {
        adjustment: compare(survey, "q", "1", "g", adjustment=adjustment)
        for adjustment in ("holm", "bh", "none")
    }
    raw = [one.p for one in by["none"].differences]
    assert [one.p_adjusted for one in by["none"].differences] == raw
    ab, ac, bc = raw
    assert ac < ab < 0.1 < bc
    assert [one.p_adjusted for one in by["holm"].differences] == pytest.approx([2 * ab, 3 * ac, bc])
    assert [one.p_adjusted for one in by["bh"].differences] == pytest.approx(
        [min(1.5 * ab, bc), min(3 * ac, 1.5 * ab), bc]
    )


def test_shares_of_0_and_1_have_no_t_test_and_are_compared_all_the_same(tmp_path):
    frame = counts("g", "q", {"a": {1: 20}, "b": {0: 20}})
    survey = survey_of(tmp_path, frame, {"q": single(0, 1), "g": segment("a", "b")})
    (found,) = compare(survey, "q", "1", "g").differences
    assert (found.value, found.se) == (1, 0)
    assert (found.low, found.statistic, found.p, found.p_adjusted) == (None,) * 4
    assert found.finding(0.95) == "higher"
    assert found.flags == ("boundary",)


@pytest.mark.parametrize(("of_100", "more_than_chance"), [(9, False), (30, True)])
def test_nobody_of_fifteen_differs_only_from_what_fifteen_could_not_have_missed(
    tmp_path, of_100, more_than_chance
):
    # Wilson's interval of 0 of 15 is 0 to 20 %, where 9 % lies within; the t test says 0.3 %.
    frame = counts("g", "q", {"a": {0: 15}, "b": {1: of_100, 0: 100 - of_100}})
    survey = survey_of(tmp_path, frame, {"q": single(0, 1), "g": segment("a", "b")})
    (found,) = compare(survey, "q", "1", "g").differences
    assert found.p < 0.01
    assert found.significant(0.95) == more_than_chance


@pytest.mark.parametrize(("nobody", "words"), [(0, ("boundary",)), (1, ())])
def test_a_test_that_takes_a_share_of_0_for_certain_says_so(tmp_path, nobody, words):
    answers = {"a": {1: nobody, 0: 15 - nobody}, "b": {1: 9, 0: 91}}
    frame = counts("g", "q", answers)
    survey = survey_of(tmp_path, frame, {"q": single(0, 1), "g": segment("a", "b")})
    (found,) = compare(survey, "q", "1", "g").differences
    assert found.flags == words
    assert compare(survey, "q", "1", "g").to_pandas("en").flag[0] == " ".join(words)
    (of_means,) = compare(survey, "q", "", "g", statistic="mean").differences
    assert "boundary" not in of_means.flags


def test_a_detectable_difference_is_found_four_times_in_five(tmp_path):
    size = 400
    frame = counts("g", "q", {"a": {1: 200, 0: 200}, "b": {1: 200, 0: 200}})
    survey = survey_of(tmp_path, frame, {"q": single(0, 1), "g": segment("a", "b")})
    (found,) = compare(survey, "q", "1", "g").differences
    rng = np.random.default_rng(8)
    half = found.detectable / 2
    first, second = (rng.binomial(size, 0.5 + side * half, 20_000) / size for side in (1, -1))
    variance = (first * (1 - first) + second * (1 - second)) / size * 800 / 799
    critical = special.stdtrit(found.df, 0.975)
    assert np.mean(np.abs(first - second) / np.sqrt(variance) > critical) == pytest.approx(
        0.8, abs=0.02
    )


# -- requests that cannot be answered --------------------------------------------------------------

REFUSED = [
    (("digitl", "1", "year"), {}, UnknownNameError, "Did you mean digital"),
    (("digital", "7", "year"), {}, UnknownNameError, "no category or net “7”"),
    (("digital", "", "year"), {}, UnknownNameError, "no category or net “”"),
    (("digital", "1", "yaer"), {}, UnknownNameError, "Did you mean year"),
    (("digital", "1", "x"), {}, RequestError, "kind is numeric"),
    (("digital", "1", "used"), {}, RequestError, "kind is multiple"),
    (("digital", "1", "year"), {"against": "all"}, RequestError, "“all” is not a way to compare"),
    (("digital", "1", "year"), {"adjustment": "hom"}, RequestError, "Did you mean holm"),
    (("digital", "1", "year"), {"level": 1.0}, RequestError, "level of 1.0"),
]


@pytest.mark.parametrize(("asked", "more", "error", "sentence"), REFUSED)
def test_a_comparison_that_cannot_be_made_is_refused(tmp_path, asked, more, error, sentence):
    frame = {"digital": [0, 1], "x": [1.0, 2.0], "m": [0, 1], "year": [2020, 2021]}
    variables = {"digital": single(0, 1), "x": numeric(), "used": multiple({"m": "m"})}
    survey = survey_of(tmp_path, frame, variables, wave="year")
    with pytest.raises(error, match=sentence):
        compare(survey, *asked, **more)
