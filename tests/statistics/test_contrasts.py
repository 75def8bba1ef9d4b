"""Contrasts and tests on samples small enough to be worked by hand."""

import math
from collections.abc import Sequence

import numpy as np
import pytest
from scipy import stats

from insight.statistics.answer_sums import Answers
from insight.statistics.claims import Contrast
from insight.statistics.contrasts import adjust_p_values, difference, slope, trend
from insight.statistics.joint_tests import JointTest, equal_means, rao_scott
from insight.statistics.strata import Strata

# A respondent: sampling unit, group, weight, answer.
Respondent = tuple[int, int, float, float]


def answers(
    respondents: Sequence[Respondent],
    stratum_of: Sequence[int] = (0,),
    *,
    clustered: bool = False,
    centre: float = 0.0,
) -> Answers:
    """Sum respondents into units and groups, answers measured from a centre."""
    unit, group, w, y = (np.array(one) for one in zip(*respondents, strict=True))
    y = y - centre
    shape = (len(stratum_of), group.max() + 1)

    def sums(values: np.ndarray) -> np.ndarray:
        found = np.zeros(shape)
        np.add.at(found, (unit, group), values)
        return found

    count = np.bincount(unit, minlength=shape[0]).astype(float)
    strata = Strata.from_units(np.array(stratum_of), count, clustered=clustered)
    of_groups = np.full(shape[1], centre)
    positive = sums((w > 0).astype(float))
    return Answers(
        strata, positive, sums(w), sums(w * y), sums(w * y**2), sums(w**2), sums(w**2 * y),
        sums(w**2 * y**2), of_groups,
    )  # fmt: skip


def simple(*counts: tuple[int, int]) -> Answers:
    """Groups of a simple random sample: (yes, of) each."""
    return answers(
        [
            (0, group, 1.0, float(number < yes))
            for group, (yes, size) in enumerate(counts)
            for number in range(size)
        ]
    )


# Two strata of two PSUs, two groups in every PSU: yes of group 0, yes of group 1, of two each.
#   PSU    0     1  |  2     3
#   yes   0, 1  1, 1 | 1, 2  2, 2      shares 4/8 and 6/8
PSUS = ((0, 1), (1, 1), (1, 2), (2, 2))
CLUSTERED = [
    (psu, group, 1.0, float(number < yes[group]))
    for psu, yes in enumerate(PSUS)
    for group in (0, 1)
    for number in range(2)
]


def test_the_difference_of_two_simple_samples():
    # n / (n - 1) times the sum of both samples' p (1 - p) / n, with n of the whole sample.
    found = difference(simple((6, 10), (3, 10)), [0], [1])
    assert found.value == pytest.approx(0.3)
    assert found.se == pytest.approx(math.sqrt(20 / 19 * (0.6 * 0.4 + 0.3 * 0.7) / 10))
    assert found.df == 18


def test_groups_within_the_same_psus_are_not_independent():
    # d = -1/4. Linearised PSU totals of each group, yes - share * 2 over 8:
    #   group 0: -1, 0 | 0, 1 over 8        group 1: -0.5, -0.5 | 0.5, 0.5 over 8
    # Their difference: -0.5, 0.5 | -0.5, 0.5 over 8; V = 2/1 (2 * 0.25 + 2 * 0.25) / 64 = 1/32.
    found = difference(answers(CLUSTERED, (0, 0, 1, 1), clustered=True), [0], [1])
    assert found.value == pytest.approx(-0.25)
    assert found.se == pytest.approx(math.sqrt(1 / 32))
    assert found.df == 4 - 2 - 1
    # Alone, group 0 has V = 2/1 * 4 * 0.25 / 64, and group 1, alike within strata, has none.
    whole = answers(CLUSTERED, (0, 0, 1, 1), clustered=True)
    assert whole.mean_of([0]).se == pytest.approx(math.sqrt(2 / 64))
    assert whole.mean_of([1]).se == pytest.approx(0)


def test_a_group_against_the_whole_is_its_distance_from_the_rest_shrunk():
    whole = simple((6, 10), (3, 30))
    rest, total = difference(whole, [0], [1]), difference(whole, [0], [0, 1])
    assert rest.value == pytest.approx(0.5)
    assert total.value == pytest.approx(0.5 * 30 / 40)


def test_against_the_whole_by_hand():
    # z = (y - 0.5) / 2 - (y - 0.5) / 4 in group 0, -(y - 0.5) / 4 in group 1; V = 4/3 sum z².
    found = difference(simple((1, 2), (1, 2)), [0], [0, 1])
    assert found.value == 0
    assert found.se == pytest.approx(math.sqrt(4 / 3 * 4 * (0.5 / 4) ** 2))


def test_groups_may_be_taken_together():
    whole = simple((6, 10), (3, 10), (9, 20))
    assert whole.mean_of([0, 2]).value == pytest.approx(15 / 30)
    assert whole.mean_of([0, 2]).se == pytest.approx(math.sqrt(40 / 39 * 0.25 / 30))
    assert difference(whole, [1], [0, 2]).value == pytest.approx(-0.2)


