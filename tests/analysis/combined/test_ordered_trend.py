"""The trend over groups in an order: the slope of their figures, and what is refused."""

import numpy as np
import pytest
from survey_folder import segment, single, write_survey

from insight import RequestError, compare, open_survey, table
from insight.analysis.combined.ordered_trend import ordered_trend

RULES = {"min_base": 5, "min_effective_base": 0, "low_base": 0, "microdata": "open"}


@pytest.fixture(scope="module")
def survey(tmp_path_factory):
    random = np.random.default_rng(3)
    step = random.choice([1, 2, 3, 4], 900, p=[0.4, 0.3, 0.28, 0.02])
    frame = {
        "q": (random.random(900) < 0.15 * step).astype(int),
        "step": step,
        "first": np.minimum(step, 2),
        "place": random.choice([1, 2, 3], 900),
    }
    variables = {
        "q": single(0, 1),
        "step": segment(1, 2, 3, 4, ordered=True),
        "first": segment(1, 2, ordered=True),
        "place": segment(1, 2, 3),
    }
    data = tmp_path_factory.mktemp("data")
    write_survey(data, "people", frame, variables, disclosure=RULES)
    return open_survey("people", data)


def test_it_is_the_line_through_the_figures_of_the_groups_that_are_shown(survey):
    found = ordered_trend(survey, "q", "1", "step")
    figures = [one.value for one in table(survey, "q", by="step").of("1")]
    shown = [number for number, value in enumerate(figures) if value is not None]
    assert 3 <= len(shown) < 5
    slope = np.polyfit(shown, [figures[number] for number in shown], 1)[0]
    assert found.trend.value == pytest.approx(slope)
    assert found.trend_claim.p < 0.05
    rows = found.tidy("en").rows
    assert [row["test"] for row in rows] == ["trend", "equality"]
    flagged = "partial" if found.left_out else ""
    assert {row["flag"] for row in rows} == {flagged}


@pytest.mark.parametrize(("key", "statistic"), [("1", None), ("", "mean")])
def test_it_leaves_out_whom_a_comparison_does_and_rests_on_what_it_does(survey, key, statistic):
    found = ordered_trend(survey, "q", key, "step", statistic=statistic)
    pairs = compare(survey, "q", key, "step", adjustment="none", statistic=statistic)
    same = ("request", "key", "level", "left_out", "lonely", "basis", "rounded", "statistic")
    assert {name: getattr(found, name) for name in same} == {
        name: getattr(pairs, name) for name in same
    }
    assert (len(found), found.association) == (0, None)


@pytest.mark.parametrize(("between", "words"), [("place", "order"), ("first", "Fewer than three")])
def test_groups_without_an_order_or_too_few_have_no_trend(survey, between, words):
    with pytest.raises(RequestError) as refused:
        ordered_trend(survey, "q", "1", between)
    assert words in refused.value.text("en")
