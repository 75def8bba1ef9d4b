"""Places of respondents in the margins of a population; nobody may stand nowhere."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from insight.analysis.weighting.margins import Cell, PopulationMargin
from insight.language.catalogue import Text
from insight.language.errors import Fault, RequestError, some
from insight.statistics.raking import Margin, Places


def place_respondents(
    label: Text | None,
    margin: PopulationMargin,
    columns: Mapping[str, np.ndarray],
    total: float,
) -> Margin:
    """Return a margin with the cell of each respondent.

    Parameters
    ----------
    label
        The wave's, for what is said of a fault.
    margin
        The margin, whose population is scaled to `total`.
    columns
        Codes of the respondents by column.
    total
        What all margins are to sum to.

    Raises
    ------
    RequestError
        If somebody has no code or one without any population, or a cell nobody.
    """
    place = {"margin": margin.name, **in_wave(label)}
    cells = np.zeros(len(next(iter(columns.values()))), dtype=np.int64)
    codes = [list(variable.by_key) for variable in margin.variables]
    for variable, keys in zip(margin.variables, codes, strict=True):
        places = places_of(columns[variable.id], keys)
        if empty := int((places < 0).sum()):
            values = {"variable": variable.id, "count": empty, **in_wave(label)}
            raise RequestError(Fault("fault.margin_empty", values))
        cells = cells * len(keys) + places
    numbers = {_number(cell, codes): cell for cell, n in margin.population.items() if n > 0}
    counts = np.bincount(cells, minlength=max(numbers) + 1)
    if unknown := [int(number) for number in np.flatnonzero(counts) if number not in numbers]:
        values = {"count": int(counts[unknown].sum())}
        values["codes"] = some([_name(number, codes) for number in unknown])
        raise RequestError(Fault("fault.margin_uncovered", place | values))
    if absent := [cell for number, cell in numbers.items() if not counts[number]]:
        values = {"codes": some(["*".join(cell) for cell in absent])}
        raise RequestError(Fault("fault.margin_nobody", place | values))
    order = np.full(len(counts), -1)
    order[list(numbers)] = np.arange(len(numbers))
    population = np.array([margin.population[cell] for cell in numbers.values()])
    return Margin(order[cells], population * (total / population.sum()))


def places_of(column: np.ndarray, keys: Sequence[str]) -> Places:
    """Return the place of each value among codes, -1 where there is none."""
    numbers, values = pd.factorize(np.ma.getdata(column))
    place_of = {key: at for at, key in enumerate(keys)}
    of_values = np.array([place_of.get(str(value), -1) for value in values] or [-1], dtype=np.int64)
    places = np.where(numbers < 0, -1, of_values[numbers])
    places[np.ma.getmaskarray(column)] = -1
    return places


def _number(cell: Cell, codes: Sequence[Sequence[str]]) -> int:
    number = 0
    for code, keys in zip(cell, codes, strict=True):
        number = number * len(keys) + keys.index(code)
    return number


def _name(number: int, codes: Sequence[Sequence[str]]) -> str:
    names = []
    for keys in reversed(codes):
        number, at = divmod(number, len(keys))
        names.append(keys[at])
    return "*".join(reversed(names))


def in_wave(label: Text | None) -> dict[str, object]:
    """Return the wave that a fault is about, as words in brackets; nothing without waves."""
    return {"wave": Text(f" ({label.nb})", f" ({label.en})") if label else ""}
