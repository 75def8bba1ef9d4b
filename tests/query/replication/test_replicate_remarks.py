"""Replicate weights that look like another method than theirs are told of, and refuse nothing."""

import numpy as np
import pytest
from checked_survey import ONE_TWO, checked

from insight.language.catalogue import LANGUAGES
from insight.query.replication.replicate_remarks import remarks_on_replicates

N = 48
WEIGHT = np.linspace(50, 150, N)
COLUMNS = {"w": WEIGHT.tolist(), "q": [1, 2] * (N // 2)}
# Twice a half of the respondents, which half shifting from replicate to replicate.
HALVES = {number: np.where((np.arange(N) + number) // 4 % 2, 2.0, 0.0) for number in range(1, 9)}
BRR = [*HALVES.values()]
FAY = [1 + (half - 1) / 2 for half in BRR]
LEFT_OUT = [np.where(np.arange(N) % 8 == number, 0, 8 / 7) for number in range(8)]
SDR = [1 + (half - 1) * 2**-1.5 * 2 for half in BRR]
GROUPS = {"method": "jkn", "rscales": [7 / 8] * 8}
GIVEN = {"method": "given", "scale": 0.1}


def told(tmp_path, factors, *, combined=True, **method) -> list[str]:
    base = WEIGHT if combined else 1.0
    weights = {f"b{n}": (factor * base).tolist() for n, factor in enumerate(factors, 1)}
    replicates = {"columns": "b{1..8}", **method} | ({} if combined else {"combined": False})
    design = {"weight": "w", "replicates": replicates}
    survey = checked(tmp_path, COLUMNS | weights, {"q": ONE_TWO}, design=design)
    remarks = list(remarks_on_replicates(survey))
    assert all(remark.text(language) for remark in remarks for language in LANGUAGES)
    return [remark.text("en") for remark in remarks]


@pytest.mark.parametrize(
    ("factors", "method"),
    [
        (BRR, {"method": "brr"}),
        (FAY, {"method": "fay", "rho": 0.5}),
        (LEFT_OUT, {"method": "jk1"}),
        (LEFT_OUT, GROUPS),
        (LEFT_OUT, {"method": "jk2"}),
        (SDR, {"method": "sdr"}),
        (BRR, {"method": "bootstrap"}),
        (FAY, GIVEN),
    ],
)
def test_weights_as_their_method_makes_them_are_passed_over(factors, method, tmp_path):
    assert told(tmp_path, factors, **method) == []
    assert told(tmp_path / "factors", factors, combined=False, **method) == []


def test_weights_that_were_adjusted_anew_are_passed_over(tmp_path):
    raked = [factor * np.random.default_rng(n).uniform(0.9, 1.1, N) for n, factor in enumerate(FAY)]
    assert told(tmp_path, raked, method="fay", rho=0.5) == []


@pytest.mark.parametrize(
    ("factors", "method", "words"),
    [
        (FAY, {"method": "brr"}, "is usually 0.5. The method brr would make it 0"),
        (BRR, {"method": "fay", "rho": 0.5}, "is usually 0. The method fay would make it 0.5"),
        (FAY, {"method": "fay", "rho": 0.1}, "is usually 0.5. The method fay would make it 0.1"),
        (LEFT_OUT, {"method": "fay", "rho": 0.5}, "is usually 0. The method fay"),
        (FAY, {"method": "jk1"}, "no respondent is left out"),
        (SDR, GROUPS, "no respondent is left out"),
        (BRR, {"method": "jk1"}, "50 % of the respondents have the weight 0"),
        (BRR, {"method": "sdr"}, "50 % of the respondents have the weight 0"),
    ],
)
def test_weights_that_look_like_another_method_are_told_of(factors, method, words, tmp_path):
    (line,) = told(tmp_path, factors, **method)
    assert words in line
    assert "wrong by the same factor" in line
