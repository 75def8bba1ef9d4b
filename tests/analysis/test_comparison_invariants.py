"""What must hold of comparisons, whatever the sample.

What must hold of single shares and means is in ``test_table_invariants.py``.
"""

import math
from tempfile import TemporaryDirectory

import numpy as np
import pandas as pd
import pytest
from drawn_samples import ASKED, any_design, few, samples, survey_of
from hypothesis import assume, given
from hypothesis import strategies as st

from insight import Table, table
from insight.analysis.compared.comparison_result import Comparison
from insight.analysis.comparison import compare
from insight.query.cell_request import Request
from insight.query.counts.group_sums import answers_of
from insight.statistics.answer_sums import Answers
from insight.statistics.contrasts import ADJUSTMENTS, adjust_p_values, difference

GATES = {"min_base": 5, "min_effective_base": 8, "low_base": 20}

any_asked = st.sampled_from(ASKED)


def summed(frame: pd.DataFrame, design: dict, asked: tuple[str, str], by: str = "g") -> Answers:
    """Sum the answers of the groups."""
    with TemporaryDirectory() as root:
        survey = survey_of(root, frame, design)
        book = survey.codebook
        request = Request(book.variable(asked[0]), (book.variable(by),))
        return answers_of(survey, request, asked[1])


def compared(frame, design, asked, by="g", gates=None, **more) -> tuple[Comparison, Table]:
    """Compare the groups, and ask for the table by the same groups."""
    with TemporaryDirectory() as root:
        survey = survey_of(root, frame, design, disclosure=gates)
        item, key = asked
        return (
            compare(survey, item, key, by, **more),
            table(survey, item, by=[by], nets=True),
        )


# -- differences -----------------------------------------------------------------------------------


@few
@given(samples(), any_design, any_asked)
def test_a_difference_turned_round_changes_its_sign_only(frame, design, asked):
    whole = summed(frame, design, asked)
    for first, second in (([0], [1]), ([0], [1, 2]), ([2], [0, 1, 2])):
        there, back = difference(whole, first, second), difference(whole, second, first)
        assert back.value == pytest.approx(-there.value, rel=1e-12, abs=1e-14)
        assert back.se == pytest.approx(there.se, rel=1e-9, abs=1e-12)
        assert back.df == there.df


@few
@given(samples(), any_design, any_asked)
def test_a_group_does_not_differ_from_itself(frame, design, asked):
    whole = summed(frame, design, asked)
    for side in ([0], [1, 2]):
        found = difference(whole, side, side)
        assert (found.value, found.se) == (0, 0)
        assert math.isnan(found.p)


@few
@given(samples(), any_design, any_asked)
def test_the_rest_and_the_whole_lie_on_the_same_side(frame, design, asked):
    whole = summed(frame, design, asked)
    share_of_rest = whole.w[:, 1:].sum() / whole.w.sum()
    rest, total = difference(whole, [0], [1, 2]), difference(whole, [0], [0, 1, 2])
    assert total.value == pytest.approx(rest.value * share_of_rest, rel=1e-9, abs=1e-12)
    assert np.sign(total.value) == np.sign(rest.value) or abs(rest.value) < 1e-12


@few
@given(samples(), any_design, any_asked)
def test_a_group_that_answers_as_the_others_do_differs_neither_from_rest_nor_whole(
    frame, design, asked
):
    # Everyone once in group a and once, with the same answers, in group b.
    twins = pd.concat([frame.assign(g="a"), frame.assign(g="b")], ignore_index=True)
    # Weights that differ, so that the standard errors are not all zero; the same share in each.
    twins.loc[twins["g"] == "b", "w"] *= 2
    whole = summed(twins, design, asked)
    rest, total = difference(whole, [0], [1]), difference(whole, [0], [0, 1])
    for found in (rest, total):
        assert found.value == pytest.approx(0, abs=1e-12)
    # With no difference, the whole is the rest shrunk, standard error and all.
    share_of_rest = whole.w[:, 1].sum() / whole.w.sum()
    assert total.se == pytest.approx(rest.se * share_of_rest, rel=1e-6, abs=1e-9)
    assume(rest.se > 1e-9)
    assert rest.p == pytest.approx(1, abs=1e-6)
    assert total.p == pytest.approx(rest.p, abs=1e-6)


