"""Specifications of the charts: trends, bars of a scale and points.

A specification is the same whatever the rows of :mod:`insight.reporting.charts.bar_rows` say, so
that it is made once and a filter only moves its marks. Bars of a scale meet in the middle of its
neutral category.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import altair as alt

from insight.language.catalogue import Language
from insight.reporting.charts.elements import (
    WIDE,
    Spec,
    beside_of,
    columns,
    finish,
    legend_above,
    number_axis,
    pause,
    rows_of_mark,
    tooltip,
    wave_names,
)
from insight.reporting.charts.palettes import PALETTES, Theme

ROW = 60


@lru_cache(maxsize=64)
def trend_spec(theme: Theme, language: Language, *, mean: bool = False) -> Spec:
    """The specification of a trend: lines with pale bands, numbers at the points."""
    colours = PALETTES[theme]
    rows = alt.Chart(alt.NamedData("rows"))
    scale = alt.Scale() if mean else alt.Scale(domain=[0, 1])
    axis = number_axis(language, percent=not mean, grid=True)
    x = alt.X("along:Q", scale=alt.Scale(domain=[0, 1]), axis=None)
    y = alt.Y("value:Q", scale=scale, axis=axis)
    colour = alt.Color(
        "series:O", legend=None, scale=alt.Scale(domain=[0, 1, 2], range=list(colours.series))
    )
    shown = rows.transform_filter("isValid(datum.value)")
    base = shown.encode(x=x, color=colour)
    lines = [alt.Detail("series:O"), alt.Detail("segment:O")]
    band = base.mark_area(opacity=0.16, line=False).encode(
        y=alt.Y("low:Q", scale=scale), y2="upp:Q", detail=lines
    )
    whisker = base.mark_rule(opacity=0.35, strokeWidth=3).encode(
        y=alt.Y("low:Q", scale=scale), y2="upp:Q"
    )
    line = base.mark_line(strokeWidth=2.5).encode(y=y, detail=lines)
    point = base.mark_point(size=70, filled=True, opacity=1).encode(y=y, tooltip=tooltip("name"))
    hollow = (
        base.transform_filter("datum.assumed")
        .mark_point(size=44, filled=True, color=colours.background, opacity=1)
        .encode(x=x, y=y, color=alt.ColorValue(colours.background), tooltip=tooltip("name"))
    )
    diamond = (
        rows.transform_filter("isValid(datum.published)")
        .mark_point(shape="diamond", size=230, filled=False, strokeWidth=1.6)
        .encode(x=x, y=alt.Y("published:Q", scale=scale), color=colour)
    )
    number = base.mark_text(
        dy=alt.expr("datum.above ? -17 : 21"),
        fontSize=14,
        fontWeight=600,
        opacity=alt.expr(f"({WIDE} ? datum.wide_number : datum.narrow_number) ? 1 : 0"),
    ).encode(y=y, text="words:N")
    name = base.mark_text(
        align="left", dx=14, dy=alt.expr("datum.end_dy"), fontSize=14, fontWeight=600
    ).encode(y=y, text="end_name:N")
    waves = rows.encode(x=x)
    wave = wave_names(waves.transform_filter("datum.first_of_wave"), theme)
    layers = alt.layer(
        wave, pause(waves, theme), band, whisker, line, point, hollow, diamond, number, name
    )
    return finish(layers, theme, 330)


@lru_cache(maxsize=64)
def likert_spec(theme: Theme, names: tuple[tuple[int, str], ...], *, tested: bool = False) -> Spec:
    """The specification of diverging bars for a scale with these steps and answers."""
    colours = PALETTES[theme]
    return _bars_spec(theme, names, (colours.scale, colours.on_scale), halves=True, tested=tested)


@lru_cache(maxsize=64)
def share_spec(
    theme: Theme,
    names: tuple[tuple[int, str], ...],
    *,
    ordered: bool = False,
    tested: bool = False,
) -> Spec:
    """The specification of bars that add up to 100 per cent.

    Parameters
    ----------
    theme
        Of colours.
    names
        The answers: place among eight colours, of which the last is grey, and label.
    ordered
        Whether the answers form a scale, so that their colours should.
    tested
        Whether the rows hold the words of a test.
    """
    colours = PALETTES[theme]
    plain, long = (colours.answers, colours.on_answers), (colours.long_scale, colours.on_long_scale)
    return _bars_spec(theme, names, long if ordered else plain, halves=False, tested=tested)


def _bars_spec(
    theme: Theme,
    names: tuple[tuple[int, str], ...],
    fills: tuple[tuple[str, ...], tuple[str, ...]],
    *,
    halves: bool,
    tested: bool,
) -> Spec:
    """Bars of answers side by side, with `halves` to the left and right of a line at 0."""
    colours = PALETTES[theme]
    steps = [step for step, _ in names]
    beside = beside_of("bars" if halves else "dots", tested=tested)
    edges: dict[str, Any] = {} if halves else {"stroke": colours.background, "strokeWidth": 1}
    domain: dict[str, Any] = {"zero": True} if halves else {"domain": [0, 1]}
    x_scale = alt.Scale(
        rangeMin=alt.expr(f"{WIDE} ? 190 : 0"),
        rangeMax=alt.expr(f"{WIDE} ? width - {max(beside.values()) + 68} : width"),
        nice=False,
        **domain,
    )
    y = alt.Y("order:O", axis=None, sort="ascending")
    bars = rows_of_mark("bar").encode(y=y)
    fill = alt.Scale(domain=steps, range=[fills[0][step] for step in steps])
    ink = alt.Scale(domain=steps, range=[fills[1][step] for step in steps])
    bar = bars.mark_bar(height=alt.expr(f"{WIDE} ? 32 : 19"), **edges).encode(
        x=alt.X("x0:Q", scale=x_scale, axis=None),
        x2="x1:Q",
        color=alt.Color("step:O", scale=fill, legend=_legend(names)),
        tooltip=tooltip("group_line"),
    )
    number = bars.mark_text(fontSize=13, clip=True).encode(
        x=alt.X("middle:Q", scale=x_scale, axis=None),
        text="number:N",
        color=alt.Color("step:O", scale=ink, legend=None),
    )
    zero = (
        rows_of_mark("head")
        .mark_rule(color=colours.secondary, strokeWidth=1, opacity=alt.expr(f"{WIDE} ? 0.55 : 0"))
        .encode(x=alt.X(datum=0, scale=x_scale, type="quantitative", axis=None))
    )
    layers = alt.layer(bar, *([zero] if halves else []), number, *columns(theme, y, beside))
    return finish(layers.resolve_scale(color="independent"), theme, alt.Step(ROW))


def _legend(names: Sequence[tuple[int, str]]) -> alt.Legend:
    """The answers above their bars, in two lines where they are many or long."""
    answers = json.dumps({str(step): name for step, name in names})
    lines = 1 if sum(len(name) + 5 for _, name in names) <= 140 else 2
    return legend_above(
        -(-len(names) // lines),
        2,
        symbolType="square",
        labelExpr=f"({answers})[datum.value]",
        labelLimit=300,
        offset=alt.expr(f"{WIDE} ? 46 : 6"),
    )


@lru_cache(maxsize=64)
def dot_spec(
    theme: Theme,
    language: Language,
    *,
    mean: bool = False,
    tested: bool = False,
    fitted: bool = False,
) -> Spec:
    """The specification of points with intervals, a row per group.

    Parameters
    ----------
    theme, language
        Of colours and numbers.
    mean
        Whether the values are means.
    tested
        Whether the rows hold the words of a test.
    fitted
        Whether the rows say how long the scale is, and where a line stands for all together.
    """
    colours = PALETTES[theme]
    colour = colours.series[0]
    y = alt.Y("order:O", axis=None, sort="ascending")
    beside = beside_of("dots", tested=tested)
    scale = alt.Scale(
        **({"zero": False, "nice": not fitted} if mean or fitted else {"domain": [0, 1]}),
        rangeMin=alt.expr(f"{WIDE} ? 196 : 8"),
        rangeMax=alt.expr(f"{WIDE} ? width - {max(beside.values()) + 68} : width - 8"),
    )
    axis = number_axis(language, percent=not mean, orient="top", labelPadding=6)
    rows = alt.Chart(alt.NamedData("rows"))
    points = rows.transform_filter("datum.mark == 'point' && isValid(datum.value)").encode(y=y)
    x = alt.X("value:Q", scale=scale, axis=axis)
    bar = points.mark_bar(height=8, color=colour, opacity=0.3).encode(
        x=alt.X("low:Q", scale=scale, axis=axis), x2="upp:Q"
    )
    point = points.mark_point(filled=True, size=110, color=colour, opacity=1).encode(
        x=x, tooltip=tooltip("group_line")
    )
    room = rows_of_mark("room").mark_point(opacity=0).encode(x=x)
    rule = rows_of_mark("all").mark_rule(strokeDash=[4, 4], color=colours.secondary).encode(x=x)
    behind = [room, rule] if fitted else []
    layers = alt.layer(*behind, bar, point, *columns(theme, y, beside))
    return finish(layers, theme, alt.Step(ROW))
