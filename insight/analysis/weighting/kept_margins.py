"""Margins that a survey keeps of its weighting, so that they count in every standard error."""

from __future__ import annotations

from collections.abc import Collection

import numpy as np
import pandas as pd

from insight.analysis.weighting.margins import Cell
from insight.analysis.weighting.weights import WaveWeights, Weighted
from insight.query.opened import OpenSurvey
from insight.query.raked.margin_cells import too_many
from insight.survey.raked.raked_design import RakedMargin


def kept_margins(survey: OpenSurvey, weighting: Weighted) -> tuple[RakedMargin, ...]:
    """Return the margins that weights were raked to, in that order.

    Parameters
    ----------
    survey
        The survey that was weighted.
    weighting
        The weights.

    Returns
    -------
    tuple of RakedMargin
        Nothing where there are too many different weights and combinations of margins for every
        figure to be worked out from them, as with starting weights that nobody else has; and where
        a recipe makes what they are of, for the codebook as it is written does not know that.
    """
    margins = tuple(margin for wave in weighting.waves for margin in _of_wave(wave))
    design, named = survey.codebook.design, {name for one in margins for name in one.variables}
    if _are_made(survey, named):
        return ()
    columns = [name for name in {*design.sampled_columns, design.wave, *named} if name]
    responses = survey.select(columns)
    counted = survey.query(responses.text, responses)
    apart = pd.DataFrame({name: np.ma.getdata(column) for name, column in counted.items()})
    cells = apart.assign(**{"the weight": weighting.weights}).drop_duplicates()
    return () if too_many(margins, len(cells)) else margins


def _of_wave(wave: WaveWeights) -> list[RakedMargin]:
    populations: dict[tuple[str, ...], dict[Cell, float]] = {}
    for cell in wave.cells:
        names = tuple(variable.id for variable in cell.margin.variables)
        populations.setdefault(names, {})[cell.cell] = cell.margin.population[cell.cell]
    return [
        RakedMargin(names, tuple(population), tuple(population.values()), wave.key)
        for names, population in populations.items()
    ]


def _are_made(survey: OpenSurvey, names: Collection[str]) -> bool:
    """Whether a recipe makes any of some variables, or gives it other codes or another name."""
    if survey.recoding is None:
        return False
    written, made = survey.recoding.written.variables, {*survey.recoding.derived}
    codes = survey.codebook.variables
    return any(
        name in made or name not in written or {*written[name].by_key} != {*codes[name].by_key}
        for name in names
    )
