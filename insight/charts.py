"""Specifications of the charts: trends, bars of a scale and points. Only ``charts*`` know Altair.

A specification is the same whatever the rows of :mod:`insight.chart_rows` say, so that it is made
once and a filter only moves its marks. Bars of a Likert scale meet at the middle of the neutral
category. Words that belong to a bar are columns beside it on a wide screen and a line beneath it on
a narrow one; expressions in the specification choose, since only the browser knows its width.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any, Literal

import altair as alt

from insight.catalogue import Language
from insight.palettes import FONT, PALETTES, Theme

Spec = dict[str, Any]
WIDE = "width > 620"
ROW = 60
PERCENT: dict[Language, str] = {
    "nb": "round(datum.value * 100) + '\N{NO-BREAK SPACE}%'",
    "en": "round(datum.value * 100) + '%'",
}
NUMBER: dict[Language, str] = {
    "nb": "replace(replace(format(datum.value, ',~f'), /,/g, '\N{NO-BREAK SPACE}'), '.', ',')",
    "en": "format(datum.value, ',~f')",
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
        labelExpr=NUMBER[language] if mean else PERCENT[language],
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
    return finished(layers.properties(height=330), theme)


@lru_cache(maxsize=64)
def likert_spec(theme: Theme, names: tuple[tuple[int, str], ...], *, tested: bool = False) -> Spec:
    """The specification of diverging bars for a scale with these steps and answers."""
    colours = PALETTES[theme]
    return _bars_spec(theme, names, (colours.scale, colours.on_scale), halves=True, tested=tested)


@lru_cache(maxsize=64)
def stacked_spec(
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
    rows = alt.Chart(alt.NamedData("rows"))
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
    bars = rows.transform_filter("datum.mark == 'bar'").encode(y=y)
    fill = alt.Scale(domain=steps, range=[fills[0][step] for step in steps])
    ink = alt.Scale(domain=steps, range=[fills[1][step] for step in steps])
    bar = bars.mark_bar(height=alt.expr(f"{WIDE} ? 32 : 19"), **edges).encode(
        x=alt.X("x0:Q", scale=x_scale, axis=None),
        x2="x1:Q",
        color=alt.Color("step:O", scale=fill, legend=_legend(names)),
        tooltip=[alt.Tooltip("group_line:N", title=" "), alt.Tooltip("hover:N", title=" ")],
    )
    number = bars.mark_text(fontSize=13, clip=True).encode(
        x=alt.X("middle:Q", scale=x_scale, axis=None),
        text="number:N",
        color=alt.Color("step:O", scale=ink, legend=None),
    )
    zero = (
        rows.transform_filter("datum.mark == 'head'")
        .mark_rule(color=colours.secondary, strokeWidth=1, opacity=alt.expr(f"{WIDE} ? 0.55 : 0"))
        .encode(x=alt.X(datum=0, scale=x_scale, type="quantitative", axis=None))
    )
    layers = alt.layer(bar, *([zero] if halves else []), number, *columns(theme, y, beside))
    layers = layers.resolve_scale(color="independent").properties(height=alt.Step(ROW))
    return finished(layers, theme)


def _legend(names: Sequence[tuple[int, str]]) -> alt.Legend:
    """The answers above their bars, in two lines where they are many or long."""
    answers = json.dumps({str(step): name for step, name in names})
    lines = 1 if sum(len(name) + 5 for _, name in names) <= 140 else 2
    return alt.Legend(
        title=None,
        orient="top",
        direction="horizontal",
        symbolType="square",
        columns=alt.expr(f"{WIDE} ? {-(-len(names) // lines)} : 2"),
        labelExpr=f"({answers})[datum.value]",
        labelLimit=300,
        offset=alt.expr(f"{WIDE} ? 46 : 6"),
    )


def beside_of(kind: Literal["bars", "dots", "heat"], *, tested: bool) -> dict[str, int]:
    """How far from the right edge each column of words beside the marks has its middle."""
    match kind, tested:
        case "bars", True:
            return {"share": 372, "interval": 290, "test": 184, "unknown": 92, "n": 26}
        case "bars", False:
            return {"share": 262, "interval": 178, "unknown": 92, "n": 26}
        case "dots", True:
            return {"share": 284, "interval": 208, "test": 104, "n": 26}
        case "heat", True:
            return {"test": 104, "n": 26}
        case "heat", False:
            return {"n": 26}
    return {"share": 172, "interval": 96, "n": 26}


def columns(
    theme: Theme, y: alt.Y, beside: Mapping[str, int], *, low: bool = False
) -> Iterator[alt.Chart]:
    """Words beside the bars on a wide screen, above and below them on a narrow one.

    Where rows are `low`, what would stand below stands to the right of the name above. Words that
    are not shown are empty rather than transparent, for even those take up room.
    """
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
            limit=alt.expr(f"{WIDE} ? 175 : width{' - 140' if low and beside else ''}"),
        )
        .encode(
            x=alt.value(alt.expr(f"{WIDE} ? 178 : 0")),
            text=alt.Text("shown_group:N"),
        )
        .transform_calculate(shown_group="width > 620 ? datum.group : datum.group_line")
    )
    yield words.mark_text(
        align="right" if low else "left",
        dy=-19 if low else 20,
        fontSize=12.5,
        color=colours.secondary,
    ).encode(
        x=alt.value(alt.expr("width" if low else "0")),
        text=only_if(f"!({WIDE})", "line"),
    )
    yield words.mark_text(
        align="left", fontSize=13.5, fontStyle="italic", color=colours.secondary
    ).encode(x=alt.value(alt.expr(f"{WIDE} ? 196 : 0")), text="reason:N")
    for field, place in beside.items():
        at = alt.value(alt.expr(f"max(width - {place}, 0)"))
        yield words.mark_text(
            align="center", fontSize=14, fontWeight="bold" if field == "share" else "normal"
        ).encode(x=at, text=only_if(WIDE, field), color=_ink_of(field, theme))
        yield head.mark_text(
            align="center",
            baseline="bottom",
            dy=alt.expr(f"-15 * (length(split(datum['{field}'], '\\n')) - 1)"),
            lineBreak="\n",
            fontSize=13,
            color=colours.secondary,
        ).encode(x=at, text=only_if(WIDE, field))
    yield words.mark_text(align="center", dy=17, fontSize=11.5, color=colours.secondary).encode(
        x=alt.value(alt.expr("width - 60")), text=only_if(WIDE, "flagged")
    )


def only_if(condition: str, field: str) -> Any:
    """The words of a field where a condition holds, else nothing."""
    return alt.value(alt.expr(f"{condition} && isValid(datum.{field}) ? datum.{field} : ''"))


def _ink_of(field: str, theme: Theme) -> Any:
    """Shares in ink, the words of a test too where it found something, the rest in grey."""
    colours = PALETTES[theme]
    if field == "test":
        found, not_found = alt.value(colours.ink), alt.value(colours.secondary)
        return alt.condition("datum.apart", found, not_found)
    return alt.value(colours.ink if field == "share" else colours.secondary)


@lru_cache(maxsize=64)
def dot_spec(
    theme: Theme,
    language: Language,
    *,
    second: bool = False,
    mean: bool = False,
    tested: bool = False,
    fitted: bool = False,
) -> Spec:
    """The specification of points with intervals, a row per group.

    Parameters
    ----------
    theme, language
        Of colours and numbers.
    second
        Whether to draw in the second colour.
    mean
        Whether the values are means.
    tested
        Whether the rows hold the words of a test.
    fitted
        Whether the rows say how long the scale is, and where a line stands for all together.
    """
    colours = PALETTES[theme]
    colour = colours.series[1 if second else 0]
    rows = alt.Chart(alt.NamedData("rows"))
    y = alt.Y("order:O", axis=None, sort="ascending")
    beside = beside_of("dots", tested=tested)
    scale = alt.Scale(
        **({"zero": False, "nice": not fitted} if mean or fitted else {"domain": [0, 1]}),
        rangeMin=alt.expr(f"{WIDE} ? 196 : 8"),
        rangeMax=alt.expr(f"{WIDE} ? width - {max(beside.values()) + 68} : width - 8"),
    )
    axis = alt.Axis(
        title=None,
        orient="top",
        domain=False,
        ticks=False,
        tickCount=5,
        labelPadding=6,
        labelExpr=NUMBER[language] if mean else PERCENT[language],
    )
    points = rows.transform_filter("datum.mark == 'point' && isValid(datum.value)").encode(y=y)
    tooltip = [alt.Tooltip("group_line:N", title=" "), alt.Tooltip("hover:N", title=" ")]
    bar = points.mark_bar(height=8, color=colour, opacity=0.3).encode(
        x=alt.X("low:Q", scale=scale, axis=axis), x2="upp:Q"
    )
    point = points.mark_point(filled=True, size=110, color=colour, opacity=1).encode(
        x=alt.X("value:Q", scale=scale, axis=axis), tooltip=tooltip
    )
    x = alt.X("value:Q", scale=scale, axis=axis)
    room = rows.transform_filter("datum.mark == 'room'").mark_point(opacity=0).encode(x=x)
    rule = rows.transform_filter("datum.mark == 'all'").mark_rule(
        strokeDash=[4, 4], color=colours.secondary
    )
    behind = [room, rule.encode(x=x)] if fitted else []
    layers = alt.layer(*behind, bar, point, *columns(theme, y, beside))
    return finished(layers.properties(height=alt.Step(ROW)), theme)


def finished(chart: Any, theme: Theme) -> Spec:
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
        .configure_mark(aria=False)
    )
    spec: Spec = dressed.to_dict()
    for part in (spec, *spec["layer"]):
        part.pop("data", None)
    spec["padding"] = {"left": 2, "right": 16, "top": 6, "bottom": 10}
    spec["usermeta"] = {"embedOptions": {"renderer": "svg", "actions": False}}
    return spec
