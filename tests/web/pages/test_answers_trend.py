"""Linear trends in a sentence: rising, falling, none detected, per year, round or step."""

from dataclasses import replace

import pytest
from answers_page import page
from visitor import TRUST_ITEM, bundled, shown, words

from insight import compare
from insight.analysis.combined.ordered_trend import ordered_trend
from insight.reporting.breakdown.slope_words import slope_sentence
from insight.statistics.claims import Claim

ORDERED = ordered_trend(bundled("citizens"), TRUST_ITEM, "high", "age_group", where=["year=2021"])
IN_TIME = compare(bundled("citizens"), TRUST_ITEM, "high", "year", joint=True)


def claimed(comparison, value, low, upp, p):
    return replace(comparison, trend_claim=Claim(value, low, upp, 0.01, 100.0, p))


RISES = (
    "Lineær trend: stiger med 3,0 prosentpoeng for hvert trinn i alder "
    "(95 % intervall 0,5 til 5,5, p = 0,020)."
)
FALLS = "Linear trend: falls by 2.1 percentage points a year (95% interval 0.2 to 4.0, p = 0.030)."
NONE = (
    "No linear trend detected: +0.4 percentage points a year "
    "(95% interval \N{MINUS SIGN}1.0 to +1.8, p = 0.600)."
)
OF_MEANS = "Lineær trend: stiger med 0,15 per år (95 % intervall 0,10 til 0,20, p < 0,001)."
NAN = float("nan")


@pytest.mark.parametrize(
    ("comparison", "language", "sentence"),
    [
        (claimed(ORDERED, 0.03, 0.005, 0.055, 0.02), "nb", RISES),
        (claimed(IN_TIME, -0.021, -0.04, -0.002, 0.03), "en", FALLS),
        (claimed(IN_TIME, 0.004, -0.01, 0.018, 0.6), "en", NONE),
        (replace(claimed(IN_TIME, 0.15, 0.1, 0.2, 0.0001), key=""), "nb", OF_MEANS),
        (claimed(ORDERED, 0.0, NAN, NAN, NAN), "nb", ""),
        (replace(ORDERED, trend=None), "nb", ""),
        (replace(ORDERED, trend_claim=None), "nb", ""),
    ],
)
def test_a_trend_is_said_as_its_test_found_it(comparison, language, sentence):
    assert slope_sentence(comparison, language).replace("\N{NO-BREAK SPACE}", " ") == sentence


@pytest.mark.parametrize("language", ["nb", "en"])
def test_the_page_says_it_of_ordered_groups_and_of_waves(language):
    for by, found in (("age_group", ORDERED), ("year", IN_TIME)):
        assert slope_sentence(found, language) in words(page(lang=language, by=by))


@pytest.mark.parametrize(
    "link",
    [
        {"by": "gender"},
        {"by": "age_group", "by2": "gender"},
        {"by": "year", "wave": "2020"},  # the trend goes on beyond the chosen year
        {"by": "age_group", "target": "median"},
    ],
)
def test_the_page_says_nothing_of_what_has_no_order_or_is_not_tested(link):
    assert "inear trend" not in words(shown(page(**link)))


def place_of(block, key: str) -> tuple[int, ...]:
    """Where on the page a container with a name stands, from the outside inwards."""
    for number, child in getattr(block, "children", {}).items():
        if getattr(child.proto, "id", "").endswith(f"-{key}"):
            return (number,)
        if inside := place_of(child, key):
            return number, *inside
    return ()


@pytest.mark.parametrize("key", ["pair", "alike", "standard"])
def test_boxes_stay_where_they_are_whether_there_is_a_trend_or_not(key):
    places = {place_of(page(by=by).main, key) for by in ("gender", "age_group")}
    assert len(places) == 1
    assert places != {()}
