"""Sums gone through in parts, columns of any type, rows in any order: always the same answer."""

from dataclasses import astuple

import numpy as np
import pandas as pd
import pytest
from survey_folder import multiple, net, numeric, segment, single, write_survey

from insight import RequestError, table
from insight.query.counts import sparse_counts
from insight.query.opened import open_survey
from insight.survey.filters import parse_filter

ROWS = 600
DESIGNS = {
    "weights": {"weight": "w"},
    "unweighted": {"strata": "stratum"},
    "psus": {"wave": "wave", "weight": "w", "strata": "stratum", "psu": "psu"},
    "two stages": {"weight": "w", "strata": "stratum", "psu": "psu", "fpc": ["psus", "people"]},
    "lonely": {"weight": "w", "strata": "few", "psu": "psu", "lonely_psu": "average"},
}
VARIABLES = {
    "q": single(1, 2, 9, missing={9: "dont_know"}, nets=[net("any", 1, 2)]),
    "used": multiple({"web": "web", "app": "app"}, nets=[net("digital", "web", "app")]),
    "x": numeric(),
    "g": segment("a", "b", "c"),
    "wave": segment(2019, 2020, 2021),
}


def frame():
    draw = np.random.default_rng(3)
    stratum = draw.integers(0, 3, ROWS)
    psu = draw.integers(0, 6, ROWS)
    return pd.DataFrame(
        {
            "w": np.where(draw.random(ROWS) < 0.05, 0, draw.lognormal(0, 1, ROWS)),
            "stratum": stratum.astype("int8"),
            "psu": [f"place {one}" for one in psu],
            "few": np.where(psu == 5, 1, 0),
            "psus": 10 + stratum,
            "people": 1000,
            "wave": draw.integers(2019, 2022, ROWS).astype("int16"),
            "g": draw.choice(["a", "b", "c"], ROWS),
            "q": draw.choice([1, 2, 9], ROWS).astype("int8"),
            "web": draw.integers(0, 2, ROWS).astype("int8"),
            "app": draw.integers(0, 2, ROWS).astype("int16"),
            "x": draw.normal(1e6, 1, ROWS),
        }
    )


def survey_of(root, data, design):
    variables = VARIABLES | (
        {"few": segment(0, 1)} if DESIGNS[design].get("strata") == "few" else {}
    )
    return open_survey(write_survey(root, "s", data, variables, design=DESIGNS[design]))


def answers(survey, item, statistic=None):
    where = parse_filter(["q=1,2"] if item != "q" else ["g=a,b"], survey.codebook)
    found = table(survey, item, by=["wave", "g"], where=where, nets=True, statistic=statistic)
    return [astuple(one) for one in found.estimates]


def close(found, expected):
    assert len(found) == len(expected)
    for row, other in zip(found, expected, strict=True):
        for one, two in zip(row, other, strict=True):
            assert one == (pytest.approx(two, rel=1e-9, abs=1e-12) if type(two) is float else two)


ASKED = [("q", None), ("used", None), ("x", None), ("q", "mean"), ("q", "total"), ("x", "total")]


@pytest.mark.parametrize("design", DESIGNS)
def test_parts_of_any_size_give_the_same_answer(tmp_path, monkeypatch, design):
    survey = survey_of(tmp_path, frame(), design)
    whole = [answers(survey, *one) for one in ASKED]
    for size in (1, 300):
        monkeypatch.setattr(sparse_counts, "PART", size)
        for found, expected in zip((answers(survey, *one) for one in ASKED), whole, strict=True):
            close(found, expected)


@pytest.mark.parametrize("design", DESIGNS)
def test_the_order_of_the_rows_changes_nothing(tmp_path, design):
    data = frame()
    shuffled = data.sample(frac=1, random_state=1)
    surveys = [
        survey_of(tmp_path / name, one, design) for name, one in (("a", data), ("b", shuffled))
    ]
    for asked in ASKED:
        close(*(answers(survey, *asked) for survey in surveys))


def test_the_types_of_the_columns_change_nothing(tmp_path):
    data = frame()
    others = data.astype({"q": "float64", "web": "bool", "app": "uint8", "wave": "int64"})
    others["stratum"] = pd.to_datetime("2020-01-01") + pd.to_timedelta(data["stratum"], "D")
    surveys = [
        survey_of(tmp_path / name, one, "psus") for name, one in (("a", data), ("b", others))
    ]
    for asked in ASKED:
        close(*(answers(survey, *asked) for survey in surveys))


def test_a_code_that_its_column_cannot_hold_is_nobodys(tmp_path):
    variables = {"q": single(1, 2, 1000), "g": segment(1, 2**40)}
    data = pd.DataFrame({"q": [1, 2, 2], "g": [1, 1, 1]}, dtype="int8")
    survey = open_survey(write_survey(tmp_path, "s", data, variables))
    where = parse_filter([f"g=1,{2**40}"], survey.codebook)
    found = table(survey, "q", by=["g"], where=where)
    assert [one.n for one in found.estimates] == [1, 2, 0, 0, 0, 0]


def test_too_many_cells_are_refused(tmp_path, monkeypatch):
    survey = survey_of(tmp_path, frame(), "psus")
    monkeypatch.setattr(sparse_counts, "MOST_IN_ALL", 100)
    with pytest.raises(RequestError) as refusal:
        answers(survey, "q")
    assert refusal.value.faults[0].key == "fault.too_many_cells"


PLACES = [
    ([1, 2, 9], np.array([9, 1, 3, 2], dtype="uint8"), [2, 0, -1, 1]),
    ([-1, 300], np.array([0, 255], dtype="uint8"), [-1, -1]),
    ([5, -7], np.array([-7, 5, -8, 6], dtype="int8"), [1, 0, -1, -1]),
    ([1, 2**40], np.array([2**40, 1, 2]), [1, 0, -1]),
    (["b", "a"], np.array(["a", "b", "c"], dtype=object), [1, 0, -1]),
    ([], np.array([1]), [-1]),
    ([1, 2], np.array([], dtype="int64"), []),
]


@pytest.mark.parametrize(("levels", "values", "expected"), PLACES)
def test_a_value_has_the_place_of_its_level_whatever_its_type(levels, values, expected):
    assert sparse_counts.places(levels, values).tolist() == expected
    held = np.array(levels, dtype=object if "a" in levels else "int64")
    assert sparse_counts.places(held, values).tolist() == expected


def test_a_row_that_is_nowhere_is_named():
    with pytest.raises(KeyError, match="c"):
        sparse_counts.numbers([["a", "b"]], [np.array(["a", "c"], dtype=object)], 2)
