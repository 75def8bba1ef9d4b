"""Raked weights that no longer fit their margins are refused, in a sentence in both languages."""

import pytest
from survey_folder import segment, single, write_survey

from insight import DataError, open_survey
from insight.language.catalogue import LANGUAGES
from insight.query.raked import margin_cells
from insight.query.sampling_units import units_of

# Two of six are men, who are half of the population.
FRAME = {
    "sex": ["f"] * 4 + ["m"] * 2,
    "q": [1, 2, 1, 1, 2, 1],
    "w": [0.75] * 4 + [1.5] * 2,
    "u": [1, 1, 2, 2, 3, 3],
}
VARIABLES = {"sex": segment("f", "m", "x"), "q": single(1, 2)}
MARGIN = {"variable": "sex", "codes": ["f", "m"], "population": [50, 50]}
OF_WAVE = MARGIN | {"wave": "1"}


def written(tmp_path, margins, frame=FRAME, **design):
    described = {"weight": "w", "raked": margins, **design}
    return write_survey(tmp_path, "s", frame, VARIABLES, design=described)


def test_cells_are_of_one_unit_one_weight_and_one_combination(tmp_path):
    units = units_of(open_survey(written(tmp_path, [MARGIN], psu="u"))).sampled
    assert units.design.units == 3
    assert units.unit_of.tolist() == [0, 1, 2]
    assert units.weight.tolist() == [0.75, 0.75, 1.5]
    assert units.respondents.tolist() == [2, 2, 2]
    assert [margin.tolist() for margin in units.margins] == [[0, 0, 1]]


REFUSED = {
    "population changed": ({"population": [60, 40]}, {}, ("share 0.6", "andelen 0.6")),
    "another weight": ({}, {"w": [1.0] * 6}, ("has 0.3333", "har 0.3333")),
    "no code": ({}, {"sex": [None, "f", "f", "f", "m", "m"]}, ("empty code", "mangler kode")),
    "another code": ({}, {"sex": ["x", "f", "f", "f", "m", "m"]}, ("not in", "ikke er i")),
    "weight of 0": ({}, {"w": [0.0] + [1.0] * 3 + [1.5] * 2}, ("is 0", "er 0")),
}


@pytest.mark.parametrize(("margin", "frame", "named"), REFUSED.values(), ids=REFUSED)
def test_margins_that_do_not_fit_are_refused(tmp_path, margin, frame, named):
    with pytest.raises(DataError) as refusal:
        open_survey(written(tmp_path, [MARGIN | margin], FRAME | frame))
    [fault] = refusal.value.faults
    told = {language: fault.text(language) for language in LANGUAGES}
    assert named[0] in told["en"]
    assert named[1] in told["nb"]


def test_a_wave_without_margins_is_refused(tmp_path):
    frame = FRAME | {"y": [1, 1, 1, 1, 1, 2]}
    with pytest.raises(DataError, match="wave without margins"):
        open_survey(written(tmp_path, [OF_WAVE], frame, wave="y"))


def test_more_cells_than_can_be_gone_through_are_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(margin_cells, "MOST_CELLS", 2)
    with pytest.raises(DataError, match="too many combinations"):
        open_survey(written(tmp_path, [MARGIN], psu="u"))
