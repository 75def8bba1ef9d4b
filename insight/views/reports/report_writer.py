"""``report.toml`` of a plan, which makes the report again."""

from __future__ import annotations

from collections.abc import Iterator

from insight.survey.toml_writer import assignments
from insight.views.reports.planned_pages import ANSWERS
from insight.views.reports.report_plan import PlannedView, ReportPlan
from insight.views.reports.report_reader import FORMAT


def report_toml(plan: ReportPlan) -> bytes:
    """Return the file of a plan."""
    top = {"title": plan.title, "introduction": plan.introduction}
    written = {name: words for name, words in top.items() if words}
    lines = [*assignments({"format": FORMAT, "language": plan.language, **written})]
    for view in plan.views:
        lines += ["", "[[view]]", *_of_view(view)]
    return ("\n".join(lines) + "\n").encode()


def _of_view(view: PlannedView) -> Iterator[str]:
    words = {"heading": view.heading, "title": view.title, "comment": view.comment}
    yield from assignments({name: said for name, said in words.items() if said})
    if view.page != ANSWERS:
        yield from assignments({"page": view.page})
    link: dict[str, object] = {
        name: [*values] if name == "where" else values[0] for name, values in view.link.items()
    }
    yield from assignments(link)
    if found := view.found:
        yield "[view.found]"
        yield from assignments(
            {
                "day": found.day,
                "language": found.language,
                "survey": found.survey,
                "finding": found.finding,
            }
        )
        yield "[view.found.figures]"
        yield from assignments(found.figures)
