"""Comparisons of groups that are hidden, too uncertain or empty."""

import numpy as np
import pytest
from compared_groups import counts, of, pairs, survey_of
from survey_folder import multiple, numeric, segment, single

from insight import OpenSurvey, table
from insight.analysis.comparison import compare
from insight.survey.filters import parse_filter

GATES = {"min_base": 10, "min_effective_base": 30, "low_base": 100}

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
