"""Reports of groups: the same report for every category of a segment.

A view is narrowed to the group by its filter, as a reader would narrow it, and so what is hidden of
a group on the page is hidden of it here. A view that is divided by the segment stays whole, with
the group marked: its table is the one from which all reports of the family would take the figure.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from insight.exports.reports.report import RefusedPage, Report
from insight.language.capitals import within_sentence
from insight.language.catalogue import Language, say
from insight.language.errors import Fault, InsightError, UnknownNameError, near_miss, shorten
from insight.query.opened import OpenSurvey
from insight.survey.codebook import Codebook
from insight.survey.filters import Condition, Filter
from insight.views.at_address.answers_view import AnswersView
from insight.views.beside import ALL
from insight.views.linked_view import PAGE as ANSWERS
from insight.views.linked_view import LinkedView
from insight.views.reports.composing import Day, Page, name_of, page_of, seen_on
from insight.views.reports.report_plan import PlannedView, ReportPlan, pairs_of, planned_link

BESIDE_ALL = ("bars", "dots", "trend")


@dataclass(frozen=True)
class ReportGroup:
    """A category of a segment, whose report is made."""

    condition: Condition

    @property
    def code(self) -> str:
        """Its code."""
        return self.condition.codes[0]

    def name(self, language: Language) -> str:
        """Its name."""
        return self.condition.name(language)


def groups_of(plan: ReportPlan, segment: str, surveys: Sequence[OpenSurvey]) -> list[ReportGroup]:
    """Return the groups of a segment, in the order of the codebook.

    They are those of the first survey of the plan that has the segment.

    Raises
    ------
    UnknownNameError
        If no survey of the plan has it.
    """
    asked = [name for view in plan.views for name in view.link.get("survey", ())]
    books = [survey.codebook for survey in surveys if survey.id in asked]
    books.sort(key=lambda book: asked.index(book.id))
    for book in books:
        for variable in book.segments:
            if variable.id == segment:
                codes = [each.key for each in variable.categories if not each.missing]
                return [ReportGroup(Condition(variable, (code,))) for code in codes]
    known = [variable.id for book in books for variable in book.segments]
    values = {"name": shorten(segment), "hint": near_miss(segment, [*dict.fromkeys(known)])}
    raise UnknownNameError(Fault("report_fault.no_segment", values))


def compose_of_group(plan: ReportPlan, group: ReportGroup, on: Day) -> Report:
    """Return the report of a plan about a group; where nothing of it can be shown, it says so.

    What has changed since the plan was made is not told, for that was noted of everybody.
    """
    language, name = plan.language, group.name(plan.language)
    words = [
        plan.introduction,
        *(said for view in plan.views for said in (view.heading, view.comment)),
    ]
    title = say(language, "report.of_group", title=plan.title, group=name) if plan.title else name
    pages = [page_of_group(view, group, language, on) for view in plan.views]
    of_surveys = [
        page for view, page in zip(plan.views, pages, strict=True) if not view.is_of_facts
    ]
    told = []
    if of_surveys and all(isinstance(page, RefusedPage) for page in of_surveys):
        told.append(say(language, "report.nothing_of_group", group=name))
    if len(of_surveys) < len(pages):
        told.append(say(language, "report.facts_stay"))
    if any(words):
        told.append(say(language, "report.words_stay"))
    introduction = "\n\n".join(filter(None, [*told, plan.introduction]))
    return Report(title, pages, language, on.made, introduction)


def page_of_group(view: PlannedView, group: ReportGroup, language: Language, on: Day) -> Page:
    """Return a view of a group with its figures, or why it has none to show.

    A view that cannot be narrowed to the group says of whom it is instead; one of facts is whole.
    """
    try:
        seen = seen_on(view, language, on)
    except InsightError:
        return page_of(view, language, on)  # which says what is wrong
    if not isinstance(seen, AnswersView):
        return page_of(view, language, on)
    linked = seen.linked
    name = group.name(language)
    own = _own_condition(group, linked.view.survey.codebook)
    if own is None:
        return page_of(_remarked(view, say(language, "report.not_asked", group=name)), language, on)
    there = linked.view.respondents.codes(own.variable.id)
    if there and group.code not in there:
        others = Condition(own.variable, there).name(language)
        reason = say(language, "report.of_others", others=others)
        title = name_of(view, language, on)
        return RefusedPage(title, reason, heading=view.heading, comment=view.comment)
    if own.variable in linked.asked.breakdown.by:
        return page_of(_marked(view, linked, own, name), language, on)
    return page_of(_narrowed(view, linked, own), language, on)


def _own_condition(group: ReportGroup, book: Codebook) -> Condition | None:
    """The group in the words of a survey; None where the survey cannot tell who belongs to it."""
    kept, _ = Filter((group.condition,)).carried_to(book)
    segments = {segment.id for segment in book.segments}
    return next((each for each in kept.conditions if each.variable.id in segments), None)


def _narrowed(view: PlannedView, linked: LinkedView, own: Condition) -> PlannedView:
    """A view of the group alone, beside everybody where that can be seen.

    The finding of the group takes the place of a title that was written for everybody's.
    """
    where = linked.view.respondents.narrowed(own.variable, own.codes)
    link = {name: tuple(values) for name, values in linked.link.items() if name != "lang"}
    link |= {"where": where.written}
    alike = linked.asked.further.without(own.variable.id)
    link |= {name: (words,) if words else () for name, words in alike.link.items()}
    if not alike.standard:
        link |= {"to": (), "numbers": ()}
    if "against" not in view.link and linked.asked.show in BESIDE_ALL:  # on the page of answers
        link["against"] = (ALL,)
    narrowed = replace(view, link=planned_link(pairs_of(link), view.page), title="")
    if alike == linked.asked.further:
        return narrowed
    language = linked.view.language
    told = {"group": own.name(language), "variable": within_sentence(own.variable.label[language])}
    return _remarked(narrowed, say(language, "report.alike_in", **told))


def _marked(view: PlannedView, linked: LinkedView, own: Condition, name: str) -> PlannedView:
    """A view of all groups, of which one is marked where there are rows to mark."""
    asked = linked.asked
    rows = view.page == ANSWERS and asked.show in ("bars", "dots")
    rows = rows and len(asked.breakdown.by) == 1 and not asked.items
    key = "report.kept_apart" if rows else "report.kept_side_by_side"
    kept = _remarked(view, say(linked.view.language, key, group=name))
    return replace(kept, link={**view.link, "mark": own.codes}) if rows else kept


def _remarked(view: PlannedView, remark: str) -> PlannedView:
    return replace(view, comment="\n\n".join(filter(None, [view.comment, remark])))
