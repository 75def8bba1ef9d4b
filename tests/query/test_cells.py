"""What the database counts, on responses that can be counted by eye."""

import numpy as np
import pytest
from survey_folder import multiple, net, numeric, segment, single, write_survey

from insight import open_survey, table
from insight.query.cell_request import Request
from insight.query.cells import mean_cells, share_cells
from insight.query.sampling_units import units_of
from insight.survey.filters import EVERYONE, parse_filter

RESPONSES = {
    "stratum": ["a", "a", "a", "a", "b", "b", "b", "b"],
    "psu": [1, 1, 2, 2, 1, 1, 2, 2],
    "w": [1.0, 2.0, 3.0, 0.0, 1.0, 1.0, 1.0, 2.0],
    "q": [1, 2, 2, 9, 1, 1, None, 2],
    "sex": ["f", "m", "f", "m", "f", "m", "f", None],
    "web": [1, 0, 1, None, 0, 0, None, 1],
    "app": [0, 0, 1, None, 0, None, 1, 1],
    "none": [0, 1, 0, None, 0, 0, 0, 0],
    "x": [10.0, 20.0, -9.0, 40.0, 50.0, None, 70.0, 80.0],
}
VARIABLES = {
    "q": single(1, 2, 9, missing={9: "dont_know"}, nets=[net("any", 1, 2), net("last", 2, 9)]),
    "sex": segment("f", "m"),
    "used": multiple(
        {"web": "web", "app": "app", "none": "none"}, nets=[net("digital", "web", "app")]
    ),
    "x": numeric(
        categories=[{"code": -9, "nb": "Vet ikke", "en": "Don't know", "missing": "dont_know"}]
    ),
}
VARIABLES["used"]["categories"][2]["missing"] = "other"
DESIGNS = {
    "none": {},
    "weight": {"weight": "w"},
    "strata": {"weight": "w", "strata": "stratum"},
    "psus": {"weight": "w", "strata": "stratum", "psu": "psu"},
}


@pytest.fixture(scope="module")
def surveys(tmp_path_factory):
    root = tmp_path_factory.mktemp("cells")
    return {
        name: open_survey(write_survey(root / name, "s", RESPONSES, VARIABLES, design=design))
        for name, design in DESIGNS.items()
    }


def request(survey, item, by=(), where=EVERYONE, valid_only=False):
    variables = tuple(survey.codebook.variable(name) for name in by)
    return Request(survey.codebook.variable(item), variables, where, valid_only)


def test_units_are_strata_or_psus_within_them(surveys):
    counted = {name: units_of(survey).sampled for name, survey in surveys.items()}
    assert counted["none"].sampled.tolist() == [8]
    assert counted["strata"].sampled.tolist() == [4, 4]
    assert counted["psus"].sampled.tolist() == [2, 2]
    assert counted["psus"].stratum_of.tolist() == [0, 0, 1, 1]
    assert [one.clustered for one in counted.values()] == [False, False, False, True]


def test_answers_are_counted_by_category_and_net(surveys):
    cells = share_cells(surveys["none"], request(surveys["none"], "q"))
    assert cells.chosen.respondents.tolist() == [[[3, 3, 1, 6, 4]]]
    assert cells.base.respondents.tolist() == [[[7]]]


def test_valid_answers_leave_missing_categories_out(surveys):
    survey = surveys["none"]
    asked = request(survey, "q", valid_only=True)
    assert asked.categories == ("1", "2")
    cells = share_cells(survey, asked)
    assert cells.chosen.respondents.tolist() == [[[3, 3, 6, 3]]]
    assert cells.base.respondents.tolist() == [[[6]]]


def test_weights_and_their_squares_are_summed_in_each_unit(surveys):
    survey = surveys["psus"]
    cells = share_cells(survey, request(survey, "q"))
    assert cells.chosen.weight[:, 0, 0].tolist() == [1, 0, 2, 0]
    assert cells.base.weight[:, 0, 0].tolist() == [3, 3, 2, 2]
    assert cells.base.weight_squared[:, 0, 0].tolist() == [5, 9, 2, 4]
    assert cells.base.respondents[:, 0, 0].tolist() == [2, 2, 2, 1]
    assert cells.base.positive[:, 0, 0].tolist() == [2, 1, 2, 1]