def test_the_centre_from_which_numbers_are_measured_does_not_matter():
    numbers = [(0, 0, 1.0, 3.0), (0, 0, 2.0, 5.0), (0, 1, 1.0, 4.0), (0, 1, 3.0, 8.0)]
    plain, centred = answers(numbers), answers(numbers, centre=5.0)
    assert plain.mean_of([0]).value == pytest.approx(13 / 3)
    for first, second in (([0], [1]), ([1], [0, 1])):
        one, other = difference(plain, first, second), difference(centred, first, second)
        assert (one.value, one.se, one.df) == pytest.approx((other.value, other.se, other.df))


def test_the_effective_base_of_a_simple_sample_is_its_size():
    whole = simple((6, 10), (3, 10), (10, 10))
    # The variance has n / (n - 1) of the whole sample, the design effect that of the group.
    assert whole.effective_base([0]) == pytest.approx(10 * 29 / 30 * 10 / 9)
    assert whole.effective_base([0, 1]) == pytest.approx(20 * 29 / 30 * 20 / 19)
    assert whole.effective_base([2]) == 10


def test_the_effective_base_is_that_of_the_table():
    # Groups that differ within PSUs: a design effect above 1 for either mean.
    numbers = [(psu, g, 1.0, float(psu * psu + g + k)) for psu in range(4) for g in (0, 1)
               for k in range(3)]  # fmt: skip
    whole = answers(numbers, (0, 0, 0, 0), clustered=True, centre=4.0)
    values = np.array([y for _, g, _, y in numbers if g == 0])
    simple_variance = values.var(ddof=1) / len(values)
    expected = len(values) * simple_variance / whole.mean_of([0]).se ** 2
    assert whole.effective_base([0]) == pytest.approx(expected)
    assert expected < len(values) / 2


def test_all_alike_have_kishs_effective_base():
    alike = answers([(0, 0, 1.0, 1.0), (0, 0, 3.0, 1.0), (0, 1, 1.0, 0.0)])
    assert alike.effective_base([0]) == pytest.approx(16 / 10)


def test_one_psu_has_no_effective_base():
    assert answers(CLUSTERED[:4], (0, 0), clustered=True).effective_base([0]) == 0


def test_the_trend_of_three_waves_by_hand():
    # Slope (p3 - p1) / 2; its variance a quarter of the sum of the outer two.
    waves = simple((2, 10), (6, 10), (8, 10))
    found = trend(waves, [2020, 2021, 2022])
    assert found.value == pytest.approx(0.3)
    assert found.se == pytest.approx(math.sqrt(30 / 29 * 2 * 0.2 * 0.8 / 10 / 4))
    assert found.df == 29
    # With waves of the same size, the regression line has the same slope.
    assert slope(waves, [2020, 2021, 2022]).value == pytest.approx(0.3)


def test_a_trend_is_per_unit_of_time():
    waves = simple((2, 10), (6, 10), (8, 10))
    yearly, by_decade = trend(waves, [2000, 2010, 2020]), trend(waves, [0, 1, 2])
    assert yearly.value == pytest.approx(by_decade.value / 10)
    assert yearly.statistic == pytest.approx(by_decade.statistic)


def test_larger_waves_count_for_more_in_a_slope_only():
    # Weighted least squares through (0, 0.2) of 10, (1, 0.5) of 10 and (2, 0.5) of 80.
    waves = simple((2, 10), (5, 10), (40, 80))
    assert trend(waves, [0, 1, 2]).value == pytest.approx(0.15)
    time, weight, mean = np.array([0, 1, 2]), np.array([10, 10, 80]), np.array([0.2, 0.5, 0.5])
    line = np.polyfit(time, mean, 1, w=weight**0.5)
    assert slope(waves, [0, 1, 2]).value == pytest.approx(line[0])


def test_equality_of_two_waves_is_their_difference_squared():
    waves = simple((6, 10), (3, 10))
    found, one = equal_means(waves), difference(waves, [0], [1])
    assert found.statistic == pytest.approx(one.statistic**2)
    assert (found.ndf, found.ddf) == (1, 18)
    assert found.p == pytest.approx(one.p)


def test_equal_waves_are_equal():
    found = equal_means(simple((4, 10), (8, 20), (2, 5)))
    assert found.statistic == pytest.approx(0, abs=1e-20)
    assert found.p == pytest.approx(1)


def test_equality_that_cannot_be_tested_has_no_p():
    assert math.isnan(equal_means(simple((10, 10), (10, 10))).p)


