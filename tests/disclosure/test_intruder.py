"""An intruder who asks for everything there is, and adds and subtracts what is told."""

import itertools

import numpy as np
import pandas as pd
import pytest
from fixtures_folder import TRUST_CODEBOOK, convert, shared_file
from hidden_bases import survey_of
from intruder import (
    attack,
    combined,
    filters,
    hides,
    members,
    several_codes,
    shown_groups,
    single_codes,
    worked_out,
)
from survey_folder import segment, single

from insight import OpenSurvey, open_survey
from insight.analysis.table import table
from insight.disclosure.bases import axes_of, hidden_groups, whole_base
from insight.disclosure.choice_counts import respondents_left
from insight.query.cell_request import Request
from insight.survey.filters import EVERYONE, Condition, Filter
from insight.survey.folders import bundled_data


def test_the_intruder_can_do_sums():
    whole, first, second = np.array([[1, 1, 1, 1], [1, 0, 0, 0], [0, 1, 0, 0]], dtype=bool)
    last_two = np.array([[0, 0, 1, 1]], dtype=bool)
    assert combined(np.array([whole, first, second]), last_two) == 1
    assert combined(np.array([whole, first]), last_two) == 0


def test_an_intruder_gets_nothing_out_of_the_organisations():
    survey = open_survey("organisations", bundled_data())
    found = attack(survey, "sdg_maturity", list(filters(several_codes(survey))))
    assert (found.shown > 50, found.small > 100) == (True, True)
    assert (found.leaves_few, found.worked_out) == (False, 0)


def test_counts_beside_the_choices_of_any_filter_give_nobody_away():
    """All that is told beside the choices, by every filter of one or two codes on two variables."""
    survey = open_survey("organisations", bundled_data())
    respondents = pd.read_parquet(survey.responses)
    some = [
        Condition(variable, codes)
        for variable in survey.codebook.segments
        for count in (1, 2)
        for codes in itertools.combinations(variable.by_key, count)
    ]
    told: dict[Filter, int] = {}
    for conditions in filters(some):
        where = Filter(conditions)
        for name, counts in respondents_left(survey, where).items():
            variable, others = survey.codebook.variable(name), where.without(name)
            for code, count in counts.items():
                told[others.narrowed(variable, [code])] = count
    groups = members([where.conditions for where in told], respondents)
    assert groups.sum(axis=1).tolist() == list(told.values())
    assert min(told.values()) >= 10
    alone = members([*filters(single_codes(survey))], respondents)
    small = alone[(alone.sum(axis=1) > 0) & (alone.sum(axis=1) < 10)]
    assert len(small) > 20
    assert combined(groups, small) == 0


def test_no_filters_of_any_codes_added_with_any_factors_give_away_a_citizen():
    """Half the sum of three filters of two codes each was one of three, and that left eight."""
    survey = open_survey("citizens", bundled_data())
    hidden = hidden_groups(survey, whole_base(), axes_of(survey, []))["2021"]
    assert worked_out(hidden) == 0
    assert len(shown_groups(hidden)) > 1_400


def test_an_intruder_gets_nothing_out_of_waves_alone_or_together():
    survey = open_survey("citizens", bundled_data())
    wave = survey.codebook.wave
    of_all = list(filters(single_codes(survey)))
    of_one = [(*some, Condition(wave, (code,))) for some in of_all for code in wave.by_key]
    found = attack(survey, survey.codebook.items[0].id, [*of_all, *of_one])
    assert (found.shown > 600, found.small > 90) == (True, True)
    assert (found.leaves_few, found.worked_out) == (False, 0)


@pytest.fixture
def incomplete(tmp_path) -> OpenSurvey:
    """Two waves of 200, of whom up to a tenth have no value on a variable or gave no answer."""
    draw = np.random.default_rng(4)
    names = {"a": 3, "b": 3, "region": 2, "q": 2}
    frame = pd.DataFrame({name: draw.integers(1, size + 1, 400) for name, size in names.items()})
    frame["region"] = (frame["a"] > 1) + 1
    for name, share in zip(names, [0.02, 0.1, 0.05, 0.05], strict=True):
        frame[name] = frame[name].astype("Int64").mask(draw.random(400) < share)
    frame["year"] = [2020, 2021] * 200
    variables = {name: segment(*range(1, size + 1)) for name, size in names.items()}
    variables |= {"q": single(1, 2), "year": segment(2020, 2021)}
    return survey_of(tmp_path, frame, variables, design={"wave": "year"})


def test_the_total_less_the_groups_tells_nothing_of_the_few_without_a_value(incomplete):
    """Whatever is asked for, with any codes, of each wave and of both."""
    some, wave = list(filters(several_codes(incomplete))), incomplete.codebook.wave
    assert wave is not None
    by_wave = [(*one, Condition(wave, (code,))) for one in some for code in wave.by_key]
    found = attack(incomplete, "q", [*some, *by_wave], bare=True)
    assert (found.leaves_few, found.worked_out) == (False, 0)
    assert (found.unprotected > 50, found.shown > 40) == (True, True)


def test_an_intruder_gets_nothing_out_of_a_real_survey(tmp_path):
    csv = shared_file("fixtures/trust_in_digital_health.csv")
    survey = open_survey(convert(csv, TRUST_CODEBOOK, tmp_path))
    found = attack(survey, "mhr_know_log", list(filters(single_codes(survey))))
    assert (found.shown > 800, found.small > 100) == (True, True)
    assert (found.leaves_few, found.worked_out) == (False, 0)


def test_the_page_and_the_intruder_ask_the_same(ages):
    request = Request(ages.codebook.variable("q"))
    for conditions in filters(single_codes(ages)):
        found = table(ages, "q", where=Filter(conditions) if conditions else EVERYONE)
        assert ("suppressed" in found.estimates[0].flags) == hides(ages, request, conditions)
