"""Specifications of the charts: the only file that knows Altair.

A specification is the same whatever the rows of :mod:`insight.chart_rows` say, so that it is made
once and a filter only moves its marks. Bars of a Likert scale meet at the middle of the neutral
category. Words that belong to a bar are columns beside it on a wide screen and a line beneath it on
a narrow one; expressions in the specification choose, since only the browser knows its width.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
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
HEAT_ROW = 46
MOST_LINES = 6
LINES_HEIGHT = 360
MARKERS = ("circle", "square", "diamond", "triangle-up", "cross", "triangle-down")
PANEL_STEPS = {"lines": 30, "dots": 36}
PANEL_GAP = 28
PANEL_MARKS = (
    *("title", "grid", "tick", "wave", "row", "number", "reason"),
    *("reference", "band", "interval", "line", "point"),
)
PERCENT: dict[Language, str] = {
    "nb": "round(datum.value * 100) + '\N{NO-BREAK SPACE}%'",
    "en": "round(datum.value * 100) + '%'",
}
NUMBER: dict[Language, str] = {
    "nb": "replace(replace(format(datum.value, ',~f'), /,/g, '\N{NO-BREAK SPACE}'), '.', ',')",
    "en": "format(datum.value, ',~f')",
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
    groups: tuple[str, ...]
    answers: tuple[str, ...]
    on_answers: tuple[str, ...]
    long_scale: tuple[str, ...]
    on_long_scale: tuple[str, ...]
    heat: tuple[str, str]


PALETTES: dict[Theme, _Palette] = {
    "light": _Palette(
        ink="#1c2630",
        secondary="#5b6770",
        grid="#e4e7ea",
        background="#ffffff",
        series=("#0b5c7a", "#b4531a", "#5b6770"),
        scale=("#8c510a", "#dfb777", "#e4e7ea", "#7fc4ba", "#01665e"),
        on_scale=("#ffffff", "#1c2630", "#1c2630", "#1c2630", "#ffffff"),
        groups=("#0b5c7a", "#b4531a", "#8a4fd3", "#3a2f0b", "#33237a", "#8d5a4a"),
        answers=(
            *("#0b5c7a", "#dfb777", "#a14e17", "#c4ecdf"),
            *("#6a35c8", "#57aee8", "#3e2b1e", "#8f9aa3"),
        ),
        on_answers=(
            *("#ffffff", "#1c2630", "#ffffff", "#1c2630"),
            *("#ffffff", "#1c2630", "#ffffff", "#1c2630"),
        ),
        long_scale=(
            *("#8c510a", "#c89144", "#ecd9b0", "#f2f4f5"),
            *("#8accc8", "#48a09d", "#015b53", "#6f777c"),
        ),
        on_long_scale=("#ffffff", *("#1c2630",) * 5, "#ffffff", "#ffffff"),
        heat=("#eef5f8", "#62aac6"),
    ),
    "dark": _Palette(
        ink="#e6ecf0",
        secondary="#a3b0ba",
        grid="#2c3944",
        background="#10181f",
        series=("#5fb6d6", "#f0985c", "#cfd6dc"),
        scale=("#e3bd80", "#a5661b", "#36434d", "#0d857b", "#8fd0c6"),
        on_scale=("#10181f", "#ffffff", "#ffffff", "#ffffff", "#10181f"),
        groups=("#5fb6d6", "#f0985c", "#9b67e9", "#f3e9b0", "#e0557a", "#b5e8d0"),
        answers=(
            *("#5fb6d6", "#dfb777", "#774422", "#c8e4d9"),
            *("#8d1fd6", "#135886", "#d68d1f", "#7d8992"),
        ),
        on_answers=(
            *("#10181f", "#10181f", "#ffffff", "#10181f"),
            *("#ffffff", "#ffffff", "#10181f", "#10181f"),
        ),
        long_scale=(
            *("#f3d9a1", "#c89144", "#915b1d", "#303f4c"),
            *("#326e63", "#71b5a5", "#b5ebdd", "#798388"),
        ),
        on_long_scale=(
            *("#10181f", "#10181f", "#ffffff", "#ffffff"),
            *("#ffffff", "#10181f", "#10181f", "#10181f"),
        ),
        heat=("#16242d", "#1d6f8f"),
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
    return _finished(layers.properties(height=330), theme)


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
    beside = _beside("bars" if halves else "dots", tested=tested)
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
    layers = alt.layer(bar, *([zero] if halves else []), number, *_columns(theme, y, beside))
    layers = layers.resolve_scale(color="independent").properties(height=alt.Step(ROW))
    return _finished(layers, theme)


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


def _beside(kind: Literal["bars", "dots", "heat"], *, tested: bool) -> dict[str, int]:
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


def _columns(
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
        text=_if(f"!({WIDE})", "line"),
    )
    yield words.mark_text(
        align="left", fontSize=13.5, fontStyle="italic", color=colours.secondary
    ).encode(x=alt.value(alt.expr(f"{WIDE} ? 196 : 0")), text="reason:N")
    for field, place in beside.items():
        at = alt.value(alt.expr(f"max(width - {place}, 0)"))
        yield words.mark_text(
            align="center", fontSize=14, fontWeight="bold" if field == "share" else "normal"
        ).encode(x=at, text=_if(WIDE, field), color=_ink_of(field, theme))
        yield head.mark_text(
            align="center",
            baseline="bottom",
            dy=alt.expr(f"-15 * (length(split(datum['{field}'], '\\n')) - 1)"),
            lineBreak="\n",
            fontSize=13,
            color=colours.secondary,
        ).encode(x=at, text=_if(WIDE, field))
    yield words.mark_text(align="center", dy=17, fontSize=11.5, color=colours.secondary).encode(
        x=alt.value(alt.expr("width - 60")), text=_if(WIDE, "flagged")
    )


def _if(condition: str, field: str) -> Any:
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
    beside = _beside("dots", tested=tested)
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
    layers = alt.layer(*behind, bar, point, *_columns(theme, y, beside))
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
    "light": ("#6b4c9a", "#0b5c7a", "#b4531a", "#4f7a2a", "#3b434a"),
    "dark": ("#b79be0", "#5fb6d6", "#f0985c", "#9cc674", "#cfd6dc"),
}
SHAPES = ("diamond", "circle", "square", "circle", "circle")
HEADS = {"over": "M-0.6,0.7L0,0L0.6,0.7", "under": "M-0.6,-0.7L0,0L0.6,-0.7"}


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
    rows = alt.Chart(alt.NamedData("rows"))
    places = _beside("heat", tested=tested) if beside else {}
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
    cells = rows.transform_filter("datum.mark == 'cell'").encode(x=x, y=y)
    cell = (
        cells.transform_filter("isValid(datum.tone)")
        .mark_rect(height=alt.expr(f"{WIDE} ? 38 : 24"))
        .encode(
            color=alt.Color("tone:Q", scale=tone, legend=None),
            tooltip=[alt.Tooltip("group_line:N", title=" "), alt.Tooltip("hover:N", title=" ")],
        )
    )
    roomy = "bandwidth('x') >= 48"
    numbers = [
        cells.transform_filter(f"datum.soft == {soft}")
        .mark_text(fontSize=alt.expr(f"{roomy} ? 14 : 12"), fontStyle=style)
        .encode(text="number:N")
        for soft, style in (("false", "normal"), ("true", "italic"))
    ]
    hidden = cells.mark_text(
        fontSize=12, fontStyle="italic", color=colours.secondary, opacity=alt.expr(f"{roomy} ? 1:0")
    ).encode(text="hidden:N")
    layers = alt.layer(
        cell, *numbers, hidden, *_heads(theme, x), *_columns(theme, y, places, low=True)
    )
    return _finished(layers.properties(height=alt.Step(HEAT_ROW)), theme)


def _heads(theme: Theme, x: alt.X) -> Iterator[alt.Chart]:
    """The names of the columns: across where they have room, else upwards."""
    heads = alt.Chart(alt.NamedData("rows")).transform_filter("datum.mark == 'column'")
    ink = PALETTES[theme].ink
    across = f"bandwidth('x') >= ({WIDE} ? 60 : 78)"
    yield heads.mark_text(
        align="center",
        baseline="bottom",
        dy=alt.expr("-15 * (length(split(datum.wrapped, '\\n')) - 1)"),
        fontSize=13,
        color=ink,
        lineBreak="\n",
    ).encode(x=x, y=alt.value(-8), text=_if(across, "wrapped"))
    yield heads.mark_text(
        align="left",
        baseline="middle",
        angle=270,
        dx=6,
        dy=alt.expr("-6.5 * (length(split(datum.short, '\\n')) - 1)"),
        fontSize=12.5,
        lineHeight=13,
        color=ink,
        lineBreak="\n",
    ).encode(x=x, y=alt.value(alt.expr(f"{WIDE} ? -4 : -26")), text=_if(f"!({across})", "short"))


@lru_cache(maxsize=64)
def lines_spec(theme: Theme, language: Language, *, mean: bool = False) -> Spec:
    """The specification of up to six lines over time, each named at its end."""
    colours = PALETTES[theme]
    rows = alt.Chart(alt.NamedData("rows"))
    margin = f"({WIDE} ? 210 : 124)"
    x = alt.X(
        "order:O",
        axis=None,
        sort="ascending",
        scale=alt.Scale(type="point", padding=0.12, rangeMax=alt.expr(f"width - {margin}")),
    )
    y_scale = alt.Scale(zero=False, nice=False)
    axis = alt.Axis(
        title=None,
        domain=False,
        ticks=False,
        tickCount=5,
        labelPadding=8,
        labelExpr=NUMBER[language] if mean else PERCENT[language],
    )
    y = alt.Y("value:Q", scale=y_scale, axis=axis)
    six = list(range(MOST_LINES))
    colour = alt.Color(
        "series:O", legend=None, scale=alt.Scale(domain=six, range=list(colours.groups))
    )
    shape = alt.Shape("series:N", legend=None, scale=alt.Scale(domain=six, range=list(MARKERS)))
    points = rows.transform_filter("datum.mark == 'point'").encode(x=x, color=colour)
    run = [alt.Detail("series:O"), alt.Detail("segment:O")]
    tooltip = [alt.Tooltip("name:N", title=" "), alt.Tooltip("hover:N", title=" ")]
    bounds = {"y": alt.Y("low:Q", scale=y_scale), "y2": "upp:Q"}
    room = rows.transform_filter("datum.mark == 'room'").mark_point(opacity=0).encode(y=y)
    band = points.mark_area(opacity=0.11, line=False).encode(**bounds, detail=run)
    alone = points.transform_filter("datum.alone")
    whisker = alone.mark_rule(opacity=0.3, strokeWidth=3).encode(**bounds)
    line = points.mark_line(strokeWidth=2.5).encode(y=y, detail=run)
    point = points.mark_point(size=75, filled=True, opacity=1).encode(
        y=y, shape=shape, tooltip=tooltip
    )
    layers = alt.layer(
        room, *_waves(theme, rows, x), band, whisker, line, point, *_ends(rows, colour, y, margin)
    )
    return _finished(layers.properties(height=LINES_HEIGHT), theme)


def _waves(theme: Theme, rows: alt.Chart, x: alt.X) -> Iterator[alt.Chart]:
    """The names of the waves, and a line where figures cannot be compared with those before."""
    colours = PALETTES[theme]
    waves = rows.transform_filter("datum.mark == 'wave'").encode(x=x)
    yield waves.transform_filter("datum.breaks").mark_rule(
        strokeDash=[3, 4], color=colours.secondary, xOffset=-26
    )
    yield waves.mark_text(baseline="top", fontSize=14, color=colours.ink).encode(
        y=alt.value(alt.expr("height + 12")), text="wave:N"
    )


def _ends(rows: alt.Chart, colour: alt.Color, y: alt.Y, margin: str) -> Iterator[alt.Chart]:
    """The name and last value of each line, moved apart, with a thin line to where it belongs."""
    ends = rows.transform_filter("datum.mark == 'end'").encode(color=colour)
    at = f"width - {margin}"
    yield ends.mark_rule(opacity=0.6).encode(
        x=alt.value(alt.expr("scale('x', datum.order) + 8")),
        x2=alt.value(alt.expr(f"{at} + 14")),
        y=y,
        y2=alt.value(alt.expr("datum.place * height")),
    )
    for words, shown in (("wide", f"{WIDE} ? 1 : 0"), ("narrow", f"{WIDE} ? 0 : 1")):
        yield ends.mark_text(
            align="left",
            baseline="middle",
            dy=alt.expr(f"-8 * (length(split(datum.{words}, '\\n')) - 1)"),
            fontSize=alt.expr(f"{WIDE} ? 14 : 12.5"),
            lineHeight=16,
            fontWeight=600,
            lineBreak="\n",
            opacity=alt.expr(shown),
        ).encode(
            x=alt.value(alt.expr(f"{at} + 18")),
            y=alt.value(alt.expr("datum.place * height")),
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
    rows = alt.Chart(alt.NamedData("rows"))
    px, px2, py, py2 = (alt.value(alt.expr(f"datum.{name}")) for name in ("px", "px2", "py", "py2"))
    marks = {
        kind: rows.transform_filter(f"datum.mark == '{kind}'").encode(x=px, y=py)
        for kind in PANEL_MARKS
    }
    detail = [alt.Detail("panel:O"), alt.Detail("segment:O")]
    tooltip = [alt.Tooltip("name:N", title=" "), alt.Tooltip("hover:N", title=" ")]
    blue, grey = alt.value(colours.series[0]), colours.secondary
    space = (
        rows.transform_filter("datum.mark == 'space'")
        .mark_bar(opacity=0)
        .encode(y=alt.Y("line:O", axis=None, scale=alt.Scale(padding=0)))
    )
    small: dict[str, Any] = {"fontSize": 12.5, "lineBreak": "\n", "lineHeight": 14}
    words = [
        marks["title"].mark_text(
            align="left", baseline="top", fontWeight=600, fontSize=14, lineBreak="\n"
        ),
        marks["tick"].mark_text(color=grey, align=alt.expr("datum.align"), **small),
        marks["wave"].mark_text(color=grey, align=alt.expr("datum.align"), **small),
        marks["row"].mark_text(align="right", dy=alt.expr("-7 * (datum.lines - 1)"), **small),
        marks["number"].mark_text(align="left", fontWeight=600, **small),
        marks["reason"].mark_text(align="left", color=grey, fontStyle="italic", **small),
    ]
    layers = [
        space,
        marks["grid"].mark_rule(color=colours.grid).encode(x2=px2, y2=py2),
        marks["reference"]
        .mark_line(strokeWidth=1.5, color=grey, opacity=0.7)
        .encode(detail=detail),
        marks["band"].mark_area(opacity=0.18).encode(y2=py2, color=blue, detail=detail),
        marks["interval"].mark_rule(strokeWidth=7, opacity=0.3).encode(x2=px2, y2=py2, color=blue),
        marks["line"].mark_line(strokeWidth=2.2).encode(color=blue, detail=detail),
        marks["point"]
        .mark_point(filled=True, size=60 if lines else 90, opacity=1)
        .encode(color=blue, tooltip=tooltip),
        *(one.encode(text="words:N") for one in words),
    ]
    step = PANEL_STEPS["lines" if lines else "dots"]
    placed = alt.layer(*layers).transform_calculate(**_places(step, lines=lines))
    return _finished(placed.properties(height=alt.Step(step)), theme)


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