@few
@given(samples(), any_design, any_asked, st.sampled_from([1e-6, 0.3, 1e6]))
def test_the_scale_of_the_weights_changes_no_comparison(frame, design, asked, scale):
    scaled = frame.assign(w=frame["w"] * scale)
    one, _ = compared(frame, design, asked)
    other, _ = compared(scaled, design, asked)
    for ours, theirs in zip(one.differences, other.differences, strict=True):
        assert ours.flags == theirs.flags
        for name in ("value", "se", "p", "p_adjusted", "detectable"):
            mine, yours = getattr(ours, name), getattr(theirs, name)
            assert (mine is None) == (yours is None), name
            assert mine is None or mine == pytest.approx(yours, rel=1e-6, abs=1e-9), name


@few
@given(samples(), any_design, any_asked)
def test_a_comparison_has_the_shares_of_the_table(frame, design, asked):
    found, of_table = compared(frame, design, asked)
    for one in found.differences:
        for group, value, base in (
            (one.first, one.value_first, one.base_first),
            (one.second, one.value_second, one.base_second),
        ):
            expected = of_table.at((group,), asked[1])
            assert base == expected.base
            assert value == pytest.approx(expected.value)


@few
@given(samples(), any_design, any_asked)
def test_what_the_table_hides_is_not_compared(frame, design, asked):
    found, of_table = compared(frame, design, asked, gates=GATES)
    for one in found.differences:
        for group in (one.first, one.second):
            words = of_table.at((group,), asked[1]).flags
            if {"suppressed", "unreliable"} & set(words):
                assert one.value is None, (group, words, one.flags)


@few
@given(samples(), any_design, any_asked)
def test_intervals_of_differences_contain_them_and_widen(frame, design, asked):
    narrow, _ = compared(frame, design, asked, level=0.8)
    wide, _ = compared(frame, design, asked, level=0.99)
    for inner, outer in zip(narrow.differences, wide.differences, strict=True):
        if inner.low is not None:
            assert outer.low < inner.low < inner.value < inner.upp < outer.upp
            assert outer.detectable > inner.detectable


@few
@given(samples(), any_design, any_asked)
def test_waves_are_independent_samples(frame, design, asked):
    """The variance of their difference is the sum of their variances."""
    whole = summed(frame, {**design, "wave": "year"}, asked, by="year")
    one, other = whole.mean_of([0]).se, whole.mean_of([1]).se
    assert difference(whole, [0], [1]).se == pytest.approx(math.hypot(one, other), rel=1e-9)


def test_waves_that_keep_their_psus_are_not_independent():
    frame = pd.DataFrame({"q": [1, 1, 1, 1, 2, 2, 2, 2] * 2, "year": [2020] * 8 + [2021] * 8,
                          "u": [1, 1, 2, 2, 3, 3, 4, 4] * 2})  # fmt: skip
    frame = frame.assign(web=1, app=1, x=0.0, g="a", h=1, w=1.0, n=50)
    design = {"psu": "u", "wave": "year"}
    kept = summed(frame, {**design, "psu_kept": True}, ("q", "1"), by="year")
    # Each PSU answers in 2021 as in 2020, so nothing has changed beyond doubt.
    assert difference(kept, [0], [1]).se == pytest.approx(0, abs=1e-12)
    apart = summed(frame, design, ("q", "1"), by="year")
    assert difference(apart, [0], [1]).se > 0.1


# -- families --------------------------------------------------------------------------------------

P_VALUES = st.lists(st.one_of(st.floats(0, 1), st.just(math.nan)), max_size=30)


@given(P_VALUES)
def test_adjustment_raises_p_values_holm_most(p_values):
    by = {name: np.array(adjust_p_values(p_values, name)) for name in ADJUSTMENTS}
    raw = np.array(p_values)
    known = ~np.isnan(raw)
    for found in by.values():
        assert (np.isnan(found) == ~known).all()
        assert (found[known] <= 1).all()
    assert (by["none"][known] == raw[known]).all()
    assert (by["bh"][known] >= raw[known] * (1 - 1e-12)).all()
    assert (by["holm"][known] >= by["bh"][known] * (1 - 1e-12)).all()


@given(P_VALUES)
def test_adjustment_keeps_the_order(p_values):
    raw = np.array([one for one in p_values if not math.isnan(one)])
    for name in ADJUSTMENTS:
        found = np.array(adjust_p_values(raw.tolist(), name))
        assert (np.diff(found[np.argsort(raw, kind="stable")]) >= 0).all()
