"""Files of a report on its page: taken away in each format, and a ``report.toml`` brought back."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile

from insight.language.errors import InsightError
from insight.operation.counts import REPORTS, outcome_in
from insight.views.reports.composing import compose
from insight.views.reports.report_formats import FORMATS, Format, report_bytes
from insight.views.reports.report_plan import ReportPlan
from insight.views.reports.report_reader import LARGEST_FILE, REPORT, parse_report
from insight.views.reports.report_writer import report_toml
from insight.views.view import FIXED, View
from insight.web import ui
from insight.web.audited import acts
from insight.web.audited.acts import Taken
from insight.web.basket.basket import basket, on_today
from insight.web.basket.report_form import tell
from insight.web.downloads import MIME
from insight.web.frame import file_button, view_link


def draw_files(view: View, start: str) -> None:
    """Offer the report in each format, and the file that makes it again."""
    plan = basket().plan(view.language)
    with st.container(horizontal=True, key="report-files"):
        for kind in FORMATS:
            _offer(view, kind, _maker(view, kind, start), _taken(view, plan, kind))
        _offer(view, "toml", lambda: report_toml(plan), Taken("report_toml"))


def _maker(view: View, kind: Format, start: str) -> Callable[[], bytes]:
    plan, template = basket().plan(view.language), basket().template

    def make() -> bytes:
        with outcome_in(REPORTS):
            return report_bytes(compose(plan, on_today(view, start)), kind, template or None)

    return make


def _taken(view: View, plan: ReportPlan, kind: str) -> Taken:
    """What a report is of: the surveys of its views; those beside them are told of when seen."""
    first = view.surveys[0].id if view.surveys else ""
    named = {
        FIXED.get(each.page) or next(iter(each.link.get("survey", ())), first)
        for each in plan.views
        if not each.is_of_facts
    }
    surveys = [survey for survey in view.surveys if survey.id in named]
    return Taken(f"report_{kind}", surveys, event="report")


def _offer(view: View, kind: str, make: Callable[[], bytes], taken: Taken) -> None:
    name = REPORT if kind == "toml" else f"{view.say('basket.file_name')}.{kind}"
    label, key = view.say(f"basket.file_{kind}"), f"report:file:{kind}"
    file_button.draw(view.language, label, make, name, MIME[kind], key, taken)


def draw_template(view: View) -> None:
    """Take a presentation whose layouts the slides shall have."""
    key = "report:template"
    st.file_uploader(
        *(view.say("basket.template"), ["pptx", "potx"]),
        key=key,
        on_change=_take_template,
        args=(view, key),
    )


def _take_template(view: View, key: str) -> None:
    from insight.exports.reports.slide_parts.template_check import LARGEST, checked_template  # late

    view_link.stay()
    brought, kept = st.session_state.get(key), basket()
    kept.template = b""
    if not isinstance(brought, UploadedFile):
        return
    content = brought.read(LARGEST + 1)
    ui.has_read(brought)
    try:
        acts.bring("template", brought.size, brought.name)
        checked_template(content)
    except InsightError as refusal:
        tell(view, refusal)
    else:
        kept.template = content
        kept.said = view.say("basket.template_taken")


def draw_upload(view: View) -> None:
    """Take a ``report.toml`` in the place of what is there."""
    kept = basket()
    key = f"report:upload:{kept.edition}"
    st.file_uploader(
        view.say("basket.upload"), type="toml", key=key, on_change=_take, args=(view, key)
    )


def _take(view: View, key: str) -> None:
    view_link.stay()
    brought = st.session_state.get(key)
    if not isinstance(brought, UploadedFile):
        return
    content = brought.read(LARGEST_FILE + 1)
    ui.has_read(brought)
    try:
        acts.bring("report", brought.size, brought.name)
        plan = parse_report(content)
    except InsightError as refusal:
        tell(view, refusal)
    else:
        basket().take(plan, view.surveys)
        basket().said = view.say("basket.taken", count=len(basket()))
