"""Intervals against known values, and what holds of every interval."""

import math

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from insight.statistics.intervals import (
    METHODS,
    clopper_pearson,
    effective_n,
    interval,
    t_quantile,
    wilson,
)

Z95 = 1.959963984540054

# R 4.4: prop.test(x, n, correct = FALSE)$conf.int, binom.test(x, n)$conf.int
COUNTS = [
    # x, n, Wilson, Clopper-Pearson
    (7, 10, (0.3967781, 0.8922087), (0.3475471, 0.9332605)),
    (1, 10, (0.0178762, 0.4041500), (0.0025286, 0.4450161)),
    (50, 100, (0.4038315, 0.5961685), (0.3983211, 0.6016789)),
    (0, 10, (0.0, 0.2775328), (0.0, 0.3084971)),
    (10, 10, (0.7224672, 1.0), (0.6915029, 1.0)),
    (0, 1, (0.0, 0.7934507), (0.0, 0.975)),
]


@pytest.mark.parametrize(("x", "n", "by_wilson", "exact"), COUNTS)
def test_counts_give_the_intervals_of_r(x, n, by_wilson, exact):
    share, size = np.array(x / n), np.array(float(n))
    assert wilson(share, size, np.array(Z95)) == pytest.approx(by_wilson, abs=1e-6)
    assert clopper_pearson(share, size, 0.95) == pytest.approx(exact, abs=1e-6)


def test_nobody_of_n_is_the_rule_of_three():
    for n in (5, 30, 400):
        low, upp = clopper_pearson(np.array(0.0), np.array(float(n)), 0.95)
        assert low == 0
        assert upp == pytest.approx(1 - 0.025 ** (1 / n))


def test_quantiles_are_those_of_t_and_of_the_normal():
    df = np.array([1.0, 4.0, 30.0, np.inf])
    expected = [12.706205, 2.776445, 2.042272, Z95]
    assert t_quantile(0.95, df) == pytest.approx(expected, abs=1e-6)
    assert np.isnan(t_quantile(0.95, np.array([0.0]))).all()


def test_a_simple_random_sample_has_its_own_size_as_effective_size():
    share = np.array(0.3)
    assert effective_n(share, np.sqrt(share * 0.7 / 50)) == pytest.approx(50)


def bounds(method: str, share: float, se: float, df: float = 50, level: float = 0.95, rows=60):
    low, upp = interval(
        method, level, np.array(share), np.array(se), np.array(df), np.array(float(rows))
    )
    return float(low), float(upp)


# Half of a simple random sample of 100, t with 99 degrees of freedom; by hand.
T99 = 1.9842169515
SE = math.sqrt(0.25 / 99)
HALF = {
    "wald": T99 * SE,
    "logit": 1 / (1 + math.exp(-T99 * SE / 0.25)) - 0.5,
    "asin": math.sin(math.asin(math.sqrt(0.5)) + T99 * SE) ** 2 - 0.5,
    "wilson": T99 / (2 * 99) * math.sqrt(99 + T99**2) / (1 + T99**2 / 99),
}


@pytest.mark.parametrize(("method", "half"), HALF.items())
def test_half_of_a_hundred_by_hand(method, half):
    assert bounds(method, 0.5, SE, 99, rows=100) == pytest.approx((0.5 - half, 0.5 + half))


def test_beta_is_clopper_pearson_on_the_effective_size():
    exact = clopper_pearson(np.array(0.5), np.array(99.0), 0.95)
    assert bounds("beta", 0.5, SE, 99, rows=100) == pytest.approx(tuple(map(float, exact)))


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("share", [0.0, 1.0, float("nan")])
def test_shares_of_0_and_1_are_left_to_the_exact_interval(method, share):
    assert all(math.isnan(bound) for bound in bounds(method, share, 0.0))


@pytest.mark.parametrize("method", METHODS)
def test_a_share_that_the_design_fixes_is_its_own_interval(method):
    assert bounds(method, 0.3, 0.0) == (0.3, 0.3)


SHARES = st.floats(0.001, 0.999)
ERRORS = st.floats(1e-4, 0.2)
FREEDOM = st.floats(3, 5000)


@given(st.sampled_from(METHODS), SHARES, ERRORS, FREEDOM)
def test_an_interval_contains_its_share(method, share, se, df):
    low, upp = bounds(method, share, se, df)
    assert low <= share <= upp
    if method != "wald":
        assert 0 <= low < upp <= 1


@given(st.sampled_from(METHODS), SHARES, ERRORS, FREEDOM, st.floats(0.5, 0.99))
def test_an_interval_widens_with_the_level(method, share, se, df, level):
    # Beta rescales the effective size by level too; the rescaling is nothing where df = rows - 1.
    narrow = bounds(method, share, se, df, level, rows=df + 1)
    wide = bounds(method, share, se, df, 0.5 * level + 0.5, rows=df + 1)
    slack = 1e-12
    assert wide[0] <= narrow[0] + slack
    assert wide[1] >= narrow[1] - slack


@given(st.sampled_from(METHODS), SHARES, ERRORS, FREEDOM)
def test_the_interval_of_the_others_is_the_mirror_image(method, share, se, df):
    low, upp = bounds(method, share, se, df)
    assert bounds(method, 1 - share, se, df) == pytest.approx((1 - upp, 1 - low), abs=1e-9)


@given(SHARES, st.floats(1e-4, 0.05), FREEDOM)
def test_methods_agree_where_the_sample_is_large(share, se, df):
    assume(share * (1 - share) / se**2 > 20_000)
    for method in METHODS:
        assert bounds(method, share, se, df, rows=df + 1) == pytest.approx(
            bounds("wald", share, se, df), abs=0.02
        )
