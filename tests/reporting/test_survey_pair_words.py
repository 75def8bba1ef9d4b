"""The difference between two surveys in words, as numbers of its size are told everywhere."""

from dataclasses import replace

import pytest
from visitor import TRUST_ITEM, bundled

from insight.analysis.combined.across_surveys import compare_surveys
from insight.analysis.estimates import with_figures
from insight.reporting.combined.survey_pair_words import table, verdict


def told(first: float, second: float, key: str = "", *, reach: float = 1.0):
    """Two surveys with these figures, whose difference is known to within so much."""
    surveys = [bundled(name) for name in ("citizens", "health_personnel")]
    found = compare_surveys(*surveys, TRUST_ITEM, key, statistic="share" if key else "mean")
    gap, claim = first - second, found.difference.claim
    known = replace(claim, value=gap, low=gap - reach, upp=gap + reach)
    figures = {"value_first": first, "value_second": second, "value": gap, "claim": known}
    return replace(found, difference=with_figures(found.difference, **figures))


@pytest.mark.parametrize(
    ("first", "second", "in_words"),
    [
        (3.12, 2.5, ["3.12", "2.50"]),
        (45.13, 40.26, ["45.1", "40.3"]),
        (48_512.3, 40_001.2, ["48,512", "40,001"]),
    ],
)
def test_means_have_the_decimals_that_suit_their_size(first, second, in_words):
    rows = table(told(first, second), ("Citizens", "Health personnel"), "en")
    assert rows.iloc[:2, 1].tolist() == in_words


@pytest.mark.parametrize(
    ("first", "second", "reach", "size", "interval"),
    [
        (0.60, 0.40, 0.05, "+20 percentage points", "(15 to 25)"),
        (0.40, 0.60, 0.05, "−20 percentage points", "(−25 to −15)"),
        (0.50, 0.49, 0.05, "+1 percentage points", "(−4 to +6)"),
        (0.502, 0.5, 0.1, "+0.2 percentage points", "(−10 to +10)"),
    ],
)
def test_shares_differ_in_points_with_a_sign_where_an_end_is_negative(
    first, second, reach, size, interval
):
    found = verdict(told(first, second, "high", reach=reach), "en")
    assert (found.size.replace("\N{NO-BREAK SPACE}", " "), found.interval) == (size, interval)
