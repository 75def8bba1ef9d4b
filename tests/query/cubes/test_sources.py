"""Figures from a cube, from a table in memory and from the file: the same, whatever the survey."""

import itertools
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pandas as pd
import pytest
from forced_source import read_from
from hypothesis import given, settings
from hypothesis import strategies as st
from recoded_survey import LABEL, recoded
from survey_folder import GATES_OFF, multiple, net, numeric, segment, single, write_survey

from insight import compare, covariances, table
from insight.analysis.measured.associations import alpha, correlation, ratio
from insight.analysis.measured.quantile_table import quantiles
from insight.disclosure.bases import axes_of, base_of, count_respondents
from insight.disclosure.choice_counts import respondents_kept, respondents_left
from insight.language.errors import SurveyReplacedError
from insight.query.cell_request import Request
from insight.query.cells import MeanCells, mean_cells, share_cells
from insight.query.cubes import sources
from insight.query.explained import explained
from insight.query.opened import OpenSurvey, open_in
from insight.query.store import Store
from insight.survey.filters import parse_filter
from insight.survey.folders import read_survey

OPTIONS = {f"o{number}": f"o{number}" for number in range(8)}
VARIABLES = {
    "q": single(1, 2, 3, 9, missing={9: "dont_know"}, nets=[net("some", 1, 2)]),
    "used": multiple({"web": "web", "app": "app", "none": "none"}, nets=[net("any", "web", "app")]),
    "many": multiple(OPTIONS, nets=[net("even", "o0", "o2", "o4")]),
    "x": numeric(categories=[{"code": -9, "nb": "v", "en": "d", "missing": "dont_know"}]),
    "y": numeric(),
    "g": segment("a", "b", "c"),
    "h": segment(1, 2),
    "year": segment(2020, 2021),
}
VARIABLES["used"]["categories"][2]["missing"] = "other"
CLUSTERED = {"weight": "w", "strata": "s", "psu": "u"}
DESIGNS = {
    "unweighted": {},
    "weights": {"weight": "w"},
    "waves": {"weight": "w", "wave": "year"},
    "psus": {**CLUSTERED, "wave": "year"},
    "psus kept": {"weight": "w", "psu": "u", "wave": "year", "psu_kept": True},
    "populations": {**CLUSTERED, "fpc": "n"},
}
FILTERS = ([], ["h=1"], ["g=a,c", "h=2"], ["used=web"], ["q=1,9"])
BY = ((), ("g",), ("year",), ("g", "year"), ("h", "q"))
SUMS = ("respondents", "positive", "weight", "weight_squared")
MOMENTS = ("wy", "wyy", "wwy", "wwyy")
PLACES = ("cube", "memory", "file")


def drawn(seed: int, size: int) -> pd.DataFrame:
    """Respondents whose weights are all different, some of them 0, and who leave answers out."""
    rng = np.random.default_rng(seed)
    columns = {
        "q": rng.choice([1, 2, 3, 9], size).astype(float),
        "x": rng.choice([-9.0, 0, 1, 2.5], size),
        # Far from 0 beside how much they differ, so that sums of raw squares would cancel.
        "y": 1e6 + rng.lognormal(0, 1, size),
        "h": rng.integers(1, 3, size).astype(float),
        **{name: rng.integers(0, 2, size).astype(float) for name in ("web", "app", "none")},
        **{name: rng.integers(0, 2, size).astype(float) for name in OPTIONS.values()},
    }
    for values in columns.values():
        values[rng.random(size) < 0.1] = np.nan
    columns["g"] = rng.choice(["a", "b", "c"], size, p=[0.6, 0.3, 0.1])
    columns["year"] = rng.integers(2020, 2022, size)
    columns["w"] = np.where(rng.random(size) < 0.1, 0, rng.lognormal(0, 1, size))
    columns["s"], columns["u"] = rng.integers(0, 2, size), rng.integers(0, 5, size)
    columns["n"] = np.full(size, 1000)
    return pd.DataFrame(columns)


def written(root, design, seed=1, size=600) -> Path:
    rules = {**GATES_OFF, "microdata": "open"}
    return write_survey(root, "s", drawn(seed, size), VARIABLES, design=design, disclosure=rules)


def opened(folder) -> OpenSurvey:
    return open_in(Store(), read_survey(folder))


def asked(survey, item, by=(), where=(), *, valid_only=False) -> Request:
    book = survey.codebook
    variables = tuple(map(book.variable, by))
    return Request(book.variable(item), variables, parse_filter(list(where), book), valid_only)


