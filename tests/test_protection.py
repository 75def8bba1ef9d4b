"""Hidden groups stay hidden: rules by eye, and an intruder who asks for everything there is."""

import itertools
from collections.abc import Iterator

import numpy as np
import pandas as pd
import pytest
from fixtures_folder import TRUST_CODEBOOK, convert, shared_file
from survey_folder import segment, single, write_survey

from insight.cells import Request
from insight.comparison import compare
from insight.consistency import check
from insight.estimates import table
from insight.filters import EVERYONE, Condition, Filter, parse_filter
from insight.protection import hidden_domains
from insight.store import Store
from insight.survey import Survey, bundled_data, open_survey, read_survey

STORE = Store()
GATES = {"min_base": 10, "min_effective_base": 0, "low_base": 0}


def survey_of(tmp_path, frame, variables, **more) -> Survey:
    folder = write_survey(tmp_path, "s", frame, variables, disclosure=GATES, **more)
    return check(STORE, read_survey(folder))


def shown(survey: Survey, *where: str, by: tuple[str, ...] = (), item: str = "q") -> dict:
    """The base of each group that is shown, None where it is hidden."""
    asked = parse_filter(where, survey.codebook)
    found = table(STORE, survey, item, by=by, where=asked)
    return {one.group: one.base for one in found.estimates}


@pytest.fixture
def ages(tmp_path) -> Survey:
    """Fifty of age 1, four of age 2, thirty of age 3 and twenty of age 4, half of them in town."""
    frame = pd.DataFrame({"age": [1] * 50 + [2] * 4 + [3] * 30 + [4] * 20})
    frame["town"] = [1, 2] * 52
    frame["q"] = [0, 0, 1, 1] * 26
    variables = {"age": segment(1, 2, 3, 4), "town": segment(1, 2), "q": single(0, 1)}
    return survey_of(tmp_path, frame, variables)


def test_a_small_group_is_hidden_with_a_partner(ages):
    assert shown(ages, by=("age",)) == {("1",): 50, ("2",): None, ("3",): 30, ("4",): None}


FILTERS = [
    # codes of age, whether the filter is shown
    ("1", True),
    ("2", False),
    ("4", False),
    ("2,4", True),  # together they are 24
    ("1,2", False),  # less age 1, the small group is left
    ("1,3", True),
    ("1,2,4", True),
    ("1,3,4", False),  # all but the small group
]


@pytest.mark.parametrize(("codes", "is_shown"), FILTERS)
def test_codes_hidden_for_each_other_are_shown_together_or_not_at_all(ages, codes, is_shown):
    (base,) = shown(ages, f"age={codes}").values()
    assert (base is not None) == is_shown


def test_a_filter_and_a_row_of_a_table_hide_the_same(ages):
    rows = shown(ages, by=("age", "town"))
    for (age, town), base in rows.items():
        assert shown(ages, f"age={age}", f"town={town}") == {(): base}
        assert shown(ages, f"age={age}", by=("town",))[(town,)] == base
        assert shown(ages, f"town={town}", by=("age",))[(age,)] == base


def test_an_empty_group_needs_no_protection(tmp_path):
    frame = {"age": [1] * 50 + [2] * 40, "q": [0, 1] * 45}
    survey = survey_of(tmp_path, frame, {"age": segment(1, 2, 3), "q": single(0, 1)})
    assert shown(survey, by=("age",)) == {("1",): 50, ("2",): 40, ("3",): None}


def test_those_without_an_answer_cannot_be_cut_out_by_a_filter(tmp_path):
    frame = pd.DataFrame({"age": pd.array([1] * 50 + [2] * 40 + [None] * 3, "Int64")})
    frame["q"] = 1
    survey = survey_of(tmp_path, frame, {"age": segment(1, 2), "q": single(0, 1)})
    assert shown(survey) == {(): 93}
    assert shown(survey, "age=1,2") == {(): None}
    assert shown(survey, by=("age",)) == {("1",): 50, ("2",): 40}


