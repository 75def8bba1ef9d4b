"""The bundled surveys: simulated respondents that agree with every published figure."""

from __future__ import annotations

import tomllib
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from numpy.typing import NDArray

from insight.documents.published import PublishedFigure, levels, published_figures
from insight.documents.simulation.population import settings
from insight.documents.simulation.responses import (
    ROUNDS,
    SAMPLES,
    WAVES,
    check,
    published_levels,
    respondents,
    write,
)
from insight.survey.folders import bundled_data

DATA = bundled_data()
FIGURES = published_figures()
SHARES = [figure for figure in FIGURES if figure.measure == "share"]
TRUST = ("trust_need_to_know", "trust_secure_storage")
ITEMS = [(survey, item) for survey in SAMPLES for item in settings()["assumed"][survey]["items"]]

Columns = dict[str, NDArray[Any]]


@cache
def responses(survey: str) -> Columns:
    table = pq.read_table(DATA / "surveys" / survey / "responses.parquet")
    return {name: table[name].to_numpy() for name in table.column_names}


@cache
def codebook(survey: str) -> dict[str, Any]:
    path = DATA / "surveys" / survey / "codebook.toml"
    return tomllib.loads(path.read_text(encoding="utf-8"))


def asked_in(survey: str, wave: int) -> NDArray[np.bool_]:
    """Tell who was asked in a wave: everyone, where a survey was made once."""
    columns = responses(survey)
    year = columns.get("year", np.full(len(columns["respondent"]), wave))
    return np.asarray(year == wave)


def share(survey: str, wave: int, chosen: NDArray[Any]) -> float:
    """Return the weighted share who are chosen of the wave's respondents who answered."""
    weights = responses(survey).get("weight", np.ones(len(chosen)))
    answered = asked_in(survey, wave) & ~np.isnan(chosen)
    return float(np.average(chosen[answered], weights=weights[answered]))


def net_codes(survey: str, item: str, target: str) -> list[Any]:
    nets = codebook(survey)["variables"][item].get("nets", [])
    return next((net["codes"] for net in nets if net["id"] == target), [target])


def who_answered(survey: str, item: str, target: str) -> NDArray[Any]:
    """Tell who answered with a category or a category of a net; NaN of who gave no answer."""
    codes, columns = net_codes(survey, item, target), responses(survey)
    asked = codebook(survey)["variables"][item]
    if asked["kind"] == "multiple":
        of_code = {category["code"]: category["column"] for category in asked["categories"]}
        chosen = np.stack([columns[of_code[code]] for code in codes])
        return np.asarray(chosen.sum(axis=0) > 0)
    chosen = np.isin(columns[item], [int(code) for code in codes])
    return np.where(np.isnan(columns[item]), np.nan, chosen)


def simulated(figure: PublishedFigure) -> float:
    if figure.measure == "share":
        chosen = who_answered(figure.survey, figure.item, figure.target)
        return share(figure.survey, figure.wave, chosen)
    if figure.measure == "rank":
        return float(place(figure))
    columns = responses(figure.survey)
    counted = asked_in(figure.survey, figure.wave)
    if figure.where:
        variable, code = figure.where.split("=")
        counted &= columns[variable] == int(code)
    return float(counted.sum())


def place(figure: PublishedFigure) -> int:
    """Return how many answers are given by at least as many as the figure's own."""
    codes = [one["code"] for one in codebook(figure.survey)["variables"][figure.item]["categories"]]
    shares = {
        code: share(figure.survey, figure.wave, who_answered(figure.survey, figure.item, code))
        for code in codes
    }
    return sum(one >= shares[figure.target] for one in shares.values())


@pytest.mark.parametrize("figure", FIGURES, ids=lambda figure: figure.figure_id)
def test_every_published_figure_is_met(figure: PublishedFigure) -> None:
    assert figure.meets(simulated(figure))


@pytest.mark.parametrize("figure", levels(SHARES), ids=lambda figure: figure.figure_id)
def test_a_published_share_is_met_far_inside_its_rounding(figure: PublishedFigure) -> None:
    assert simulated(figure) == pytest.approx(figure.value, abs=0.002)


def test_the_check_says_which_figure_is_missed() -> None:
    assert all(line.met for line in check(FIGURES, simulated))
    missed = [
        line
        for line in check(FIGURES, lambda figure: 0.54 if figure.measure == "share" else 99)
        if line.met
    ]
    assert {line.figure.figure_id for line in missed} == {
        "citizen_trust_access_2019",
        "hcp_low_access_other_info",
        "org_initiatives",
        "org_engagement",
        "org_role_in_strategy",
    }


