"""Composing a report: every view of a plan answered for a day, or why it cannot be."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from insight.exports.reports.report import RefusedPage, Report, ViewPage
from insight.language import numbers
from insight.language.catalogue import Language, say
from insight.language.errors import Fault, InsightError, UnknownNameError, near_miss, shorten
from insight.query.opened import OpenSurvey
from insight.reporting.labels import short_title
from insight.views.answer_picture import answered, picture_of
from insight.views.linked_view import PAGE, LinkedView, linked_view
from insight.views.reports.headline_figures import found_in, mark_of
from insight.views.reports.report_plan import Found, PlannedView, ReportPlan

MOST_CHANGES = 4  # figures of a view that are told
Page = ViewPage | RefusedPage


@dataclass(frozen=True)
class Day:
    """What a report is composed of besides its plan.

    Attributes
    ----------
    made
        The day.
    surveys
        Those that its views may be of.
    start
        Where the app is seen from outside; empty where nobody has said that.
    """

    made: date
    surveys: Sequence[OpenSurvey]
    start: str = ""


def compose(plan: ReportPlan, on: Day) -> Report:
    """Return the report of a plan on a day."""
    pages = [page_of(view, plan.language, on) for view in plan.views]
    told = [*changes_since(plan, on)]
    return Report(plan.title, pages, plan.language, on.made, plan.introduction, told)


def page_of(view: PlannedView, language: Language, on: Day) -> Page:
    """Return a view with its figures, or why it has none to show."""
    link = f"{on.start}/{PAGE}?lang={language}&{view.query}" if on.start and not view.own else ""
    words = {"heading": view.heading, "comment": view.comment, "link": link}
    try:
        linked = view_on(view, language, on)
        answer, caption = answered(linked)
    except InsightError as refusal:
        return RefusedPage(name_of(view, language, on), refusal.text(language), **words)
    answer = answer.titled(view.title)
    picture = picture_of(answer, caption, language, on.made)
    table = answer.chart.table if answer.table is None else answer.table
    return ViewPage(picture, answer, table, **words, finding=answer.replaced)


def view_on(view: PlannedView, language: Language, on: Day) -> LinkedView:
    """Return the view that a planned one is, of the surveys there are.

    Raises
    ------
    InsightError
        If its survey is gone, or it asks for what is not there.
    """
    [name, *_] = [*view.link.get("survey", ()), ""]
    there = [survey.id for survey in on.surveys]
    if name not in there:
        values = {"name": shorten(name), "hint": near_miss(name, there)}
        raise UnknownNameError(Fault("fault.unknown_survey", values))
    return linked_view([("lang", language), *view.pairs], on.surveys)


def found_on(view: PlannedView, language: Language, on: Day) -> Found | None:
    """Return what a view tells on a day; None where it has nothing to show."""
    try:
        linked = view_on(view, language, on)
        answer, _ = answered(linked)
    except InsightError:
        return None
    return found_in(linked, answer, on.made)


def name_of(view: PlannedView, language: Language, on: Day) -> str:
    """Return what a view is called without a figure: by its question and its survey."""
    survey, item = ((*view.link.get(name, ()), "")[0] for name in ("survey", "item"))
    book = next((each.codebook for each in on.surveys if each.id == survey), None)
    if book is None:
        return " – ".join(filter(None, [shorten(item), shorten(survey)]))
    variable = book.variables.get(item)
    label = variable.label[language] if variable else shorten(item)
    return f"{label} – {short_title(book)[language]}"


def changes_since(plan: ReportPlan, on: Day) -> Iterator[str]:
    """Yield for each view that tells something else than when it was put in, what has changed."""
    versions = {survey.id: mark_of(survey) for survey in on.surveys}
    for view in plan.views:
        before = view.found
        if before is None or versions.get(view.link["survey"][0]) == before.survey:
            continue
        now = found_on(view, before.language, on)
        named = view.heading or view.title or name_of(view, plan.language, on)
        values = {"view": named, "day": numbers.day(before.day, plan.language)}
        yield from _change(before, now, values, plan.language)


def _change(
    before: Found, now: Found | None, values: dict[str, str], language: Language
) -> Iterator[str]:
    if now is None:
        if before.finding:
            yield say(language, "report.gone", old=before.finding, **values)
        return
    if now.finding != before.finding:
        finding = {"old": before.finding, "new": now.finding}
        yield say(language, "report.other_finding", **finding, **values)
    changed = [
        say(language, "report.from_to", who=who, old=old, new=now.figures[who])
        for who, old in before.figures.items()
        if who in now.figures and now.figures[who] != old
    ]
    if changed:
        listed = "; ".join(changed[:MOST_CHANGES])
        more = len(changed) - MOST_CHANGES
        key = "report.other_figures_and_more" if more > 0 else "report.other_figures"
        yield say(language, key, figures=listed, **({"count": more} if more > 0 else {}), **values)