def test_waves_together_are_hidden_where_one_of_them_is(tmp_path):
    frame = pd.DataFrame({"age": [1] * 50 + [2] * 4 + [3] * 30 + [1] * 50 + [2] * 40 + [3] * 30})
    frame["year"] = [2020] * 84 + [2021] * 120
    frame["q"] = 1
    years = segment(2020, 2021)
    variables = {"age": segment(1, 2, 3), "year": years, "q": single(0, 1)}
    survey = survey_of(tmp_path, frame, variables, design={"wave": "year"})
    assert shown(survey, "year=2021", by=("age",)) == {("1",): 50, ("2",): 40, ("3",): 30}
    assert shown(survey, "year=2020", by=("age",)) == {("1",): 50, ("2",): None, ("3",): None}
    assert shown(survey, by=("age",)) == {("1",): 100, ("2",): None, ("3",): None}
    assert shown(survey, "age=2", by=("year",)) == {("2020",): None, ("2021",): 40}


def test_the_rest_of_a_comparison_gives_nothing_away(ages):
    found = compare(STORE, ages, "q", "1", "age", against="rest")
    assert [(one.base_first, one.base_second) for one in found.differences] == [
        (50, 54), (None, None), (30, 74), (None, None),
    ]  # fmt: skip


def test_gates_that_are_off_hide_nothing(tmp_path):
    frame = {"age": [1] * 50 + [2] * 4, "q": [0, 1] * 27}
    variables = {"age": segment(1, 2), "q": single(0, 1)}
    folder = write_survey(tmp_path, "s", frame, variables)
    survey = check(STORE, read_survey(folder))
    assert shown(survey, by=("age",)) == {("1",): 50, ("2",): 4}


# --- The intruder ---------------------------------------------------------------------------------


def conditions_of(survey: Survey) -> list[Condition]:
    wave = survey.codebook.design.wave
    return [
        Condition(one, (code,))
        for one in survey.codebook.segments
        for code in one.by_key
        if one.id != wave
    ]


def filters(survey: Survey) -> Iterator[tuple[Condition, ...]]:
    """Every filter of at most two conditions on different variables."""
    known = conditions_of(survey)
    yield ()
    yield from ((one,) for one in known)
    for pair in itertools.combinations(known, 2):
        if pair[0].variable.id != pair[1].variable.id:
            yield pair


def attack(survey: Survey, item: str, people: pd.DataFrame) -> tuple[int, int]:
    """Ask for every filter, subtract each from each, and count what was shown and hidden.

    The intruder is taken to know who lies within whom, which no answer tells.
    """
    request = Request(survey.codebook.variable(item))
    answered = people[people[item].notna()]
    asked = list(filters(survey))
    groups = np.zeros((len(asked), len(answered)), dtype=bool)
    for number, conditions in enumerate(asked):
        met = np.ones(len(answered), dtype=bool)
        for one in conditions:
            codes = [int(code) if one.variable.integer_codes else code for code in one.codes]
            met &= answered[one.variable.id].isin(codes).to_numpy()
        groups[number] = met
    hidden = np.array([hidden_domains(STORE, survey, request, [one])[0] for one in asked])
    sizes = groups.sum(axis=1)
    assert hidden[(sizes > 0) & (sizes < 10)].all()
    visible = groups[~hidden & (sizes > 0)].astype(np.int32)
    shared = visible @ visible.T
    size = visible.sum(axis=1)
    within = shared == size[:, None]  # row lies within column
    rest = size[None, :] - size[:, None]
    found = within & (rest > 0) & (rest < 10)
    assert not found.any(), [
        [one.written for one in filter_] for filter_ in np.array(asked, dtype=object)[:3]
    ]
    return len(visible), int((hidden & (sizes > 0)).sum())


def test_an_intruder_gets_nothing_out_of_the_organisations():
    survey = check(STORE, open_survey("organisations", bundled_data()))
    people = pd.read_parquet(survey.responses)
    visible, hidden = attack(survey, "sdg_maturity", people)
    assert visible > 5
    assert hidden > 20


def test_an_intruder_gets_nothing_out_of_a_real_survey(tmp_path):
    csv = shared_file("fixtures/trust_in_digital_health.csv")
    survey = check(STORE, read_survey(convert(csv, TRUST_CODEBOOK, tmp_path)))
    people = pd.read_parquet(survey.responses)
    item = next(one.id for one in survey.codebook.items if one.kind == "single")
    visible, hidden = attack(survey, item, people)
    assert visible > 50
    assert hidden > 20


def test_the_page_and_the_intruder_ask_the_same(ages):
    request = Request(ages.codebook.variable("q"))
    for conditions in filters(ages):
        found = table(STORE, ages, "q", where=Filter(conditions) if conditions else EVERYONE)
        hides = hidden_domains(STORE, ages, request, [conditions])[0]
        assert ("suppressed" in found.estimates[0].flags) == hides
