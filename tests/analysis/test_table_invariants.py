"""What must hold of every share and mean, whatever the sample."""

import numpy as np
import pandas as pd
import pytest
from asked_table import GATES, ask
from drawn_samples import any_design
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from insight import Table
from insight.statistics.intervals import METHODS

few = settings(max_examples=10, deadline=None)
any_item = st.sampled_from(["q", "used", "x"])


def numbers(found: Table, *names: str) -> np.ndarray:
    """The named fields of every estimate, absent ones as NaN."""
    names = names or ("n", "base", "value", "se", "low", "upp", "deff", "n_eff", "df")
    rows = [[getattr(one, name) for name in names] for one in found.estimates]
    return np.array(rows, dtype=float)


def same(found: Table, other: Table, *names: str, tolerance: float = 1e-9) -> None:
    np.testing.assert_allclose(
        numbers(found, *names), numbers(other, *names), rtol=tolerance, atol=1e-12
    )


@st.composite
def responses(draw, least=2, most=40) -> pd.DataFrame:
    """Draw answers, groups, weights, strata and PSUs of a few respondents."""
    size = draw(st.integers(least, most))
    rng = np.random.default_rng(draw(st.integers(0, 999)))
    columns = {
        "q": rng.choice([1, 2, 3, 9], size),
        "g": rng.choice(["a", "b"], size),
        "web": rng.integers(0, 2, size),
        "app": rng.integers(0, 2, size),
        "x": rng.choice([-9.0, 0, 1, 2.5, 1e6], size),
        "w": rng.choice([0, 0.5, 1, 1, 3], size),
        "h": rng.integers(0, 2, size),
        "u": rng.integers(0, 4, size),
        "n": np.full(size, 50),
    }
    columns["w"][0] = 1.0
    unanswered = rng.random((size, 4)) < 0.2
    for number, name in enumerate(["q", "web", "app"]):
        columns[name] = pd.arrays.IntegerArray(columns[name], unanswered[:, number])
    columns["x"] = pd.arrays.FloatingArray(columns["x"], unanswered[:, 3])
    return pd.DataFrame(columns)


@few
@given(responses(), any_design, st.sampled_from(["all", "valid"]))
def test_the_shares_of_a_base_sum_to_1(frame, design, base):
    found = ask(frame, design=design, base=base, nets=True)
    shares = [one.value for one in found.estimates if one.kind == "category"]
    assume(shares[0] is not None)
    assert sum(shares) == pytest.approx(1)
    of = {one.key: one.value for one in found.estimates}
    assert of["high"] == pytest.approx(of["2"] + of["3"])


@few
@given(responses(), any_design, any_item, st.sampled_from([1e-6, 0.3, 7, 1e9]))
def test_the_scale_of_the_weights_changes_nothing(frame, design, item, scale):
    assume("weight" in design)
    scaled = frame.assign(w=frame["w"] * scale)
    for gates in (None, GATES):
        same(ask(frame, item, design=design, gates=gates),
             ask(scaled, item, design=design, gates=gates), tolerance=1e-7)  # fmt: skip


@few
@given(responses(), any_item)
def test_a_doubled_weight_is_a_respondent_asked_twice_in_the_estimate(frame, item):
    twice = pd.concat([frame, frame.iloc[[0]]], ignore_index=True)
    doubled = frame.assign(w=frame["w"].where(frame.index != 0, frame["w"] * 2))
    weights = {"weight": "w"}
    same(ask(doubled, item, design=weights), ask(twice, item, design=weights), "value")


@few
@given(responses(), any_design, any_item)
def test_a_filter_is_a_domain(frame, design, item):
    column = {"q": ["q"], "used": ["web", "app"], "x": ["x"]}[item]
    silent = frame.copy()
    silent.loc[silent["g"] == "b", column] = pd.NA
    same(ask(frame, item, design=design, where=["g=a"]), ask(silent, item, design=design))


@few
@given(responses(), any_design, any_item)
def test_a_breakdown_is_each_filter(frame, design, item):
    by_group = ask(frame, item, design=design, by=["g"])
    for code in ("a", "b"):
        one = ask(frame, item, design=design, where=[f"g={code}"])
        rows = [estimate.group == (code,) for estimate in by_group.estimates]
        np.testing.assert_allclose(numbers(by_group)[rows], numbers(one), rtol=1e-9, atol=1e-12)


@few
@given(responses(), any_design, any_item, st.integers(0, 2**32 - 1))
def test_the_order_of_the_rows_does_not_matter(frame, design, item, seed):
    shuffled = frame.sample(frac=1, random_state=seed)
    same(ask(frame, item, design=design), ask(shuffled, item, design=design))


@few
@given(responses(), any_design)
def test_an_option_is_a_question_of_its_own(frame, design):
    options = ask(frame, "used", design=design, nets=True)
    for name in ("web", "app"):
        alone = ask(frame, name, design=design).at((), "1")
        option = options.at((), name)
        for field in ("n", "base", "value", "se", "low", "upp", "df"):
            mine, theirs = getattr(option, field), getattr(alone, field)
            assert (mine is None) == (theirs is None), field
            assert mine is None or mine == pytest.approx(theirs), field


@few
@given(responses(), any_design)
def test_the_mean_of_0_and_1_is_the_share_of_1(frame, design):
    answered = frame["web"].notna()
    marks = frame.assign(x=frame["web"].astype("Float64").where(answered, pd.NA))
    mean = ask(marks, "x", design=design).at((), "")
    share = ask(marks, "web", design=design).at((), "1")
    assert mean.base == share.base
    assume(share.value is not None)
    assert mean.value == pytest.approx(share.value)
    assert mean.se == pytest.approx(share.se, abs=1e-8)


@few
@given(responses(least=20), any_design, st.sampled_from(METHODS))
def test_an_interval_contains_its_share_and_widens(frame, design, method):
    narrow = ask(frame, design=design, method=method, level=0.8)
    wide = ask(frame, design=design, method=method, level=0.99)
    for inner, outer in zip(narrow.estimates, wide.estimates, strict=True):
        if inner.low is not None:
            assert inner.low - 1e-12 <= inner.value <= inner.upp + 1e-12
            assert outer.low <= inner.low + 1e-12
            assert outer.upp >= inner.upp - 1e-12
