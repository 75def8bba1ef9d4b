"""Contrasts of shares: examples from the literature, and what a rare answer does not claim."""

import numpy as np
import pytest
from scipy import special, stats

from insight.statistics.answer_sums import Answers
from insight.statistics.contrasts import adjust_p_values, difference, trend_coefficients
from insight.statistics.share_contrasts import contrast_shares
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


SAMPLES = [
    # yes and of on either side
    ((56, 70), (48, 80)),
    ((9, 10), (3, 10)),
    ((5, 56), (0, 29)),
    ((0, 10), (0, 20)),
    ((10, 10), (0, 20)),
]


def jeffreys(yes: int, n: int) -> tuple[float, float, float]:
    """A share with its interval, on n - 1 where variances have n - 1 for n."""
    share, n = yes / n, n - (0 < yes < n)
    ends = stats.beta(share * n + 0.5, (1 - share) * n + 0.5).ppf([0.025, 0.975])
    return share, ends[0] * (yes > 0), ends[1] if share < 1 else 1.0


@pytest.mark.parametrize(("first", "second"), SAMPLES)
def test_the_interval_adds_the_squares_of_what_each_share_may_be_off(monkeypatch, first, second):
    monkeypatch.setattr(special, "stdtrit", lambda df, p: np.full(np.shape(df), special.ndtri(p)))
    monkeypatch.setattr(special, "stdtr", lambda df, t: special.ndtr(t))
    (p, low, upp), (q, other_low, other_upp) = jeffreys(*first), jeffreys(*second)
    expected = (
        p - q - np.hypot(p - low, other_upp - q),
        p - q + np.hypot(upp - p, q - other_low),
    )
    found = contrast_shares(sample(first, second), [[0], [1]], [1, -1], 0.95)
    # The strata's variance of both samples together has one n - 1 for two.
    assert (found.low, found.upp) == pytest.approx(expected, abs=0.013)


def test_the_only_one_of_all_is_no_finding_in_a_group_of_35():
    # Of 1,400 one says yes; that it is one of these 35 happens once in forty.
    found = contrast_shares(sample((1, 35), (0, 1365)), [[0], [1]], [1, -1], 0.95)
    assert found.p == pytest.approx(35 / 1400, rel=0.01)
    turned = contrast_shares(sample((34, 35), (1365, 1365)), [[0], [1]], [1, -1], 0.95)
    assert turned.p == pytest.approx(found.p)


def test_the_only_one_of_all_is_no_trend():
    answers = sample((0, 100), (0, 100), (0, 100), (1, 100))
    coefficients = trend_coefficients([1, 2, 3, 4])
    assert np.isnan(contrast_shares(answers, [[0], [1], [2], [3]], coefficients, 0.95).p)


def test_p_is_the_level_at_which_the_interval_just_reaches_0():
    answers = sample((56, 70), (48, 80))
    p = contrast_shares(answers, [[0], [1]], [1, -1], 0.95).p
    assert contrast_shares(answers, [[0], [1]], [1, -1], 1 - p).low == pytest.approx(0, abs=1e-9)
    turned = contrast_shares(answers, [[1], [0]], [1, -1], 0.95)
    assert (turned.p, turned.value) == (pytest.approx(p), pytest.approx(-0.2))


def test_one_of_45_against_13_per_cent_is_no_difference():
    # By the t test p is 1e-5; of 45 with a share of 13 %, at most one says yes 1.5 % of the time.
    answers = sample((1, 45), (130, 1000))
    t = difference(answers, [0], [1])
    found = contrast_shares(answers, [[0], [1]], [1, -1], 0.95)
    assert t.p < 2e-5
    assert 0.01 < found.p < 0.05


def test_where_nothing_is_rare_both_tests_agree():
    answers = sample((260, 500), (210, 500))
    t = difference(answers, [0], [1])
    found = contrast_shares(answers, [[0], [1]], [1, -1], 0.95)
    assert found.p == pytest.approx(t.p, rel=0.05)
    half = t.half_width(0.95)
    assert (found.low, found.upp) == pytest.approx((t.value - half, t.value + half), abs=0.002)


