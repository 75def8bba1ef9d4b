"""The link to a report: the addresses of its views, and its words, in one address."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from urllib.parse import parse_qsl, urlencode

from insight.language.catalogue import Language
from insight.language.errors import Fault, RequestError, near_miss, shorten
from insight.views.reports.planned_pages import ANSWERS, PAGES, PARAMETERS, REQUIRED
from insight.views.reports.report_plan import (
    MOST_VIEWS,
    PlannedView,
    ReportPlan,
    cleaned,
    faults_of_words,
    planned_link,
)

VIEW, PAGE = "view", "page"
LONGEST_LINK = 6_000  # characters: what browsers, servers and mail pass on whole
WORDS = ("heading", "comment", "title")


def link_of(plan: ReportPlan) -> dict[str, list[str]]:
    """Return the parameters of a report's address; none where it is empty or too long for one.

    Views of a visitor's own survey are left out, for nobody else has it.
    """
    views = [_written(view) for view in plan.views if not view.own]
    top = {"title": plan.title, "introduction": plan.introduction}
    link = {name: [words] for name, words in top.items() if words} | {VIEW: views}
    return link if views and len(urlencode(link, doseq=True)) <= LONGEST_LINK else {}


def rests_on(view: PlannedView, surveys: Collection[str]) -> bool:
    """Whether a view is of one of some surveys, or is seen beside one."""
    named = (code for name in ("survey", "against") for code in view.link.get(name, ()))
    return any(code in surveys for code in named)


def plan_of(link: Mapping[str, Sequence[str]], language: Language) -> ReportPlan:
    """Return the plan that a report's address tells.

    Parameters
    ----------
    link
        The parameters; others than those of a report are passed over.
    language
        The reader's.

    Raises
    ------
    RequestError
        If it tells too much, or what is no view.
    """
    views = link.get(VIEW, ())
    if len(views) > MOST_VIEWS:
        values = {"most": MOST_VIEWS, "count": len(views)}
        raise RequestError(Fault("report_fault.many_views", values))
    title, introduction = (
        _words(name, [*link.get(name, ())]) for name in ("title", "introduction")
    )
    return ReportPlan(language, tuple(map(_view, views)), title, introduction)


def _written(view: PlannedView) -> str:
    said = {"heading": view.heading, "comment": view.comment, "title": view.title}
    words = [(name, said[name]) for name in WORDS if said[name]]
    page = [] if view.page == ANSWERS else [(PAGE, view.page)]
    return urlencode([*page, *words, *view.pairs])


def _view(written: str) -> PlannedView:
    if len(written) > 2 * LONGEST_LINK:
        raise RequestError(Fault("fault.link_too_long", {"most": LONGEST_LINK}))
    pairs = parse_qsl(written)
    page = next((said for name, said in pairs if name == PAGE), ANSWERS)
    if page not in PARAMETERS:
        values = {"page": shorten(page), "hint": near_miss(page, PAGES)}
        raise RequestError(Fault("report_fault.no_page_in_link", values))
    link = planned_link(pairs, page)
    if not {*REQUIRED[page]} <= {*link}:
        raise RequestError(Fault("report_fault.no_view_in_link"))
    words = {name: _words(name, [said for other, said in pairs if other == name]) for name in WORDS}
    return PlannedView(link, words["heading"], words["comment"], words["title"], page=page)


def _words(name: str, said: Sequence[str]) -> str:
    words = cleaned(next(iter(said), ""), paragraphs=True)
    if faults := [*faults_of_words(name, words)]:
        raise RequestError(*faults)
    return words
