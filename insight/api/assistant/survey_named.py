"""Surveys and variables by the names that an assistant gives them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from insight.api.listing import Listing
from insight.language.errors import Fault, RequestError, UnknownNameError, near_miss, shorten
from insight.query.opened import OpenSurvey
from insight.survey.codebook import Codebook, Variable


def survey_named(listing: Listing, name: str) -> OpenSurvey:
    """Return the survey with this id, of those that there are for programs.

    Raises
    ------
    UnknownNameError
        If there is none; the sentence suggests near ids.
    """
    known = {survey.id: survey for survey in listing.surveys}
    if name not in known:
        values = {"name": shorten(name), "hint": near_miss(name, known)}
        raise UnknownNameError(Fault("fault.unknown_survey", values))
    return known[name]


def item_named(book: Codebook, name: str) -> Variable:
    """Return the item with this id.

    Raises
    ------
    UnknownNameError
        If it is none of the questions.
    """
    known = {item.id: item for item in book.items}
    if name not in known:
        values = {"name": shorten(name), "survey": book.id, "hint": near_miss(name, known)}
        raise UnknownNameError(Fault("fault.tool_item", values))
    return known[name]


def groups_of(book: Codebook) -> Mapping[str, Variable]:
    """Return the variables by which respondents are grouped: the background, and the wave."""
    waves = [book.wave] if book.wave else []
    return {variable.id: variable for variable in (*waves, *book.segments)}


def check_groups(book: Codebook, names: Iterable[str]) -> None:
    """Refuse names that are none of background variables or the wave.

    Raises
    ------
    RequestError
        With the name and those that there are.
    """
    known = groups_of(book)
    for name in names:
        if name not in known:
            values = {"name": shorten(name), "survey": book.id, "hint": near_miss(name, known)}
            raise RequestError(Fault("fault.tool_group", values))