def test_a_filter_keeps_every_unit(surveys):
    survey = surveys["psus"]
    where = parse_filter(["sex=m", "q=1"], survey.codebook)
    cells = share_cells(survey, request(survey, "q", where=where))
    assert cells.base.respondents[:, 0, 0].tolist() == [0, 0, 1, 0]


def test_groups_are_in_the_codebooks_order_and_who_has_not_answered_in_none(surveys):
    survey = surveys["strata"]
    asked = request(survey, "q", by=["sex", "q"])
    assert asked.groups == (("f", "1"), ("f", "2"), ("m", "1"), ("m", "2"))
    cells = share_cells(survey, asked)
    assert cells.base.respondents.sum(axis=0)[:, 0].tolist() == [2, 1, 1, 1]
    wanted = request(survey, "sex", by=["q"], where=parse_filter(["q=1,9"], survey.codebook))
    assert wanted.groups == (("1",), ("9",))
    assert share_cells(survey, wanted).base.respondents.sum(axis=0)[:, 0].tolist() == [3, 1]


def test_each_option_has_the_base_of_those_who_were_asked_it(surveys):
    cells = share_cells(surveys["none"], request(surveys["none"], "used"))
    # web, app, none, and digital: any of web and app, asked at least one of them
    assert cells.chosen.respondents.tolist() == [[[3, 3, 1, 4]]]
    assert cells.base.respondents.tolist() == [[[6, 6, 7, 7]]]


def test_valid_answers_to_a_multiple_item_leave_out_who_chose_a_missing_option(surveys):
    survey = surveys["none"]
    cells = share_cells(survey, request(survey, "used", valid_only=True))
    assert cells.chosen.respondents.tolist() == [[[3, 3, 4]]]
    assert cells.base.respondents.tolist() == [[[5, 5, 6]]]


def test_numbers_are_measured_from_their_centre(surveys):
    survey = surveys["weight"]
    cells = mean_cells(survey, request(survey, "x"))
    values, weights = np.array([10, 20, 40, 50, 70, 80]), np.array([1, 2, 0, 1, 1, 2])
    mean = (weights * values).sum() / weights.sum()
    away = values - mean
    assert cells.centre.item() == mean
    assert cells.base.respondents.item() == 6
    assert cells.base.positive.item() == 5
    assert cells.wy.item() == pytest.approx((weights * away).sum(), abs=1e-9)
    assert cells.wyy.item() == pytest.approx((weights * away**2).sum())
    assert cells.wwy.item() == pytest.approx((weights**2 * away).sum())
    assert cells.wwyy.item() == pytest.approx((weights**2 * away**2).sum())


def test_nobody_in_the_domain_is_zero_everywhere(surveys):
    survey = surveys["psus"]
    where = parse_filter(["q=9", "sex=f"], survey.codebook)
    for item in ("q", "used"):
        cells = share_cells(survey, request(survey, item, where=where))
        assert cells.base.weight.shape[0] == 4
        assert not cells.base.respondents.any()
    assert mean_cells(survey, request(survey, "x", where=where)).centre.item() == 0


def test_a_breakdown_by_a_filtered_variable_has_only_the_groups_that_the_filter_leaves(tmp_path):
    frame = {"age": [1, 1, 2, 3], "q": [1, 0, 1, 1]}
    write_survey(tmp_path, "one", frame, {"age": segment(1, 2, 3), "q": single(0, 1)})
    survey = open_survey("one", tmp_path)
    where = parse_filter(["age=3,1"], survey.codebook)
    found = table(survey, "q", by=["age"], where=where)
    assert [one.group for one in found.of("1")] == [("1",), ("3",)]
    assert [one.n for one in found.of("1")] == [1, 1]
