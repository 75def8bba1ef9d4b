"""The view of organisations' answers at an address: what the page of maturity draws."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from insight.documents.facts import facts
from insight.documents.passages import sustainability
from insight.language.errors import Fault, RequestError
from insight.query.opened import OpenSurvey
from insight.reporting import group_sentences
from insight.reporting.breakdown.answer import Answer, Caption
from insight.reporting.breakdown.heading.title_room import Title
from insight.reporting.breakdown.request import Breakdown, Order
from insight.reporting.breakdown.ways import Show, suitable
from insight.survey.codebook import Codebook, Variable
from insight.views import beside, captions
from insight.views.asked import Asked
from insight.views.at_address.answers_view import AnswersView
from insight.views.linked_view import (
    Link,
    LinkedView,
    Parameters,
    refusal,
    refuse_too_much,
    view_of,
)
from insight.views.shown import Shown, shown
from insight.views.view import View

PAGE = "maturity"
STAGES, ENGAGEMENT = "sdg_maturity", "sdg_staff_engagement"
UNDIVIDED = "none"


def questions(book: Codebook) -> list[str]:
    """Return the questions of which something was printed, and that the survey has."""
    printed = (headline.item for headline in sustainability.headlines(facts()))
    return [item for item in printed if item and item in book.variables]


def divided_by(item: Variable, book: Codebook) -> list[str]:
    """Return what answers can be broken down by; staff's also by how far the work has come."""
    if item.kind == "multiple":
        return [UNDIVIDED]
    stages = [STAGES] if item.id == ENGAGEMENT else []
    return [*(segment.id for segment in book.segments), *stages, UNDIVIDED]


def asked_of(view: View, item: Variable, by: str) -> Asked:
    """Return what the page asks of a question."""
    several = item.kind == "multiple"
    variables = () if by == UNDIVIDED else (view.survey.codebook.variable(by),)
    where = (view.respondents, view.valid_only, view.survey.codebook.wave)
    followed = item.nets[0].id if item.nets else next(iter(item.by_key))
    order: Order = "value" if several else "codebook"
    breakdown = Breakdown(item, followed, variables, *where, nets=not several, order=order)
    ways = suitable(breakdown)
    show: Show = "bars" if "bars" in ways and not several else "dots"
    link = {"item": item.id, "by": "" if several else by}
    return Asked(breakdown, ways, show, beside.NONE, 0, "", (), (), turned=False, link=link)


def answer_to(view: View, asked: Asked) -> Shown:
    """Return the answers to a question; of several answers the title names those that stand out."""
    answer = shown(view, asked)
    if asked.breakdown.item.kind != "multiple":
        return answer
    title = Title(group_sentences.title(answer.figures.whole, view.language))
    reading = group_sentences.leading(answer.figures.whole, view.language)
    taken = replace(answer.answer, title=title.whole, finding=reading)
    return replace(answer, title=title, reading=reading, answer=taken)


@dataclass(frozen=True)
class MaturityView(AnswersView):
    """A view of the page of maturity."""

    @property
    def page(self) -> str:
        """Its page."""
        return PAGE

    def answered(self) -> tuple[Answer, Caption]:
        """Return the answer as the page shows it, and what stands below it."""
        answer = answer_to(self.linked.view, self.linked.asked)
        if answer.empty:
            raise RequestError(Fault("breakdown.all_hidden"))
        return answer.answer, captions.caption(self.linked.view, answer)


def maturity_view(
    parameters: Parameters, survey: str, surveys: Sequence[OpenSurvey]
) -> MaturityView:
    """Return the view that a link to the page of maturity leads to.

    Parameters
    ----------
    parameters
        Of the link; another survey than that of organisations is passed over, as on the page.
    survey, surveys
        The id of that survey, and those that there are.

    Raises
    ------
    RequestError
        If it asks for what is not there, or for too much.
    """
    link = Link([(name, value) for name, value in parameters if name != "survey"])
    view = view_of(link, tuple(surveys), survey)
    book = view.survey.codebook
    there = questions(book)
    if not there:
        raise refusal("unknown_view", name=PAGE)
    item = book.variable(link.of("item", there, there[0]))
    ways = divided_by(item, book)
    asked = asked_of(view, item, link.of("by", ways, ways[0]))
    refuse_too_much(view, asked)
    return MaturityView(LinkedView(view, asked))
