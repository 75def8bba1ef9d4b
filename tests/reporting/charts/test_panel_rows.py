"""Rows of small charts: what stands under a scale is what stands there."""

import pytest
from shown_answer import answer_of


@pytest.mark.parametrize("follows", ["median", "quartiles", "mean"])
def test_points_stand_where_the_numbers_under_their_scale_say(follows):
    """Medians are whole answers, and a scale of them begins between two."""
    by = ("age_group", "gender")
    _, shown = answer_of("satisfaction_digital", *by, show="panels", follows=follows)
    rows = shown.answer.chart.rows
    ticks = rows[rows["mark"] == "tick"].sort_values("fx")
    low, high = (float(words.replace(",", ".")) for words in ticks["words"].iloc[[0, -1]])
    values = {one.value for one in shown.figures.grouped.of("") if one.shown}
    placed = sorted({*rows[rows["mark"] == "point"]["fx"]})
    assert placed == pytest.approx(sorted((each - low) / (high - low) for each in values))
