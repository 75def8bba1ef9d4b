"""What must hold of comparisons, totals and large files, whatever the sample.

What must hold of single shares and means is in ``test_estimates.py``.
"""

import math
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb
import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from survey_folder import multiple, net, numeric, segment, single, write_survey

from insight import OpenSurvey, Table, open_survey, table
from insight.analysis.comparison import answers_of, compare
from insight.analysis.differences import Comparison
from insight.query.cells import Request
from insight.query.opened import open_in
from insight.query.sampling_units import strata
from insight.query.store import Store
from insight.statistics.contrasts import ADJUSTMENTS, Answers, adjust_p_values, difference, mean_of
from insight.survey.folders import read_survey

VARIABLES = {
    "q": single(1, 2, 3, nets=[net("high", 2, 3)]),
    "g": segment("a", "b", "c"),
    "year": segment(2020, 2021),
    "used": multiple({"web": "web", "app": "app"}, nets=[net("digital", "web", "app")]),
    "x": numeric(),
}
DESIGNS = {
    "unweighted": {},
    "weights": {"weight": "w"},
    "strata": {"weight": "w", "strata": "h"},
    "psus": {"weight": "w", "strata": "h", "psu": "u"},
    "fpc": {"weight": "w", "strata": "h", "psu": "u", "fpc": "n"},
}
# Item and what of it is compared.
ASKED = [("q", "1"), ("q", "high"), ("used", "web"), ("used", "digital"), ("x", "")]
GATES = {"min_base": 5, "min_effective_base": 8, "low_base": 20}

few = settings(max_examples=12, deadline=None)
any_design = st.sampled_from(list(DESIGNS.values()))
any_asked = st.sampled_from(ASKED)


@st.composite
def samples(draw, least: int = 12, most: int = 60) -> pd.DataFrame:
    """Draw respondents in three groups and two waves, with weights, strata and PSUs."""
    size = draw(st.integers(least, most))
    rng = np.random.default_rng(draw(st.integers(0, 9999)))
    columns = {
        "q": rng.choice([1, 2, 3], size),
        "g": rng.choice(["a", "b", "c"], size, p=[0.5, 0.4, 0.1]),
        "year": rng.choice([2020, 2021], size),
        "web": rng.integers(0, 2, size),
        "app": rng.integers(0, 2, size),
        "x": rng.choice([0.0, 1, 2.5, 40], size),
        "w": rng.choice([0, 0.5, 1, 1, 3], size),
        "h": rng.integers(0, 2, size),
        "u": rng.integers(0, 5, size),
        "n": np.full(size, 50),
    }
    unanswered = rng.random((size, 2)) < 0.15
    # Each group and wave has two answers, one of them yes, in different PSUs.
    for row, (g, year) in enumerate((g, year) for g in "abc" for year in (2020, 2021)):
        for place, (q, mark) in ((2 * row, (1, 1)), (2 * row + 1, (3, 0))):
            given = {"q": q, "g": g, "year": year, "web": mark, "app": mark, "w": 1.0, "u": mark}
            for name, value in given.items():
                columns[name][place] = value
            unanswered[place] = False
    for name, absent in (("q", unanswered[:, 0]), ("web", unanswered[:, 1])):
        columns[name] = pd.arrays.IntegerArray(columns[name], absent)
    return pd.DataFrame(columns)


def survey_of(root: str, frame: pd.DataFrame, design: dict, **more) -> OpenSurvey:
    return open_survey(write_survey(Path(root), "s", frame, VARIABLES, design=design,
                                                 **more))  # fmt: skip


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
    one, other = mean_of(whole, [0]).se, mean_of(whole, [1]).se
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


# -- totals and duplicates -------------------------------------------------------------------------


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


# -- files -----------------------------------------------------------------------------------------

ROWS = 60_000


@pytest.fixture(scope="module")
def large() -> pd.DataFrame:
    rng = np.random.default_rng(11)
    psu = rng.integers(0, 200, ROWS)
    return pd.DataFrame(
        {
            "q": pd.array(rng.choice([1, 2, 3], ROWS, p=[0.02, 0.38, 0.6]), "Int64"),
            "g": rng.choice(["a", "b", "c"], ROWS),
            "year": rng.choice([2020, 2021], ROWS),
            "web": rng.integers(0, 2, ROWS),
            "app": rng.integers(0, 2, ROWS),
            "x": 1e6 + rng.normal(0, 1, ROWS) + psu % 3,
            "w": rng.gamma(2, 0.7, ROWS),
            "h": psu % 10,
            "u": psu,
            "n": 50,
        }
    )


def figures(survey: OpenSurvey) -> np.ndarray:
    """Every figure of a share, a multiple response, a mean and a total, by group."""
    tables = [
        table(survey, item, by=["g"], statistic=statistic)
        for item, statistic in (("q", None), ("used", None), ("x", None), ("q", "total"))
    ]
    names = ("value", "se", "low", "upp", "n_eff", "base_weighted")
    rows = [[getattr(one, name) for name in names] for one_of in tables for one in one_of.estimates]
    rows += [
        [one.value, one.se, one.statistic, one.p, one.low, one.upp]
        for item, key in ASKED
        for one in compare(survey, item, key, "g").differences
    ]
    return np.array(rows, float)


def store_with(threads: int, monkeypatch: pytest.MonkeyPatch) -> Store:
    connect = duckdb.connect

    def with_threads(*arguments, **more):
        return connect(*arguments, **{**more, "config": {"threads": threads}})

    with monkeypatch.context() as patched:
        patched.setattr(duckdb, "connect", with_threads)
        store = Store()
    assert store.query("SELECT current_setting('threads') AS n")["n"][0] == threads
    return store


@pytest.mark.parametrize("design", ["strata", "psus"])
def test_order_row_groups_and_threads_change_nothing(large, design, tmp_path, monkeypatch):
    folder = write_survey(tmp_path, "s", large, VARIABLES, design=DESIGNS[design])
    expected = figures(open_in(store_with(1, monkeypatch), read_survey(folder)))
    assert np.isfinite(expected).any(axis=1).all()
    shuffled = large.sample(frac=1, random_state=5)
    for threads, size in ((1, 2_500), (2, 20_000), (8, 2_500)):
        data = pa.Table.from_pandas(shuffled, preserve_index=False)
        pq.write_table(data, folder / "responses.parquet", row_group_size=size)
        found = figures(open_in(store_with(threads, monkeypatch), read_survey(folder)))
        np.testing.assert_allclose(found, expected, rtol=1e-12, atol=1e-12)


def test_a_file_in_one_piece_or_many_has_the_same_units(large, tmp_path):
    folder = write_survey(tmp_path, "s", large, VARIABLES, design=DESIGNS["psus"])
    counted = strata(open_survey(folder))
    assert counted.sampled.tolist() == [20.0] * 10
    assert len(counted.stratum_of) == 200
