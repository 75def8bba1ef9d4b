"""Samples of a few respondents that Hypothesis draws, and the designs of their surveys."""

from pathlib import Path

import numpy as np
import pandas as pd
from hypothesis import settings
from hypothesis import strategies as st
from survey_folder import multiple, net, numeric, segment, single, write_survey

from insight import OpenSurvey, open_survey

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

few = settings(max_examples=12, deadline=None)
any_design = st.sampled_from(list(DESIGNS.values()))


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
