"""Adjusted comparisons tell nothing that the tables of their variables hide."""

import numpy as np
import pandas as pd
import pytest
from survey_folder import segment, single, write_survey

from insight import RequestError, adjust, open_survey, table
from insight.analysis.adjusted.model_gates import refuse_few_left_out

RULES = {"min_base": 10, "min_effective_base": 10, "low_base": 0, "microdata": "closed"}
VARIABLES = {"q": single(0, 1), "g": segment(1, 2, 3), "c": segment(1, 2, 3), "d": segment(1, 2)}


def survey_of(tmp_path, frame: pd.DataFrame, microdata: str = "closed"):
    frame = frame.astype(dict.fromkeys(frame, "Int64"))
    return open_survey(
        write_survey(tmp_path, "s", frame, VARIABLES, disclosure=RULES | {"microdata": microdata})
    )


def crossed(counts: dict[tuple[int, int], int]) -> pd.DataFrame:
    rows = [cell for cell, count in counts.items() for _ in range(count)]
    frame = pd.DataFrame(rows, columns=["g", "c"])
    order = np.arange(len(frame))
    return frame.assign(q=(order // 3 + frame["g"]) % 2, d=1 + order % 2)


FULL = {(g, c): 40 for g in (1, 2) for c in (1, 2)}


def refusal(survey, *asked, **more) -> str:
    with pytest.raises(RequestError) as refused:
        adjust(survey, *asked, **more)
    (fault,) = refused.value.faults
    return fault.key.removeprefix("fault.")


def test_what_is_large_everywhere_is_told(tmp_path):
    found = adjust(survey_of(tmp_path, crossed(FULL)), "q", "1", "g", ["c", "d"])
    assert [group.base for group in found.groups] == [80, 80]


def test_a_small_group_is_not_compared_nor_what_protects_it(tmp_path):
    survey = survey_of(tmp_path, crossed(FULL | {(3, 1): 4, (3, 2): 4}))
    assert refusal(survey, "q", "1", "g", "c") == "adjust_hidden_groups"
    # Of the others one is hidden with it, so that a filter which leaves both asks for a hidden one.
    assert refusal(survey, "q", "1", "g", "c", where=["g=1,2"]) == "adjust_hidden_groups"


def test_a_covariate_with_a_small_code_is_not_held_alike(tmp_path):
    survey = survey_of(tmp_path, crossed(FULL | {(1, 3): 4, (2, 3): 4}))
    assert refusal(survey, "q", "1", "g", "c") == "adjust_hidden_codes"


def test_a_small_cell_of_two_variables_hides_the_model(tmp_path):
    survey = survey_of(tmp_path, crossed(FULL | {(1, 2): 4}))
    assert refusal(survey, "q", "1", "g", "c") == "adjust_hidden_cells"
    assert adjust(survey, "q", "1", "g", "d").groups  # the same groups without it


def test_few_who_lack_a_covariate_are_not_told_of(tmp_path):
    frame = crossed(FULL)
    frame["d"] = frame["d"].astype("Int64")
    lacking = (frame["g"] == 1) & (np.arange(len(frame)) % 13 == 0)
    frame.loc[lacking | ((frame["g"] == 2) & (np.arange(len(frame)) % 5 == 0)), "d"] = pd.NA
    assert 0 < lacking.sum() < 10
    survey = survey_of(tmp_path, frame)
    assert refusal(survey, "q", "1", "g", "d") == "adjust_hidden_cells"
    group = survey.codebook.variable("g")
    with pytest.raises(RequestError, match="A few who have a value on “g” lack one of the other"):
        refuse_few_left_out(survey, group, np.array([80.0, 80.0]), np.array([80.0, 74.0]))


def exchanged() -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return respondents, and others with the same sums by each of their variables."""
    frame = crossed(dict.fromkeys(FULL, 60))
    few = (frame["c"] == 1) & (np.arange(len(frame)) % 20 == 1)
    frame["d"] = np.where(frame["c"] == 1, np.where(few, 2, 1), frame["d"])
    chance = 0.1 + 0.15 * frame["g"] + 0.2 * (frame["c"] == 2)
    frame["q"] = (np.random.default_rng(3).random(len(frame)) < chance).astype(int)
    other = frame.copy()
    for g, c, answer in ((1, 1, 1), (1, 2, 0), (2, 1, 0), (2, 2, 1)):
        cell = (frame["g"] == g) & (frame["c"] == c) & (frame["d"] == 1) & (frame["q"] == answer)
        other.loc[frame[cell].index[:6], "q"] = 1 - answer
    for variable in "gcd":
        sums = [one.groupby(variable)["q"].sum().tolist() for one in (frame, other)]
        assert sums[0] == sums[1]
    return frame, other


@pytest.mark.parametrize("given", [["c"], ["c", "d"]])
@pytest.mark.parametrize("microdata", ["open", "closed"])
def test_margins_follow_from_what_the_tables_show(tmp_path, given, microdata):
    """Answers exchanged within the shown sums of groups and covariates change no margin.

    Neither does it matter that a combination of two covariates has few: its answers are not told.
    """
    both = exchanged()
    first, second = (
        adjust(survey_of(tmp_path / str(number), one, microdata), "q", "1", "g", given)
        for number, one in enumerate(both)
    )
    hidden = table(first.survey, "q", by=["c", "d"])
    assert not any(one.shown for one in hidden.of("1"))
    for one, two in zip(first.groups, second.groups, strict=True):
        assert one.adjusted.value == pytest.approx(two.adjusted.value, abs=1e-12)
