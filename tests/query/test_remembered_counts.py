"""Counts of a group out of a table that has it: the same numbers, and no query."""

from dataclasses import fields

import numpy as np
import pytest
from survey_folder import multiple, net, numeric, segment, single, write_survey

from insight import open_survey
from insight.query.cell_request import Request
from insight.query.cells import Cells, mean_cells, share_cells
from insight.query.store import Store
from insight.statistics.sampled_units import df_of_each
from insight.survey.filters import parse_filter

RNG = np.random.default_rng(4)
SIZE = 90
RESPONSES = {
    "w": RNG.choice([0.5, 1.0, 1.7], SIZE),
    "stratum": RNG.integers(1, 4, SIZE),
    "q": RNG.choice([1, 2, 9, None], SIZE),
    "sex": RNG.choice(["f", "m", None], SIZE),
    "age": RNG.integers(1, 4, SIZE),
    "year": RNG.integers(2019, 2021, SIZE),
    "web": RNG.choice([0, 1, None], SIZE),
    "app": RNG.choice([0, 1, None], SIZE),
    "x": RNG.normal(50, 10, SIZE),
}
VARIABLES = {
    "q": single(1, 2, 9, missing={9: "dont_know"}, nets=[net("any", 1, 2)]),
    "sex": segment("f", "m"),
    "age": segment(1, 2, 3),
    "year": segment(2019, 2020),
    "used": multiple({"web": "web", "app": "app"}, nets=[net("digital", "web", "app")]),
    "x": numeric(),
}
DESIGN = {"weight": "w", "strata": "stratum"}
JACKKNIFE = {
    f"jk{number}": np.where(RESPONSES["stratum"] == number, 0, 1.5 * RESPONSES["w"])
    for number in range(1, 4)
}
REPLICATED = {"weight": "w", "replicates": {"columns": "jk{1..3}", "method": "jk1"}}
CASES = {
    "the first variable": (("sex", "year"), [], "sex=m", ("year",)),
    "the last variable": (("sex", "year"), [], "year=2020", ("sex",)),
    "the only variable": (("age",), [], "age=2", ()),
    "beside another filter": (("sex", "year"), ["age=1,3"], "sex=f", ("year",)),
}


@pytest.fixture(params=[DESIGN, REPLICATED], ids=["strata", "replicates"])
def survey(tmp_path, request):
    columns = RESPONSES | JACKKNIFE
    return open_survey(write_survey(tmp_path, "s", columns, VARIABLES, design=request.param))


def asked_for(survey, item, by, where):
    variables = tuple(survey.codebook.variable(name) for name in by)
    return Request(survey.codebook.variable(item), variables, parse_filter(where, survey.codebook))


def figures(cells):
    """Every array of some cells, by name."""
    named = {}
    if not isinstance(cells, Cells):
        named["df"] = df_of_each(cells.units, cells.base.positive)
    for each in fields(cells):
        if each.name == "units":
            continue
        value = getattr(cells, each.name)
        nested = figures(value) if isinstance(value, Cells) else {"": value}
        named |= {f"{each.name}.{name}": array for name, array in nested.items()}
    return named


@pytest.mark.parametrize("name", CASES)
@pytest.mark.parametrize(
    ("item", "count"), [("q", share_cells), ("used", share_cells), ("x", mean_cells)]
)
def test_a_group_has_the_numbers_that_its_own_query_gives(survey, monkeypatch, item, count, name):
    wide, shared, narrow, by = CASES[name]
    alone = asked_for(survey, item, by, [*shared, narrow])
    asked = figures(count(survey, alone))
    survey.store.memory.forget(survey.folder)
    count(survey, asked_for(survey, item, wide, shared))
    monkeypatch.setattr(Store, "query", lambda *_: pytest.fail("the database was asked again"))
    taken = figures(count(survey, alone))
    assert asked.keys() == taken.keys()
    for figure, expected in asked.items():
        assert np.array_equal(expected, taken[figure]), figure


def test_a_filter_to_several_codes_is_no_group_of_the_table(survey):
    count_all = share_cells(survey, asked_for(survey, "q", ["age"], []))
    both = share_cells(survey, asked_for(survey, "q", [], ["age=1,2"]))
    by_hand = count_all.base.respondents[:, :2].sum()
    assert both.base.respondents.sum() == by_hand
