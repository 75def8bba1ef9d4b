"""Unweighted counts: as they are in the data, and hidden where the estimates are."""

from pathlib import Path

import pytest
from survey_folder import multiple, numeric, segment, single, write_survey

from insight import open_survey, table
from insight.analysis.distribution import distribution

GATES = {"min_base": 10, "min_effective_base": 0, "low_base": 0}


def counted(root: Path, frame, variables, *, microdata="open", gates=GATES, item="q", **more):
    rules = {**gates, "microdata": microdata}
    folder = write_survey(root, "s", frame, variables, disclosure=rules, **more)
    return distribution(table(open_survey(folder), item, nets=True))


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


@pytest.mark.parametrize("rule", ["open", "k_anonymous", "closed"])
def test_few_answers_of_many_respondents_are_told(tmp_path, rule):
    """Who gave an answer is a part of the base, as in any table of the survey."""
    frame, variables = answers(a1=60, a2=30, a3=2), {"q": single(1, 2, 3, 4)}
    found = counted(tmp_path, frame, variables, microdata=rule)
    assert numbers(found) == {"1": 60, "2": 30, "3": 2, "4": 0}
    assert (found.base, found.flags) == (92, ())


def test_background_hides_its_small_groups_and_those_that_protect_them(tmp_path):
    frame, variables = answers(a1=60, a2=30, a3=2), {"q": segment(1, 2, 3, 4)}
    found = counted(tmp_path, frame, variables)
    assert numbers(found) == {"1": 60, "2": None, "3": None, "4": 0}
    assert (found.base, found.flags) == (92, ("suppressed",))
