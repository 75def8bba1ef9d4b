"""Calls of restricted surveys as the audit is told of them, before they are answered."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from insight.access.person import Person
from insight.api.audited.restricted_surveys import is_restricted
from insight.api.listing import closed_survey
from insight.operation.audit.asker import Asker
from insight.operation.audit.audit_trail import trail
from insight.query.opened import OpenSurvey

MOST_PEOPLE, MOST_TABLES = 1_000, 20_000
_asked: OrderedDict[str, set[int]] = OrderedDict()
_lock = threading.Lock()


def asker_of(person: Person, table: Hashable = None) -> Asker:
    """Return somebody who has signed in and asks by address, with the tables asked for so far.

    Parameters
    ----------
    person
        Who.
    table
        The table that they ask for; None where it is none.
    """
    if not person.has_signed_in:
        return Asker()
    with _lock:
        tables = _asked.pop(person.id, set())
        if table is not None and len(tables) < MOST_TABLES:
            tables.add(hash(table))
        _asked[person.id] = tables
        while len(_asked) > MOST_PEOPLE:
            _asked.popitem(last=False)
        return Asker(person.id, tables=tables)


@dataclass(frozen=True)
class Given:
    """What is shown of a survey by address.

    Attributes
    ----------
    via
        By which door: ``api``, ``picture``, ``embed`` or ``oembed``.
    page
        The page of the view that is drawn; empty where none is.
    items, by, where
        Of what: questions, breakdown, and filter as codes.
    table
        What tells the figures from others; None where there are none.
    """

    via: str
    page: str = ""
    items: Sequence[str] = ()
    by: Sequence[str] = ()
    where: Mapping[str, Sequence[str]] = field(default_factory=dict)
    table: Hashable = None


def tell_view(person: Person, survey: OpenSurvey, given: Given) -> None:
    """Tell that somebody is shown something of a survey by address, if it is a restricted one.

    Parameters
    ----------
    person, survey
        Who, and what of.
    given
        What.

    Raises
    ------
    NotNowError
        If it cannot be written down.
    """
    if not trail().is_on or not is_restricted(survey):
        return
    asker = asker_of(person, None if given.table is None else (survey.version, given.table))
    trail().write(
        "view",
        asker,
        restricted=True,
        via=given.via,
        page=given.page,
        surveys=[survey.id],
        items=list(given.items),
        by=list(given.by),
        where=given.where,
    )


def tell_limit(person: Person, kind: str) -> None:
    """Tell that somebody has reached a limit by address, by its sentence."""
    trail().write("refusal", asker_of(person), via="api", reason=f"api_problem.{kind}")


def tell_closed(person: Person, names: Iterable[str]) -> None:
    """Tell that somebody has named a survey that is closed to them."""
    if not trail().is_on:
        return
    for name in dict.fromkeys(names):
        if survey := closed_survey(name, person):
            reason = "closed_survey"
            trail().write("refusal", asker_of(person), via="api", surveys=[survey], reason=reason)
