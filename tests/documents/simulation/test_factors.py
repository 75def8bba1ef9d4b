"""Latent factors of the simulated surveys, and who leaves before the end because of them."""

from __future__ import annotations

from functools import cache
from itertools import pairwise

import numpy as np
import pyarrow.parquet as pq
import pytest
from numpy.typing import NDArray

from insight.documents.simulation.factors import draw_factors, leave_early, load
from insight.documents.simulation.population import settings
from insight.documents.simulation.responses import SAMPLES, WAVES
from insight.survey.folders import bundled_data


@cache
def responses(survey: str) -> dict[str, NDArray[np.float64]]:
    table = pq.read_table(bundled_data() / "surveys" / survey / "responses.parquet")
    return {name: np.asarray(table[name].to_numpy(), dtype=float) for name in table.column_names}


def test_items_that_share_a_factor_resemble_each_other_and_others_do_not() -> None:
    rng = np.random.Generator(np.random.PCG64(1))
    columns = {"gender": np.repeat([1, 2], 5000)}
    factors = draw_factors(rng, columns, {"trust": {"gender": {"1": 200}}, "digital": {}})
    chance = draw_factors(rng, columns, {"first": {}, "second": {}, "third": {}})
    loadings = {"first": {"trust": 100}, "second": {"trust": 100}, "third": {"digital": 100}}
    items = np.stack([load(factors, loadings[name]) + chance[name] for name in loadings])
    together = np.corrcoef(items)
    assert together[0, 1] == pytest.approx(0.5, abs=0.03)
    assert together[0, 2] == pytest.approx(0, abs=0.03)
    women, men = factors["trust"][:5000].mean(), factors["trust"][5000:].mean()
    assert women - men == pytest.approx(200, abs=30)


def test_a_loading_below_nothing_turns_an_item_around() -> None:
    factors = {"trust": np.array([100, -100])}
    assert load(factors, {"trust": -50}).tolist() == [-50, 50]
    assert load(factors, {}).tolist() == [0, 0]


def test_nobody_leaves_where_no_item_loses_anyone() -> None:
    rng = np.random.Generator(np.random.PCG64(1))
    assert leave_early(rng, np.arange(3), {}) == {}
    assert leave_early(rng, np.arange(3), {"first": 0})["first"].size == 0


@pytest.mark.parametrize("survey", SAMPLES)
def test_every_factor_is_followed_by_something(survey: str) -> None:
    assumed = settings()["assumed"][survey]
    plans = [*assumed["items"].values(), assumed["break_off"], *assumed.get("contact", {}).values()]
    followed = {factor for plan in plans for factor in plan["loadings"]}
    followed |= {"dont_know" for plan in assumed["items"].values() if plan["dont_know"]}
    for loadings in assumed.get("goals", {}).get("loadings", {}).values():
        followed |= set(loadings)
    assert followed == set(assumed["factors"])


@pytest.mark.parametrize("survey", ["citizens", "health_personnel"])
def test_a_few_leave_before_the_last_items_and_do_not_come_back(survey: str) -> None:
    columns = responses(survey)
    planned = settings()["assumed"][survey]["break_off"]["per_thousand"]
    assert list(planned.values()) == sorted(planned.values())
    assert max(planned.values()) < 50
    for wave in WAVES:
        in_wave = columns["year"] == wave
        gone = [np.isnan(columns[item][in_wave]) for item in planned]
        for before, after in pairwise(gone):
            assert not np.any(before & ~after)
            assert before.sum() < after.sum()
        for of_item, expected in zip(gone, planned.values(), strict=True):
            assert of_item.mean() == pytest.approx(expected / 1000, abs=0.5 / in_wave.sum())


def test_those_who_seldom_know_leave_sooner() -> None:
    columns = responses("citizens")
    gone = np.isnan(columns["worried_emergency"])
    unsure = columns["trust_need_to_know"] == 9
    assert unsure[gone].mean() > 2 * unsure[~gone].mean()


def test_ambulance_workers_radiographers_and_dietitians_are_the_youngest() -> None:
    columns = responses("health_personnel")
    mean_age = {
        code: columns["age_group"][columns["occupation"] == code].mean() for code in range(1, 17)
    }
    assert set(sorted(mean_age, key=mean_age.__getitem__)[:3]) == {9, 12, 15}
