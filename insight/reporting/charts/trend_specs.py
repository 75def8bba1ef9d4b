"""Specification of a trend: lines over waves with their intervals and published figures.

It is the same whatever the rows of :mod:`insight.reporting.charts.trend_rows` say, so that it is
made once and a filter only moves its marks.
"""

from __future__ import annotations

from functools import lru_cache

import altair as alt

from insight.language.catalogue import Language
from insight.reporting.charts.elements import (
    WIDE,
    Spec,
    axis_words,
    faded,
    finish,
    haloed,
    number_axis,
    pause,
    wave_names,
    wave_strips,
)
from insight.reporting.charts.palettes import PALETTES, Theme


@lru_cache(maxsize=64)
def trend_spec(theme: Theme, language: Language, *, mean: bool = False) -> Spec:
    """The specification of a trend: lines with pale bands, numbers at the points."""
    colours = PALETTES[theme]
    rows = alt.Chart(alt.NamedData("rows"))
    scale = alt.Scale(zero=False, nice=False)
    axis = number_axis(language, percent=not mean, grid=True)
    along = alt.Scale(domain=[0, 1])
    x = alt.X("along:Q", scale=along, axis=None)
    y = alt.Y("value:Q", scale=scale, axis=axis)
    colour = alt.Color(
        "hue:O", legend=None, scale=alt.Scale(domain=[0, 1, 2], range=list(colours.series))
    )
    shown = rows.transform_filter("isValid(datum.value)")
    base = shown.encode(x=x, color=colour)
    lines = [alt.Detail("series:O"), alt.Detail("segment:O")]
    ends = [
        rows.mark_point(opacity=0).encode(y=alt.Y(f"{end}:Q", scale=scale, axis=axis))
        for end in ("axis_low", "axis_upp")
    ]
    bounds = base.encode(y=alt.Y("low:Q", scale=scale), y2="upp:Q")
    band = bounds.mark_area(opacity=0.16, line=False).encode(detail=lines)
    whisker = bounds.mark_rule(opacity=0.35, strokeWidth=3)
    line = base.mark_line(strokeWidth=2.5).encode(y=y, detail=lines)
    point = base.mark_point(size=70, filled=True, opacity=1).encode(y=y)
    hollow = (
        base.transform_filter("datum.assumed")
        .mark_point(size=44, filled=True, opacity=1)
        .encode(y=y, color=alt.ColorValue(colours.background))
    )
    diamond = (
        rows.transform_filter("isValid(datum.published)")
        .mark_point(shape="diamond", size=230, filled=False, strokeWidth=1.6)
        .encode(x=x, y=alt.Y("published:Q", scale=scale), color=colour)
    )
    has_room = f"({WIDE} ? datum.wide_number : datum.narrow_number) ? 1 : 0"
    number = base.mark_text(
        dy=alt.expr("datum.above ? -17 : 21"),
        fontSize=14,
        fontWeight=600,
        opacity=faded("order", full=has_room),
    ).encode(y=y, text="words:N")
    name = base.mark_text(
        align="left", dx=14, dy=alt.expr("datum.end_dy"), fontSize=14, fontWeight=600
    ).encode(y=y, text="end_name:N")
    waves = rows.encode(x=x).transform_filter("datum.first_of_wave")
    below = (*ends, *axis_words(theme), wave_names(waves, theme), pause(rows.encode(x=x), theme))
    marks = (band, whisker, line, point, hollow, diamond)
    words = (*haloed(number, theme), *haloed(name, theme))
    rule, strip = wave_strips(waves, theme, along)
    return finish(alt.layer(*below, rule, *marks, *words, strip), theme, 330, ["order"])