def test_equality_is_not_tested_where_one_wave_follows_from_the_others():
    # In each of four PSUs the second wave answers as the first and the third as both together.
    respondents = [
        (psu, wave, 1.0, float(number < yes))
        for psu, first in enumerate((2, 4, 5, 7))
        for wave, yes in enumerate((first, first, first))
        for number in range(10)
    ]
    found = equal_means(answers(respondents, (0, 0, 0, 0), clustered=True))
    assert math.isnan(found.p)
    nearly = [(*one[:3], one[3] + 1e-9 * (number % 7)) for number, one in enumerate(respondents)]
    assert math.isnan(equal_means(answers(nearly, (0, 0, 0, 0), clustered=True)).p)


def crosstab(table: list[list[int]]) -> JointTest:
    """Test a table of counts from a simple random sample."""
    weight = np.array([table], float)
    total = weight.sum()
    strata = Strata.from_units(np.array([0]), np.array([total]), clustered=False)
    return rao_scott(strata, weight, weight, total - 1, total)


def test_a_simple_crosstab_has_pearsons_chi_square():
    # Rao and Scott divide by the mean design effect, which is n / (n - 1) here.
    table = [[10, 20], [30, 20]]
    found = crosstab(table)
    pearson = stats.chi2_contingency(table, correction=False).statistic
    assert found.statistic == pytest.approx(pearson * 79 / 80)
    assert (found.ndf, found.ddf) == (pytest.approx(1), pytest.approx(79))


def test_answers_that_nobody_gave_are_left_out_of_a_crosstab():
    padded, plain = crosstab([[10, 0, 20], [30, 0, 20], [0, 0, 0]]), crosstab([[10, 20], [30, 20]])
    assert (padded.statistic, padded.ndf) == pytest.approx((plain.statistic, plain.ndf))


@pytest.mark.parametrize("table", [[[5, 7]], [[5], [7]], [[0, 0], [5, 7]], [[0, 0], [0, 0]]])
def test_one_row_or_column_is_no_crosstab(table):
    assert math.isnan(crosstab(table).p)


def test_a_crosstab_of_mostly_empty_cells_cannot_be_tested():
    assert math.isnan(crosstab([[5, 0, 0], [0, 5, 0], [0, 0, 5]]).p)
    assert crosstab([[5, 0, 0], [1, 5, 0], [0, 2, 5]]).p < 0.01


def test_a_crosstab_of_too_many_cells_is_not_tested():
    assert math.isnan(crosstab([[1] * 40] * 40).p)
    assert crosstab([[1] * 20] * 10).p == pytest.approx(1)


@pytest.mark.parametrize(("df", "critical"), [(1, 12.706), (10, 2.228), (30, 2.042), (1e9, 1.960)])
def test_p_is_that_of_students_t(df, critical):
    found = Contrast(critical, 1.0, df)
    assert found.statistic == critical
    assert found.p == pytest.approx(0.05, abs=1e-4)
    assert found.half_width(0.95) == pytest.approx(critical, abs=1e-3)


def test_without_a_standard_error_there_is_no_test():
    assert math.isnan(Contrast(0.1, 0.0, 10).p)
    assert math.isnan(Contrast(0.0, 0.0, 10).statistic)


@pytest.mark.parametrize("level", [0.8, 0.95, 0.99])
@pytest.mark.parametrize("df", [8, 30, 200, 5000])
def test_a_detectable_difference_is_found_four_times_in_five(df, level):
    se = 0.02
    distance = Contrast(0.0, se, df).detectable(level) / se
    critical = stats.t.ppf(1 - (1 - level) / 2, df)
    power = stats.nct.sf(critical, df, distance) + stats.nct.cdf(-critical, df, distance)
    assert power == pytest.approx(0.8, abs=0.03)


def test_the_detectable_difference_is_the_one_of_the_textbook():
    # (1.960 + 0.842) times the standard error in large samples.
    assert Contrast(0.0, 0.01, 1e9).detectable(0.95) == pytest.approx(0.02802, abs=1e-5)


FAMILIES = [
    # p values, Holm, Benjamini and Hochberg: p.adjust in R
    ([0.04], [0.04], [0.04]),
    ([0.01, 0.02, 0.03], [0.03, 0.04, 0.04], [0.03, 0.03, 0.03]),
    ([0.03, 0.01, 0.02], [0.04, 0.03, 0.04], [0.03, 0.03, 0.03]),
    ([0.5, 0.6], [1, 1], [0.6, 0.6]),
    ([0.01, math.nan, 0.02], [0.02, math.nan, 0.02], [0.02, math.nan, 0.02]),
    ([math.nan], [math.nan], [math.nan]),
    ([], [], []),
]


@pytest.mark.parametrize(("raw", "holm", "bh"), FAMILIES)
def test_p_values_of_a_family(raw, holm, bh):
    assert adjust_p_values(raw, "holm") == pytest.approx(holm, nan_ok=True)
    assert adjust_p_values(raw, "bh") == pytest.approx(bh, nan_ok=True)
    assert adjust_p_values(raw, "none") == pytest.approx(raw, nan_ok=True)
