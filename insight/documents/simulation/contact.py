"""Contact with the health service: who had any, and whether it was physical, digital or both."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

import numpy as np

from insight.documents.simulation.factors import latent_scale
from insight.documents.simulation.population import Columns, Integers, pieces, shuffle

Levels = Mapping[tuple[str, str], Fraction]


def contact(
    rng: np.random.Generator,
    columns: Columns,
    factors: Columns,
    levels: Levels,
    assumed: Mapping[str, Any],
) -> Columns:
    """Return the 0/1 columns of contact, so that any, physical and digital contact are all met.

    Those with the least need have none. The others are ranked by how digital they are: first those
    with digital contact only (any − physical), then both (physical + digital − any), then physical
    only (any − digital).

    Parameters
    ----------
    rng : numpy.random.Generator
        Source of chance.
    columns, factors : dict of str to array of int
        Segments, weights and places on the latent factors.
    levels : mapping
        The published shares, which are whole per cents, by item and net.
    assumed : mapping
        For `need` and `ease`, the effects of segments and the loadings of factors.
    """
    any_, physical, digital = (
        int(levels["contact_12m", target] * 100) for target in ("any", "physical", "digital")
    )
    weights = columns["weight"]
    need, ease = (
        latent_scale(rng, columns, factors, plan["effects"], plan["loadings"])
        for plan in (assumed["need"], assumed["ease"])
    )
    chance = shuffle(rng, len(weights))
    by_need = chance[np.argsort(-need[chance], kind="stable")]
    some, none = pieces(by_need, weights, [any_], 100)
    by_ease = some[np.argsort(-ease[some], kind="stable")]
    shares = [any_ - physical, physical + digital - any_]
    digital_only, both, physical_only = pieces(by_ease, weights, shares, 100)
    return {
        "contact_physical": _flags(len(weights), both, physical_only),
        "contact_digital": _flags(len(weights), both, digital_only),
        "contact_none": _flags(len(weights), none),
    }


def _flags(size: int, *members: Integers) -> Integers:
    flags = np.zeros(size, dtype=np.int64)
    flags[np.concatenate(members)] = 1
    return flags
