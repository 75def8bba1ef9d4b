"""Specifications of charts of many groups: a heat table, lines over time, small charts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any

import altair as alt

from insight.language.catalogue import Language
from insight.reporting.charts.elements import (
    TARGET,
    WIDE,
    Spec,
    axis_words,
    beside_of,
    columns,
    faded,
    finish,
    haloed,
    is_pointed,
    number_axis,
    only_if,
    pause,
    rows_of_mark,
    tooltip,
    wave_names,
    wave_strips,
)
from insight.reporting.charts.line_rows import MOST_LINES
from insight.reporting.charts.palettes import PALETTES, Theme, in_steps
from insight.reporting.charts.panel_rows import PLOT, TOP

HEAT_ROW = 46
HEAT_CELL = ("order", "column")
LINES_HEIGHT = 360
MARKERS = ("circle", "square", "diamond", "triangle-up", "cross", "triangle-down")
SMALL: dict[str, Any] = {"fontSize": 13, "lineBreak": "\n", "lineHeight": 14}
PANEL_STEPS = {"lines": 30, "dots": 36}
PANEL_GAP = 28
PANEL_MARKS = (
    *("title", "grid", "tick", "wave", "row", "number", "reason"),
    *("reference", "band", "interval", "line", "point", "strip"),
)


@lru_cache(maxsize=64)
def heat_spec(theme: Theme, *, beside: bool = False, tested: bool = False) -> Spec:
    """The specification of a table whose cells are the darker the larger their number.

    Parameters
    ----------
    theme
        Of colours; the number in a cell has the same ink on all of them.
    beside
        Whether rows are groups, with the words of each beside it.
    tested
        Whether these words hold those of a test.
    """
    colours = PALETTES[theme]
    places = beside_of(tested=tested) if beside else {}
    right = max(places.values()) + 68 if places else 0
    x = alt.X(
        "column:O",
        axis=None,
        sort="ascending",
        scale=alt.Scale(
            rangeMin=alt.expr(f"{WIDE} ? 190 : 0"),
            rangeMax=alt.expr(f"{WIDE} ? width - {right} : width"),
            paddingInner=0.03,
            paddingOuter=0,
        ),
    )
    y = alt.Y("order:O", axis=None, sort="ascending")
    tone = alt.Scale(domain=[0, 1], range=list(colours.heat), clamp=True)
    cells = rows_of_mark("cell").encode(x=x, y=y)
    edge: dict[str, Any] = {
        "stroke": colours.ink,
        "strokeWidth": alt.expr(f"{is_pointed(*HEAT_CELL)} ? 2 : 0"),
    }
    cell = cells.mark_rect(
        height=alt.expr(f"{WIDE} ? 38 : 24"), opacity=faded("order"), **edge
    ).encode(
        color=alt.condition(
            "isValid(datum.tone)",
            alt.Color("tone:Q", scale=tone, legend=None),
            alt.value("transparent"),
        ),
        tooltip=tooltip(),
    )
    roomy = "bandwidth('x') >= 48"
    numbers = [
        cells.transform_filter(f"datum.soft == {soft}")
        .mark_text(fontSize=alt.expr(f"{roomy} ? 14 : 13"), fontStyle=style, opacity=faded("order"))
        .encode(text="number:N")
        for soft, style in (("false", "normal"), ("true", "italic"))
    ]
    hidden = cells.mark_text(
        fontSize=13, fontStyle="italic", color=colours.secondary, opacity=alt.expr(f"{roomy} ? 1:0")
    ).encode(text="hidden:N")
    layers = alt.layer(cell, *numbers, hidden, *_heads(theme, x), *columns(theme, y, places))
    return finish(layers, theme, alt.Step(HEAT_ROW), HEAT_CELL)


def _heads(theme: Theme, x: alt.X) -> Iterator[alt.Chart]:
    """The names of the columns: across where they have room, else upwards."""
    heads = rows_of_mark("column")
    ink = PALETTES[theme].ink
    across = f"bandwidth('x') >= ({WIDE} ? 60 : 78)"
    yield heads.mark_text(
        align="center",
        baseline="bottom",
        dy=alt.expr("-15 * (length(split(datum.wrapped, '\\n')) - 1)"),
        fontSize=13,
        color=ink,
        lineBreak="\n",
    ).encode(x=x, y=alt.YValue(-8), text=only_if(across, "wrapped"))
    yield heads.mark_text(
        align="left",
        baseline="middle",
        angle=270,
        dx=6,
        dy=alt.expr("-6.5 * (length(split(datum.short, '\\n')) - 1)"),
        fontSize=13,
        lineHeight=13,
        color=ink,
        lineBreak="\n",
    ).encode(
        x=x, y=alt.YValue(alt.expr(f"{WIDE} ? -4 : -26")), text=only_if(f"!({across})", "short")
    )


@lru_cache(maxsize=64)
def lines_spec(theme: Theme, language: Language, *, mean: bool = False, steps: int = 0) -> Spec:
    """The specification of up to six lines over time, each named at its end.

    Parameters
    ----------
    theme, language
        Of colours and numbers.
    mean
        Whether the values are means.
    steps
        How many lines there are where their groups have an order, so that one hue has them in
        steps; else 0.
    """
    colours = PALETTES[theme]
    margin = f"({WIDE} ? 210 : 124)"
    along = alt.Scale(domain=[0, 1], rangeMax=alt.expr(f"width - {margin}"))
    x = alt.X("along:Q", axis=None, scale=along)
    y_scale = alt.Scale(zero=False, nice=False)
    y = alt.Y("value:Q", scale=y_scale, axis=number_axis(language, percent=not mean))
    six = list(range(MOST_LINES))
    range_ = in_steps(theme, steps) if steps else list(colours.groups)
    colour = alt.Color(
        "series:O", legend=None, scale=alt.Scale(domain=six[: len(range_)], range=range_)
    )
    shape = alt.Shape("series:N", legend=None, scale=alt.Scale(domain=six, range=list(MARKERS)))
    points = rows_of_mark("point").encode(x=x, color=colour)
    run = [alt.Detail("series:O"), alt.Detail("segment:O")]
    bounds = {"y": alt.Y("low:Q", scale=y_scale), "y2": "upp:Q"}
    room = rows_of_mark("room").mark_point(opacity=0).encode(y=y)
    band = points.mark_area(opacity=0.11, line=False).encode(**bounds, detail=run)
    alone = points.transform_filter("datum.alone")
    whisker = alone.mark_rule(opacity=0.3, strokeWidth=3).encode(**bounds)
    line = points.mark_line(strokeWidth=2.5).encode(y=y, detail=run)
    mark = points.encode(y=y, shape=shape)
    point = mark.mark_point(size=75, filled=True, opacity=faded("order"))
    hollow = (
        mark.transform_filter("datum.assumed")
        .mark_point(size=26, filled=True, opacity=faded("order"))
        .encode(color=alt.ColorValue(colours.background))
    )
    waves = rows_of_mark("wave").encode(x=x)
    rule, strip = wave_strips(waves, theme, along)
    below = (*axis_words(theme), pause(waves, theme), wave_names(waves, theme), rule)
    marks = (band, whisker, line, point, hollow)
    ends = _ends(theme, colour, y, margin)
    return finish(alt.layer(room, *below, *marks, *ends, strip), theme, LINES_HEIGHT, ["order"])


def _ends(theme: Theme, colour: alt.Color, y: alt.Y, margin: str) -> Iterator[alt.Chart]:
    """The name and last value of each line, moved apart, with a thin line to where it belongs."""
    ends = rows_of_mark("end").encode(color=colour)
    ink = alt.ColorValue(PALETTES[theme].ink)
    at = f"width - {margin}"
    yield ends.mark_rule(opacity=0.6).encode(
        x=alt.XValue(alt.expr("scale('x', datum.along) + 8")),
        x2=alt.X2Value(alt.expr(f"{at} + 14")),
        y=y,
        y2=alt.Y2Value(alt.expr("datum.place * height")),
    )
    for words, shown in (("wide", f"{WIDE} ? 1 : 0"), ("narrow", f"{WIDE} ? 0 : 1")):
        yield ends.mark_text(
            align="left",
            baseline="middle",
            dy=alt.expr(f"-8 * (length(split(datum.{words}, '\\n')) - 1)"),
            fontSize=alt.expr(f"{WIDE} ? 14 : 13"),
            lineHeight=16,
            fontWeight=600,
            lineBreak="\n",
            opacity=alt.expr(shown),
        ).encode(
            color=ink,
            x=alt.XValue(alt.expr(f"{at} + 18")),
            y=alt.YValue(alt.expr("datum.place * height")),
            text=f"{words}:N",
        )


@lru_cache(maxsize=64)
def panels_spec(theme: Theme, *, lines: bool = False) -> Spec:
    """The specification of small charts alike, side by side as many as there is room for.

    The rows say where in its panel a mark stands: `fx` from left to right, `slot` in lines from
    the top. What panel stands where depends on the width, which only the browser knows.

    Parameters
    ----------
    theme
        Of colours.
    lines
        Whether the panels are lines over time; otherwise points, a row per group.
    """
    colours = PALETTES[theme]
    px, px2 = alt.XValue(alt.expr("datum.px")), alt.X2Value(alt.expr("datum.px2"))
    py, py2 = alt.YValue(alt.expr("datum.py")), alt.Y2Value(alt.expr("datum.py2"))
    marks = {kind: rows_of_mark(kind).encode(x=px, y=py) for kind in PANEL_MARKS}
    detail, grey = [alt.Detail("panel:O"), alt.Detail("segment:O")], colours.secondary
    hue = alt.Color(
        "hue:O", legend=None, scale=alt.Scale(domain=[0, 1, 2], range=list(colours.series))
    )
    step = PANEL_STEPS["lines" if lines else "dots"]
    space = (
        rows_of_mark("space")
        .mark_bar(opacity=0)
        .encode(y=alt.Y("line:O", axis=None, scale=alt.Scale(padding=0)))
    )
    number = marks["number"].mark_text(align="left", fontWeight=600, **SMALL)
    away = ("panel", "order") if lines else ("panel", "slot")
    point = marks["point"].mark_point(
        filled=True, size=60 if lines else 90, opacity=faded(*away), **({} if lines else TARGET)
    )
    band = marks["band"].mark_area(opacity=0.18 if lines else faded(*away, full=0.18))
    interval = marks["interval"].mark_rule(strokeWidth=7, opacity=faded(*away, full=0.3))
    if lines:
        strip = marks["strip"].mark_rect(opacity=0).encode(x2=px2, y2=py2, tooltip=tooltip())
        told = [_panel_rule(marks["point"], grey, step), point.encode(color=hue)]
        told.append(strip)
    else:
        told = [point.encode(color=hue, tooltip=tooltip())]
    layers = [
        space,
        *axis_words(theme),
        marks["grid"].mark_rule(color=colours.grid).encode(x2=px2, y2=py2),
        marks["reference"]
        .mark_line(strokeWidth=1.5, color=grey, opacity=0.7)
        .encode(detail=detail),
        band.encode(y2=py2, color=hue, detail=detail),
        interval.encode(x2=px2, y2=py2, color=hue),
        marks["line"].mark_line(strokeWidth=2.2).encode(color=hue, detail=detail),
        *(field.encode(text="words:N") for field in _panel_words(marks, grey)),
        *haloed(number.encode(text="words:N"), theme),
        *told,
    ]
    placed = alt.layer(*layers).transform_calculate(**_places(step, lines=lines))
    return finish(placed, theme, alt.Step(step), away)


def _panel_words(marks: Mapping[str, alt.Chart], grey: str) -> Iterator[alt.Chart]:
    """The words of panels: their titles, the axis below, names of rows, why nothing is shown."""
    yield marks["title"].mark_text(
        align="left", baseline="top", fontWeight=600, fontSize=14, lineBreak="\n"
    )
    yield marks["tick"].mark_text(color=grey, align=alt.expr("datum.align"), **SMALL)
    yield marks["wave"].mark_text(color=grey, align=alt.expr("datum.align"), **SMALL)
    yield marks["row"].mark_text(align="right", dy=alt.expr("-7 * (datum.lines - 1)"), **SMALL)
    yield marks["reason"].mark_text(align="left", color=grey, fontStyle="italic", **SMALL)


def _panel_rule(points: alt.Chart, grey: str, step: int) -> alt.Chart:
    """A line through the wave of a panel that is pointed at."""
    top, bottom = (
        f"(floor(datum.panel / datum.across) * datum.slots + {slot}) * {step}"
        for slot in (TOP, TOP + PLOT)
    )
    shown = alt.expr(f"{is_pointed('panel', 'order')} ? 1 : 0")
    rule: alt.Chart = points.mark_rule(color=grey, strokeWidth=1.5, opacity=shown).encode(
        y=alt.YValue(alt.expr(top)), y2=alt.Y2Value(alt.expr(bottom))
    )
    return rule


def _places(step: int, *, lines: bool) -> dict[str, str]:
    """Pixels of marks in panels, from their panel and their place in it."""
    most = (
        "width > 900 ? 4 : width > 620 ? 3 : 2"
        if lines
        else "width > 900 ? 3 : width > 560 ? 2 : 1"
    )
    inset, outset = ("38", "46") if lines else (f"({WIDE} ? 150 : 138)", "58")
    across = f"min(datum.panels, {most})"
    room = f"((width + {PANEL_GAP}) / datum.across)"
    inner = f"({room} - {PANEL_GAP} - {inset} - {outset})"
    start = f"(datum.panel % datum.across) * {room}"
    first = "floor(datum.panel / datum.across) * datum.slots"
    return {
        "across": across,
        "line": f"{first} + datum.slot",
        "px": f"{start} + (datum.fx < -1 ? 0 : {inset} + datum.fx * {inner} + datum.dx)",
        "px2": f"{start} + {inset} + datum.fx2 * {inner}",
        "py": f"({first} + datum.slot) * {step}",
        "py2": f"({first} + datum.slot2) * {step}",
    }
