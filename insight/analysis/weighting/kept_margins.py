"""Margins that a survey keeps of its weighting, so that they count in every standard error."""

from __future__ import annotations

import numpy as np
import pandas as pd

from insight.analysis.weighting.margins import Cell
from insight.analysis.weighting.weights import WaveWeights, Weighted
from insight.query.opened import OpenSurvey
from insight.query.raked.margin_cells import too_many
from insight.survey.codebook import Codebook
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
    written = survey.recoding.written if survey.recoding else survey.codebook
    if not all(_knows(written, margin) for margin in margins):
        return ()
    design, named = survey.codebook.design, {name for one in margins for name in one.variables}
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


def _knows(codebook: Codebook, margin: RakedMargin) -> bool:
    """Whether a codebook has the variables and the codes of a margin."""
    variables = [codebook.variables.get(name) for name in margin.variables]
    return all(
        variable is not None
        and variable.kind == "single"
        and {cell[at] for cell in margin.cells} <= {*variable.by_key}
        for at, variable in enumerate(variables)
    )
