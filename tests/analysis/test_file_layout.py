"""The same figures from the same responses, in whatever order, pieces and threads they are read."""

import duckdb
import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from drawn_samples import ASKED, DESIGNS, VARIABLES
from survey_folder import write_survey

from insight import OpenSurvey, open_survey, table
from insight.analysis.comparison import compare
from insight.query.opened import open_in
from insight.query.sampling_units import units_of
from insight.query.store import Store
from insight.survey.folders import read_survey

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
    counted = units_of(open_survey(folder)).sampled
    assert counted.sampled.tolist() == [20.0] * 10
    assert len(counted.stratum_of) == 200
