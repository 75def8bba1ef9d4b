"""Moments of items and numbers, as the database sums them: covariances, and quantiles."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from insight.query.opened import OpenSurvey
from insight.query.recipe.derived_columns import ExpressionWriter
from insight.query.sql import Sql, parameters, quote
from insight.survey.codebook import Variable
from insight.survey.recipe.expressions import Column, Expression
from insight.survey.recipe.number_operations import item_score


@dataclass(frozen=True)
class ItemMoments:
    """Covariances of items among those who have answered all.

    Attributes
    ----------
    respondents
        How many they are.
    covariances
        With divisor n - 1; shape (k, k).
    """

    respondents: int
    covariances: np.ndarray


def item_moments(
    survey: OpenSurvey, items: Sequence[Variable], turned: Sequence[str]
) -> ItemMoments:
    """Return the covariances of items of an index, unweighted.

    Parameters
    ----------
    survey
        The survey.
    items
        Its items, as they are in its codebook.
    turned
        Ids of those that are reversed.

    Raises
    ------
    StepError
        If an item has no scores, as for :func:`insight.survey.recipe.number_operations.item_score`.
    """
    writer = ExpressionWriter(survey.types, "score")
    scores = [writer.text(_score(item, item.id in turned)) for item in items]
    listed = ", ".join(f"CAST({score} AS DOUBLE) AS s{n}" for n, score in enumerate(scores))
    complete = " AND ".join(f"s{number} IS NOT NULL" for number in range(len(items)))
    pairs = [(i, j) for i in range(len(items)) for j in range(i, len(items))]
    sums = ", ".join(f"covar_samp(s{i}, s{j}) AS c{i}_{j}" for i, j in pairs)
    sql = (
        f"SELECT count(*) AS n, {sums} FROM (SELECT {listed} FROM {survey.file.text}) "
        f"WHERE {complete}"
    )
    row = survey.query(sql, survey.file, Sql("", writer.values))
    covariances = np.full((len(items), len(items)), np.nan)
    for i, j in pairs:
        value = row[f"c{i}_{j}"][0]
        if value is not np.ma.masked and value is not None:
            covariances[i, j] = covariances[j, i] = float(value)
    return ItemMoments(int(row["n"][0]), covariances)


def _score(item: Variable, turned: bool) -> Expression:
    """What an item counts, of its column as every query reads it."""
    return item_score(item, Column(item.id, "number" if item.kind == "numeric" else "integer"),
                      turned=turned)  # fmt: skip


@dataclass(frozen=True)
class NumberRange:
    """How a number is distributed, without codes for no answer.

    Attributes
    ----------
    respondents
        How many have given one.
    low, high
        The range; NaN where nobody has.
    quantiles
        Quantiles that part the respondents into groups of equal size.
    whole
        Whether all are whole numbers.
    """

    respondents: int
    low: float
    high: float
    quantiles: tuple[float, ...]
    whole: bool


def number_range(survey: OpenSurvey, variable: Variable, parts: int) -> NumberRange:
    """Return the range of a number, and the quantiles that part the respondents.

    Parameters
    ----------
    survey, variable
        The number.
    parts
        How many groups there shall be, at least two.
    """
    value = f"CAST({quote(variable.id)} AS DOUBLE)"
    codes = [float(each.key) for each in variable.categories if each.missing]
    missing = parameters("missing", codes)
    valid = f"{value} NOT IN ({missing.text})" if codes else "TRUE"
    shares = ", ".join(str(number / parts) for number in range(1, parts))
    sql = (
        f"SELECT count(x) AS n, min(x) AS low, max(x) AS high, bool_and(x = trunc(x)) AS whole, "
        f"quantile_cont(x, [{shares}]) AS quantiles "
        f"FROM (SELECT {value} AS x FROM {survey.file.text} WHERE {valid})"
    )
    row = survey.query(sql, survey.file, missing)
    count = int(row["n"][0])
    if not count:
        return NumberRange(0, np.nan, np.nan, (), whole=False)
    quantiles = tuple(float(value) for value in row["quantiles"][0])
    low, high = float(row["low"][0]), float(row["high"][0])
    return NumberRange(count, low, high, quantiles, bool(row["whole"][0]))
