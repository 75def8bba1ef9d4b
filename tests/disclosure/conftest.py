"""A survey in which one group is too small to be shown."""

import pandas as pd
import pytest
from hidden_bases import survey_of
from survey_folder import segment, single

from insight import OpenSurvey


@pytest.fixture
def ages(tmp_path) -> OpenSurvey:
    """Fifty of age 1, four of age 2, thirty of age 3 and twenty of age 4, half of them in town."""
    frame = pd.DataFrame({"age": [1] * 50 + [2] * 4 + [3] * 30 + [4] * 20})
    frame["town"] = [1, 2] * 52
    frame["q"] = [0, 0, 1, 1] * 26
    variables = {"age": segment(1, 2, 3, 4), "town": segment(1, 2), "q": single(0, 1)}
    return survey_of(tmp_path, frame, variables)
