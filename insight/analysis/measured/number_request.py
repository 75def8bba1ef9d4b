"""Request for a measure of numbers, held against the codebook before anything is counted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from insight.analysis.table import refuse_other_columns, request_for
from insight.language.errors import Fault, RequestError, near_miss
from insight.query.cell_request import Request
from insight.query.opened import OpenSurvey
from insight.survey.filters import Where


def number_request(
    survey: OpenSurvey, items: Sequence[str], by: str | Sequence[str], where: Where, statistic: str
) -> Request:
    """Return the request for a measure of one number or several.

    Raises
    ------
    UnknownNameError
        If the survey has no such item, variable or code.
    RequestError
        If an item stands twice or has no numbers, or as :func:`insight.table`.
    """
    twice = [item for number, item in enumerate(items) if item in items[:number]]
    if twice:
        raise RequestError(Fault("fault.measure_twice", {"item": twice[0], "statistic": statistic}))
    request = request_for(survey.codebook, items[0], by, where, "all")
    others = tuple(survey.codebook.variable(item) for item in items[1:])
    refuse_other_columns(survey.codebook, others)
    for item in (request.item, *others):
        scored = item.kind == "single" and item.integer_codes
        if item.kind != "numeric" and not scored:
            raise RequestError(Fault("fault.measure_kind", {"item": item.id}))
    return replace(request, others=others)


def check_choice(fault: str, value: str, choices: Sequence[str]) -> None:
    """Refuse what is none of some choices.

    Raises
    ------
    RequestError
        With the fault, and the choice that may have been meant.
    """
    if value not in choices:
        raise RequestError(Fault(fault, {"value": value, "hint": near_miss(value, choices)}))
