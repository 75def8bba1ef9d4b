"""The view that an address leads to, of the surveys of the data folder."""

from __future__ import annotations

from insight.api.listing import listing
from insight.api.problems import Problem
from insight.language.errors import RequestError
from insight.views.linked_view import PROBLEM, LinkedView, Parameters, linked_view


def addressed_view(parameters: Parameters) -> LinkedView:
    """Return the view that a link leads to, as :func:`linked_view` does.

    Raises
    ------
    InsightError
        If it asks for what is not there, or for too much.
    Problem
        If there is no such survey, or there are too many conditions.
    """
    try:
        return linked_view(parameters, listing().surveys)
    except RequestError as refusal:
        section, _, kind = refusal.faults[0].key.partition(".")
        if section == PROBLEM:
            raise Problem(kind, "", None, **refusal.faults[0].values) from None
        raise
