"""How many respondents each choice of a filter would leave: counts of the data themselves."""

import numpy as np
import pandas as pd
import pytest
from survey_folder import multiple, segment, single, write_survey

from insight import open_survey
from insight.disclosure.choice_counts import format_count, respondents_left
from insight.survey.filters import parse_filter


@pytest.fixture
def survey(tmp_path):
    rng = np.random.default_rng(11)
    frame = pd.DataFrame({name: rng.integers(1, 4, 300) for name in ("age", "region")})
    frame["region"] = frame["region"].where(rng.random(300) < 0.9).astype("Int64")
    frame["year"] = rng.integers(2019, 2022, 300)
    frame["q"] = 1
    for name in ("web", "app"):
        frame[name] = rng.integers(0, 2, 300)
    variables = {
        "age": segment(1, 2, 3, 4),
        "region": segment(1, 2, 3),
        "year": segment(2019, 2020, 2021),
        "q": single(1),
        "used": multiple({"web": "web", "app": "app"}),
    }
    folder = write_survey(tmp_path, "s", frame, variables, design={"wave": "year"})
    return frame, open_survey(folder)


@pytest.mark.parametrize(
    ("asked", "those", "without_own"),
    [
        ([], "age > 0", {}),
        (["year=2020"], "year == 2020", {}),
        (["year=2020,2021"], "year > 2019", {}),
        (["age=1"], "age == 1", {"age": "age > 0"}),
        (["age=1,2", "year=2019"], "age < 3 & year == 2019", {"age": "year == 2019"}),
        (["age=1", "region=2"], "age == 9", {"age": "region == 2", "region": "age == 1"}),
        (["used=web", "age=3"], "web == 1 & age == 3", {"age": "web == 1"}),
        (["age=4"], "age == 4", {"age": "age > 0"}),
    ],
)  # fmt: skip
def test_a_choice_is_counted_among_those_who_meet_the_others(survey, asked, those, without_own):
    frame, described = survey
    left = respondents_left(described, parse_filter(asked, described.codebook))
    for name in ("age", "region"):
        kept = frame.query(without_own.get(name, those))
        expected = kept[name].dropna().astype(int).astype(str).value_counts().to_dict()
        assert left[name] == expected


@pytest.mark.parametrize(
    ("count", "exact", "words"),
    [(743, True, "743"), (743, False, "≈740"), (4, False, "<10"), (4, True, "4")],
)
def test_a_count_is_told_as_exactly_as_the_responses_are_open(count, exact, words):
    assert format_count(count, exact=exact) == words
