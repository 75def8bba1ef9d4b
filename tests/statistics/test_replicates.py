"""The variance from replicates, on samples small enough to be worked by hand."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from insight.statistics.replicates import Replicates, Spans, rank_of
from insight.statistics.strata import Strata
from insight.statistics.variance import covariance, share_variance, variance


def test_balanced_half_samples_by_hand():
    # The estimate is 3; half-samples give 2, 4, 3 and 5, whose mean is 3.5.
    estimates = np.array([3.0, 2.0, 4.0, 3.0, 5.0])
    around_mean = Replicates(1 / 4, np.ones(4))
    assert variance(around_mean, estimates) == pytest.approx(5 / 4)
    around_estimate = Replicates(1 / 4, np.ones(4), around_estimate=True)
    assert variance(around_estimate, estimates) == pytest.approx(6 / 4)


def test_each_replicate_counts_by_its_own_factor_and_one_of_factor_nought_not_at_all():
    estimates = np.array([3.0, 2.0, 4.0, 900.0])
    replicates = Replicates(1.0, np.array([0.5, 0.75, 0.0]))
    # Around the mean of those that count, 3: 0.5 + 0.75.
    assert variance(replicates, estimates) == pytest.approx(1.25)


def test_a_replicate_without_anybody_is_left_out_and_the_scale_is_kept():
    replicates = Replicates(1 / 2, np.ones(3), around_estimate=True)
    assert variance(replicates, np.array([1.0, 0.0, np.nan, 3.0])) == pytest.approx(5 / 2)
    assert variance(replicates, np.array([1.0, 0.0, np.inf, 3.0])) == pytest.approx(5 / 2)
    assert np.isnan(variance(replicates, np.array([1.0, np.nan, np.nan, np.nan])))


def test_covariances_are_of_the_replicates_that_have_all_estimates():
    replicates = Replicates(1.0, np.ones(3), around_estimate=True)
    estimates = np.array([[0.0, 0.0], [1.0, 2.0], [np.nan, 5.0], [3.0, -1.0]])
    assert covariance(replicates, estimates).tolist() == [[10.0, -1.0], [-1.0, 5.0]]


@given(st.lists(st.booleans(), min_size=3, max_size=12).filter(lambda yes: 0 < sum(yes) < len(yes)))
def test_leaving_out_one_respondent_at_a_time_is_simple_random_sampling(yes):
    # The jackknife of a mean is exactly p (1 - p) / (n - 1).
    n, chosen = len(yes), np.array(yes, float)
    weights = np.vstack([np.ones(n), (1 - np.eye(n)) * n / (n - 1)])
    sums = [(weights * mine).sum(axis=1)[:, None, None] for mine in (chosen, np.ones(n))]
    jackknife = Replicates((n - 1) / n, np.ones(n))
    share = np.array([[chosen.mean()]])
    squares = [np.concatenate([one[:1], np.zeros((n, 1, 1))]) for one in sums]
    found = share_variance(jackknife, share, (sums[0], squares[0]), (sums[1], squares[1]))
    strata = Strata.from_units(np.array([0]), np.array([float(n)]), clustered=False)
    both = [one[:1] for one in sums]
    simple = share_variance(strata, share, (both[0], both[0]), (both[1], both[1]))
    assert found == pytest.approx(simple)
    assert rank_of(weights[1:].T) - 1 == n - 1


def test_the_rank_is_that_of_columns_whatever_the_rows_weigh():
    assert rank_of(np.zeros((0, 3))) == rank_of(np.zeros((2, 3))) == 0
    halves = np.array([[2.0, 0, 2, 0], [0, 2, 0, 2], [2, 0, 0, 2], [0, 2, 2, 0]])
    assert rank_of(halves) == rank_of(halves * [[1e-6], [1], [30], [1e6]]) == 3
    nearly = np.array([[1.0, 1.0], [1.0, 1.0 + 1e-7]])
    assert rank_of(nearly) == 1  # R's qr has a tolerance of 1e-5


def test_domains_together_span_what_their_respondents_do():
    spans = Spans(
        ((np.array([[1.0, 0, 0]]), np.array([[2.0, 0, 0]]), np.array([[0, 1.0, 0]]), None),), 3
    )
    replicates = Replicates(1.0, np.ones(3), spans=spans)
    together = [replicates.degrees_of_freedom(groups) for groups in ([0], [0, 1], [1, 2], [0, 3])]
    assert together == [0, 0, 1, 2]
    assert replicates.of_domains([2, 3]).degrees_of_freedom([0]) == 0
    assert Replicates(1.0, np.ones(3), df=7).degrees_of_freedom([0]) == 7


def test_where_many_replicates_have_nobody_the_variance_is_not_known():
    weights = np.array([[9.0, 9.0], [9, 0], [9, 0], [0, 9]] + [[9.0, 9.0]] * 19)
    replicates = Replicates(1.0, np.ones(22))
    assert replicates.are_lacking(weights).tolist() == [False, True]
