"""Quantiles of weighted values."""

import numpy as np
import pytest

from insight.statistics.measures.quantiles import RULES, quantile


@pytest.mark.parametrize("rule", RULES)
def test_a_quantile_of_weights_is_that_of_repeated_values(rule):
    random = np.random.default_rng(1)
    values, times = np.sort(random.normal(size=30)), random.integers(1, 9, 30)
    repeated = np.repeat(values, times)
    for probability in np.linspace(0.01, 0.99, 50):
        alone = quantile(repeated, np.ones(len(repeated)), probability, rule)
        assert quantile(values, times.astype(float), probability, rule) == alone


def test_the_rules_differ_only_where_the_share_is_met_exactly():
    values, weights = np.arange(1.0, 11), np.full(10, 0.1)
    assert quantile(values, weights, 0.3) == 3
    assert quantile(values, weights, 0.3, "school") == 3.5
    assert quantile(values, weights, 0.31) == quantile(values, weights, 0.31, "school") == 4


def test_a_value_without_weight_is_none():
    assert quantile(np.array([1.0, 2, 3]), np.array([0.0, 1, 1]), 0.1) == 2


def test_outside_0_and_1_and_of_nobody_there_is_none():
    values, weights = np.array([1.0, 2]), np.ones(2)
    found = [quantile(values, weights, one) for one in (-0.1, 1.1, float("nan"))]
    assert np.isnan([*found, quantile(np.zeros(0), np.zeros(0), 0.5)]).all()