def hold_equal(found, expected) -> None:
    """Hold that numbers are equal."""
    for one, other in zip(found, expected, strict=True):
        np.testing.assert_allclose(one, other, rtol=1e-12, atol=1e-12 * (1 + np.abs(other).max()))


def counted(survey: OpenSurvey, request: Request) -> list[np.ndarray]:
    """All cells of a request."""
    if request.item.kind == "numeric":
        cells = mean_cells(survey, request)
        base = cells.base
        return [*(getattr(base, name) for name in SUMS), cells.centre, *around_means(cells)]
    cells = share_cells(survey, request)
    return [getattr(part, name) for part in (cells.chosen, cells.base) for name in SUMS]


def around_means(cells: MeanCells) -> list[np.ndarray]:
    """Squares around the exact mean of each domain; a centre is a number near it."""
    base, weight = cells.base, cells.base.weight.sum(0)
    off = cells.wy.sum(0) / np.where(weight, weight, 1)
    return [
        cells.wyy - 2 * off * cells.wy + off**2 * base.weight,
        cells.wwyy - 2 * off * cells.wwy + off**2 * base.weight_squared,
        cells.wy - off * base.weight,
        cells.wwy - off * base.weight_squared,
    ]


# --- The same figures -----------------------------------------------------------------------------


@settings(max_examples=10, deadline=None)
@given(
    st.integers(0, 9999),
    st.integers(1, 80),
    st.sampled_from(list(DESIGNS.values())),
    st.sampled_from(["q", "used", "many", "x", "y", "g"]),
    st.sampled_from(FILTERS),
    st.sampled_from(BY),
    st.booleans(),
)
def test_every_cell_is_the_same_from_anywhere(seed, size, design, item, where, by, valid_only):
    with TemporaryDirectory() as root, pytest.MonkeyPatch.context() as patch:
        folder = written(Path(root), design, seed, size)
        found = {}
        for place in PLACES:
            read_from(patch, place)
            survey = opened(folder)
            with explained() as told:
                found[place] = counted(
                    survey, asked(survey, item, by, where, valid_only=valid_only)
                )
            assert {one.kind for one in told.of(*PLACES)} <= {place, "file"}
        hold_equal(found["cube"], found["file"])
        hold_equal(found["memory"], found["file"])


@pytest.mark.parametrize("design", DESIGNS.values(), ids=DESIGNS)
def test_every_figure_is_the_same_from_anywhere(tmp_path, monkeypatch, design):
    folder, found = written(tmp_path, design), {}
    for place in PLACES:
        read_from(monkeypatch, place)
        survey = opened(folder)
        where = parse_filter(["h=1"], survey.codebook)
        shares = table(survey, "q", by=("g",), where=where, nets=True)
        means = table(survey, "y", by=("g",), where=where, statistic="mean")
        halves = quantiles(survey, "x", (0.5,), by=("g",), where=where)
        tests = compare(survey, "q", "some", "g", where=where)
        together = covariances(survey, "q", by=("g",), where=where)
        related = [
            *ratio(survey, "y", "x", by=("g",), where=where),
            *correlation(survey, "x", "q", by=("g",), where=where, kind="spearman"),
            *alpha(survey, ["x", "q"], where=where),
        ]
        left = respondents_left(survey, where)
        found[place] = [
            *([one.value, one.se, one.low, one.upp, one.df] for one in (*shares, *means)),
            *([one.value, one.low, one.upp] for one in halves),
            *([one.value, one.se, one.p] for one in tests),
            together.matrix,
            *([one.value, one.se] for one in related),
            [count for counts in left.values() for count in counts.values()],
            respondents_kept(survey, where),
        ]
    for place in ("cube", "memory"):
        for one, other in zip(found[place], found["file"], strict=True):
            one, other = (np.array(each, dtype=float) for each in (one, other))
            np.testing.assert_allclose(one, other, rtol=1e-9, atol=1e-15)


# --- What is read ---------------------------------------------------------------------------------


def places_of(survey: OpenSurvey, *requests: Request) -> list[tuple[str, int]]:
    """From where the cells of each request are read in the end, and of how many rows."""
    places = []
    for request in requests:
        with explained() as told:
            counted(survey, request)
        places.append((told.of(*PLACES)[-1].kind, told.of(*PLACES)[-1].rows))
    return places


