"""Organisations of the simulated sustainability survey, and the goals that they name.

Who was asked, how many there are and how many answered were never published. All of it is assumed,
in the tables ``assumed.organisations`` of ``data/facts/simulation.toml``.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from insight.documents.simulation.factors import latent_scale
from insight.documents.simulation.population import (
    WEIGHT_UNIT,
    Columns,
    answers,
    settings,
    shuffle,
    within,
)


def organisations(rng: np.random.Generator, wave: int) -> Columns:
    """Return the segments, weights and population sizes of those that answered, in random order.

    The weight, in ten-thousandths, is the number of organisations of the respondent's kind divided
    by the number of those that answered.

    Parameters
    ----------
    rng : numpy.random.Generator
        Decides the order, and who is of which size and region.
    wave : int
        When they were asked; they were asked once, and nothing hangs on it.
    """
    assumed = settings()["assumed"]["organisations"]
    kinds = np.array([int(code) for code in assumed["kinds"]["population"]])
    population = np.array(list(assumed["kinds"]["population"].values()))
    answered = np.array(list(assumed["kinds"]["answered"].values()))
    number = np.repeat(np.arange(len(kinds)), answered)[shuffle(rng, int(answered.sum()))]
    return {
        "weight": (WEIGHT_UNIT * population // answered)[number],
        "population": population[number],
        "org_type": kinds[number],
        "org_size": within(rng, kinds[number], assumed["org_size"]),
        "org_region": within(rng, kinds[number], assumed["org_region"]),
    }


def goals(
    rng: np.random.Generator, columns: Columns, factors: Columns, assumed: Mapping[str, Any]
) -> Columns:
    """Return a 0/1 column for each goal: whether the organisation names it as important.

    Parameters
    ----------
    rng : numpy.random.Generator
        Source of chance.
    columns, factors : dict of str to array of int
        Segments, weights and places on the latent factors.
    assumed : mapping
        The share of organisations that name each goal, in per cent, the effects of segments and the
        loadings of factors; `loadings.all` are those of every goal.
    """
    named = {}
    for goal, level in assumed["levels"].items():
        loadings = assumed["loadings"]["all"] | assumed["loadings"].get(goal, {})
        latent = latent_scale(rng, columns, factors, assumed["effects"].get(goal, {}), loadings)
        parts = {"1": level, "0": 100 - level}
        named[goal] = answers(rng, latent, columns["weight"], parts)
    return named
