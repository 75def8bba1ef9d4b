"""Surveys as a person sees them: those that are closed to them are absent.

Of the others what the person has no right to is left out of the survey itself, so that nothing
that is made of it can tell.
"""

from __future__ import annotations

import hashlib
from dataclasses import replace
from functools import lru_cache
from typing import TypeVar

from insight.access.person import Person
from insight.access.policy import Policy, Rights
from insight.survey.folders import Found, Survey
from insight.survey.told_apart import tell_surveys_apart

AnySurvey = TypeVar("AnySurvey", bound=Survey)


def visible_to(inventory: Found[AnySurvey], person: Person, policy: Policy) -> Found[AnySurvey]:
    """Return what of an inventory is there for a person.

    Parameters
    ----------
    inventory
        All surveys, with the titles that stand in their codebooks: a title that is made to differ
        from that of a closed survey would tell of it.
    person
        Who asks.
    policy
        Of the data folder.
    """
    rights = tuple(rights_in(survey, person, policy) for survey in inventory.surveys)
    broken = tuple(
        (name, problem)
        for name, problem in inventory.broken
        if name not in inventory.guarded and policy.rights(person, name)
    )
    return Found(_shown(inventory.surveys, rights), broken)


def rights_in(survey: Survey, person: Person, policy: Policy) -> Rights:
    """Return what a person may in a survey of the data folder."""
    return policy.rights(person, survey.id, survey.codebook.access)


@lru_cache(maxsize=64)
def _shown(surveys: tuple[AnySurvey, ...], rights: tuple[Rights, ...]) -> tuple[AnySurvey, ...]:
    """The surveys that there are for whoever has these rights; the same ones at every call."""
    pairs = zip(surveys, rights, strict=True)
    there = [_as_shown(survey, given) for survey, given in pairs if given]
    told = tell_surveys_apart(there)
    return tuple(
        each if each is survey else replace(each, version=f"{each.version}~{_titles(each)}")
        for each, survey in zip(told, there, strict=True)
    )


def _titles(survey: Survey) -> str:
    """A mark of what a survey is called: others may know it by its title alone."""
    book = survey.codebook
    return hashlib.sha256(repr((book.title, book.short_title)).encode()).hexdigest()[:16]


@lru_cache(maxsize=400)
def _as_shown(survey: AnySurvey, rights: Rights) -> AnySurvey:
    """A survey without what somebody has no right to; itself where that is nothing.

    Responses hold every column, so that who has no right to some of them gets none.
    """
    names = frozenset() if "sensitive" in rights else survey.sensitive
    names -= {survey.codebook.design.wave}
    rows = "responses" not in rights or bool(names)
    if not names and not (rows and survey.codebook.disclosure.microdata != "closed"):
        return survey
    return survey.withholding(names, rows=rows)
