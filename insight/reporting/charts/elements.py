"""Elements of charts: words beside the marks, numbers of an axis, the dress of them all.

Words that belong to a bar are columns beside it on a wide screen and a line beneath it on a narrow
one; expressions in the specification choose, since only the browser knows its width.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import altair as alt
import pandas as pd
import pyarrow as pa
from altair.utils import schemapi

from insight.language.catalogue import Language
from insight.reporting.boxes import Box
from insight.reporting.charts.palettes import FONT, PALETTES, Theme

# Altair would hold every part of a chart against its schema, each time that it is made or copied,
# and the reader would wait; tests hold the finished specifications against it.
schemapi.disable_debug_mode()

Spec = dict[str, Any]
USERMETA: Mapping[str, Any] = {"embedOptions": {"renderer": "svg", "actions": False}}
FADED = 0.35
TARGET: Mapping[str, Any] = {"stroke": "transparent", "strokeWidth": 14}  # what is easily hit
HEADING = "title"  # of a tooltip, to what draws it
_BOXES = pa.map_(pa.string(), pa.string())
WIDE = "width > 620"
WAVE_LINE = 18
PERCENT: dict[Language, str] = {
    "nb": "round(datum.value * 100) + '\N{NO-BREAK SPACE}%'",
    "en": "round(datum.value * 100) + '%'",
}
NUMBER: dict[Language, str] = {
    "nb": "replace(replace(format(datum.value, ',~f'), /,/g, '\N{NO-BREAK SPACE}'), '.', ',')",
    "en": "format(datum.value, ',~f')",
}


def rows_of_mark(mark: str) -> alt.Chart:
    """The rows of a chart that are for one of its marks."""
    return alt.Chart(alt.NamedData("rows")).transform_filter(f"datum.mark == '{mark}'")


def number_axis(language: Language, *, percent: bool, **more: Any) -> alt.Axis:
    """An axis of numbers, or of shares in per cent, without title or line."""
    words = (PERCENT if percent else NUMBER)[language]
    usual: dict[str, Any] = {"ticks": False, "tickCount": 5, "labelPadding": 8, "labelExpr": words}
    return alt.Axis(title=None, domain=False, **(usual | more))


def rows_of_chart(rows: Sequence[Mapping[str, object]]) -> pd.DataFrame:
    """Return rows with the box of each under `said`: words by their names, in order.

    So a specification need not name what a box tells, and stays the same whatever that is.
    """
    frame = pd.DataFrame([{**row, "said": None} for row in rows])
    boxes = [_entries(box) if isinstance(box := row.get("said"), Box) else None for row in rows]
    frame["said"] = pd.Series(pd.arrays.ArrowExtensionArray(pa.array(boxes, type=_BOXES)))
    return frame


def _entries(box: Box) -> list[tuple[str, str]]:
    """A box as a tooltip takes it, in which no name is a number, a heading or a picture."""
    return [(HEADING, box.heading), *((_plain(name), words) for name, words in box.lines)]


def _plain(name: str) -> str:
    taken = name.isdecimal() or name in (HEADING, "image")
    return f"{name}\N{NO-BREAK SPACE}" if taken else name


def tooltip() -> alt.Tooltip:
    """The box of a mark."""
    return alt.Tooltip("said:N")


def is_pointed(*fields: str) -> str:
    """Whether the pointer is on a mark with the same fields as this row."""
    same = (f"pointed.{field}[0] === datum.{field}" for field in fields)
    return f"(isValid(pointed.{fields[0]}) && {' && '.join(same)})"


def faded(*fields: str, full: float | str = 1) -> Any:
    """How solid a mark is: less where the pointer is on a mark with other fields."""
    away = f"isValid(pointed.{fields[0]}) && !{is_pointed(*fields)}"
    return alt.expr(f"({full}) * ({away} ? {FADED} : 1)")


def haloed(words: alt.Chart, theme: Theme) -> Iterator[alt.Chart]:
    """Words, and beneath them a margin in the colour of the ground, to be read over bands."""
    ground = PALETTES[theme].background
    margin = words.copy().encode(color=alt.ColorValue(ground))
    margin.mark.stroke, margin.mark.strokeWidth, margin.mark.strokeJoin = ground, 4, "round"
    yield margin
    yield words


def legend_above(many: int, few: int, **more: Any) -> alt.Legend:
    """A legend above a chart: `many` names side by side where it is wide, else `few`."""
    across = alt.expr(f"{WIDE} ? {many} : {few}")
    return alt.Legend(title=None, orient="top", direction="horizontal", columns=across, **more)


def wave_names(waves: alt.Chart, theme: Theme) -> alt.Chart:
    """The names of waves below a chart of lines, on several lines where they would touch."""
    line = f"({WIDE} ? datum.wide_line : datum.narrow_line)"
    below = waves.encode(
        y=alt.YValue(alt.expr(f"height + 12 + {WAVE_LINE} * {line}")), text="wave:N"
    )
    names: alt.Chart = below.mark_text(
        baseline="top",
        fontSize=14,
        color=PALETTES[theme].ink,
        opacity=alt.expr(f"{line} < 0 ? 0 : 1"),
    )
    return names


def pause(waves: alt.Chart, theme: Theme) -> alt.Chart:
    """A line before each wave whose figures cannot be compared with those before it."""
    broken: alt.Chart = (
        waves.transform_filter("datum.breaks")
        .mark_rule(strokeDash=[3, 4], color=PALETTES[theme].secondary)
        .encode(x=alt.XValue(alt.expr("scale('x', datum.pause)")))
    )
    return broken


def wave_strips(waves: alt.Chart, theme: Theme, along: alt.Scale) -> tuple[alt.Chart, alt.Chart]:
    """Return a line through the wave that is pointed at, and what takes the pointer for each.

    A strip reaches half way to the waves beside it, so that the whole chart can be pointed at.
    """
    rule = waves.mark_rule(
        color=PALETTES[theme].secondary,
        strokeWidth=1.5,
        opacity=alt.expr(f"{is_pointed('order')} ? 1 : 0"),
    )
    start = alt.X("since:Q", axis=None, scale=along)
    strip = waves.mark_rect(opacity=0).encode(x=start, x2="until:Q", tooltip=tooltip())
    return rule, strip


def axis_words(theme: Theme) -> Iterator[alt.Chart]:
    """What there is to say of an axis that is cut, above the chart."""
    rows = alt.Chart(alt.NamedData("rows")).transform_filter("isValid(datum.axis)")
    yield rows.mark_text(
        align="left", baseline="bottom", fontSize=13, color=PALETTES[theme].secondary
    ).encode(x=alt.XValue(0), y=alt.YValue(-10), text="axis:N")


def beside_of(*, tested: bool) -> dict[str, int]:
    """How far from the right edge each column of words beside the marks has its middle."""
    return {"test": 104, "n": 26} if tested else {"n": 26}


def columns(theme: Theme, y: alt.Y, beside: Mapping[str, int]) -> Iterator[alt.Chart]:
    """Words beside the marks on a wide screen, above them on a narrow one.

    Words that are not shown are empty rather than transparent, for even those take up room.
    """
    colours = PALETTES[theme]
    rows = alt.Chart(alt.NamedData("rows"))
    words = rows.transform_filter("datum.mark == 'words'").encode(y=y)
    head = rows.transform_filter("datum.mark == 'head'").encode(y=alt.YValue(-12))
    yield (
        words.mark_text(
            align=alt.expr(f"{WIDE} ? 'right' : 'left'"),
            dy=alt.expr(f"{WIDE} ? -8.5 * (datum.lines - 1) : -19"),
            fontSize=14,
            fontWeight=alt.expr(f"{is_pointed('order')} ? 600 : 400"),
            color=colours.ink,
            lineBreak="\n",
            limit=alt.expr(f"{WIDE} ? 175 : width{' - 140' if beside else ''}"),
        )
        .encode(
            x=alt.XValue(alt.expr(f"{WIDE} ? 178 : 0")),
            text=alt.Text("shown_group:N"),
        )
        .transform_calculate(shown_group=f"{WIDE} ? datum.group : datum.group_line")
    )
    yield words.mark_text(align="right", dy=-19, fontSize=13, color=colours.secondary).encode(
        x=alt.XValue(alt.expr("width")), text=only_if(f"!({WIDE})", "line")
    )
    yield words.mark_text(
        align="left", fontSize=13.5, fontStyle="italic", color=colours.secondary
    ).encode(x=alt.XValue(alt.expr(f"{WIDE} ? 196 : 0")), text="reason:N")
    for field, place in beside.items():
        at = alt.XValue(alt.expr(f"max(width - {place}, 0)"))
        yield words.mark_text(align="center", fontSize=14, fontWeight="normal").encode(
            x=at, text=only_if(WIDE, field), color=_ink_of(field, theme)
        )
        yield head.mark_text(
            align="center",
            baseline="bottom",
            dy=alt.expr(f"-15 * (length(split(datum['{field}'], '\\n')) - 1)"),
            lineBreak="\n",
            fontSize=13,
            color=colours.secondary,
        ).encode(x=at, text=only_if(WIDE, field))
    yield words.mark_text(align="center", dy=17, fontSize=13, color=colours.secondary).encode(
        x=alt.XValue(alt.expr("width - 60")), text=only_if(WIDE, "flagged")
    )


def only_if(condition: str, field: str) -> Any:
    """The words of a field where a condition holds, else nothing."""
    return alt.TextValue(alt.expr(f"{condition} && isValid(datum.{field}) ? datum.{field} : ''"))


def _ink_of(field: str, theme: Theme) -> Any:
    """The words of a test in ink where it found something, the rest in grey."""
    colours = PALETTES[theme]
    if field == "test":
        apart, not_apart = alt.value(colours.ink), alt.value(colours.secondary)
        return alt.condition("datum.apart", apart, not_apart)
    return alt.ColorValue(colours.secondary)


def finish(chart: Any, theme: Theme, height: int | alt.Step, pointed: Sequence[str]) -> Spec:
    """Dress the chart and return its specification, without data.

    The chart itself is dressed: Altair's own methods would each copy all of it.

    Parameters
    ----------
    chart
        The layers.
    theme, height
        Of the chart.
    pointed
        By which fields a mark with a box is known while the pointer is on it.
    """
    chart.height = height
    chart.config = config(theme)
    spec: Spec = chart.to_dict(validate=False)
    for part in (spec, *spec["layer"]):
        part.pop("data", None)
    spec.setdefault("params", []).append(_pointed(spec, pointed))
    spec["padding"] = {"left": 2, "right": 16, "top": 6, "bottom": 10}
    spec["usermeta"] = USERMETA
    return spec


def config(theme: Theme) -> Spec:
    """Return the dress of a chart: its letters, and the colours of words and lines."""
    colours = PALETTES[theme]
    words = {"labelColor": colours.ink, "labelFontSize": 14, "titleColor": colours.ink}
    return {
        "font": FONT,
        "background": "transparent",
        "aria": False,  # its text speaks for it
        "view": {"stroke": None},
        "axis": {**words, "gridColor": colours.grid},
        "legend": words,
        "text": {"color": colours.ink},
        "mark": {"aria": False, "tooltip": None},
    }


def _pointed(spec: Spec, fields: Sequence[str]) -> dict[str, Any]:
    """What the pointer is on: a mark with a box, whichever layer it is in.

    Vega-Lite asks for a layer that it belongs to, but listens to all that have boxes.
    """
    told = next(layer for layer in spec["layer"] if "tooltip" in layer["encoding"])
    told["name"] = "told"
    return {
        "name": "pointed",
        "select": {
            "type": "point",
            "on": "pointerover",
            "clear": "pointerout",
            "fields": [*fields],
            "toggle": False,
        },
        "views": ["told"],
    }
