"""The bundled surveys, made from the published figures.

No respondent of any of them is public. The respondents made here are drawn with a fixed seed so
that every published share is met on the weighted data. Each item is a latent scale: segment
effects, factors that a respondent's answers share, and chance. Respondents are ranked along it, and
the ranking is cut where the cumulated weights reach the wanted shares. A few leave before the last
items and have no answer to them; shares are of those who answered.

Levels come from the published figures where there is one, else from the tables named ``assumed``
in ``data/facts/simulation.toml``; so does every difference between segments.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from insight.documents.published import PublishedFigure, levels, published_figures
from insight.documents.simulation.contact import Levels, contact
from insight.documents.simulation.factors import draw_factors, latent_scale, leave_early, load
from insight.documents.simulation.organisations import goals, organisations
from insight.documents.simulation.population import (
    WEIGHT_UNIT,
    Columns,
    Integers,
    answers,
    citizens,
    health_personnel,
    noise,
    settings,
)

WAVES = (2019, 2020, 2021)
SAMPLES = {
    "citizens": citizens,
    "health_personnel": health_personnel,
    "organisations": organisations,
}
# Organisations were asked once: their year is a seed, not a column.
ROUNDS = {"citizens": WAVES, "health_personnel": WAVES, "organisations": (2021,)}
DONT_KNOW = 9
UNANSWERED = -1
COLUMN_TYPES = {
    "respondent": pa.int32(),
    "year": pa.int16(),
    "weight": pa.float64(),
    "population": pa.int16(),
}


@dataclass(frozen=True, slots=True)
class CheckLine:
    """A published figure beside the same figure in the simulated responses."""

    figure: PublishedFigure
    simulated: float
    met: bool


def check(
    figures: Iterable[PublishedFigure], share_of: Callable[[PublishedFigure], float]
) -> list[CheckLine]:
    """Hold published figures against the simulated responses.

    Parameters
    ----------
    figures : iterable of PublishedFigure
        What was published.
    share_of : callable
        Returns a figure's value in the simulated responses: the weighted share as a fraction, the
        place of an answer among all, or the number of respondents.

    Returns
    -------
    list of CheckLine
        One line per figure, in the same order.

    Examples
    --------
    >>> [line.met for line in check(published_figures()[:2], lambda figure: 0.54)]
    [True, False]
    """
    values = ((figure, share_of(figure)) for figure in figures)
    return [CheckLine(figure, value, figure.meets(value)) for figure, value in values]


def write(root: Path) -> list[Path]:
    """Make the responses of every bundled survey.

    Parameters
    ----------
    root : Path
        The data folder; files are written to ``surveys/<id>/responses.parquet`` in it.

    Returns
    -------
    list of Path
        The files written. Each appears whole or not at all.
    """
    return [_write(respondents(survey), root / "surveys" / survey) for survey in SAMPLES]


def _write(table: pa.Table, folder: Path) -> Path:
    """Write the responses without compression, whose bytes could differ between machines."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "responses.parquet"
    unfinished = folder / f".responses.{os.getpid()}.parquet"
    try:
        pq.write_table(
            table,
            unfinished,
            compression="none",
            use_dictionary=[name for name in table.column_names if name != "respondent"],
            column_encoding={"respondent": "DELTA_BINARY_PACKED"},
            store_schema=False,
        )
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)
    return path


def respondents(survey_id: str) -> pa.Table:
    """Return the simulated respondents of a bundled survey.

    Parameters
    ----------
    survey_id : str
        ``citizens``, ``health_personnel`` or ``organisations``.

    Returns
    -------
    pyarrow.Table
        One row per respondent, in codes; the same rows each time.

    Raises
    ------
    ValueError
        If no bundled survey has this id.

    Examples
    --------
    >>> respondents("citizens").num_rows
    4280
    """
    if survey_id not in SAMPLES:
        raise ValueError(f"no bundled survey {survey_id!r}; there are {', '.join(SAMPLES)}")
    waves = [_wave(survey_id, wave) for wave in ROUNDS[survey_id]]
    columns = {name: np.concatenate([wave[name] for wave in waves]) for name in waves[0]}
    numbered = {"respondent": np.arange(1, _size(columns) + 1)} | columns
    return pa.table({name: _column(name, values) for name, values in numbered.items()})


