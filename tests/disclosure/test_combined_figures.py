"""Figures put together from several: they tell no more than the tables that they are made of."""

import numpy as np
import pytest
from survey_folder import numeric, segment, single, write_survey

from insight import compare, open_survey, table
from insight.analysis.combined.across_surveys import compare_surveys
from insight.analysis.combined.ordered_trend import ordered_trend
from insight.analysis.combined.standardised_table import standardised_to
from insight.disclosure.precision import precision_of, step_above
from insight.reporting.breakdown.slope_words import slope_sentence

CLOSED = {"min_base": 10, "min_effective_base": 0, "low_base": 0, "microdata": "closed"}
STEPS = {1, 2, 5}


def drawn(seed: int = 3) -> dict[str, np.ndarray]:
    random = np.random.default_rng(seed)
    group = random.choice([1, 2, 3, 4], 900, p=[0.28, 0.28, 0.28, 0.16])
    return {
        "q": (random.random(900) < 0.2 * group).astype(int),
        "score": np.minimum(5, random.poisson(group)),
        "group": group,
        "half": random.choice([1, 2], 900),
        "wave": random.choice([2019, 2020, 2021], 900),
        "psu": np.arange(900) // 10,
        "w": random.lognormal(0, 0.4, 900),
    }


VARIABLES = {
    "q": single(0, 1, construct="q"),
    "score": numeric(construct="score"),
    "group": segment(1, 2, 3, 4, ordered=True),
    "half": segment(1, 2),
    "wave": segment(2019, 2020, 2021, ordered=True),
    "psu": numeric(role="other"),
    "w": numeric(role="other"),
}
DESIGN = {"weight": "w", "wave": "wave", "psu": "psu"}


def written(root, name="closed", *, frame=None, weight="w", rules=CLOSED):
    design = {**DESIGN, "weight": weight} if weight else {"wave": "wave", "psu": "psu"}
    frame = drawn() if frame is None else frame
    write_survey(root, name, frame, VARIABLES, design=design, disclosure=rules)
    return open_survey(name, root)


@pytest.fixture(scope="module")
def survey(tmp_path_factory):
    return written(tmp_path_factory.mktemp("data"))


def is_step(value: float, step: float) -> bool:
    return abs(value / step - round(value / step)) < 1e-6


@pytest.mark.parametrize(("between", "where"), [("group", ["group=1,2,3"]), ("wave", [])])
def test_a_trend_over_three_is_told_no_finer_than_half_the_difference_that_it_is(
    survey, between, where
):
    """With a step of its own it would tell the difference of two groups ten times as finely."""
    if between == "wave":
        found = compare(survey, "q", "1", "wave", where=where)
    else:
        found = ordered_trend(survey, "q", "1", between, where=where)
    figures = table(survey, "q", by=between, where=where)
    precision = precision_of(survey, found.request)
    ends = ("2019", "2021") if between == "wave" else ("1", "3")
    least = step_above(max(precision.share(figures.at((code,), "1").base) for code in ends) / 2)
    claim = found.trend_claim
    for told in (found.trend.value, claim.value, claim.low, claim.upp):
        assert is_step(told, least), told


def test_a_trend_of_means_is_no_finer_than_means(survey, tmp_path):
    where = ["group=1,2,3"]
    found = ordered_trend(survey, "score", "", "group", where=where)
    figures = table(survey, "score", by="group", where=where)
    precision = precision_of(survey, found.request, means=True)
    opened = written(tmp_path, "open", rules=CLOSED | {"microdata": "open"})
    exact = ordered_trend(opened, "score", "", "group", where=where).trend
    steps = [precision.mean(figures.at((code,), "").base, exact.se) for code in "13"]
    claim = found.trend_claim
    for told in (found.trend.value, claim.value, claim.low, claim.upp):
        assert is_step(told, max(steps)), told


def test_a_trend_that_is_rounded_to_nought_is_not_said_to_fall(tmp_path):
    random, frame = np.random.default_rng(12), drawn()
    frame["q"] = (random.random(900) < 0.2 + 0.11 * frame["group"]).astype(int)
    frame["w"] = random.lognormal(0, 0.8, 900)
    survey = written(tmp_path, frame=frame)
    found = ordered_trend(survey, "q", "1", "group", where=["group=1,2,3", "half=1,2"])
    assert (found.trend_claim.value, found.trend_claim.p < 0.05) == (0, True)
    assert slope_sentence(found, "en") == ""
    finer = ordered_trend(survey, "q", "1", "group", where=["group=1,2,3", "wave=2021"])
    assert "trend" in slope_sentence(finer, "en")


def test_a_difference_that_is_rounded_to_nought_is_neither_lower_nor_higher(tmp_path):
    """It was called lower, and is in truth higher."""
    to_nought = []
    for seed in range(13, 19):
        random, frame = np.random.default_rng(seed), drawn()
        frame["q"] = (random.random(900) < 0.8 - 0.11 * frame["group"]).astype(int)
        frame["w"] = random.lognormal(0, 0.8, 900)
        survey = written(tmp_path / str(seed), frame=frame)
        found = compare(survey, "q", "1", "group", where=["group=1,2,3", "half=1,2"])
        to_nought += [gap for gap in found if gap.value == 0 and gap.significant(0.95)]
    assert to_nought
    assert {gap.finding(0.95) for gap in to_nought} <= {"alike", "few"}


def test_degrees_of_freedom_of_trends_and_joint_tests_are_rounded_as_others(survey):
    rows = ordered_trend(survey, "q", "1", "group").tidy("en").rows
    rows += compare(survey, "q", "1", "group").tidy("en").rows
    told = {row["test"]: row["df"] for row in rows}
    assert told.keys() == {"trend", "equality", "difference", "association"}
    for df in told.values():
        assert int(str(int(df)).rstrip("0")) in STEPS, told


def test_a_survey_of_ones_own_does_not_measure_the_spread_of_a_closed_one(survey, tmp_path):
    """From which size a difference is large would turn where its own spread grows a little."""
    told: dict[str, set[float]] = {}
    for number, times in enumerate(np.linspace(1, 2.4, 15)):
        frame = drawn(5)
        frame["score"] = frame["score"] * times
        own = written(tmp_path, f"own{number}", frame=frame, weight="", rules={"min_base": 0})
        found = compare_surveys(survey, own, "score", where=["wave=2021"])
        own_spread = np.std(frame["score"][frame["wave"] == 2021])
        told.setdefault(f"{own_spread:.1g}", set()).add(found.difference.large)
    assert len(told) >= 3
    assert {len(each) for each in told.values()} == {1}, told


@pytest.mark.parametrize("numbers", ["1:1e308,2:1e308", "1:5e-324,2:1.7e308", "1:1e-300,2:1e-300"])
def test_a_population_of_any_size_is_one(tmp_path, numbers):
    own = written(tmp_path, weight="")
    found = standardised_to(own, "q", ("half",), "", f"half={numbers}", by="group")
    cells = table(own, "q", by=("group", "half"))
    whole = found.at(("1",), "1").value
    first, second = (cells.at(("1", code), "1").value for code in "12")
    assert whole == pytest.approx(second if "5e-324" in numbers else (first + second) / 2)
