"""Degrees of freedom from replicate weights: the same however many respondents there are."""

import numpy as np
import pandas as pd
import pytest
from survey_folder import multiple, numeric, segment, single, write_survey

from insight import open_survey, table
from insight.query.replication import replicate_spans

PSUS, ROWS = 24, 3_000
DESIGN = {"weight": "w", "replicates": {"columns": f"r{{1..{PSUS}}}", "method": "jk1"}}


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A sample of 24 PSUs in three regions, the third of which has twelve respondents only."""
    rng = np.random.default_rng(4)
    psu = rng.integers(0, PSUS, ROWS)
    region = np.where(psu < 16, 1, 2)
    region[:12], psu[:12] = 3, np.arange(12) % 5
    weight = rng.gamma(2, 50, ROWS)
    frame = pd.DataFrame({"region": region, "w": weight, "q": rng.integers(1, 4, ROWS)})
    frame["x"] = np.where(psu == 20, np.nan, rng.normal(size=ROWS))
    frame["a"] = pd.array(np.where(psu < 8, rng.integers(0, 2, ROWS), -1), "Int64")
    frame["a"] = frame["a"].where(frame["a"] >= 0)
    frame["b"] = rng.integers(0, 2, ROWS)
    for number in range(PSUS):
        frame[f"r{number + 1}"] = np.where(psu == number, 0, weight * PSUS / (PSUS - 1))
    variables = {
        "q": single(1, 2, 3), "x": numeric(), "m": multiple({"a": "a", "b": "b"}),
        "region": segment(1, 2, 3),
    }  # fmt: skip
    return write_survey(tmp_path_factory.mktemp("spans"), "s", frame, variables, design=DESIGN)


@pytest.mark.parametrize(
    ("most", "at_once"),
    [(10**9, 10**9), (0, 10**9), (0, 200)],
    ids=["one by one", "in heaps", "a domain at a time"],
)
def test_degrees_of_freedom_are_the_psus_of_a_domain_less_one(most, at_once, folder, monkeypatch):
    monkeypatch.setattr(replicate_spans, "MOST_WEIGHTS", most)
    monkeypatch.setattr(replicate_spans, "MOST_AT_ONCE", at_once)
    survey = open_survey(folder)
    survey.store.memory.forget(survey.folder)

    def df(item: str, key: str, by: str = "") -> list:
        found = table(survey, item, by=[by] if by else [])
        return [estimate.df for estimate in found.of(key)]

    assert df("q", "1") == [23]
    assert df("q", "1", "region") == [15, 7, 4]
    assert df("x", "") == [22]
    assert df("x", "", "region") == [15, 6, 4]
    # Each answer has the base of those who were asked it.
    assert (df("m", "a"), df("m", "b")) == ([7], [23])


def test_psus_with_one_respondent_each_are_not_lost_in_heaps(tmp_path, monkeypatch):
    """In 128 heaps some of 30 lone respondents meet: each draw of heaps alone counts too few."""
    psus, lone = 60, 30
    psu = np.concatenate([np.arange(lone), np.repeat(np.arange(lone, psus), 20)])
    region = np.where(psu <= lone, 1, 2)
    psu = np.concatenate([psu, np.full(400, lone)])
    region = np.concatenate([region, np.ones(400, int)])
    weight = np.random.default_rng(8).gamma(2, 50, len(psu))
    frame = pd.DataFrame({"region": region, "w": weight, "q": np.arange(len(psu)) % 3 + 1})
    replicates = {
        f"r{number + 1}": np.where(psu == number, 0, weight * psus / (psus - 1))
        for number in range(psus)
    }
    frame = pd.concat([frame, pd.DataFrame(replicates)], axis=1)
    design = {"weight": "w", "replicates": {"columns": f"r{{1..{psus}}}", "method": "jk1"}}
    variables = {"q": single(1, 2, 3), "region": segment(1, 2)}
    monkeypatch.setattr(replicate_spans, "MOST_WEIGHTS", 0)
    survey = open_survey(write_survey(tmp_path, "s", frame, variables, design=design))
    assert [estimate.df for estimate in table(survey, "q", by="region").of("1")] == [30, 28]
