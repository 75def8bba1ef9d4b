"""Sources of figures: a cube where it pays, a table in memory where it fits, or the file."""

import numpy as np
import pandas as pd
import pytest
from drawn_survey import (
    BY,
    DESIGNS,
    FILTERS,
    OPTIONS,
    PLACES,
    asked,
    counted,
    drawn,
    hold_equal,
    opened,
    written,
)
from forced_source import read_from
from recoded_survey import LABEL, recoded
from survey_folder import multiple, numeric, segment, single, write_survey

from insight.analysis.measured.quantile_table import quantiles
from insight.disclosure.bases import axes_of, count_respondents, whole_base
from insight.language.errors import SurveyReplacedError
from insight.query.cell_request import Request
from insight.query.cells import share_cells
from insight.query.cubes import sources
from insight.query.explained import explained
from insight.query.opened import OpenSurvey, open_in
from insight.survey.folders import read_survey


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


def test_who_is_hidden_is_counted_in_cells_of_all_units_together(tmp_path, monkeypatch):
    folder = written(tmp_path, DESIGNS["psus"])
    survey = opened(folder)
    expected = count_respondents(survey, whole_base(), axes_of(survey, []))
    read_from(monkeypatch, "memory")
    # Background has at most 36 combinations, of which each of 20 units may have some.
    monkeypatch.setattr(sources, "WORTH_SUMMING", 10)
    monkeypatch.setattr(sources, "MOST_BYTES", 3000)
    survey = opened(folder)
    with explained() as told:
        found = count_respondents(survey, whole_base(), axes_of(survey, []))
    cells = len(drawn(1, 600).groupby(["g", "h", "year"], dropna=False))
    assert [(one.kind, one.rows) for one in told.of(*PLACES)][-1] == ("cube", cells)
    assert found.codes.tolist() == expected.codes.tolist()
    assert found.counts.tolist() == expected.counts.tolist()


@pytest.mark.parametrize(("where", "place"), [([], "cube"), (["h=1"], "file")])
def test_a_cube_is_made_where_it_takes_about_as_long_as_the_answer(
    tmp_path, monkeypatch, where, place
):
    read_from(monkeypatch, "memory")
    survey = opened(written(tmp_path, DESIGNS["weights"]))
    monkeypatch.setattr(sources, "MOST_BYTES", 3000)
    monkeypatch.setattr(sources, "WORTH_SUMMING", 20)
    # Half of the respondents are asked about, or all; there are 15 cells, or as many of each h.
    assert [one for one, _ in places_of(survey, asked(survey, "q", ["g"], where))] == [place]


def test_whoever_asks_for_the_same_columns_has_one_sample(tmp_path, monkeypatch):
    monkeypatch.setattr(sources, "FEWEST_RESPONDENTS", 1)
    # Room and respondents are enough for the two cells of the background, and for no more.
    monkeypatch.setattr(sources, "WORTH_SUMMING", 30)
    monkeypatch.setattr(sources, "MOST_BYTES", 200)
    frame = pd.DataFrame({"answer": [1, 2, 3] * 20, "group": ["a", "b"] * 30})
    variables = {"answer": single(1, 2, 3), "group": segment("a", "b")}
    survey = opened(write_survey(tmp_path, "s", frame, variables))
    with explained() as told:
        counted(survey, asked(survey, "answer", ["group"]))
    sampled = [one.what for one in told.of("made")]
    assert sampled == ["sampled cells group", "sampled cells answer group"]
    assert told.of(*PLACES)[-1].rows == 60


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
