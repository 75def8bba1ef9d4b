"""Cubes that are kept: after a restart figures are as they were, and nothing is summed up anew."""

import numpy as np
import pandas as pd
import pytest
from forced_source import read_from
from kept_on_disk import files, lasting, opened
from survey_folder import multiple, net, numeric, segment, single, write_survey

from insight import table
from insight.query.explained import explained

VARIABLES = {
    "q": single(1, 2, 9, missing={9: "dont_know"}, nets=[net("some", 1, 2)]),
    "used": multiple({"web": "web", "app": "app"}),
    "y": numeric(),
    "g": segment("a", "b"),
    "year": segment(2020, 2021),
}
# Units are numbered in a cube: strata and PSUs named by words, waves by numbers.
DESIGNS = {
    "waves": {"weight": "w", "wave": "year"},
    "psus": {"weight": "w", "strata": "s", "psu": "u", "wave": "year"},
}
QUESTIONS = [("q", []), ("q", ["g"]), ("used", ["year"]), ("y", ["g"])]


def written(root, design):
    rng, size = np.random.default_rng(7), 900
    frame = pd.DataFrame(
        {
            "q": rng.choice([1, 2, 9], size),
            "web": rng.integers(0, 2, size),
            "app": rng.integers(0, 2, size),
            "y": 1e6 + rng.lognormal(0, 1, size),
            "g": rng.choice(["a", "b"], size),
            "year": rng.integers(2020, 2022, size),
            "w": rng.lognormal(0, 1, size),
            "s": rng.choice(["north", "south"], size),
            "u": rng.choice([f"psu {number}" for number in range(12)], size),
        }
    )
    return write_survey(root, "s", frame, VARIABLES, design=design)


def told(folder):
    """All figures, and what they were read from, as in a process that has just begun."""
    survey = opened(folder)
    with explained() as readings:
        tables = [
            table(survey, item, by=by, where=where).to_pandas("en")
            for item, by in QUESTIONS
            for where in ([], ["g=a"])
        ]
    return tables, readings


@pytest.mark.parametrize("design", DESIGNS.values(), ids=DESIGNS)
def test_a_restart_reads_cubes_from_disk_and_tells_the_same(tmp_path, monkeypatch, design):
    lasting(monkeypatch, tmp_path / "cache")
    read_from(monkeypatch, "cube")
    folder = written(tmp_path, design)
    made, first = told(folder)
    assert first.of("made")
    assert first.of("file")
    loaded, second = told(folder)
    assert second.of("made", "file") == []
    assert {one.what for one in second.of("loaded")} == {one.what for one in first.of("made")}
    for one, other in zip(made, loaded, strict=True):
        pd.testing.assert_frame_equal(one, other, rtol=1e-14, atol=0)
    # What is not as it was written is made anew, of what the file says.
    for path in files(tmp_path / "cache"):
        path.write_bytes(path.read_bytes()[:-40])
    anew, third = told(folder)
    assert {one.what for one in third.of("made")} == {one.what for one in first.of("made")}
    for one, other in zip(made, anew, strict=True):
        pd.testing.assert_frame_equal(one, other, rtol=1e-14, atol=0)
