"""What a printed value leaves open, and which printed values agree."""

import pytest
from printed_figures import printed

from insight.documents.agreement import agree, reach, rounding

INFINITE = float("inf")


@pytest.mark.parametrize(
    ("written", "low", "upp"),
    [
        ("72", 72, 72),
        ("over 70", 70, INFINITE),
        ("under 2", -INFINITE, 2),
        ("almost 43", 42.5, 43),
        ("about 27", 26.5, 27.5),
        ("about 77.5", 77.45, 77.55),
        ("about 70", 65, 75),
        ("about 38000", 37500, 38500),
        ("about 100", 90, 110),
        ("about 0", 0, 0),
    ],
)
def test_a_value_leaves_open_what_rounds_to_it_and_a_bound_all_beyond(written, low, upp):
    assert reach(printed(written)) == pytest.approx((low, upp))


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("72", "72", True),
        ("72", "73", False),
        ("over 70", "72", True),
        ("over 140", "140", True),
        ("over 70", "69", False),
        ("under 2", "3", False),
        ("under 50", "48", True),
        ("almost 43", "43", True),
        ("almost 43", "44", False),
        ("about 70", "68", True),
        ("about 70", "61", False),
        ("over 90", "under 50", False),
        ("over 90", "almost 94", True),
    ],
)
def test_two_values_agree_where_one_covers_the_other(one, other, expected):
    assert agree(printed(one), printed(other)) is expected
    assert agree(printed(other), printed(one)) is expected


@pytest.mark.parametrize(
    ("factor", "growth", "expected"),
    [("2", "100", True), ("2", "85", False), ("almost 2", "94", True), ("almost 2", "100", True)],
)
def test_a_factor_is_compared_as_the_growth_that_it_is(factor, growth, expected):
    one, other = printed(factor, unit="factor"), printed(growth, unit="percent_change")
    assert agree(one, other) is expected


@pytest.mark.parametrize(
    ("written", "low", "upp"),
    [("72", 71.5, 72.5), ("77.5", 77.45, 77.55), ("almost 43", 42.5, 43), ("140", 139.5, 140.5)],
)
def test_a_level_is_rounded_to_its_last_digit(written, low, upp):
    assert rounding(printed(written)) == pytest.approx((low, upp))
