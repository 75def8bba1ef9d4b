"""The variance, on designs small enough to be worked by hand."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from insight.statistics.strata import degrees_of_freedom, is_determined
from insight.statistics.variance import Strata, mean_variance, share_variance, variance


def clustered(*stratum_of: int, populations=()) -> Strata:
    count = len(stratum_of)
    return Strata.from_units(
        np.array(stratum_of), np.full(count, 5.0), clustered=True,
        populations=[np.array(one, float) for one in populations],
    )  # fmt: skip


def one_share(strata: Strata, chosen: list[float], base: list[float]) -> float:
    """Variance of one share, from weights and squares of weights (all weights are 1)."""
    yes, everyone = np.array(chosen).reshape(-1, 1, 1), np.array(base).reshape(-1, 1, 1)
    share = (yes.sum(axis=0) / everyone.sum(axis=0)).reshape(1, 1)
    return share_variance(strata, share, (yes, yes), (everyone, everyone)).item()


def test_two_strata_of_two_psus_by_hand():
    # Five respondents in each PSU, of whom 1, 3 | 4, 4 say yes: p = 12/20.
    # z = (yes - 0.6 * 5) / 20 = -0.1, 0 | 0.05, 0.05; stratum means -0.05 | 0.05.
    # V = 2/1 (0.05² + 0.05²) + 2/1 (0 + 0) = 0.01
    assert one_share(clustered(0, 0, 1, 1), [1, 3, 4, 4], [5, 5, 5, 5]) == pytest.approx(0.01)


def test_a_finite_population_shrinks_the_variance():
    # Two of four PSUs in the first stratum: f = 1/2. The second adds nothing.
    strata = clustered(0, 0, 1, 1, populations=[[4, 4, 8, 8]])
    assert strata.correction.tolist() == [0.5, 0.75]
    assert one_share(strata, [1, 3, 4, 4], [5, 5, 5, 5]) == pytest.approx(0.005)


def test_a_population_observed_completely_has_no_variance():
    strata = clustered(0, 0, 1, 1, populations=[[2, 2, 2, 2]])
    assert one_share(strata, [1, 3, 4, 4], [5, 5, 5, 5]) == 0
    assert not strata.lonely.any()


def test_a_lonely_psu_is_centred_at_zero():
    # z = -0.1, 0 | 0.1 with p = 0.6 of 15 -> (1 - 3)/15, 0, (5 - 3)/15
    # V = 2 (2 (1/15)²) + (2/15)² = 8/225
    strata = clustered(0, 0, 1)
    assert strata.lonely.tolist() == [False, True]
    assert one_share(strata, [1, 3, 5], [5, 5, 5]) == pytest.approx(8 / 225)


def test_a_lonely_psu_that_is_the_whole_stratum_adds_nothing():
    # Without its stratum's term, V = 2/1 * 0.6 * 2 (1/15)²; f = 1 - 2/5.
    strata = clustered(0, 0, 1, populations=[[5, 5, 1]])
    assert strata.lonely.tolist() == [False, False]
    assert one_share(strata, [1, 3, 5], [5, 5, 5]) == pytest.approx(0.6 * 4 / 225)


def test_a_psu_without_anyone_in_the_domain_counts_as_zero():
    # Three PSUs, the domain in two: p = 0.4, z = (yes - 0.4 * 5) / 10 = -0.1, 0.1, 0.
    # V = 3/2 (0.1² + 0.1²)
    assert one_share(clustered(0, 0, 0), [1, 3, 0], [5, 5, 0]) == pytest.approx(0.03)


def test_respondents_are_units_where_there_are_no_psus():
    # Two strata of four, of whom 1 and 3 say yes: V = sum 4/3 * (4 * 0.25 * 0.75) / 8² = 2/64
    strata = Strata.from_units(np.array([0, 1]), np.array([4.0, 4.0]), clustered=False)
    assert one_share(strata, [1, 3], [4, 4]) == pytest.approx(2 / 64)


def test_a_second_stage_adds_its_own_variance():
    # Two of four PSUs, five of ten respondents in each, of whom 1 and 3 say yes: p = 0.4.
    # First stage 0.5 * 2 * 2 * 0.1² = 0.02; second, for each PSU
    # (2/4)(1 - 5/10) * 5/4 * (1/10)² * (yes * no / 5)  with yes * no / 5 = 4/5 and 6/5.
    strata = clustered(0, 0, populations=[[4, 4], [10, 10]])
    second = 0.5 * 0.5 * 5 / 4 * 0.01 * (4 / 5 + 6 / 5)
    assert one_share(strata, [1, 3], [5, 5]) == pytest.approx(0.02 + second)


def test_a_share_that_is_constant_within_strata_has_no_variance():
    strata = Strata.from_units(np.array([0, 1]), np.array([3.0, 7.0]), clustered=False)
    for scale in (1e-6, 1, 1e9):
        weights = np.array([0.1 * 3, 0.7 * 7]).reshape(2, 1, 1) * scale
        squares = np.array([0.01 * 3, 0.49 * 7]).reshape(2, 1, 1) * scale**2
        nobody = np.array([0.0, 1.0]).reshape(2, 1, 1)
        share = (weights * nobody).sum(axis=0) / weights.sum(axis=0)
        found = share_variance(strata, share, (weights * nobody, squares * nobody),
                               (weights, squares))  # fmt: skip
        assert found.item() == 0


def test_the_mean_of_four_numbers_by_hand():
    # 1, 2, 3, 6: mean 3, sum of squares 14, V = 14 / (4 * 3); measured from a centre of 2.
    strata = Strata.from_units(np.array([0]), np.array([4.0]), clustered=False)
    cell = np.array([[[1.0]]])
    values = (4 * cell, 4 * cell, 18 * cell)  # of -1, 0, 1, 4
    found = mean_variance(strata, np.array([[1.0]]), (4 * cell, 4 * cell), values)
    assert found.item() == pytest.approx(14 / 12)


def test_respondents_as_units_need_their_squares():
    strata = Strata.from_units(np.array([0]), np.array([4.0]), clustered=False)
    with pytest.raises(ValueError, match="squares"):
        variance(strata, np.zeros((1, 1)))


FREEDOM = [
    # strata of units, clustered, respondents with positive weight, df, determined
    ((0, 0, 1, 1), True, [5, 5, 5, 5], 2, True),
    ((0, 0, 1, 1), True, [5, 5, 0, 0], 1, True),
    ((0, 0, 1, 1), True, [5, 0, 5, 0], 0, False),
    ((0, 1), True, [50, 50], 0, False),
    ((0, 1), False, [5, 3], 6, True),
    ((0, 1), False, [1, 0], 0, False),
    ((0, 1), False, [0, 0], 0, True),
]


@pytest.mark.parametrize(("stratum_of", "with_psus", "positive", "df", "known"), FREEDOM)
def test_degrees_of_freedom_are_units_less_strata(stratum_of, with_psus, positive, df, known):
    strata = Strata.from_units(np.array(stratum_of), np.full(len(stratum_of), 9.0),
                            clustered=with_psus)  # fmt: skip
    assert degrees_of_freedom(strata, np.array(positive, float)) == df
    assert is_determined(strata, np.array(positive, float)) == known


@pytest.mark.parametrize("rule", ["adjust", "average", "certainty", "remove"])
def test_within_lonely_strata_nothing_is_known_whatever_the_rule(rule):
    units = (np.array([0, 1, 2, 2]), np.full(4, 20.0))
    strata = Strata.from_units(*units, clustered=True, rule=rule)
    domains = np.array([[20, 20], [20, 0], [0, 20], [0, 20]], float)
    assert is_determined(strata, domains).tolist() == [False, True]


def test_one_respondent_who_is_the_whole_stratum_is_certain():
    strata = Strata.from_units(np.array([0]), np.array([1.0]), clustered=False,
                            populations=[np.array([1.0])])  # fmt: skip
    assert is_determined(strata, np.array([1.0]))


PSUS = st.lists(st.tuples(st.integers(0, 3), st.integers(1, 9), st.integers(0, 9)), min_size=2)


@given(PSUS, st.floats(0.01, 100))
def test_the_scale_of_the_weights_does_not_matter(psus, scale):
    stratum = np.unique([one[0] for one in psus], return_inverse=True)[1]
    base = np.array([one[1] for one in psus], float).reshape(-1, 1, 1)
    yes = np.minimum(base, np.array([one[2] for one in psus], float).reshape(-1, 1, 1))
    strata = Strata.from_units(stratum, base.ravel(), clustered=True)
    share = yes.sum(axis=0) / base.sum(axis=0)
    plain = share_variance(strata, share, (yes, yes), (base, base))
    scaled = share_variance(
        strata, share, (yes * scale, yes * scale**2), (base * scale, base * scale**2)
    )
    assert scaled == pytest.approx(plain, rel=1e-9, abs=1e-18)


@given(PSUS)
def test_the_variance_of_yes_is_that_of_no(psus):
    stratum = np.unique([one[0] for one in psus], return_inverse=True)[1]
    base = np.array([one[1] for one in psus], float).reshape(-1, 1, 1)
    yes = np.minimum(base, np.array([one[2] for one in psus], float).reshape(-1, 1, 1))
    strata = Strata.from_units(stratum, base.ravel(), clustered=True)
    share, no = yes.sum(axis=0) / base.sum(axis=0), base - yes
    assert share_variance(strata, share, (yes, yes), (base, base)) == pytest.approx(
        share_variance(strata, 1 - share, (no, no), (base, base)), abs=1e-15
    )