def test_a_filter_that_nobody_has_asked_for_reads_the_cube_and_nothing_else(tmp_path, monkeypatch):
    read_from(monkeypatch, "cube")
    survey = opened(written(tmp_path, DESIGNS["waves"]))
    counted(survey, asked(survey, "q"))
    cells = len(drawn(1, 600).groupby(["year", "g", "h", "q"], dropna=False))
    others = [asked(survey, "q", by, where) for by in BY[:-1] for where in FILTERS[1:3]]
    with explained() as told:
        for one in others:
            counted(survey, one)
    assert [(one.kind, one.rows) for one in told.readings] == [("cube", cells)] * len(others)


def test_weights_tell_nobody_apart(tmp_path, monkeypatch):
    monkeypatch.setattr(sources, "FEWEST_RESPONDENTS", 1)
    frame = pd.DataFrame({"q": [1, 2] * 30, "g": ["a", "b", "b"] * 20, "w": np.arange(60) + 0.5})
    variables = {"q": single(1, 2), "g": segment("a", "b")}
    survey = opened(write_survey(tmp_path, "s", frame, variables, design={"weight": "w"}))
    assert places_of(survey, asked(survey, "q")) == [("cube", 4)]


def test_what_is_in_many_cells_is_read_from_memory_if_there_is_room(tmp_path, monkeypatch):
    monkeypatch.setattr(sources, "FEWEST_RESPONDENTS", 1)
    survey = opened(written(tmp_path, DESIGNS["psus"]))
    assert places_of(survey, asked(survey, "q")) == [("memory", 600)]
    monkeypatch.setattr(sources, "MOST_BYTES", 1000)
    survey = opened(written(tmp_path / "other", DESIGNS["psus"]))
    assert places_of(survey, asked(survey, "q")) == [("file", 600)]


def test_a_file_too_large_for_memory_has_cubes_by_what_is_asked_for(tmp_path, monkeypatch):
    read_from(monkeypatch, "memory")
    survey = opened(written(tmp_path, DESIGNS["weights"]))
    monkeypatch.setattr(sources, "MOST_BYTES", 1000)
    monkeypatch.setattr(sources, "WORTH_SUMMING", 30)
    # By both background variables and the answer there are 60 combinations at most.
    assert places_of(survey, asked(survey, "q", ["g"])) == [("cube", 15)]


def test_options_are_summed_each_by_itself_where_their_combinations_are_too_many(
    tmp_path, monkeypatch
):
    monkeypatch.setattr(sources, "FEWEST_RESPONDENTS", 1)
    survey = opened(written(tmp_path, DESIGNS["weights"], size=3000))
    targets = len(OPTIONS) + 1
    [(place, rows)] = places_of(survey, asked(survey, "many", ["g"], ["h=1"]))
    assert place == "cube"
    assert rows <= 2 * 3 * 3 * targets * 2
    # A filter by the question itself asks for its combinations.
    assert places_of(survey, asked(survey, "many", [], ["many=o1"])) == [("memory", 3000)]


def test_a_number_with_few_values_is_in_the_cube_and_of_another_its_moments(tmp_path, monkeypatch):
    monkeypatch.setattr(sources, "FEWEST_RESPONDENTS", 1)
    survey = opened(written(tmp_path, DESIGNS["weights"]))
    values = len(drawn(1, 600).groupby(["g", "h", "year", "x"], dropna=False))
    answered = len(drawn(1, 600).dropna(subset="y").groupby(["g", "h", "year"], dropna=False))
    assert places_of(survey, asked(survey, "x", ["g"])) == [("cube", values)]
    assert places_of(survey, asked(survey, "y", ["g"])) == [("cube", answered)]
    with explained() as told:
        quantiles(survey, "y", (0.5,))
    assert (told.of(*PLACES)[-1].kind, told.of(*PLACES)[-1].rows) == ("memory", 600)


def test_a_column_named_as_sums_of_a_cube_is_read_from_the_file(tmp_path, monkeypatch):
    read_from(monkeypatch, "cube")
    frame = {"q": [1, 2] * 9, "a": [0, 1] * 9}
    for name in (sources.UNIT, *sources.SUMS.values()):
        variables = {"q": single(1, 2), "m": multiple({"a": name})}
        folder = write_survey(
            tmp_path / name, "s", pd.DataFrame(frame).rename(columns={"a": name}), variables
        )
        survey = opened(folder)
        assert places_of(survey, asked(survey, "m")) == [("file", 18)]
        assert share_cells(survey, asked(survey, "m")).chosen.respondents.item() == 9


OURS = ["unit", "c0", "d0", "u0", "k0", "w", "ww", "positive", "row", "answer", "option", "value"]
OURS += ["centre", "wyy", "chosen", "cells", "o0", "middle", "away", "y", "wy"]


