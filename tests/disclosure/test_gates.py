"""The two gates, at their boundaries."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from insight.disclosure.gates import flags
from insight.survey.design import DisclosureRules

GATES = DisclosureRules(min_base=10, min_effective_base=30, low_base=100)
OFF = DisclosureRules(min_base=0, min_effective_base=0, low_base=0)

CASES = [
    # base, effective base, boundary, flags
    (0, math.nan, False, "suppressed"),
    (9, 9, False, "suppressed"),
    (9, 900, True, "suppressed"),
    (10, 10, False, "unreliable"),
    (29, 29, True, "unreliable"),
    (30, 29.9, False, "unreliable"),
    (30, 29.999999999999996, False, "low_base"),
    (30, 30, False, "low_base"),
    (30, 30, True, "low_base boundary"),
    (99, 99, False, "low_base"),
    (100, 99, False, ""),
    (100, 30, True, "boundary"),
    (5000, 29, False, "unreliable"),
]


@pytest.mark.parametrize(("base", "effective", "boundary", "expected"), CASES)
def test_a_figure_passes_disclosure_then_precision(base, effective, boundary, expected):
    assert " ".join(flags(GATES, base, effective, boundary=boundary)) == expected


@pytest.mark.parametrize(
    ("base", "effective", "boundary", "expected"),
    [(0, math.nan, False, "unreliable"), (1, 1, True, "boundary"), (1, 0, False, "")],
)
def test_a_gate_of_0_is_open(base, effective, boundary, expected):
    assert " ".join(flags(OFF, base, effective, boundary=boundary)) == expected


@given(st.integers(0, 300), st.floats(0, 300), st.booleans())
def test_what_is_hidden_says_nothing_else(base, effective, boundary):
    words = flags(GATES, base, effective, boundary=boundary)
    hidden = {"suppressed", "unreliable"} & set(words)
    assert bool(hidden) == (base < 10 or effective < 30 * (1 - 1e-9))
    assert len(words) == 1 or not hidden
