"""Scales are never so narrow that chance looks large; names stand apart and near their values."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from insight.reporting.charts.scales import NARROWEST, space_out, window

SHARES = st.lists(st.floats(0, 1), min_size=1, max_size=20)
HEIGHTS = st.lists(st.tuples(st.floats(0, 360), st.integers(15, 45)), min_size=1, max_size=8)


@given(SHARES)
def test_a_scale_of_shares_holds_them_and_stays_between_none_and_all(values):
    low, upp = window(values, share=True)
    assert 0 <= low <= min(values)
    assert max(values) <= upp <= 1
    assert upp - low >= NARROWEST - 1e-9
    assert (round(10 * low, 6) % 1, round(10 * upp, 6) % 1) == (0, 0)


@given(st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=20))
def test_a_scale_of_means_holds_them_with_some_room(values):
    low, upp = window(values, share=False)
    assert low < min(values)
    assert upp > max(values)


@given(HEIGHTS)
def test_names_keep_their_order_and_stand_apart(names):
    wanted = sorted(middle for middle, _ in names)
    heights = [height for _, height in names]
    places = space_out(wanted, heights, 360)
    both = zip(places, heights, strict=True)
    edges = [(place - height / 2, place + height / 2) for place, height in both]
    for (_, end), (start, _) in pairwise(edges):
        assert start >= end - 1e-6
    assert edges[0][0] >= -1e-6
    if sum(heights) <= 360:
        assert edges[-1][1] <= 360 + 1e-6


@given(st.lists(st.integers(1, 9), min_size=1, max_size=6, unique=True))
def test_names_that_do_not_meet_stand_where_they_are_wanted(places):
    wanted = [36.0 * place for place in sorted(places)]
    assert space_out(wanted, [30] * len(wanted), 360) == pytest.approx(wanted)
