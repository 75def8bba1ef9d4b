"""Cronbach's alpha and item–rest correlations against numbers computed by hand and otherwise."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from insight.statistics.reliability import reliability


def test_alpha_by_hand():
    answers = np.array([[1.0, 2, 3], [2, 2, 2], [3, 3, 3], [4, 4, 5]])
    # Variances 5/3, 11/12 and 19/12; sums 6, 6, 9 and 13 with variance 11.
    assert np.var(answers.sum(axis=1), ddof=1) == pytest.approx(11)
    assert reliability(np.cov(answers.T)).alpha == pytest.approx(3 / 2 * (1 - 50 / 12 / 11))


def test_items_that_are_alike_have_alpha_one():
    found = reliability(np.array([[2.0, 2, 2], [2, 2, 2], [2, 2, 2]]))
    assert found.alpha == pytest.approx(1)
    assert found.item_rest == pytest.approx([1, 1, 1])
    assert found.without == pytest.approx([1, 1, 1])


def test_items_that_have_nothing_in_common_have_alpha_nought():
    found = reliability(np.diag([1.0, 2.0, 3.0]))
    assert found.alpha == pytest.approx(0)
    assert found.item_rest == pytest.approx([0, 0, 0])


def test_two_items_have_no_alpha_without_one():
    found = reliability(np.array([[1.0, 0.5], [0.5, 1]]))
    assert found.alpha == pytest.approx(2 * (1 - 2 / 3))
    assert np.isnan(found.without).all()


def test_an_item_that_everybody_answers_alike_has_no_correlation():
    found = reliability(np.array([[1.0, 0.5, 0], [0.5, 1, 0], [0, 0, 0]]))
    assert np.isnan(found.item_rest[2])
    assert np.isfinite(found.item_rest[:2]).all()


def test_nobody_differs():
    found = reliability(np.zeros((3, 3)))
    assert np.isnan(found.alpha)
    assert np.isnan(found.without).all()


ROWS = st.lists(st.lists(st.integers(1, 7), min_size=4, max_size=4), min_size=5, max_size=12)


@given(ROWS)
def test_they_are_what_the_answers_themselves_give(rows):
    answers = np.array(rows, float)
    found = reliability(np.cov(answers.T))
    for item in range(4):
        rest = np.delete(answers, item, axis=1)
        if np.ptp(answers[:, item]) and np.ptp(rest.sum(axis=1)):
            expected = np.corrcoef(answers[:, item], rest.sum(axis=1))[0, 1]
            assert found.item_rest[item] == pytest.approx(expected, abs=1e-9)
            variances = rest.var(axis=0, ddof=1).sum()
            alpha = 3 / 2 * (1 - variances / rest.sum(axis=1).var(ddof=1))
            assert found.without[item] == pytest.approx(alpha, abs=1e-9)
