"""Shares vary together as their differences do."""

import numpy as np
import pytest
from checkout import GOLDEN
from r_reference import sample_data
from survey_folder import GATES_OFF, multiple, segment, single, write_survey

from insight import compare, covariances, open_survey, table
from insight.language.errors import RequestError

DESIGN = {"weight": "w", "strata": "stratum", "psu": "psu", "wave": "wave"}


@pytest.fixture(scope="module")
def survey(tmp_path_factory):
    root = tmp_path_factory.mktemp("synth")
    assert (GOLDEN / "synth.parquet").exists()
    frame, variables = sample_data("synth")
    write_survey(root, "s", frame, variables, design=DESIGN)
    return open_survey("s", root)


def test_the_diagonal_is_the_variance_of_each_share(survey):
    found = covariances(survey, "q", by=["seg"])
    shown = table(survey, "q", by=["seg"])
    errors = [shown.at(group, key).se for group, key in found.labels]
    assert np.allclose(np.sqrt(np.abs(np.diag(found.matrix))), errors, rtol=1e-9, atol=1e-9)


def test_the_shares_of_a_group_sum_to_one_and_so_vary_not_at_all_together(survey):
    found = covariances(survey, "q", by=["seg"]).matrix
    of_sums = found.reshape(8, 5, 8, 5).sum(axis=(1, 3))
    assert np.abs(of_sums).max() < 1e-15


def test_a_difference_between_groups_has_the_variance_that_its_covariance_gives(survey):
    found = covariances(survey, "q2", by=["gender"])
    f, m = found.labels.index((("f",), "yes")), found.labels.index((("m",), "yes"))
    variance = found.matrix[f, f] + found.matrix[m, m] - 2 * found.matrix[f, m]
    [difference] = compare(survey, "q2", "yes", "gender").differences
    assert found.matrix[f, m] != 0
    assert np.isclose(np.sqrt(variance), difference.se, rtol=1e-9)


def test_groups_of_an_unclustered_unstratified_sample_do_not_vary_together(tmp_path):
    frame = {"g": [1, 1, 1, 2, 2, 2], "q": [1, 0, 1, 0, 0, 1]}
    write_survey(tmp_path, "s", frame, {"g": segment(1, 2), "q": single(0, 1)})
    found = covariances(open_survey("s", tmp_path), "q", by=["g"]).matrix
    assert np.abs(found[:2, 2:]).max() < 1e-17
    assert np.isclose(found[0, 0], (2 / 9) / 3 * 6 / 5)


def test_a_hidden_group_has_no_covariances(tmp_path):
    frame = {"g": [1] * 12 + [2] * 3 + [3] * 11, "q": [0, 1] * 6 + [1, 0, 1] + [0] * 11}
    gates = {**GATES_OFF, "min_base": 10}
    variables = {"g": segment(1, 2, 3), "q": single(0, 1)}
    write_survey(tmp_path, "s", frame, variables, disclosure=gates)
    found = covariances(open_survey("s", tmp_path), "q", by=["g"]).matrix
    assert np.isfinite(found[:2, :2]).all()
    assert np.isnan(found[2:]).all()
    assert np.isnan(found[:, 2:]).all()


def test_only_single_response_items_have_them(tmp_path):
    write_survey(tmp_path, "s", {"a": [0, 1]}, {"m": multiple({"a": "a"})})
    with pytest.raises(RequestError, match="multiple"):
        covariances(open_survey("s", tmp_path), "m")


def test_the_matrix_as_a_frame_has_codes_on_both_sides_and_hidden_groups_as_a_word(tmp_path):
    frame = {"g": ["a"] * 30 + ["b"] * 4 + ["c"] * 20, "q": [1, 0] * 27}
    gates = GATES_OFF | {"min_base": 10}
    variables = {"g": segment("a", "b", "c"), "q": single(0, 1)}
    survey = open_survey(write_survey(tmp_path, "s", frame, variables, disclosure=gates))
    found = covariances(survey, "q", by="g")
    whole = found.to_pandas()
    assert list(whole.index.names) == list(whole.columns.names) == ["g", "q"]
    assert whole.loc[("a", "0"), ("a", "0")] == found.matrix[0, 0] > 0
    assert whole.loc[["b", "c"]].isna().all(axis=None)
    assert found._repr_html_().count("<td>skjult</td>") == 6 * 6 - 2 * 2
    alone = covariances(survey, "q").to_pandas()
    assert alone.loc["0", "1"] == -alone.loc["0", "0"]
    assert alone.index.tolist() == ["0", "1"]
