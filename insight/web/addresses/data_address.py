"""The address of a view's figures in the API, where the API can be asked the same.

A filter of several groups of one variable cannot be: there they are a breakdown.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from urllib.parse import urlencode

from insight.api.cube import COUNTS, QUANTILES, Cube, Dimension
from insight.views.linked_view import LinkedView

_PLACE = "api/v2/tables/{}/{}?{}"
_TOLD = ("", "_low", "_upp")


def data_address(linked: LinkedView) -> str:
    """Return where the figures of a view are, without a format; empty where they cannot be had.

    Figures of several questions have an address each, and the view none. Nor has one that is
    divided by another question, which is no dimension of the table.
    """
    asked = linked.asked
    if asked.items:
        return ""
    cube = cube_of(linked)
    if {variable.id for variable in asked.breakdown.by} - {
        each.variable.id for each in cube.dimensions if each.variable
    }:
        return ""
    chosen: dict[str, str] = {"lang": linked.view.language}
    for dimension in cube.dimensions:
        codes = _codes(linked, cube, dimension)
        if codes is None:
            return ""
        if codes:
            chosen[f"valueCodes[{dimension.id}]"] = codes
    return address(cube, "data", chosen)


def cube_of(linked: LinkedView) -> Cube:
    """Return the table of the API that has what a view follows."""
    breakdown = linked.asked.breakdown
    statistic = breakdown.statistic
    of_table = "quartiles" if statistic == "median" else statistic
    return Cube(linked.view.survey, breakdown.item, of_table)


def address(cube: Cube, name: str, chosen: Mapping[str, str]) -> str:
    """Return where a table's figures, or an analysis of it, are."""
    return _PLACE.format(cube.id, name, urlencode(chosen, safe="*,"))


def _codes(linked: LinkedView, cube: Cube, dimension: Dimension) -> str | None:
    """What is asked of a dimension: nothing where it is left out, None where it cannot be."""
    view, asked = linked.view, linked.asked
    breakdown = asked.breakdown
    match dimension.kind:
        case "base":
            return "valid" if view.valid_only else ""
        case "contents":
            names = [*QUANTILES] if breakdown.statistic == "quartiles" else [cube.measure]
            measured = [f"{name}{part}" for name in names for part in _TOLD]
            return ",".join([*measured, *COUNTS[:2]])
        case "wave":
            over_time = breakdown.over_time or asked.show == "trend"
            return "*" if over_time else _coded(dimension, [view.wave or ""])
        case "category":
            return "*" if _shows_every_answer(linked) else _coded(dimension, [breakdown.target])
    divided = dimension.variable in breakdown.by
    kept = breakdown.where.codes(dimension.variable.id) if dimension.variable else ()
    if divided and not kept:
        return "*"
    if len(kept) > 1 and not divided:
        return None
    return _coded(dimension, kept)


def _shows_every_answer(linked: LinkedView) -> bool:
    by, show = linked.asked.breakdown.by, linked.asked.show
    return show == "bars" or (not by and show != "trend") or (len(by) == 1 and show == "heat")


def _coded(dimension: Dimension, keys: Sequence[str]) -> str | None:
    """Codes of values by their keys; None where there is none of them."""
    codes = {value.key: value.code for value in dimension.values}
    return ",".join(codes[key] for key in keys) if all(key in codes for key in keys) else None