@pytest.mark.parametrize(
    ("survey", "wave", "expected"),
    [
        ("citizens", 2019, {"": 1162}),
        ("citizens", 2020, {"": 1614}),
        ("citizens", 2021, {"": 1504}),
        ("health_personnel", 2019, {"": 3167, 1: 141, 2: 905, 3: 2121}),
        ("health_personnel", 2020, {"": 2503, 1: 97, 2: 627, 3: 1779}),
        ("health_personnel", 2021, {"": 3831, 1: 83, 2: 1197, 3: 2551}),
    ],
)
def test_interviews_per_wave_and_target_group(
    survey: str, wave: int, expected: dict[str | int, int]
) -> None:
    columns = responses(survey)
    in_wave = columns["year"] == wave
    groups = columns.get("target_group", np.zeros(len(in_wave)))
    for group, count in expected.items():
        assert np.sum(in_wave if group == "" else in_wave & (groups == group)) == count


@pytest.mark.parametrize("wave", WAVES)
def test_the_weights_of_citizens(wave: int) -> None:
    columns = responses("citizens")
    weights = columns["weight"][columns["year"] == wave]
    kish_effect = len(weights) * np.sum(weights**2) / np.sum(weights) ** 2
    assert 1.15 <= kish_effect <= 1.4
    assert weights.min() > 0.3
    assert weights.max() < 5
    assert weights.mean() == pytest.approx(1, abs=1e-4)
    assert np.array_equal(weights, np.round(weights, 4))


@pytest.mark.parametrize("wave", WAVES)
def test_weighted_citizens_have_the_margins_of_the_population(wave: int) -> None:
    cells = settings()["assumed"]["citizens"]["cells"]
    columns = responses("citizens")
    region = np.array(cells["population_region"])
    by_gender = np.array(cells["population_gender_age"])
    for code, expected in enumerate(region / region.sum(), 1):
        assert share("citizens", wave, columns["health_region"] == code) == pytest.approx(
            expected, abs=1e-4
        )
    for code, expected in enumerate(by_gender.sum(axis=0) / by_gender.sum(), 1):
        assert share("citizens", wave, columns["age_group"] == code) == pytest.approx(
            expected, abs=1e-4
        )


def test_young_men_are_too_few_among_citizens_and_weigh_more() -> None:
    columns = responses("citizens")
    young_men = (columns["gender"] == 2) & (columns["age_group"] == 1)
    assert columns["weight"][young_men].mean() > 2
    assert columns["weight"][~young_men].mean() < 1


def test_health_personnel_have_no_weight() -> None:
    assert "weight" not in responses("health_personnel")
    assert "weight" not in codebook("health_personnel")["design"]
    assert codebook("health_personnel")["design"]["probability"] is False


def test_gps_are_doctors() -> None:
    columns = responses("health_personnel")
    assert set(columns["occupation"][columns["target_group"] == 1]) == {2}


@pytest.mark.parametrize("item", TRUST)
def test_high_and_very_high_trust_of_citizens_grow_every_year(item: str) -> None:
    high = who_answered("citizens", item, "high")
    very_high = responses("citizens")[item] == 5
    for chosen in (high, very_high):
        by_wave = [share("citizens", wave, chosen) for wave in WAVES]
        assert all(later > earlier + 0.02 for earlier, later in pairwise(by_wave))


@pytest.mark.parametrize("item", TRUST)
def test_trust_of_health_personnel_is_stable(item: str) -> None:
    high = who_answered("health_personnel", item, "high")
    by_wave = [share("health_personnel", wave, high) for wave in WAVES]
    assert max(by_wave) - min(by_wave) < 0.015


def test_nine_in_ten_prefer_face_to_face_in_every_wave() -> None:
    agree = who_answered("citizens", "prefers_face_to_face", "agree")
    assert [round(share("citizens", wave, agree), 2) for wave in WAVES] == [0.9, 0.9, 0.9]


def test_no_contact_excludes_contact() -> None:
    columns = responses("citizens")
    some = columns["contact_physical"] | columns["contact_digital"]
    assert np.array_equal(columns["contact_none"], 1 - some)


@pytest.mark.parametrize("wave", WAVES)
def test_the_young_trust_less_than_the_old(wave: int) -> None:
    columns = responses("citizens")
    high = who_answered("citizens", "trust_need_to_know", "high")
    weights, in_wave = columns["weight"], columns["year"] == wave
    young, old = (in_wave & (columns["age_group"] == code) for code in (1, 4))
    young_share, old_share = (
        np.average(high[group], weights=weights[group]) for group in (young, old)
    )
    assert 0.05 < old_share - young_share < 0.25


