"""The specification of a series of printed figures: values, bounds and targets by document."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Any

import altair as alt

from insight.language.catalogue import Language
from insight.reporting.charts.elements import (
    NUMBER,
    Spec,
    faded,
    finish,
    haloed,
    legend_above,
    number_axis,
    rows_of_mark,
    tooltip,
)
from insight.reporting.charts.palettes import NEITHER, PALETTES, Theme

STAR = "M0,-1.2L.35,-.45L1.2,-.36L.57,.22L.75,1.05L0,.63L-.75,1.05L-.57,.22L-1.2,-.36L-.35,-.45Z"
SHAPES = ("diamond", "circle", "square", "cross", STAR, "triangle-up")
LEGEND_LINE = 20  # pixels that the name of a document takes above the chart
BESIDE_LAST = 36  # pixels for the last label, whose room is that of the width before
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
    words = NUMBER[language] + sign
    axis = number_axis(language, percent=False, grid=True, tickCount=4, labelExpr=words)
    x = alt.X("x:Q", axis=None, scale=alt.Scale(zero=False, nice=False))
    y = alt.Y("y:Q", axis=axis, scale=alt.Scale(zero=True, nice=False))
    ground = rows.mark_rule(color=colours.secondary).encode(y=alt.YDatum(0))
    room = rows_of_mark("room").mark_point(opacity=0).encode(x=x, y=y)
    line = (
        rows_of_mark("line")
        .mark_rule(color=colours.secondary, strokeWidth=1.5)
        .encode(
            x=x,
            y=y,
            x2="x2:Q",
            y2="y2:Q",
            strokeDash=alt.condition("datum.dashed", alt.value([4, 4]), alt.value([1, 0])),
        )
    )
    marks = _series_marks(theme, x, y, documents)
    broken = (
        rows_of_mark("break")
        .mark_rule(color=colours.secondary, strokeDash=[2, 4], strokeWidth=1.2)
        .encode(x=x)
    )
    layers = alt.layer(ground, room, broken, line, *marks, *_series_words(theme, rows, x, y))
    spec = finish(layers, theme, 300 + LEGEND_LINE * len(documents), ["place"])
    spec["padding"]["right"] = BESIDE_LAST
    return spec


def _series_marks(
    theme: Theme, x: alt.X, y: alt.Y, documents: tuple[tuple[int, str], ...]
) -> Iterator[alt.Chart]:
    """A mark for each figure, in its survey's colour and document's shape; a bound is an arrow."""
    names, colours = [name for _, name in documents], PALETTES[theme]
    colour = alt.Color(
        "hue:O",
        scale=alt.Scale(domain=[0, 1, NEITHER], range=[*colours.series[:NEITHER], colours.slate]),
        legend=None,
    )
    shapes = alt.Scale(domain=names, range=[SHAPES[place] for place, _ in documents])
    shape = alt.Shape(
        "document:N",
        scale=shapes,
        # Names side by side where it is wide would fold, and be cut, once the frame has its room.
        legend=legend_above(
            1,
            1,
            labelLimit=320,
            symbolSize=110,
            symbolOpacity=1,
            offset=22,
            symbolFillColor=colours.slate,
            symbolStrokeColor=colours.slate,
        ),
    )
    marks = {
        kind: rows_of_mark(kind).encode(x=x, y=y, color=colour)
        for kind in ("exact", "approximate", "over", "under", "goal")
    }
    aside = alt.expr("datum.dx")
    solid: dict[str, Any] = {"filled": True, "opacity": faded("place"), "xOffset": aside}
    hollow = {**solid, "filled": False, "strokeWidth": 2.2}
    cover = {**hollow, "fill": colours.background}
    for kind, head in HEADS.items():
        yield marks[kind].mark_point(size=300, shape="M-1,0H1", **hollow)
        yield (
            marks[kind]
            .mark_rule(strokeWidth=2.2, xOffset=aside, opacity=faded("place"))
            .encode(y2="y2:Q")
        )
        yield marks[kind].mark_point(size=260, shape=head, **hollow).encode(y="y2:Q")
    yield marks["exact"].mark_point(size=120, **solid).encode(shape=shape)
    unnamed = alt.Shape("document:N", scale=shapes, legend=None)
    yield marks["approximate"].mark_point(size=110, **cover).encode(shape=unnamed)
    yield marks["goal"].mark_point(size=260, shape="circle", **cover)
    yield marks["goal"].mark_point(size=40, shape="circle", **solid)
    told = alt.Chart(alt.NamedData("rows")).transform_filter("isValid(datum.place)")
    told = told.encode(x=x, y=y, tooltip=tooltip())
    arrows = told.transform_filter("isValid(datum.y2)")
    yield arrows.mark_rule(strokeWidth=18, opacity=0, xOffset=aside).encode(y2="y2:Q")
    yield told.mark_point(size=400, opacity=0, filled=True, xOffset=aside)


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
        "opacity": faded("place"),
    }
    labelled = rows.transform_filter("isValid(datum.align)").encode(x=x, y=y, text="label:N")
    yield from haloed(labelled.mark_text(**values), theme)
    yield (
        rows_of_mark("year")
        .mark_text(baseline="top", fontSize=14, color=colours.ink)
        .encode(x=x, y=alt.YValue(alt.expr("height + 10")), text="label:N")
    )
    yield (
        rows_of_mark("unit")
        .mark_text(align="left", baseline="bottom", fontSize=13, color=colours.secondary)
        .encode(x=alt.XValue(0), y=alt.YValue(-6), text="label:N")
    )
