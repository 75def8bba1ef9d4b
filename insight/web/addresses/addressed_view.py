"""The view that an address leads to, of the surveys of the data folder and of the facts."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import wraps
from typing import ParamSpec, TypeVar

from insight.access.person import ANYBODY, Person
from insight.api.listing import listing
from insight.api.problems import Problem
from insight.language.errors import RequestError, shorten
from insight.views.at_address import maturity_view, series_view, timeline_view
from insight.views.at_address.answers_view import AnswersView
from insight.views.at_address.drawable import Drawable
from insight.views.at_address.facts_view import FactsView
from insight.views.linked_view import PAGE, PROBLEM, LinkedView, Parameters, linked_view
from insight.views.view import FIXED

_P = ParamSpec("_P")
_T = TypeVar("_T")


def _with_problems(read: Callable[_P, _T]) -> Callable[_P, _T]:
    """Raise a refusal that has a status of its own by address as the problem that it is."""

    @wraps(read)
    def reading(*arguments: _P.args, **named: _P.kwargs) -> _T:
        try:
            return read(*arguments, **named)
        except RequestError as refusal:
            section, _, kind = refusal.faults[0].key.partition(".")
            if section == PROBLEM:
                raise Problem(kind, "", None, **refusal.faults[0].values) from None
            raise

    return reading


@_with_problems
def addressed_view(parameters: Parameters, person: Person = ANYBODY) -> LinkedView:
    """Return the view of answers that a link leads a person to, as :func:`linked_view` does.

    Raises
    ------
    InsightError
        If it asks for what is not there, or for too much.
    Problem
        If there is no such survey, or there are too many conditions.
    """
    return linked_view(parameters, listing(person).surveys)


@_with_problems
def _of_organisations(parameters: Parameters, person: Person) -> Drawable:
    fixed = FIXED[maturity_view.PAGE]
    return maturity_view.maturity_view(parameters, fixed, listing(person).surveys)


FACTS: Mapping[str, Callable[[Parameters], FactsView]] = {
    series_view.PAGE: series_view.series_view,
    timeline_view.PAGE: timeline_view.timeline_view,
}
_OF_SURVEYS: Mapping[str, Callable[[Parameters, Person], Drawable]] = {
    PAGE: lambda parameters, person: AnswersView(addressed_view(parameters, person)),
    maturity_view.PAGE: _of_organisations,
}
DRAWN = (*_OF_SURVEYS, *FACTS)


def drawable(page: str, parameters: Parameters, person: Person = ANYBODY) -> Drawable:
    """Return the view of a page that a link leads a person to.

    Raises
    ------
    InsightError
        If it asks for what is not there, or for too much.
    Problem
        If no such page has views, there is no such survey, or there are too many conditions.
    """
    if page not in DRAWN:
        raise Problem("unknown_view", name=shorten(page))
    if page in FACTS:
        return FACTS[page](parameters)
    return _OF_SURVEYS[page](parameters, person)
