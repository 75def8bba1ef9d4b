"""``insight report``: views in order as slides, a document, a PDF or a page of HTML."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from insight.analysis import shared_surveys
from insight.api.settings import settings_from
from insight.commands.delivery import deliver
from insight.exports.reports.report import RefusedPage, Report
from insight.language.catalogue import LANGUAGES, Language, say
from insight.language.errors import Fault, RequestError, reason_of, shorten
from insight.query.opened import OpenSurvey, open_survey
from insight.views.reports.composing import Day, compose
from insight.views.reports.family_files import FamilyFiles, file_names, fingerprint
from insight.views.reports.group_reports import compose_of_group, groups_of
from insight.views.reports.report_formats import FORMATS, Format, report_bytes
from insight.views.reports.report_link import rests_on
from insight.views.reports.report_plan import ReportPlan
from insight.views.reports.report_reader import read_report

USUAL: Format = "pdf"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of ``insight report``."""
    parser.add_argument("report", type=Path, metavar="REPORT", help="a report.toml")
    parser.add_argument("--out", type=Path, required=True, metavar="FILE")
    parser.add_argument("--format", choices=FORMATS, help="else that of the file's name, or pdf")
    parser.add_argument("--each", metavar="SEGMENT", help="a file for each group, in folder FILE")
    parser.add_argument("--anew", action="store_true", help="make files that are there already too")
    parser.add_argument("--template", type=Path, metavar="PPTX", help="a presentation with layouts")
    add = parser.add_argument
    add("--survey", action="append", default=[], type=Path, metavar="FOLDER", help="further survey")
    parser.add_argument("--data", metavar="DIR", help="data folder; else INSIGHT_DATA")
    parser.add_argument("--lang", choices=LANGUAGES, default="nb", help="language of messages")


def run(chosen: argparse.Namespace) -> int:
    """Make the report, or that of each group."""
    plan = read_report(chosen.report)
    kind = _format(chosen.format, chosen.out, each=bool(chosen.each))
    template = _template(chosen.template, kind)
    elsewhere = [open_survey(folder) for folder in chosen.survey]
    plan = _without_links(plan, {survey.id for survey in elsewhere})
    surveys = _surveys(plan, chosen.data, elsewhere)
    on = Day(datetime.now().astimezone().date(), surveys, settings_from().address)
    if chosen.each:
        return _run_each(chosen, plan, on, kind, template)
    report = compose(plan, on)
    for sentence in report.told:
        print(sentence)
    deliver(report_bytes(report, kind, template), chosen.out)
    print(_line(chosen.out.name, report, chosen.lang))
    return 0


def _run_each(
    chosen: argparse.Namespace, plan: ReportPlan, on: Day, kind: Format, template: bytes | None
) -> int:
    """Make a file for each group; those that are there and the same are passed over."""
    groups = groups_of(plan, chosen.each, on.surveys)
    family = FamilyFiles(chosen.out)
    names = file_names(chosen.report.stem, groups, kind)
    for group, name in zip(groups, names, strict=True):
        mark = fingerprint(plan, group, on, kind, template)
        if not chosen.anew and family.has(name, mark):
            print(say(chosen.lang, "report.line_there", file=name), flush=True)
            continue
        report = compose_of_group(plan, group, on)
        family.keep(name, mark, report_bytes(report, kind, template))
        print(_line(name, report, chosen.lang), flush=True)
    return 0


def _line(name: str, report: Report, language: Language) -> str:
    """Say how many of a report's views could be shown."""
    shown = sum(not isinstance(page, RefusedPage) for page in report.pages)
    return say(language, "report.line", file=name, shown=shown, count=len(report.pages))


def _format(asked: Format | None, out: Path, *, each: bool) -> Format:
    """The format asked for, else that of the file's name."""
    ending = "" if each else out.suffix.removeprefix(".").lower()
    for kind in FORMATS:
        if kind == (asked or ending):
            return kind
    if each:
        return USUAL
    values = {"file": shorten(out.name), "known": ", ".join(FORMATS)}
    raise RequestError(Fault("report_fault.ending", values))


def _template(path: Path | None, kind: Format) -> bytes | None:
    if path is None:
        return None
    if kind != "pptx":
        raise RequestError(Fault("report_fault.template_of_slides"))
    from insight.exports.reports.slide_parts.template_check import LARGEST, checked_template

    try:
        with path.open("rb") as file:
            content = file.read(LARGEST + 1)
    except OSError as error:
        values = {"file": str(path), "reason": reason_of(error)}
        raise RequestError(Fault("fault.unreadable", values)) from error
    checked_template(content)  # before the first of many files is made
    return content


def _without_links(plan: ReportPlan, elsewhere: set[str]) -> ReportPlan:
    """The same plan, with no link to a view that rests on a survey that the app does not have."""
    views = (replace(view, own=rests_on(view, elsewhere)) for view in plan.views)
    return replace(plan, views=tuple(views))


def _surveys(
    plan: ReportPlan, data: str | None, elsewhere: list[OpenSurvey]
) -> tuple[OpenSurvey, ...]:
    """The surveys of the data folder, and those that lie elsewhere; these go first."""
    taken = {survey.id for survey in elsewhere}
    shared = shared_surveys.surveys(data)
    for name, problem in shared.broken:
        if name not in taken and name in _asked(plan):
            raise problem
    return (*elsewhere, *(survey for survey in shared.surveys if survey.id not in taken))


def _asked(plan: ReportPlan) -> Iterator[str]:
    for view in plan.views:
        yield from view.link.get("survey", ())
