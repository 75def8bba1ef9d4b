"""Cut points lie within the range, ascend, and are round."""

import itertools

from hypothesis import example, given
from hypothesis import strategies as st

from insight.statistics.cut_points import quantile_cuts, round_cuts

RANGE = st.tuples(st.floats(-1e6, 1e6), st.floats(0.01, 1e6)).map(lambda ends: (ends[0], sum(ends)))


@example((0.35, 0.6), 4)  # 0.35 is a multiple of 0.05, but for the last binary digit
@given(RANGE, st.integers(2, 20))
def test_round_cuts_part_the_range_into_about_as_many(ends, parts):
    cuts = round_cuts(*ends, parts)
    assert all(ends[0] < cut < ends[1] for cut in cuts)
    assert 0 < parts / 3 - 1 <= len(cuts) + 1 <= 2 * parts + 2 or parts < 4
    steps = [second - first for first, second in itertools.pairwise(cuts)]
    assert all(abs(step - steps[0]) < 1e-6 * max(1, abs(steps[0])) for step in steps)


@given(RANGE, st.lists(st.floats(0, 1), min_size=1, max_size=6).map(sorted))
def test_quantile_cuts_ascend_within_the_range(ends, shares):
    low, high = ends
    cuts = quantile_cuts([low + share * (high - low) for share in shares], low, high)
    assert cuts == sorted(set(cuts))
    assert all(low < cut <= high for cut in cuts)


def test_a_number_that_is_always_the_same_has_no_bands():
    assert (round_cuts(3, 3, 4), quantile_cuts([3, 3, 3], 3, 3)) == ([], [])


def test_numbers_between_which_there_is_nothing_have_no_bands():
    assert (round_cuts(0, 5e-324, 4), quantile_cuts([0, 0, 5e-324], 0, 5e-324)) == ([], [])
    cuts = round_cuts(1e16, 1e16 + 6, 20)
    assert cuts == sorted({*cuts})
