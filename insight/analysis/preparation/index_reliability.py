"""Reliability of an index of a survey, among the respondents who have answered all its items."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from insight.language.errors import Fault, RequestError
from insight.query.opened import OpenSurvey
from insight.query.recipe.item_moments import item_moments
from insight.statistics.reliability import Reliability, reliability

DECIMALS = 2  # that are told of a survey whose responses are not open
MOST_ITEMS = 100


@dataclass(frozen=True)
class IndexReliability:
    """How well the items of an index go together, unweighted.

    Attributes
    ----------
    items
        Their ids.
    respondents
        How many have answered all of them; None where they are too few to be told of.
    reliability
        Alpha and correlations; None where the respondents are too few.
    """

    items: tuple[str, ...]
    respondents: int | None
    reliability: Reliability | None


def index_reliability(
    survey: OpenSurvey, items: Sequence[str], turned: Sequence[str] = ()
) -> IndexReliability:
    """Return the reliability of an index of items.

    Parameters
    ----------
    survey
        The survey.
    items
        Ids of the items.
    turned
        Ids of those that are reversed.

    Raises
    ------
    RequestError
        If there are fewer than two items, or very many.
    InsightError
        If an item is unknown or has no scores.
    """
    if not 2 <= len({*items}) == len(items) <= MOST_ITEMS:
        raise RequestError(Fault("fault.recipe_index_items"))
    variables = [survey.written.variable(name) for name in items]
    moments = item_moments(survey, variables, turned)
    limit = max(survey.codebook.disclosure.min_base, 2)
    if moments.respondents < limit:
        return IndexReliability(tuple(items), None, None)
    found = reliability(moments.covariances)
    if survey.codebook.disclosure.microdata != "open":
        found = Reliability(
            round(found.alpha, DECIMALS),
            np.round(found.item_rest, DECIMALS),
            np.round(found.without, DECIMALS),
        )
    return IndexReliability(tuple(items), moments.respondents, found)