@pytest.mark.parametrize("survey", SAMPLES)
def test_every_column_is_in_the_codebook_and_every_code_has_a_category(survey: str) -> None:
    expected: dict[str, set[int] | None] = {}
    for name, variable in codebook(survey)["variables"].items():
        categories = variable.get("categories", [])
        if variable["kind"] == "multiple":
            expected |= {category["column"]: {0, 1} for category in categories}
        else:
            expected[name] = {category["code"] for category in categories} or None
    columns = responses(survey)
    assert set(columns) == set(expected)
    for name, codes in expected.items():
        nobody = {1} if name == "sdg_maturity" else set()  # all have started
        found = set(columns[name][~np.isnan(columns[name])].tolist())
        assert codes is None or found == codes - nobody, name


@pytest.mark.parametrize("survey", SAMPLES)
def test_only_the_last_items_have_gaps_and_types_are_narrow(survey: str) -> None:
    table = pq.read_table(DATA / "surveys" / survey / "responses.parquet")
    with_gaps = {name for name in table.column_names if table[name].null_count}
    assert with_gaps == set(settings()["assumed"][survey]["break_off"]["per_thousand"])
    assert table.schema.metadata is None
    assert table["respondent"].to_pylist() == list(range(1, table.num_rows + 1))
    types = {
        "respondent": pa.int32(),
        "year": pa.int16(),
        "weight": pa.float64(),
        "population": pa.int16(),
    }
    assert all(field.type == types.get(field.name, pa.int8()) for field in table.schema)


def test_the_bundled_files_are_remade_byte_for_byte(tmp_path: Path) -> None:
    written = write(tmp_path)
    assert [path.relative_to(tmp_path) for path in written] == [
        Path("surveys", survey, "responses.parquet") for survey in SAMPLES
    ]
    for path in written:
        assert path.read_bytes() == (DATA / path.relative_to(tmp_path)).read_bytes()
        assert [one.name for one in path.parent.iterdir()] == ["responses.parquet"]


def test_an_unknown_survey_is_refused() -> None:
    with pytest.raises(ValueError, match="no bundled survey 'patients'; there are citizens"):
        respondents("patients")


@pytest.mark.parametrize(("survey", "item"), ITEMS)
def test_a_level_is_assumed_exactly_where_none_is_published(survey: str, item: str) -> None:
    plan = settings()["assumed"][survey]["items"][item]
    waves = ROUNDS[survey]
    published = {wave for wave in waves if (item, plan["target"]) in published_levels(survey, wave)}
    assert {int(wave) for wave in plan["levels"]} == set(waves) - published


@pytest.mark.parametrize(("survey", "item"), ITEMS)
def test_nets_in_the_plan_are_those_of_the_codebook(survey: str, item: str) -> None:
    plan = settings()["assumed"][survey]["items"][item]
    in_net = {str(code) for code in net_codes(survey, item, plan["target"])}
    everything = {str(one["code"]) for one in codebook(survey)["variables"][item]["categories"]}
    assert all(set(plan["net"][str(wave)]) == in_net for wave in ROUNDS[survey])
    assert set(plan["rest"]) == everything - in_net


def test_the_assumed_sample_has_the_published_margins() -> None:
    assumed = np.array(settings()["assumed"]["citizens"]["cells"]["sample_gender_age"])
    published = settings()["published_2023"]["citizens"]
    assert assumed.sum(axis=1).tolist() == list(published["gender"].values())
    assert assumed.sum(axis=0).tolist() == list(published["age_group"].values())


@pytest.mark.parametrize("survey", SAMPLES)
def test_what_no_source_published_is_called_an_assumption(survey: str) -> None:
    book = codebook(survey)
    fully_known = {"respondent", "year", "target_group"}
    without = {name for name, variable in book["variables"].items() if "assumption" not in variable}
    assert without <= fully_known
    assert book["simulated"] is True
    texts = [
        book["assumption"],
        *(book["variables"][name]["assumption"] for name in set(book["variables"]) - without),
    ]
    assert all(text["nb"] and text["en"] for text in texts)


def test_both_surveys_of_people_share_constructs_codes_and_labels() -> None:
    one, other = (codebook(survey)["variables"] for survey in ("citizens", "health_personnel"))
    for item in (*TRUST, "satisfaction_digital"):
        for key in ("construct", "label", "categories", "nets"):
            assert one[item][key] == other[item][key]
    assert one["gender"]["categories"] == other["gender"]["categories"][:2]
    assert one["age_group"]["categories"][0] == other["age_group"]["categories"][0]
