"""Measures as they are told: no lot brings a correlation of 1 back."""

import pytest

from insight.analysis.measured.measures import Measure
from insight.analysis.measured.told_measures import tell_measure
from insight.disclosure.precision import Precision


@pytest.mark.parametrize(
    ("value", "is_told"), [(0.997, False), (-0.997, False), (1.0, False), (0.9, True)]
)
def test_what_is_one_to_hundredths_is_not_told_whatever_the_lot(value, is_told):
    exact = Measure((), None, 400, 400.0, value, 0.001, value, value, 1.0, 300, ())
    lots = [bytes([number]) for number in range(1, 41)]
    told = [tell_measure(exact, "pearson", Precision(2.0, lot)).flags for lot in lots]
    assert set(told) == {() if is_told else ("suppressed",)}
