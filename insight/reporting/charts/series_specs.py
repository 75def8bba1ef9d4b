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
    finish,
    legend_above,
    number_axis,
    rows_of_mark,
    tooltip,
)
from insight.reporting.charts.palettes import DOCUMENTS, PALETTES, Theme

SHAPES = ("diamond", "circle", "square", "circle", "circle", "triangle-up")
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
    return finish(layers, theme, 320)


def _series_marks(
    theme: Theme, x: alt.X, y: alt.Y, documents: tuple[tuple[int, str], ...]
) -> Iterator[alt.Chart]:
    """A mark for each figure, in its document's colour and shape; a bound is an arrow."""
    names = [name for _, name in documents]
    colour = alt.Color(
        "document:N",
        scale=alt.Scale(domain=names, range=[DOCUMENTS[theme][place] for place, _ in documents]),
        legend=legend_above(len(names), 1, labelLimit=320, symbolSize=110, offset=22),
    )
    shape = alt.Shape(
        "document:N", scale=alt.Scale(domain=names, range=[SHAPES[place] for place, _ in documents])
    )
    marks = {
        kind: rows_of_mark(kind).encode(x=x, y=y, color=colour, tooltip=tooltip("document"))
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
        rows_of_mark("year")
        .mark_text(baseline="top", fontSize=14, color=colours.ink)
        .encode(x=x, y=alt.YValue(alt.expr("height + 10")), text="label:N")
    )
    yield (
        rows_of_mark("unit")
        .mark_text(align="left", baseline="bottom", fontSize=13, color=colours.secondary)
        .encode(x=alt.XValue(0), y=alt.YValue(-6), text="label:N")
    )
