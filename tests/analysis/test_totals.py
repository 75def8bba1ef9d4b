"""What must hold of totals, and of a respondent who is there twice."""

import math
from tempfile import TemporaryDirectory

import pandas as pd
import pytest
from drawn_samples import any_design, few, samples, survey_of
from hypothesis import assume, given
from hypothesis import strategies as st

from insight import table


@few
@given(samples(), any_design)
def test_totals_of_all_answers_are_the_weight_of_the_base(frame, design):
    with TemporaryDirectory() as root:
        survey = survey_of(root, frame, design)
        found = table(survey, "q", statistic="total", by=["g"])
    for group in "abc":
        ones = [one for one in found.estimates if one.group == (group,)]
        assert sum(one.value for one in ones) == pytest.approx(ones[0].base_weighted)


@few
@given(samples(), any_design, st.sampled_from([0.01, 3, 1e5]))
def test_totals_scale_with_the_weights(frame, design, scale):
    assume("weight" in design)
    with TemporaryDirectory() as one, TemporaryDirectory() as other:
        plain = table(survey_of(one, frame, design), "x", statistic="total")
        weights = frame.assign(w=frame["w"] * scale)
        scaled = table(survey_of(other, weights, design), "x", statistic="total")
    for ours, theirs in zip(plain.estimates, scaled.estimates, strict=True):
        assert theirs.value == pytest.approx(ours.value * scale)
        assert theirs.se == pytest.approx(ours.se * scale)


def test_a_respondent_asked_twice_is_not_a_doubled_weight_in_the_variance():
    answers = [1, 2, 1, 2, 2, 1]
    frame = pd.DataFrame({"q": answers, "g": "a", "year": 2020, "web": 1, "app": 1, "x": 0.0,
                          "w": 1.0})  # fmt: skip
    twice = pd.concat([frame, frame.iloc[[0]]], ignore_index=True)
    doubled = frame.assign(w=[2.0, 1, 1, 1, 1, 1])
    with TemporaryDirectory() as one, TemporaryDirectory() as other:
        weights = {"weight": "w"}
        asked = table(survey_of(one, twice, weights), "q").at((), "1")
        weighted = table(survey_of(other, doubled, weights), "q").at((), "1")
    assert asked.value == pytest.approx(weighted.value) == pytest.approx(4 / 7)
    assert asked.se == pytest.approx(math.sqrt(4 / 7 * 3 / 7 / 6))
    # z = w (y - 4/7) / 7: 6/49, two of 3/49 and three of -4/49; V = 6/5 sum z².
    assert weighted.se == pytest.approx(math.sqrt(6 / 5 * (36 + 2 * 9 + 3 * 16)) / 49)