def _column(name: str, values: Integers) -> pa.Array:
    wanted = COLUMN_TYPES.get(name, pa.int8())
    numbers = values / WEIGHT_UNIT if name == "weight" else values
    return pa.array(numbers, mask=values == UNANSWERED).cast(wanted)


def _size(columns: Columns) -> int:
    return len(next(iter(columns.values())))


def _wave(survey: str, wave: int) -> Columns:
    """Draw a wave: segments first, then latent factors, then item by item.

    Segments and answers have seeds of their own, so that answers can be drawn anew while the
    respondents stay who they are.
    """
    assumed = settings()["assumed"][survey]
    number = list(SAMPLES).index(survey)
    of_segments = np.random.PCG64((settings()["assumed"]["seed"], number, wave))
    columns = SAMPLES[survey](np.random.Generator(of_segments), wave)
    rng = np.random.Generator(np.random.PCG64((assumed["seed_of_answers"], number, wave)))
    factors = draw_factors(rng, columns, assumed["factors"])
    levels = published_levels(survey, wave)
    items = _items(rng, columns, factors, wave, levels, assumed)
    if "contact" in assumed:
        items |= contact(rng, columns, factors, levels, assumed["contact"])
    if "goals" in assumed:
        items |= goals(rng, columns, factors, assumed["goals"])
    return columns | items


def _items(
    rng: np.random.Generator,
    columns: Columns,
    factors: Columns,
    wave: int,
    levels: Levels,
    assumed: Mapping[str, Any],
) -> Columns:
    """Return the answers to each item with one answer; whoever left before it has none."""
    size = _size(columns)
    weights = columns.get("weight", np.ones(size, dtype=np.int64))
    patience = load(factors, assumed["break_off"]["loadings"]) + noise(rng, size)
    gone = leave_early(rng, patience, assumed["break_off"]["per_thousand"])
    items = {}
    for item, plan in assumed["items"].items():
        level = levels.get((item, plan["target"]))
        if level is None:
            level = Fraction(str(plan["levels"][str(wave)]))
        latent = latent_scale(rng, columns, factors, plan["effects"], plan["loadings"])
        unsure = load(factors, {"dont_know": plan["dont_know"]}) + noise(rng, size)
        parts = category_parts(level, plan["net"][str(wave)], plan["rest"])
        here = np.delete(np.arange(size), gone.get(item, []))
        items[item] = np.full(size, UNANSWERED, dtype=np.int64)
        of_those = (latent[here], weights[here], parts, [DONT_KNOW], unsure[here])
        items[item][here] = answers(rng, *of_those)
    return items


def published_levels(survey: str, wave: int) -> dict[tuple[str, str], Fraction]:
    """Return the published shares of a wave by item and target, without bounds.

    Examples
    --------
    >>> published_levels("citizens", 2020)["heard_helsenorge", "1"]
    Fraction(9, 10)
    """
    return {
        (figure.item, figure.target): Fraction(str(figure.value))
        for figure in levels(published_figures())
        if (figure.survey, figure.wave, figure.where) == (survey, wave, "")
    }


def category_parts(
    level: Fraction, net: Mapping[str, int], rest: Mapping[str, int]
) -> dict[str, int]:
    """Split a net's share, and what is left, over their categories.

    Returns
    -------
    dict of str to int
        Whole parts whose proportions are exact; the net's codes come first.

    Examples
    --------
    >>> category_parts(Fraction("0.5"), {"5": 1, "4": 3}, {"1": 1})
    {'5': 1, '4': 3, '1': 4}
    """
    in_net, outside = sum(net.values()), sum(rest.values())
    inside = {code: part * outside * level.numerator for code, part in net.items()}
    left = level.denominator - level.numerator
    return inside | {code: part * in_net * left for code, part in rest.items()}
