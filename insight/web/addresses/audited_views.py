"""Views at addresses as the audit is told of them, before they are drawn."""

from __future__ import annotations

from insight.access.person import Person
from insight.api.audited.audited_calls import Given, tell_view
from insight.api.audited.restricted_surveys import codes_of
from insight.operation.audit.audit_trail import trail
from insight.views.at_address.answers_view import AnswersView
from insight.views.at_address.drawable import Drawable


def tell_drawn(person: Person, seen: Drawable, via: str) -> None:
    """Tell of each restricted survey that a view is made of.

    Parameters
    ----------
    person, seen
        Who is shown what.
    via
        By which door.

    Raises
    ------
    NotNowError
        If it cannot be written down.
    """
    if not trail().is_on or not isinstance(seen, AnswersView):
        return
    view, asked = seen.linked.view, seen.linked.asked
    items = [item.id for item in asked.items] or [asked.breakdown.item.id]
    alike = (*asked.further.given, *asked.further.standard)
    by = [*dict.fromkeys([*(variable.id for variable in asked.breakdown.by), *alike])]
    given = Given(via, seen.page, items, by, codes_of(view.where), seen.query)
    tell_view(person, view.survey, given)
    for survey in view.surveys:
        if survey.id == asked.beside:
            tell_view(person, survey, Given(via, seen.page, table=seen.query))
