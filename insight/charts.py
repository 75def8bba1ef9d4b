"""Specifications of the charts: the only file that knows Altair.

A specification is the same whatever the rows of :mod:`insight.chart_rows` say, so that it is made
once and a filter only moves its marks. Bars of a Likert scale meet at the middle of the neutral
category. Words that belong to a bar are columns beside it on a wide screen and a line beneath it on
a narrow one; expressions in the specification choose, since only the browser knows its width.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Literal

import altair as alt

from insight.catalogue import Language

Theme = Literal["light", "dark"]
Spec = dict[str, Any]
FONT = '"Source Sans", "Source Sans Pro", sans-serif'
WIDE = "width > 620"
ROW = 60
PERCENT: dict[Language, str] = {
    "nb": "round(datum.value * 100) + '\N{NO-BREAK SPACE}%'",
    "en": "round(datum.value * 100) + '%'",
}


@dataclass(frozen=True)
class _Palette:
    """Colours of one theme; both pass 4.5 : 1 for text on their background."""

    ink: str
    secondary: str
    grid: str
    background: str
    series: tuple[str, ...]
    scale: tuple[str, ...]
    on_scale: tuple[str, ...]


PALETTES: dict[Theme, _Palette] = {
    "light": _Palette(
        ink="#1c2630",
        secondary="#5b6770",
        grid="#e4e7ea",
        background="#ffffff",
        series=("#0b5c7a", "#b4531a", "#5b6770"),
        scale=("#8c510a", "#dfb777", "#e4e7ea", "#7fc4ba", "#01665e"),
        on_scale=("#ffffff", "#1c2630", "#1c2630", "#1c2630", "#ffffff"),
    ),
    "dark": _Palette(
        ink="#e6ecf0",
        secondary="#a3b0ba",
        grid="#2c3944",
        background="#10181f",
        series=("#5fb6d6", "#f0985c", "#a3b0ba"),
        scale=("#a5661b", "#dfb777", "#56646f", "#7fc4ba", "#0d857b"),
        on_scale=("#ffffff", "#10181f", "#ffffff", "#10181f", "#ffffff"),
    ),
}


@lru_cache(maxsize=64)
def trend_spec(theme: Theme, language: Language, *, mean: bool = False) -> Spec:
    """The specification of a trend: lines with pale bands, numbers at the points."""
    colours = PALETTES[theme]
    rows = alt.Chart(alt.NamedData("rows"))
    scale = alt.Scale() if mean else alt.Scale(domain=[0, 1])
    axis = alt.Axis(
        title=None,
        grid=True,
        domain=False,
        ticks=False,
        tickCount=5,
        labelPadding=8,
        labelExpr="datum.label" if mean else PERCENT[language],
    )
    x = alt.X("order:O", sort="ascending", scale=alt.Scale(type="point", padding=0.35), axis=None)
    y = alt.Y("value:Q", scale=scale, axis=axis)
    colour = alt.Color(
        "series:O", legend=None, scale=alt.Scale(domain=[0, 1, 2], range=list(colours.series))
    )
    shown = rows.transform_filter("isValid(datum.value)")
    base = shown.encode(x=x, color=colour)
    lines = [alt.Detail("series:O"), alt.Detail("segment:O")]
    tooltip = [alt.Tooltip("name:N", title=" "), alt.Tooltip("hover:N", title=" ")]
    band = base.mark_area(opacity=0.16, line=False).encode(
        y=alt.Y("low:Q", scale=scale), y2="upp:Q", detail=lines
    )
    whisker = base.mark_rule(opacity=0.35, strokeWidth=3).encode(
        y=alt.Y("low:Q", scale=scale), y2="upp:Q"
    )
    line = base.mark_line(strokeWidth=2.5).encode(y=y, detail=lines)
    point = base.mark_point(size=70, filled=True, opacity=1).encode(y=y, tooltip=tooltip)
    hollow = (
        base.transform_filter("datum.assumed")
        .mark_point(size=44, filled=True, color=colours.background, opacity=1)
        .encode(x=x, y=y, color=alt.value(colours.background), tooltip=tooltip)
    )
    diamond = (
        rows.transform_filter("isValid(datum.published)")
        .mark_point(shape="diamond", size=230, filled=False, strokeWidth=1.6)
        .encode(x=x, y=alt.Y("published:Q", scale=scale), color=colour)
    )
    pause = (
        rows.transform_filter("datum.breaks")
        .mark_rule(strokeDash=[3, 4], color=colours.secondary, xOffset=-26)
        .encode(x=x)
    )
    number = base.mark_text(
        dy=alt.expr("datum.above ? -17 : 21"), fontSize=14, fontWeight=600
    ).encode(y=y, text="words:N")
    name = base.mark_text(
        align="left", dx=14, dy=alt.expr("datum.end_dy"), fontSize=14, fontWeight=600
    ).encode(y=y, text="end_name:N")
    wave = (
        rows.transform_filter("datum.first_of_wave")
        .mark_text(baseline="top", fontSize=14, color=colours.ink)
        .encode(x=x, y=alt.value(alt.expr("height + 12")), text="wave:N")
    )
    layers = alt.layer(wave, pause, band, whisker, line, point, hollow, diamond, number, name)
    return _finished(layers.properties(height=330), theme)


@lru_cache(maxsize=64)
def likert_spec(theme: Theme, names: tuple[tuple[int, str], ...]) -> Spec:
    """The specification of diverging bars for a scale with these steps and answers."""
    colours = PALETTES[theme]
    rows = alt.Chart(alt.NamedData("rows"))
    steps = [step for step, _ in names]
    left = f"{WIDE} ? 190 : 0"
    right = f"{WIDE} ? width - 330 : width"
    x_scale = alt.Scale(rangeMin=alt.expr(left), rangeMax=alt.expr(right), nice=False, zero=True)
    y = alt.Y("order:O", axis=None, sort="ascending")
    bars = rows.transform_filter("datum.mark == 'bar'").encode(y=y)
    answers = json.dumps({str(step): name for step, name in names})
    colour = alt.Color(
        "step:O",
        scale=alt.Scale(domain=steps, range=[colours.scale[step] for step in steps]),
        legend=alt.Legend(
            title=None,
            orient="top",
            direction="horizontal",
            symbolType="square",
            columns=alt.expr(f"{WIDE} ? {len(steps)} : 2"),
            labelExpr=f"({answers})[datum.value]",
            labelLimit=300,
            offset=alt.expr(f"{WIDE} ? 46 : 6"),
        ),
    )
    bar = bars.mark_bar(height=alt.expr(f"{WIDE} ? 32 : 19")).encode(
        x=alt.X("x0:Q", scale=x_scale, axis=None),
        x2="x1:Q",
        color=colour,
        tooltip=[alt.Tooltip("group_line:N", title=" "), alt.Tooltip("hover:N", title=" ")],
    )
    number = bars.mark_text(fontSize=13, clip=True).encode(
        x=alt.X("middle:Q", scale=x_scale, axis=None),
        text="number:N",
        color=alt.Color(
            "step:O",
            scale=alt.Scale(domain=steps, range=[colours.on_scale[step] for step in steps]),
            legend=None,
        ),
    )
    zero = (
        rows.transform_filter("datum.mark == 'head'")
        .mark_rule(color=colours.secondary, strokeWidth=1, opacity=alt.expr(f"{WIDE} ? 0.55 : 0"))
        .encode(x=alt.X(datum=0, scale=x_scale, type="quantitative", axis=None))
    )
    layers = alt.layer(bar, zero, number, *_columns(theme, y, likert=True))
    layers = layers.resolve_scale(color="independent").properties(height=alt.Step(ROW))
    return _finished(layers, theme)


def _columns(theme: Theme, y: alt.Y, *, likert: bool) -> Iterator[alt.Chart]:
    """Words beside the bars on a wide screen, above and below them on a narrow one."""
    colours = PALETTES[theme]
    rows = alt.Chart(alt.NamedData("rows"))
    words = rows.transform_filter("datum.mark == 'words'").encode(y=y)
    head = rows.transform_filter("datum.mark == 'head'").encode(y=alt.value(-12))
    yield (
        words.mark_text(
            align=alt.expr(f"{WIDE} ? 'right' : 'left'"),
            dy=alt.expr(f"{WIDE} ? -8.5 * (datum.lines - 1) : -19"),
            fontSize=14,
            color=colours.ink,
            lineBreak="\n",
            limit=alt.expr(f"{WIDE} ? 175 : width"),
        )
        .encode(
            x=alt.value(alt.expr(f"{WIDE} ? 178 : 0")),
            text=alt.Text("shown_group:N"),
        )
        .transform_calculate(shown_group="width > 620 ? datum.group : datum.group_line")
    )
    yield words.mark_text(
        align="left",
        dy=20,
        fontSize=12.5,
        color=colours.secondary,
        opacity=alt.expr(f"{WIDE} ? 0 : 1"),
    ).encode(x=alt.value(0), text="line:N")
    yield words.mark_text(
        align="left", fontSize=13.5, fontStyle="italic", color=colours.secondary
    ).encode(x=alt.value(alt.expr(f"{WIDE} ? 196 : 0")), text="reason:N")
    places = {"share": 262, "interval": 178, "unknown": 92, "n": 26} if likert else {}
    places = places or {"share": 172, "interval": 96, "n": 26}
    for field, place in places.items():
        ink = colours.ink if field == "share" else colours.secondary
        at = alt.value(alt.expr(f"width - {place}"))
        shown = alt.expr(f"{WIDE} ? 1 : 0")
        yield words.mark_text(
            align="center",
            fontSize=14,
            fontWeight="bold" if field == "share" else "normal",
            color=ink,
            opacity=shown,
        ).encode(x=at, text=f"{field}:N")
        yield head.mark_text(
            align="center",
            baseline="bottom",
            dy=alt.expr(f"-15 * (length(split(datum['{field}'], '\\n')) - 1)"),
            lineBreak="\n",
            fontSize=13,
            color=colours.secondary,
            opacity=shown,
        ).encode(x=at, text=f"{field}:N")
    yield words.mark_text(
        align="center",
        dy=17,
        fontSize=11.5,
        color=colours.secondary,
        opacity=alt.expr(f"{WIDE} ? 1 : 0"),
    ).encode(x=alt.value(alt.expr("width - 60")), text="flagged:N")


@lru_cache(maxsize=64)
def dot_spec(theme: Theme, language: Language, *, second: bool = False, mean: bool = False) -> Spec:
    """The specification of points with intervals, a row per group."""
    colours = PALETTES[theme]
    colour = colours.series[1 if second else 0]
    rows = alt.Chart(alt.NamedData("rows"))
    y = alt.Y("order:O", axis=None, sort="ascending")
    scale = alt.Scale(
        **({"zero": False} if mean else {"domain": [0, 1]}),
        rangeMin=alt.expr(f"{WIDE} ? 196 : 8"),
        rangeMax=alt.expr(f"{WIDE} ? width - 240 : width - 8"),
    )
    axis = alt.Axis(
        title=None,
        orient="top",
        domain=False,
        ticks=False,
        tickCount=5,
        labelPadding=6,
        labelExpr="datum.label" if mean else PERCENT[language],
    )
    points = rows.transform_filter("datum.mark == 'point' && isValid(datum.value)").encode(y=y)
    tooltip = [alt.Tooltip("group_line:N", title=" "), alt.Tooltip("hover:N", title=" ")]
    bar = points.mark_bar(height=8, color=colour, opacity=0.3).encode(
        x=alt.X("low:Q", scale=scale, axis=axis), x2="upp:Q"
    )
    point = points.mark_point(filled=True, size=110, color=colour, opacity=1).encode(
        x=alt.X("value:Q", scale=scale, axis=axis), tooltip=tooltip
    )
    layers = alt.layer(bar, point, *_columns(theme, y, likert=False))
    return _finished(layers.properties(height=alt.Step(ROW)), theme)


def _finished(chart: Any, theme: Theme) -> Spec:
    """Dress the chart and return its specification, without data."""
    colours = PALETTES[theme]
    dressed = (
        chart.configure(font=FONT, background="transparent", aria=False)  # its text speaks for it
        .configure_view(stroke=None)
        .configure_axis(
            labelColor=colours.ink, labelFontSize=14, gridColor=colours.grid, titleColor=colours.ink
        )
        .configure_legend(labelColor=colours.ink, labelFontSize=14, titleColor=colours.ink)
        .configure_text(color=colours.ink)
    )
    spec: Spec = dressed.to_dict()
    for part in (spec, *spec["layer"]):
        part.pop("data", None)
    spec["padding"] = {"left": 2, "right": 16, "top": 6, "bottom": 10}
    spec["usermeta"] = {"embedOptions": {"renderer": "svg", "actions": False}}
    return spec


DOCUMENTS: dict[Theme, tuple[str, ...]] = {
    "light": ("#6b4c9a", "#0b5c7a", "#b4531a", "#4f7a2a", "#5b6770"),
    "dark": ("#b79be0", "#5fb6d6", "#f0985c", "#9cc674", "#a3b0ba"),
}
SHAPES = ("diamond", "circle", "square", "circle", "circle")
HEADS = {"over": "M-0.6,0.7L0,0L0.6,0.7", "under": "M-0.6,-0.7L0,0L0.6,-0.7"}
NUMBER: dict[Language, str] = {
    "nb": "replace(replace(format(datum.value, ',~f'), /,/g, '\N{NO-BREAK SPACE}'), '.', ',')",
    "en": "format(datum.value, ',~f')",
}


@lru_cache(maxsize=64)
def series_spec(
    theme: Theme,
    language: Language,
    documents: tuple[tuple[int, str], ...],
    *,
    percent: bool = False,
) -> Spec:
    """The specification of a series of printed figures, from zero and in true distances of time.

    Parameters
    ----------
    theme, language
        Of colours and numbers.
    documents
        The documents that print the figures: place among all documents, and name.
    percent
        Whether the values are per cent.
    """
    colours = PALETTES[theme]
    rows = alt.Chart(alt.NamedData("rows"))
    sign = {"nb": " + '\N{NO-BREAK SPACE}%'", "en": " + '%'"}[language] if percent else ""
    axis = alt.Axis(
        title=None,
        grid=True,
        domain=False,
        ticks=False,
        tickCount=4,
        labelPadding=8,
        labelExpr=NUMBER[language] + sign,
    )
    x = alt.X("x:Q", axis=None, scale=alt.Scale(zero=False, nice=False))
    y = alt.Y("y:Q", axis=axis, scale=alt.Scale(zero=True, nice=False))
    ground = rows.mark_rule(color=colours.secondary).encode(y=alt.YDatum(0))
    room = rows.transform_filter("datum.mark == 'room'").mark_point(opacity=0).encode(x=x, y=y)
    line = (
        rows.transform_filter("datum.mark == 'line'")
        .mark_rule(color=colours.secondary, strokeWidth=1.5)
        .encode(
            x=x,
            y=y,
            x2="x2:Q",
            y2="y2:Q",
            strokeDash=alt.condition("datum.dashed", alt.value([4, 4]), alt.value([1, 0])),
        )
    )
    marks = _series_marks(theme, rows.encode(x=x, y=y), documents)
    layers = alt.layer(ground, room, line, *marks, *_series_words(theme, rows, x, y))
    return _finished(layers.properties(height=320), theme)


def _series_marks(
    theme: Theme, rows: alt.Chart, documents: tuple[tuple[int, str], ...]
) -> Iterator[alt.Chart]:
    """A mark for each figure, in its document's colour and shape; a bound is an arrow."""
    names = [name for _, name in documents]
    colour = alt.Color(
        "document:N",
        scale=alt.Scale(domain=names, range=[DOCUMENTS[theme][place] for place, _ in documents]),
        legend=alt.Legend(
            title=None,
            orient="top",
            direction="horizontal",
            columns=alt.expr(f"{WIDE} ? {len(names)} : 1"),
            labelLimit=320,
            symbolSize=110,
            offset=22,
        ),
    )
    shape = alt.Shape(
        "document:N", scale=alt.Scale(domain=names, range=[SHAPES[place] for place, _ in documents])
    )
    tooltip = [alt.Tooltip("document:N", title=" "), alt.Tooltip("hover:N", title=" ")]
    marks = {
        kind: rows.transform_filter(f"datum.mark == '{kind}'").encode(color=colour, tooltip=tooltip)
        for kind in ("exact", "approximate", "over", "under", "goal")
    }
    aside = alt.expr("datum.dx")
    solid: dict[str, Any] = {"filled": True, "opacity": 1, "xOffset": aside}
    hollow = {**solid, "filled": False, "strokeWidth": 2.2}
    cover = {**hollow, "fill": PALETTES[theme].background}
    for kind, head in HEADS.items():
        yield marks[kind].mark_point(size=300, shape="M-1,0H1", **hollow)
        yield marks[kind].mark_rule(strokeWidth=2.2, xOffset=aside).encode(y2="y2:Q")
        yield marks[kind].mark_point(size=260, shape=head, **hollow).encode(y="y2:Q")
    yield marks["exact"].mark_point(size=120, **solid).encode(shape=shape)
    yield marks["approximate"].mark_point(size=110, **cover).encode(shape=shape)
    yield marks["goal"].mark_point(size=260, shape="circle", **cover)
    yield marks["goal"].mark_point(size=40, shape="circle", **solid)


