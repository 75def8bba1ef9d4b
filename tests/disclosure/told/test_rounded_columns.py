"""Many figures are rounded at once as one is, to the last digit."""

import math

import numpy as np
from hypothesis import example, given
from hypothesis import strategies as st

from insight.disclosure.precision import (
    Precision,
    nearest,
    of_digits,
    step_above,
    upwards,
    whole_step_below,
)
from insight.disclosure.told.rounded_columns import (
    nearest_each,
    of_digits_each,
    off_by_lots,
    told_each,
    told_means,
    told_shares,
    upwards_each,
    whole_steps_below,
)

NUMBERS = st.one_of(
    st.floats(-2, 2),
    st.floats(-1e7, 1e7),
    st.floats(allow_nan=False, allow_infinity=False),
    st.decimals(-10_000, 10_000, places=4).map(float),  # many of them lie between two steps
)
SIZES = st.floats(1e-9, 1e5)


def told(value: float) -> str:
    return repr(float(value))  # which tells 0.0 from -0.0, and every digit


@given(NUMBERS, st.sampled_from([1, 2]))
@example(0.0, 1)
@example(0.125, 2)
@example(0.00035, 1)
@example(9.5e-320, 2)
@example(999_500.0, 3)
def test_digits(value, digits):
    assert told(of_digits_each(np.array([value]), digits)[0]) == told(of_digits(value, digits))


@given(NUMBERS.filter(lambda number: abs(number) < 1e9), SIZES)
@example(2.9999999, 0.02)
@example(-0.001, 1.0)
@example(1000.02, 0.01)
def test_steps(value, size):
    for step in (step_above(size), 0.0):
        values, steps = np.array([value]), np.array([step])
        assert told(nearest_each(values, steps)[0]) == told(nearest(value, step))
        assert told(upwards_each(values, steps)[0]) == told(upwards(value, step))


@given(NUMBERS.filter(lambda number: abs(number) < 1e9), SIZES, st.sampled_from([b"lots", b""]))
@example(0.314, 0.02, b"lots")
@example(-0.0001, 1.0, b"lots")
def test_lots(value, size, lots):
    precision, share = Precision(6.0, lots), abs(value) % 1
    for step in (step_above(size), 0.0):
        steps = np.array([step])
        assert told_each(precision, np.array([value]), steps)[0] == precision.told(value, step)
        together = told_shares(precision, np.array([share]), steps)
        assert together[0] == precision.told_share(share, step)
        off = off_by_lots(precision, steps, steps)[0]
        assert math.isclose(off, precision.off_by_lot(step, step))


def test_a_half_is_told_alike_however_it_was_added_up():
    """Between 0.4 and 0.6 there is no middle, and the next number is taken for one."""
    next_up, step = np.nextafter(0.5, 1), 0.2
    for number in range(20):
        precision = Precision(6.0, bytes([number]))
        told = precision.told_share(0.5, step)
        assert precision.told_share(next_up, step) == told
        assert told_shares(precision, np.array([0.5, next_up]), np.full(2, step)).tolist() == [
            told, told,
        ]  # fmt: skip


@given(st.integers(0, 10**9))
@example(10**6 - 1)
def test_whole_steps(value):
    [step] = whole_steps_below(np.array([float(value)]))
    assert step == whole_step_below(value) <= value


def test_what_is_not_told_stays_so():
    nothing, steps = np.array([math.nan]), np.array([0.02])
    for rounded in (
        nearest_each(nothing, steps),
        upwards_each(nothing, steps),
        of_digits_each(nothing, 2),
        whole_steps_below(nothing),
    ):
        assert np.isnan(rounded).all()


@given(st.floats(1, 5), SIZES)
@example(5.0, 0.5)
@example(1.0, 2.0)
def test_means_of_scores(value, size):
    for scale in ((1.0, 5.0), (0.0, 10.0), None):
        precision, step = Precision(6.0, b"the responses", scale), step_above(size)
        of_each = told_means(precision, np.array([value, math.nan]), np.full(2, step))
        assert told(of_each[0]) == told(precision.told_mean(value, step))
        assert scale is None or scale[0] <= of_each[0] <= scale[1]
        assert math.isnan(of_each[1])
