"""The report: views that the reader has put together, their order, their words, and its files."""

import streamlit as st

from insight.language.errors import InsightError
from insight.views.reports.composing import changes_since
from insight.views.reports.report_link import VIEW, link_of, plan_of
from insight.views.reports.report_plan import PlannedView
from insight.web import choices, ui
from insight.web.basket import report_files, report_form
from insight.web.basket.basket import basket, found_before, on_today
from insight.web.frame import view_link
from insight.web.html.templates import draw

view = choices.current()
kept = basket()


def take_link() -> None:
    """Put what a link tells in the place of what is there; a link without views changes nothing."""
    linked = {name: view_link.from_link(name) or [] for name in ("title", "introduction", VIEW)}
    if not linked[VIEW]:
        return
    try:
        plan = plan_of(linked, view.language)
    except InsightError as refusal:
        report_form.tell(view, refusal)
    else:
        if link_of(plan) != link_of(kept.plan(view.language)):
            kept.take(plan, view.surveys)


def start() -> str:
    """Where the app is seen from, so that the files can say where each view is found."""
    return (st.context.url or "").partition("?")[0].rpartition("/")[0]


def is_gone(planned: PlannedView) -> bool:
    """Whether there is no survey for the reader that a view is of."""
    return not planned.is_of_facts and planned.survey not in {each.id for each in view.surveys}


take_link()
kept.forget_found(is_gone)
plan = kept.plan(view.language)
link = link_of(plan)
view_link.set_link(None, **link)
ui.heading(view.say("report.title"), line=view.say("basket.lead"), top=True)
said, kept.said = kept.said, ""
st.html(draw("basket", "said", said))
if kept.entries:
    if told := [*changes_since(plan, on_today(view), found_before)]:
        st.html(draw("basket", "told", view.say("basket.told"), told))
    report_form.draw_words(view)
    report_form.draw_entries(view)
    report_form.keep_focus()
    st.html(draw("basket", "head", view.say("basket.files")))
    report_files.draw_files(view, start())
    report_files.draw_template(view)
    if any(entry.view.own for entry in kept.entries):
        ui.remark(view.say("basket.own_left_out"))
    elif not link:
        ui.remark(view.say("basket.link_too_long"))
else:
    st.info(view.say("basket.empty"))
    ui.link_to(view, "answers", view.say("basket.to_answers"))
report_files.draw_upload(view)
