"""Unweighted counts: as they are in the data, and hidden where they would expose somebody."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from survey_folder import multiple, numeric, single, write_survey

from insight import Store, check, table
from insight.distribution import distribution, exposing
from insight.survey import read_survey

STORE = Store()
GATES = {"min_base": 10, "min_effective_base": 0, "low_base": 0}
NO_GATES = {"min_base": 0, "min_effective_base": 0, "low_base": 0}


def counted(root: Path, frame, variables, *, microdata="open", gates=GATES, item="q", **more):
    rules = {**gates, "microdata": microdata}
    folder = write_survey(root, "s", frame, variables, disclosure=rules, **more)
    return distribution(table(STORE, check(STORE, read_survey(folder)), item, nets=True))


def answers(**times: int) -> dict[str, list[int]]:
    """Respondents who gave each answer, such as ``a1=3`` for three who answered 1."""
    return {"q": [int(name[1:]) for name, n in times.items() for _ in range(n)]}


def numbers(found) -> dict[str, int | None]:
    return {one.key: one.n for one in found.counts}


def test_counts_and_shares_are_unweighted(tmp_path):
    frame = answers(a1=30, a2=10) | {"w": [0.5] * 30 + [4.0] * 10}
    found = counted(tmp_path, frame, {"q": single(1, 2, 3)}, design={"weight": "w"})
    assert found.base == 40
    assert [(one.key, one.n, one.share) for one in found.counts] == [
        ("1", 30, 0.75),
        ("2", 10, 0.25),
        ("3", 0, 0),
    ]
    assert found.flags == ()


def test_answers_of_several_are_shares_of_those_asked(tmp_path):
    frame = {"a": [1, 1, 0, None] * 10, "b": [1, 0, 0, None] * 10}
    found = counted(tmp_path, frame, {"q": multiple({"a": "a", "b": "b"})})
    assert found.base == 30
    assert [(one.n, one.share) for one in found.counts] == [(20, 20 / 30), (10, 10 / 30)]


def test_a_number_has_a_base_and_no_counts(tmp_path):
    found = counted(tmp_path, {"q": [1.5, 2, None] * 10}, {"q": numeric()})
    assert (found.base, found.counts) == (20, ())


def test_a_small_base_is_hidden_with_everything_in_it(tmp_path):
    found = counted(tmp_path, answers(a1=5, a2=4), {"q": single(1, 2)})
    assert found.base is None
    assert [(one.n, one.share) for one in found.counts] == [(None, None)] * 2
    assert found.flags == ("suppressed",)


def test_an_uncertain_share_is_held_back_while_its_count_is_told(tmp_path):
    gates = {**GATES, "min_effective_base": 30}
    found = counted(tmp_path, answers(a1=10, a2=10), {"q": single(1, 2)}, gates=gates)
    assert [(one.n, one.share) for one in found.counts] == [(10, None)] * 2
    assert found.flags == ("unreliable",)


def test_a_low_base_is_said(tmp_path):
    gates = {**GATES, "low_base": 100}
    found = counted(tmp_path, answers(a1=20, a2=20), {"q": single(1, 2)}, gates=gates)
    assert found.flags == ("low_base",)


def test_few_answers_are_told_only_where_responses_are_open(tmp_path):
    frame, variables = answers(a1=60, a2=30, a3=2), {"q": single(1, 2, 3, 4)}
    opened = counted(tmp_path / "open", frame, variables)
    assert numbers(opened) == {"1": 60, "2": 30, "3": 2, "4": 0}
    for rule in ("k_anonymous", "closed"):
        shut = counted(tmp_path / rule, frame, variables, microdata=rule)
        assert numbers(shut) == {"1": 60, "2": None, "3": None, "4": 0}
        assert shut.base == 92
        assert shut.flags == ("few",)


def test_without_a_gate_few_answers_are_told_of_closed_responses_too(tmp_path):
    found = counted(
        tmp_path, answers(a1=60, a2=2), {"q": single(1, 2)}, microdata="closed", gates=NO_GATES
    )
    assert numbers(found) == {"1": 60, "2": 2}


EXPOSING = [
    ("nobody is few", [50, 0, 50], 100, True, []),
    ("nobody at all", [], 0, True, []),
    ("the limit itself is enough", [50, 10], 60, True, []),
    ("one alone could be worked out", [50, 9, 20], 79, True, [1, 2]),
    ("two that add up to enough", [50, 4, 6], 60, True, [1, 2]),
    ("two that add up to too little", [50, 4, 5], 59, True, [0, 1, 2]),
    ("all that there is", [3, 0, 4], 7, True, [0, 2]),
    ("each answer by itself where several are given", [50, 9, 20], 79, False, [1]),
    ("nearly everybody tells of few who did not", [71, 40], 79, False, [0]),
    ("everybody tells of nobody", [79, 40], 79, False, []),
]


@pytest.mark.parametrize(
    ("counts", "base", "exclusive", "expected"),
    [one[1:] for one in EXPOSING],
    ids=[one[0] for one in EXPOSING],
)
def test_counts_that_would_expose(counts, base, exclusive, expected):
    assert sorted(exposing(counts, base, 10, exclusive=exclusive)) == expected


@given(st.lists(st.integers(0, 40), max_size=8), st.integers(0, 30))
def test_nothing_hidden_can_be_worked_out(counts, limit):
    hidden = exposing(counts, sum(counts), limit, exclusive=True)
    told = [n for place, n in enumerate(counts) if place not in hidden]
    assert not any(0 < n < limit for n in told)
    if hidden and any(told):
        assert len(hidden) > 1
        assert sum(counts[place] for place in hidden) >= limit