@pytest.mark.parametrize("item", ["single", "several", "number"])
def test_no_column_of_a_survey_is_taken_for_one_of_ours(tmp_path, monkeypatch, item):
    rng = np.random.default_rng(3)
    for turn in range(0, len(OURS), 6):
        answer, group, one, other, weight, stratum, psu = (OURS[turn:] + OURS)[:7]
        columns = dict.fromkeys([group, weight, stratum, psu], (1, 3))
        columns |= {one: (0, 2), other: (0, 2), answer: (1, 1000 if item == "number" else 3)}
        frame = pd.DataFrame({name: rng.integers(*ends, 90) for name, ends in columns.items()})
        several = {"several": multiple({"1": one, "2": other})}
        kinds = {"single": {answer: single(1, 2)}, "number": {answer: numeric()}}
        variables = {**kinds.get(item, several), group: segment(1, 2)}
        design = {"weight": weight, "strata": stratum, "psu": psu}
        folder = write_survey(tmp_path / str(turn), "s", frame, variables, design=design)
        found = {}
        for place in PLACES:
            read_from(monkeypatch, place)
            survey = opened(folder)
            wanted = asked(survey, next(iter(variables)), [group])
            assert [one for one, _ in places_of(survey, wanted)] == [place]
            found[place] = counted(survey, wanted)
        hold_equal(found["cube"], found["file"])
        hold_equal(found["memory"], found["file"])


# --- Who is protected -----------------------------------------------------------------------------


@pytest.mark.parametrize("absent", [False, True])
def test_bases_are_counted_alike(tmp_path, monkeypatch, absent):
    folder, found = written(tmp_path, DESIGNS["weights"]), {}
    for place in PLACES:
        read_from(monkeypatch, place)
        survey = opened(folder)
        bases = [
            base_of(survey, survey.codebook.variable(item), valid_only=valid_only)
            for item, valid_only in itertools.product(["q", "used", "x"], [False, True])
        ]
        found[place] = [
            (counts.codes.tolist(), counts.counts.tolist())
            for base in bases
            for counts in [count_respondents(survey, base, axes_of(survey, []), absent=absent)]
        ]
    frame = drawn(1, 600)
    heavy = frame[frame["w"] > 0]
    answered = heavy["q"].isna() if absent else heavy["q"].notna()
    assert sum(found["cube"][0][1]) == answered.sum()
    assert found["cube"] == found["memory"] == found["file"]


# --- Other versions -------------------------------------------------------------------------------


def test_a_survey_that_is_replaced_tells_no_figure_of_its_cube(tmp_path, monkeypatch):
    read_from(monkeypatch, "cube")
    folder = written(tmp_path, DESIGNS["weights"])
    survey = opened(folder)
    counted(survey, asked(survey, "q"))
    other = written(tmp_path / "other", DESIGNS["weights"], size=300)
    (other / "responses.parquet").replace(folder / "responses.parquet")
    for by in BY:
        with pytest.raises(SurveyReplacedError):
            counted(survey, asked(survey, "q", by, ["h=1"]))
    anew = open_in(survey.store, read_survey(folder))
    respondents = share_cells(anew, asked(anew, "q")).base.respondents.item()
    assert respondents == drawn(1, 300)["q"].notna().sum()


@pytest.mark.parametrize("place", PLACES)
def test_columns_that_a_recipe_makes_are_in_the_cube(monkeypatch, place):
    read_from(monkeypatch, place)
    step = f'do = "merge"\nvariable = "q"\ncodes = [1, 2]\nas = "two"\n{LABEL}'
    frame = {"q": [1, 2, 3, 1] * 5, "g": ["a", "b"] * 10}
    survey = recoded(frame, {"q": single(1, 2, 3), "g": segment("a", "b")}, step)
    with explained() as told:
        cells = share_cells(survey, asked(survey, "two", ["g"]))
    assert told.of(*PLACES)[-1].kind == place
    assert cells.chosen.respondents[0].tolist() == [[5, 5], [10, 0]]


def test_cells_are_summed_alike_in_whatever_order_respondents_come(tmp_path, monkeypatch):
    read_from(monkeypatch, "cube")
    frame = drawn(1, 600)
    found = []
    for seed in range(3):
        mixed = frame.sample(frac=1, random_state=seed)
        folder = write_survey(tmp_path / str(seed), "s", mixed, VARIABLES, design={"weight": "w"})
        survey = opened(folder)
        found.append([part.tobytes() for part in counted(survey, asked(survey, "q", ["g"]))])
    assert found[0] == found[1] == found[2]
