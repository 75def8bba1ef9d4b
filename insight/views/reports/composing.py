"""Composing a report: every view of a plan answered for a day, or why it cannot be."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TypedDict
from urllib.parse import urlencode

from insight.exports.reports.report import RefusedPage, Report, ViewPage
from insight.language import numbers
from insight.language.capitals import within_sentence
from insight.language.catalogue import Language, say
from insight.language.errors import (
    Fault,
    InsightError,
    NotNowError,
    RequestError,
    UnknownNameError,
    near_miss,
    shorten,
)
from insight.query.opened import OpenSurvey
from insight.reporting.adjusted.adjusted_sentences import when_alike
from insight.reporting.combined.standardised_answer import standardised_heading
from insight.reporting.labels import short_title
from insight.survey.codebook import Codebook
from insight.survey.filters import split
from insight.views.answer_picture import further_parts, picture_of
from insight.views.at_address import maturity_view, series_view, timeline_view
from insight.views.at_address.answers_view import AnswersView
from insight.views.at_address.drawable import Drawing
from insight.views.at_address.facts_view import FactsView, written
from insight.views.linked_view import linked_view
from insight.views.reports.headline_figures import found_in, found_in_facts, mark_of
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
    kept_out
        Ids of those of the surveys that may be in no report of who asks.
    """

    made: date
    surveys: Sequence[OpenSurvey]
    start: str = ""
    kept_out: frozenset[str] = frozenset()


class _Around(TypedDict):
    """What an author has said of a view, and where it is."""

    heading: str
    comment: str
    link: str


def compose(plan: ReportPlan, on: Day) -> Report:
    """Return the report of a plan on a day."""
    pages = [page_of(view, plan.language, on) for view in plan.views]
    told = [*changes_since(plan, on)]
    return Report(plan.title, pages, plan.language, on.made, plan.introduction, told)


def page_of(view: PlannedView, language: Language, on: Day) -> Page:
    """Return a view with its figures, or why it has none to show."""
    start = on.start if not view.own else ""
    link = f"{start}/{view.page}?{urlencode([('lang', language), *view.pairs])}" if start else ""
    words: _Around = {"heading": view.heading, "comment": view.comment, "link": link}
    try:
        seen = seen_on(view, language, on)
        if isinstance(seen, AnswersView):
            return _page_of_answers(view, seen, words, on.made)
        return _page_of_facts(view, seen.drawn(on.made), words)
    except NotNowError:
        raise
    except InsightError as refusal:
        return RefusedPage(name_of(view, language, on), refusal.text(language), **words)


def _page_of_answers(view: PlannedView, seen: AnswersView, words: _Around, made: date) -> ViewPage:
    answer, caption = seen.answered()
    answer = answer.titled(view.title)
    picture = picture_of(answer, caption, seen.language, made)
    table = answer.chart.table if answer.table is None else answer.table
    further = further_parts(answer, caption, seen.language, made)
    return ViewPage(picture, answer, table, **words, finding=answer.replaced, further=further)


def _page_of_facts(view: PlannedView, drawn: Drawing, words: _Around) -> ViewPage:
    """A chart of facts, whose own heading stands among the notes where the author has another."""
    around = drawn.picture.words
    if view.title in ("", around.title):
        return ViewPage(drawn.picture, None, drawn.table, **words)
    picture = replace(drawn.picture, words=replace(around, title=view.title))
    return ViewPage(picture, None, drawn.table, **words, finding=around.title)


def seen_on(view: PlannedView, language: Language, on: Day) -> AnswersView | FactsView:
    """Return the view that a planned one is, of the surveys there are and of the facts.

    Raises
    ------
    InsightError
        If its survey is gone, or it asks for what is not there.
    """
    pairs = [("lang", language), *view.pairs]
    if view.page == series_view.PAGE:
        return series_view.series_view(pairs)
    if view.page == timeline_view.PAGE:
        return timeline_view.timeline_view(pairs)
    there = [survey.id for survey in on.surveys]
    if view.survey not in there:
        values = {"name": shorten(view.survey), "hint": near_miss(view.survey, there)}
        raise UnknownNameError(Fault("fault.unknown_survey", values))
    if view.survey in on.kept_out:
        raise no_reports(next(survey for survey in on.surveys if survey.id == view.survey))
    if view.page == maturity_view.PAGE:
        return maturity_view.maturity_view(pairs, view.survey, on.surveys)
    return AnswersView(linked_view(pairs, on.surveys))


def no_reports(survey: OpenSurvey) -> RequestError:
    """Say that there may be no reports of a survey for who asks."""
    return RequestError(Fault("fault.no_reports", {"survey": survey.codebook.title}))


def found_on(view: PlannedView, language: Language, on: Day) -> Found | None:
    """Return what a view tells on a day; None where it has nothing to show."""
    try:
        seen = seen_on(view, language, on)
        if isinstance(seen, AnswersView):
            answer, _ = seen.answered()
            return found_in(seen.linked, answer, on.made)
        seen.marks()  # which refuses where there is nothing
        return found_in_facts(seen, on.made)
    except NotNowError:
        raise
    except InsightError:
        return None


def name_of(view: PlannedView, language: Language, on: Day) -> str:
    """Return what a view is called without a figure: by its question and its survey."""
    if view.is_of_facts:
        return _name_of_facts(view, language, on)
    item = (*view.link.get("item", ()), "")[0]
    book = next((each.codebook for each in on.surveys if each.id == view.survey), None)
    if book is None:
        return " – ".join(filter(None, [shorten(item), shorten(view.survey)]))
    variable = book.variables.get(item)
    label = variable.label[language] if variable else shorten(item)
    return " – ".join([label, *_alike_in(view, book, language), short_title(book)[language]])


def _alike_in(view: PlannedView, book: Codebook, language: Language) -> Iterator[str]:
    """What groups of a view are to be alike in; nothing of what the survey lacks."""
    for name, words in (("given", when_alike), ("standard", standardised_heading)):
        ids = [code for value in view.link.get(name, ()) for code in split(value, ",")]
        there = [book.variables[code] for code in ids if code in book.variables]
        if there:
            yield within_sentence(words(there, language))


def _name_of_facts(view: PlannedView, language: Language, on: Day) -> str:
    page = say(language, f"{view.page}.title")
    if view.page == timeline_view.PAGE:  # whose title is its finding
        return page
    try:
        return f"{seen_on(view, language, on).title} – {page}"
    except InsightError:
        return " – ".join(filter(None, [*map(shorten, view.link.get("series", ())), page]))


def changes_since(
    plan: ReportPlan,
    on: Day,
    find: Callable[[PlannedView, Language, Day], Found | None] = found_on,
) -> Iterator[str]:
    """Yield for each view that tells something else than when it was put in, what has changed.

    Parameters
    ----------
    plan, on
        The report, and its day.
    find
        Returns what a view tells, as :func:`found_on` or from memory.
    """
    versions = {survey.id: mark_of(survey.version) for survey in on.surveys}
    for view in plan.views:
        before = view.found
        mark = mark_of(written()) if view.is_of_facts else versions.get(view.survey)
        if before is None or mark == before.survey:
            continue
        now = find(view, before.language, on)
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
