"""Values of items as numbers: SQL for them, and for whether a respondent has one."""

from __future__ import annotations

from insight.query.cell_request import Request
from insight.query.counts.domain_query import DomainQuery, request_source
from insight.query.opened import OpenSurvey
from insight.query.sql import Sql, bindings, parameters, quote
from insight.survey.codebook import Variable


def number_of(item: Variable) -> str:
    """SQL for the number that an answer is, or the code that it has."""
    return f"CAST({quote(item.id)} AS DOUBLE)"


def has_number(item: Variable, part: str = "missing") -> Sql:
    """Return the condition that an answer is a number; codes for no answer are none.

    Parameters
    ----------
    item
        A numeric item, or one with whole numbers as codes.
    part
        What the parameters are named for.
    """
    value, numeric = number_of(item), item.kind == "numeric"
    missing = [float(category.key) for category in item.categories if category.missing or numeric]
    left_out = parameters(part, missing)
    valid = f"{value} NOT IN ({left_out.text})" if missing else "TRUE"
    return Sql(f"{value} IS NOT NULL AND {valid}", left_out.values)


def mean_of(value: str) -> str:
    """SQL for the weighted mean of a value; the plain one where all weights are 0."""
    return f"coalesce(fsum(w * {value}) / nullif(fsum(w), 0), fsum(n * {value}) / sum(n))"


def value_query(survey: OpenSurvey, request: Request) -> DomainQuery:
    """Return the query for those who have a value, which is a column ``value``."""
    answers = f"{number_of(request.item)} AS value"
    source = request_source(survey, request)
    return DomainQuery(survey, request, answers, has_number(request.item), source)


def values_query(survey: OpenSurvey, request: Request) -> DomainQuery:
    """Return the query for those who have a value of every item: columns ``v0``, ``v1``, …."""
    items = (request.item, *request.others)
    answers = ", ".join(f"{number_of(item)} AS v{number}" for number, item in enumerate(items))
    conditions = [has_number(item, f"missing{number}_") for number, item in enumerate(items)]
    text = " AND ".join(condition.text for condition in conditions)
    in_base = Sql(text, bindings(*conditions))
    return DomainQuery(survey, request, answers, in_base, request_source(survey, request))
