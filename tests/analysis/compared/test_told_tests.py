"""Tests where figures are rounded: bounds of p, the t and F of these, and findings as they were."""

import math
from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from many_questions_intruder import ManyQuestions, Share, p_of, people_with_questions
from scipy import stats

from insight.analysis.compared.told_tests import told_joint_test, told_p, told_t
from insight.disclosure.told.rounded_columns import of_digits_each
from insight.language.catalogue import LANGUAGES
from insight.language.numbers import p_words
from insight.statistics.joint_tests import JointTest

BOUNDS = (0.001, 0.01, 0.05)


def is_true(words: str, p: float) -> bool:
    _, sign, number = words.replace("\N{NO-BREAK SPACE}", " ").replace(",", ".").split(" ")
    return {"<": p < float(number), ">": p >= float(number)}[sign]


@given(st.floats(0, 1), st.sampled_from(LANGUAGES))
def test_what_is_said_of_p_is_true_and_finds_what_p_finds(p, language):
    (told,) = told_p(np.array([p])).tolist()
    assert is_true(p_words(told, language), p)
    for level in (0.95, 0.99, 0.999):
        assert (told < 1 - level) == (p < 1 - level) or math.isclose(p, 1 - level)


@pytest.mark.parametrize(("p", "df"), [*product(BOUNDS, (1, 5, 50, 5_000))])
def test_t_is_that_of_the_p_that_is_told(p, df):
    each = (np.array([number], float) for number in (-0.1, p, df))
    (t,) = told_t(*each)
    assert t < 0
    assert 2 * stats.t.sf(-t, df) == pytest.approx(p, rel=1e-9)


@given(st.floats(0, 50), st.integers(1, 9), st.sampled_from([1, 5, 50, 5_000]))
def test_all_groups_together_are_told_alike(statistic, ndf, ddf):
    test = JointTest(statistic, ndf, ddf)
    told = told_joint_test(test, ndf, ddf)
    assert told.p == pytest.approx(float(told_p(np.array(test.p))), rel=1e-6)
    assert (told.p < 1 - 0.95) == (test.p < 0.05)
    assert is_true(p_words(told.p, "nb"), test.p)


def test_a_test_that_could_not_be_made_stays_so():
    assert np.isnan(told_p(np.array([np.nan]))).all()
    assert math.isnan(told_joint_test(JointTest(math.nan, 2, 30), 2, 20).p)


def test_one_question_told_to_two_digits_of_p_gives_a_hidden_size_away_and_by_bounds_it_does_not():
    """Of six groups against all others, with all weights and all other numbers known."""
    frame = people_with_questions(3, 400, 1)
    cells = frame.groupby(["a", "b"])
    sizes, weights = (of.to_numpy().reshape(3, 3) for of in (cells.size(), cells["w"].first()))
    gave = cells["q0"].agg(lambda given: (given == 1).sum()).to_numpy().reshape(3, 3)
    hidden = np.zeros((3, 3), dtype=bool)
    hidden[:2, :2] = True
    sure = []
    for tell in (lambda p: of_digits_each(p, 2), told_p):
        looks = []
        columns = [np.broadcast_to(line, (3, 3)) for line in np.eye(3, dtype=bool)]
        for inside in (*columns, *(column.T for column in columns)):
            sides = [
                (weights * gave)[met].sum() / (weights * sizes)[met].sum()
                for met in (inside, ~inside)
            ]
            p = tell(p_of(np.array([sides[0] - sides[1]]), 0.05))
            looks.append(Share(inside, float(p[0]), 0.0, 0.05, tell))
        intruder = ManyQuestions(frame, hidden)
        intruder.take(gave, looks, lambda share, of: np.ones(len(share)))
        sure.append(intruder.chance_of_truth)
    assert sure[0] > 0.9
    assert sure[1] < 0.2
