"""Organisations and the sustainability goals: what the headlines say, with honest intervals."""

from __future__ import annotations

import csv
import itertools
from functools import cache
from typing import Any

import numpy as np
import pyarrow.parquet as pq
import pytest
from fixtures_folder import shared_file
from numpy.typing import NDArray

from insight import Table, open_survey, table
from insight.documents.simulation.organisations import organisations
from insight.documents.simulation.population import WEIGHT_UNIT, settings
from insight.language.catalogue import LANGUAGES
from insight.survey.folders import bundled_data

SURVEY = open_survey("organisations", bundled_data())
BOOK = SURVEY.codebook
ITEMS = [item.id for item in BOOK.items]
GOALS = [f"sdg_{number}" for number in range(1, 18)]
LEADING = {"sdg_3", "sdg_10", "sdg_13"}


@cache
def asked(item: str, by: tuple[str, ...] = ()) -> Table:
    return table(SURVEY, item, by=by, nets=True)


@cache
def responses() -> dict[str, NDArray[Any]]:
    found = pq.read_table(SURVEY.responses)
    return {name: found[name].to_numpy() for name in found.column_names}


# --- What the source says, and no more -----------------------------------------------------------


def test_items_and_questions_are_those_of_the_document():
    path = shared_file("facts/sustainability_items.csv")
    with path.open(encoding="utf-8", newline="") as file:
        printed = {row["item_id"]: row for row in csv.DictReader(file)}
    assert list(printed) == ITEMS
    for item in BOOK.items:
        assert item.question["nb"] == printed[item.id]["question_nb"]
        assert item.question["en"] == printed[item.id]["question_en"]
        assert printed[item.id]["headline_nb"] in item.note["nb"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_item_says_that_its_answers_were_not_published(language):
    words = {"nb": "ikke publisert", "en": "not published"}[language]
    assert all(words in item.assumption[language] for item in BOOK.items)
    assert all(segment.assumption for segment in BOOK.segments)
    assert BOOK.simulated
    assert not BOOK.design.probability


def test_all_have_started():
    nobody = asked("sdg_maturity").at((), "1")
    assert (nobody.n, nobody.value) == (0, 0.0)
    assert 1 not in responses()["sdg_maturity"]


def test_goals_3_10_and_13_stand_out_from_all_others():
    goals = {goal: asked("sdg_most_important").at((), goal) for goal in GOALS}
    lowest = min(goals[goal].low for goal in LEADING)
    assert all(one.upp < lowest for goal, one in goals.items() if goal not in LEADING)


@pytest.mark.parametrize(
    ("item", "target"),
    [("sdg_initiatives", "1"), ("sdg_staff_engagement", "high"), ("sdg_role_in_strategy", "high")],
)
def test_most_is_more_than_half_beyond_doubt(item, target):
    assert asked(item).at((), target).low > 0.5


def test_networks_are_uncertain():
    yes, no, dont_know = (asked("sdg_networks").at((), code) for code in ("1", "2", "9"))
    assert max(yes.upp, no.upp) < 0.5
    assert dont_know.value > 0.25


def test_maturity_varies_with_kind_and_size_and_engagement_follows_it():
    kinds = [one.value for one in asked("sdg_maturity", ("org_type",)).of("well_under_way")]
    shown = [one for one in kinds if one is not None]
    assert max(shown) - min(shown) > 0.3
    small, _, large = asked("sdg_maturity", ("org_size",)).of("well_under_way")
    assert large.value - small.value > 0.2
    engaged = asked("sdg_staff_engagement", ("sdg_maturity",))
    by_stage = [engaged.at((stage,), "high").value for stage in "234"]
    assert by_stage == sorted(by_stage)
    assert by_stage[-1] - by_stage[0] > 0.3


def test_goals_of_climate_and_nature_are_named_together():
    columns = responses()
    together = np.corrcoef(columns["sdg_12"], columns["sdg_13"])[0, 1]
    assert 0.1 < together < 0.6


# --- A small finite population -------------------------------------------------------------------


def test_weights_are_population_by_answers_and_add_up_to_all_organisations():
    columns, kinds = responses(), settings()["assumed"]["organisations"]["kinds"]
    for code, population in kinds["population"].items():
        chosen = columns["org_type"] == int(code)
        assert chosen.sum() == kinds["answered"][code]
        assert set(columns["population"][chosen]) == {population}
        assert np.all(columns["weight"][chosen] == population / chosen.sum())
    assert columns["weight"].sum() == pytest.approx(sum(kinds["population"].values()))
    assert 60 <= len(columns["weight"]) <= 70


def test_weights_are_whole_ten_thousandths():
    drawn = organisations(np.random.Generator(np.random.PCG64(1)), 2021)
    kinds = settings()["assumed"]["organisations"]["kinds"]
    for code, population in kinds["population"].items():
        assert WEIGHT_UNIT * population % kinds["answered"][code] == 0
    assert drawn["weight"].sum() == WEIGHT_UNIT * sum(kinds["population"].values())


def test_sizes_and_regions_are_planned_for_every_answer():
    plan = settings()["assumed"]["organisations"]
    for segment in ("org_size", "org_region"):
        planned = {code: sum(parts.values()) for code, parts in plan[segment].items()}
        assert planned == plan["kinds"]["answered"]


@pytest.mark.parametrize(
    ("item", "target", "codes"),
    [
        ("sdg_maturity", "well_under_way", [4, 5]),
        ("sdg_staff_engagement", "high", [4, 5]),
        ("sdg_networks", "1", [1]),
    ],
)
def test_standard_errors_are_those_of_a_stratified_sample_from_a_small_population(
    item, target, codes
):
    """Cochran: V = sum (N_h / N)² (1 - n_h / N_h) p_h (1 - p_h) / (n_h - 1)."""
    columns = responses()
    yes, total = np.isin(columns[item], codes), columns["weight"].sum()
    variance = share = 0.0
    for kind in np.unique(columns["org_type"]):
        stratum = columns["org_type"] == kind
        sampled, population = stratum.sum(), columns["population"][stratum][0]
        mean = yes[stratum].mean()
        spread = (1 - sampled / population) * mean * (1 - mean) / (sampled - 1)
        share += population / total * mean
        variance += (population / total) ** 2 * spread
    found = asked(item).at((), target)
    assert found.value == pytest.approx(share)
    assert found.se == pytest.approx(np.sqrt(variance))
    assert found.df == len(yes) - len(np.unique(columns["org_type"]))


@pytest.mark.parametrize("item", ITEMS)
def test_more_than_half_have_answered_so_that_every_interval_shrinks(item):
    uncertain = [one for one in asked(item).estimates if one.value not in (0, 1)]
    assert all(one.deff < 1 for one in uncertain)
    assert all(0.3 < one.deff < 0.6 for one in uncertain if one.n >= 10)


# --- Small groups are hidden ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("segment", "hidden"),
    [
        ("org_type", {"5", "6"}),
        ("org_size", set()),
        ("org_region", {"4", "5"}),
        ("sdg_maturity", {"1", "5"}),
    ],
)
def test_groups_of_fewer_than_ten_are_hidden_and_the_others_shown(segment, hidden):
    groups = asked("sdg_staff_engagement", (segment,)).of("high")
    assert {one.group[0] for one in groups if not one.shown} == hidden


@pytest.mark.parametrize("segment", ["org_type", "org_region", "sdg_maturity"])
def test_no_hidden_group_stands_alone_to_be_found_by_subtraction(segment):
    shown = {one.group[0] for one in asked("sdg_networks", (segment,)).of("1") if one.shown}
    columns, variable = responses(), BOOK.variable(segment)
    counts = [np.sum(columns[segment] == int(code)) for code in variable.by_key.keys() - shown]
    assert sum(count > 0 for count in counts) >= 2


@pytest.mark.parametrize("item", ITEMS)
def test_an_answer_that_nobody_in_a_shown_group_gave_is_shown(item):
    found = asked(item, ("org_type",))
    bases = itertools.groupby(found.estimates, key=lambda one: one.group)
    for _, estimates in bases:
        assert len({one.shown for one in estimates}) == 1


def test_the_seventeen_goals_carry_their_numbers_in_both_languages():
    goals = BOOK.variable("sdg_most_important").categories
    assert [one.key for one in goals] == GOALS
    for number, goal in enumerate(goals, 1):
        assert all(goal.label[language].startswith(f"{number} ") for language in LANGUAGES)
        assert goal.column == goal.key
