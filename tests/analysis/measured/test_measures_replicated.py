"""Measures under replicate weights are made anew with each of them."""

import numpy as np
import pandas as pd
import pytest
from survey_folder import GATES_OFF, numeric, write_survey

from insight import alpha, correlation, ratio
from insight.query.opened import open_in
from insight.query.store import Store
from insight.survey.folders import read_survey

PSUS = 12


@pytest.fixture(scope="module")
def sample(tmp_path_factory):
    random = np.random.default_rng(3)
    psu = np.repeat(np.arange(PSUS), 20)
    x = random.normal(50, 10, len(psu)) + psu
    y = x + random.normal(0, 10, len(psu))
    frame = pd.DataFrame({"x": x, "y": y, "w": random.uniform(1, 3, len(psu))})
    for left_out in range(PSUS):
        factor = np.where(psu == left_out, 0, PSUS / (PSUS - 1))
        frame[f"r{left_out + 1}"] = frame["w"] * factor
    design = {"weight": "w", "replicates": {"columns": f"r{{1..{PSUS}}}", "method": "jk1"}}
    folder = write_survey(
        *(tmp_path_factory.mktemp("sample"), "s", frame, {"x": numeric(), "y": numeric()}),
        design=design, disclosure={**GATES_OFF, "microdata": "open"},
    )  # fmt: skip
    return open_in(Store(), read_survey(folder)), frame


def moments(frame: pd.DataFrame, weight: pd.Series) -> np.ndarray:
    return np.cov(frame["x"], frame["y"], aweights=weight, ddof=0)


def pearson(frame: pd.DataFrame, weight: pd.Series) -> float:
    covariances = moments(frame, weight)
    return covariances[0, 1] / np.sqrt(covariances[0, 0] * covariances[1, 1])


def reliability(frame: pd.DataFrame, weight: pd.Series) -> float:
    covariances = moments(frame, weight)
    return 2 * (1 - np.trace(covariances) / covariances.sum())


def quotient(frame: pd.DataFrame, weight: pd.Series) -> float:
    return (weight @ frame["x"]) / (weight @ frame["y"])


MEASURED = {
    "ratio": (lambda survey: ratio(survey, "x", "y"), quotient),
    "correlation": (lambda survey: correlation(survey, "x", "y"), pearson),
    "alpha": (lambda survey: alpha(survey, ["x", "y"]), reliability),
}


@pytest.mark.parametrize("name", MEASURED)
def test_a_measure_varies_as_its_replicates_do(sample, name):
    survey, frame = sample
    ask, compute = MEASURED[name]
    replicates = [compute(frame, frame[f"r{number + 1}"]) for number in range(PSUS)]
    away = np.array(replicates) - np.mean(replicates)
    found = ask(survey).at()
    assert found.value == pytest.approx(compute(frame, frame["w"]), rel=1e-12)
    assert found.se == pytest.approx(np.sqrt((PSUS - 1) / PSUS * (away**2).sum()), rel=1e-9)
    assert found.df == PSUS - 1
