"""Score tests of shares: examples from the literature, and what a rare answer does not claim."""

import numpy as np
import pytest
from scipy import special

from insight.statistics.contrasts import Answers, difference, trend_coefficients
from insight.statistics.score_test import detectable, score_test
from insight.statistics.strata import Strata


def sample(*counts: tuple[int, int], weights=None, population: float | None = None) -> Answers:
    """Groups of a simple random sample: (yes, of) each, the first to answer being those of yes."""
    yes, size = np.array([counts], float).T[:, :, 0]
    shape = (1, len(counts))
    total = float(size.sum())
    populations = [np.array([population])] if population else []
    units = Strata.from_units(
        np.array([0]), np.array([total]), clustered=False, populations=populations
    )
    w, wy, ww, wwy = size, yes, size, yes
    if weights is not None:
        each = [np.asarray(weights, float)[:n] for n in size.astype(int)]
        w, ww = ([(one**power).sum() for one in each] for power in (1, 2))
        wy, wwy = (
            [(one[: int(k)] ** power).sum() for one, k in zip(each, yes, strict=True)]
            for power in (1, 2)
        )
    w, wy, ww, wwy, positive = (
        np.array(one, float).reshape(shape) for one in (w, wy, ww, wwy, size)
    )
    return Answers(units, positive, w, wy, wy, ww, wwy, wwy, np.zeros(len(counts)))


# Newcombe (1998), table II, method 10: yes and of on either side, and the interval by z.
NEWCOMBE = [
    ((56, 70), (48, 80), 0.0524, 0.3339),
    ((9, 10), (3, 10), 0.1705, 0.8090),
    ((6, 7), (2, 7), 0.0582, 0.8062),
    ((5, 56), (0, 29), -0.0381, 0.1926),
    ((0, 10), (0, 20), -0.1611, 0.2775),
    ((10, 10), (0, 20), 0.6791, 1.0000),
]


@pytest.mark.parametrize(("first", "second", "low", "upp"), NEWCOMBE)
def test_with_the_normal_quantile_the_interval_is_newcombes(monkeypatch, first, second, low, upp):
    monkeypatch.setattr(special, "stdtrit", lambda df, p: special.ndtri(p))
    found = score_test(sample(first, second), [[0], [1]], [1, -1], 0.95)
    # Variances here have n - 1 for n, so that of seven respondents six are left.
    assert (found.low, found.upp) == pytest.approx((low, upp), abs=0.02)


def test_p_is_the_level_at_which_the_interval_just_reaches_0():
    answers = sample((56, 70), (48, 80))
    p = score_test(answers, [[0], [1]], [1, -1], 0.95).p
    assert score_test(answers, [[0], [1]], [1, -1], 1 - p).low == pytest.approx(0, abs=1e-9)
    turned = score_test(answers, [[1], [0]], [1, -1], 0.95)
    assert (turned.p, turned.value) == (pytest.approx(p), pytest.approx(-0.2))


def test_one_of_45_against_13_per_cent_is_no_difference():
    # By the t test p is 1e-5; of 45 with a share of 13 %, at most one says yes 1.5 % of the time.
    answers = sample((1, 45), (130, 1000))
    t = difference(answers, [0], [1])
    score = score_test(answers, [[0], [1]], [1, -1], 0.95)
    assert t.p < 2e-5
    assert 0.01 < score.p < 0.05


def test_where_nothing_is_rare_both_tests_agree():
    answers = sample((260, 500), (210, 500))
    t = difference(answers, [0], [1])
    score = score_test(answers, [[0], [1]], [1, -1], 0.95)
    assert score.p == pytest.approx(t.p, rel=0.05)
    half = t.half_width(0.95)
    assert (score.low, score.upp) == pytest.approx((t.value - half, t.value + half), abs=0.002)


def test_a_light_respondent_does_not_make_a_share_certain():
    # One of 40 says yes and counts for a twentieth of the others: V alone would take that for 800.
    weights = np.array([0.05] + [1.0] * 999)
    answers = sample((1, 40), (100, 1000), weights=weights)
    assert difference(answers, [0], [1]).p < 1e-5
    assert score_test(answers, [[0], [1]], [1, -1], 0.95).p > 0.01


def test_a_group_of_few_has_few_degrees_of_freedom():
    few, many = (
        score_test(sample((n // 2, n), (500, 1000)), [[0], [1]], [1, -1], 0.95).df
        for n in (12, 400)
    )
    assert few < 15
    assert many > 300


def test_a_whole_population_is_certain():
    found = score_test(sample((6, 10), (3, 10), population=20), [[0], [1]], [1, -1], 0.95)
    assert (found.low, found.upp, found.p) == (
        pytest.approx(0.3),
        pytest.approx(0.3),
        pytest.approx(0),
    )


def test_like_shares_are_no_difference_even_at_nought():
    found = score_test(sample((0, 40), (0, 100)), [[0], [1]], [1, -1], 0.95)
    assert (found.value, found.p) == (0, 1)
    assert found.low < 0 < found.upp


def test_a_side_without_anybody_has_no_test():
    assert np.isnan(score_test(sample((0, 0), (5, 10)), [[0], [1]], [1, -1], 0.95).p)


def test_a_trend_of_two_waves_is_their_difference():
    answers = sample((30, 100), (45, 100))
    trend = score_test(answers, [[0], [1]], trend_coefficients([2019, 2021]), 0.95)
    gap = score_test(answers, [[1], [0]], [1, -1], 0.95)
    assert trend.value == pytest.approx(gap.value / 2)
    assert trend.p == pytest.approx(gap.p)


def test_sides_of_several_groups_are_taken_together():
    apart = score_test(sample((10, 50), (20, 50), (40, 100)), [[0], [1, 2]], [1, -1], 0.95)
    joined = score_test(sample((10, 50), (60, 150)), [[0], [1]], [1, -1], 0.95)
    assert apart.p == pytest.approx(joined.p)
    assert (apart.low, apart.upp) == (pytest.approx(joined.low), pytest.approx(joined.upp))


def test_the_detectable_difference_grows_with_the_strictness():
    loose, strict = (detectable(0.05, 200.0, level) for level in (0.95, 0.99))
    assert loose == pytest.approx(0.05 * (1.972 + 0.843), abs=0.001)
    assert strict > loose
