"""The view of the finding that leads the front page, for who shares a link to it."""

from __future__ import annotations

from insight.access.person import ANYBODY, Person
from insight.api.listing import listing
from insight.api.problems import Problem
from insight.language.catalogue import Language
from insight.views.linked_view import LinkedView
from insight.web import findings
from insight.web.addresses.addressed_view import addressed_view
from insight.web.routes import PAGES

FRONT = PAGES[0]


def front_view(language: Language, person: Person = ANYBODY) -> LinkedView:
    """Return the view, of the surveys of the data folder that a person sees.

    Raises
    ------
    Problem
        If there is no finding.
    """
    surveys = listing(person).surveys
    lead = findings.lead(surveys, surveys)
    if lead is None:
        raise Problem("unknown_view", name=FRONT)
    line = lead.first
    link = {"lang": language, "survey": line.table.survey.id, "item": line.table.item.id}
    link |= {"target": line.key, "by": "none", "show": "trend" if lead.over_time else ""}
    return addressed_view(link.items(), person)