def test_a_light_respondent_does_not_make_a_share_certain():
    # One of 40 says yes and counts for a twentieth of the others: V alone would take that for 800.
    weights = np.array([0.05] + [1.0] * 999)
    answers = sample((1, 40), (100, 1000), weights=weights)
    assert difference(answers, [0], [1]).p < 1e-5
    assert contrast_shares(answers, [[0], [1]], [1, -1], 0.95).p > 0.01


def test_a_group_of_few_has_few_degrees_of_freedom():
    few, many = (
        contrast_shares(sample((n // 2, n), (500, 1000)), [[0], [1]], [1, -1], 0.95).df
        for n in (12, 400)
    )
    assert few < 15
    assert many > 300


def test_a_whole_population_is_certain():
    found = contrast_shares(sample((6, 10), (3, 10), population=20), [[0], [1]], [1, -1], 0.95)
    assert (found.low, found.upp, found.p) == (
        pytest.approx(0.3),
        pytest.approx(0.3),
        pytest.approx(0),
    )


def test_like_shares_are_no_difference_even_at_nought():
    found = contrast_shares(sample((0, 40), (0, 100)), [[0], [1]], [1, -1], 0.95)
    assert (found.value, found.p) == (0, 1)
    assert found.low < 0 < found.upp


def test_a_side_without_anybody_has_no_test():
    assert np.isnan(contrast_shares(sample((0, 0), (5, 10)), [[0], [1]], [1, -1], 0.95).p)


def test_a_trend_of_two_waves_is_their_difference():
    answers = sample((30, 100), (45, 100))
    trend = contrast_shares(answers, [[0], [1]], trend_coefficients([2019, 2021]), 0.95)
    gap = contrast_shares(answers, [[1], [0]], [1, -1], 0.95)
    assert trend.value == pytest.approx(gap.value / 2)
    assert trend.p == pytest.approx(gap.p)


def test_sides_of_several_groups_are_taken_together():
    apart = contrast_shares(sample((10, 50), (20, 50), (40, 100)), [[0], [1, 2]], [1, -1], 0.95)
    joined = contrast_shares(sample((10, 50), (60, 150)), [[0], [1]], [1, -1], 0.95)
    assert apart.p == pytest.approx(joined.p)
    assert (apart.low, apart.upp) == (pytest.approx(joined.low), pytest.approx(joined.upp))


def holds(tables: list[list[tuple[int, int]]], p_of) -> float:
    """In which share of tables something is claimed, each group tested against all others."""
    wrong = 0
    for table in tables:
        answers, groups = sample(*table), range(len(table))
        others = [[other for other in groups if other != group] for group in groups]
        p_values = [p_of(answers, [group], others[group]) for group in groups]
        wrong += min(adjust_p_values(p_values, "holm")) < 0.05
    return wrong / len(tables)


def test_small_groups_beside_a_large_one_are_not_told_apart_where_nothing_differs():
    rng = np.random.default_rng(20261129)
    sizes = [*[30] * 7, 3000]
    tables = [[(int(rng.binomial(n, 0.02)), n) for n in sizes] for _ in range(250)]

    def ours(answers, *sides):
        return contrast_shares(answers, sides, [1, -1], 0.95).p

    assert holds(tables, ours) <= 0.04


def test_the_t_test_tells_groups_with_rare_answers_apart_that_do_not_differ():
    rng = np.random.default_rng(20261129)
    tables = [[(max(int(rng.binomial(60, 0.13)), 1), 60) for _ in range(8)] for _ in range(200)]

    def t_test(answers, *sides):
        return difference(answers, *sides).p

    def ours(answers, *sides):
        return contrast_shares(answers, sides, [1, -1], 0.95).p

    assert holds(tables, t_test) > 0.1
    assert holds(tables, ours) <= 0.065
