"""Differences with their sign, told by one rule wherever they stand."""

from dataclasses import dataclass

import pytest
from visitor import bundled

from insight.analysis.adjusted.adjusted_comparison import adjust
from insight.analysis.corrections.corrected_intervals import Interval
from insight.language.catalogue import LANGUAGES
from insight.reporting import sentences, signed
from insight.reporting.adjusted import adjusted_chart


@dataclass(frozen=True)
class Figures:
    """Figures of a size, as a result has them."""

    statistic: str
    magnitude: float = 1.0
    rounded: bool = False


SHARES, SMALL_MEANS, LARGE_MEANS = Figures("share"), Figures("mean", 3.1), Figures("mean", 48_000)


@pytest.mark.parametrize(
    ("figures", "number", "words", "short"),
    [
        (SHARES, 0.14, "+14", "+14"),
        (SHARES, -0.14, "−14", "−14"),
        (SHARES, 0.0, "0", "0"),
        (SHARES, 0.003, "+0.3", "+0.3"),  # it may have been detected, and is not nought
        (SHARES, -0.003, "−0.3", "−0.3"),
        (SHARES, 0.0003, "0", "0"),
        (SMALL_MEANS, 0.4321, "+0.43", "+0.43"),
        (LARGE_MEANS, 512.3456, "+512.35", "+512"),
    ],
)
def test_a_difference_is_told_alike_beside_its_interval_and_at_an_end_of_one(
    figures, number, words, short
):
    assert signed.value(number, figures, "en") == words
    assert signed.value(number, figures, "en", short=True) == short
    assert signed.size(number, figures, "en") == words.removeprefix("+")
    other = number + (0.2 if figures == SHARES else 1000)
    upp = signed.size(other, figures, "en", short=True)
    told = sentences.span(number, other, figures, "en")
    assert told.startswith(short.removeprefix("+"))
    assert told.endswith(upp)


@pytest.mark.parametrize("language", LANGUAGES)
def test_differences_of_an_adjusted_comparison_have_a_plus_where_they_are_positive(language):
    asked = ("satisfaction_digital", "satisfied", "health_region", "gender")
    result = adjust(bundled("citizens"), *asked)
    rows = adjusted_chart.table(result, language)
    told = rows.iloc[len(result.groups) :]
    assert len(told) == len(result.differences) > 2
    gaps = [(gap.unadjusted, gap.adjusted) for gap in result.differences]
    signs = set()
    for (_, row), ways in zip(told.iterrows(), gaps, strict=True):
        for words, way in zip((row.iloc[1], row.iloc[2]), ways, strict=True):
            assert words == signed.with_interval(
                way.value, Interval(way.low, way.upp), result, language
            )
            signs.add(words[0])
    assert {"+", "\N{MINUS SIGN}"} <= signs
