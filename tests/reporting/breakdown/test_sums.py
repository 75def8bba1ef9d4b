"""What does not add up is told where it happens, and only there."""

from pathlib import Path

import pytest
from breakdown_survey import figures_of
from survey_folder import multiple, segment, single, write_survey

from insight import OpenSurvey, open_survey
from insight.language.catalogue import say
from insight.reporting.breakdown.sums import remarks_on_sums

ROUNDED = say("en", "breakdown.rounded_sums")


def asked(root: Path, frame: dict, *, least: int = 0) -> OpenSurvey:
    variables = {"q": single(1, 2, 3), "g": segment(1, 2), "m": multiple({"a": "m_a", "b": "m_b"})}
    rules = {"min_base": least, "min_effective_base": 0, "low_base": 0}
    size = len(frame["q"])
    frame |= {"m_a": [1, 0] * (size // 2), "m_b": [1, 1] * (size // 2)}
    return open_survey(write_survey(root, "small", frame, variables, disclosure=rules))


THIRDS = [1, 2, 3] * 20
QUARTERS = [1, 1, 2, 3] * 15
SUMS = {
    "a third each is 99 %": (THIRDS, "q", (), "all", True),
    "a half and two quarters are 100 %": (QUARTERS, "q", (), "all", False),
    "in a row of a table": (THIRDS, "q", ("g",), "all", True),
    "one answer of them alone": (THIRDS, "q", ("g",), "one", False),
    "answers of which several may be given": (THIRDS, "m", (), "all", False),
}


@pytest.mark.parametrize("case", SUMS)
def test_per_cents_that_do_not_add_up_are_told_to_be_rounded(case, tmp_path):
    answers, item, by, which, told = SUMS[case]
    survey = asked(tmp_path, {"q": answers, "g": [1] * 30 + [2] * 30})
    figures = figures_of(survey, item, *by)
    keys = figures.breakdown.answers if which == "all" else [figures.key]
    assert (ROUNDED in remarks_on_sums(figures, keys, "en")) == told


LEFT_OUT = {
    "nobody": ([1] * 30 + [2] * 30, 0, ""),
    "twelve": ([1] * 24 + [2] * 24 + [None] * 12, 10, "12 respondents without a value for single"),
    "one": ([1] * 30 + [2] * 29 + [None], 0, "1 respondent without a value for single en."),
}


@pytest.mark.parametrize("case", LEFT_OUT)
def test_respondents_without_a_value_on_the_background_are_told_to_be_left_out(case, tmp_path):
    groups, least, words = LEFT_OUT[case]
    survey = asked(tmp_path, {"q": QUARTERS, "g": groups}, least=least)
    told = " ".join(remarks_on_sums(figures_of(survey, "q", "g", target="1"), ["1"], "en"))
    assert told.startswith(f"Left out of the breakdown: {words}") if words else not told


HIDDEN = {
    "twelve beside a small group": [1] * 44 + [2] * 4 + [None] * 12,
    "few, with whom a group is hidden": [1] * 30 + [2] * 26 + [None] * 4,
}


@pytest.mark.parametrize("groups", HIDDEN.values(), ids=HIDDEN)
def test_nothing_is_told_of_those_left_out_where_a_group_is_hidden(groups, tmp_path):
    survey = asked(tmp_path, {"q": QUARTERS, "g": groups}, least=10)
    figures = figures_of(survey, "q", "g", target="1")
    assert None in [estimate.base for estimate in figures.grouped.of("1")]
    assert remarks_on_sums(figures, ["1"], "en") == []
