"""How many respondents each choice of a filter would leave: counts of the data themselves."""

import numpy as np
import pandas as pd
import pytest
from survey_folder import multiple, segment, single, write_survey

from insight import open_survey
from insight.disclosure.choice_counts import respondents_left
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


GATES = {"min_base": 10, "min_effective_base": 0, "low_base": 0}


@pytest.mark.parametrize("microdata", ["open", "closed"])
def test_nothing_tells_which_of_the_hidden_codes_is_the_small_one(tmp_path, microdata):
    frame = pd.DataFrame({"age": [1] * 50 + [2] * 4 + [3] * 30 + [4] * 20, "q": 1})
    frame["town"] = [1, 2] * 52
    variables = {"age": segment(1, 2, 3, 4, 5), "town": segment(1, 2), "q": single(1)}
    rules = GATES | {"microdata": microdata}
    survey = open_survey(write_survey(tmp_path, "s", frame, variables, disclosure=rules))

    def left(*conditions: str) -> dict[str, dict[str, int]]:
        return respondents_left(survey, parse_filter(conditions, survey.codebook))

    towns = {"1": 52, "2": 52}
    assert left() == {"age": {"1": 50, "3": 30}, "town": towns}
    assert left("age=2") == {"age": {"1": 50, "3": 30}, "town": {}}
    assert left("age=1,2") == {"age": {"1": 50, "3": 30}, "town": {}}
    assert left("age=2,4") == {"age": {"1": 50, "3": 30}, "town": {"1": 12, "2": 12}}
    assert left("town=1") == {"age": {"1": 25, "3": 15}, "town": towns}
