"""Columns of a survey: how many have answered, and which numbers there are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from insight.language.errors import Fault, RequestError
from insight.query.cubes.sources import source_of
from insight.query.opened import OpenSurvey
from insight.query.sql import Sql, parameters, quote
from insight.survey.codebook import Variable
from insight.survey.filters import Filter

MOST_CATEGORIES = 100  # that a variable of numbers may get from its values


def count_kept(survey: OpenSurvey, where: Filter) -> int:
    """Count the respondents that a filter keeps."""
    columns = (column for variable in where.variables for column in variable.columns)
    source, met = source_of(survey, columns, apart=False), survey.predicate(where)
    rows = f"SELECT {source.figures} FROM ({source.sql.text}) WHERE {met.text}"
    sql = f"SELECT CAST(coalesce(sum(n), 0) AS BIGINT) AS n FROM ({rows})"
    return int(source.query(survey, sql, source.sql, met)["n"][0])


def response_rates(survey: OpenSurvey, shown: Sequence[Variable]) -> Mapping[str, float]:
    """Return for variables which share of the respondents have given an answer.

    Codes that stand for no answer are none. Of several answers, the share is of those who were
    asked.
    """
    ids = tuple(variable.id for variable in shown)
    return survey.recall(("response rates", ids), lambda: _response_rates(survey, shown))


def _response_rates(survey: OpenSurvey, shown: Sequence[Variable]) -> dict[str, float]:
    responses = survey.select(variable.columns[0] for variable in shown)
    counts = [_count(survey, number, variable) for number, variable in enumerate(shown)]
    listed = "".join(f", {count.text}" for count in counts)
    sql = f"SELECT count(*) AS n{listed} FROM ({responses.text})"
    row = survey.query(sql, responses, *counts)
    respondents = max(int(row["n"][0]), 1)
    return {
        variable.id: int(row[f"n{number}"][0]) / respondents
        for number, variable in enumerate(shown)
    }


def _count(survey: OpenSurvey, number: int, variable: Variable) -> Sql:
    """SQL that counts answers; of several answers the first column tells who was asked."""
    column = quote(variable.columns[0])
    codes = [category.code for category in variable.categories if category.missing]
    if variable.kind == "multiple" or not codes:
        return Sql(f"count({column}) AS n{number}")
    missing = parameters(f"missing{number}", survey.typed(variable, codes))
    count = f"count({column}) FILTER (WHERE {column} NOT IN ({missing.text})) AS n{number}"
    return Sql(count, missing.values)


def mean_and_spread(survey: OpenSurvey, weight: str) -> tuple[float, float]:
    """Return the mean and the standard deviation of the weights above 0."""
    responses, column = survey.select([weight]), quote(weight)
    listed = f"coalesce(avg({column}), 0) AS mean, coalesce(stddev_pop({column}), 0) AS spread"
    sql = f"SELECT {listed} FROM ({responses.text}) WHERE {column} > 0"
    row = survey.query(sql, responses)
    return float(row["mean"][0]), float(row["spread"][0])


def whole_numbers(survey: OpenSurvey, variable: Variable) -> list[int]:
    """Return the numbers that a variable holds, to become its categories.

    Raises
    ------
    RequestError
        If they are too many, or not whole.
    """
    column = quote(variable.id)
    sql = (
        f"SELECT {column} AS value, count(*) AS n FROM {survey.file.text} "
        f"WHERE {column} IS NOT NULL GROUP BY ALL ORDER BY value LIMIT {MOST_CATEGORIES + 1}"
    )
    numbers = survey.query(sql, survey.file)["value"].tolist()
    if len(numbers) > MOST_CATEGORIES or any(number != int(number) for number in numbers):
        values = {"variable": variable.id, "most": MOST_CATEGORIES}
        raise RequestError(Fault("fault.not_categories", values))
    return [int(number) for number in numbers]


def has_one_base(survey: OpenSurvey, item: Variable) -> bool:
    """Whether whoever was asked about one answer of a multiple-response item was asked about all.

    Parameters
    ----------
    survey, item
        The survey and its item.
    """

    def ask() -> bool:
        some = f"coalesce({', '.join(map(quote, item.columns))}) IS NOT NULL"
        every = " AND ".join(f"{quote(column)} IS NOT NULL" for column in item.columns)
        uneven = f"count(*) FILTER (WHERE {some} AND NOT ({every}))"
        responses = survey.select(item.columns)
        sql = f"SELECT {uneven} AS n FROM ({responses.text})"
        return int(survey.query(sql, responses)["n"][0]) == 0

    return survey.recall(("has one base", item.id), ask)
