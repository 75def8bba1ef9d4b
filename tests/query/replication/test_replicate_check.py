"""Replicate weights that contradict their weight are refused, each fault in one sentence."""

import numpy as np
import pytest
from checked_survey import ONE_TWO, checked, faults

from insight import table

N = 40
WEIGHT = np.linspace(50, 150, N)
HALVES = {f"b{number}": WEIGHT * (2 * ((np.arange(N) >> number % 3) % 2)) for number in range(1, 9)}
COLUMNS = {"w": WEIGHT.tolist(), "q": [1, 2] * (N // 2)}


def design(**more) -> dict:
    return {"weight": "w", "replicates": {"columns": "b{1..8}", "method": "brr"} | more}


def columns(**changed) -> dict:
    return COLUMNS | {
        name: np.asarray(values).tolist() for name, values in (HALVES | changed).items()
    }


def told(tmp_path, given: dict, **more) -> str:
    (line,) = faults(tmp_path, given, {"q": ONE_TWO}, design=design(**more))
    return line


def test_sound_replicate_weights_give_standard_errors(tmp_path):
    negative = columns(b1=HALVES["b1"] - 1)
    survey = checked(tmp_path, negative, {"q": ONE_TWO}, design=design())
    assert table(survey, "q").at((), "1").se > 0


def test_columns_that_are_absent_are_told_together(tmp_path):
    given = columns()
    del given["b3"], given["b7"]
    assert "2 columns are not in responses.parquet (b3, b7)" in told(tmp_path, given)


def test_text_is_refused(tmp_path):
    assert "b2 must hold numbers" in told(tmp_path, columns(b2=["x"] * N))


@pytest.mark.parametrize("value", [None, float("nan"), float("inf"), -1e39])
def test_a_respondent_without_a_replicate_weight_is_refused(value, tmp_path):
    values = [value, *HALVES["b2"].tolist()[1:]]
    given = columns() | {"b2": values}
    assert "a replicate weight is absent for 1 respondent, in b2" in told(tmp_path, given)


def test_weights_of_another_scale_are_refused(tmp_path):
    scaled = {name: 1e4 * values for name, values in HALVES.items()}
    assert "is usually 1.03e+04" in told(tmp_path, columns(**scaled))
    assert "b5 sums to something else" in told(tmp_path / "one", columns(b5=1e4 * HALVES["b5"]))
    assert "b5 sums to something else" in told(tmp_path / "none", columns(b5=np.zeros(N)))


def test_factors_are_told_from_weights(tmp_path):
    factors = {name: values / WEIGHT for name, values in HALVES.items()}
    assert "combined = false if they are" in told(tmp_path, columns(**factors))
    weights = told(tmp_path / "weights", columns(), combined=False)
    assert "take combined = false out" in weights
    both = [
        checked(tmp_path / name, given, {"q": ONE_TWO}, design=design(**more))
        for name, given, more in (
            ("a", columns(**factors), {"combined": False}),
            ("b", columns(), {}),
        )
    ]
    first, second = (table(survey, "q").at((), "1") for survey in both)
    assert (first.se, first.df) == (pytest.approx(second.se), second.df)
