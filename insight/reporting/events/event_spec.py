"""The specification of the timeline: marks by kind, bars of periods, arrows of bounds.

With Ctrl held down the wheel zooms, for alone it scrolls the page; dragging moves along in time.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Any

import altair as alt

from insight.documents.passages.timeline import EVENT_KINDS
from insight.language.catalogue import Language, say
from insight.reporting.charts.elements import (
    HEADING,
    WIDE,
    Spec,
    faded,
    finish,
    haloed,
    legend_above,
    rows_of_mark,
)
from insight.reporting.charts.palettes import PALETTES, Theme
from insight.reporting.charts.series_specs import STAR
from insight.reporting.events.event_words import kind_name
from insight.reporting.events.lanes import Years

SHAPES = {
    "strategy": "square",
    "law": "cross",
    "milestone": "diamond",
    "event": "circle",
    "plan": "triangle-right",
    "target": STAR,
}
ABOVE = 78
HEAD = "M-0.7,-0.6L0,0L-0.7,0.6"


@lru_cache(maxsize=64)
def event_spec(theme: Theme, language: Language, height: int, years: Years) -> Spec:
    """The specification of the timeline of some years, `height` pixels high below their names."""
    colours = PALETTES[theme]
    across = alt.Scale(domain=[years.first, years.last + 1], nice=False)
    x = alt.X("x:Q", axis=_year_axis(), scale=across)
    down = alt.Scale(domain=[0, height], reverse=True, nice=False, zero=False)
    y = alt.Y("y:Q", axis=None, scale=down)
    zoom = alt.selection_interval(
        name="zoom", bind="scales", encodings=["x"], zoom="wheel![event.ctrlKey || event.metaKey]"
    )
    room = rows_of_mark("room").mark_point(opacity=0).encode(x=x, y=y).add_params(zoom)
    heads = rows_of_mark("head").encode(y=y)
    rule = heads.mark_rule(color=colours.secondary, opacity=0.35).encode(
        x=alt.XValue(0), x2=alt.X2Value(alt.expr("width"))
    )
    name = heads.mark_text(
        align="left", baseline="top", dy=4, fontSize=14, fontWeight=600, limit=alt.expr("width")
    ).encode(x=alt.XValue(0), text="label:N")
    layers = alt.layer(
        room, rule, *_events(theme, language, x, y), *haloed(name, theme), *_labels(theme, x, y)
    )
    return finish(layers, theme, height + ABOVE, ["place"])


def _year_axis() -> alt.Axis:
    """The years above the chart, as many as there is room for."""
    return alt.Axis(
        orient="top",
        title=None,
        format="d",
        tickMinStep=1,
        tickCount=alt.expr("width / 40"),
        grid=True,
        ticks=False,
        domain=False,
        labelAlign="left",
        labelBound=True,
        labelFontSize=14,
        labelPadding=6,
        labelOverlap="greedy",
        labelSeparation=5,
    )


def _events(theme: Theme, language: Language, x: alt.X, y: alt.Y) -> Iterator[alt.Chart]:
    """Bars and arrows, and on them the mark of each event; what is inferred is hollow."""
    background = PALETTES[theme].background
    names = [kind_name(kind, language) for kind in EVENT_KINDS]
    colour = alt.Color(
        "kind:N",
        scale=alt.Scale(domain=names, range=list(PALETTES[theme].groups)),
        legend=legend_above(
            len(names), 2, labelLimit=320, symbolSize=100, symbolOpacity=1, offset=10
        ),
    )
    shape = alt.Shape(
        "kind:N", scale=alt.Scale(domain=names, range=[SHAPES[kind] for kind in EVENT_KINDS])
    )
    said = _tooltip(language)
    yield from _bars(x, y, colour, said)
    size = alt.expr(f"{WIDE} ? 85 : 38")
    for mark in ("solid", "hollow"):
        own = rows_of_mark(mark).encode(x=x, y=y, color=colour, shape=shape, tooltip=said)
        look: dict[str, Any] = {"size": size, "clip": True, "opacity": faded("place")}
        if mark == "solid":
            yield own.mark_point(stroke=background, strokeWidth=0.8, filled=True, **look)
        else:
            yield own.mark_point(fill=background, strokeWidth=1.9, **look)


def _bars(
    x: alt.X, y: alt.Y, colour: alt.Color, said: Sequence[alt.Tooltip]
) -> Iterator[alt.Chart]:
    """A bar for each period, hollow where it is inferred; an arrow where a bound is known."""
    whole = rows_of_mark("bar").encode(x=x, y=y, x2="x2:Q", color=colour, tooltip=said)
    bar: dict[str, Any] = {"size": 8, "cornerRadius": 4, "clip": True}
    printed = whole.transform_filter("!datum.inferred")
    yield printed.mark_bar(opacity=faded("place", full=0.45), **bar)
    inferred = whole.transform_filter("datum.inferred")
    dashed: dict[str, Any] = {"filled": False, "strokeWidth": 1.2, "strokeDash": [3, 2]}
    yield inferred.mark_bar(opacity=faded("place"), **dashed, **bar)
    arrow = rows_of_mark("arrow").encode(x=x, y=y, color=colour, tooltip=said)
    look: dict[str, Any] = {"strokeWidth": 1.8, "clip": True, "opacity": faded("place")}
    yield arrow.mark_rule(strokeDash=[5, 3], **look).encode(x2="x2:Q")
    middle = alt.X("middle:Q")
    yield (
        arrow.transform_calculate(middle="(datum.x + datum.x2) / 2")
        .mark_point(shape=HEAD, size=150, **look)
        .encode(x=middle)
    )


def _tooltip(language: Language) -> list[alt.Tooltip]:
    fields = {"when": "when", "kind": "kind", "themes": "themes", "levels": "level"}
    fields |= {"document": "documents"}
    titled = [
        alt.Tooltip(f"{field}:N", title=say(language, f"timeline.{name}"))
        for field, name in fields.items()
    ]
    return [alt.Tooltip("text:N", title=HEADING), *titled]


def _labels(theme: Theme, x: alt.X, y: alt.Y) -> Iterator[alt.Chart]:
    """The words of an event, beside it where there is more room, and no longer than that."""
    place = "scale('x', datum.x)"
    room = f"max(1, datum.align == 'left' ? width - {place} - 10 : {place} - 10)"
    look: dict[str, Any] = {
        "align": alt.expr("datum.align"),
        "dx": alt.expr("datum.align == 'left' ? 8 : -8"),
        "baseline": "middle",
        "fontSize": 14,
        "limit": alt.expr(room),
        "clip": True,
        "opacity": faded("place"),
    }
    labels = rows_of_mark("label").encode(x=x, y=y, text="label:N")
    yield from haloed(labels.mark_text(**look), theme)
