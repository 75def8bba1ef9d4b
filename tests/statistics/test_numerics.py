"""No digits are lost on many large values; ``benchmarks/numerics.py`` takes 10 million."""

import numpy as np
import pytest
from large_sample import DESIGNS, exact_standard_error, large_sample
from survey_folder import numeric, write_survey

from insight import open_survey, table


@pytest.fixture(scope="module")
def frame():
    return large_sample(1_000_000)


@pytest.mark.skipif(np.finfo(np.longdouble).eps > 1e-18, reason="needs extended precision")
@pytest.mark.parametrize("design", DESIGNS)
def test_a_million_values_near_a_million_keep_nine_digits(frame, design, tmp_path):
    folder = write_survey(tmp_path, "s", frame, {"x": numeric()}, design=DESIGNS[design])
    found = table(open_survey(folder), "x").at((), "")
    exact = exact_standard_error(frame, design)
    assert abs(found.se / exact - 1) < 1e-9
    assert found.base == len(frame)
