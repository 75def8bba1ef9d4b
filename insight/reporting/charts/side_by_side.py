"""A figure of each group in two ways, side by side: hollow as it is, filled as it would be."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from insight.language.catalogue import Language
from insight.reporting.charts.elements import NUMBER, PERCENT, USERMETA, Spec, config
from insight.reporting.charts.palettes import PALETTES, Theme

ROW = 46


def side_by_side_spec(
    ways: Sequence[str], theme: Theme, language: Language, *, share: bool
) -> Spec:
    """Return the specification of the chart, without data.

    Parameters
    ----------
    ways
        What the two are called, as the rows have it in ``way``.
    theme, language
        Of the colours and of the numbers.
    share
        Whether figures are shares.

    Returns
    -------
    Spec
        Of rows with ``group``, ``order``, ``way``, ``alike`` (whether it is the second of the two),
        ``value``, ``low`` and ``upp``.
    """
    colours = PALETTES[theme]
    colour = {
        "field": "way",
        "type": "nominal",
        "scale": {"domain": [*ways], "range": [colours.secondary, colours.series[0]]},
        "legend": {"orient": "top", "title": None, "symbolOpacity": 1},
    }
    y = {
        "field": "group",
        "type": "nominal",
        "sort": {"field": "order"},
        "axis": {"title": None, "domain": False, "ticks": False, "labelLimit": 220},
    }
    apart = {"field": "way", "type": "nominal", "sort": [*ways], "scale": {"paddingOuter": 1}}
    shared = {"y": y, "yOffset": apart, "color": colour}
    return {
        "height": {"step": ROW, "for": "position"},
        "width": "container",
        "layer": [*_layers(shared, _along(language, share=share), colours.background)],
        "config": config(theme),
        "usermeta": USERMETA,
    }


def _along(language: Language, *, share: bool) -> Spec:
    axis: dict[str, Any] = {
        "title": None,
        "domain": False,
        "ticks": False,
        "tickCount": 5,
        "labelPadding": 8,
        "labelExpr": (PERCENT if share else NUMBER)[language],
    }
    return {"type": "quantitative", "scale": {"zero": False}, "axis": axis}


def _layers(shared: Spec, x: Spec, ground: str) -> Iterator[Spec]:
    """Intervals, points on them, and the hole in the first way's, in the colour of the ground."""
    yield {
        "mark": {"type": "rule", "strokeWidth": 2, "opacity": 0.6},
        "encoding": shared | {"x": x | {"field": "low"}, "x2": {"field": "upp"}},
    }
    yield {
        "mark": {"type": "point", "size": 80, "filled": True, "opacity": 1},
        "encoding": shared | {"x": x | {"field": "value"}},
    }
    yield {
        "transform": [{"filter": "!datum.alike"}],
        "mark": {"type": "point", "size": 28, "filled": True, "opacity": 1},
        "encoding": shared | {"x": x | {"field": "value"}, "color": {"value": ground}},
    }
