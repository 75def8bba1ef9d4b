"""Margins of raked weights as a codebook writes them, with the names that a file of margins has."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from insight.survey.filters import escape
from insight.survey.raked.raked_design import JOINED, RakedMargin


def margins_written(margins: Sequence[RakedMargin]) -> list[dict[str, Any]]:
    """Return the list ``raked`` of some margins.

    Examples
    --------
    >>> margin = RakedMargin(("a", "b"), (("1", "x"), ("2", "x")), (40.0, 60.0))
    >>> margins_written([margin])
    [{'variable': 'a*b', 'codes': ['1*x', '2*x'], 'population': [40.0, 60.0]}]
    """
    return [_written(margin) for margin in margins]


def _written(margin: RakedMargin) -> dict[str, Any]:
    return {
        "variable": _joined(margin.variables),
        **({} if margin.wave is None else {"wave": margin.wave}),
        "codes": [_joined(cell) for cell in margin.cells],
        "population": list(margin.population),
    }


def _joined(parts: tuple[str, ...]) -> str:
    return JOINED.join(escape(part, JOINED) for part in parts)
