"""Weights for a survey from margins of its population, wave by wave.

Nobody is left out: whoever has no code, or one that the margins do not know, is counted and the
weighting refused. So is one that does not meet its margins.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np
import pandas as pd

from insight.analysis.weighting.margins import Cell, Margins, PopulationMargin
from insight.analysis.weighting.placement import in_wave, place_respondents, places_of
from insight.language.catalogue import Text
from insight.language.errors import Fault, RequestError, near_miss
from insight.query.opened import OpenSurvey
from insight.query.store import Columns
from insight.statistics.raking import NO_BOUNDS, Floats, Margin, Places, Raked, design_effect, rake
from insight.survey.folders import Survey

Scale = Literal["mean", "population"]
SCALES: tuple[Scale, ...] = get_args(Scale)
QUANTILES = (0.0, 0.05, 0.5, 0.95, 1.0)


@dataclass(frozen=True)
class MarginCell:
    """A cell of a margin: its share of the population, and of the weights before and after."""

    margin: PopulationMargin
    cell: Cell
    respondents: int
    population: float
    before: float
    after: float


@dataclass(frozen=True)
class WaveWeights:
    """The weights of one wave, or of a survey without waves.

    Attributes
    ----------
    key, wave
        Its code and its label; None where there are no waves.
    respondents
        How many there are.
    raked
        How the weights came about.
    effect
        Kish's design effect.
    quantiles
        The weights at `QUANTILES`, in units of their mean.
    cells
        What was to be met, and what was.
    """

    key: str | None
    wave: Text | None
    respondents: int
    raked: Raked
    effect: float
    quantiles: tuple[float, ...]
    cells: tuple[MarginCell, ...]


@dataclass(frozen=True)
class Weighted:
    """Weights of all respondents, in the file's order, and how they came about in each wave."""

    weights: Floats
    waves: tuple[WaveWeights, ...]

    @property
    def effect(self) -> float:
        """Kish's design effect of all weights together."""
        return design_effect(self.weights)


def weigh(
    survey: OpenSurvey,
    margins: Margins,
    *,
    start: str | None = None,
    bounds: tuple[float, float] = NO_BOUNDS,
    scale: Scale = "mean",
) -> Weighted:
    """Rake the respondents of each wave to the margins of the population.

    Parameters
    ----------
    survey
        The survey.
    margins
        Of the population.
    start
        The column of starting weights; None where respondents count alike.
    bounds
        The least and the greatest weight, in units of the wave's mean.
    scale
        Whether the mean weight of each wave is to be 1, or its sum the population.

    Raises
    ------
    RequestError
        If respondents have no place in a margin, a margin has no respondents in the sample, or
        the margins are not met.
    """
    if not 0 <= bounds[0] < 1 < bounds[1]:
        values = {"low": f"{bounds[0]:g}", "high": f"{bounds[1]:g}"}
        raise RequestError(Fault("fault.trim", values))
    columns = _columns(survey, margins)
    starts = _starts(survey, start)
    weights = np.full(len(starts), np.nan)
    waves = []
    for key, label, rows in _waves(survey, columns, len(starts)):
        of_wave = margins[key if key in margins else None]
        theirs = {name: of[rows] for name, of in columns.items()}
        weighted = _wave((key, label), theirs, of_wave, starts[rows], bounds)
        factor = 1.0 if scale == "population" else len(rows) / weighted.raked.weights.sum()
        weights[rows] = weighted.raked.weights * factor
        waves.append(weighted)
    return Weighted(weights, tuple(waves))


def _columns(survey: OpenSurvey, margins: Margins) -> Columns:
    """The columns of margins and wave, in the file's order, as codes are compared."""
    named = [
        variable.id
        for of_wave in margins.values()
        for margin in of_wave
        for variable in margin.variables
    ]
    wave = survey.codebook.design.wave
    wanted = list(dict.fromkeys([*named, *([wave] if wave else [])]))
    responses = survey.select(wanted)
    return survey.query(responses.text, responses)


def _starts(survey: OpenSurvey, column: str | None) -> Floats:
    """The starting weights, each a positive number."""
    names = survey.types
    if column is None:
        return np.ones(survey.respondents)
    if column not in names:
        values = {"variable": "--start", "column": column, "hint": near_miss(column, names)}
        raise RequestError(Fault("fault.no_column", values))
    read = survey.column(column).to_pandas()
    numbers: Floats = pd.to_numeric(read, errors="coerce").to_numpy(np.float64, na_value=np.nan)
    unfit = int((~(np.isfinite(numbers) & (numbers > 0))).sum())
    if unfit:
        raise RequestError(Fault("fault.start", {"column": column, "count": unfit}))
    return numbers


def _waves(
    survey: Survey, columns: Columns, count: int
) -> Iterator[tuple[str | None, Text | None, Places]]:
    """Each wave with its label and the rows of its respondents."""
    wave = survey.codebook.wave
    if wave is None:
        yield None, None, np.arange(count)
        return
    places = places_of(columns[wave.id], list(wave.by_key))
    for at, category in enumerate(wave.categories):
        rows = np.flatnonzero(places == at)
        if len(rows):
            yield category.key, category.label, rows


def _wave(
    wave: tuple[str | None, Text | None],
    columns: Mapping[str, np.ndarray],
    margins: Sequence[PopulationMargin],
    start: Floats,
    bounds: tuple[float, float],
) -> WaveWeights:
    total, label = margins[0].total, wave[1]
    placed = [place_respondents(label, margin, columns, total) for margin in margins]
    raked = rake(start, placed, bounds)
    if not raked.met:
        raise RequestError(_not_met(label, margins, placed, raked, bounds))
    before = start * (total / start.sum())
    mean = raked.weights.mean()
    return WaveWeights(
        *wave,
        len(start),
        raked,
        design_effect(raked.weights),
        tuple(float(quantile) for quantile in np.quantile(raked.weights / mean, QUANTILES)),
        tuple(_cells(margins, placed, before, raked.weights)),
    )


def _cells(
    margins: Sequence[PopulationMargin], placed: Sequence[Margin], before: Floats, after: Floats
) -> Iterator[MarginCell]:
    for margin, places in zip(margins, placed, strict=True):
        total = places.population.sum()
        counts = np.bincount(places.cells, minlength=len(places.population))
        shares = [
            sums / total for sums in (places.population, places.sums(before), places.sums(after))
        ]
        named = (cell for cell, number in margin.population.items() if number > 0)
        for at, cell in enumerate(named):
            yield MarginCell(margin, cell, int(counts[at]), *(float(share[at]) for share in shares))


def _not_met(
    label: Text | None,
    margins: Sequence[PopulationMargin],
    placed: Sequence[Margin],
    raked: Raked,
    bounds: tuple[float, float],
) -> Fault:
    """Say which margin is missed by most."""
    margin, places = margins[raked.worst[0]], placed[raked.worst[0]]
    total = places.population.sum()
    cells = [cell for cell, number in margin.population.items() if number > 0]
    values = {
        "margin": margin.name,
        "code": "*".join(cells[raked.worst[1]]),
        "wanted": f"{places.population[raked.worst[1]] / total:.4g}",
        "got": f"{places.sums(raked.weights)[raked.worst[1]] / total:.4g}",
        "rounds": raked.rounds,
        **in_wave(label),
    }
    return Fault("fault.not_raked" if bounds == NO_BOUNDS else "fault.not_raked_trimmed", values)
