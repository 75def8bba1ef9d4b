"""Respondents of the simulated surveys: segments, sample sizes and weights.

Respondents are drawn with integers throughout. The only floating-point numbers are the uniform
draws of PCG64, which are cut to whole thousandths at once, and the final weight. Sums are therefore
exact, and the same seed gives the same respondents on every machine.

Margins come from the tables of ``data/facts/simulation.toml``, sample sizes from the published
figures (:mod:`insight.documents.published`).
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from itertools import accumulate
from typing import Any

import numpy as np
from numpy.typing import NDArray

from insight.documents.published import published_figures
from insight.survey.folders import bundled_data

Integers = NDArray[np.int64]
Columns = dict[str, Integers]
Effects = Mapping[str, Mapping[str, int]]

SETTINGS = bundled_data() / "facts" / "simulation.toml"
WEIGHT_UNIT = 10_000
ANSWERED_BY_CHANCE = {"gender": {3, 4}, "long_term_health_problem": {3, 9}, "carer": {9}}


@cache
def settings() -> Mapping[str, Any]:
    """Return the margins, levels and effects that the simulation rests on."""
    return tomllib.loads(SETTINGS.read_text(encoding="utf-8"))


def interviews(survey: str, wave: int) -> dict[str, int]:
    """Return the published numbers of interviews of a wave, by filter; ``""`` is all of them.

    Examples
    --------
    >>> interviews("health_personnel", 2021)["target_group=1"]
    83
    """
    return {
        figure.where: int(figure.value)
        for figure in published_figures()
        if (figure.measure, figure.survey, figure.wave) == ("respondents", survey, wave)
    }


def noise(rng: np.random.Generator, size: int) -> Integers:
    """Return bell-shaped whole numbers around 0 with a standard deviation of 577.

    The sum of four uniform numbers, each in whole thousandths: no transcendental function, whose
    last digit could differ between machines.
    """
    first, second, third, fourth = (rng.random((4, size)) * 1000).astype(np.int64)
    centred: Integers = first + second + third + fourth - 1998
    return centred


def shuffle(rng: np.random.Generator, size: int) -> Integers:
    """Return the positions 0 … size - 1 in random order."""
    return np.argsort(rng.random(size), kind="stable").astype(np.int64)


def displacement(columns: Mapping[str, Integers], effects: Effects) -> Integers:
    """Return how far each respondent's segments move them along a latent scale.

    Examples
    --------
    >>> displacement({"gender": np.array([1, 2])}, {"gender": {"1": 60}})
    array([60,  0])
    """
    size = len(next(iter(columns.values())))
    moved = np.zeros(size, dtype=np.int64)
    for segment, by_code in effects.items():
        for code, effect in by_code.items():
            moved += effect * (columns[segment] == int(code))
    return moved


def pieces(order: Integers, weights: Integers, shares: Iterable[int], whole: int) -> list[Integers]:
    """Cut respondents into pieces of wanted weighted shares, and a last piece with the rest.

    Each cut is made where the cumulated weight is nearest to the cumulated share, so that no cut is
    further off than half a respondent's weight, however many come before it.

    Parameters
    ----------
    order : array of int
        Positions of respondents, first to last; not necessarily all of them.
    weights : array of int
        The weight of every respondent, in `order` or not; shares are of their sum.
    shares : iterable of int
        The share of each piece but the last, in parts of `whole`.
    whole : int
        What the shares are parts of.

    Examples
    --------
    >>> first, rest = pieces(np.array([3, 0, 1, 2]), np.array([1, 1, 1, 1]), [50], 100)
    >>> first.tolist(), rest.tolist()
    ([3, 0], [1, 2])
    """
    reached = np.concatenate([[0], np.cumsum(weights[order])]) * whole
    total = int(weights.sum())
    cuts = [_nearest(reached, share * total) for share in accumulate(shares)]
    return np.split(order, cuts)


def _nearest(reached: Integers, target: int) -> int:
    after = int(np.searchsorted(reached, target))
    if after == 0:
        return 0
    if after == len(reached) or target - reached[after - 1] < reached[after] - target:
        return after - 1
    return after


def answers(
    rng: np.random.Generator,
    latent: Integers,
    weights: Integers,
    parts: Mapping[str, int],
    apart: Iterable[int] = (),
    inclination: Integers | None = None,
) -> Integers:
    """Rank respondents along a latent scale and cut the ranking at the wanted weighted shares.

    Parameters
    ----------
    rng : numpy.random.Generator
        Breaks ties.
    latent, weights : array of int
        Each respondent's place on the scale, and weight.
    parts : mapping of str to int
        The relative share of each code, from the top of the scale to its bottom; nobody has a code
        whose share is 0.
    apart : iterable of int
        Codes that have no place on the scale, such as "don't know".
    inclination : array of int, optional
        How much each respondent is inclined to the codes apart; left out, they are given by chance.

    Returns
    -------
    array of int
        Each respondent's code.
    """
    whole = sum(parts.values())
    aside = [code for code in parts if int(code) in set(apart)]
    scale = [code for code in parts if code not in aside and parts[code]]
    codes = np.zeros(len(latent), dtype=np.int64)
    order = shuffle(rng, len(latent))
    if inclination is not None:
        order = order[np.argsort(-inclination[order], kind="stable")]
    *taken, left = pieces(order, weights, [parts[code] for code in aside], whole)
    ranked = left[np.argsort(-latent[left], kind="stable")]
    ranked_pieces = pieces(ranked, weights, [parts[code] for code in scale[:-1]], whole)
    for code, members in zip(aside + scale, taken + ranked_pieces, strict=True):
        codes[members] = int(code)
    return codes


def background(
    rng: np.random.Generator, survey: str, columns: Columns, segments: Sequence[str]
) -> Columns:
    """Return `columns` with more segments, whose unweighted margins are those of 2023."""
    published = settings()["published_2023"][survey]
    effects = settings()["assumed"][survey]["background"]
    size = len(columns["year"])
    for segment in segments:
        latent = displacement(columns, effects[segment]) + noise(rng, size)
        by_chance = ANSWERED_BY_CHANCE.get(segment, ())
        ones = np.ones(size, dtype=np.int64)
        columns |= {segment: answers(rng, latent, ones, published[segment], by_chance)}
    return columns


def citizens(rng: np.random.Generator, wave: int) -> Columns:
    """Return the segments and weights of a wave of citizens, in random order.

    The weight, in ten-thousandths, is the population share divided by the sample share of the
    respondent's gender × age × region, as the survey is weighted by gender, age and region.
    """
    size = interviews("citizens", wave)[""]
    sample, population = _cells()
    cells = _spread_evenly(rng, size, sample)[shuffle(rng, size)]
    in_sample = np.bincount(cells, minlength=sample.size)
    doubled = 2 * WEIGHT_UNIT * size * population
    weights = (doubled + in_sample * population.sum()) // (2 * in_sample * population.sum())
    gender, age_group, region = np.unravel_index(cells, (2, 4, 4))
    columns = {
        "year": np.full(size, wave, dtype=np.int64),
        "weight": weights[cells],
        "gender": gender + 1,
        "age_group": age_group + 1,
        "health_region": region + 1,
    }
    return background(rng, "citizens", columns, ("education", "long_term_health_problem", "carer"))


def _cells() -> tuple[Integers, Integers]:
    """Return the sizes of the gender × age × region cells in the sample and the population."""
    assumed = settings()["assumed"]["citizens"]["cells"]
    region = list(settings()["published_2023"]["citizens"]["health_region"].values())
    sample = np.multiply.outer(np.array(assumed["sample_gender_age"]), np.array(region))
    population = np.multiply.outer(
        np.array(assumed["population_gender_age"]), np.array(assumed["population_region"])
    )
    return sample.ravel(), population.ravel()


def _spread_evenly(rng: np.random.Generator, size: int, cells: Integers) -> Integers:
    """Draw `size` cells systematically from a random start: counts are exact to within one."""
    total = int(cells.sum())
    start = int(rng.random() * total)
    points = (np.arange(size, dtype=np.int64) * total + start) // size
    return np.searchsorted(np.cumsum(cells), points, side="right").astype(np.int64)


def health_personnel(rng: np.random.Generator, wave: int) -> Columns:
    """Return the segments of a wave of health personnel, in random order and without weights."""
    counts = interviews("health_personnel", wave)
    groups = np.repeat([1, 2, 3], [counts[f"target_group={group}"] for group in (1, 2, 3)])
    target_group = groups[shuffle(rng, len(groups))]
    columns = {
        "year": np.full(len(groups), wave, dtype=np.int64),
        "target_group": target_group,
        "occupation": within(
            rng, target_group, settings()["assumed"]["health_personnel"]["occupation"]
        ),
    }
    return background(rng, "health_personnel", columns, ("gender", "age_group"))


def within(
    rng: np.random.Generator, groups: Integers, parts: Mapping[str, Mapping[str, int]]
) -> Integers:
    """Return a segment whose unweighted shares are given for each group of another."""
    codes = np.zeros(len(groups), dtype=np.int64)
    for group, of_group in parts.items():
        members = np.flatnonzero(groups == int(group))
        ones = np.ones(len(members), dtype=np.int64)
        codes[members] = answers(rng, noise(rng, len(members)), ones, of_group)
    return codes