def _series_words(theme: Theme, rows: alt.Chart, x: alt.X, y: alt.Y) -> Iterator[alt.Chart]:
    """The words of a series: values at their marks, the years below, the unit above."""
    colours = PALETTES[theme]
    values: dict[str, Any] = {
        "align": alt.expr("datum.align"),
        "baseline": "middle",
        "dx": alt.expr("datum.label_dx"),
        "dy": alt.expr("datum.label_dy"),
        "fontSize": 14,
        "fontWeight": 600,
        "lineBreak": "\n",
        "lineHeight": 17,
    }
    labelled = rows.transform_filter("isValid(datum.align)").encode(x=x, y=y, text="label:N")
    yield labelled.mark_text(stroke=colours.background, strokeWidth=5, **values)
    yield labelled.mark_text(**values)
    yield (
        rows.transform_filter("datum.mark == 'year'")
        .mark_text(baseline="top", fontSize=14, color=colours.ink)
        .encode(x=x, y=alt.value(alt.expr("height + 10")), text="label:N")
    )
    yield (
        rows.transform_filter("datum.mark == 'unit'")
        .mark_text(align="left", baseline="bottom", fontSize=13, color=colours.secondary)
        .encode(x=alt.value(0), y=alt.value(-6), text="label:N")
    )
