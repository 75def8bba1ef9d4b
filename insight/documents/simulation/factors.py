"""Latent factors of the simulated surveys: what makes one respondent's answers resemble each other.

A factor is a tendency, such as trust or the habit of using digital services, that some segments
have more of than others and that chance spreads within them. Items load on one or more factors, and
items that share a factor are dependent. Which factors there are, and what loads on them, is assumed
in ``data/facts/simulation.toml``; the dependencies that follow are held against targets in
:mod:`insight.documents.simulation.dependencies`.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from insight.documents.simulation.population import (
    Columns,
    Effects,
    Integers,
    displacement,
    noise,
    pieces,
    shuffle,
)

Loadings = Mapping[str, int]


def draw_factors(
    rng: np.random.Generator, columns: Columns, effects: Mapping[str, Effects]
) -> Columns:
    """Return each respondent's place on every factor.

    Parameters
    ----------
    rng : numpy.random.Generator
        Source of chance, which has a standard deviation of 577 on each factor.
    columns : dict of str to array of int
        The respondents' segments.
    effects : mapping
        For each factor, how far the codes of segments move a respondent along it.
    """
    size = len(next(iter(columns.values())))
    return {
        factor: displacement(columns, of_segments) + noise(rng, size)
        for factor, of_segments in effects.items()
    }


def load(factors: Mapping[str, Integers], loadings: Loadings) -> Integers:
    """Return the sum of factors, each multiplied by its loading in per cent.

    Examples
    --------
    >>> load({"trust": np.array([100, -50]), "digital": np.array([10, 10])}, {"trust": 150})
    array([150, -75])
    """
    total = np.zeros(len(next(iter(factors.values()))), dtype=np.int64)
    for factor, loading in loadings.items():
        total += loading * factors[factor] // 100
    return total


def latent_scale(
    rng: np.random.Generator,
    columns: Columns,
    factors: Columns,
    effects: Effects,
    loadings: Loadings,
) -> Integers:
    """Return each respondent's place on a latent scale, which sums segments, factors and chance.

    Parameters
    ----------
    rng : numpy.random.Generator
        Source of chance.
    columns, factors : dict of str to array of int
        The respondents' segments, and places on the latent factors.
    effects : mapping
        How far the codes of segments move a respondent.
    loadings : mapping of str to int
        How much the factors do, in per cent.
    """
    moved = displacement(columns, effects) + load(factors, loadings)
    return moved + noise(rng, len(moved))


def leave_early(
    rng: np.random.Generator, patience: Integers, per_thousand: Mapping[str, int]
) -> dict[str, Integers]:
    """Return for each item the positions of the respondents who left before it.

    Whoever has left before an item has also left before every item that more have left.

    Parameters
    ----------
    rng : numpy.random.Generator
        Breaks ties.
    patience : array of int
        Each respondent's place on a scale; the least patient leave first.
    per_thousand : mapping of str to int
        How many in a thousand respondents, unweighted, have left before each item.

    Examples
    --------
    >>> rng = np.random.Generator(np.random.PCG64(1))
    >>> left = leave_early(rng, np.array([5, 1, 9, 2]), {"early": 250, "late": 500})
    >>> {item: positions.tolist() for item, positions in left.items()}
    {'early': [1], 'late': [1, 3]}
    """
    chance = shuffle(rng, len(patience))
    order = chance[np.argsort(patience[chance], kind="stable")]
    ones = np.ones(len(patience), dtype=np.int64)
    return {item: pieces(order, ones, [share], 1000)[0] for item, share in per_thousand.items()}
