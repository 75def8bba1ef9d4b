"""What stands in the columns of a survey: how many have answered, which numbers there are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from insight.language.errors import Fault, RequestError
from insight.query.store import RESPONSES, Store, Value, path_of
from insight.survey.codebook import Variable
from insight.survey.filters import quoted
from insight.survey.folders import Survey

MOST_CATEGORIES = 100  # that a variable of numbers may get from its values


def answered(store: Store, survey: Survey, shown: Sequence[Variable]) -> Mapping[str, float]:
    """Return for variables which share of the respondents have given an answer.

    Codes that stand for no answer are none. Of several answers, the share is of those who were
    asked.
    """
    known: dict[str, float] = store.remembered(survey, "answered", dict)
    asked = [one for one in shown if one.id not in known]
    if asked:
        parameters: list[Value] = []
        counted = []
        for at, one in enumerate(asked):
            counted.append(f"{_count(one)} AS n{at}")
            if codes := _missing(one):
                parameters += store.typed(survey, one, codes)
        columns = [one.columns[0] for one in asked]
        source = store.responses(survey, columns)
        sql = f"SELECT count(*) AS n, {', '.join(counted)} FROM ({source})"
        found = store.query(sql, [*parameters, path_of(survey)])
        rows = max(int(found["n"][0]), 1)
        known |= {one.id: int(found[f"n{at}"][0]) / rows for at, one in enumerate(asked)}
    return {one.id: known[one.id] for one in shown}


def _missing(variable: Variable) -> list[int | str]:
    if variable.kind == "multiple":
        return []
    return [one.code for one in variable.categories if one.missing]


def _count(variable: Variable) -> str:
    """SQL that counts answers; of several answers the first column tells who was asked."""
    column = quoted(variable.columns[0])
    codes = ", ".join("?" for _ in _missing(variable))
    return f"count({column})" + (f" FILTER (WHERE {column} NOT IN ({codes}))" if codes else "")


def whole_numbers(store: Store, survey: Survey, variable: Variable) -> list[int]:
    """Return the numbers that a variable holds, to become its categories.

    Raises
    ------
    RequestError
        If they are too many, or not whole.
    """
    column = quoted(variable.id)
    found = store.query(
        f"SELECT DISTINCT {column} AS value FROM {RESPONSES} WHERE {column} IS NOT NULL "
        f"ORDER BY value LIMIT {MOST_CATEGORIES + 1}",
        [path_of(survey)],
    )["value"].tolist()
    if len(found) > MOST_CATEGORIES or any(one != int(one) for one in found):
        values = {"variable": variable.id, "most": MOST_CATEGORIES}
        raise RequestError(Fault("fault.not_categories", values))
    return [int(one) for one in found]
