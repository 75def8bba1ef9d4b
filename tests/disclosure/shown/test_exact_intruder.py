"""Whoever solves exactly for what is hidden finds no small group, however the house has solved."""

import numpy as np
import pytest
from exact_intruder import respondents_of_places, unseen_exactly, worked_out_exactly

from insight.disclosure.closing import close_tables
from insight.disclosure.shown import shown_sums, spans

LEAST = 10


@pytest.fixture(scope="module")
def respondents():
    return respondents_of_places(2, (20, 4, 4), 700)


@pytest.fixture
def all_combinations(monkeypatch):
    """As in a survey so large that more combinations are looked at than a few."""
    monkeypatch.setattr(shown_sums, "COMBINATIONS", 10)


def test_the_intruder_can_do_sums():
    shown = np.array([[1, 1, 1, 1, 0], [1, 0, 0, 0, 0], [0, 1, 1, 0, 0]], dtype=bool)
    answers = unseen_exactly(shown)
    assert [int(some @ answers) % (2**31 - 1) for some in shown] == [0, 0, 0]
    assert (answers == 0).tolist() == [True, False, False, True, False]


def test_tables_closed_each_for_itself_give_small_groups_away(respondents, monkeypatch):
    monkeypatch.setattr(shown_sums, "MOST_SUMS", 0)
    monkeypatch.setattr(shown_sums, "MOST_SUMS_OF_MANY", 0)
    assert worked_out_exactly(respondents, close_tables(respondents, LEAST), LEAST) > 0


@pytest.mark.usefixtures("all_combinations")
@pytest.mark.parametrize("most_solved", [3_000, 0], ids=["at once", "step by step"])
def test_all_tables_together_give_none_away(respondents, monkeypatch, most_solved):
    monkeypatch.setattr(spans, "MOST_SOLVED", most_solved)
    assert len(shown_sums.Samples(respondents, LEAST)._samples[0][0]) == len(respondents.codes)
    assert worked_out_exactly(respondents, close_tables(respondents, LEAST), LEAST) == 0


def test_nor_where_only_some_combinations_are_looked_at(respondents, monkeypatch):
    monkeypatch.setattr(shown_sums, "COMBINATIONS", 10)
    monkeypatch.setattr(shown_sums, "MOST_SUMS_OF_MANY", 0)
    sample = shown_sums.Samples(respondents, LEAST)._samples[-1][0]
    assert len(sample) < len(respondents.codes)
    assert worked_out_exactly(respondents, close_tables(respondents, LEAST), LEAST) == 0
