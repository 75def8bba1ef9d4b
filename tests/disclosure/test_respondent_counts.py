"""A large file is summed up once, and counted from there; no figure changes for it."""

import itertools

import numpy as np
import pandas as pd
import pytest
from survey_folder import GATES_OFF, multiple, net, numeric, segment, single, write_survey

from insight import open_survey
from insight.analysis.table import table
from insight.disclosure import respondent_counts
from insight.disclosure.choice_counts import respondents_left
from insight.disclosure.respondent_counts import RespondentCounts
from insight.query.cubes import sources
from insight.query.opened import OpenSurvey, open_in
from insight.query.store import Store
from insight.survey.filters import parse_filter

ROWS = 6000


def written(root, design=None) -> OpenSurvey:
    rng = np.random.default_rng(7)
    frame = pd.DataFrame(
        {
            "q": rng.integers(1, 4, ROWS),
            "a": rng.integers(0, 2, ROWS),
            "b": rng.integers(0, 2, ROWS),
            "x": rng.integers(0, 5, ROWS).astype(float),
            "sex": rng.integers(1, 3, ROWS),
            "age": rng.integers(1, 5, ROWS),
            "w": rng.choice([0.0, 0.5, 1.0, 2.0], ROWS),
            "area": rng.integers(1, 4, ROWS),
            "town": rng.integers(1, 9, ROWS),
            "id": np.arange(ROWS),
        }
    )
    variables = {
        "q": single(1, 2, 3, nets=[net("some", 1, 2)]),
        "m": multiple({"a": "a", "b": "b"}),
        "x": numeric(),
        "sex": segment(1, 2),
        "age": segment(1, 2, 3, 4),
    }
    write_survey(root, "s", frame, variables, design=design or {}, disclosure=GATES_OFF)
    return open_survey("s", root)


DESIGNS = {
    "none": {},
    "weighted": {"weight": "w"},
    "clustered": {"weight": "w", "strata": "area", "psu": "town"},
}
REQUESTS = [
    ("q", ["age"], ["sex=1"]),
    ("q", ["sex", "age"], []),
    ("m", ["sex"], ["age=1,2"]),
    ("x", ["age"], ["sex=2"]),
]


@pytest.mark.parametrize("design", DESIGNS.values(), ids=DESIGNS)
@pytest.mark.parametrize(("item", "by", "where"), REQUESTS)
def test_kinds_give_the_figures_of_the_respondents(tmp_path, monkeypatch, design, item, by, where):
    survey = written(tmp_path, design)
    asked = parse_filter(where, survey.codebook)
    expected = table(survey, item, by=by, where=asked, nets=item == "q")
    left = respondents_left(survey, asked)
    monkeypatch.setattr(sources, "FEWEST_RESPONDENTS", 1)
    profiled = open_in(Store(), survey)
    assert sources.source_of(profiled, ["sex"]).place == "cube"
    found = table(profiled, item, by=by, where=asked, nets=item == "q")
    for one, other in zip(expected.estimates, found.estimates, strict=True):
        assert (one.group, one.key, one.n, one.base) == (
            other.group,
            other.key,
            other.n,
            other.base,
        )
        for name in ("value", "se", "low", "upp", "n_eff", "base_weighted"):
            assert getattr(other, name) == pytest.approx(getattr(one, name), rel=1e-12)
    assert respondents_left(profiled, asked) == left


def test_a_column_that_tells_everybody_apart_makes_no_kinds(tmp_path, monkeypatch):
    monkeypatch.setattr(sources, "FEWEST_RESPONDENTS", 1)
    survey = written(tmp_path)
    assert sources.source_of(survey, ["id"]).place != "cube"
    assert sources.source_of(survey, ["q"]).place == "cube"


def test_a_small_file_is_read_as_it_is(tmp_path):
    assert sources.source_of(written(tmp_path), ["q"]).place == "file"


def test_profiles_of_some_variables_are_the_same_off_a_table_and_one_by_one(monkeypatch):
    rng = np.random.default_rng(5)
    sizes = (3, 4, 3)
    codes = np.column_stack([rng.integers(0, size, 400) for size in sizes]).astype(np.int16)
    counts = rng.integers(1, 9, 400)
    found = []
    for most in (respondent_counts.MOST_CELLS, 0):
        monkeypatch.setattr(respondent_counts, "MOST_CELLS", most)
        everyone = RespondentCounts(codes, sizes, counts, frozenset([2])).marginal((2, 0))
        listed = [array.tolist() for array in (everyone.codes, everyone.counts)]
        found.append((listed, everyone.sizes, everyone.several))
    assert found[0] == found[1]
    assert found[0][0][1] == [
        int(counts[(codes[:, 2] == last) & (codes[:, 0] == first)].sum())
        for last, first in found[0][0][0]
    ]


def test_tables_of_a_few_variables_are_those_of_a_table_of_more(monkeypatch):
    """A variable of many codes has a block of its own; the others share two."""
    rng = np.random.default_rng(6)
    sizes = (3, 40, 4, 3, 5, 2)
    codes = np.column_stack([rng.integers(0, size, 5_000) for size in sizes]).astype(np.int16)
    everyone = RespondentCounts(codes, sizes, rng.integers(1, 9, 5_000))
    monkeypatch.setattr(respondent_counts, "TIMES_ITS_CELLS", 1)
    assert everyone._blocks == [2, 0, 1, 2, 1, 2]
    summed_up = 0
    for count in range(1, 4):
        for axes in itertools.permutations(range(len(sizes)), count):
            summed_up += everyone._together(axes) != axes
            table = np.zeros([sizes[axis] for axis in axes], dtype=np.int64)
            np.add.at(table, tuple(codes[:, axes].T), everyone.counts)
            assert (everyone.table(axes) == table).all()
    assert summed_up > 50
