"""Scales are never so narrow that chance looks large; names stand apart and near their values."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from survey_folder import numeric, write_survey
from visitor import asked, bundled

from insight import open_survey
from insight.reporting.charts.scales import NARROWEST, space_out, window, words_of_axis

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
    assert low < min(values) or low == pytest.approx(min(values), abs=1e-9) == 0
    assert upp > max(values) or upp == pytest.approx(max(values), abs=1e-9) == 0


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


# --- What is said of an axis ---------------------------------------------------------------------


def test_an_axis_of_shares_says_where_it_starts_unless_at_zero():
    shares = asked(bundled("citizens"), "trust_need_to_know")
    assert words_of_axis(shares, 0.4, 0.8, "nb") == "Aksen starter på 40\N{NO-BREAK SPACE}%"
    assert words_of_axis(shares, 0.4, 1.0, "en") == "The axis starts at 40%"
    assert words_of_axis(shares, 0.0, 0.8, "en") is None


def test_an_axis_of_means_says_which_part_of_the_scale_it_shows():
    means = asked(bundled("citizens"), "trust_need_to_know", statistic="mean")
    said = "The axis shows 3.3 to 4.1 on a scale from 1 to 5"
    assert words_of_axis(means, 3.3, 4.1, "en") == said
    assert words_of_axis(means, 1.0, 5.0, "en") is None


def test_an_axis_of_numbers_without_a_scale_says_where_it_starts(tmp_path):
    write_survey(tmp_path, "s", {"hours": [30.0, 40.0] * 20}, {"hours": numeric()})
    hours = asked(open_survey("s", tmp_path), "hours")
    assert words_of_axis(hours, 25.0, 45.0, "en") == "The axis starts at 25"
    assert words_of_axis(hours, 0.0, 45.0, "en") is None
