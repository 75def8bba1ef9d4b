"""Elements of charts: words beside the marks, numbers of an axis, the dress of them all.

Words that belong to a bar are columns beside it on a wide screen and a line beneath it on a narrow
one; expressions in the specification choose, since only the browser knows its width.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Literal

import altair as alt
from altair.utils import schemapi

from insight.language.catalogue import Language
from insight.reporting.charts.palettes import FONT, PALETTES, Theme

# Altair would hold every part of a chart against its schema, each time that it is made or copied,
# and the reader would wait; tests hold the finished specifications against it.
schemapi.disable_debug_mode()

Spec = dict[str, Any]
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


def tooltip(name: str) -> list[alt.Tooltip]:
    """What is read out of a mark: the field with its name, and its figure in words."""
    return [alt.Tooltip(f"{name}:N", title=" "), alt.Tooltip("hover:N", title=" ")]


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
    head = rows.transform_filter("datum.mark == 'head'").encode(y=alt.YValue(-12))
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
            x=alt.XValue(alt.expr(f"{WIDE} ? 178 : 0")),
            text=alt.Text("shown_group:N"),
        )
        .transform_calculate(shown_group=f"{WIDE} ? datum.group : datum.group_line")
    )
    yield words.mark_text(
        align="right" if low else "left",
        dy=-19 if low else 20,
        fontSize=12.5,
        color=colours.secondary,
    ).encode(
        x=alt.XValue(alt.expr("width" if low else "0")),
        text=only_if(f"!({WIDE})", "line"),
    )
    yield words.mark_text(
        align="left", fontSize=13.5, fontStyle="italic", color=colours.secondary
    ).encode(x=alt.XValue(alt.expr(f"{WIDE} ? 196 : 0")), text="reason:N")
    for field, place in beside.items():
        at = alt.XValue(alt.expr(f"max(width - {place}, 0)"))
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
        x=alt.XValue(alt.expr("width - 60")), text=only_if(WIDE, "flagged")
    )


def only_if(condition: str, field: str) -> Any:
    """The words of a field where a condition holds, else nothing."""
    return alt.TextValue(alt.expr(f"{condition} && isValid(datum.{field}) ? datum.{field} : ''"))


def _ink_of(field: str, theme: Theme) -> Any:
    """Shares in ink, the words of a test too where it found something, the rest in grey."""
    colours = PALETTES[theme]
    if field == "test":
        apart, not_apart = alt.value(colours.ink), alt.value(colours.secondary)
        return alt.condition("datum.apart", apart, not_apart)
    return alt.ColorValue(colours.ink if field == "share" else colours.secondary)


def finish(chart: Any, theme: Theme, height: int | alt.Step) -> Spec:
    """Dress the chart and return its specification, without data.

    The chart itself is dressed: Altair's own methods would each copy all of it.
    """
    colours = PALETTES[theme]
    words = {"labelColor": colours.ink, "labelFontSize": 14, "titleColor": colours.ink}
    chart.height = height
    chart.config = {
        "font": FONT,
        "background": "transparent",
        "aria": False,  # its text speaks for it
        "view": {"stroke": None},
        "axis": {**words, "gridColor": colours.grid},
        "legend": words,
        "text": {"color": colours.ink},
        "mark": {"aria": False},
    }
    spec: Spec = chart.to_dict(validate=False)
    for part in (spec, *spec["layer"]):
        part.pop("data", None)
    spec["padding"] = {"left": 2, "right": 16, "top": 6, "bottom": 10}
    spec["usermeta"] = {"embedOptions": {"renderer": "svg", "actions": False}}
    return spec
